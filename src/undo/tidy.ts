import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Git, openGit } from './git.ts';
import { limits } from './limits.ts';
import { readAll } from './reading.ts';
import { refsOf, type Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Takes the refs of a snapshot out of the repositories of a folder; git lets go of the objects in its own time. */
export async function forgetRefs(id: string, directory: string, environment: Environment): Promise<void> {
  const git = await openGit(directory, environment).catch(() => null);
  if (git) await forgetIn(git, id);
}

async function forgetIn(git: Git, id: string): Promise<void> {
  const output = await git.ask(['for-each-ref', '--format=%(refname)', refsOf(id)]);
  const refs = (output ?? '').split('\n').filter((ref) => ref !== '');
  if (refs.length > 0)
    await git.ask(['update-ref', '--stdin', '-z'], { input: refs.map((ref) => `delete ${ref}\0\0`).join('') });
}

/**
 * Lets go of snapshots that are older than two weeks, and of the oldest where there are too many or they hold too
 * much, those of files written over first; then of the copies that none of the others names. Gives the ids that went.
 */
export async function prune(store: Store, now: number, environment: Environment): Promise<string[]> {
  const all = await readAll(store);
  let bytes = all.reduce((sum, one) => sum + one.bytes, 0);
  let count = all.length;
  const gone: string[] = [];
  // Files written over are many and small: they make room before what a call destroyed does.
  const oldest = all.toReversed();
  const inOrder = [...oldest.filter(isPassing), ...oldest.filter((one) => !isPassing(one))];
  for (const one of inOrder) {
    const old = now - one.at > limits.keptMilliseconds;
    if (!old && count <= limits.snapshots && bytes <= limits.storeBytes) continue;
    await forget(store, one, environment);
    gone.push(one.id);
    bytes -= one.bytes;
    count -= 1;
  }
  const named = new Set(all.filter(({ id }) => !gone.includes(id)).flatMap(contentsOf));
  await store.sweep(named, now);
  return gone;
}

function isPassing({ why }: Snapshot): boolean {
  return why === 'overwritten';
}

async function forget(store: Store, snapshot: Snapshot, environment: Environment): Promise<void> {
  const tops = snapshot.parts.flatMap((part) => (part.kind === 'repository' ? part.base : (part.repository ?? [])));
  for (const top of new Set(tops)) await forgetRefs(snapshot.id, top, environment);
  await rm(path.join(store.snapshots, `${snapshot.id}.json`), { force: true });
}

function contentsOf(snapshot: Snapshot): string[] {
  return snapshot.parts.flatMap((part) => {
    const files = part.entries.flatMap((entry) => (entry.type === 'file' ? entry.content : []));
    if (part.kind === 'tree') return files;
    return [...files, ...(part.index === null ? [] : [part.index]), ...part.underway.map(({ content }) => content)];
  });
}
