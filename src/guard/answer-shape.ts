import type { ConfirmationRequired } from '../action/confirmation.ts';
import type { Effect, Reversibility } from '../action/effect.ts';
import type { Signal } from '../action/signal.ts';
import type { Decision, Verdict } from '../action/verdict.ts';

/** An effect as it is shown outside. */
export type ShownEffect = Pick<
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
>;

/** A signal as it is shown outside. */
export type ShownSignal = Pick<Signal, 'name' | 'attack' | 'score' | 'evidence'>;

/** One line of `check --batch` and the result of the public `evaluate` (DESIGN 5.1). */
export interface CheckAnswer {
  readonly id?: string;
  readonly decision: Decision;
  readonly reversibility: Reversibility;
  readonly reason: string;
  readonly effects: readonly ShownEffect[];
  readonly signals: readonly ShownSignal[];
  /** Microseconds from the action to the verdict. */
  readonly micros: number;
  /** What a person would have to approve; only where asked for and held. */
  readonly artifact?: ConfirmationRequired;
}

/** The JSON of DESIGN 5.1 for one verdict, its keys in that order. */
export function answerShape(input: {
  readonly id?: string;
  readonly verdict: Pick<Verdict, 'decision' | 'reversibility' | 'reason' | 'effects' | 'signals'>;
  readonly micros: number;
  readonly artifact?: ConfirmationRequired;
}): CheckAnswer {
  const { id, verdict, micros, artifact } = input;
  return {
    ...(id === undefined ? {} : { id }),
    decision: verdict.decision,
    reversibility: verdict.reversibility,
    reason: verdict.reason,
    effects: verdict.effects.map(shownEffect),
    signals: verdict.signals.map(shownSignal),
    micros,
    ...(artifact === undefined ? {} : { artifact }),
  };
}

/** An effect without what only the editor shows. */
export function shownEffect(effect: Effect): ShownEffect {
  const { verb, provider, resource, target, environment, reversibility, scope, rule, span, attack, safer } = effect;
  return {
    verb,
    provider,
    resource,
    target,
    environment,
    reversibility,
    scope,
    rule,
    span,
    ...(attack === undefined ? {} : { attack }),
    ...(safer === undefined ? {} : { safer }),
  };
}

/** A signal without its span. */
export function shownSignal({ name, attack, score, evidence }: Signal): ShownSignal {
  return { name, ...(attack === undefined ? {} : { attack }), score, evidence };
}
