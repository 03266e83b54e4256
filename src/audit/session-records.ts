import path from 'node:path';
import type { AuditRecord } from '../action/audit.ts';
import { type HostId, hostIds } from '../action/kinds.ts';
import { readLine } from './chain.ts';
import { chainFiles, readWhole } from './files.ts';
import { linesBackward, linesOf } from './lines.ts';
import { readAuditLog, recordFrom } from './read.ts';

/** Where one window's chain ended when it was looked at. */
export interface WindowHead {
  readonly window: string;
  readonly seq: number;
  readonly head: string;
}

/** All that the log holds of one session. */
export interface SessionRecords {
  readonly host: HostId;
  readonly session: string;
  /** Oldest first. */
  readonly records: readonly AuditRecord[];
  /** The ends of the log's chains, up to which was read. */
  readonly heads: readonly WindowHead[];
  /** True where there were more records than are read of one session. */
  readonly more: boolean;
}

/** Which session. Without a host the first that has one of this name. */
export interface SessionName {
  readonly session: string;
  readonly host?: HostId;
}

/** Records read of one session. */
const mostRecords = 100_000;
/** Sessions listed. */
const mostSessions = 500;

/**
 * Reads one session from a log's directories. `upTo` bounds it to chains as they were then, so that the same is read
 * again later. Null where there is no such session. Nothing is verified but each record's own hash. Throws where a
 * file cannot be read.
 */
export function readSession(
  directories: readonly string[],
  name: SessionName,
  upTo?: readonly WindowHead[],
): SessionRecords | null {
  const heads = upTo ?? directories.flatMap(headsOf);
  const bounds = new Map(heads.map(({ window, seq }) => [window, seq]));
  const found: AuditRecord[] = [];
  for (const directory of directories) {
    for (const [window, files] of chainFiles(directory)) {
      const most = bounds.get(window) ?? 0;
      for (const { file } of files) {
        for (const record of recordsAbout(path.join(directory, file), name)) if (record.seq <= most) found.push(record);
      }
    }
  }
  found.sort(byTime);
  const [first] = found;
  const host = first && 'host' in first ? first.host : undefined;
  if (host === undefined) return null;
  const own = found.filter((record) => 'host' in record && record.host === host);
  return { host, session: name.session, records: own.slice(0, mostRecords), heads, more: own.length > mostRecords };
}

/** The records of one file that name the session. */
function* recordsAbout(file: string, { session, host }: SessionName): Generator<AuditRecord> {
  const named = Buffer.from(`"session":${JSON.stringify(session)}`);
  for (const { bytes } of linesOf(readWhole(file))) {
    if (!bytes.includes(named)) continue;
    const record = recordFrom(readLine(bytes));
    if (!record || !('session' in record) || record.session !== session || record.host === undefined) continue;
    if (host === undefined || record.host === host) yield record;
  }
}

/** A session as a list names it. */
export interface SessionEntry {
  readonly host: HostId;
  readonly session: string;
  /** ISO 8601, UTC: its last record. */
  readonly at: string;
  readonly actions: number;
  readonly lowest: number;
}

/** The sessions of a log, latest first; bounded. */
export function sessionsIn(directories: readonly string[]): readonly SessionEntry[] {
  const entries = new Map<string, { host: HostId; session: string; at: string; actions: number; lowest: number }>();
  for (const directory of directories) {
    const { records } = readAuditLog(directory, { limit: mostRecords, matches: ({ type }) => type === 'judged' });
    for (const record of records) {
      if (record.type !== 'judged') continue;
      const key = `${record.host}\n${record.session}`;
      const known = entries.get(key) ?? {
        host: record.host,
        session: record.session,
        at: record.at,
        actions: 0,
        lowest: 1,
      };
      known.actions += 1;
      known.lowest = Math.min(known.lowest, record.restraint);
      if (record.at > known.at) known.at = record.at;
      entries.set(key, known);
    }
  }
  return [...entries.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, mostSessions);
}

/** The ends of all chains of a directory, as their last whole lines say. */
function headsOf(directory: string): WindowHead[] {
  const heads: WindowHead[] = [];
  for (const [window, files] of chainFiles(directory)) {
    const last = files.at(-1);
    if (!last) continue;
    const lines = linesBackward(path.join(directory, last.file));
    try {
      for (const { bytes } of lines) {
        const reading = readLine(bytes);
        if (!reading.ok) continue;
        heads.push({ window, seq: reading.link.seq, head: reading.link.hash });
        break;
      }
    } catch {
      // A file that cannot be read has no end to speak of; its records are missing from the report as well.
    } finally {
      lines.return(undefined);
    }
  }
  return heads;
}

function byTime(a: AuditRecord, b: AuditRecord): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.seq - b.seq;
}

/** The id of a host by its name, or undefined. */
export function hostNamed(name: string): HostId | undefined {
  return hostIds.find((id) => id === name);
}
