import type { Action } from '../action/action.ts';
import type { Analysis, Mode, Observation, Verdict } from '../action/verdict.ts';
import type { Exception } from './exceptions.ts';

export interface DecisionInput {
  readonly action: Action;
  readonly analysis: Analysis;
  readonly observation: Observation;
  readonly mode: Mode;
  /** Whether a snapshot of what a local destruction would take away can be made first. */
  readonly canSnapshot: boolean;
  readonly exceptions: readonly Exception[];
}

export function decide(_input: DecisionInput): Verdict {
  throw new Error('not built yet');
}
