import {
  chmodSync,
  closeSync,
  fchmodSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { breathe, Cannot } from './files.ts';
import type { Entry } from './snapshot.ts';

/** One change of the disk that brings back what was. Paths relative to the part's base. */
export type Step =
  | {
      readonly kind: 'put';
      readonly path: string;
      readonly entry: Exclude<Entry, { type: 'absent' }>;
      readonly present: boolean;
    }
  /** A file that was as the index has it: git writes it. */
  | { readonly kind: 'checkout'; readonly path: string; readonly id: string; readonly present: boolean }
  | { readonly kind: 'remove'; readonly path: string };

/** Where the bytes of saved files come from. */
export interface Contents {
  bytes(content: string, size: number): Promise<AsyncIterable<Buffer> | Iterable<Buffer>>;
}

/**
 * Makes one change. Never goes through a link that was put into a folder's place meanwhile. Throws {@link Cannot}
 * where the disk does not let it.
 */
export async function apply(
  base: string,
  step: Exclude<Step, { kind: 'checkout' }>,
  contents: Contents,
): Promise<void> {
  await breathe();
  try {
    if (step.kind === 'remove') return remove(base, step.path);
    foldersTo(base, step.path);
    await put(path.join(base, step.path), step.entry, contents);
  } catch (error) {
    if (error instanceof Cannot) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Cannot(`${step.path || base} could not be written (${code})`);
  }
}

async function put(at: string, entry: Exclude<Entry, { type: 'absent' }>, contents: Contents): Promise<void> {
  if (entry.type === 'directory') {
    const there = seenAt(at);
    if (there && !there.isDirectory()) rmSync(at);
    if (!there?.isDirectory()) mkdirSync(at);
    return;
  }
  const temporary = path.join(path.dirname(at), `.holdpoint-${process.pid}-${process.hrtime.bigint().toString(36)}`);
  if (entry.type === 'link') symlinkSync(entry.target, temporary);
  else {
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      for await (const part of await contents.bytes(entry.content, entry.size)) {
        for (let done = 0; done < part.length; ) done += writeSync(descriptor, part, done);
      }
      fchmodSync(descriptor, entry.mode);
      futimesSync(descriptor, new Date(), entry.mtime / 1000);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    } finally {
      closeSync(descriptor);
    }
  }
  if (seenAt(at)?.isDirectory()) rmSync(at, { recursive: true });
  renameSync(temporary, at);
}

/** Gives folders back their modes and times, deepest first: what was put into them has changed both. */
export function finishFolders(base: string, entries: readonly Entry[]): void {
  const folders = entries.filter((entry) => entry.type === 'directory');
  for (const { path: at, mode, mtime } of [...folders].sort((a, b) => b.path.length - a.path.length)) {
    const absolute = path.join(base, at);
    const there = seenAt(absolute);
    if (!there?.isDirectory()) continue;
    try {
      chmodSync(absolute, mode);
      utimesSync(absolute, there.atimeMs / 1000, mtime / 1000);
    } catch {
      // A folder of another user: what lies in it is back.
    }
  }
}

/** Makes the folders above a path; a link or file in the place of one is taken away. */
export function foldersTo(base: string, relative: string): void {
  let at = base;
  if (!seenAt(base)) mkdirSync(base, { recursive: true });
  for (const part of relative.split('/').slice(0, -1)) {
    at = path.join(at, part);
    const there = seenAt(at);
    if (there?.isDirectory()) continue;
    if (there) rmSync(at);
    mkdirSync(at);
  }
}

/** Takes a file away that was not there, and the folders that are empty then. */
function remove(base: string, relative: string): void {
  let at = base;
  for (const part of relative.split('/').slice(0, -1)) {
    at = path.join(at, part);
    if (!seenAt(at)?.isDirectory()) return;
  }
  rmSync(path.join(base, relative), { force: true });
  for (let folder = path.dirname(relative); folder !== '.'; folder = path.dirname(folder)) {
    try {
      rmdirSync(path.join(base, folder));
    } catch {
      return;
    }
  }
}

/** What lies at a path, links not followed; null where nothing does. */
export function seenAt(absolute: string): Stats | null {
  return lstatSync(absolute, { throwIfNoEntry: false }) ?? null;
}
