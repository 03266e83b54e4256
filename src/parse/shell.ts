import type { Inquiry } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { ShellDialect } from '../action/kinds.ts';

/** The surroundings a command text is read in. */
export interface ShellOptions {
  readonly dialect: ShellDialect;
  /** Absolute, or null where it is not known. */
  readonly cwd: string | null;
  readonly inquiry: Inquiry;
  /** Variables known from outside; what is missing is asked as a `variable` fact. */
  readonly environment?: Readonly<Record<string, Word>>;
}

/** Every program a command text runs, in order of appearance, and what could not be read. */
export interface ShellReading {
  readonly invocations: Invocation[];
  readonly problems: string[];
}

/**
 * Reads a command text into the programs it runs. Never throws.
 * What goes over a bound is one invocation whose program is null, and a problem.
 */
export function parseShell(_text: string, _options: ShellOptions): ShellReading {
  throw new Error('not built yet');
}
