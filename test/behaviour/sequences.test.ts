import { describe, expect, it } from 'vitest';
import type { Signal, SignalName } from '../../src/action/signal.ts';
import { type SequenceRule, sequenceRules } from '../../src/behaviour/sequence-rules.ts';
import { type Progress, type Seen, stepDenied, stepSequences } from '../../src/behaviour/sequences.ts';
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

describe('a person’s own sequences', () => {
  const rule = (more: Partial<SequenceRule>): SequenceRule => ({
    name: 'own',
    title: 'Own',
    within: hour,
    steps: [],
    oneActionMayBeAll: false,
    ...more,
  });
  type Step = Omit<Seen, 'event' | 'effects' | 'signals'> & Partial<Seen>;
  const run = (own: SequenceRule, events: readonly Step[]): (readonly number[])[] => {
    let progress: Progress = {};
    return events.flatMap((one, event) => {
      const next = stepSequences(progress, { signals: [], effects: [], ...one, event }, [own]);
      progress = next.progress;
      return next.matches.filter(({ name }) => name === 'own').map(({ steps }) => steps);
    });
  };
  const look = { at: 0, kind: 'read', text: () => 'a.txt' } as const;
  const deploy = { at: 2, kind: 'shell', text: () => 'npm run deploy -- --prod' } as const;

  it('may be told by kind and text of the action', () => {
    const own = rule({ steps: [{ kinds: ['read'] }, { text: ['*deploy*'] }] });
    expect(run(own, [look, deploy])).toEqual([[0, 1]]);
    expect(run(own, [deploy, look])).toEqual([]);
  });

  it('are broken off by what must not come between', () => {
    const own = rule({ steps: [{ text: ['*.env'] }, { text: ['*deploy*'], without: { text: ['npm test'] } }] });
    const env = { at: 0, kind: 'read', text: () => '.env' } as const;
    const tests = { at: 1, kind: 'shell', text: () => 'npm test' } as const;
    expect(run(own, [env, look, deploy])).toEqual([[0, 2]]);
    expect(run(own, [env, tests, deploy])).toEqual([]);
    expect(run(own, [env, tests, env, deploy])).toEqual([[2, 3]]);
    // What is the step itself does not break it off.
    expect(
      run(rule({ ...own, steps: [{ text: ['*.env'] }, { text: ['*'], without: { text: ['*'] } }] }), [env, tests]),
    ).toEqual([[0, 1]]);
  });

  it('may have three steps and are held to their time', () => {
    const own = rule({ steps: [{ text: ['a'] }, { text: ['b'] }, { text: ['c'] }] });
    const say = (text: string, at: number) => ({ at, kind: 'shell', text: () => text }) as const;
    expect(run(own, [say('a', 0), say('b', 1), say('x', 2), say('c', 3)])).toEqual([[0, 1, 3]]);
    expect(run(own, [say('a', 0), say('c', 1), say('b', 2)])).toEqual([]);
    expect(run(own, [say('a', 0), say('b', 1), say('c', hour + 1)])).toEqual([[1, 2]].slice(1));
  });

  it('may be told by what an effect looks like', () => {
    const effect = { provider: ['railway'], target: ['vol_*'], reversibility: ['irreversible'] } as const;
    const own = rule({ steps: [{ effect }] });
    expect(run(own, [{ at: 0, effects: [volumeDelete] }])).toEqual([[0]]);
    expect(run(own, [{ at: 0, effects: [{ ...volumeDelete, target: 'db' }] }])).toEqual([]);
  });
});
