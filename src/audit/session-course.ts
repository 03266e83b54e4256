import type { AuditRecord, HoldAnswer } from '../action/audit.ts';
import type { RestraintReason } from '../action/conduct.ts';
import type { ActionKind, HostId } from '../action/kinds.ts';
import type { SequenceMatch, Signal } from '../action/signal.ts';
import type { Decision } from '../action/verdict.ts';
import type { Baseline } from '../behaviour/baseline.ts';
import { type Category, categoryNamed, categoryWords, isGrave, rankOf } from '../behaviour/categories.ts';
import { type Dimension, dimensionsOf } from '../behaviour/dimensions.ts';
import { foldRecord } from '../behaviour/log-fold.ts';
import { reasonsOf } from '../behaviour/restraint.ts';
import { newSession } from '../behaviour/state.ts';
import type { SessionRecords } from './session-records.ts';

/** One action of a session and what became of it. */
export interface CourseStep {
  /** Its number in the session, from 0, as sequences count. */
  readonly event: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: ActionKind;
  /** Redacted when it was recorded. */
  readonly text: string;
  readonly decision: Decision;
  readonly reason: string;
  /** What its effects would do, one sentence each. */
  readonly effects: readonly string[];
  /** Those that came to light afterwards among them. */
  readonly signals: readonly Signal[];
  readonly sequences: readonly SequenceMatch[];
  /** 0..1, after it. */
  readonly restraint: number;
  /** Bits; null where no baseline was at hand. */
  readonly surprise: number | null;
  readonly category: Category | null;
  /** The capability it needed and was not given. */
  readonly exceeds?: string;
  /** How its hold ended. */
  readonly answer?: { readonly how: HoldAnswer; readonly waitedMs: number; readonly message?: string };
  readonly end?: 'succeeded' | 'failed' | 'denied';
  /** True where no window saw it and it was handed in later. */
  readonly unattested: boolean;
}

/** What a session came to: what a view shows and a report tells. */
export interface SessionCourse {
  readonly host: HostId;
  readonly session: string;
  readonly steps: readonly CourseStep[];
  readonly decisions: Readonly<Record<Decision, number>>;
  readonly lowest: { readonly restraint: number; readonly event: number };
  /** Why restraint was lost where it was lowest, at most three. */
  readonly reasons: readonly RestraintReason[];
  /** At the end of the session. */
  readonly dimensions: readonly Dimension[];
  /** What ordinary sessions do as well, in words. */
  readonly normal: readonly string[];
  /** What they do not, in words, gravest first. */
  readonly unusual: readonly string[];
}

/** Sentences of each list. */
const mostSentences = 8;
/** From this surprise on a step is told of, bits: about one ordinary action in a thousand. */
const tellingBits = 10;

type Making = { -readonly [Field in keyof CourseStep]: CourseStep[Field] };

/** Folds a session's records into its course. Deterministic: the same records give the same course. */
export function courseOf({ host, session, records }: SessionRecords, baseline: Baseline): SessionCourse {
  let state = newSession();
  const steps: Making[] = [];
  const byCall = new Map<string, Making>();
  const held = new Map<string, Making>();
  const decisions = { allow: 0, hold: 0, deny: 0 };
  let lowest = { restraint: 1, event: 0 };
  let reasons: readonly RestraintReason[] = [];
  for (const record of records) {
    state = foldRecord(state, record);
    if (record.type === 'judged') {
      const step = stepOf(record, steps.length);
      steps.push(step);
      decisions[record.decision] += 1;
      if (record.callId !== undefined) byCall.set(record.callId, step);
    } else if (record.type === 'held') {
      const step = steps.findLast(({ decision, answer }) => decision === 'hold' && !answer);
      if (step) held.set(record.artifact.id, step);
    } else if (record.type === 'answered') {
      const step = held.get(record.hold);
      const said = record.message === undefined ? {} : { message: record.message };
      if (step) step.answer = { how: record.answer, waitedMs: record.waitedMs, ...said };
    } else if (record.type === 'outcome') {
      const step = (record.callId === undefined ? undefined : byCall.get(record.callId)) ?? steps.at(-1);
      if (step) noteEnd(step, record);
    }
    const last = steps.at(-1);
    if (last) last.restraint = state.restraint;
    if (state.restraint < lowest.restraint) {
      lowest = { restraint: state.restraint, event: Math.max(0, steps.length - 1) };
      reasons = reasonsOf(state.conduct);
    }
  }
  return {
    host,
    session,
    steps,
    decisions,
    lowest,
    reasons,
    dimensions: dimensionsOf(state, host, baseline),
    normal: normalIn(steps, host, baseline),
    unusual: unusualIn(steps),
  };
}

