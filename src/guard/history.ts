import type { AuditRecord } from '../action/audit.ts';
import { readAuditLog } from '../audit/read.ts';
import { verifyAuditLog } from '../audit/verify.ts';
import { limits } from './limits.ts';

/** What the log says about sessions before this window started. */
export interface History {
  /** Records of the recent past, oldest first; bounded. */
  readonly records: readonly AuditRecord[];
  /** False where the chain is broken or cut: every session then starts heightened. */
  readonly intact: boolean;
  /** One sentence, where not intact. */
  readonly problem?: string;
}

/** Verifies a workspace's log and reads its recent past. `now` in milliseconds since the epoch. Never throws. */
export function readHistory(options: {
  readonly directory: string;
  readonly checkpointDirectory: string;
  readonly publicKeys: readonly string[];
  readonly now: number;
}): History {
  const { directory, checkpointDirectory, publicKeys, now } = options;
  const verified = verifyAuditLog(directory, { checkpointDirectory, publicKeys });
  const since = new Date(now - limits.historyMilliseconds).toISOString();
  const { records } = readAuditLog(directory, { limit: limits.historyRecords, since });
  const oldestFirst = [...records].reverse();
  // A torn last line is what a crash leaves behind: only what was being written is lost, and the rest is verified.
  if (verified.intact || verified.bad?.what === 'torn') return { records: oldestFirst, intact: true };
  const detail = verified.bad?.detail ?? 'The audit log could not be verified.';
  return { records: oldestFirst, intact: false, problem: detail };
}
