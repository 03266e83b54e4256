import type { AuditRecord } from '../action/audit.ts';
import type { HostId } from '../action/kinds.ts';
import { readAuditLog } from '../audit/read.ts';
import { testSession } from './test-calls.ts';

/** When a log last saw each host, and how many sessions of the editor began since. */
export interface HostActivity {
  /** Milliseconds since the epoch of the newest call, with the sessions of the editor that began after it. */
  readonly seen: ReadonlyMap<HostId, { readonly at: number; readonly openedSince: number }>;
  /** Sessions of the editor among all that was read. */
  readonly opened: number;
}

/** Records looked at, newest first. */
const mostRecords = 2_000;

/** Reads the newest records of a workspace's log. Never throws; an absent log has seen nobody. */
export function hostActivity(directory: string): HostActivity {
  return activityIn(readAuditLog(directory, { limit: mostRecords }).records);
}

/** The same from records, newest first. Calls of a test do not count. Pure. */
export function activityIn(records: readonly AuditRecord[]): HostActivity {
  const seen = new Map<HostId, { at: number; openedSince: number }>();
  let opened = 0;
  for (const record of records) {
    if (record.type === 'opened') opened += 1;
    if (record.type !== 'judged' || record.session === testSession || seen.has(record.host)) continue;
    seen.set(record.host, { at: Date.parse(record.at), openedSince: opened });
  }
  return { seen, opened };
}

/** When a host was last seen, one plain line. `now` in milliseconds since the epoch. */
export function seenWords({ seen, opened }: HostActivity, host: HostId, now: number): string {
  const last = seen.get(host);
  if (!last) return opened === 0 ? 'no call seen yet' : `no call seen in ${sessions(opened)} of the editor`;
  const since = last.openedSince > 0 ? `; none in ${sessions(last.openedSince)} since` : '';
  return `last call seen ${ago(now - last.at)}${since}`;
}

function sessions(count: number): string {
  return count === 1 ? '1 session' : `${count} sessions`;
}

function ago(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / 60_000);
  if (minutes < 1) return 'less than a minute ago';
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}
