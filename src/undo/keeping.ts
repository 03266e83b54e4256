import path from 'node:path';
import { type Budget, blobIdOf, type Found, foundAt, isMadeAgain, isOwn, spend, treeAt } from './files.ts';
import type { Git } from './git.ts';
import { type Change, gitMode } from './import.ts';
import type { Entry, FileEntry } from './snapshot.ts';
import type { Store } from './store.ts';

/** One part of a snapshot, gathered and not written yet. */
export interface Gathered<P> {
  /** Bytes that would be written. */
  readonly bytes: number;
  /** Whether there is anything to save. */
  readonly empty: boolean;
  write(): Promise<P>;
}

/** What gathering and writing need. */
export interface Saver {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What the commits of the snapshot say. */
  readonly message: string;
  /** Opened, and made where it is not there, with the first use. */
  store(): Store;
  readonly budget: Budget;
}

/** The hash git names things by here. */
export async function algorithmOf(git: Git): Promise<'sha1' | 'sha256'> {
  const format = await git.ask(['rev-parse', '--show-object-format']);
  return format?.trim() === 'sha256' ? 'sha256' : 'sha1';
}

/** What is to be kept of a working tree, as far as it was gone through. */
export interface Kept {
  readonly entries: Entry[];
  readonly changes: Change[];
  /** Files that go to the store instead of the repository. */
  readonly apart: { readonly found: Extract<Found, { type: 'file' }>; readonly at: number }[];
  bytes: number;
}

/** Plans to keep one thing of a working tree: in the repository, or apart where git ignores it. */
export async function keep(
  found: Found,
  kept: Kept,
  given: {
    readonly base: string;
    readonly budget: Budget;
    readonly ignored: boolean;
    readonly algorithm: 'sha1' | 'sha256';
    readonly indexed?: { readonly id: string; readonly mode: string } | undefined;
  },
): Promise<void> {
  const { base, budget } = given;
  if (found.type === 'directory') {
    kept.entries.push(found);
    return;
  }
  if (found.type === 'link') {
    kept.entries.push(found);
    if (!given.ignored) kept.changes.push({ kind: 'text', path: found.path, mode: '120000', text: found.target });
    return;
  }
  if (given.ignored) {
    spend(budget, found.size);
    kept.bytes += found.size;
    kept.apart.push({ found, at: kept.entries.length });
    kept.entries.push(fileEntry(found, 'store:'.padEnd(70, '0')));
    return;
  }
  const id = await blobIdOf(path.join(base, found.path), found.size, given.algorithm);
  const mode = gitMode(found.mode);
  kept.entries.push(fileEntry(found, `git:${id}`));
  if (given.indexed?.id === id) {
    spend(budget, 0);
    kept.changes.push({ kind: 'blob', path: found.path, mode, id });
    return;
  }
  spend(budget, found.size);
  kept.bytes += found.size;
  kept.changes.push({ kind: 'bytes', path: found.path, mode, file: path.join(base, found.path), size: found.size });
}

function fileEntry({ path: at, mode, mtime, size }: Extract<Found, { type: 'file' }>, content: string): FileEntry {
  return { type: 'file', path: at, mode, mtime, size, content };
}

/** Writes the files that do not go to the repository; the entries with where they went. */
export async function storeApart(kept: Kept, base: string, store: Store): Promise<Entry[]> {
  const entries = [...kept.entries];
  for (const { found, at } of kept.apart) {
    const { content } = await store.put(path.join(base, found.path), found.size);
    entries[at] = fileEntry(found, content);
  }
  return entries;
}

/** An ignored file, or all of an ignored folder, without what a tool makes again. */
export async function keepIgnored(
  at: string,
  kept: Kept,
  given: { readonly base: string; readonly budget: Budget; readonly algorithm: 'sha1' | 'sha256' },
): Promise<void> {
  if (isOwn(at)) return;
  const first = foundAt(given.base, at);
  if (!first || isMadeAgain(first)) return;
  for (const found of await treeAt(given.base, at, given.budget, () => false)) {
    await keep(found, kept, { ...given, ignored: true });
  }
}
