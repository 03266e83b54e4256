import type { Word } from '../action/invocation.ts';

/** How a program reads its own command line. Build with {@link defineOptions}, once per program. */
export interface OptionTable {
  /** Options with a value, each as its names apart by spaces, the last one being the name it is read back by: `-X --request`. */
  readonly valued?: readonly string[];
  /** Options without a value, written the same way: `-s --silent`. */
  readonly flags?: readonly string[];
  /** `getopt` (default): `-abc` is three options, `--long=v`. `go`: `-auto-approve`, `-target=x`, `--target x`; no clusters. */
  readonly style?: 'getopt' | 'go';
  /** True where the first operand ends the options (`sudo -u x rm -rf`): all words from it on are operands. */
  readonly operandEnds?: boolean;
  /** True where a unique beginning of a long option stands for it (GNU getopt_long). */
  readonly abbreviations?: boolean;
}

interface Option {
  readonly name: string;
  readonly valued: boolean;
}

/** A compiled {@link OptionTable}. */
export interface OptionSpec {
  readonly table: OptionTable;
  readonly names: ReadonlyMap<string, Option>;
}

/** A command line read by its table. Names are the tables' own last names (`--request`). */
export interface ReadOptions {
  /** Words that are neither options nor their values, in order. */
  readonly operands: readonly Word[];
  /** Index in `operands` of the first word behind `--`; `operands.length` where there is none. */
  readonly afterDashes: number;
  /** Names of all options present, in order of appearance, each as often as it appears. Unlisted ones as written. */
  readonly present: readonly string[];
  /** Options the table does not list, as written; what follows them may have been their value. */
  readonly unlisted: readonly Word[];
  /** True where an unresolved word stands where an option could. */
  readonly uncertain: boolean;
  has(...names: string[]): boolean;
  /** Last value of an option, by its table name. */
  value(name: string): Word | undefined;
  /** All values of an option, by its table name. */
  values(name: string): readonly Word[];
}

/** Compiles a table, at its first use: there are many, and a call needs few. */
export function defineOptions(table: OptionTable): OptionSpec {
  let names: ReadonlyMap<string, Option> | undefined;
  return {
    table,
    get names() {
      names ??= namesIn(table);
      return names;
    },
  };
}

function namesIn(table: OptionTable): ReadonlyMap<string, Option> {
  const names = new Map<string, Option>();
  const add = (entries: readonly string[] | undefined, valued: boolean) => {
    for (const entry of entries ?? []) {
      const all = entry.split(' ');
      const option: Option = { name: all[all.length - 1] ?? entry, valued };
      for (const name of all) names.set(name, option);
    }
  };
  add(table.flags, false);
  add(table.valued, true);
  return names;
}

/** Reads arguments by a table. An unlisted `--long` or `-x` counts as a flag. */
export function readOptions(args: readonly Word[], spec: OptionSpec): ReadOptions {
  const reader = new OptionReader(args, spec);
  reader.read();
  return reader;
}

/** What stands where, for readers that need the order of everything (`curl --next`). */
export interface OptionEvent {
  /** The option's table name, or null for an operand. */
  readonly name: string | null;
  /** The option's value, or the operand. Undefined for a flag, and for an option whose value is missing. */
  readonly value: Word | undefined;
  /** Index in the arguments. */
  readonly index: number;
  readonly listed: boolean;
}

/** The text of a word as far as it can decide whether it is an option: known text, or what is certain of it. */
export function leadingText(word: Word): string {
  return word.kind === 'unknown' ? word.prefix : word.value;
}

/** The end of a word from an index on, with the same certainty. */
export function tailOf(word: Word, from: number): Word {
  if (word.kind !== 'unknown') return { kind: word.kind, value: word.value.slice(from), span: word.span };
  return { kind: 'unknown', text: word.text.slice(from), prefix: word.prefix.slice(from), span: word.span };
}

/** Goes through arguments one option or operand at a time. Stops for good where `visit` gives false. */
export function walkOptions(args: readonly Word[], spec: OptionSpec, visit: (event: OptionEvent) => boolean): void {
  let ended = false;
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (!word) return;
    const text = leadingText(word);
    const isOption = !ended && text.length > 1 && text.charCodeAt(0) === 45;
    if (!isOption) {
      if (spec.table.operandEnds) ended = true;
      if (!visit({ name: null, value: word, index, listed: true })) return;
      continue;
    }
    if (text === '--' && word.kind !== 'unknown') {
      ended = true;
      if (!visit({ name: '--', value: undefined, index, listed: true })) return;
      continue;
    }
    const next = args[index + 1];
    const isLong =
      text.startsWith('--') || spec.table.style === 'go' || (spec.names.has(text) && word.kind !== 'unknown');
    const consumed = isLong
      ? visitLong({ word, text, next, index }, spec, visit)
      : visitCluster({ word, text, next, index }, spec, visit);
    if (consumed < 0) return;
    index += consumed;
  }
}

