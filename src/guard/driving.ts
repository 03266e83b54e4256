import type { Action } from '../action/action.ts';
import type { Mode } from '../action/verdict.ts';

/** Terminals that a person drives: what happens in them is recorded and shown, and nobody is asked. */
export interface Driving {
  /** The person said so in a modal dialog. `session` is the terminal's; `until` is milliseconds since the epoch. */
  begin(session: string, until: number): void;
  end(session: string): void;
  /** When it ends, or null where nobody drives this terminal now. */
  until(session: string): number | null;
  /** The mode an action is judged in, given the one in force. */
  modeFor(action: Action, mode: Mode): Mode;
}

/**
 * Nobody drives anything. Kept in memory alone: with the window it is gone, and no file can say it. What was seen too
 * late to be stopped (layer `watch`) is judged as if observing, since holding it would hold nothing.
 */
export function createDriving(now: () => number): Driving {
  const ends = new Map<string, number>();
  const until = (session: string): number | null => {
    const end = ends.get(session);
    return end !== undefined && now() < end ? end : null;
  };
  return {
    begin: (session, end) => void ends.set(session, end),
    end: (session) => void ends.delete(session),
    until,
    modeFor(action, mode) {
      if (mode !== 'guarding' || action.layer === undefined) return mode;
      if (action.layer === 'watch') return 'observing';
      return action.layer === 'exec' && until(action.session) !== null ? 'observing' : mode;
    },
  };
}
