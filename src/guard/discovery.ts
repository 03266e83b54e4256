import { readdirSync } from 'node:fs';
import path from 'node:path';
import { realOf } from '../context/real-path.ts';
import { hookLimits } from './hook-limits.ts';
import { isObject } from './signed-frame.ts';
import { readSmallFile } from './small-file.ts';

/** One open window, as it announces itself in `windows/<id>.json`. Nothing here is believed but where to ask. */
export interface WindowEntry {
  readonly v: 1;
  readonly id: string;
  readonly pid: number;
  /** Socket path or pipe name. */
  readonly socket: string;
  /** Absolute paths of its folders, as opened and after all links. */
  readonly folders: readonly string[];
  /** Milliseconds since the epoch. */
  readonly focusedAt: number;
  /** Raw public key its answers are signed with, base64url. */
  readonly key: string;
}

/** All announced windows; files that cannot be read are passed over. */
export function readWindows(directory: string): WindowEntry[] {
  const found: WindowEntry[] = [];
  for (const name of namesIn(directory)) {
    if (!name.endsWith('.json')) continue;
    try {
      const { text } = readSmallFile(path.join(directory, name), hookLimits.smallFileBytes);
      const entry: unknown = JSON.parse(text);
      if (isWindowEntry(entry)) found.push(entry);
    } catch {
      // Half gone or not ours: the next window may answer.
    }
  }
  return found;
}

/**
 * The windows in the order they are asked: the deepest folder that contains `cwd` first (the more recently focused
 * one where two are equally deep), then all others by focus.
 */
export function windowsFor(
  cwd: string,
  windows: readonly WindowEntry[],
  platform: NodeJS.Platform = process.platform,
): WindowEntry[] {
  // With one there is nothing to order, and a hook's time is the agent's.
  if (windows.length < 2) return [...windows];
  const places = [cwd, realOf(cwd)];
  const depth = (entry: WindowEntry) =>
    Math.max(
      -1,
      ...entry.folders
        .filter((folder) => places.some((place) => containsPath(folder, place, platform)))
        .map((folder) => folder.length),
    );
  return windows
    .map((entry) => ({ entry, depth: depth(entry) }))
    .sort((a, b) => b.depth - a.depth || b.entry.focusedAt - a.entry.focusedAt)
    .map(({ entry }) => entry);
}

/** Whether `place` is `folder` or lies in it. Letters of either case are one on Windows and macOS. */
export function containsPath(folder: string, place: string, platform: NodeJS.Platform): boolean {
  const { normalize, sep } = platform === 'win32' ? path.win32 : path.posix;
  const fold = (text: string) => {
    const plain = normalize(text);
    const cut = plain.length > 1 && plain.endsWith(sep) ? plain.slice(0, -1) : plain;
    return platform === 'linux' ? cut : cut.toLowerCase();
  };
  const outer = fold(folder);
  const inner = fold(place);
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isWindowEntry(value: unknown): value is WindowEntry {
  return (
    isObject(value) &&
    value.v === 1 &&
    typeof value.id === 'string' &&
    typeof value.pid === 'number' &&
    typeof value.socket === 'string' &&
    typeof value.key === 'string' &&
    typeof value.focusedAt === 'number' &&
    Array.isArray(value.folders) &&
    value.folders.every((folder) => typeof folder === 'string')
  );
}
