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
  return (options.context ? freshCheck(options) : ordinaryCheck(options))(input.action, input.id);
}

type Check = ReturnType<typeof createCheck>;

/** Looks at the disk as it is now. */
function freshCheck({ artifact = false }: EvaluateOptions): Check {
  const context = createContext(surroundingsHere());
  return createCheck({ context, now: Date.now, monotonic: () => performance.now(), artifact });
}

let latest: { readonly place: string; readonly artifact: boolean; readonly check: Check } | undefined;

/** Knows the disk by its folders' names alone: made anew where the home or the place of temporary files has changed. */
function ordinaryCheck({ artifact = false }: EvaluateOptions): Check {
  // Asking `os` for them takes longer than many a decision.
  const { env } = process;
  const place =
    process.platform === 'win32'
      ? `${env.USERPROFILE}\n${env.TEMP}\n${env.TMP}`
      : `${env.HOME}\n${env.TMPDIR}\n${env.XDG_STATE_HOME}`;
  if (latest?.place === place && latest.artifact === artifact) return latest.check;
  const context = createOrdinaryContext(surroundingsHere());
  const check = createCheck({ context, now: Date.now, monotonic: () => performance.now(), artifact });
  latest = { place, artifact, check };
  return check;
}

/** What the same value would be after a way through JSON: no getters, cycles or classes reach the guard. */
function asJson(value: unknown): unknown {
  const flat = asFlat(value);
  if (flat) return flat;
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    throw new TypeError('This action cannot be read: it has no JSON form.');
  }
}

/** A copy of a plain object that holds nothing but texts, as a shell action does: its way through JSON changes nothing. */
function asFlat(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return null;
  const copy: Record<string, unknown> = { ...value };
  for (const key in copy) if (typeof copy[key] !== 'string' || key === '__proto__') return null;
  return copy;
}
