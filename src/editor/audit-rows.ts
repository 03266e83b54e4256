import type { AuditRecord } from '../action/audit.ts';
import { type HostId, hostIds } from '../action/kinds.ts';
import type { IndexedRecord } from './audit-index.ts';
import type { AuditFilter, AuditRow, AuditWords, FilterChoice } from './panel-messages.ts';
import { sessionWords } from './session-words.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { hostTitle } from './words.ts';

interface Look {
  readonly label: string;
  readonly icon: string;
  readonly tone: AuditRow['tone'];
}

/** How an entry of a type and decision is called and drawn. */
export function lookOf(type: AuditRecord['type'], decision: string, t: Translate): Look {
  if (type === 'judged') return decisionLook(decision, t);
  if (type === 'answered') return answerLook(decision, t);
  if (type === 'outcome' && decision === 'failed') return { label: t('Failed'), icon: 'output', tone: 'neutral' };
  switch (type) {
    case 'held':
      return { label: t('Asked you'), icon: 'debug-pause', tone: 'warning' };
    case 'outcome':
      return { label: t('Done'), icon: 'output', tone: 'neutral' };
    case 'cleared':
      return { label: t('All-clear'), icon: 'check-all', tone: 'warning' };
    case 'mode':
      return { label: t('State'), icon: 'settings-gear', tone: 'warning' };
    case 'connection':
      return { label: t('Connection'), icon: 'plug', tone: 'neutral' };
    case 'tampering':
      return { label: t('Tampering'), icon: 'warning', tone: 'danger' };
    case 'rejected':
      return { label: t('Unreadable input'), icon: 'error', tone: 'warning' };
    case 'policy':
      return { label: t('Policy'), icon: 'law', tone: 'neutral' };
    case 'stopped':
      return { label: t('Stopped late'), icon: 'stop-circle', tone: 'danger' };
    case 'restored':
      return { label: t('Brought back'), icon: 'discard', tone: 'good' };
    case 'log':
      return { label: t('Log'), icon: 'info', tone: 'warning' };
    case 'opened':
      return { label: t('Window opened'), icon: 'window', tone: 'neutral' };
    case 'closed':
      return { label: t('Window closed'), icon: 'window', tone: 'neutral' };
    case 'pruned':
      return { label: t('Old files removed'), icon: 'archive', tone: 'neutral' };
  }
}

function decisionLook(decision: string, t: Translate): Look {
  if (decision === 'allow') return { label: t('Allowed'), icon: 'check', tone: 'neutral' };
  if (decision === 'hold') return { label: t('Held'), icon: 'debug-pause', tone: 'warning' };
  return { label: t('Refused'), icon: 'circle-slash', tone: 'danger' };
}

function answerLook(answer: string, t: Translate): Look {
  switch (answer) {
    case 'approved':
      return { label: t('Approved once'), icon: 'pass', tone: 'good' };
    case 'denied':
      return { label: t('Denied'), icon: 'circle-slash', tone: 'danger' };
    case 'expired':
      return { label: t('Time ran out'), icon: 'watch', tone: 'danger' };
    case 'closed':
      return { label: t('Denied by closing'), icon: 'circle-slash', tone: 'danger' };
    default:
      return { label: t('Agent went away'), icon: 'debug-disconnect', tone: 'neutral' };
  }
}

/** The name of a host in the log; the word itself where it is none we know. */
export function hostName(host: string, t: Translate): string {
  const known = hostIds.find((id): id is HostId => id === host);
  return known ? hostTitle(known, t) : visibleLine(host, 30);
}

/** One line of the list. Paths below one of `folders` (absolute) are shown without it. */
export function rowOf(record: IndexedRecord, index: number, t: Translate, folders: readonly string[] = []): AuditRow {
  const look = lookOf(record.type, record.decision, t);
  return {
    ...look,
    index,
    key: record.key,
    at: record.at,
    host: record.host ? hostName(record.host, t) : '',
    text: visibleLine(withoutFolders(record.text, folders), 240),
  };
}

