import type { Asset, Effect, Environment, Reversibility, Scope } from '../action/effect.ts';
import { look } from '../action/facts.ts';
import type { Word } from '../action/invocation.ts';
import { environmentOfHost, environmentOfName, hostOf, isLoopback, worseEnvironment } from './environment.ts';
import { attackOn, madeAgain, readNoun } from './nouns.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting } from './pack.ts';
import { type Arguments, literalOf, optionValue, readArguments, shown, wordsOf } from './words.ts';

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

interface Step {
  readonly next: Map<string, Step>;
  readonly rules: RowRule[];
  known: boolean;
}

interface RowRule {
  readonly row: CommandRow;
  readonly rule: Rule;
}

/** A compiled {@link CommandTable}. */
interface Compiled {
  readonly table: CommandTable;
  readonly root: Step;
  readonly valued: ReadonlySet<string>;
  readonly verbs: ReadonlySet<string>;
  readonly takesAway: ReadonlySet<string>;
  readonly skips: ReadonlySet<string>;
  readonly generic: Rule;
  readonly unresolved: Rule;
}

const harmlessOptions = ['--help', '-h', '--dry-run', '--dryrun', '--what-if', '--whatif'];

/** A verb that asks, makes or moves: what stands behind it is a name. */
const otherVerbs = new Set(
  (
    'list ls get describe show view info inspect status create add new init update set edit apply deploy up start open logs log tail ' +
    'search find query export download upload copy cp import attach enable wait diff plan preview validate lint login whoami version help ' +
    'run exec ssh connect proxy scale resize rename link use switch select checkout pull push tag build test restore undelete recover ' +
    'install upgrade rotate generate print read head cat stat count invoke call publish send put sync watch track refresh complete lock ' +
    'execute trigger resume reboot restart migrate promote retry replay ack approve verify sign encrypt decrypt convert transfer ' +
    'resolve write append configure authorize grant allow register associate assign reserve request submit lookup history top ' +
    'health ping explain doctor docs console shell psql wizard'
  ).split(' '),
);

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
    verbs: new Set(table.verbs?.split(' ') ?? []),
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

