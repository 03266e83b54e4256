import { createHash, type Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import { isRegenerable } from '../effects/paths.ts';
import { limits } from './limits.ts';
import type { Entry } from './snapshot.ts';

/** Why something cannot be saved or put back; the message is the end of a sentence, in plain words. */
export class Cannot extends Error {}

/** What one snapshot may still take; shared by all its parts. */
export interface Budget {
  bytes: number;
  entries: number;
  /** Moment of a clock that only goes forward, in milliseconds. */
  readonly until: number;
  monotonic(): number;
}

/** Takes one more entry, and `bytes` that are to be written. Throws {@link Cannot} where a bound is met. */
export function spend(budget: Budget, bytes: number): void {
  budget.entries -= 1;
  budget.bytes -= bytes;
  if (budget.entries < 0) throw new Cannot('there are too many files');
  if (budget.bytes < 0) throw new Cannot('it is too large to be saved first');
  if (budget.monotonic() > budget.until) throw new Cannot('saving it would take too long');
}

/** A file, link or folder on the disk, not read yet. */
export type Found =
  | {
      readonly type: 'file';
      readonly path: string;
      readonly mode: number;
      readonly mtime: number;
      readonly size: number;
    }
  | Extract<Entry, { type: 'link' | 'directory' }>;

/**
 * What lies at a path, `relative` to `base`; null where there is nothing. Throws {@link Cannot} where it cannot be
 * looked at. Waits for the disk, as all that is done once for each file: a promise for each would take ten times as
 * long. {@link breathe} lets others have their turn.
 */
export function foundAt(base: string, relative: string): Found | null {
  const absolute = path.join(base, relative);
  let seen: Stats;
  try {
    seen = lstatSync(absolute);
  } catch (error) {
    if (codeIs(error, 'ENOENT', 'ENOTDIR')) return null;
    throw new Cannot(`${relative || absolute} cannot be looked at`);
  }
  const mode = seen.mode & 0o7777;
  const mtime = seen.mtimeMs;
  if (seen.isFile()) return { type: 'file', path: relative, mode, mtime, size: seen.size };
  if (seen.isDirectory()) return { type: 'directory', path: relative, mode, mtime };
  if (seen.isSymbolicLink())
    return { type: 'link', path: relative, target: plainName(readlinkSync(absolute), relative) };
  // A pipe or socket holds nothing: whoever made it makes it again.
  return null;
}

/** Longest time in milliseconds that saving and restoring keep everything else waiting. */
const longestBreath = 12;
let breathed = 0;

/** Lets everything else in this process have its turn, where the last one is a while ago. */
export async function breathe(): Promise<void> {
  const now = performance.now();
  if (now - breathed < longestBreath) return;
  await new Promise((resolve) => setImmediate(resolve));
  breathed = performance.now();
}

/** Names that are no valid text would come back as others. */
function plainName(name: string, where: string): string {
  if (name.includes('\uFFFD')) throw new Cannot(`a file name in ${where || 'it'} is no readable text`);
  return name;
}

/**
 * All that lies at `root` and below it (paths relative to `base`), links not followed, without Holdpoint's own folder
 * and what a tool makes again unless `isTracked` says that git keeps it. Throws {@link Cannot} where a repository lies
 * below it, or a bound is met.
 */
export async function treeAt(
  base: string,
  root: string,
  budget: Budget,
  isTracked: (relative: string) => boolean,
): Promise<Found[]> {
  const first = foundAt(base, root);
  if (!first) return [];
  spend(budget, 0);
  const found: Found[] = [first];
  const open = first.type === 'directory' ? [root] : [];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    await breathe();
    const entries = entriesOf(base, directory);
    if (entries === null) throw new Cannot(`the folder ${directory || base} cannot be read`);
    for (const { name } of entries) {
      const relative = directory === '' ? plainName(name, directory) : `${directory}/${plainName(name, directory)}`;
      if (name === '.git') throw new Cannot(`${directory || 'it'} holds a repository of its own`);
      if (isOwn(relative)) continue;
      const one = foundAt(base, relative);
      if (!one || (isMadeAgain(one, root) && !isTracked(relative))) continue;
      spend(budget, 0);
      found.push(one);
      if (one.type === 'directory') open.push(relative);
    }
  }
  return found;
}

/** Holdpoint's own folder in a workspace. */
export function isOwn(relative: string): boolean {
  return relative === '.holdpoint' || relative.startsWith('.holdpoint/');
}

/** A folder below `root` that a tool makes again, or a large file of that kind: no snapshot holds it. */
export function isMadeAgain(found: Found, root = ''): boolean {
  const below = root === '' ? found.path : found.path.slice(root.length + 1);
  if (below === '' || found.type === 'link' || (found.type === 'file' && isSmall(found.size))) return false;
  return isRegenerable(below);
}

function entriesOf(base: string, directory: string): Dirent[] | null {
  try {
    return readdirSync(path.join(base, directory), { withFileTypes: true });
  } catch {
    return null;
  }
}

/** The empty folders below `base`, without what is left out of snapshots. */
export async function emptyFoldersBelow(
  base: string,
  budget: Budget,
): Promise<Extract<Found, { type: 'directory' }>[]> {
  const found: Extract<Found, { type: 'directory' }>[] = [];
  const open = [''];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    await breathe();
    const entries = entriesOf(base, directory) ?? [];
    if (entries.length === 0 && directory !== '') {
      spend(budget, 0);
      const one = foundAt(base, directory);
      if (one?.type === 'directory') found.push(one);
    }
    if (directory !== '' && entries.some(({ name }) => name === '.git')) continue;
    for (const entry of entries) {
      const relative = directory === '' ? entry.name : `${directory}/${entry.name}`;
      const leftOut = entry.name === '.git' || isOwn(relative) || isRegenerable(relative);
      if (entry.isDirectory() && !leftOut) open.push(relative);
    }
  }
  return found;
}

/**
 * The bytes of a regular file in pieces, a small one in one, never through a link. Throws {@link Cannot} where it is not
 * as long as was seen.
 */
export function* bytesOf(absolute: string, size: number): Generator<Buffer> {
  const descriptor = openPlain(absolute);
  try {
    let left = size;
    // One byte more than there should be: a file that has grown is another.
    while (left >= 0) {
      const wanted = Math.min(left + 1, limits.wholeFileBytes);
      const buffer = Buffer.allocUnsafe(wanted);
      const got = readSync(descriptor, buffer);
      if (got > left || (got === 0 && left > 0))
        throw new Cannot(`${path.basename(absolute)} changes while it is saved`);
      if (got === 0) return;
      left -= got;
      yield buffer.subarray(0, got);
    }
  } finally {
    closeSync(descriptor);
  }
}

function openPlain(absolute: string): number {
  try {
    return openSync(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    throw new Cannot(`${path.basename(absolute)} cannot be read`);
  }
}

/** Git's name for bytes as they are: what `git hash-object --no-filters` prints. */
function blobHash(size: number, algorithm: 'sha1' | 'sha256'): Hash {
  return createHash(algorithm).update(`blob ${size}\0`);
}

/** Git's name for a file on the disk. */
export async function blobIdOf(absolute: string, size: number, algorithm: 'sha1' | 'sha256'): Promise<string> {
  const hash = blobHash(size, algorithm);
  await breathe();
  for (const part of bytesOf(absolute, size)) {
    hash.update(part);
    if (!isSmall(size)) await breathe();
  }
  return hash.digest('hex');
}

/** Whether an error is the system's with one of these codes. */
function codeIs(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Whether a file is read as one piece. */
export function isSmall(size: number): boolean {
  return size <= limits.wholeFileBytes;
}
