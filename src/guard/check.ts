import { randomBytes, randomUUID } from 'node:crypto';
import type { Action } from '../action/action.ts';
import { redactAction, redactEffects } from '../audit/redact.ts';
import { newSession } from '../behaviour/session.ts';
import { confirmationRequired } from '../confirmation/artifact.ts';
import type { Context } from '../context/context.ts';
import { answerShape, type CheckAnswer } from './answer-shape.ts';
import { type Judged, judge } from './judging.ts';
import { limits } from './limits.ts';
import { digestFor } from './pipeline.ts';
import { lossesOf, recovered, type Saving, whyTooEarly } from './saving.ts';

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
  /** Says whether what a call takes could be saved first; nothing is saved here. */
  readonly saving?: Pick<Saving, 'could'>;
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
      canSnapshot: deps.saving !== undefined,
      fingerprintKey,
    });
    const first = pending instanceof Promise ? await pending : pending;
    const judged = deps.saving && first.withSnapshot ? await ifSaved(action, first, deps.saving) : first;
    const micros = Math.max(0, Math.round((deps.monotonic() - started) * 1000));
    const { verdict } = judged;
    deps.judged?.(judged);
    const named = id === undefined ? {} : { id };
    if (!deps.artifact || verdict.decision !== 'hold') return answerShape({ ...named, verdict, micros });
    return answerShape({ ...named, verdict, micros, artifact: artifactOf(action, judged, deps.now()) });
  };
}

/** The judgement as a window gives it, which takes a snapshot first where one can be taken. */
async function ifSaved(action: Action, judged: Judged, saving: Pick<Saving, 'could'>): Promise<Judged> {
  const { verdict, withSnapshot } = judged;
  const losses = lossesOf(verdict, judged.analysis);
  const order = { action, losses, reason: verdict.reason, shown: '', milliseconds: limits.savingAloneMilliseconds };
  if (!withSnapshot || whyTooEarly(action, verdict, judged.analysis) !== null) return judged;
  if ((await saving.could(order)).kind === 'cannot') return judged;
  return { ...judged, verdict: recovered(withSnapshot, 'holdpoint undo restore') };
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
