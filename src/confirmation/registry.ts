import type { HoldAnswer } from '../action/audit.ts';
import type { ConfirmationRequired } from '../action/confirmation.ts';
import type { ConfirmationInput } from './artifact.ts';
import { changeSince, type HeldCall, hasSameBinding, isSameCall, newHeldCall } from './held-call.ts';
import { mostPending, mostRemembered, rememberedMilliseconds } from './limits.ts';

/** What the registry takes from outside, so that a test can give it all. */
export interface HoldRegistryDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A name no other hold has and nobody can guess. */
  newId(): string;
  /** Calls `fn` once after `milliseconds`; the answer cancels it. */
  schedule(milliseconds: number, fn: () => void): () => void;
  /** A listener of `onDidChange` threw. Without it the error is dropped: a listener must not keep an answer back. */
  onListenerError?(error: unknown): void;
}

/** A call that has to wait for a person. */
export interface HoldRequest extends Omit<ConfirmationInput, 'id' | 'createdAt' | 'expiresAt'> {
  /** The host's id of the call; all reports of one call carry the same. */
  readonly callId?: string;
  /** How long the caller can wait, in milliseconds. */
  readonly waitMilliseconds: number;
  /**
   * Gathers the facts again at approval and gives the digest the call has now. Where it differs from the artifact's,
   * or this rejects, the hold ends as denied: what was looked at is no longer what would run.
   */
  readonly revalidate?: () => Promise<string>;
  /**
   * True where the host cannot wait and was told no already: nobody waits for this hold, and its approval lets the
   * next call with the same digest through, once.
   */
  readonly deferred?: boolean;
}

/** How a hold ended. */
export interface HoldOutcome {
  readonly answer: HoldAnswer;
  /** For the agent: what the person told it, or why an approval was not used. */
  readonly message?: string;
  readonly waitedMs: number;
}

/** A call waiting for a person, or just answered. */
export interface Hold {
  readonly artifact: ConfirmationRequired;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly expiresAt: number;
  /** Resolves once; never rejects. */
  readonly answered: Promise<HoldOutcome>;
}

/** A hold as one of those who reported its call sees it. */
export interface ReportedHold extends Hold {
  /** True where another report of the same call had opened it. */
  readonly joined: boolean;
  /** This reporter went away. When all are gone, the hold ends as abandoned. Harmless when repeated or late. */
  abandon(): void;
  /**
   * This reporter can wait no longer and was told no: the hold stays open for its next try, as one that was deferred
   * from the start. False where it has ended already.
   */
  defer(): boolean;
}

/** What became of an attempt to approve. `message` is one plain sentence for the person. */
type ApproveResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly why: 'not-pending' | 'expired' | 'typed-name' | 'checking' | 'changed';
      readonly message: string;
    };

/** The holds of one window, in the order they were opened. Approvals enter here and nowhere else. */
export interface HoldRegistry {
  /** Opens a hold, or joins the one another report of the same call opened. Throws nothing. */
  open(request: HoldRequest): ReportedHold;
  /** Those waiting, oldest first. */
  pending(): readonly Hold[];
  /** Approves one hold once; where a name has to be typed, `typed` must equal it exactly. Never rejects. */
  approve(id: string, typed?: string): Promise<ApproveResult>;
  /** False where nothing by that id waits. */
  deny(id: string, message?: string): boolean;
  /** The panel was closed: the call does not go out. False where nothing by that id waits. */
  close(id: string): boolean;
  closeAll(): void;
  /** The host reported a call's end: its approval answers no further reports. */
  callEnded(call: { readonly host: string; readonly session: string; readonly callId: string }): void;
  /** Called after every opening, joining and ending. The answer unsubscribes. */
  onDidChange(listener: () => void): () => void;
}

