import path from 'node:path';
import type { AuditEntry, AuditRecord } from '../action/audit.ts';
import type { Signer } from '../action/signing.ts';
import { type ChainHead, chained } from './chain.ts';
import { type ChainFile, type Disk, moveAside, openChainFile } from './chain-file.ts';
import { type Checkpoint, isGenuine, keepCheckpoint, keptCheckpoints } from './checkpoints.ts';
import { type ChainFileName, dateOf, errorCode, fileNameOf, makeAuditDirectory, plainReason } from './files.ts';
import { recoverChain, tornEnds } from './recovery.ts';
import { pruneLog } from './retention.ts';

/** What one chain needs. */
export interface WindowChainOptions {
  readonly directory: string;
  readonly window: string;
  now(): number;
  readonly signer: Signer;
  readonly checkpointDirectory: string;
  readonly retentionDays: number;
  readonly disk?: Disk;
  /** One sentence about what was found or went wrong without stopping the log. */
  problem(sentence: string): void;
}

/** One window's chain in one directory, through its date files. Every method but `append` keeps its errors to `problem`. */
export interface WindowChain {
  /** The date file records go to. */
  readonly file: string;
  /** Writes a redacted entry, after whatever was found before it. Throws the system's error. */
  append(entry: AuditEntry, durable: boolean): AuditRecord;
  checkpoint(): void;
  close(): void;
}

/** Entries that are on the disk, and the head after them signed, before `append` returns (DESIGN 5.4). */
const signedAtOnce: ReadonlySet<AuditEntry['type']> = new Set([
  'opened',
  'held',
  'closed',
  'mode',
  'cleared',
  'tampering',
  'pruned',
]);

const recordsPerCheckpoint = 100;

/** Finds the chain's end and mends what a crash left. Creates nothing. Throws the system's error. */
export function openWindowChain(options: WindowChainOptions): WindowChain {
  const { directory, window, now, signer, checkpointDirectory, problem } = options;
  const recovered = recoverChain(directory, window, now(), lastSigned());
  const torn = tornEnds(directory, window);
  /** To be recorded before anything else. */
  const found = [...recovered.found.map((entry) => ({ entry, told: () => {} })), ...torn];
  for (const { entry } of found) if ('detail' in entry) problem(entry.detail);
  let end: ChainHead = recovered.end;
  let newest: ChainFileName | null = recovered.file;
  let file: ChainFile | null = null;
  let unsigned = 0;
  let pruned = false;
  let started = false;

  /** The newest checkpoint of our own for this chain. */
  function lastSigned(): Checkpoint | undefined {
    try {
      return keptCheckpoints(checkpointDirectory, window).findLast(
        (kept) => kept.key === signer.publicKey && kept.directory === directory && isGenuine(kept),
      );
    } catch (error) {
      problem(`The checkpoints in ${checkpointDirectory} cannot be read: ${plainReason(error)}.`);
      return undefined;
    }
  }

  /** The first record may come long after the opening: whatever happened to the files since then is looked for again. */
  function lookAgain(): void {
    started = true;
    const again = recoverChain(directory, window, now(), lastSigned());
    end = again.end;
    newest = again.file;
    for (const entry of again.found) {
      if (!('detail' in entry) || found.some((known) => 'detail' in known.entry && known.entry.detail === entry.detail))
        continue;
      problem(entry.detail);
      found.push({ entry, told: () => {} });
    }
  }

  /** The file for today; a clock that was set back stays with the newest. */
  function ready(): ChainFile {
    const today = dateOf(now());
    if (file && newest && today <= newest.date) return mended(file);
    if (file) {
      mended(file).close();
      file = null;
      pruned = false;
    }
    makeAuditDirectory(directory);
    if (!started) lookAgain();
    if (newest && today <= newest.date) {
      file = openChainFile(path.join(directory, newest.file), { create: false, disk: options.disk });
      return file;
    }
    const next = { file: fileNameOf(today, window), date: today, window };
    file = created(path.join(directory, next.file));
    newest = next;
    return file;
  }

  function created(name: string): ChainFile {
    try {
      return openChainFile(name, { create: true, disk: options.disk });
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
      const detail = `A file lay where a new log file begins. It was moved to ${moveAside(name)}.`;
      found.push({ entry: { type: 'tampering', subject: path.basename(name), detail }, told: () => {} });
      return openChainFile(name, { create: true, disk: options.disk });
    }
  }

  function mended(open: ChainFile): ChainFile {
    const detail = open.mend();
    if (detail === null) return open;
    problem(detail);
    write(open, { type: 'tampering', subject: path.basename(open.path), detail }, true);
    return open;
  }

  function write(open: ChainFile, entry: AuditEntry, durable: boolean): AuditRecord {
    const { record, line } = chained(entry, end, now());
    open.append(line);
    end = { seq: record.seq, head: record.hash };
    unsigned += 1;
    const atOnce = signedAtOnce.has(entry.type);
    if (durable || atOnce) open.sync();
    if (atOnce || unsigned >= recordsPerCheckpoint) checkpoint();
    return record;
  }

  function checkpoint(): void {
    if (end.seq === 0 || unsigned === 0) return;
    try {
      // The records first: a head that is signed must not be lost with the power.
      file?.sync();
      keepCheckpoint(checkpointDirectory, signer, { window, directory, ...end, at: new Date(now()).toISOString() });
      unsigned = 0;
    } catch (error) {
      problem(`The audit log's end could not be signed in ${checkpointDirectory}: ${plainReason(error)}.`);
    }
  }

  function prune(open: ChainFile): void {
    pruned = true;
    try {
      const append = (entry: AuditEntry): void => void write(open, entry, true);
      for (const sentence of pruneLog({ ...options, now: now(), append })) problem(sentence);
    } catch (error) {
      problem(`Old log files in ${directory} could not be removed: ${plainReason(error)}.`);
    }
  }

  return {
    get file() {
      return file?.path ?? path.join(directory, newest?.file ?? fileNameOf(dateOf(now()), window));
    },
    append(entry, durable) {
      const open = ready();
      for (let first = found[0]; first; first = found[0]) {
        write(open, first.entry, true);
        found.shift();
        first.told();
      }
      const record = write(open, entry, durable);
      if (!pruned) prune(open);
      return record;
    },
    checkpoint,
    close() {
      checkpoint();
      try {
        file?.close();
      } catch (error) {
        problem(`${directory}: the audit log could not be closed: ${plainReason(error)}.`);
      }
      file = null;
    },
  };
}
