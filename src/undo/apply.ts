import { chmod, lstat, mkdir, open, rename, rm, rmdir, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Cannot, codeIs } from './files.ts';
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
  bytes(content: string): AsyncIterable<Buffer> | Promise<AsyncIterable<Buffer>>;
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
  try {
    if (step.kind === 'remove') return await remove(base, step.path);
    await foldersTo(base, step.path);
    await put(path.join(base, step.path), step.entry, contents);
  } catch (error) {
    if (error instanceof Cannot) throw error;
    throw new Cannot(`${step.path || base} could not be written (${codeOf(error)})`);
  }
}

async function put(at: string, entry: Exclude<Entry, { type: 'absent' }>, contents: Contents): Promise<void> {
  if (entry.type === 'directory') {
    const there = await lstat(at).catch(() => null);
    if (there && !there.isDirectory()) await rm(at);
    if (!there?.isDirectory()) await mkdir(at);
    return;
  }
  const temporary = path.join(path.dirname(at), `.holdpoint-${process.pid}-${process.hrtime.bigint().toString(36)}`);
  if (entry.type === 'link') await symlink(entry.target, temporary);
  else {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      for await (const part of await contents.bytes(entry.content)) await handle.writeFile(part);
      await handle.chmod(entry.mode);
      await handle.utimes(new Date(), entry.mtime / 1000);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
  }
  const there = await lstat(at).catch(() => null);
  if (there?.isDirectory()) await rm(at, { recursive: true });
  await rename(temporary, at);
}

/** Gives folders back their modes and times, deepest first: what was put into them has changed both. */
export async function finishFolders(base: string, entries: readonly Entry[]): Promise<void> {
  const folders = entries.filter((entry) => entry.type === 'directory');
  for (const { path: at, mode, mtime } of [...folders].sort((a, b) => b.path.length - a.path.length)) {
    const absolute = path.join(base, at);
    const there = await lstat(absolute).catch(() => null);
    if (!there?.isDirectory()) continue;
    await chmod(absolute, mode).catch(() => undefined);
    await utimes(absolute, there.atimeMs / 1000, mtime / 1000).catch(() => undefined);
  }
}

/** Makes the folders above a path; a link or file in the place of one is taken away. */
export async function foldersTo(base: string, relative: string): Promise<void> {
  const parts = relative.split('/').slice(0, -1);
  let at = base;
  if (!(await lstat(base).catch(() => null))) await mkdir(base, { recursive: true });
  for (const part of parts) {
    at = path.join(at, part);
    const there = await lstat(at).catch(() => null);
    if (there?.isDirectory()) continue;
    if (there) await rm(at);
    await mkdir(at);
  }
}

/** Takes a file away that was not there, and the folders that are empty then. */
async function remove(base: string, relative: string): Promise<void> {
  const parts = relative.split('/');
  let at = base;
  for (const part of parts.slice(0, -1)) {
    at = path.join(at, part);
    if (!(await lstat(at).catch(() => null))?.isDirectory()) return;
  }
  await rm(path.join(base, relative), { force: true, recursive: false });
  for (let folder = path.dirname(relative); folder !== '.'; folder = path.dirname(folder)) {
    try {
      await rmdir(path.join(base, folder));
    } catch {
      return;
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Whether the error says that there is nothing. */
export function isAbsent(error: unknown): boolean {
  return codeIs(error, 'ENOENT', 'ENOTDIR');
}
