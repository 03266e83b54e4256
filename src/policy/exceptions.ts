import type { Action } from '../action/action.ts';
import type { Observation } from '../action/verdict.ts';
import type { Effect } from '../action/effect.ts';

/** "Don't ask again for this": one rule, target and workspace, until a date. */
export interface Exception {
  /** `pack/rule` */
  readonly rule: string;
  readonly target: string;
  readonly workspaceRoot: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}
/** Whether an approval of these effects may offer an exception. */
export function mayExcept(_effects: readonly Effect[], _observation: Observation): boolean {
  throw new Error('not built yet');
}
/** Whether an exception covers this effect now. */
export function isExcepted(
  _effect: Effect,
  _action: Action,
  _observation: Observation,
  _exceptions: readonly Exception[],
): boolean {
  throw new Error('not built yet');
}
