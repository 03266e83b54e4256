import { randomBytes, randomUUID } from 'node:crypto';
import type { Action } from '../action/action.ts';
import { redactAction, redactEffects } from '../audit/redact.ts';
import { newSession } from '../behaviour/session.ts';
import { confirmationRequired } from '../confirmation/artifact.ts';
import type { Context } from '../context/context.ts';
import { answerShape, type CheckAnswer } from './answer-shape.ts';
import { type Judged, judge } from './judging.ts';
import { digestFor } from './pipeline.ts';

/** How long a hold would wait, as an artifact that is registered nowhere says. */
const wouldWaitMilliseconds = 15 * 60_000;

/** What {@link createCheck} works with. */
export interface CheckDeps {
  readonly context: Context;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A clock that only goes forward, in milliseconds with fractions. */
  monotonic(): number;
  /** Carry the `ConfirmationRequired` of a held action, registering nothing. */
  readonly artifact?: boolean;
  /** Is given each judgement whole, for whoever explains it. */
  readonly judged?: (judged: Judged) => void;
}

/** Judges single actions without memory and without recording anything: `check` and the public `evaluate`. */
export function createCheck(deps: CheckDeps): (action: Action, id?: string) => Promise<CheckAnswer> {
  const fingerprintKey = randomBytes(32).toString('hex');
  return async (action, id) => {
    const started = deps.monotonic();
    const pending = judge({
      action,
      context: deps.context,
      monotonic: deps.monotonic,
      created: () => [],
      state: newSession,
      commit: () => {},
      distrusted: false,
      mode: 'guarding',
      exceptions: [],
      canSnapshot: false,
      fingerprintKey,
    });
    const judged = pending instanceof Promise ? await pending : pending;
    const micros = Math.max(0, Math.round((deps.monotonic() - started) * 1000));
    const { verdict } = judged;
    deps.judged?.(judged);
    const named = id === undefined ? {} : { id };
    if (!deps.artifact || verdict.decision !== 'hold') return answerShape({ ...named, verdict, micros });
    return answerShape({ ...named, verdict, micros, artifact: artifactOf(action, judged, deps.now()) });
  };
}

function artifactOf(action: Action, { gathered, analysis, verdict, observation }: Judged, now: number) {
  if (!gathered) throw new Error('The confirmation of this action could not be prepared.');
  return confirmationRequired({
    id: randomUUID(),
    createdAt: now,
    expiresAt: now + wouldWaitMilliseconds,
    host: action.host,
    session: action.session,
    action: redactAction(action, analysis),
    digest: digestFor(action, gathered),
    verdict: { ...verdict, effects: redactEffects(action, verdict.effects) },
    ...(observation.credential ? { credential: observation.credential } : {}),
    timeline: [{ at: action.at, what: verdict.reason, weight: 'this' }],
  });
}
