import type { ConfirmationRequired } from '../action/confirmation.ts';
import type { Effect, Reversibility } from '../action/effect.ts';
import type { Signal } from '../action/signal.ts';
import type { Decision, Verdict } from '../action/verdict.ts';

/** One line of `check --batch` and the result of the public `evaluate` (DESIGN 5.1). */
export interface CheckAnswer {
  readonly id?: string;
  readonly decision: Decision;
  readonly reversibility: Reversibility;
  readonly reason: string;
  readonly effects: readonly Pick<
    Effect,
    | 'verb'
    | 'provider'
    | 'resource'
    | 'target'
    | 'environment'
    | 'reversibility'
    | 'scope'
    | 'rule'
    | 'span'
    | 'attack'
    | 'safer'
  >[];
  readonly signals: readonly Pick<Signal, 'name' | 'attack' | 'score' | 'evidence'>[];
  readonly micros: number;
  readonly artifact?: ConfirmationRequired;
}

/** The JSON of DESIGN 5.1 for one verdict. */
export function answerShape(_input: {
  id?: string;
  verdict: Verdict;
  micros: number;
  artifact?: ConfirmationRequired;
}): CheckAnswer {
  throw new Error('not built yet');
}
