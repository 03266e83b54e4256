import { rmSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '../action/audit.ts';
import { canonicalJson } from '../action/canonical.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';
import { readLine } from './chain.ts';
import { dropCheckpoints } from './checkpoints.ts';
import { type ChainFileName, chainFiles, dateOf, namesIn } from './files.ts';
import { linesBackward } from './lines.ts';

/** Days a log is kept unless told otherwise (DESIGN 5.4). */
export const defaultRetentionDays = 90;

const dayMilliseconds = 86_400_000;

/** What is signed when files are pruned: their names and the hash of the last record in them. */
export function prunedStatement(files: readonly string[], head: string): string {
  return canonicalJson({ type: 'pruned', files, head });
}

/** Whether a `pruned` record was signed by one of the keys. */
export function isPrunedBy(
  record: { readonly files: readonly string[]; readonly head: string; readonly signature: string },
  keys: Iterable<string>,
): boolean {
  const statement = prunedStatement(record.files, record.head);
  for (const key of keys) if (isSignedBy(key, statement, record.signature)) return true;
  return false;
}

/** What pruning needs. */
export interface Pruning {
  readonly directory: string;
  /** The window that prunes; its newest file stays. */
  readonly window: string;
  readonly now: number;
  readonly retentionDays: number;
  readonly signer: Signer;
  readonly checkpointDirectory: string;
  /** Records durably. A file goes only after its record is on the disk. */
  append(entry: AuditEntry): void;
}

/**
 * Removes date files older than the retention, of all windows, oldest first, each with a signed record of its own:
 * wherever a crash stops this, `verify` still finds a record for the place a chain now begins at. The newest file of
 * another window stays until it is twice as old, because that window may still be open. Gives a sentence for each
 * file it had to leave.
 */
export function pruneLog(pruning: Pruning): string[] {
  const { directory, window, now, retentionDays } = pruning;
  const cutoff = dateOf(now - retentionDays * dayMilliseconds);
  const longCutoff = dateOf(now - 2 * retentionDays * dayMilliseconds);
  const problems: string[] = [];
  for (const [owner, files] of chainFiles(directory)) {
    const newest = files.at(-1);
    const old = files.filter((file) => {
      if (file !== newest) return file.date < cutoff;
      return owner !== window && file.date < longCutoff;
    });
    for (const file of old) {
      const problem = pruneFile(pruning, file);
      if (problem === null) continue;
      problems.push(problem);
      break;
    }
    const wholly = old.length === files.length && !chainFiles(directory).has(owner);
    if (wholly) dropCheckpoints(pruning.checkpointDirectory, owner);
  }
  return problems;
}

function pruneFile(pruning: Pruning, { file }: ChainFileName): string | null {
  const { directory, signer } = pruning;
  const head = lastHash(path.join(directory, file));
  if (head === undefined) {
    return `${file} is older than the log is kept, but its end cannot be read, so it stays for you to look at.`;
  }
  const files = [file, ...namesIn(directory).filter((name) => name.startsWith(`${file}.`))].sort();
  pruning.append({ type: 'pruned', files, head, signature: signer.sign(prunedStatement(files, head)) });
  for (const name of files) rmSync(path.join(directory, name), { force: true });
  return null;
}

function lastHash(file: string): string | undefined {
  try {
    for (const line of linesBackward(file)) {
      const reading = readLine(line.bytes);
      if (reading.ok) return reading.link.hash;
      if (!line.open) return undefined;
    }
  } catch {
    return undefined;
  }
  return undefined;
}