/** A registry without holds. Clock, ids and timers come from outside. */
export function createHoldRegistry(deps: HoldRegistryDeps): HoldRegistry {
  /** Waiting holds by id, in the order of their opening. */
  const waiting = new Map<string, HeldCall>();
  /** Ended holds, oldest first, for further reports of the same call. */
  const ended = new Set<HeldCall>();
  const listeners = new Set<() => void>();

  function changed(): void {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (error) {
        deps.onListenerError?.(error);
      }
    }
  }

  function end(entry: HeldCall, answer: HoldAnswer, message?: string): boolean {
    if (entry.outcome) return false;
    const now = deps.now();
    const waitedMs = Math.max(0, now - entry.hold.openedAt);
    entry.outcome = { answer, ...(message !== undefined && { message }), waitedMs };
    entry.endedAt = now;
    entry.cancelTimer();
    waiting.delete(entry.hold.artifact.id);
    // Whoever abandoned a call reports it anew when it still wants it, and then a person is asked again.
    if (answer !== 'abandoned') remember(entry);
    entry.settle(entry.outcome);
    changed();
    return true;
  }

  function remember(entry: HeldCall): void {
    ended.add(entry);
    for (const oldest of ended) {
      if (ended.size <= mostRemembered) return;
      ended.delete(oldest);
    }
  }

  function forgetOld(now: number): void {
    for (const entry of ended) {
      const age = now - (entry.endedAt ?? 0);
      if (age < 0 || age > rememberedMilliseconds) ended.delete(entry);
    }
  }

  /** The hold a further report of the same call belongs to. */
  function holdOf(request: HoldRequest, now: number): HeldCall | undefined {
    for (const entry of [...waiting.values(), ...ended]) if (isSameCall(entry, request, now)) return entry;
    return undefined;
  }

  /** A deferred hold answers calls that come later; one of them. */
  function deferredFor(request: HoldRequest, now: number): HeldCall | undefined {
    for (const entry of waiting.values()) {
      const usable = entry.deferred && (request.deferred || !entry.spent);
      if (usable && hasSameBinding(entry.request, request)) return entry;
    }
    for (const entry of ended) {
      const usable = entry.deferred && !entry.spent && entry.outcome?.answer === 'approved';
      if (usable && hasSameBinding(entry.request, request) && now < entry.hold.expiresAt) return entry;
    }
    return undefined;
  }

  function reported(entry: HeldCall, joined: boolean): ReportedHold {
    let gone = false;
    entry.reporters += 1;
    return {
      ...entry.hold,
      joined,
      abandon() {
        if (gone) return;
        gone = true;
        entry.reporters -= 1;
        if (entry.reporters === 0 && !entry.deferred) end(entry, 'abandoned');
      },
      defer() {
        if (gone || entry.outcome) return false;
        gone = true;
        entry.reporters -= 1;
        entry.deferred = true;
        entry.spent = false;
        return true;
      },
    };
  }

  function open(request: HoldRequest): ReportedHold {
    const now = deps.now();
    forgetOld(now);
    const deferred = deferredFor(request, now);
    // One that waits for the answer, or finds it given, is the one call it lets through.
    if (deferred && (deferred.outcome || !request.deferred)) deferred.spent = true;
    const known = deferred ?? holdOf(request, now);
    if (known) {
      const joined = reported(known, true);
      if (!known.outcome) changed();
      return joined;
    }
    const entry = newHeldCall(deps, request, now);
    if (waiting.size >= mostPending) {
      const outcome: HoldOutcome = {
        answer: 'denied',
        message: `${mostPending} calls already wait for a decision. Decide those first, then ask again.`,
        waitedMs: 0,
      };
      entry.outcome = outcome;
      entry.settle(outcome);
      return reported(entry, false);
    }
    waiting.set(entry.hold.artifact.id, entry);
    const cancel = deps.schedule(entry.hold.expiresAt - now, () => end(entry, 'expired'));
    entry.cancelTimer = cancel;
    const first = reported(entry, false);
    changed();
    return first;
  }

  async function approve(id: string, typed?: string): Promise<ApproveResult> {
    const entry = waiting.get(id);
    if (!entry) return refused('not-pending', 'This call no longer waits for an answer.');
    if (expire(entry)) return refused('expired', 'The time to answer has run out, so the call was denied.');
    const { typedName, digest } = entry.hold.artifact;
    if (typedName !== undefined && typed !== typedName) {
      return refused('typed-name', `Type “${typedName}” exactly as it is written to approve this call.`);
    }
    if (entry.checking) return refused('checking', 'This approval is already being checked.');
    entry.checking = true;
    const changedWhy = await changeSince(entry.request, digest);
    entry.checking = false;
    if (entry.outcome) return refused('not-pending', 'This call was answered while its facts were gathered again.');
    if (expire(entry)) return refused('expired', 'The time to answer has run out, so the call was denied.');
    if (changedWhy !== undefined) {
      end(entry, 'denied', changedWhy);
      return refused('changed', changedWhy);
    }
    end(entry, 'approved');
    return { ok: true };
  }

  function expire(entry: HeldCall): boolean {
    return deps.now() >= entry.hold.expiresAt && end(entry, 'expired');
  }

  function endById(id: string, answer: HoldAnswer, message?: string): boolean {
    const entry = waiting.get(id);
    return entry !== undefined && !expire(entry) && end(entry, answer, message);
  }

  return {
    open,
    pending: () => [...waiting.values()].map((entry) => entry.hold),
    approve,
    deny: (id, message) => endById(id, 'denied', message),
    close: (id) => endById(id, 'closed'),
    closeAll() {
      for (const entry of [...waiting.values()]) end(entry, 'closed');
    },
    callEnded(call) {
      for (const entry of ended) {
        const { host, session, callId } = entry.request;
        if (host === call.host && session === call.session && callId === call.callId) ended.delete(entry);
      }
    },
    onDidChange(listener) {
      // A wrapper of its own, so that one function registered twice is two registrations.
      const own = () => listener();
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}

function refused(why: Exclude<ApproveResult, { ok: true }>['why'], message: string): ApproveResult {
  return { ok: false, why, message };
}
