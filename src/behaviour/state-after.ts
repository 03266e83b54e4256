import type { Conduct } from '../action/conduct.ts';
import type { Effect } from '../action/effect.ts';
import type { ActionKind } from '../action/kinds.ts';
import type { CredentialOrigin, SequenceMatch, Signal } from '../action/signal.ts';
import { isDeletion } from './bulk-change.ts';
import { goalsOf } from './denials.ts';
import { environmentNamed } from './environment-switch.ts';
import { type Carrier, copies, isDescription, theEnvironment } from './known-places.ts';
import { limits } from './limits.ts';
import { loginIn } from './logins.ts';
import { placeKey } from './places.ts';
import {
  conducted,
  pressedBySequences,
  pressedBySignals,
  type RestraintState,
  rested,
  restraintOf,
} from './restraint.ts';
import { type Progress, refreshed, stepDenied } from './sequences.ts';
import { discoverySignals, type RecentAction, type SessionState } from './state.ts';
import { type TimelineStep, trimmed } from './steps.ts';
import { reported, tallied } from './tally.ts';

/** The time of an event: never before the latest seen, and that where the given one is no time. */
export function laterOf(state: Pick<SessionState, 'lastAt'>, at: number): number {
  return Number.isFinite(at) ? Math.max(state.lastAt, at) : state.lastAt;
}

/**
 * The state before an event at `at`. A clock that went back by more than a moment says nothing about how long ago
 * anything was: then all that led somewhere counts as just seen, and a session that was heightened is so again.
 */
export function steadied(state: SessionState, at: number): SessionState {
  if (!Number.isFinite(at) || at >= state.lastAt - limits.clockMilliseconds) return state;
  return {
    ...state,
    progress: refreshed(state.progress, state.lastAt),
    heightenedUntil:
      state.heightenedUntil === 0 ? 0 : Math.max(state.heightenedUntil, state.lastAt + limits.heightened),
  };
}

/** `list` with `items` at its end, at most `most` long, the oldest dropped. */
function appended<T>(list: readonly T[], items: readonly T[], most: number): readonly T[] {
  return items.length === 0 ? list : [...list, ...items].slice(-most);
}

/** What one judged action leaves behind: known live and from the log alike. */
export interface Step {
  readonly at: number;
  readonly kind: ActionKind;
  readonly callId?: string;
  /** One sentence, redacted. */
  readonly sentence: string;
  /** The action's one line, redacted; the effects' spans lie in it. */
  readonly text: string;
  /** The file a write wrote, absolute. */
  readonly wrote?: string;
  readonly effects: readonly Effect[];
  readonly signals: readonly Signal[];
  /** Those it completed. */
  readonly sequences: readonly SequenceMatch[];
  /** Absent where no baseline was at hand. */
  readonly conduct?: Conduct;
  readonly progress: Progress;
}

/** What weighs on the session's restraint after an action. */
export function conductAfter(
  state: SessionState,
  { at, signals, sequences, conduct }: Pick<Step, 'at' | 'signals' | 'sequences' | 'conduct'>,
): RestraintState {
  const { weighed } = weighedBy(state, signals);
  const pressed = pressedBySequences(
    pressedBySignals(rested(state.conduct, laterOf(state, at) - state.lastAt), weighed),
    sequences,
  );
  return conduct ? conducted(pressed, conduct, { signalled: signals.length > 0 }) : pressed;
}

/** The state after an action. `conduct` is what {@link conductAfter} gives, where that was asked for already. */
export function stepped(state: SessionState, step: Step, conduct = conductAfter(state, step)): SessionState {
  const event = state.events;
  const at = laterOf(state, step.at);
  const elapsed = at - state.lastAt;
  const counted = withSignals(state, step.signals, { event, at, elapsed });
  const { effects, signals } = step;
  const unseen = step.signals.filter(
    (signal) =>
      signal.name === 'secret-read' &&
      signal.subject !== undefined &&
      (signal.into ?? theEnvironment) === theEnvironment,
  );
  const environments = step.effects
    .map((effect) => effect.environment)
    .filter((environment) => environment !== 'unknown');
  const named = environmentNamed(step.kind, step.text);
  const carried = step.signals.flatMap(({ into, evidence, subject = '' }): Carrier[] =>
    into === undefined ? [] : [{ file: into, from: subject, ...(evidence.startsWith(copies) ? { whole: true } : {}) }],
  );
  const login = loginIn(step);
  const ordinary: TimelineStep[] =
    step.signals.length === 0 ? [{ event, at, what: step.sentence, weight: 'ordinary' }] : [];
  return {
    ...counted,
    lastAt: at,
    events: event + 1,
    conduct,
    restraint: restraintOf(conduct),
    tally: tallied(state.tally, { elapsed, first: event === 0, category: step.conduct?.category, effects, signals }),
    written:
      step.wrote === undefined
        ? state.written
        : appended(without(state.written, step.wrote), [step.wrote], limits.writtenFiles),
    unseenReads: appended(
      state.unseenReads,
      unseen.map((signal) => ({ event, at, file: signal.subject ?? '' })),
      limits.unseenReads,
    ),
    recent: appended(state.recent, [recentAction(state, step)], limits.recentActions),
    environments: appended(state.environments, named === undefined ? environments : [...environments, named], 8),
    carriers: appended(state.carriers, carried, limits.carriers),
    logins: appended(state.logins, login ? [login] : [], limits.logins),
    deletions: isDeletion(step, step.effects)
      ? appended(state.deletions, [at], limits.bulkDeletions * 2)
      : state.deletions,
    progress: step.progress,
    timeline: trimmed([...counted.timeline, ...ordinary]),
  };
}

