import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink } from 'node:fs/promises';
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

/** What lies at a path, `relative` to `base`; null where there is nothing. Throws {@link Cannot} for what is neither file, link nor folder. */
export async function foundAt(base: string, relative: string): Promise<Found | null> {
  const absolute = path.join(base, relative);
  let seen: Awaited<ReturnType<typeof lstat>>;
  try {
    seen = await lstat(absolute);
  } catch (error) {
    if (codeIs(error, 'ENOENT', 'ENOTDIR')) return null;
    throw new Cannot(`${relative || absolute} cannot be looked at`);
  }
  const mode = Number(seen.mode) & 0o7777;
  const mtime = Number(seen.mtimeMs);
  if (seen.isFile()) return { type: 'file', path: relative, mode, mtime, size: Number(seen.size) };
  if (seen.isDirectory()) return { type: 'directory', path: relative, mode, mtime };
  if (seen.isSymbolicLink()) return { type: 'link', path: relative, target: await linkTarget(absolute, relative) };
  // A pipe or socket holds nothing: whoever made it makes it again.
  return null;
}

async function linkTarget(absolute: string, relative: string): Promise<string> {
  return plainName(await readlink(absolute), relative);
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
  const first = await foundAt(base, root);
  if (!first) return [];
  spend(budget, 0);
  const found: Found[] = [first];
  const open = first.type === 'directory' ? [root] : [];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    const entries = await readdir(path.join(base, directory), { withFileTypes: true }).catch(() => {
      throw new Cannot(`the folder ${directory || base} cannot be read`);
    });
    for (const { name } of entries) {
      const relative = directory === '' ? plainName(name, directory) : `${directory}/${plainName(name, directory)}`;
      if (name === '.git') throw new Cannot(`${directory || 'it'} holds a repository of its own`);
      if (isOwn(relative)) continue;
      const one = await foundAt(base, relative);
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

/** The empty folders below `base`, without what is left out of snapshots. */
export async function emptyFoldersBelow(
  base: string,
  budget: Budget,
): Promise<Extract<Found, { type: 'directory' }>[]> {
  const found: Extract<Found, { type: 'directory' }>[] = [];
  const open = [''];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    const entries = await readdir(path.join(base, directory), { withFileTypes: true }).catch(() => []);
    if (entries.length === 0 && directory !== '') {
      spend(budget, 0);
      const one = await foundAt(base, directory);
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

/** The bytes of a regular file in pieces, never through a link. Throws {@link Cannot} where it is not as long as was seen. */
export async function* bytesOf(absolute: string, size: number): AsyncGenerator<Buffer> {
  const handle = await openPlain(absolute);
  try {
    let left = size;
    while (left > 0) {
      const { buffer, bytesRead } = await handle.read(
        Buffer.allocUnsafe(Math.min(left, 1 << 20)),
        0,
        Math.min(left, 1 << 20),
      );
      if (bytesRead === 0) break;
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    const { bytesRead } = left === 0 ? await handle.read(Buffer.allocUnsafe(1), 0, 1) : { bytesRead: 1 };
    if (left !== 0 || bytesRead !== 0) throw new Cannot(`${path.basename(absolute)} changes while it is saved`);
  } finally {
    await handle.close();
  }
}

async function openPlain(absolute: string): Promise<FileHandle> {
  try {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    return await open(absolute, flags);
  } catch {
    throw new Cannot(`${path.basename(absolute)} cannot be read`);
  }
}

/** Git's name for bytes as they are: what `git hash-object --no-filters` prints. */
export function blobHash(size: number, algorithm: 'sha1' | 'sha256'): Hash {
  return createHash(algorithm).update(`blob ${size}\0`);
}

/** Git's name for a file on the disk. */
export async function blobIdOf(absolute: string, size: number, algorithm: 'sha1' | 'sha256'): Promise<string> {
  const hash = blobHash(size, algorithm);
  for await (const part of bytesOf(absolute, size)) hash.update(part);
  return hash.digest('hex');
}

/** Whether an error is the system's with one of these codes. */
export function codeIs(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

/** Whether a file is read as one piece. */
export function isSmall(size: number): boolean {
  return size <= limits.wholeFileBytes;
}
