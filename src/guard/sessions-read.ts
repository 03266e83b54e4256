import { readAuditLog } from '../audit/read.ts';
import { type SessionEntry, sessionsIn } from '../audit/session-records.ts';
import { newProfileFold, type Profile } from '../behaviour/profile.ts';
import { shippedBaseline } from '../behaviour/shipped-baseline.ts';
import { limits } from './limits.ts';

/** The sessions of a log, and how their hosts behaved over weeks. */
export interface SessionsRead {
  /** Latest first; bounded. */
  readonly sessions: readonly SessionEntry[];
  /** Busiest host first. */
  readonly profiles: readonly Profile[];
}

/** Reads a log's sessions and profiles. Takes seconds for months of log: to be called aside. Never throws. */
export function readSessions(order: {
  readonly directories: readonly string[];
  readonly now: number;
  readonly intact: boolean | null;
}): SessionsRead {
  const { directories, now, intact } = order;
  const since = new Date(now - limits.profileMilliseconds).toISOString();
  const fold = newProfileFold();
  for (const directory of directories) {
    const { records } = readAuditLog(directory, { limit: limits.profileRecords, since });
    for (const record of records.toReversed()) fold.add(record);
  }
  return { sessions: sessionsIn(directories), profiles: fold.profiles(now, { baseline: shippedBaseline(), intact }) };
}
