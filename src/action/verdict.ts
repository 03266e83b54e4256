import type { Conduct, RestraintReason } from './conduct.ts';
import type { Effect, Reversibility } from './effect.ts';
import type { FactRequest } from './facts.ts';
import type { HttpRequest, Invocation } from './invocation.ts';
import type { CredentialUse, SequenceMatch, Signal } from './signal.ts';

/** What happens to a call. */
export type Decision = 'allow' | 'hold' | 'deny';

/** Everything the pure rooms learnt about one action. */
export interface Analysis {
  readonly invocations: readonly Invocation[];
  readonly requests: readonly HttpRequest[];
  readonly effects: readonly Effect[];
  /** Empty where nothing more could be learnt. */
  readonly needs: readonly FactRequest[];
  /** Why parts could not be read, one sentence each. */
  readonly problems: readonly string[];
}

/** What behaviour says about one action. */
export interface Observation {
  readonly signals: readonly Signal[];
  readonly sequences: readonly SequenceMatch[];
  readonly credential?: CredentialUse;
  /** True from a credential-discovery signal on, until it has decayed or a person gave the all-clear. */
  readonly heightened: boolean;
  /** 0..1; 1 is full restraint. */
  readonly restraint: number;
  /** The largest reasons why it is not 1, at most three. */
  readonly reasons: readonly RestraintReason[];
  /** Absent where no baseline was at hand. */
  readonly conduct?: Conduct;
  readonly alert: boolean;
}

/** The guard's answer on one action. */
export interface Verdict {
  readonly decision: Decision;
  readonly reversibility: Reversibility;
  /** One plain sentence. */
  readonly reason: string;
  readonly effects: readonly Effect[];
  readonly signals: readonly Signal[];
  readonly sequences: readonly SequenceMatch[];
  /** A person must type the target's name before approving. */
  readonly typedName?: string;
}

/** How strictly the guard acts. */
export type Mode = 'guarding' | 'observing' | 'off';
