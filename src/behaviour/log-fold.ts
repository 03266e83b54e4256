import type { AuditRecord } from '../action/audit.ts';
import type { CredentialUse, SequenceMatch } from '../action/signal.ts';
import { allClear, reportedOn, withRevealed } from './afterwards.ts';
import { absolutePath } from './places.ts';
import { ruleText, sentenceOf } from './sentences.ts';
import { stepSequences } from './sequences.ts';
import type { SessionState } from './state.ts';
import { laterOf, type Step, steadied, stepped, withCredentials, withDenial, withEnd } from './state-after.ts';

/**
 * The state after a record of the log: the same as it was live, so that a restart forgets nothing.
 * Records of other sessions are the caller's to keep apart.
 */
export function foldRecord(state: SessionState, record: AuditRecord): SessionState {
  switch (record.type) {
    case 'judged':
      return foldJudged(state, record);
    case 'answered':
      return record.answer === 'approved' ? state : withDenial(state, record);
    case 'outcome': {
      const before = withEnd(state, record, { ok: record.ok, denied: record.denied === true });
      const { event, at } = reportedOn(before, record, Date.parse(record.at));
      return withRevealed(before, { at, event, signals: record.signals, revealed: record.revealed });
    }
    case 'cleared':
      // One that was put in again later clears nothing that was seen since.
      return record.clearedAt >= state.lastAt ? allClear(state, record.clearedAt) : state;
    case 'opened':
    case 'closed':
    case 'held':
    case 'mode':
    case 'connection':
    case 'tampering':
    case 'rejected':
    case 'policy':
    case 'log':
    case 'pruned':
    case 'restored':
    case 'stopped':
      return state;
  }
}

function foldJudged(before: SessionState, record: Extract<AuditRecord, { type: 'judged' }>): SessionState {
  const at = record.actionAt ?? Date.parse(record.at);
  const state = steadied(before, at);
  const { progress } = stepSequences(
    state.progress,
    {
      event: state.events,
      at: laterOf(state, at),
      signals: record.signals,
      effects: record.effects,
      kind: record.action.kind,
      text: () => ruleText(record.action.kind, record.action.text),
      ...usedIn(record.sequences),
      cleared: state.cleared,
    },
    state.own,
  );
  const step: Step = {
    at,
    kind: record.action.kind,
    ...(record.callId === undefined ? {} : { callId: record.callId }),
    sentence: sentenceOf(record.action.kind, record.action.text),
    text: ruleText(record.action.kind, record.action.text),
    ...wroteIn(record),
    effects: record.effects,
    signals: record.signals,
    sequences: record.sequences,
    ...(record.conduct ? { conduct: record.conduct } : {}),
    progress,
  };
  const next = withCredentials(stepped(state, step), record.revealed);
  return record.decision === 'deny' ? withDenial(next, record) : next;
}

function usedIn(sequences: readonly SequenceMatch[]): { credential?: CredentialUse } {
  const credential = sequences.find((sequence) => sequence.credential)?.credential;
  return credential ? { credential } : {};
}

function wroteIn(record: Extract<AuditRecord, { type: 'judged' }>): { wrote?: string } {
  if (record.action.kind !== 'write') return {};
  return { wrote: absolutePath(record.action.text, record.action.cwd) };
}
