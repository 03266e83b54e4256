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
    const wait =
      options.waitMilliseconds === undefined ? undefined : Math.max(0, options.waitMilliseconds - marginMilliseconds);
    const open = options.openMilliseconds ?? wait;
    const { verdict, hold } = await evaluate(action, open === undefined ? {} : { waitMilliseconds: open });
    if (!hold) return { goesOut: verdict.decision === 'allow', reason: verdict.reason, verdict };
    const { answer, goesOut, reason, message }: Settled =
      wait !== undefined && open !== undefined && open > wait
        ? await whileItCan(options, hold, wait)
        : await whileThere(options, hold);
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

/** Waits as long as the caller can; then the caller is told no, and the question stays with the person. */
async function whileItCan(
  options: AnswerOptions,
  hold: NonNullable<Evaluation['hold']>,
  wait: number,
): Promise<Settled> {
  const settled = whileThere(options, hold);
  const { promise: over, cancel } = after(wait);
  const first = await Promise.race([settled, over]);
  cancel();
  if (first !== 'over' || !hold.defer()) return settled;
  const asked = 'Nobody has answered yet, and this agent cannot wait longer. The question stays open in the editor:';
  const reason = `${hold.artifact.reason} ${asked} once a person has approved it there, try this very call again.`;
  return { answer: 'expired', goesOut: false, reason };
}

function after(milliseconds: number): { promise: Promise<'over'>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const promise = new Promise<'over'>((resolve) => {
    timer = setTimeout(() => resolve('over'), milliseconds);
  });
  return { promise, cancel: () => clearTimeout(timer) };
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
