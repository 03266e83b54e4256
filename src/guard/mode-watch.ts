import type { Mode } from '../action/verdict.ts';
import type { Notices } from './notices.ts';
import type { RecordStore } from './record.ts';

/** The mode now in force. */
export interface ModeState {
  readonly mode: Mode;
  /** When `off` ends, milliseconds since the epoch. */
  readonly until?: number;
  /** Why the strictest mode is in force although the record says otherwise. */
  readonly problem?: string;
}

/** What {@link watchMode} works with. */
export interface ModeWatchDeps {
  now(): number;
  schedule(milliseconds: number, fn: () => void): () => void;
  readonly record: RecordStore;
  readonly notices: Notices;
}

/** Timers may fire a little early; then the end would not be noticed. Milliseconds. */
const timerMargin = 20;

/** Follows the mode: its changes here and in other windows, its end, and tampering with its record, each recorded. */
export function watchMode(deps: ModeWatchDeps): { now(): ModeState; close(): void } {
  const { notices } = deps;
  let known: ModeState | null = null;
  let cancel: () => void = () => {};

  const now = (): ModeState => {
    const { mode, until, problem } = deps.record.current(deps.now());
    const before = known;
    if (before && before.mode === mode && before.until === until && before.problem === problem) return before;
    const state: ModeState = {
      mode,
      ...(until === undefined ? {} : { until }),
      ...(problem === undefined ? {} : { problem }),
    };
    known = state;
    if (problem !== undefined && problem !== before?.problem) {
      notices.note({ type: 'tampering', subject: 'record.json', detail: problem });
      notices.problem(problem);
    }
    if (before && before.mode !== mode) {
      const end = until === undefined ? {} : { until: new Date(until).toISOString() };
      notices.note({ type: 'mode', from: before.mode, to: mode, ...end });
    }
    cancel();
    cancel = until === undefined ? () => {} : deps.schedule(Math.max(1, until - deps.now() + timerMargin), () => now());
    if (before) notices.changed();
    return state;
  };
  return { now, close: () => cancel() };
}
