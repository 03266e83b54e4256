import { describe, expect, it } from 'vitest';
import type { Signal, SignalName } from '../../src/action/signal.ts';
import { sequenceRules } from '../../src/behaviour/sequence-rules.ts';
import { type Progress, stepDenied, stepSequences } from '../../src/behaviour/sequences.ts';
import { volumeDelete } from './acting.ts';

const hour = 3_600_000;
const said = (...names: SignalName[]): Signal[] => names.map((name) => ({ name, score: 0.5, evidence: '' }));

interface Event {
  readonly at: number;
  readonly signals?: readonly SignalName[];
  readonly destroys?: boolean;
  readonly denied?: boolean;
}

/** The sequences each event completes, by name and steps. */
function completed(events: readonly Event[]): [string, readonly number[]][] {
  let progress: Progress = {};
  return events.flatMap(({ at, signals = [], destroys, denied }, event) => {
    const next = stepSequences(progress, {
      event,
      at,
      signals: said(...signals),
      effects: destroys ? [volumeDelete] : [],
    });
    progress = denied ? stepDenied(next.progress, { event, at }) : next.progress;
    return next.matches.map((match): [string, readonly number[]] => [match.name, match.steps]);
  });
}

const discovery = 'credential-discovery-then-destruction';

describe('sequences', () => {
  it('have names of their own, a title, a technique and at least two steps', () => {
    expect(new Set(sequenceRules.map((rule) => rule.name)).size).toBe(sequenceRules.length);
    for (const rule of sequenceRules) {
      expect(rule.attack).toMatch(/^T\d{4}/);
      expect(rule.steps.length).toBeGreaterThanOrEqual(2);
      expect(rule.steps.at(-1)?.denied).toBeUndefined();
    }
  });

  it('hold to their order', () => {
    expect(
      completed([
        { at: 0, destroys: true },
        { at: 1, signals: ['secret-read'] },
      ]),
    ).toEqual([]);
    expect(
      completed([
        { at: 0, signals: ['secret-read'] },
        { at: 1, destroys: true },
      ]),
    ).toEqual([[discovery, [0, 1]]]);
  });

  it('name every discovery, the first and the latest where there are many', () => {
    const many = Array.from({ length: 30 }, (_, at): Event => ({ at, signals: ['credential-search'] }));
    expect(completed([...many, { at: 40, destroys: true }])).toEqual([
      [discovery, [0, 23, 24, 25, 26, 27, 28, 29, 30]],
    ]);
  });

  it('end with their time span', () => {
    const events = (apart: number): Event[] => [
      { at: 0, signals: ['secret-read'] },
      { at: apart, destroys: true },
    ];
    expect(completed(events(23 * hour))).toHaveLength(1);
    expect(completed(events(25 * hour))).toEqual([]);
  });

  it('may lie in one action where the rule says so', () => {
    expect(completed([{ at: 0, signals: ['secret-read'], destroys: true }])).toEqual([[discovery, [0]]]);
    expect(completed([{ at: 0, signals: ['recovery-destruction'], destroys: true }])).toEqual([]);
  });

  it('are completed by each further destruction', () => {
    const events: Event[] = [
      { at: 0, signals: ['secret-read'] },
      { at: 1, destroys: true },
      { at: 2, destroys: true },
    ];
    expect(completed(events)).toEqual([
      [discovery, [0, 1]],
      [discovery, [0, 2]],
    ]);
  });

  it('count a refusal as a step', () => {
    expect(
      completed([
        { at: 0, denied: true },
        { at: 1, signals: ['evasion'] },
      ]),
    ).toEqual([['denial-then-evasion', [0, 1]]]);
  });
});
