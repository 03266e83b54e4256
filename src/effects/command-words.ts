import type { Word } from '../action/invocation.ts';
import type { CommandRow, CommandTable } from './command-table.ts';
import type { Rule } from './pack.ts';
import { type Arguments, literalOf, optionValue, shown } from './words.ts';

/** One word further along a command line: the rows that end here and where it goes on. */
export interface Step {
  readonly next: Map<string, Step>;
  readonly rules: RowRule[];
  known: boolean;
}

/** A row and the rule it stands for. */
export interface RowRule {
  readonly row: CommandRow;
  readonly rule: Rule;
}

/** A compiled {@link CommandTable}. */
export interface Compiled {
  readonly table: CommandTable;
  readonly root: Step;
  readonly valued: ReadonlySet<string>;
  readonly verbs: ReadonlySet<string>;
  readonly takesAway: ReadonlySet<string>;
  readonly skips: ReadonlySet<string>;
  readonly generic: Rule;
  readonly unresolved: Rule;
}

/** Adds a row under its words; null for words that lead to nothing of worth. */
export function plant(step: Step, words: readonly string[], entry: RowRule | null): void {
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

/** Where a command line leads in the tree. */
export interface Found {
  /** All lines that lead as deep as any; empty where none does. */
  readonly steps: readonly Step[];
  readonly depth: number;
  readonly unknown?: Word;
}

/** The deepest known steps, by exact words and by `*`. */
export function walk(step: Step, operands: readonly Word[], depth: number): Found {
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

/** The words of a call, without those that mean nothing and with `pg:reset` as two. */
export function commandWords({ operands }: Arguments, { table, skips }: Compiled): readonly Word[] {
  const apart = table.colons ? withColonsApart(operands) : operands;
  const from = apart.findIndex((word) => !skips.has(literalOf(word) ?? ''));
  return from > 0 ? apart.slice(from) : apart;
}

function withColonsApart(operands: readonly Word[]): Word[] {
  const [first, ...rest] = operands;
  if (!first || first.kind === 'unknown' || !/^[\w-]+(?::[\w-]+)+$/.test(first.value)) return [...operands];
  return [...first.value.split(':').map((value): Word => ({ kind: 'known', value, span: first.span })), ...rest];
}

const harmlessOptions = ['--help', '-h', '--dry-run', '--dryrun', '--what-if', '--whatif'];

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

/** True where one of the options is given and not switched off (`--safe=false`). */
export function isGiven({ options }: Arguments, names: readonly string[]): boolean {
  return names.some((name) => options.has(name) && literalOf(options.get(name)) !== 'false');
}

/** Whether an operand of which nothing is known may be any option. */
export function mayBeGiven({ operands }: Arguments): boolean {
  return operands.some(
    (word) => word.kind === 'unknown' && word.prefix === '' && /^["']?\$(?:[@*]|\{?\w+\}?)["']?$/.test(word.text),
  );
}

/** What a call hits: the option that names it, else what stands behind the words. */
export function targetOf(
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
