import { createHash } from 'node:crypto';
import type { Action } from '../action/action.ts';
import { meaningOf } from '../confirmation/binding.ts';
import { limits } from './limits.ts';

/** Judgements under way or just made, so that one call reported twice is judged, counted and recorded once. */
export interface SingleFlight<T> {
  /** The judgement of this call: another report's, where there is one, else the one `judge` begins. */
  of(action: Action, meaning: string, judge: () => T): T;
}

/** One text for what an action does and where: equal for two reports of one call. SHA-256, hex. Throws for what JSON cannot hold. */
export function meaningKey(action: Action): string {
  const meaning = JSON.stringify([action.host, action.session, action.cwd, action.kind, meaningOf(action)]);
  return createHash('sha256').update(meaning).digest('hex');
}

/**
 * Nothing under way. Two reports are of one call where they mean the same and either carry the same call id or, where
 * one of them has none, come within two seconds. The window is as short for equal ids: some models number their calls
 * `call_0` in every turn, and an answer must not last for the next.
 */
export function createSingleFlight<T>(now: () => number): SingleFlight<T> {
  const flights = new Map<string, { readonly callId: string | undefined; readonly at: number; readonly result: T }[]>();
  return {
    of(action, meaning, judge) {
      const at = now();
      for (const [key, reports] of flights) {
        const last = reports.at(-1);
        if (last && isRecent(last.at, at)) break;
        flights.delete(key);
      }
      const reports = flights.get(meaning) ?? [];
      const same = reports.find((report) => isRecent(report.at, at) && isSameCall(report.callId, action.callId));
      if (same) return same.result;
      const result = judge();
      flights.delete(meaning);
      flights.set(meaning, [
        ...reports.filter((report) => isRecent(report.at, at)),
        { callId: action.callId, at, result },
      ]);
      return result;
    },
  };
}

function isRecent(then: number, now: number): boolean {
  return now >= then && now - then <= limits.sameCallMilliseconds;
}

function isSameCall(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
