import { copyFile, mkdtemp, readlink, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Step } from './apply.ts';
import { blobIdOf, Cannot, foundAt, isOwn } from './files.ts';
import type { Git } from './git.ts';
import { indexOf, names } from './listing.ts';
import type { Entry, RepositoryPart, TreePart } from './snapshot.ts';
import { hashOf, type Store } from './store.ts';

/** What would change on the disk to bring a folder's files back. Files that came since stay. */
export async function treeSteps(part: TreePart): Promise<Step[]> {
  const steps: Step[] = [];
  for (const entry of part.entries) {
    if (entry.type === 'absent') continue;
    const there = await sameAt(part.base, entry);
    if (there !== 'same') steps.push({ kind: 'put', path: entry.path, entry, present: there === 'other' });
  }
  return steps;
}

/** What would change in a repository's working tree to bring it back as it was, with its index. */
export async function workSteps(git: Git, part: RepositoryPart, store: Store): Promise<Step[]> {
  const steps: Step[] = [];
  const own = new Set<string>();
  for (const entry of part.entries) {
    own.add(entry.path);
    if (entry.type === 'absent') {
      const there = foundAt(part.base, entry.path);
      if (there && there.type !== 'directory') steps.push({ kind: 'remove', path: entry.path });
      continue;
    }
    const there = await sameAt(part.base, entry);
    if (there !== 'same') steps.push({ kind: 'put', path: entry.path, entry, present: there === 'other' });
  }
  const saved = await savedIndex(git, part, store);
  for (const at of saved.changed) {
    if (own.has(at) || isOwn(at)) continue;
    const id = saved.tracked.get(at);
    if (id !== undefined) steps.push({ kind: 'checkout', path: at, id, present: foundAt(part.base, at) !== null });
  }
  // What git tracks now and did not then came with another commit; it has it still.
  for (const { path: at, mode } of await indexOf(git, [])) {
    if (own.has(at) || saved.tracked.has(at) || mode === '160000' || isOwn(at)) continue;
    const there = foundAt(part.base, at);
    if (there && there.type !== 'directory') steps.push({ kind: 'remove', path: at });
  }
  return steps;
}

/** What the saved index tracks, and which of it is not on the disk as it says. */
async function savedIndex(
  git: Git,
  part: RepositoryPart,
  store: Store,
): Promise<{ tracked: Map<string, string>; changed: string[] }> {
  if (part.index === null) return { tracked: new Map(), changed: [] };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holdpoint-index-'));
  try {
    const index = path.join(folder, 'index');
    await copyFile(await store.fileOf(part.index), index);
    const tracked = new Map((await indexOf(git, [], index)).map((one) => [one.path, one.id]));
    await git.ask(['update-index', '-q', '--refresh', '--unmerged'], { index });
    const changed = await git.run(['diff-files', '--name-only', '-z', '--ignore-submodules=all'], { index });
    return { tracked, changed: [...new Set(names(changed))] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether what was saved is there as it was, something else is, or nothing. */
async function sameAt(base: string, entry: Exclude<Entry, { type: 'absent' }>): Promise<'same' | 'other' | 'nothing'> {
  const there = foundAt(base, entry.path);
  if (!there) return 'nothing';
  if (there.type !== entry.type) return 'other';
  const absolute = path.join(base, entry.path);
  if (entry.type === 'directory' || there.type === 'directory') return 'same';
  if (entry.type === 'link') return (await readlink(absolute)) === entry.target ? 'same' : 'other';
  if (there.type !== 'file' || there.mode !== entry.mode || there.size !== entry.size) return 'other';
  return (await contentAt(absolute, entry.size, entry.content)) ? 'same' : 'other';
}

async function contentAt(absolute: string, size: number, content: string): Promise<boolean> {
  const [where, hash = ''] = content.split(':');
  try {
    const found = where === 'store' ? await hashOf(absolute, size) : await blobIdOf(absolute, size, algorithmOf(hash));
    return found === hash;
  } catch (error) {
    if (error instanceof Cannot) return false;
    throw error;
  }
}

/** The hash an object's name was made with, by its length. */
function algorithmOf(name: string): 'sha1' | 'sha256' {
  return name.length === 64 ? 'sha256' : 'sha1';
}
