import type { AuditEntry } from '../action/audit.ts';

/** Appends one judgement no window saw to the person's spool, 0600. Throws a sentence where it cannot. */
export function appendToSpool(_directory: string, _entry: AuditEntry, _at: number): void {
  throw new Error('not built yet');
}
