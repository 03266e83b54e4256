import type { CredentialOrigin, Signal } from '../action/signal.ts';
import { forgiven } from './restraint.ts';
import { stepSignals } from './sequences.ts';
import type { SessionState } from './state.ts';
import { laterOf, recentOf, withCredentials, withSignals } from './state-after.ts';

/** Live and from the log: what came to light after an action was judged. */
export function withRevealed(
  state: SessionState,
  seen: {
    readonly at: number;
    readonly event: number;
    readonly signals: readonly Signal[];
    readonly revealed: readonly CredentialOrigin[];
  },
): SessionState {
  const at = laterOf(state, seen.at);
  const known = withCredentials(state, seen.revealed);
  if (seen.signals.length === 0) return known;
  const counted = withSignals({ ...known, lastAt: at }, seen.signals, {
    event: seen.event,
    at,
    elapsed: at - state.lastAt,
  });
  return {
    ...counted,
    progress: stepSignals(counted.progress, { event: seen.event, at, signals: seen.signals }, counted.own),
  };
}

/** Which action a report is about, and the time it counts at: that of the action, so that the log rebuilds the same. */
export function reportedOn(
  state: SessionState,
  report: { readonly callId?: string },
  at: number,
): { event: number; at: number } {
  const action = recentOf(state, report.callId);
  return action ? { event: action.event, at: action.at } : { event: 0, at };
}

/** A person looked and found nothing wrong: no longer heightened, sequences begin anew. What was found stays known. */
export function allClear(state: SessionState, at: number): SessionState {
  return {
    ...state,
    lastAt: laterOf(state, at),
    cleared: state.events,
    heightenedUntil: 0,
    conduct: forgiven(state.conduct),
    restraint: 1,
    progress: {},
    subjects: [],
    denials: [],
  };
}
