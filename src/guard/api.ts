import { createContext } from '../context/context.ts';
import { createOrdinaryContext } from '../context/ordinary.ts';
import type { CheckAnswer } from './answer-shape.ts';
import { createCheck } from './check.ts';
import { readCheckInput } from './check-input.ts';
import { surroundingsHere, workspaceRootOf } from './here.ts';

export type { CheckAnswer } from './answer-shape.ts';

/** How {@link evaluate} judges. */
export interface EvaluateOptions {
  /** Carry the `ConfirmationRequired` of a held call, registering nothing. */
  readonly artifact?: boolean;
  /** Look at disk, git and environment. Default false: an ordinary checkout is assumed (DESIGN 5.1). */
  readonly context?: boolean;
  /** Where relative paths count from. Default: the process's working directory. */
  readonly cwd?: string;
}

/**
 * Judges one action in the form of `check --batch` (`{"id","kind",…}`, DESIGN 5.1), for harnesses that are not hosts.
 * Stateless; records and registers nothing. Throws `TypeError` with one sentence where the action cannot be read.
 */
export async function evaluate(action: unknown, options: EvaluateOptions = {}): Promise<CheckAnswer> {
  const input = readCheckInput(asJson(action), {
    cwd: options.cwd ?? process.cwd(),
    workspaceRootOf: options.context ? workspaceRootOf : (directory) => directory,
    at: Date.now(),
  });
  if (!input.ok) throw new TypeError(input.error);
  const surroundings = surroundingsHere();
  const check = createCheck({
    context: options.context ? createContext(surroundings) : createOrdinaryContext(surroundings),
    now: Date.now,
    monotonic: () => performance.now(),
    ...(options.artifact === undefined ? {} : { artifact: options.artifact }),
  });
  return check(input.action, input.id);
}

/** What the same value would be after a way through JSON: no getters, cycles or classes reach the guard. */
function asJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    throw new TypeError('This action cannot be read: it has no JSON form.');
  }
}
