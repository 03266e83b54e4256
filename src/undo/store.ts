import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, utimesSync, writeSync } from 'node:fs';
import { readdir, rm, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { makePrivateDirectory, statePaths } from '../guard/state-directory.ts';
import { breathe, bytesOf, Cannot } from './files.ts';
import { limits } from './limits.ts';

/** Copies of files by the hash of their bytes, in the person's own state directory, closed to others. */
export interface Store {
  /** Absolute: where the lists of snapshots lie. */
  readonly snapshots: string;
  /** Copies a file of `size` bytes; gives its content name, and the bytes that were written (0 where it was there). */
  put(absolute: string, size: number): Promise<{ content: string; written: number }>;
  /** Absolute path of a copy; throws {@link Cannot} where it is not there. */
  fileOf(content: string): Promise<string>;
  /** Throws {@link Cannot} where the disk has no room for `bytes` more. */
  room(bytes: number): Promise<void>;
  /** Bytes of all copies. */
  size(): Promise<number>;
  /** Deletes copies that nothing names and that are older than an hour. */
  sweep(named: ReadonlySet<string>, now: number): Promise<void>;
}

/** A copy younger than this may belong to a snapshot that is being written. */
const youngMilliseconds = 60 * 60_000;

/** Opens the store below a state directory; makes what is not there. Throws one sentence where it cannot be trusted. */
export function openStore(stateDirectory: string): Store {
  const root = path.join(statePaths(stateDirectory).root, 'undo');
  const objects = path.join(root, 'objects');
  const snapshots = path.join(root, 'snapshots');
  for (const directory of [statePaths(stateDirectory).root, root, objects, snapshots]) makePrivateDirectory(directory);
  const placeOf = (hash: string) => path.join(objects, hash.slice(0, 2), hash.slice(2));

  return {
    snapshots,
    async put(absolute, size) {
      const temporary = path.join(objects, `${process.pid}-${process.hrtime.bigint().toString(36)}.part`);
      const hash = createHash('sha256');
      const descriptor = openSync(temporary, 'wx', 0o600);
      try {
        for (const part of bytesOf(absolute, size)) {
          hash.update(part);
          for (let at = 0; at < part.length; ) at += writeSync(descriptor, part, at);
          await breathe();
        }
      } catch (error) {
        rmSync(temporary, { force: true });
        throw error instanceof Cannot ? error : new Cannot('the disk took no copy');
      } finally {
        closeSync(descriptor);
      }
      const name = hash.digest('hex');
      const place = placeOf(name);
      if (existsSync(place)) {
        rmSync(temporary, { force: true });
        // A copy that is named again is young again.
        const now = new Date();
        utimesSync(place, now, now);
        return { content: `store:${name}`, written: 0 };
      }
      mkdirSync(path.dirname(place), { recursive: true, mode: 0o700 });
      renameSync(temporary, place);
      return { content: `store:${name}`, written: size };
    },
    async fileOf(content) {
      const name = /^store:([0-9a-f]{64})$/.exec(content)?.[1];
      if (name === undefined || !existsSync(placeOf(name))) throw new Cannot('a saved copy is gone');
      return placeOf(name);
    },
    async room(bytes) {
      const { bavail, bsize } = await statfs(root);
      if (bavail * bsize - bytes < limits.freeBytes) throw new Cannot('the disk is nearly full');
    },
    async size() {
      let total = 0;
      for await (const { size } of copies(objects)) total += size;
      return total;
    },
    async sweep(named, now) {
      for await (const { name, file, changed } of copies(objects)) {
        if (!named.has(`store:${name}`) && now - changed > youngMilliseconds) await rm(file, { force: true });
      }
    },
  };
}

async function* copies(objects: string): AsyncGenerator<{ name: string; file: string; size: number; changed: number }> {
  for (const first of await readdir(objects)) {
    const inside = first.endsWith('.part') ? [''] : await readdir(path.join(objects, first)).catch(() => []);
    for (const rest of inside) {
      const file = path.join(objects, first, rest);
      const seen = await stat(file).catch(() => null);
      if (seen?.isFile()) yield { name: first + rest, file, size: seen.size, changed: seen.mtimeMs };
    }
  }
}

/** SHA-256 of a file's bytes. */
export async function hashOf(absolute: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  await breathe();
  for (const part of bytesOf(absolute, size)) hash.update(part);
  return hash.digest('hex');
}
