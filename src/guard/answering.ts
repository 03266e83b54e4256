import type { Action } from '../action/action.ts';
import type { Answer, AnswerOptions, Evaluation, Settled } from './gate.ts';
import { failedVerdict } from './judgement.ts';
import { codeOf } from './state-directory.ts';

/** Time kept back from the caller's own deadline, so that the answer is there before the caller gives up. */
const marginMilliseconds = 1_000;

/**
 * Judges, and where the call is held waits for its end. A caller that goes away abandons the hold. Never rejects: a
 * failure is an answer that does not go out.
 */
export async function answerThrough(
  evaluate: (action: Action, options: { waitMilliseconds?: number }) => Promise<Evaluation>,
  action: Action,
  options: AnswerOptions,
): Promise<Answer> {
  try {
    const wait = options.waitMilliseconds;
    const { verdict, hold } = await evaluate(
      action,
      wait === undefined ? {} : { waitMilliseconds: Math.max(0, wait - marginMilliseconds) },
    );
    if (!hold) return { goesOut: verdict.decision === 'allow', reason: verdict.reason, verdict };
    const { answer, goesOut, reason, message }: Settled = await whileThere(options, hold);
    const held = { id: hold.id, answer, ...(message === undefined ? {} : { message }) };
    // Gone meanwhile: nobody would carry the call out under this answer.
    return { goesOut: goesOut && options.signal?.aborted !== true, reason, verdict, held };
  } catch (error) {
    const verdict = failedVerdict(
      action,
      null,
      'guarding',
      `Holdpoint failed while judging this call (${codeOf(error)}).`,
    );
    return { goesOut: verdict.decision === 'allow', reason: verdict.reason, verdict };
  }
}

async function whileThere(options: AnswerOptions, hold: NonNullable<Evaluation['hold']>): Promise<Settled> {
  const { signal, onHeld } = options;
  const abandon = () => hold.abandon();
  if (signal?.aborted) abandon();
  signal?.addEventListener('abort', abandon, { once: true });
  try {
    onHeld?.(hold.id);
    return await hold.settled;
  } finally {
    signal?.removeEventListener('abort', abandon);
  }
}
