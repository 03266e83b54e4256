import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withReal } from '../context/real-path.ts';
import { readWindows, type WindowEntry } from './discovery.ts';
import {
  makePrivateDirectory,
  needsShortRun,
  shortRunDirectory,
  stateName,
  statePaths,
  writePrivateFile,
} from './state-directory.ts';

/** A window's announcement, kept up to date while it is open. */
export interface Announcement {
  /** The folders changed, or the window was focused. */
  update(change: { folders?: readonly string[]; focusedAt?: number }): void;
  withdraw(): void;
}

/**
 * Where a window's socket goes: `run/<id>.sock`, or a short private folder in the temporary directory where that is
 * too long, or a pipe name on Windows. Makes the folder. Throws one sentence where it cannot be trusted.
 */
export function socketPathFor(root: string, id: string, temporary: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\holdpoint-${stateName(root)}-${id}`;
  const { run } = statePaths(root);
  makePrivateDirectory(root);
  makePrivateDirectory(run);
  if (!needsShortRun(root, id)) return path.join(run, `${id}.sock`);
  const short = shortRunDirectory(root, temporary);
  makePrivateDirectory(short);
  return path.join(short, `${id}.sock`);
}

/** Announces a window to hooks. Throws where the state directory cannot be written or trusted. */
export function announceWindow(root: string, entry: WindowEntry): Announcement {
  const { windows } = statePaths(root);
  makePrivateDirectory(root);
  makePrivateDirectory(windows);
  const file = path.join(windows, `${entry.id}.json`);
  let current = { ...entry, folders: withReal(entry.folders) };
  const write = () => writePrivateFile(file, `${JSON.stringify(current)}\n`);
  write();
  return {
    update(change) {
      current = {
        ...current,
        focusedAt: change.focusedAt ?? current.focusedAt,
        folders: change.folders ? withReal(change.folders) : current.folders,
      };
      write();
    },
    withdraw: () => rmSync(file, { force: true }),
  };
}

/** Removes what windows left behind that ended without saying so. Gives the ids removed. Never throws. */
export function removeStaleWindows(root: string): string[] {
  const { windows, run } = statePaths(root);
  const removed: string[] = [];
  for (const entry of readWindows(windows)) {
    if (isRunning(entry.pid)) continue;
    removed.push(entry.id);
    // Only names made by an announcement: an entry's own words are not used as a path.
    if (!/^[\w-]+$/.test(entry.id)) continue;
    remove(path.join(windows, `${entry.id}.json`));
    remove(path.join(run, `${entry.id}.sock`));
  }
  for (const name of leftovers(windows)) remove(path.join(windows, name));
  return removed;
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A file that cannot be removed only costs the next hook one failed connection.
  }
}

/** Parts of announcements whose writer ended in between. */
function leftovers(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => {
      const writer = /\.json\.(\d+)\.\w+\.tmp$/.exec(name)?.[1];
      return writer !== undefined && !isRunning(Number(writer));
    });
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
