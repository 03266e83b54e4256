import type { ShellDialect, Span } from './kinds.ts';

/**
 * One argument after all expansion that could be known.
 * `known` carries the exact value the program receives.
 * `pattern` carries a glob whose matches depend on the disk; `empty` where it stands only for those that hold nothing.
 * `unknown` could not be resolved: `text` is the argument with what is unresolved left as written (`/data/$NAME`),
 * `prefix` what is certain of its beginning.
 */
export type Word =
  | { readonly kind: 'known'; readonly value: string; readonly span: Span }
  | { readonly kind: 'pattern'; readonly value: string; readonly span: Span; readonly empty?: true }
  | { readonly kind: 'unknown'; readonly text: string; readonly prefix: string; readonly span: Span };

/** Where an invocation's standard input comes from, as far as the text says. */
export type StandardInput =
  | { readonly kind: 'inherited' }
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'file'; readonly path: Word }
  /** The output of an earlier invocation in the same list, by its index there. */
  | { readonly kind: 'pipe'; readonly from: number }
  /** `text`: as far as known, unresolved expansions left as written. */
  | { readonly kind: 'unknown'; readonly why: string; readonly text?: string };

/** A redirection of one invocation. `truncate` is `>`, `>|`, `&>`; `append` is `>>`, `&>>`. */
export interface Redirection {
  readonly mode: 'truncate' | 'append' | 'read' | 'read-write';
  readonly descriptor: number;
  readonly target: Word;
}

/** A program that started this one: `sudo`, `env`, `ssh host`, `docker exec c`, `npm run x`. */
export interface Wrapper {
  readonly program: string;
  /** Where the wrapped program runs: the same machine, another machine or a container. */
  readonly place: 'here' | 'remote' | 'container';
  /** Host or container name where it is known. */
  readonly target?: string;
  readonly privileged: boolean;
  /** Set where the call makes the container it runs in, and all that the container can reach is known. */
  readonly fresh?: FreshContainer;
}

/** A container that is made by the call that runs in it: only what is mounted into it is anybody's. */
export interface FreshContainer {
  readonly mounts: readonly Mount[];
  /** The directory its program starts in, where the call says so. */
  readonly directory: string | null;
}

/** What a container shows of this machine at an absolute path of its own; `source` is null for a volume. */
export interface Mount {
  readonly at: string;
  readonly source: string | null;
}

/** The file and line a command text came from when it was not typed itself. */
export interface TextSource {
  readonly file: string;
  readonly line: number;
}

/** One program run inside a shell action after all unwrapping. */
export interface Invocation {
  /** Base name without directory and `.exe`, or null where the name itself is computed. */
  readonly program: string | null;
  /** The name as written, with its directory; `unknown` where it is computed. */
  readonly name: Word;
  /** Arguments without the program's own name. */
  readonly args: readonly Word[];
  /** Assignments in front of the command, those that `env` adds, and exported shell variables set in the same text. */
  readonly environment: Readonly<Record<string, Word>>;
  readonly redirections: readonly Redirection[];
  readonly stdin: StandardInput;
  /** From the outside in. */
  readonly wrappers: readonly Wrapper[];
  /** Range in the action's own text; for a body from elsewhere, the range of what led there. */
  readonly span: Span;
  readonly dialect: ShellDialect;
  /** Directory it runs in, absolute, or null where a `cd` before it could not be resolved. */
  readonly cwd: string | null;
  /** Set where the text came from a file (script, package.json, Makefile). */
  readonly source?: TextSource;
  /** True where the text of this invocation was fetched or decoded at run time (`curl … | sh`, `base64 -d | sh`). */
  readonly computed?: boolean;
  /**
   * Files that the same text writes, by absolute path, with their content where it is known: what `curl -d @body.json`
   * sends may not be on the disk yet.
   */
  readonly written?: ReadonlyMap<string, string | null>;
}

/** An HTTP request a program would send. One model for curl, wget, httpie, `gh api`, code and kind `http`. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute URL, or null where it could not be resolved. */
  readonly url: string | null;
  /**
   * Where `url` is null: what is certain of its beginning (the host is certain only if a `/`, `?` or `#` follows it)
   * and the whole of it with unresolved expansions left as written.
   */
  readonly partialUrl?: { readonly prefix: string; readonly text: string };
  /** Lower-case names. A value that could not be resolved is null. */
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: RequestBody;
  /** Of a request that code makes: files whose content stands in its address or its body, as the code names them. */
  readonly given?: readonly string[];
  /** The same of its headers: what it logs in with. */
  readonly read?: readonly string[];
  /** The local socket it goes to instead of the host in its URL (`curl --unix-socket`). */
  readonly socket?: string;
  /** Range in the action's own text. */
  readonly span: Span;
  /** Range of the body in the action's own text, where it stands there literally. */
  readonly bodySpan?: Span;
}

/** The body of an {@link HttpRequest}. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'file'; readonly path: string }
  /** `text`: as far as known, unresolved expansions left as written; enough to name a danger, never to clear one. */
  | { readonly kind: 'unknown'; readonly why: string; readonly text?: string };