function stepOf(record: Extract<AuditRecord, { type: 'judged' }>, event: number): Making {
  const { action, conduct } = record;
  return {
    event,
    at: record.actionAt ?? Date.parse(record.at),
    kind: action.kind,
    text: action.text,
    decision: record.decision,
    reason: record.reason,
    effects: record.effects.filter(({ reversibility }) => reversibility !== 'reversible').map(({ reason }) => reason),
    signals: record.signals,
    sequences: record.sequences,
    restraint: record.restraint,
    surprise: conduct?.surprise ?? null,
    category: categoryNamed(conduct?.category) ?? null,
    ...(conduct?.exceeds === undefined ? {} : { exceeds: conduct.exceeds }),
    unattested: record.unattested === true,
  };
}

function noteEnd(step: Making, record: Extract<AuditRecord, { type: 'outcome' }>): void {
  if (record.denied) step.end = 'denied';
  else if (record.ok !== null) step.end = record.ok ? 'succeeded' : 'failed';
  if (record.signals.length > 0) step.signals = [...step.signals, ...record.signals];
}

/** What the session mostly did, beside how often sessions of its host do that. */
function normalIn(steps: readonly CourseStep[], host: HostId, baseline: Baseline): string[] {
  const counts = new Map<Category, number>();
  for (const { category } of steps) if (category !== null) counts.set(category, (counts.get(category) ?? 0) + 1);
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shares = baseline.shares(host);
  return [...counts]
    .filter(([category]) => !isGrave(category))
    .sort((a, b) => b[1] - a[1] || rankOf(a[0]) - rankOf(b[0]))
    .slice(0, 5)
    .map(([category, count]) => {
      const words = categoryWords[category];
      return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${count} of ${known} actions (${percent(count / known)}; usually ${percent(shares[rankOf(category)] ?? 0)})`;
    });
}

/** What stands out, each thing once, with the number of the action where it showed first. */
function unusualIn(steps: readonly CourseStep[]): string[] {
  const said = new Map<string, { sentence: string; weight: number; event: number; times: number }>();
  const say = (key: string, sentence: string, weight: number, event: number) => {
    const known = said.get(key);
    if (known) known.times += 1;
    else said.set(key, { sentence, weight, event, times: 1 });
  };
  for (const { event, signals, sequences, surprise, category, exceeds } of steps) {
    for (const { name, title } of sequences) say(`sequence ${name}`, title, 3, event);
    for (const signal of signals)
      say(`${signal.name} ${signal.subject ?? signal.evidence}`, signal.evidence, 1 + signal.score, event);
    if (exceeds !== undefined) say(`exceeds ${exceeds}`, `Needed “${exceeds}”, which it was not given`, 1, event);
    if (signals.length > 0 || surprise === null || category === null || surprise < tellingBits) continue;
    const words = categoryWords[category];
    const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}, which ordinary sessions hardly ever do at such a point`;
    say(`surprise ${category}`, sentence, surprise / 12, event);
  }
  return [...said.values()]
    .sort((a, b) => b.weight - a.weight || a.event - b.event)
    .slice(0, mostSentences)
    .map(({ sentence, event, times }) =>
      times === 1 ? `${sentence} (action ${event + 1})` : `${sentence} (first at action ${event + 1}, ${times} times)`,
    );
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