function recentAction(state: SessionState, step: Step): RecentAction {
  const event = state.events;
  const goals = goalsOf(step, step.text, event);
  return { event, at: laterOf(state, step.at), goals, ...(step.callId === undefined ? {} : { callId: step.callId }) };
}

/** The event that a report with this call id is about: the latest with that id, else the latest of all. */
export function recentOf(state: SessionState, callId: string | undefined): RecentAction | undefined {
  return state.recent.findLast((action) => callId !== undefined && action.callId === callId) ?? state.recent.at(-1);
}

function without(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : list;
}

/** Signals with whether the session had them before, and what it has had with them. */
function weighedBy(
  state: SessionState,
  signals: readonly Signal[],
): { weighed: { signal: Signal; known: boolean }[]; subjects: readonly string[] } {
  let { subjects } = state;
  const weighed: { signal: Signal; known: boolean }[] = [];
  for (const signal of signals) {
    const subject = `${signal.name}\n${signal.subject ?? signal.evidence}`;
    const known = subjects.includes(subject);
    weighed.push({ signal, known });
    if (!known) subjects = appended(subjects, [subject], limits.subjects);
  }
  return { weighed, subjects };
}

/** The state after signals about an event, without counting an event. */
export function withSignals(
  state: SessionState,
  signals: readonly Signal[],
  when: { readonly event: number; readonly at: number; readonly elapsed: number },
): SessionState {
  const { weighed, subjects } = weighedBy(state, signals);
  const conduct = pressedBySignals(rested(state.conduct, when.elapsed), weighed);
  const discovers = signals.some((signal) => discoverySignals.has(signal.name));
  const entries: TimelineStep[] = signals.map((signal) => ({
    event: when.event,
    at: when.at,
    what: signal.evidence,
    weight: 'signal',
  }));
  return {
    ...state,
    subjects,
    conduct,
    restraint: restraintOf(conduct),
    heightenedUntil: discovers ? Math.max(state.heightenedUntil, when.at + limits.heightened) : state.heightenedUntil,
    timeline: entries.length === 0 ? state.timeline : trimmed([...state.timeline, ...entries]),
  };
}

/**
 * The state that knows these credentials too. The first file a credential was seen in stays its origin;
 * a file takes the place of an output that did not tell one.
 */
export function withCredentials(state: SessionState, revealed: readonly CredentialOrigin[]): SessionState {
  const fresh = revealed.filter((origin) => {
    const known = state.credentials.get(origin.fingerprint);
    return known === undefined || (isDescription(known.foundIn) && !isDescription(origin.foundIn));
  });
  if (fresh.length === 0) return state;
  const credentials = new Map(state.credentials);
  for (const origin of fresh) credentials.set(origin.fingerprint, origin);
  if (credentials.size > limits.credentials) forget(credentials);
  const files = new Set(fresh.map((origin) => placeKey(origin.foundIn)));
  const unseenReads = state.unseenReads.filter((read) => !files.has(placeKey(read.file)));
  return { ...state, credentials, unseenReads };
}

/** Makes room: what names no vendor goes first, so that a flood of rubbish cannot push a real find out. */
function forget(credentials: Map<string, CredentialOrigin>): void {
  for (const generic of [true, false]) {
    for (const [key, origin] of credentials) {
      if (credentials.size <= limits.credentials) return;
      if (origin.kind.startsWith('generic-') === generic) credentials.delete(key);
    }
  }
}

/** The state after an action was refused. */
export function withDenial(state: SessionState, denied: { readonly callId?: string }): SessionState {
  const action = recentOf(state, denied.callId);
  if (!action) return state;
  const known = state.denials.some((old) => old.event === action.event);
  return {
    ...state,
    denials: known ? state.denials : appended(state.denials, action.goals, limits.denials),
    progress: stepDenied(state.progress, { event: action.event, at: action.at }, state.own),
  };
}

/** The state after a host reported a call's end. */
export function withEnd(
  state: SessionState,
  call: { readonly callId?: string },
  end: { readonly ok: boolean | null; readonly denied: boolean },
): SessionState {
  const known = end.denied ? withDenial(state, call) : state;
  const tally = reported(known.tally, end);
  return tally === known.tally ? known : { ...known, tally };
}
