import type { AuditRecord } from '../action/audit.ts';

/** A page of a log, newest first. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  /** True where older records match too. */
  readonly more: boolean;
  /** Lines that could not be read, one sentence each; bounded. */
  readonly problems: readonly string[];
}

/** What to read. */
export interface AuditQuery {
  /** Most records to return; 200 unless told. */
  readonly limit?: number;
  /** Only records before this time (ISO 8601), for the next page. */
  readonly before?: string;
  /** Only records at or after this time (ISO 8601). */
  readonly since?: string;
  matches?(record: AuditRecord): boolean;
}

/** Reads the newest matching records of all windows. Bounded; nothing is verified. Never throws. */
export function readAuditLog(_directory: string, _query: AuditQuery = {}): AuditPage {
  throw new Error('not built yet');
}

/** Follows a log: each `poll` gives what was written since the last, all windows, oldest first. */
export interface AuditFollower {
  poll(): readonly AuditRecord[];
}

/** Starts following at the present end. */
export function followAuditLog(_directory: string): AuditFollower {
  throw new Error('not built yet');
}
