import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** One date file of one window's chain. */
export interface ChainFileName {
  /** Name inside the audit directory. */
  readonly file: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly date: string;
  readonly window: string;
}

const pattern = /^(\d{4}-\d{2}-\d{2})-([A-Za-z0-9_-]{1,80})\.jsonl$/;

/** What a window may be called: it becomes part of file names. */
export const windowName = /^[A-Za-z0-9_-]{1,64}$/;

/** The date part of a file name for a moment in milliseconds since the epoch. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The name of a window's file for a date. */
export function fileNameOf(date: string, window: string): string {
  return `${date}-${window}.jsonl`;
}

/** The chain files of a directory by window, each window's by date. A directory that is not there has none. */
export function chainFiles(directory: string): Map<string, ChainFileName[]> {
  const byWindow = new Map<string, ChainFileName[]>();
  for (const file of namesIn(directory).sort()) {
    const [, date, window] = pattern.exec(file) ?? [];
    if (date === undefined || window === undefined) continue;
    const files = byWindow.get(window) ?? [];
    files.push({ file, date, window });
    byWindow.set(window, files);
  }
  return new Map([...byWindow].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** File names of a directory; none where it is not there. Throws where it cannot be listed. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Makes an audit directory for its owner alone, with a `.gitignore` of everything. Refuses a link in its place. */
export function makeAuditDirectory(directory: string): void {
  const parent = path.dirname(directory);
  if (path.basename(parent) === '.holdpoint') {
    refuseLink(parent);
    // A workspace that was deleted or moved must not come back as an empty folder with a log in it.
    if (!existsSync(path.dirname(parent))) throw new Error(`${path.dirname(parent)} is not there any more`);
    // On its own, because a recursive mkdir calls a read-only disk "not there".
    if (!existsSync(parent)) unlessThere(() => mkdirSync(parent, { mode: 0o700 }));
  }
  refuseLink(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  unlessThere(() => writeFileSync(path.join(directory, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }));
}

/** Makes something; that another window made it first is as good. */
function unlessThere(make: () => void): void {
  try {
    make();
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** An agent that plants a link must not make the guard write elsewhere. */
function refuseLink(directory: string): void {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  if (found && !found.isDirectory()) throw new Error(`${directory} is not a directory`);
}

// Undefined on Windows, where there are neither links to follow nor pipes to hang on.
const careful = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Flags to open a log file for reading: neither follows a link nor waits for a pipe. */
export const readingFlags = constants.O_RDONLY | careful;

/** Opens a regular file for reading; a link, a pipe or a directory in its place is refused. */
export function openForReading(file: string): number {
  return regular(openSync(file, readingFlags), file);
}

/** Opens a regular file for appending and reading back. `create` fails where something already stands there. */
export function openForAppending(file: string, how: { readonly create: boolean }): number {
  const flags = constants.O_RDWR | constants.O_APPEND | careful;
  return regular(openSync(file, how.create ? flags | constants.O_CREAT | constants.O_EXCL : flags, 0o600), file);
}

/** Opens a regular file for appending, made where it is not there; a link or a pipe in its place is refused. */
export function openToKeep(file: string): number {
  return regular(openSync(file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | careful, 0o600), file);
}

function regular(descriptor: number, file: string): number {
  if (fstatSync(descriptor).isFile()) return descriptor;
  closeSync(descriptor);
  throw new Error(`${file} is not a regular file`);
}

/** Bytes `[start, end)` of an open file; fewer where it is shorter. */
export function readRange(descriptor: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let filled = 0;
  while (filled < bytes.length) {
    const got = readSync(descriptor, bytes, filled, bytes.length - filled, start + filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}

/** No log of ours grows that large in a day; a planted file may. */
const mostBytes = 268_435_456;

/** The whole content of a regular file. Throws where it is larger than a log can be. */
export function readWhole(file: string): Buffer {
  const descriptor = openForReading(file);
  try {
    const { size } = fstatSync(descriptor);
    if (size > mostBytes) throw new Error(`${path.basename(file)} is too large to be a log`);
    return readRange(descriptor, 0, size);
  } finally {
    closeSync(descriptor);
  }
}

/** The system's error code (`ENOSPC`), or an empty text. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** Why a file could not be used, in plain words, without a full stop. */
export function plainReason(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EACCES: 'the permission is missing',
    EPERM: 'the permission is missing',
    EROFS: 'the disk is read-only',
    ENOTDIR: 'a part of its path is not a directory',
    ELOOP: 'a link stands in its place',
    ENOENT: 'a part of its path is not there',
    EEXIST: 'something else stands in its place',
    EIO: 'the disk reported an error',
    EMFILE: 'too many files are open',
    ENFILE: 'too many files are open',
  };
  return words[errorCode(error)] ?? (error instanceof Error ? error.message : String(error));
}
