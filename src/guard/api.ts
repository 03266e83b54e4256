import type { CheckAnswer } from './answer-shape.ts';

/** How {@link evaluate} judges. */
export interface EvaluateOptions {
  /** Carry the `ConfirmationRequired` of a held call, registering nothing. */
  readonly artifact?: boolean;
  /** Look at disk, git and environment. Default false: an ordinary checkout is assumed (DESIGN 5.1). */
  readonly context?: boolean;
  /** Default: the action's own `cwd`, else the process's. */
  readonly cwd?: string;
}

/**
 * Judges one action in the form of `check --batch` (`{"id","kind",…}`, DESIGN 5.1), for harnesses that are not hosts.
 * Stateless. Throws `TypeError` with one sentence where the action cannot be read.
 */
export async function evaluate(_action: unknown, _options: EvaluateOptions = {}): Promise<CheckAnswer> {
  throw new Error('not built yet');
}
