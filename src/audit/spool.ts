import type { AuditEntry } from '../action/audit.ts';
import { plainReason } from './files.ts';
import { redactEntry } from './redact.ts';
import { writeSpoolLine } from './spool-line.ts';

/**
 * Puts one entry no window saw into the person's spool, secrets replaced. `at` in milliseconds since the epoch. Throws
 * one sentence where it cannot be written; the caller then denies.
 */
export function appendToSpool(directory: string, entry: AuditEntry, at: number): void {
  const redacted = redactEntry(entry);
  try {
    writeSpoolLine(directory, redacted, at);
  } catch (error) {
    throw new Error(`The spool ${directory} cannot be written: ${plainReason(error)}.`);
  }
}
