// What set-up fetches once and every clone on this machine shares: `$XDG_CACHE_HOME` or `~/.cache`, folder holdpoint-dev.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a set-up stands; told to the person who waits for it. */
export type Progress = (sentence: string) => void;

/** A thing that is built once into a folder of its own. */
export interface CacheEntry {
  /** Folder name; carries everything the content depends on (version, platform, Node's major version). */
  readonly name: string;
  /** Fills the empty folder it is given. It may move afterwards, so nothing in it may rest on its own path. */
  fill(folder: string): Promise<void>;
}

/** A lock nobody has touched for this long belongs to a process that was stopped. */
const staleAfterMs = 30_000;
const touchEveryMs = 5_000;

/** The user's cache folder for this project's development tools, absolute. */
function cacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME;
  const root = base && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache');
  return path.join(root, 'holdpoint-dev');
}

/**
 * The folder of a cache entry, filled by whoever comes first. Two set-ups at once: one fills, the other waits.
 * A half-finished one is thrown away: the folder gets its name only when it is complete. Throws what `fill` throws.
 */
export async function cached(entry: CacheEntry, tell: Progress): Promise<string> {
  const folder = path.join(cacheDirectory(), entry.name);
  if (existsSync(folder)) return folder;
  mkdirSync(path.dirname(folder), { recursive: true });
  const unlock = await lock(`${folder}.lock`, () => existsSync(folder), tell);
  if (!unlock) return folder;
  const partial = `${folder}.partial`;
  try {
    if (existsSync(folder)) return folder;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    await entry.fill(partial);
    renameSync(partial, folder);
    return folder;
  } finally {
    unlock();
  }
}

/** Takes the lock, or gives null once `isDone` says that another process has finished the work. */
async function lock(file: string, isDone: () => boolean, tell: Progress): Promise<(() => void) | null> {
  let told = false;
  for (;;) {
    if (isDone()) return null;
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      const keepFresh = setInterval(() => writeFileSync(file, String(process.pid)), touchEveryMs);
      keepFresh.unref();
      return () => {
        clearInterval(keepFresh);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    if (isStale(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) tell('another set-up is at work; waiting for it');
    told = true;
    await sleep(1_000);
  }
}

function isStale(file: string): boolean {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    if (Date.now() - statSync(file).mtimeMs > staleAfterMs) return true;
    if (!Number.isInteger(owner) || owner <= 0) return false;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
