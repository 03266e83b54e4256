import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readSmallFile } from '../guard/small-file.ts';
import { limits } from './limits.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';

/** All snapshots that can be read, newest first. */
export async function readAll(store: Store): Promise<Snapshot[]> {
  const names = (await readdir(store.snapshots)).filter((name) => /^[0-9a-z-]+\.json$/.test(name));
  const read = names
    .sort()
    .toReversed()
    .map((name) => readOne(store, name.slice(0, -'.json'.length)));
  return read.filter((snapshot) => snapshot !== null);
}

/** One snapshot by its id; null where there is none, or it is not as Holdpoint wrote it. */
export function readOne(store: Store, id: string): Snapshot | null {
  if (!/^[0-9a-z-]{1,40}$/.test(id)) return null;
  try {
    const { text } = readSmallFile(path.join(store.snapshots, `${id}.json`), limits.manifestBytes);
    const snapshot = readSnapshot(text);
    return snapshot?.id === id ? snapshot : null;
  } catch {
    return null;
  }
}
