import type { Asset, Effect, Environment, Reversibility, Scope } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import { placed } from './command-place.ts';
import { asksOrMakes, genericEffects } from './command-verbs.ts';
import {
  type Compiled,
  commandWords,
  isGiven,
  isHarmless,
  mayBeGiven,
  plant,
  type RowRule,
  type Step,
  targetOf,
  walk,
} from './command-words.ts';
import { attackOn, madeAgain } from './nouns.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting } from './pack.ts';
import type { Setting } from './settings.ts';
import { type Arguments, readArguments, shown } from './words.ts';

/** One line of a table: words that lead to a loss, and what is lost. */
export interface CommandRow {
  /** The words, alternatives apart by `|`, `*` for any one word; several paths apart by ` / `: `volume rm / vol * wipe`.
   * Empty where options alone say it. */
  readonly words: string;
  readonly resource: string;
  readonly asset: Asset;
  /** One plain sentence; `{target}` stands for what is hit. */
  readonly reason: string;
  /** Part of the rule's id behind the pack's; the resource and the verb by default. */
  readonly name?: string;
  /** `delete` by default. */
  readonly verb?: string;
  /** `irreversible` by default; `recoverable` with a way back. */
  readonly reversibility?: Reversibility;
  readonly wayBack?: string;
  readonly scope?: Scope;
  readonly safer?: string;
  readonly attack?: string;
  /** The vendor's page, behind the table's own address. */
  readonly page?: string;
  /** One of these options must be given. */
  readonly needs?: readonly string[];
  /** None of these options may be given. */
  readonly unless?: readonly string[];
  /** What the target's text must look like. */
  readonly only?: RegExp;
  /** What one of the arguments must look like: `count=0`, `--replicas=0`. */
  readonly argument?: RegExp;
  /** Options that name the target; the table's own by default. */
  readonly named?: readonly string[];
  /** Which operand behind the words is the target; 0 by default. */
  readonly at?: number;
  /** The target where nothing names one. */
  readonly otherwise?: string;
  /** The environment by definition, where the command says so. */
  readonly environment?: Environment;
}

/** A program's command line as data. */
export interface CommandTable {
  readonly id: string;
  /** As it stands in sentences: `Fly.io`. */
  readonly title: string;
  readonly programs: readonly string[];
  /** Address of the vendor's reference; a row's `page` is put behind it. */
  readonly docs: string;
  /** Options that take the next word as their value, apart by spaces. */
  readonly valued: string;
  /** Options that name the environment (project, profile, context), apart by spaces. */
  readonly environment?: string;
  /** Variables that name the environment, apart by spaces. */
  readonly variables?: string;
  /** What the tool's own settings on this machine say besides, where they may be looked up. */
  settings?(call: Call, read: Arguments): Setting;
  /** Options that name the target, apart by spaces. */
  readonly named?: string;
  /** Options that name a server; one on this machine is development. */
  readonly endpoint?: string;
  /** `pg:reset` is read as `pg reset`. */
  readonly colons?: boolean;
  /** All operands behind the words are targets. */
  readonly many?: boolean;
  readonly scope?: Scope;
  readonly rows: readonly CommandRow[];
  /** Words that lead to nothing of worth, though a destructive verb is among them. Written as `CommandRow.words`. */
  readonly passes?: readonly string[];
  /** Verbs that destroy whatever noun stands before them (`compute instances delete`), apart by spaces. */
  readonly verbs?: string;
  /** Verbs that stop or take away what can be put back (`disable-rule`, `vm stop`), apart by spaces. */
  readonly takesAway?: string;
  /** The first word is a service, never a verb (`aws deploy …`, `gcloud run …`). */
  readonly serviceFirst?: boolean;
  /** Words without meaning of their own in front of the others (`gcloud beta …`), apart by spaces. */
  readonly skips?: string;
  /** Programs that only reach a server on this machine (`awslocal`). */
  readonly local?: readonly string[];
  /** What a row or verb cannot say: text handed on, files sent. */
  also?(call: Call, read: Arguments, place: Partial<Sighting>): readonly Effect[];
  /** The rules that `also` uses. */
  readonly others?: readonly Rule[];
  /** A command that shows what there is, offered by the generic rule. */
  readonly safer?: string;
  /** Options with which nothing is done, besides help, version and `--dry-run`. */
  readonly harmless?: readonly string[];
}

/**
 * Makes a pack of a table. The words become a tree when a program of it is first met, so that a call costs as many
 * look-ups as it has words and the other tables cost nothing.
 */
export function commandPack(table: CommandTable): Pack {
  let made: Compiled | undefined;
  const compiled = (): Compiled => {
    made ??= compile(table);
    return made;
  };
  return {
    id: table.id,
    programs: table.programs,
    get rules() {
      return rulesOf(compiled());
    },
    effects: (call) => tableEffects(call, compiled()),
  };
}

