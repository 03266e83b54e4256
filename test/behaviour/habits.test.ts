import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../src/action/audit.ts';
import { type Category, categories, rankOf } from '../../src/behaviour/categories.ts';
import { habitsFrom, mostPerDay, mostRelief, noHabits, surpriseAmongHabits } from '../../src/behaviour/habits.ts';
import { newProfileFold } from '../../src/behaviour/profile.ts';
import { shippedBaseline } from '../../src/behaviour/shipped-baseline.ts';
import { allowed } from '../audit/judgement.ts';

type Judged = Extract<AuditRecord, { type: 'judged' }>;

const link = { v: 1, seq: 1, prev: '0', hash: '0' } as const;

function judged(category: Category, more: Partial<Judged> = {}): Judged {
  const call = allowed('x', { conduct: { category, surprise: 5 } });
  return { ...link, at: '2026-11-20T09:00:00.000Z', ...call, ...more };
}

const day = (number: number) => new Date(Date.UTC(2026, 9, 1) + number * 86_400_000).toISOString();
const many = <T>(count: number, made: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => made(at));
const cloud = rankOf('cloud');

describe('a workspace’s habits', () => {
  const months = many(60 * mostPerDay, (at) => judged('cloud', { at: day(Math.floor(at / mostPerDay)) }));

  it('make what is often done there less surprising, by no more than their bound', () => {
    const habits = habitsFrom(months);
    const bits = surpriseAmongHabits(11, habits, cloud, cloud);
    expect(bits).toBeLessThan(11);
    expect(bits).toBeGreaterThanOrEqual(11 - mostRelief);
  });

  it('are learned slowly: a day changes next to nothing', () => {
    const habits = habitsFrom(months.slice(0, mostPerDay));
    expect(surpriseAmongHabits(11, habits, cloud, cloud)).toBeGreaterThan(10.4);
  });

  it('take no more than their part from one day, however busy', () => {
    expect(habitsFrom(many(5 * mostPerDay, () => judged('cloud'))).learned).toBe(mostPerDay);
  });

  it.each<[string, Partial<Judged>]>([
    ['held', { decision: 'hold' }],
    ['refused', { decision: 'deny' }],
    ['seen by no window', { unattested: true }],
    ['signalled', { signals: [{ name: 'secret-read', score: 0.3, evidence: 'x' }] }],
    ['done without restraint', { restraint: 0.5 }],
    ['beyond what was declared', { conduct: { category: 'cloud', surprise: 5, exceeds: 'cloud', declared: true } }],
    ['a grave step', { conduct: { category: 'destroy', surprise: 12 } }],
    ['of no known category', { conduct: { category: 'future', surprise: 1 } }],
  ])('are never learned from what was %s', (_, more) => {
    expect(habitsFrom(many(50, () => judged('cloud', more))).learned).toBe(0);
  });

  it('are never learned from a call that the host says was refused', () => {
    const refused: AuditRecord = {
      ...link,
      type: 'outcome',
      at: day(0),
      host: 'claude',
      session: 's',
      callId: 'c',
      ok: null,
      denied: true,
      revealed: [],
      signals: [],
    };
    expect(habitsFrom([judged('cloud', { callId: 'c' }), refused]).learned).toBe(0);
  });

  it('leave grave steps as surprising as they shipped, whatever was learned', () => {
    const letters = categories.length + 1;
    const all = (length: number) => new Float64Array(length).fill(1e9);
    const poisoned = { learned: 1e9, pairs: all(letters * letters), among: all(letters) };
    for (const category of categories.slice(rankOf('probe')))
      expect(surpriseAmongHabits(12, poisoned, cloud, rankOf(category))).toBe(12);
    expect(surpriseAmongHabits(7, noHabits, cloud, cloud)).toBe(7);
  });
});

describe('a host’s profile', () => {
  const at = Date.parse(day(59)) + 1;
  const profileOf = (records: readonly AuditRecord[], intact: boolean | null = true) => {
    const fold = newProfileFold();
    for (const record of records) fold.add(record);
    return fold.profiles(at, { baseline: shippedBaseline(), intact })[0];
  };
  const usual = many(1200, (n) =>
    judged((['read', 'edit', 'test', 'search'] as const)[n % 4] ?? 'read', {
      at: day(Math.floor(n / 20)),
      session: `s${Math.floor(n / 20)}`,
    }),
  );

  it('is sure of an agent that goes on as it did, and says so', () => {
    const profile = profileOf(usual);
    expect(profile).toMatchObject({ host: 'claude', sessions: 60, actions: 1200 });
    expect(profile?.consistency.value).toBeGreaterThan(0.95);
    expect(profile?.restraint).toMatchObject({ value: 1, reasons: ['No session gave a reason to doubt it'] });
    expect(profile?.transparency.reasons).toEqual(['A window saw every action, and the log is intact']);
  });

  it('tells what changed in the last week', () => {
    const changed = many(200, () => judged('cloud', { at: day(58), session: 'late' }));
    const profile = profileOf([...usual.slice(0, 1000), ...changed]);
    expect(profile?.consistency.value).toBeLessThan(0.6);
    expect(profile?.consistency.reasons[0]).toMatch(
      /^More often works on cloud services: \d+ % of the last 7 days’ actions/,
    );
  });

  it('is unsure of a host that is new, and takes comparable agents for its past', () => {
    const profile = profileOf(many(10, () => judged('read', { at: day(59) })));
    expect(profile?.consistency.confidence).toBeLessThan(0.2);
    expect(profile?.consistency.value).toBeGreaterThan(0.5);
  });

  it('names what no layer saw, closed windows, and a log that is not intact', () => {
    const blind = usual.map((record, n) => (n % 3 === 0 ? { ...record, unattested: true } : record));
    const ended: AuditRecord = {
      ...link,
      type: 'outcome',
      at: day(59),
      host: 'claude',
      session: 's',
      callId: 'never-judged',
      ok: true,
      revealed: [],
      signals: [],
    };
    const lost: AuditRecord = {
      ...link,
      type: 'connection',
      at: day(59),
      host: 'claude',
      state: 'not-connected',
      detail: 'Its hook was removed.',
    };
    const profile = profileOf([...blind, ended, lost], false);
    expect(profile?.transparency.value).toBeLessThan(0.5);
    expect(profile?.transparency.reasons).toHaveLength(3);
    expect(profile?.transparency.reasons.join('\n')).toMatch(/not intact[\s\S]*no window was open/);
  });

  it('counts the sessions that lost their restraint', () => {
    const profile = profileOf([...usual, judged('secret', { at: day(59), session: 'bad', restraint: 0.1 })]);
    expect(profile?.restraint.reasons).toEqual([
      '1 of 61 sessions fell below half of their restraint',
      'The lowest was 0.10',
    ]);
  });
});
