import type { Origin } from '../action/action.ts';
import type { FactAnswer, FactRequest, Place } from '../action/facts.ts';

/** The fixed surroundings a window, hook process or test gives its context. Paths absolute. */
export interface Surroundings {
  readonly platform: Place['platform'];
  readonly home: string;
  /** The environment an action would inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Directories whose content nobody expects to keep: `/tmp`, `$TMPDIR`, … */
  readonly temporary: readonly string[];
  /** Files and directories of Holdpoint itself and of the hosts' hook settings. */
  readonly guardPaths: readonly string[];
}

/** Answers what the pure rooms ask about the world. */
export interface Context {
  /** The place of one judgement. `createdBySession`: absolute paths of files the session itself made. */
  place(action: Origin, createdBySession: readonly string[]): Place;
  /**
   * Answers every request, under {@link factKey}, within the time given; what took longer or failed is answered
   * as not known. Never throws.
   */
  resolve(
    requests: readonly FactRequest[],
    budget: { readonly milliseconds: number },
    action: Origin,
  ): Promise<Map<string, FactAnswer>>;
}

/** A context that looks at the disk, git and the environment. */
export function createContext(_surroundings: Surroundings): Context {
  throw new Error('not built yet');
}
