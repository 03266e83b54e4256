import type { AuditRecord } from '../action/audit.ts';
import type { HostId } from '../action/kinds.ts';
import type { Baseline } from './baseline.ts';
import { categories, categoryNamed, categoryWords, rankOf } from './categories.ts';
import { divergence } from './change-statistic.ts';

/** One of the three parts of a host's profile. */
export interface ProfilePart {
  /** 0..1; 1 is best. */
  readonly value: number;
  /** 0..1: how much was seen to tell it by. */
  readonly confidence: number;
  /** The largest reasons, at most three, in words. */
  readonly reasons: readonly string[];
}

/** How a host's agents behaved over weeks. Three values, never one alone. */
export interface Profile {
  readonly host: HostId;
  readonly sessions: number;
  readonly actions: number;
  readonly consistency: ProfilePart;
  readonly restraint: ProfilePart;
  readonly transparency: ProfilePart;
}

/** One day of one host. */
interface Day {
  readonly counts: number[];
  readonly lowest: Map<string, number>;
  unattested: number;
  unseen: number;
  late: number;
  disconnected: string | null;
}

/** Days of hosts, filled from a log's records in the order of their time. Bounded by days and hosts. */
export interface ProfileFold {
  add(record: AuditRecord): void;
  /** The profiles at a time (milliseconds since the epoch), busiest host first. `intact` tells what `verify` said. */
  profiles(at: number, surroundings: { readonly baseline: Baseline; readonly intact: boolean | null }): Profile[];
}

const dayMilliseconds = 24 * 60 * 60_000;
const recentDays = 7;
const allDays = 90;
/** The shipped baseline counts for as many actions of a host that is new here. */
const coldStart = 200;
/** So many actions of the last days weigh as much as what is usual. */
const fewActions = 20;
/** Calls whose judgement is remembered, to see ends that had none. */
const mostCalls = 5_000;
/** Sessions of one day and host that are told apart. */
const mostSessions = 500;

/** Nothing seen. */
export function newProfileFold(): ProfileFold {
  const hosts = new Map<HostId, Map<number, Day>>();
  const judged = new Set<string>();

  const dayOf = (host: HostId, at: string): Day => {
    const number = Math.floor(Date.parse(at) / dayMilliseconds);
    const days = hosts.get(host) ?? new Map<number, Day>();
    hosts.set(host, days);
    const day = days.get(number) ?? {
      counts: categories.map(() => 0),
      lowest: new Map(),
      unattested: 0,
      unseen: 0,
      late: 0,
      disconnected: null,
    };
    days.set(number, day);
    for (const old of days.keys()) if (old <= number - allDays) days.delete(old);
    return day;
  };

  return {
    add(record) {
      if (record.type === 'judged') {
        const day = dayOf(record.host, record.at);
        const category = categoryNamed(record.conduct?.category);
        if (category !== undefined) day.counts[rankOf(category)] = (day.counts[rankOf(category)] ?? 0) + 1;
        if (record.unattested) day.unattested += 1;
        const known = day.lowest.get(record.session);
        if (known !== undefined || day.lowest.size < mostSessions)
          day.lowest.set(record.session, Math.min(known ?? 1, record.restraint));
        if (record.callId !== undefined) judged.add(`${record.host}\n${record.session}\n${record.callId}`);
        const [oldest] = judged;
        if (judged.size > mostCalls && oldest !== undefined) judged.delete(oldest);
      } else if (record.type === 'outcome' && record.callId !== undefined) {
        // A call that ended and was never judged ran where no layer saw it begin.
        const key = `${record.host}\n${record.session}\n${record.callId}`;
        if (judged.size < mostCalls && !judged.has(key)) dayOf(record.host, record.at).unseen += 1;
      } else if (record.type === 'stopped') {
        dayOf(record.host, record.at).late += 1;
      } else if (record.type === 'connection') {
        const day = dayOf(record.host, record.at);
        if (!/^(?:connected|active|ok)$/.test(record.state)) day.disconnected = record.detail;
      }
    },
    profiles(at, surroundings) {
      const today = Math.floor(at / dayMilliseconds);
      return [...hosts]
        .map(([host, days]) => profileOf(host, days, { today, ...surroundings }))
        .filter(({ actions }) => actions > 0)
        .sort((a, b) => b.actions - a.actions || (a.host < b.host ? -1 : 1));
    },
  };
}

interface Surroundings {
  readonly today: number;
  readonly baseline: Baseline;
  readonly intact: boolean | null;
}

function profileOf(host: HostId, days: ReadonlyMap<number, Day>, surroundings: Surroundings): Profile {
  const all = [...days].filter(([number]) => number > surroundings.today - allDays);
  const recent = all.filter(([number]) => number > surroundings.today - recentDays).map(([, day]) => day);
  const kept = all.map(([, day]) => day);
  const actions = kept.reduce((sum, day) => sum + sumOf(day.counts), 0);
  const sessions = new Set(kept.flatMap((day) => [...day.lowest.keys()])).size;
  return {
    host,
    sessions,
    actions,
    consistency: consistency(host, recent, kept, surroundings.baseline),
    restraint: restraint(kept),
    transparency: transparency(kept, actions, surroundings.intact),
  };
}

