import { closeSync, fstatSync, lstatSync } from 'node:fs';
import path from 'node:path';
import type { AuditRecord } from '../action/audit.ts';
import { type LineReading, readLine } from './chain.ts';
import { type ChainFileName, chainFiles, openForReading, plainReason, readRange } from './files.ts';
import { type Line, linesBackward, linesOf } from './lines.ts';
import { isEntry } from './shape.ts';

/** A page of a log, newest first. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  /** Give this to the next query for the records before these; absent where there are none. */
  readonly next?: string;
  /** Lines that could not be read, one sentence each; bounded. */
  readonly problems: readonly string[];
}

/** What to read. Times are ISO 8601, UTC. */
export interface AuditQuery {
  /** Most records to return; 200 unless told. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly from?: string;
  /** Only records before this time. */
  readonly before?: string;
  /** Only records at or after this time; older files are not opened. */
  readonly since?: string;
  matches?(record: AuditRecord): boolean;
}

const mostProblems = 50;
const usualLimit = 200;

/** Where reading stopped: all files after `date` are read; of that date, what stands before each offset is left. */
interface Place {
  readonly date: string;
  readonly ends: Readonly<Record<string, number>>;
}

/** One file read backward, with the record that comes next. */
interface Stream {
  readonly file: string;
  readonly lines: Generator<Line>;
  /** Offset after the record at hand. */
  end: number;
  record: AuditRecord | null;
}

/**
 * Reads the newest matching records of all windows, newest first, file by file from the end: a page costs what the
 * page holds, whatever the log's size. Lines are checked against their own hash; chains are `verify`'s work. Never throws.
 */
export function readAuditLog(directory: string, query: AuditQuery = {}): AuditPage {
  const { limit = usualLimit, since, before } = query;
  const records: AuditRecord[] = [];
  const problems: string[] = [];
  const tell = (sentence: string): void => {
    if (problems.length < mostProblems) problems.push(sentence);
  };
  const start = placeFrom(query.from);
  for (const [date, files] of byDate(directory, tell)) {
    if (start && date > start.date) continue;
    // A clock that was set back leaves a later time in an earlier file, but no more than the day's own end.
    if (since !== undefined && date < since.slice(0, 10)) break;
    const streams = files.map((file) => openStream(directory, file.file, start?.date === date ? start : null, tell));
    for (;;) {
      const newest = streams.reduce(later, null);
      if (!newest?.record) break;
      if (records.length >= limit) {
        const ends = Object.fromEntries(streams.map((stream) => [stream.file, stream.end]));
        for (const stream of streams) stream.lines.return(undefined);
        return { records, next: JSON.stringify({ date, ends }), problems };
      }
      const { record } = newest;
      const inTime = (before === undefined || record.at < before) && (since === undefined || record.at >= since);
      if (inTime && (query.matches?.(record) ?? true)) records.push(record);
      advance(newest, tell);
    }
  }
  return { records, problems };
}

function later(best: Stream | null, stream: Stream): Stream | null {
  if (!stream.record) return best;
  return best?.record && best.record.at >= stream.record.at ? best : stream;
}

/** The dates of a log, newest first, with their files. */
function byDate(directory: string, tell: (sentence: string) => void): [string, ChainFileName[]][] {
  try {
    const dates = new Map<string, ChainFileName[]>();
    for (const file of [...chainFiles(directory).values()].flat()) {
      dates.set(file.date, [...(dates.get(file.date) ?? []), file]);
    }
    return [...dates].sort(([a], [b]) => (a < b ? 1 : -1));
  } catch (error) {
    tell(`${directory} cannot be listed: ${plainReason(error)}.`);
    return [];
  }
}

function openStream(directory: string, file: string, start: Place | null, tell: (sentence: string) => void): Stream {
  // A file that appeared after the page before it began is newer than what is asked for.
  const end = start ? (start.ends[file] ?? 0) : undefined;
  const stream: Stream = { file, lines: linesBackward(path.join(directory, file), end), end: end ?? 0, record: null };
  advance(stream, tell);
  return stream;
}

function advance(stream: Stream, tell: (sentence: string) => void): void {
  stream.record = null;
  try {
    for (let step = stream.lines.next(); !step.done; step = stream.lines.next()) {
      const { bytes, start, open } = step.value;
      const record = recordFrom(readLine(bytes));
      stream.end = start + bytes.length + (open ? 0 : 1);
      if (record) {
        stream.record = record;
        return;
      }
      tell(open ? `The last line of ${stream.file} is cut off.` : `A line of ${stream.file} is no record.`);
    }
    stream.end = 0;
  } catch (error) {
    stream.end = 0;
    tell(`${stream.file} cannot be read: ${plainReason(error)}.`);
  }
}

/** The record of a line that reads as one, with the fields its type needs; else null. */
export function recordFrom(reading: LineReading): AuditRecord | null {
  if (!reading.ok) return null;
  const { v, seq, at, prev, hash, ...entry } = reading.record;
  return isEntry(entry) ? { ...entry, ...reading.link } : null;
}

function placeFrom(text: string | undefined): Place | null {
  if (text === undefined) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || !('date' in parsed) || !('ends' in parsed)) return null;
    if (typeof parsed.date !== 'string' || typeof parsed.ends !== 'object' || parsed.ends === null) return null;
    const ends = Object.entries(parsed.ends).filter((pair): pair is [string, number] => typeof pair[1] === 'number');
    return { date: parsed.date, ends: Object.fromEntries(ends) };
  } catch {
    return null;
  }
}

/** Follows a log: each `poll` gives what was written since the last, all windows, by time. */
export interface AuditFollower {
  poll(): readonly AuditRecord[];
}

/** Bytes one poll takes from one file; the next goes on there. */
const mostPolled = 4_194_304;

/** Starts following at the present end. Lines that are no records are passed over; `verify` tells of them. */
export function followAuditLog(directory: string): AuditFollower {
  const read = new Map<string, number>();
  const files = (): string[] => byDate(directory, () => {}).flatMap(([, named]) => named.map(({ file }) => file));
  for (const file of files()) read.set(file, sizeOf(path.join(directory, file)));
  return {
    poll() {
      const records: AuditRecord[] = [];
      for (const file of files()) {
        const from = read.get(file) ?? 0;
        const size = sizeOf(path.join(directory, file));
        if (size === from) continue;
        const bytes = size < from ? Buffer.alloc(0) : wholeLines(path.join(directory, file), from);
        // A file that shrank was cut; what comes after its new end is new.
        read.set(file, size < from ? size : from + bytes.length);
        for (const line of linesOf(bytes)) {
          const record = recordFrom(readLine(line.bytes));
          if (record) records.push(record);
        }
      }
      return records.sort((a, b) => compare(a.at, b.at) || a.seq - b.seq);
    },
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function sizeOf(file: string): number {
  return lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The whole lines that stand after an offset, as many as one poll takes; none where the file cannot be read. */
function wholeLines(file: string, from: number): Buffer {
  try {
    const descriptor = openForReading(file);
    try {
      const bytes = readRange(descriptor, from, Math.min(fstatSync(descriptor).size, from + mostPolled));
      return bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return Buffer.alloc(0);
  }
}
