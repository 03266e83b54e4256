// The three ways of scoring a session that the ablation compares, step by step over the same analyses.
import { type Baseline, baselineFrom } from '../../src/behaviour/baseline.ts';
import { conductOf } from '../../src/behaviour/conducting.ts';
import { observeOutcome } from '../../src/behaviour/reports.ts';
import { conducted, type RestraintState, rested, restraintOf, untouched } from '../../src/behaviour/restraint.ts';
import { newSession, observeAction } from '../../src/behaviour/session.ts';
import type { Seen } from './categorised.mts';
import { type Counted, countedModel } from './counting.mts';
import { fingerprintKey } from './playing.mts';

/** The ways, in the table's order. */
export const variants = ['rules alone', 'baseline alone', 'both'] as const;

/** One of {@link variants}. */
export type Variant = (typeof variants)[number];

/** What a session comes to, by variant: 1 − restraint, at its worst. */
export interface Course {
  /** Up to and without the step named. */
  readonly before: Readonly<Record<Variant, number>>;
  readonly whole: Readonly<Record<Variant, number>>;
  /** Whether the guard as it ships would have alerted, and at which step. */
  readonly alertAt: number | null;
  readonly heightenedBefore: boolean;
}

/** A model learned with the signals' help, and one that sees programs and effects alone. */
export interface Models {
  readonly both: Baseline;
  readonly alone: Baseline;
}

/** Learns from some sessions. */
export function modelsFrom(withSignals: readonly Counted[], without: readonly Counted[]): Models {
  return { both: baselineFrom(countedModel(withSignals)), alone: baselineFrom(countedModel(without)) };
}

/** Plays a session. `at` is the index of the step before which the early figures are taken. */
export function courseOf(seen: readonly Seen[], models: Models, at: number): Course {
  let rules = newSession();
  let both = newSession();
  let alone: RestraintState = untouched;
  let lastAt = 0;
  let alertAt: number | null = null;
  let heightenedBefore = false;
  const worst: Record<Variant, number> = { 'rules alone': 0, 'baseline alone': 0, both: 0 };
  let before = { ...worst };
  for (const [index, { action, analysis, outcome }] of seen.entries()) {
    if (index === at) before = { ...worst };
    rules = observeAction(rules, action, analysis, { fingerprintKey }).after();
    rules = observeOutcome(rules, action, outcome, { fingerprintKey }).state;
    const observed = observeAction(both, action, analysis, { fingerprintKey, baseline: models.both });
    both = observeOutcome(observed.after(), action, outcome, { fingerprintKey }).state;
    const known = { baseline: models.alone, habits: undefined, capabilities: undefined };
    const conduct = conductOf({ action, analysis, signals: [], before: alone.before }, known);
    alone = conducted(rested(alone, Math.max(0, action.at - lastAt)), conduct);
    lastAt = action.at;
    worst['rules alone'] = Math.max(worst['rules alone'], 1 - rules.restraint);
    worst.both = Math.max(worst.both, 1 - both.restraint);
    worst['baseline alone'] = Math.max(worst['baseline alone'], 1 - restraintOf(alone));
    if (observed.observation.alert) alertAt ??= index;
    if (index < at && observed.observation.heightened) heightenedBefore = true;
  }
  return { before, whole: worst, alertAt, heightenedBefore };
}
