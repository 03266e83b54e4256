import { constants, type Dirent } from 'node:fs';
import { type FileHandle, lstat, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { minimatch } from 'minimatch';
import type { PathFact, Place } from '../action/facts.ts';
import { isRegenerable, isWithin, readPath } from '../effects/paths.ts';
import { type GitAccess, historyOf, pathStatus } from './git.ts';
import { maximumFileBytes, maximumWalkedFiles } from './limits.ts';

/** Opens a regular file. O_NONBLOCK: opening a pipe would hold one of the few threads that serve all the editor's files. */
async function openRegular(absolute: string): Promise<{ handle: FileHandle; size: number }> {
  const handle = await open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  const seen = await handle.stat();
  if (seen.isFile()) return { handle, size: seen.size };
  await handle.close();
  throw new Error('it is no regular file');
}

/** The first bytes of a regular file, fewer where it is shorter; throws with a plain reason. */
export async function beginningOf(absolute: string, bytes: number): Promise<Buffer> {
  const { handle } = await openRegular(absolute);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The text of a regular file, bounded; throws with a plain reason. A file over the bound is refused, not cut. */
export async function fileText(absolute: string): Promise<{ text: string; bytes: number }> {
  const { handle, size } = await openRegular(absolute);
  try {
    if (size > maximumFileBytes) throw new Error(`it is larger than ${maximumFileBytes} bytes`);
    const buffer = Buffer.alloc(size);
    const { bytesRead } = await handle.read(buffer, 0, size, 0);
    return { text: decoded(buffer.subarray(0, bytesRead)), bytes: bytesRead };
  } finally {
    await handle.close();
  }
}

function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** What a path, or a pattern in a directory, really is. */
export async function pathFact(
  absolute: string,
  pattern: string | undefined,
  place: Place,
  access: GitAccess,
): Promise<PathFact> {
  const seen = await lstat(absolute).catch(() => null);
  if (!seen) return absent(absolute, place);
  const real = await realpath(absolute).catch(() => absolute);
  const workspace = await realpath(place.workspaceRoot).catch(() => place.workspaceRoot);
  const inside = isWithin(real, workspace);
  const type = seen.isSymbolicLink() ? 'link' : seen.isDirectory() ? 'directory' : seen.isFile() ? 'file' : 'other';
  const reading = readPath(inside ? path.posix.join(place.workspaceRoot, path.relative(workspace, real)) : real, place);
  const isDirectory = type === 'directory' || (type === 'link' && (await isFolder(real)));
  const walked = isDirectory ? await walk(real, pattern) : { files: 1, bytes: seen.size, more: false };
  const [git, history] = await Promise.all([
    pathStatus(real, isDirectory, access, pattern),
    isDirectory && pattern === undefined && (await isFolder(path.join(real, '.git')))
      ? historyOf(real, access)
      : undefined,
  ]);
  // A name like `build` counts as made by a tool only where git does not keep what is in it.
  const regenerable =
    reading.regenerable === 'yes'
      ? git.git !== 'dirty' && git.git !== 'clean'
      : reading.regenerable === 'likely' && git.git === 'ignored';
  return {
    // Where not all was looked at, git says whether there is any.
    exists: pattern === undefined || walked.files > 0 || walked.more,
    type,
    real,
    insideWorkspace: inside,
    temporary: reading.region === 'temporary',
    regenerable,
    ...git,
    ...(history === undefined ? {} : { history }),
    ...walked,
  };
}

async function isFolder(real: string): Promise<boolean> {
  return lstat(real).then(
    (seen) => seen.isDirectory(),
    () => false,
  );
}

function absent(absolute: string, place: Place): PathFact {
  const reading = readPath(absolute, place);
  return {
    exists: false,
    type: 'absent',
    real: absolute,
    insideWorkspace: reading.region === 'workspace' || reading.region === 'workspace-root',
    temporary: reading.region === 'temporary',
    regenerable: reading.regenerable === 'yes',
    git: 'unknown',
    pushed: false,
    files: 0,
    bytes: 0,
    more: false,
  };
}

/**
 * Counts files below a directory without following links, up to a bound. A folder that the pattern meets goes whole.
 * What `find` finds may be hidden; what tools make again is no loss, and would use the bound up.
 */
async function walk(root: string, pattern: string | undefined): Promise<Pick<PathFact, 'files' | 'bytes' | 'more'>> {
  const pending = [{ directory: root, whole: pattern === undefined }];
  const deep = pattern?.startsWith('**') ?? false;
  let files = 0;
  let bytes = 0;
  let visited = 0;
  while (pending.length > 0) {
    const { directory, whole } = pending.pop() ?? { directory: root, whole: false };
    const entries: Dirent[] = await readdir(directory, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      visited += 1;
      if (files >= maximumWalkedFiles || visited >= maximumWalkedFiles * 4) return { files, bytes, more: true };
      const full = path.join(directory, entry.name);
      const relative = path.relative(root, full);
      const matches = whole || pattern === undefined || minimatch(relative, pattern, { dot: deep });
      if (entry.isDirectory()) {
        const reaches = matches || (pattern?.includes('/') && !(deep && isRegenerable(entry.name)));
        if (reaches) pending.push({ directory: full, whole: matches });
        continue;
      }
      if (!matches) continue;
      files += 1;
      bytes += await lstat(full).then(
        (seen) => seen.size,
        () => 0,
      );
    }
  }
  return { files, bytes, more: false };
}
