import type { TimelineEntry } from '../action/confirmation.ts';
import { limits } from './limits.ts';

/** One line of the timeline with the event it belongs to. */
export interface TimelineStep extends Omit<TimelineEntry, 'weight'> {
  readonly event: number;
  readonly weight: 'ordinary' | 'signal';
}

/** Drops the oldest of what is too much: ordinary steps first, and signals only against signals. */
export function trimmed(timeline: readonly TimelineStep[]): readonly TimelineStep[] {
  let ordinary = 0;
  let signals = 0;
  const kept: TimelineStep[] = [];
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const entry = timeline[index];
    if (!entry) continue;
    const fits = entry.weight === 'signal' ? ++signals <= limits.signalEntries : ++ordinary <= limits.ordinaryEntries;
    if (fits) kept.push(entry);
  }
  return kept.reverse();
}