/** The text with the open folders cut off from the paths in it: `/home/a/shop/src/x.ts` is `src/x.ts`. */
function withoutFolders(text: string, folders: readonly string[]): string {
  let shown = text;
  for (const folder of [...folders].sort((a, b) => b.length - a.length)) {
    if (folder.length < 2) continue;
    const parts = shown.split(`${folder}${folder.includes('\\') ? '\\' : '/'}`);
    // Only where a path begins: `/tmp/w/` in `/home/tmp/w/` is another folder.
    shown = parts.reduce((left, right) => (/[^\s"'`=:(,[]$/.test(left) ? `${left}${folder}/${right}` : left + right));
  }
  return shown;
}

/** The records that a filter lets through, in the order given. Free text matches anywhere, every word, letters of either case. */
export function filtered(
  records: readonly IndexedRecord[],
  filter: AuditFilter,
  t: Translate,
): readonly IndexedRecord[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && !filter.type && !filter.decision && !filter.host) return records;
  return records.filter((record) => {
    if (filter.type && record.type !== filter.type) return false;
    if (filter.decision && record.decision !== filter.decision) return false;
    if (filter.host && record.host !== filter.host) return false;
    if (words.length === 0) return true;
    const label = lookOf(record.type, record.decision, t).label;
    const all = `${record.text} ${label} ${record.host}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** What the filters offer: only what is in the log, each with the word the list uses for it. */
export function filterChoices(
  records: readonly IndexedRecord[],
  t: Translate,
): { types: FilterChoice[]; decisions: FilterChoice[]; hosts: FilterChoice[] } {
  const types = new Map<string, string>();
  const decisions = new Map<string, string>();
  const hosts = new Map<string, string>();
  for (const { type, decision, host } of records) {
    if (!types.has(type)) types.set(type, typeTitle(type, t));
    if (decision && !decisions.has(decision)) decisions.set(decision, decisionTitle(decision, t));
    if (host && !hosts.has(host)) hosts.set(host, hostName(host, t));
  }
  const choices = (found: Map<string, string>, all: string): FilterChoice[] => [
    { value: '', label: all },
    ...[...found].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label)),
  ];
  return {
    types: choices(types, t('All kinds')),
    decisions: choices(decisions, t('All decisions')),
    hosts: choices(hosts, t('All agents')),
  };
}

function typeTitle(type: AuditRecord['type'], t: Translate): string {
  if (type === 'judged') return t('Actions');
  if (type === 'answered') return t('Your answers');
  if (type === 'outcome') return t('Outcomes');
  return lookOf(type, '', t).label;
}

function decisionTitle(decision: string, t: Translate): string {
  if (decision === 'succeeded') return t('Done');
  if (decision === 'failed') return t('Failed');
  return ['allow', 'hold', 'deny'].includes(decision) ? decisionLook(decision, t).label : answerLook(decision, t).label;
}

/** The fixed words of the audit view. */
export function auditWords(t: Translate): AuditWords {
  return {
    title: t('Audit Log'),
    search: t('Search the log'),
    type: t('Kind'),
    decision: t('Decision'),
    host: t('Agent'),
    verify: t('Verify'),
    verifying: t('Verifying…'),
    exportLog: t('Export'),
    exceptions: t('Exceptions'),
    empty: t('Nothing is recorded yet'),
    emptyHint: t('As soon as a connected agent does something in this workspace, it stands here.'),
    nothingMatches: t('No entry matches'),
    clearFilters: t('Clear filters'),
    count: t('{0} entries', '{0}'),
    countOf: t('{0} of {1} entries', '{0}', '{1}'),
    reading: t('Reading the log…'),
    raw: t('The record as it is written'),
    except: t("Don't ask again for this…"),
    closeDetail: t('Close'),
    list: t('Entries, newest first'),
    command: t('Action'),
    chooseEntry: t('Choose an entry to see it in full.'),
    showBad: t('Show the entry'),
    entriesTab: t('Entries'),
    sessionsTab: t('Sessions'),
    sessions: sessionWords(t),
  };
}
