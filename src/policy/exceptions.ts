import type { Origin } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Observation } from '../action/verdict.ts';

/** "Don't ask again for this": one rule, target and workspace, until a date (DESIGN 5.3). */
export interface Exception {
  /** `pack/rule` */
  readonly rule: string;
  readonly target: string;
  readonly workspaceRoot: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Whether any exception may ever cover this effect: development or local, and with its target known. */
function isExceptable(effect: Effect): boolean {
  if (effect.touchesGuard) return false;
  if (effect.target === '?' || effect.target === '') return false;
  switch (effect.scope) {
    case 'remote':
      return effect.environment === 'development' && effect.reversibility === 'recoverable';
    case 'machine':
    case 'workspace':
      return effect.environment === 'development' || effect.environment === 'unknown';
  }
}

/** Whether a credential was discovered in this session: nothing is excepted then. */
function afterDiscovery(observation: Pick<Observation, 'heightened' | 'sequences' | 'credential'>): boolean {
  return observation.heightened || observation.sequences.length > 0 || observation.credential !== undefined;
}

/** Whether an approval of these effects may offer not to ask again. */
export function mayExcept(effects: readonly Effect[], observation: Observation): boolean {
  const counting = effects.filter((effect) => effect.reversibility !== 'reversible');
  return counting.length > 0 && !afterDiscovery(observation) && counting.every(isExceptable);
}

/** Whether an exception covers this effect of an action now. */
export function isExcepted(
  effect: Effect,
  action: Pick<Origin, 'workspaceRoot' | 'at'>,
  observation: Observation,
  exceptions: readonly Exception[],
): boolean {
  if (exceptions.length === 0 || afterDiscovery(observation) || !isExceptable(effect)) return false;
  return exceptions.some(
    (exception) =>
      exception.rule === effect.rule &&
      exception.target === effect.target &&
      exception.workspaceRoot === action.workspaceRoot &&
      exception.expiresAt > action.at,
  );
}
