import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { statePaths } from '../guard/state-directory.ts';

/** The directory of a workspace's log; null where there is no folder to hold it. Folders as absolute paths. */
export function auditDirectory(folders: readonly string[]): string | null {
  const [first] = folders;
  return first === undefined ? null : path.join(first, '.holdpoint', 'audit');
}

/** Where a workspace's log lies when the workspace itself cannot hold it. */
export function fallbackDirectory(stateRoot: string, folders: readonly string[]): string {
  const name = createHash('sha256')
    .update(folders[0] ?? 'no folder')
    .digest('hex')
    .slice(0, 16);
  return path.join(statePaths(stateRoot).audit, name);
}

/** Every directory this workspace's log lies in: the folders' own, and the one for what they cannot hold. */
export function logDirectories(stateRoot: string, folders: readonly string[]): string[] {
  const own = folders.map((folder) => auditDirectory([folder])).filter((each) => each !== null);
  return [...own, fallbackDirectory(stateRoot, folders)].filter((each) => existsSync(each));
}
