import type { Action } from '../action/action.ts';
import type { HoldAnswer } from '../action/audit.ts';
import type { ConfirmationRequired } from '../action/confirmation.ts';
import type { Outcome } from '../action/session.ts';
import type { Observation, Verdict } from '../action/verdict.ts';

/** What a caller gets when the question is settled, a person's answer included. */
export interface Answer {
  /** Whether the call may go out. The only field that decides. */
  readonly goesOut: boolean;
  /** One plain sentence for the person and the agent; carries the person's message where there is one. */
  readonly reason: string;
  readonly verdict: Verdict;
  /** Set where the call was held. */
  readonly held?: { readonly id: string; readonly answer: HoldAnswer; readonly message?: string };
}

/** How a caller waits for an {@link Answer}. */
export interface AnswerOptions {
  /** Aborted when the caller went away (its hook was killed): the hold it waited for is abandoned. */
  readonly signal?: AbortSignal;
  /** Called once, before the wait begins, when the call is held. */
  readonly onHeld?: (hold: string) => void;
  /** How long the caller can wait, in milliseconds; the hold expires no later than that. */
  readonly waitMilliseconds?: number;
  /**
   * How long the hold stays open, in milliseconds, where the caller cannot wait as long as a person needs: the caller
   * is told no after `waitMilliseconds`, and an approval that comes later is for its next try of the same call.
   */
  readonly openMilliseconds?: number;
}

/**
 * What a host adapter, a shim or a proxy asks. Two implementations: the guard in an editor window (`guard.ts`)
 * and the same pipeline without a window (`solo.ts`).
 */
export interface Gate {
  /** Judges, and where held waits for the person. Never rejects: a failure is an answer that does not go out. */
  answer(action: Action, options?: AnswerOptions): Promise<Answer>;
  /** What became of an action. Never rejects. */
  report(action: Action, outcome: Outcome): Promise<void>;
  /** Records input that could not be read (`input` names the door, `problem` is one sentence). Never throws. */
  reject(input: string, problem: string): void;
}

/** The guard's judgement on one action, before a person answered. */
export interface Evaluation {
  readonly verdict: Verdict;
  readonly observation: Observation;
  /** Microseconds from the call to the verdict. */
  readonly micros: number;
  /** Set where the decision is `hold`. */
  readonly hold?: HeldCall;
}

/** A held call as the one who asked sees it. There is no way to approve from here. */
export interface HeldCall {
  readonly id: string;
  readonly artifact: ConfirmationRequired;
  /** Resolves once, when the hold has ended and its end is recorded. Never rejects. */
  readonly settled: Promise<Settled>;
  /** The one who asked went away. The hold is abandoned once all who reported this call are gone. */
  abandon(): void;
  /**
   * The one who asked could not wait any longer, and will ask again: the hold stays open, and its approval lets the
   * next call with the same digest through, once. False where it has ended meanwhile.
   */
  defer(): boolean;
}

/** How a hold ended. */
export interface Settled {
  readonly answer: HoldAnswer;
  readonly goesOut: boolean;
  /** One plain sentence for the agent. */
  readonly reason: string;
  readonly message?: string;
}
