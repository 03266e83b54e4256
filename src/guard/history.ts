import type { AuditRecord } from '../action/audit.ts';

/** What the log says about sessions before this window started. */
export interface History {
  /** Verified records, oldest first; bounded to the recent past. */
  readonly records: readonly AuditRecord[];
  /** False where the chain is broken or cut: every session then starts heightened. */
  readonly intact: boolean;
  /** One sentence, where not intact. */
  readonly problem?: string;
}

/** Verifies and reads the recent past of a workspace's log. Never throws: what cannot be read is not intact. */
export function readHistory(_options: {
  directory: string;
  checkpointDirectory: string;
  publicKeys: readonly string[];
  now: number;
}): History {
  throw new Error('not built yet');
}