/** Joins packs of programs that belong to one domain. Their rules and programs are one list. */
export function joinedPacks(id: string, parts: readonly Pack[]): Pack {
  const byProgram = new Map(parts.flatMap((part) => part.programs.map((program): [string, Pack] => [program, part])));
  return {
    id,
    programs: [...byProgram.keys()],
    get rules() {
      return parts.flatMap((part) => part.rules);
    },
    effects: (call) => byProgram.get((call.invocation.program ?? '').toLowerCase())?.effects(call) ?? [],
  };
}

/** Verbs that destroy on any command line, also where a table does not list them. */
const universalVerbs =
  'delete destroy purge wipe terminate decommission deprovision obliterate nuke erase deregister expunge'.split(' ');

function compile(table: CommandTable): Compiled {
  const root: Step = { next: new Map(), rules: [], known: false };
  for (const row of table.rows) {
    const entry: RowRule = { row, rule: ruleOf(row, table) };
    for (const path of row.words.split(' / ')) plant(root, path.split(' '), entry);
  }
  for (const words of table.passes ?? []) for (const path of words.split(' / ')) plant(root, path.split(' '), null);
  const base = {
    provider: table.id,
    scope: table.scope ?? ('remote' as const),
    asset: 'other' as const,
    attack: 'T1485',
    source: table.docs,
  };
  return {
    table,
    root,
    valued: new Set(table.valued.split(' ')),
    verbs: new Set([...(table.verbs?.split(' ') ?? []), ...universalVerbs]),
    takesAway: new Set(table.takesAway?.split(' ') ?? []),
    skips: new Set(table.skips?.split(' ') ?? []),
    generic: {
      ...base,
      id: `${table.id}/delete`,
      verb: 'delete',
      resource: 'resource',
      reversibility: 'irreversible',
      reason: `Deletes {target} at ${table.title}.`,
      ...(table.safer ? { safer: table.safer } : {}),
    },
    unresolved: {
      ...base,
      id: `${table.id}/unresolved`,
      verb: 'run',
      resource: 'command',
      reversibility: 'unknown',
      reason: `Runs a ${table.title} command whose name could not be worked out ({target}).`,
    },
  };
}

function rulesOf({ root, generic, unresolved, verbs, table }: Compiled): Rule[] {
  const rules = new Set<Rule>();
  const collect = (step: Step) => {
    for (const entry of step.rules) rules.add(entry.rule);
    for (const next of step.next.values()) collect(next);
  };
  collect(root);
  return [...rules, ...(table.others ?? []), ...(verbs.size > 0 ? [generic] : []), unresolved];
}

function ruleOf(row: CommandRow, table: CommandTable): Rule {
  const verb = row.verb ?? 'delete';
  const reversibility = row.reversibility ?? 'irreversible';
  return {
    id: `${table.id}/${row.name ?? `${row.resource}-${verb}`.replaceAll(' ', '-')}`,
    provider: table.id,
    verb,
    resource: row.resource,
    asset: row.asset,
    reversibility,
    scope: row.scope ?? table.scope ?? 'remote',
    reason: row.reason,
    ...(reversibility === 'recoverable' ? { wayBack: row.wayBack ?? madeAgain } : {}),
    ...((row.safer ?? table.safer) ? { safer: row.safer ?? table.safer ?? '' } : {}),
    attack: row.attack ?? attackOn(row.asset),
    source: table.docs + (row.page ?? ''),
  };
}

function tableEffects(call: Call, compiled: Compiled): Effect[] {
  const { table, valued, unresolved } = compiled;
  const { invocation } = call;
  const read = readArguments(invocation.args, valued);
  if (isHarmless(read, table)) return [];
  const operands = commandWords(read, compiled);
  const others = table.also?.(call, read, placed(call, compiled, read, '')) ?? [];
  if (others.length > 0) return [...others];
  const found = walk(compiled.root, operands, 0);
  if (found.unknown) {
    if (asksOrMakes(operands.slice(0, operands.indexOf(found.unknown)), compiled)) return [];
    return [
      effectOf(unresolved, {
        target: shown(found.unknown),
        span: invocation.span,
        ...placed(call, compiled, read, ''),
      }),
    ];
  }
  if (found.steps.length > 0) {
    const rest = operands.slice(found.depth);
    return found.steps.flatMap((step) => step.rules.flatMap((entry) => rowEffects(call, compiled, read, rest, entry)));
  }
  return genericEffects(call, compiled, read, operands);
}

function rowEffects(
  call: Call,
  compiled: Compiled,
  read: Arguments,
  rest: readonly Word[],
  { row, rule }: RowRule,
): Effect[] {
  const { table } = compiled;
  if (row.needs && !isGiven(read, row.needs) && !mayBeGiven(read)) return [];
  if (row.unless && isGiven(read, row.unless)) return [];
  if (row.argument && !call.invocation.args.some((word) => row.argument?.test(shown(word)))) return [];
  const target =
    targetOf(compiled, read, rest.slice(row.at ?? 0), row.named ?? table.named?.split(' ') ?? []) ??
    row.otherwise ??
    `the ${row.resource}`;
  if (row.only && !row.only.test(target)) return [];
  const place = row.environment ? { environment: row.environment } : placed(call, compiled, read, target);
  return [effectOf(rule, { target, span: call.invocation.span, ...place })];
}
