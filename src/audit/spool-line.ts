import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '../action/audit.ts';

/**
 * Puts one entry that holds no secret into the spool: one line, 0600. Each line is a file of its own that appears
 * whole, so that no reader meets half a line and no two writers meet. `at` in milliseconds since the epoch. Throws the
 * system's error.
 */
export function writeSpoolLine(directory: string, entry: AuditEntry, at: number): void {
  const name = `${String(at).padStart(15, '0')}-${process.pid.toString(36)}-${process.hrtime.bigint().toString(36)}`;
  const partial = path.join(directory, `${name}.part`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(partial, `${JSON.stringify({ v: 1, at: new Date(at).toISOString(), entry })}\n`, {
      flag: 'wx',
      mode: 0o600,
    });
    renameSync(partial, path.join(directory, `${name}.jsonl`));
  } catch (error) {
    removeQuietly(partial);
    throw error;
  }
}

/** The error that led here is the one to tell. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A part that stays is read by nobody.
  }
}
