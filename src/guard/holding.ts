import type { HoldAnswer } from '../action/audit.ts';
import type { ConfirmationRequired } from '../action/confirmation.ts';
import type { HoldOutcome, HoldRegistry, HoldRequest } from '../confirmation/registry.ts';
import { insteadOf } from './advice.ts';
import type { HeldCall, Settled } from './gate.ts';

/** What a hold needs besides the registry. */
export interface HoldingDeps {
  readonly holds: HoldRegistry;
  /** Records that a call is held. Throws where it cannot be written. */
  recordHeld(artifact: ConfirmationRequired): void;
  /** Records how it ended. Throws where it cannot be written. */
  recordAnswer(artifact: ConfirmationRequired, outcome: HoldOutcome, callId: string | undefined): void;
}

/** A held call, before anybody waits for it. */
interface HoldOpening {
  readonly request: HoldRequest;
  /** Called once, when the hold has ended and that is recorded. */
  onEnd(settled: Settled, artifact: ConfirmationRequired): void;
}

/** Holds from their opening to their recorded end. */
export interface Holding {
  /** Opens a hold, or joins the one of another report of the same call. */
  hold(opening: HoldOpening): HeldCall;
  /** Ends all as closed and records that before it returns, so that the log can be closed after it. */
  closeAll(now: number): void;
}

/** How many ended holds are kept for late reports of the same call. */
const keptSettlements = 1_024;

/**
 * Opens holds and sees them to their end: held and answered are each recorded once, before anybody goes on. An
 * approval that cannot be recorded does not count.
 */
export function createHolding(deps: HoldingDeps): Holding {
  const settlements = new Map<string, Promise<Settled>>();
  const open = new Map<string, HoldOpening>();
  /** Those that were recorded when the window closed, before their promise resolved. */
  const closed = new Map<string, Settled>();

  const settle = async (opening: HoldOpening, artifact: ConfirmationRequired, answered: Promise<HoldOutcome>) => {
    const outcome = await answered;
    return closed.get(artifact.id) ?? end(opening, artifact, outcome);
  };

  const end = (opening: HoldOpening, artifact: ConfirmationRequired, outcome: HoldOutcome): Settled => {
    open.delete(artifact.id);
    const settled = recorded(artifact, outcome, opening.request.callId);
    opening.onEnd(settled, artifact);
    return settled;
  };

  const recorded = (artifact: ConfirmationRequired, outcome: HoldOutcome, callId: string | undefined): Settled => {
    const { answer, message } = outcome;
    try {
      deps.recordAnswer(artifact, outcome, callId);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const reason = `The answer could not be recorded, so this call does not go out. ${why}`;
      return { answer, goesOut: false, reason };
    }
    return {
      answer,
      goesOut: answer === 'approved',
      reason: [artifact.reason, endOf(answer, message), answer === 'approved' ? '' : insteadOf(artifact)]
        .filter((sentence) => sentence !== '')
        .join(' '),
      ...(message === undefined ? {} : { message }),
    };
  };

  return {
    hold(opening) {
      const hold = deps.holds.open(opening.request);
      const { artifact } = hold;
      let settled = settlements.get(artifact.id);
      if (!settled) {
        open.set(artifact.id, opening);
        try {
          deps.recordHeld(artifact);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          deps.holds.deny(artifact.id, `It could not be recorded. ${why}`);
        }
        settled = settle(opening, artifact, hold.answered);
        settlements.set(artifact.id, settled);
        const oldest = settlements.keys().next();
        if (settlements.size > keptSettlements && !oldest.done) settlements.delete(oldest.value);
      }
      return { id: artifact.id, artifact, settled, abandon: () => hold.abandon(), defer: () => hold.defer() };
    },
    closeAll(now) {
      const pending = deps.holds.pending();
      deps.holds.closeAll();
      for (const { artifact, openedAt } of pending) {
        const opening = open.get(artifact.id);
        if (!opening) continue;
        const waitedMs = Math.max(0, now - openedAt);
        closed.set(artifact.id, end(opening, artifact, { answer: 'closed', waitedMs }));
      }
    },
  };
}

/** What the agent reads after the reason. */
function endOf(answer: HoldAnswer, message: string | undefined): string {
  switch (answer) {
    case 'approved':
      return 'A person approved this one call.';
    case 'denied':
      return message
        ? `This call was denied: ${message}`
        : 'A person denied this call. Do not try it another way; ask what they want instead.';
    case 'expired':
      return 'Nobody answered in time, so this call did not go out. Ask the person, then try again.';
    case 'closed':
      return 'The confirmation was closed without an answer, so this call did not go out. Ask the person before you try again.';
    case 'abandoned':
      return 'The program that asked went away before a person answered, so this call did not go out.';
  }
}
