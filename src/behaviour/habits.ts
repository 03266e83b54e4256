import type { AuditRecord } from '../action/audit.ts';
import { categories, categoryNamed, isGrave, rankOf } from './categories.ts';

/** What a workspace's own sessions ordinarily do: how often a category follows another there. */
export interface Habits {
  /** How many actions were learned from. */
  readonly learned: number;
  /** How often one followed another: row by row of the one before, the beginning of a session last. */
  readonly pairs: Float64Array;
  /** How often each was the one before. */
  readonly among: Float64Array;
}

/** Letters of the chain: the categories, and the beginning of a session. */
const letters = categories.length + 1;

/** Learned from one day at most: a busy day, or an agent that sets out to teach, counts for no more. */
export const mostPerDay = 300;
/** So many actions have to be learned before the workspace's habits count as much as they ever will: ten full days. */
const slowness = 3_000;
/** The most they ever count, against the shipped baseline. */
const mostWeight = 0.5;
/** Habits never make a step more than this less surprising than it shipped, bits; young ones less still. */
export const mostRelief = 3;

/** A workspace of which nothing is known. */
export const noHabits: Habits = { learned: 0, pairs: new Float64Array(0), among: new Float64Array(0) };

/**
 * Learns from a log's records, oldest first: calls that went out and to which nothing was to be said. Never from a
 * held or refused one, from a grave one, from one beyond what was declared, or from a session that had lost restraint.
 */
export function habitsFrom(records: readonly AuditRecord[]): Habits {
  const refused = refusedCalls(records);
  const pairs = new Float64Array(letters * letters);
  const among = new Float64Array(letters);
  const days = new Map<string, number>();
  const before = new Map<string, number>();
  let learned = 0;
  for (const record of records) {
    if (record.type !== 'judged') continue;
    const category = categoryNamed(record.conduct?.category);
    if (category === undefined) continue;
    const session = `${record.host}\n${record.session}`;
    const last = before.get(session) ?? categories.length;
    const next = rankOf(category);
    before.set(session, next);
    const day = record.at.slice(0, 10);
    const today = days.get(day) ?? 0;
    if (today >= mostPerDay || !isOrdinary(record) || refused.has(callOf(record))) continue;
    days.set(day, today + 1);
    learned += 1;
    pairs[last * letters + next] = (pairs[last * letters + next] ?? 0) + 1;
    among[last] = (among[last] ?? 0) + 1;
  }
  return { learned, pairs, among };
}

/** The surprise of a step in a workspace with these habits, bits. `shipped` is that of the shipped baseline. */
export function surpriseAmongHabits(shipped: number, habits: Habits, last: number, next: number): number {
  const category = categories[next];
  if (habits.learned === 0 || category === undefined || isGrave(category)) return shipped;
  const among = habits.among[last] ?? 0;
  const times = habits.pairs[last * letters + next] ?? 0;
  if (among <= 0) return shipped;
  const weight = Math.min(mostWeight, habits.learned / (habits.learned + slowness));
  const share = (1 - weight) * 2 ** -shipped + weight * (times / among);
  return Math.max(shipped - (mostRelief * weight) / mostWeight, -Math.log2(share));
}

type Judged = Extract<AuditRecord, { type: 'judged' }>;

function isOrdinary(record: Judged): boolean {
  const category = categoryNamed(record.conduct?.category);
  return (
    record.decision === 'allow' &&
    record.unattested !== true &&
    record.signals.length === 0 &&
    record.sequences.length === 0 &&
    record.restraint >= 0.8 &&
    record.conduct?.exceeds === undefined &&
    category !== undefined &&
    !isGrave(category)
  );
}

function callOf({ host, session, callId }: { host: string; session: string; callId?: string }): string {
  return `${host}\n${session}\n${callId ?? ''}`;
}

/** Calls of which the host said afterwards that they were refused. */
function refusedCalls(records: readonly AuditRecord[]): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const record of records) {
    if (record.type === 'outcome' && record.denied && record.callId !== undefined) refused.add(callOf(record));
  }
  return refused;
}
