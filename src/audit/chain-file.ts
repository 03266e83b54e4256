import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { readLine, sha256Bytes } from './chain.ts';
import { errorCode, makeAuditDirectory, openForAppending, readRange } from './files.ts';
import { linesBackwardFrom, linesOf } from './lines.ts';

/** The system calls a write makes, so that a test can fill the disk. */
export interface Disk {
  write(descriptor: number, bytes: Buffer): number;
  sync(descriptor: number): void;
}

const realDisk: Disk = { write: (descriptor, bytes) => writeSync(descriptor, bytes), sync: fsyncSync };

/** One date file, open for appending, that notices what others do to it. */
export interface ChainFile {
  readonly path: string;
  /** Writes one line with one call. On an error nothing of the line stays, where that is possible. */
  append(line: string): void;
  /**
   * Looks whether the file is still the one that was written. What can be mended is mended; the answer is one
   * sentence about what was done to it, or null. Throws where the file cannot be made anew.
   */
  mend(): string | null;
  sync(): void;
  close(): void;
}

/** How much of a file touched by others is read again to see whether anything changed; `verify` reads all. */
const readAgainBytes = 4_194_304;

/** Opens a date file; `create` where there must be none yet. Its last line must be whole. */
export function openChainFile(file: string, how: { readonly create: boolean; readonly disk?: Disk }): ChainFile {
  const disk = how.disk ?? realDisk;
  let descriptor = openForAppending(file, how);
  let known = fstatSync(descriptor);
  if (how.create) syncDirectory(path.dirname(file));

  function adopt(next: number): void {
    descriptor = next;
    known = fstatSync(next);
  }

  /** The file is gone or another stands in its place: the open one still has all that was written. */
  function writeAnew(content: Buffer, standing: Stats | undefined): string | undefined {
    const aside = standing && moveAside(file);
    makeAuditDirectory(path.dirname(file));
    const next = openForAppending(file, { create: true });
    try {
      writeAll(disk, next, content);
      disk.sync(next);
    } catch (error) {
      closeSync(next);
      rmSync(file, { force: true });
      throw error;
    }
    closeSync(descriptor);
    adopt(next);
    return aside;
  }

  function mend(): string | null {
    const standing = lstatSync(file, { throwIfNoEntry: false });
    if (standing && standing.ino === known.ino && standing.dev === known.dev) return mendInPlace(standing);
    const content = readRange(descriptor, 0, fstatSync(descriptor).size);
    const whole = content.subarray(0, content.lastIndexOf('\n') + 1);
    const lost = whole.length < known.size ? ' Part of it had been cut off and is lost.' : '';
    const aside = writeAnew(whole, standing);
    if (aside === undefined) {
      return `The log file was deleted while it was being written. Its records were written anew.${lost}`;
    }
    return `The log file was replaced while it was being written. The other file was moved to ${aside}, and the records were written anew.${lost}`;
  }

  function mendInPlace(standing: Stats): string | null {
    if (standing.size === known.size && standing.mtimeMs === known.mtimeMs) return null;
    if (standing.size > known.size) {
      const foreign = readRange(descriptor, known.size, standing.size);
      const aside = keepAside(file, foreign);
      ftruncateSync(descriptor, known.size);
      adopt(descriptor);
      return `Something else wrote ${foreign.length} bytes to the end of the log file. They were moved to ${aside}.`;
    }
    const cut = known.size - standing.size;
    if (cut > 0) {
      const aside = moveOpenEnd(descriptor, file);
      adopt(descriptor);
      const rest = aside ? ` The rest of a cut line was moved to ${aside.file}.` : '';
      return `The log file was cut by ${cut} bytes while it was being written.${rest}`;
    }
    const unchanged = isChain(lastLines(descriptor, standing.size));
    adopt(descriptor);
    return unchanged ? null : 'The log file was written to by something else while it was being written.';
  }

  return {
    path: file,
    append(line) {
      const bytes = Buffer.from(line, 'utf8');
      try {
        writeAll(disk, descriptor, bytes);
      } catch (error) {
        takeBack(descriptor, known.size);
        throw error;
      }
      known = fstatSync(descriptor);
    },
    mend,
    sync: () => disk.sync(descriptor),
    close: () => closeSync(descriptor),
  };
}

/** One call writes all of it; only a disk that fills up takes a part, and then the second call says so. */
function writeAll(disk: Disk, descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) {
    const step = disk.write(descriptor, bytes.subarray(written));
    if (step === 0) throw new Error('nothing could be written');
    written += step;
  }
}

function takeBack(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // The torn line stays and is moved aside on the next start.
  }
}

/** The whole lines at a file's end, as much as is read again. */
function lastLines(descriptor: number, size: number): Buffer {
  const start = Math.max(0, size - readAgainBytes);
  const bytes = readRange(descriptor, start, size);
  return start === 0 ? bytes : bytes.subarray(bytes.indexOf('\n') + 1);
}

/** Whether the lines are records that follow each other. */
function isChain(content: Buffer): boolean {
  let before: { seq: number; hash: string } | undefined;
  for (const line of linesOf(content)) {
    const reading = readLine(line.bytes);
    if (!reading.ok || line.open) return false;
    if (before && (reading.link.prev !== before.hash || reading.link.seq !== before.seq + 1)) return false;
    before = reading.link;
  }
  return true;
}

/** A part of a log that was moved out of it. */
export interface MovedPart {
  /** Name beside the log file. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Moves what follows the last line end out of the file into one beside it, on the disk before it is cut off.
 * Null where the file ends with a whole line.
 */
export function moveOpenEnd(descriptor: number, file: string): MovedPart | null {
  const { size } = fstatSync(descriptor);
  for (const line of linesBackwardFrom(descriptor, size)) {
    if (!line.open) return null;
    const kept = keepAside(file, line.bytes);
    ftruncateSync(descriptor, line.start);
    return { file: kept, bytes: line.bytes.length, sha256: sha256Bytes(line.bytes) };
  }
  return null;
}

/** Keeps bytes in a new file beside `file`; gives its name. */
function keepAside(file: string, bytes: Buffer): string {
  for (let number = 1; ; number += 1) {
    const aside = `${file}.aside-${number}`;
    try {
      writeFileSync(aside, bytes, { flag: 'wx', mode: 0o600, flush: true });
      return path.basename(aside);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** Moves whatever stands at `file` to a free name beside it, without following links; gives that name. */
export function moveAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.aside-${number}`)) number += 1;
  renameSync(file, `${file}.aside-${number}`);
  return path.basename(`${file}.aside-${number}`);
}

/** A new file's name survives a power cut only once its directory is on the disk. Not every system can. */
function syncDirectory(directory: string): void {
  try {
    const descriptor = openSync(directory, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Windows opens no directories; its file system writes names through.
  }
}
