import { closeSync, fstatSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { AuditEntry } from '../action/audit.ts';
import { type ChainHead, emptyChain, readLine, sha256Bytes } from './chain.ts';
import { moveAside, moveOpenEnd } from './chain-file.ts';
import type { Checkpoint } from './checkpoints.ts';
import { type ChainFileName, chainFiles, dateOf, namesIn, openForAppending } from './files.ts';
import { linesBackward, linesBackwardFrom } from './lines.ts';

/** Where a window's chain goes on. */
export interface Recovered {
  readonly end: ChainHead;
  /** The newest date file, or null where the next record begins one. */
  readonly file: ChainFileName | null;
  /** What was found, to be recorded before anything else. */
  readonly found: readonly AuditEntry[];
}

const dayMilliseconds = 86_400_000;

/** Bad lines at a file's end that are looked past for a record to go on from. */
const mostBadLines = 100;

/**
 * Finds the end of a window's chain after a restart. A line that a crash cut off is moved beside the file; records
 * missing against the last checkpoint, and an end that is no record, are told as tampering, and the chain goes on
 * in a way that `verify` still sees the damage. Throws where the directory cannot be read or mended.
 */
export function recoverChain(directory: string, window: string, now: number, last: Checkpoint | undefined): Recovered {
  const found: AuditEntry[] = [];
  const files: ChainFileName[] = [];
  const latest = dateOf(now + dayMilliseconds);
  for (const file of chainFiles(directory).get(window) ?? []) {
    if (file.date <= latest) {
      files.push(file);
      continue;
    }
    const aside = moveAside(path.join(directory, file.file));
    found.push(tampering(file.file, `A log file of a day to come lay in the log. It was moved to ${aside}.`));
  }
  const end = endOf(directory, files, found);
  return { end: against(last, end, window, found), file: files.at(-1) ?? null, found };
}

function endOf(directory: string, files: readonly ChainFileName[], found: AuditEntry[]): ChainHead {
  const newest = files.at(-1);
  if (!newest) return emptyChain;
  mendEnd(path.join(directory, newest.file), newest.file, found);
  for (const file of files.toReversed()) {
    let bad = 0;
    for (const line of linesBackward(path.join(directory, file.file))) {
      const reading = readLine(line.bytes);
      if (reading.ok) return { seq: reading.link.seq + bad, head: reading.link.hash };
      if (bad === 0) found.push(tampering(file.file, `The log's last line ${reading.why}.`));
      bad += 1;
      if (bad >= mostBadLines) break;
    }
  }
  return emptyChain;
}

/** A whole record without its line end only lacks that; anything else without one was cut off while it was written. */
function mendEnd(file: string, name: string, found: AuditEntry[]): void {
  const descriptor = openForAppending(file, { create: false });
  try {
    const [last] = linesBackwardFrom(descriptor, fstatSync(descriptor).size);
    if (last?.open && readLine(last.bytes).ok) {
      writeSync(descriptor, '\n');
      found.push({ type: 'log', subject: name, detail: 'The last line lacked its line end, which was added.' });
      return;
    }
    const moved = moveOpenEnd(descriptor, file);
    if (!moved) return;
    found.push({
      type: 'log',
      subject: name,
      detail: `The last line was cut off, as happens when a program ends while it writes. Its ${moved.bytes} bytes (SHA-256 ${moved.sha256}) were moved to ${moved.file}.`,
    });
  } finally {
    closeSync(descriptor);
  }
}

/** Compares the file's end with the last signed one. Where records are missing the chain goes on after the signed end. */
function against(last: Checkpoint | undefined, end: ChainHead, window: string, found: AuditEntry[]): ChainHead {
  if (!last) return end;
  if (end.seq < last.seq) {
    const detail = `Records ${end.seq + 1} to ${last.seq} are missing from the end of the log; record ${last.seq} was signed at ${last.at}.`;
    found.push(tampering(window, detail));
    return { seq: last.seq, head: last.head };
  }
  if (end.seq === last.seq && end.head !== last.head) {
    found.push(
      tampering(window, `Record ${last.seq} is not the one that was signed at ${last.at}: the log was rewritten.`),
    );
  }
  return end;
}

function tampering(subject: string, detail: string): AuditEntry {
  return { type: 'tampering', subject, detail };
}

/** Windows whose logs are looked at, the most recent ones: a start must not wait for years of them. */
const mostOthers = 32;

/** A cut-off line at the end of another window's log. */
export interface TornEnd {
  readonly entry: AuditEntry;
  /** To be called once the entry is recorded: keeps a copy of the line, and it is not told again. */
  told(): void;
}

/**
 * The other windows' logs that end in a cut-off line nobody has told of. Their windows crashed and may never start
 * again; `verify` accepts such an end once it is recorded. The files themselves are left as they are.
 */
export function tornEnds(directory: string, own: string): TornEnd[] {
  const names = new Set(namesIn(directory));
  const ends: TornEnd[] = [];
  const others = [...chainFiles(directory).values()].map((files) => files.at(-1)).filter((file) => file !== undefined);
  const recent = others.sort((a, b) => (a.date < b.date ? 1 : -1)).slice(0, mostOthers);
  for (const newest of recent) {
    if (newest.window === own || names.has(`${newest.file}.torn`)) continue;
    const torn = openEndOf(path.join(directory, newest.file));
    if (!torn) continue;
    ends.push({
      entry: {
        type: 'log',
        subject: newest.file,
        detail: `The last line of this other window's log was cut off, as happens when a program ends while it writes (${torn.length} bytes, SHA-256 ${sha256Bytes(torn)}).`,
      },
      told: () => writeFileSync(path.join(directory, `${newest.file}.torn`), torn, { flag: 'wx', mode: 0o600 }),
    });
  }
  return ends;
}

function openEndOf(file: string): Buffer | null {
  try {
    const [last] = linesBackward(file);
    return last?.open ? last.bytes : null;
  } catch {
    // What cannot be read is `verify`'s to tell.
    return null;
  }
}
