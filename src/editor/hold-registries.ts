import { randomBytes } from 'node:crypto';
import { createHoldRegistry, type HoldRegistry } from '../confirmation/registry.ts';

/** A registry on the real clock, with ids nobody can guess. */
export function newHoldRegistry(onProblem: (problem: string) => void): HoldRegistry {
  return createHoldRegistry({
    now: () => Date.now(),
    newId: () => randomBytes(12).toString('base64url'),
    schedule(milliseconds, fn) {
      const timer = setTimeout(fn, milliseconds);
      return () => clearTimeout(timer);
    },
    onListenerError: (error) => onProblem(String(error)),
  });
}
