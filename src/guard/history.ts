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
  const since = new Date(now - limits.historyMilliseconds).toISOString();
  // Of months of log only the recent days are verified here: an agent waits for this.
  const verified = verifyAuditLog(directory, { checkpointDirectory, publicKeys, since: since.slice(0, 10) });
  const { records } = readAuditLog(directory, { limit: limits.historyRecords, since });
  const oldestFirst = [...records].reverse();
  // A torn last line is what a crash leaves behind: only what was being written is lost, and the rest is verified.
  const damage = verified.damaged.find(({ what }) => what !== 'torn');
  if (!damage) return { records: oldestFirst, intact: true };
  return { records: oldestFirst, intact: false, problem: damage.detail };
}
