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

/** A compiled {@link OptionTable}. */
export interface OptionSpec {
  readonly table: OptionTable;
  readonly names: ReadonlyMap<string, { readonly name: string; readonly valued: boolean }>;
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

/** Compiles a table. */
export function defineOptions(_table: OptionTable): OptionSpec {
  throw new Error('not built yet');
}

/** Reads arguments by a table. An unlisted `--long` or `-x` counts as a flag. */
export function readOptions(_args: readonly Word[], _spec: OptionSpec): ReadOptions {
  throw new Error('not built yet');
}
