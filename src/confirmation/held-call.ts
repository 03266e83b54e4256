import { confirmationRequired } from './artifact.ts';
import { longestWaitMilliseconds, oneCallMilliseconds } from './limits.ts';
import type { Hold, HoldOutcome, HoldRegistryDeps, HoldRequest } from './registry.ts';

/** One hold with what only the registry may see. */
export interface HeldCall {
  readonly hold: Hold;
  readonly request: HoldRequest;
  /** Reporters still there. */
  reporters: number;
  checking: boolean;
  outcome?: HoldOutcome;
  endedAt?: number;
  /** True where nobody waits for it any more and an approval is for a later call. */
  deferred: boolean;
  /** True once the one call that a deferred hold answers has come. */
  spent: boolean;
  settle(outcome: HoldOutcome): void;
  cancelTimer(): void;
}

/** A hold that nobody has answered yet, opened now. */
export function newHeldCall(deps: HoldRegistryDeps, request: HoldRequest, now: number): HeldCall {
  const wait = Math.min(Math.max(0, request.waitMilliseconds), longestWaitMilliseconds);
  const expiresAt = now + (Number.isFinite(wait) ? wait : 0);
  let settle: (outcome: HoldOutcome) => void = () => {};
  const answered = new Promise<HoldOutcome>((resolve) => {
    settle = resolve;
  });
  const artifact = confirmationRequired({ ...request, id: deps.newId(), createdAt: now, expiresAt });
  return {
    hold: { artifact, openedAt: now, expiresAt, answered },
    request,
    reporters: 0,
    checking: false,
    deferred: request.deferred === true,
    spent: false,
    settle,
    cancelTimer: () => {},
  };
}

/** An approval answers for one host, session and digest, and for nothing else. */
export function hasSameBinding(one: HoldRequest, other: HoldRequest): boolean {
  return one.digest === other.digest && one.host === other.host && one.session === other.session;
}

/**
 * Whether a report belongs to a hold: bound to the same digest, and either of the same call id, or, where one of
 * the two carries none, within two seconds of the first report. Two different call ids are two calls. An approval
 * answers further reports for two seconds: some hosts number their calls anew in every turn and tell of no call's end.
 */
export function isSameCall(entry: HeldCall, request: HoldRequest, now: number): boolean {
  if (!hasSameBinding(entry.request, request)) return false;
  // A deferred approval is spent on one later call, in `deferredFor`, and answers nothing else.
  if (entry.deferred && entry.outcome?.answer === 'approved') return false;
  const { callId } = entry.request;
  if (callId !== undefined && request.callId !== undefined) return callId === request.callId && !isUsedUp(entry, now);
  const age = now - entry.hold.openedAt;
  return age >= 0 && age <= oneCallMilliseconds;
}

function isUsedUp({ outcome, endedAt }: HeldCall, now: number): boolean {
  if (outcome?.answer !== 'approved' || endedAt === undefined) return false;
  return now < endedAt || now - endedAt > oneCallMilliseconds;
}

/** Why an approval may not be used: what the call would do has changed since it was held. */
export async function changeSince(request: HoldRequest, digest: string): Promise<string | undefined> {
  if (!request.revalidate) return undefined;
  try {
    if ((await request.revalidate()) === digest) return undefined;
    return 'What this call would run changed after it was held, so the approval was not used. Ask again: it will be held anew as it is now.';
  } catch {
    return 'What this call would run could not be looked at again, so the approval was not used. Ask again.';
  }
}
