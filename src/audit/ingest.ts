import { lstatSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '../action/audit.ts';
import { errorCode, namesIn, plainReason, readWhole } from './files.ts';
import { isEntry } from './shape.ts';

/** What an ingestion found. */
export interface Ingested {
  readonly entries: number;
  /** One sentence for each line that could not be taken. Bounded. */
  readonly problems: readonly string[];
}

/** Files taken in one go, so that a full spool does not hold up a window's start. The next call takes more. */
const mostFiles = 2_000;
const mostBytes = 1_048_576;
const mostProblems = 50;

/**
 * Moves the spool into a log through `append`, oldest first, judgements marked unattested. A file is claimed by
 * renaming it, which only one of several windows can do, and removed once recorded. Where `append` throws the file
 * goes back and the error is passed on. What a window that died had claimed is taken up again: should it have died
 * between recording and removing, that one entry stands twice, which is better than not at all.
 */
export function ingestSpool(directory: string, append: (entry: AuditEntry) => void): Ingested {
  const problems: string[] = [];
  let entries = 0;
  const tell = (name: string, why: string): void => {
    if (problems.length < mostProblems) problems.push(`${name} in the spool ${why}.`);
  };
  for (const name of namesIn(directory)) {
    const [, original, claimant] = claimedName.exec(name) ?? [];
    if (original === undefined || !isGone(Number(claimant))) continue;
    tell(name, 'was claimed by a window that ended, and was taken up again');
    renamed(path.join(directory, name), path.join(directory, original));
  }
  const waiting = namesIn(directory).filter((name) => name.endsWith('.jsonl'));
  for (const name of waiting.sort().slice(0, mostFiles)) {
    const file = path.join(directory, name);
    const claimed = `${file}.${process.pid}.taken`;
    if (!renamed(file, claimed)) continue;
    const reading = readSpooled(claimed);
    if (!('entry' in reading)) tell(name, reading.why);
    else {
      try {
        append(reading.entry);
        entries += 1;
      } catch (error) {
        renamed(claimed, file);
        throw error;
      }
    }
    rmSync(claimed, { force: true, recursive: true });
  }
  return { entries, problems };
}

const claimedName = /^(.+\.jsonl)\.(\d+)\.taken$/;

/** False where another window was first. */
function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Ingestion never pauses, so a claim of this very process is one it failed to finish. */
function isGone(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

/** What one spool file says. Anybody who runs as this person can write one, so its shape is checked to the end. */
function readSpooled(file: string): { readonly entry: AuditEntry } | { readonly why: string } {
  try {
    if (lstatSync(file).size > mostBytes) return { why: 'is too large to be a record and was not taken' };
    const parsed: unknown = JSON.parse(readWhole(file).toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('entry' in parsed) || !('at' in parsed)) {
      return { why: 'is no record and was not taken' };
    }
    const { entry, at } = parsed;
    if (typeof entry !== 'object' || entry === null || !isEntry(entry)) {
      return { why: 'is no record and was not taken' };
    }
    if (entry.type === 'rejected') return { entry };
    if (entry.type !== 'judged') return { why: 'says what only a window may say and was not taken' };
    const spooledAt = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    const actionAt = entry.actionAt ?? (Number.isNaN(spooledAt) ? undefined : spooledAt);
    return { entry: { ...entry, ...(actionAt !== undefined && { actionAt }), unattested: true } };
  } catch (error) {
    if (error instanceof SyntaxError) return { why: 'cannot be read as JSON and was not taken' };
    return { why: `cannot be read and was not taken: ${plainReason(error)}` };
  }
}
