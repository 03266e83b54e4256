import type { Effect } from '../action/effect.ts';
import type { Word } from '../action/invocation.ts';
import { environmentOfSetting, worstOf } from './command-place.ts';
import { environmentOfName } from './environment.ts';
import { type Call, effectOf, type Pack, type Rule } from './pack.ts';
import type { Setting } from './settings.ts';
import { has, optionValue, readArguments, shown } from './words.ts';

/** A rule of a command line made of words: `railway volume delete`. */
export interface SubcommandRule extends Rule {
  /** The words that lead to it; alternatives apart by `|`: `volume|vol delete|rm`. */
  readonly words: string;
  /** One of these options must be given. */
  readonly needs?: readonly string[];
  /** None of these options may be given. */
  readonly unless?: readonly string[];
  /** Options that name the target; else the first operand behind the words does. */
  readonly named?: readonly string[];
  /** The target where nothing names one. */
  readonly otherwise: string;
}

/** A provider's command line as data. */
export interface SubcommandPack {
  readonly id: string;
  readonly programs: readonly string[];
  /** Options that take the next word as their value. */
  readonly valued: readonly string[];
  /** Options that name the environment. */
  readonly environment: readonly string[];
  readonly rules: readonly SubcommandRule[];
  /** What the tool's own settings on this machine say, where no option says it. */
  settings?(call: Call): Setting;
  /** What a command is whose words could not be resolved. */
  readonly unresolved: Rule;
}

interface Step {
  readonly next: Map<string, Step>;
  readonly rules: SubcommandRule[];
}

const harmless = ['--help', '--version', '--dry-run'];

/** Makes a pack of a table. The words become a tree, so that a call costs as many look-ups as it has words. */
export function subcommandPack(table: SubcommandPack): Pack {
  const root: Step = { next: new Map(), rules: [] };
  for (const rule of table.rules) plant(root, rule.words.split(' '), rule);
  const valued = new Set(table.valued);
  return {
    id: table.id,
    programs: table.programs,
    rules: [...table.rules, table.unresolved],
    effects: (call) => effectsIn(call, root, valued, table),
  };
}

function plant(step: Step, words: readonly string[], rule: SubcommandRule): void {
  const [first, ...rest] = words;
  if (first === undefined) {
    step.rules.push(rule);
    return;
  }
  for (const name of first.split('|')) {
    const next = step.next.get(name) ?? { next: new Map(), rules: [] };
    step.next.set(name, next);
    plant(next, rest, rule);
  }
}

function effectsIn(call: Call, root: Step, valued: ReadonlySet<string>, table: SubcommandPack): Effect[] {
  const { invocation } = call;
  const { options, operands } = readArguments(invocation.args, valued);
  if (has(options, ...harmless) || options.has('-h')) return [];
  let step = root;
  let depth = 0;
  for (const word of operands) {
    if (word.kind === 'unknown') {
      if (step.next.size === 0) break;
      return [effectOf(table.unresolved, { target: shown(word), span: invocation.span })];
    }
    const next = step.next.get(word.value.toLowerCase());
    if (!next) break;
    step = next;
    depth += 1;
  }
  const named = optionValue(options, ...table.environment);
  return step.rules.flatMap((rule) => {
    if (rule.needs && !has(options, ...rule.needs)) return [];
    if (rule.unless && has(options, ...rule.unless)) return [];
    const word: Word | undefined = optionValue(options, ...(rule.named ?? [])) ?? operands[depth];
    const target = word ? shown(word) : rule.otherwise;
    return [
      effectOf(rule, {
        target,
        span: invocation.span,
        environment: named
          ? environmentOfName(shown(named))
          : rule.resource === 'environment'
            ? environmentOfName(target)
            : worstOf(table.settings?.(call).servers.map(environmentOfSetting) ?? []),
      }),
    ];
  });
}
