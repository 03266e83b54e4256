import type { Action } from '../action/action.ts';
import type { Facts } from '../action/facts.ts';
import type { Analysis } from '../action/verdict.ts';

/**
 * What one action would do to the world: its effects, and which facts would make the answer better.
 * Pure; never throws: what cannot be read becomes a problem and an effect of unknown reversibility.
 */
export function analyse(_action: Action, _facts: Facts): Analysis {
  throw new Error('not built yet');
}
