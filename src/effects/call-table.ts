import type { Asset, Effect, Reversibility, Scope } from '../action/effect.ts';
import type { Invocation } from '../action/invocation.ts';
import { environmentOfName } from './environment.ts';
import { attackOn } from './nouns.ts';
import { type Call, effectOf, type Pack, type Rule } from './pack.ts';
import { strangerEffects } from './strangers.ts';
import { literalOf, shown } from './words.ts';

/** One line of a table of programs that are no trees of words: what the arguments look like, and what is lost. */
export interface CallRow {
  /** Apart by spaces. */
  readonly programs: string;
  /** Part of the rule's id behind the pack's. */
  readonly name: string;
  /**
   * What the arguments look like, written as ` first second`: one space in front of each; a space, tab or line break
   * inside an argument is a `␣`, so that quoted text is never taken for an argument. Without it every call counts.
   */
  readonly when?: RegExp;
  /** What they must not look like. */
  readonly unless?: RegExp;
  readonly verb: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
  /** `machine` by default. */
  readonly scope?: Scope;
  /** One plain sentence; `{target}` stands for what is hit. */
  readonly reason: string;
  readonly wayBack?: string;
  readonly safer?: string;
  readonly attack?: string;
  readonly source: string;
  /** Finds the target in the arguments; the last argument that is no option by default. */
  readonly target?: RegExp;
  /** The target where nothing names one. */
  readonly otherwise?: string;
  /** True where what happens in a container stays there. */
  readonly notInContainers?: boolean;
}

interface RowRule {
  readonly row: CallRow;
  readonly rule: Rule;
}

/** Tables of this machine's own tools, whose other deletions concern what they can make again. */
const local = /^(?:system|files|windows|version-control)/;
const asking = / (?:--help|--version|-\?|\/\?)(?: |$)/;

/** Makes a pack of a table of calls. */
export function callPack(id: string, rows: readonly CallRow[]): Pack {
  const byProgram = new Map<string, RowRule[]>();
  const rules: Rule[] = [];
  for (const row of rows) {
    const entry: RowRule = { row, rule: ruleOf(id, row) };
    rules.push(entry.rule);
    for (const program of row.programs.split(' ')) byProgram.set(program, [...(byProgram.get(program) ?? []), entry]);
  }
  return {
    id,
    programs: [...byProgram.keys()],
    rules,
    effects: (call) =>
      callEffects(call, byProgram.get((call.invocation.program ?? '').toLowerCase()) ?? [], local.test(id)),
  };
}

function ruleOf(id: string, row: CallRow): Rule {
  return {
    id: `${id}/${row.name}`,
    provider: id,
    verb: row.verb,
    resource: row.resource,
    asset: row.asset,
    reversibility: row.reversibility,
    scope: row.scope ?? 'machine',
    reason: row.reason,
    ...(row.wayBack ? { wayBack: row.wayBack } : {}),
    ...(row.safer ? { safer: row.safer } : {}),
    attack: row.attack ?? attackOn(row.asset),
    source: row.source,
  };
}

function callEffects(call: Call, entries: readonly RowRule[], isLocal: boolean): Effect[] {
  const { invocation } = call;
  const text = argumentText(invocation);
  if (asking.test(text)) return [];
  const away = invocation.wrappers.find((wrapper) => wrapper.place !== 'here');
  const effects: Effect[] = [];
  let met = false;
  for (const { row, rule } of entries) {
    if (row.notInContainers && away?.place === 'container') continue;
    if (row.when && !row.when.test(text)) continue;
    met = true;
    if (row.unless?.test(text)) continue;
    const target = targetOf(row, text);
    effects.push(
      effectOf(rule, {
        target,
        span: invocation.span,
        environment: environmentOfName(away?.place === 'remote' ? (away.target ?? '') : ''),
        ...(away?.place === 'remote' && rule.scope === 'machine' ? { scope: 'remote' as const } : {}),
      }),
    );
  }
  // No line fits: what the program says by the grammar of all command lines still counts.
  return met || isLocal ? effects : [...strangerEffects(call)];
}

function argumentText({ args }: Invocation): string {
  return args.map((word) => ` ${(literalOf(word) ?? shown(word)).replaceAll(/\s/g, '␣')}`).join('');
}

function targetOf(row: CallRow, text: string): string {
  const found = row.target?.exec(text);
  const last = text
    .split(' ')
    .filter((word) => word !== '' && !word.startsWith('-'))
    .at(-1);
  return (
    (found ? (found[1] ?? found[0]).trim() : row.target ? undefined : last) ?? row.otherwise ?? `the ${row.resource}`
  );
}
