import type { At } from './tree.ts';
import type { Value } from './values.ts';

/** Something a text does to the world, with the values it does it with. */
export type CodeDeed = At &
  /** A program started with separate words; `input`: what is written to it. */
  (
    | { readonly kind: 'program'; readonly words: readonly Value[]; readonly input?: Value; readonly away?: string }
    /** A text given to a shell. */
    | { readonly kind: 'shell'; readonly text: Value; readonly away?: string }
    | {
        readonly kind: 'request';
        readonly method: Value;
        readonly url: Value | undefined;
        readonly base?: Value;
        readonly headers?: Value;
        readonly body?: Value;
        readonly json?: boolean;
      }
    /** A statement given to a database; `connection`: what the client was made with, as far as it is text. */
    | { readonly kind: 'sql'; readonly text: Value; readonly client: string; readonly connection: readonly string[] }
    /** A call of a client library, known by the words of its name. */
    | {
        readonly kind: 'operation';
        /** Dotted name as resolved: `boto3.client().delete_bucket`. */
        readonly path: string;
        readonly provider: string;
        readonly args: readonly Value[];
        readonly connection: readonly string[];
        /** True where the library is none that is known, so that only the name can tell what goes. */
        readonly loose?: true;
      }
    /** Another text of the same language that is run. */
    | { readonly kind: 'code'; readonly text: Value }
    /** A destructive or starting call that could not be followed: `fs[name](path)`. */
    | { readonly kind: 'unknown'; readonly what: string }
  );