function plant(step: Step, words: readonly string[], entry: RowRule | null): void {
  const [first, ...rest] = words;
  if (first === undefined || first === '') {
    step.known = true;
    if (entry) step.rules.push(entry);
    return;
  }
  for (const name of first.split('|')) {
    const next = step.next.get(name) ?? { next: new Map(), rules: [], known: false };
    step.next.set(name, next);
    plant(next, rest, entry);
  }
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

function commandWords({ operands }: Arguments, { table, skips }: Compiled): readonly Word[] {
  const apart = table.colons ? withColonsApart(operands) : operands;
  const from = apart.findIndex((word) => !skips.has(literalOf(word) ?? ''));
  return from > 0 ? apart.slice(from) : apart;
}

/** True where the arguments ask for help, a version or a rehearsal. `--dry-run=none` rehearses nothing. */
export function isHarmless(
  read: Arguments,
  table: { readonly harmless?: readonly string[]; readonly valued: string },
): boolean {
  for (const name of [...harmlessOptions, ...(table.harmless ?? [])]) {
    if (!read.options.has(name)) continue;
    // A version or host that is named asks for nothing: `cargo yank --version 1.0`, `-h db.example.com`.
    if ((name === '-h' || name === '--version') && table.valued.split(' ').includes(name)) continue;
    if (!/^(?:false|none|no|0)$/.test(literalOf(read.options.get(name)) ?? '')) return true;
  }
  // `--version` of a subcommand names one: `schema delete --version latest`.
  if (read.operands.length === 0 && read.options.has('--version')) return true;
  const first = literalOf(read.operands[0]);
  return first === 'help' || (read.operands.length > 1 && literalOf(read.operands.at(-1)) === 'help');
}

function withColonsApart(operands: readonly Word[]): Word[] {
  const [first, ...rest] = operands;
  if (!first || first.kind === 'unknown' || !/^[\w-]+(?::[\w-]+)+$/.test(first.value)) return [...operands];
  return [...first.value.split(':').map((value): Word => ({ kind: 'known', value, span: first.span })), ...rest];
}

interface Found {
  /** All lines that lead as deep as any; empty where none does. */
  readonly steps: readonly Step[];
  readonly depth: number;
  readonly unknown?: Word;
}

/** The deepest known steps, by exact words and by `*`. */
function walk(step: Step, operands: readonly Word[], depth: number): Found {
  const word = operands[depth];
  const own: Found = { steps: step.known ? [step] : [], depth };
  if (!word || step.next.size === 0) return own;
  const any = step.next.get('*');
  const exact = word.kind === 'unknown' ? undefined : step.next.get(word.value.toLowerCase());
  const nothing: Found = { steps: [], depth };
  const byName = exact ? walk(exact, operands, depth + 1) : nothing;
  const byAny = any ? walk(any, operands, depth + 1) : nothing;
  const found = deeper(byName, byAny);
  if (found.steps.length > 0 || found.unknown) return found;
  // A known command may take a name here; anything else hides which command it is.
  if (word.kind !== 'unknown' || step.known || word.prefix.startsWith('-')) return own;
  return { ...nothing, unknown: word };
}

function deeper(one: Found, other: Found): Found {
  if (one.steps.length === 0) return other.steps.length === 0 && one.unknown ? one : other;
  if (other.steps.length === 0 || other.depth < one.depth) return one;
  return other.depth > one.depth ? other : { steps: [...one.steps, ...other.steps], depth: one.depth };
}

function rowEffects(
  call: Call,
  compiled: Compiled,
  read: Arguments,
  rest: readonly Word[],
  { row, rule }: RowRule,
): Effect[] {
  const { table } = compiled;
  if (row.needs && !isGiven(read, row.needs)) return [];
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

/** True where one of the options is given and not switched off (`--safe=false`). */
function isGiven({ options }: Arguments, names: readonly string[]): boolean {
  return names.some((name) => options.has(name) && literalOf(options.get(name)) !== 'false');
}

function targetOf(
  { table }: Compiled,
  read: Arguments,
  rest: readonly Word[],
  named: readonly string[],
): string | null {
  const option = optionValue(read.options, ...named);
  if (option) return shown(option);
  if (rest.length === 0) return null;
  return table.many ? rest.map(shown).join(', ') : shown(rest[0]);
}

/** `<nouns> delete <name>` of a program whose table has no line for these nouns. */
function genericEffects(call: Call, compiled: Compiled, read: Arguments, operands: readonly Word[]): Effect[] {
  const { table, takesAway } = compiled;
  const values = maybeValues(call.invocation.args, compiled);
  for (let index = 0; index < Math.min(operands.length, 7); index += 1) {
    const written = literalOf(operands[index]);
    const text = written?.toLowerCase();
    if (!written || text === undefined || !/^[a-z][a-z0-9_-]*$/.test(text)) return [];
    if (index > 0 && values.has(operands[index])) return [];
    if (table.serviceFirst && index === 0) continue;
    if (otherVerbs.has(text)) return [];
    const parts = wordsOf(written);
    const verb = takesAway.has(text) ? text : verbAmong(parts, compiled);
    if (verb !== text && parts.length > 1 && makingVerb.test(parts.join('-'))) return [];
    if (verb === undefined) continue;
    const own = verb === text ? '' : ownNoun(parts, verb);
    const noun = own === '' ? operands.slice(0, index).map(shown).slice(-2).join(' ') : own;
    const target = targetOf(compiled, read, operands.slice(index + 1), table.named?.split(' ') ?? []);
    return genericEffect(call, compiled, read, { verb, noun: noun === '' ? 'resource' : noun, target });
  }
  return [];
}

/** `create-table`, `get-delete-marker`: an operation that asks, makes or changes. */
const makingVerb = /^(?:get|list|describe|create|update|put|add|set|show|start|enable|modify|batch-get|undelete|un)-/;
/** Flags that every command line has: the word behind one is no value. */
const plainFlags =
  /^(?:-[a-zA-Z]|--(?:quiet|yes|force|debug|verbose|json|async|no-wait|no-input|all|assume-yes|auto-approve))$/;

/** Words behind options that the table does not list: they may be values, never the verb. */
function maybeValues(args: readonly Word[], { valued }: Compiled): ReadonlySet<Word | undefined> {
  const found = new Set<Word | undefined>();
  args.forEach((word, index) => {
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    if (text.startsWith('-') && !text.includes('=') && !valued.has(text) && !plainFlags.test(text))
      found.add(args[index + 1]);
  });
  return found;
}

const relating = /^(?:from|for|to|by|with|on|in|of|without)$/;

/** The thing in `delete-db-snapshot`, `deregister-task-from-service`: what stands before the relating word. */
function ownNoun(parts: readonly string[], verb: string): string {
  const words = parts.filter((part) => part !== verb && !bulk.has(part));
  const end = words.findIndex((word) => relating.test(word));
  return (end > 0 ? words.slice(0, end) : words.filter((word) => !relating.test(word))).join(' ');
}

const bulk = new Set(['batch', 'bulk', 'admin', 'force']);

function verbAmong(parts: readonly string[], { verbs, takesAway }: Compiled): string | undefined {
  const candidates = bulk.has(parts[0] ?? '') ? parts : [parts[0], parts.at(-1)];
  return candidates.find((part) => part !== undefined && (verbs.has(part) || takesAway.has(part)));
}

function genericEffect(
  call: Call,
  compiled: Compiled,
  read: Arguments,
  { verb, noun, target }: { readonly verb: string; readonly noun: string; readonly target: string | null },
): Effect[] {
  const { table, takesAway, generic } = compiled;
  const reading = readNoun(noun);
  if (!reading) return [];
  const kind = singular(noun);
  const name = target ?? `the ${kind}`;
  const named =
    target === null
      ? `${/^[AEIO]/.test(table.title) ? 'an' : 'a'} ${table.title} ${kind}`
      : `the ${table.title} ${kind} {target}`;
  const away = takesAway.has(verb);
  const reversibility = away ? 'recoverable' : reading.reversibility;
  return [
    effectOf(generic, {
      target: name,
      span: call.invocation.span,
      verb,
      resource: kind,
      asset: reading.asset,
      attack: away ? 'T1489' : reading.attack,
      reversibility,
      reason: away ? `Takes ${named} out of use (${verb}).` : `Deletes ${named}${lossOf(reading.asset)}.`,
      ...(reversibility === 'recoverable' ? { wayBack: away ? 'Put it back into use.' : madeAgain } : {}),
      ...placed(call, compiled, read, name),
    }),
  ];
}

function singular(noun: string): string {
  const plain = noun.replaceAll(/[-_]/g, ' ');
  return /(?:ss|us|is)$/.test(plain) ? plain : plain.replace(/ies$/, 'y').replace(/s$/, '');
}

/** What goes with a thing of a kind, as the end of a sentence. */
export function lossOf(asset: Asset): string {
  switch (asset) {
    case 'data-store':
      return ' with what it holds';
    case 'backup':
      return ': one way back less';
    case 'log':
      return ' and what it recorded';
    case 'key':
      return '; what it protects or opens may be lost with it';
    default:
      return '';
  }
}

/** Where a call works: options and variables first, then the target's own name. A server on this machine is development. */
function placed(call: Call, { table }: Compiled, read: Arguments, target: string): Partial<Sighting> {
  const { invocation } = call;
  if (table.local?.includes(invocation.program ?? '')) return localServer;
  const named: string[] = [];
  for (const name of table.environment?.split(' ') ?? []) {
    const value = read.options.get(name);
    if (value) named.push(shown(value));
  }
  const endpoint = optionValue(read.options, ...(table.endpoint?.split(' ') ?? []));
  const servers = endpoint ? [shown(endpoint)] : [];
  for (const name of table.variables?.split(' ') ?? []) {
    const value = literalOf(invocation.environment[name]) ?? inherited(call, name);
    if (value) (/URL|HOST|ADDR|ENDPOINT/.test(name) ? servers : named).push(value);
  }
  const hosts = servers.map((text) => hostOf(text) ?? text.replace(/[:/].*$/, ''));
  if (hosts[0] !== undefined && isLoopback(hosts[0])) return localServer;
  let environment: Environment = 'unknown';
  for (const said of [...named.map(environmentOfName), ...hosts.map(environmentOfHost)]) {
    if (said !== 'unknown') environment = environment === 'unknown' ? said : worseEnvironment(environment, said);
  }
  return { environment: environment === 'unknown' ? environmentOfName(target) : environment };
}

function inherited({ inquiry }: Call, name: string): string | null {
  if (inquiry.facts.place.context === 'ordinary') return null;
  const fact = look(inquiry, { kind: 'variable', name });
  return fact.known ? fact.value : null;
}

/** A server on this machine holds what somebody develops with. */
export const localServer = {
  environment: 'development',
  reversibility: 'recoverable',
  wayBack: 'It is a development server on this machine: seed its data again.',
} as const satisfies Partial<Sighting>;