/** A word that is an option, its certain text, and what stands behind it. */
interface OptionWord {
  readonly word: Word;
  readonly text: string;
  readonly next: Word | undefined;
  readonly index: number;
}

type Visit = (event: OptionEvent) => boolean;

/** How many words behind the option belong to it; below 0 where the walk stops. */
function visitLong({ word, text, next, index }: OptionWord, spec: OptionSpec, visit: Visit): number {
  const equals = text.indexOf('=');
  const written = equals < 0 ? text : text.slice(0, equals);
  // `--da$X`: which option it is, is not known.
  const option = word.kind === 'unknown' && equals < 0 ? undefined : optionNamed(written, spec);
  const name = option?.name ?? written;
  const listed = option !== undefined;
  if (equals >= 0) return visit({ name, value: tailOf(word, equals + 1), index, listed }) ? 0 : -1;
  if (!option?.valued) return visit({ name, value: undefined, index, listed }) ? 0 : -1;
  return visit({ name, value: next, index, listed }) ? 1 : -1;
}

/** As {@link visitLong}, for short options written in one word. */
function visitCluster({ word, text, next, index }: OptionWord, spec: OptionSpec, visit: Visit): number {
  for (let at = 1; at < text.length; at++) {
    const written = `-${text.charAt(at)}`;
    const option = spec.names.get(written);
    const name = option?.name ?? written;
    const listed = option !== undefined;
    if (!option?.valued) {
      if (!visit({ name, value: undefined, index, listed })) return -1;
      continue;
    }
    const attached = at + 1 < text.length || word.kind === 'unknown';
    const value = attached ? tailOf(word, at + 1) : next;
    return visit({ name, value, index, listed }) ? (attached ? 0 : 1) : -1;
  }
  return 0;
}

function optionNamed(written: string, spec: OptionSpec): Option | undefined {
  const exact = spec.names.get(written);
  if (exact) return exact;
  // Go programs take one dash or two.
  if (spec.table.style === 'go') return spec.names.get(written.startsWith('--') ? written.slice(1) : `-${written}`);
  if (!spec.table.abbreviations || written.length < 3) return undefined;
  const matches = new Set<Option>();
  for (const [name, option] of spec.names) if (name.startsWith(written)) matches.add(option);
  const [only] = matches;
  return matches.size === 1 ? only : undefined;
}

class OptionReader implements ReadOptions {
  readonly operands: Word[] = [];
  afterDashes = -1;
  readonly present: string[] = [];
  readonly unlisted: Word[] = [];
  uncertain = false;
  readonly #args: readonly Word[];
  readonly #spec: OptionSpec;
  readonly #values: { readonly name: string; readonly value: Word }[] = [];

  constructor(args: readonly Word[], spec: OptionSpec) {
    this.#args = args;
    this.#spec = spec;
  }

  read(): void {
    walkOptions(this.#args, this.#spec, (event) => {
      this.#take(event);
      return true;
    });
    if (this.afterDashes < 0) this.afterDashes = this.operands.length;
  }

  #take(event: OptionEvent): void {
    if (event.name === '--') {
      if (this.afterDashes < 0) this.afterDashes = this.operands.length;
      return;
    }
    if (event.name === null) {
      if (!event.value) return;
      this.operands.push(event.value);
      const canBeOption = this.afterDashes < 0 && event.value.kind === 'unknown' && event.value.prefix === '';
      if (canBeOption && !(this.#spec.table.operandEnds && this.operands.length > 1)) this.uncertain = true;
      return;
    }
    const word = this.#args[event.index];
    this.present.push(event.name);
    if (event.value) this.#values.push({ name: event.name, value: event.value });
    if (!event.listed && word) this.unlisted.push(word);
    // `-$FLAGS`: what else it holds is not known.
    if (word?.kind === 'unknown' && event.value === undefined) this.uncertain = true;
  }

  has(...names: string[]): boolean {
    return names.some((name) => this.present.includes(name));
  }

  value(name: string): Word | undefined {
    for (let index = this.#values.length - 1; index >= 0; index--) {
      const entry = this.#values[index];
      if (entry?.name === name) return entry.value;
    }
    return undefined;
  }

  values(name: string): readonly Word[] {
    return this.#values.filter((entry) => entry.name === name).map((entry) => entry.value);
  }
}
