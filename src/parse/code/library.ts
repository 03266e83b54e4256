import type { Holes } from '../shell/value.ts';
import type { CodeDeed } from './deeds.ts';
import type { Evaluation } from './evaluate.ts';
import type { At } from './tree.ts';
import type { Arguments, Scope, Value } from './values.ts';

/** A call whose name is resolved to something of a library, or stands for itself. */
export interface LibraryCall {
  /** `shutil.rmtree`, `boto3.client().delete_bucket`; a name nobody bound stands as it is. */
  readonly path: string;
  readonly args: Arguments;
  /** What it is called on. */
  readonly owner: Value | undefined;
  readonly at: At;
}

/** What a language's libraries do. */
export interface Language {
  /** The name its tables know a module by. */
  module(name: string): string;
  /** The deeds of a call, and what it gives where that is known. */
  call(
    call: LibraryCall,
    holes: Holes,
    unit: Unit,
    evaluation: Evaluation,
  ): { readonly deeds?: readonly CodeDeed[]; readonly value?: Value } | null;
  /** The names of an imported module that is a file beside the text; it has run by then. Null for any other. */
  own(module: string, parts: readonly (string | null)[], from: Unit, evaluation: Evaluation): Scope | null;
  /** What is known of names nobody binds: `sys.argv`, `__dirname`. */
  readonly given: ReadonlyMap<string, Value>;
}

/** A text being worked through, and where it stands in what a person can be shown. */
export interface Unit {
  readonly text: string;
  /** Absolute path, for the text of a file. */
  readonly file: string | null;
  /** What to add to a position to have it in the action's own text; null where it does not stand there literally. */
  readonly offset: number | null;
}

/** A deed with the text it stands in; `guessed` where it stands in a function that nothing seen here calls with values. */
export type LocatedDeed = CodeDeed & { readonly unit: Unit; readonly guessed: boolean };