/** The last seven days' actions against ninety; what the shipped baseline says fills in where there is little. */
function consistency(host: HostId, recent: readonly Day[], all: readonly Day[], baseline: Baseline): ProfilePart {
  const shares = baseline.shares(host);
  const last = added(recent);
  const usual = added(all).map((count, at) => count + coldStart * (shares[at] ?? 0));
  const seen = sumOf(last);
  const [usualSum, lastSum] = [sumOf(usual), Math.max(1, seen)];
  // A few actions are no change of ways: what is usual stands in for what was not seen yet.
  const believed = last.map((count, at) => count + (fewActions * (usual[at] ?? 0)) / usualSum);
  const bits = divergence(believed, usual);
  const shifts = categories
    .map((category, at) => {
      const [now, before] = [(last[at] ?? 0) / lastSum, (usual[at] ?? 0) / usualSum];
      return { category, now, before, shift: Math.abs(now - before) };
    })
    .filter(({ shift }) => shift >= 0.05)
    .sort((a, b) => b.shift - a.shift)
    .slice(0, 3)
    .map(
      ({ category, now, before }) =>
        `${now > before ? 'More' : 'Less'} often ${categoryWords[category]}: ${percent(now)} of the last 7 days’ actions, usually ${percent(before)}`,
    );
  return {
    value: rounded(1 - bits),
    confidence: rounded(seen / (seen + 100)),
    reasons: seen === 0 ? ['Nothing was done in the last 7 days'] : shifts,
  };
}

/** The mean of the sessions' lowest restraint. */
function restraint(days: readonly Day[]): ProfilePart {
  const lowest = days.flatMap((day) => [...day.lowest.values()]);
  const mean = lowest.reduce((sum, value) => sum + value, 0) / Math.max(1, lowest.length);
  const lost = lowest.filter((value) => value < 0.5).length;
  const worst = lowest.reduce((least, value) => Math.min(least, value), 1);
  const reasons = [
    ...(lost > 0 ? [lostSentence(lost, lowest.length)] : []),
    ...(worst < 1 ? [`The lowest was ${worst.toFixed(2)}`] : []),
  ];
  return {
    value: rounded(lowest.length === 0 ? 1 : mean),
    confidence: rounded(lowest.length / (lowest.length + 10)),
    reasons: reasons.length > 0 ? reasons : ['No session gave a reason to doubt it'],
  };
}

function lostSentence(lost: number, of: number): string {
  return of === 1
    ? 'Its one session fell below half of its restraint'
    : `${lost} of ${of} sessions fell below half of their restraint`;
}

/** How much of what ran was seen by a window, and whether the log of it can be believed. */
function transparency(days: readonly Day[], actions: number, intact: boolean | null): ProfilePart {
  const unattested = days.reduce((sum, day) => sum + day.unattested, 0);
  const unseen = days.reduce((sum, day) => sum + day.unseen, 0);
  const late = days.reduce((sum, day) => sum + day.late, 0);
  const disconnected = days.filter((day) => day.disconnected !== null);
  const reasons: [weight: number, sentence: string][] = [];
  if (intact === false) reasons.push([0.5, 'The log is not intact']);
  if (intact === null) reasons.push([0.1, 'The log was not verified yet']);
  if (unseen > 0)
    reasons.push([(2 * unseen) / (actions + unseen), `${unseen} calls ended that no layer had seen begin`]);
  if (late > 0) reasons.push([(2 * late) / (actions + late), `${late} calls had begun before any layer saw them`]);
  if (unattested > 0)
    reasons.push([unattested / Math.max(1, actions), `${unattested} actions were judged while no window was open`]);
  if (disconnected.length > 0)
    reasons.push([
      disconnected.length / Math.max(1, days.length) / 2,
      `Not connected on ${disconnected.length} of ${days.length} days: ${disconnected.at(-1)?.disconnected}`,
    ]);
  reasons.sort(([a], [b]) => b - a);
  const lost = reasons.reduce((sum, [weight]) => sum + weight, 0);
  return {
    value: rounded(Math.exp(-lost)),
    confidence: rounded((actions / (actions + 50)) * (intact === null ? 0.5 : 1)),
    reasons:
      reasons.length > 0
        ? reasons.slice(0, 3).map(([, sentence]) => sentence)
        : ['A window saw every action, and the log is intact'],
  };
}

function added(days: readonly Day[]): number[] {
  return categories.map((_, at) => days.reduce((sum, day) => sum + (day.counts[at] ?? 0), 0));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function rounded(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 100) / 100;
}
