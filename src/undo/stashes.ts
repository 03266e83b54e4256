import type { Git } from './git.ts';
import { stashesOf } from './listing.ts';
import type { RepositoryPart } from './snapshot.ts';

/** Puts stashes that are gone back into the list, in their old order below those that came since. */
export async function restoreStashes(git: Git, saved: RepositoryPart['stashes']): Promise<number> {
  const now = await stashesOf(git);
  const here = new Set(now.map(({ at }) => at));
  const missing = saved.filter(({ at }) => !here.has(at));
  if (missing.length === 0) return 0;
  const known = new Set(saved.map(({ at }) => at));
  const wanted = [...now.filter(({ at }) => !known.has(at)), ...saved];
  // The list is a stack: it can only be made anew from its bottom. All of them are kept by refs of snapshots meanwhile.
  const bottom = wanted.length - now.length;
  const stands = now.every(({ at }, index) => wanted[index + bottom]?.at === at);
  if (!stands) await git.run(['stash', 'clear']);
  for (const { at, message } of (stands ? wanted.slice(0, bottom) : wanted).toReversed()) {
    await git.run(['stash', 'store', '-m', message, at]);
  }
  return missing.length;
}

/** A branch's or tag's name as people say it. */
export function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads\/|tags\/)?/, '');
}

/** Makes branches and tags anew that are gone; those that are there stay as they are. Gives their names. */
export async function restoreRefs(git: Git, saved: RepositoryPart['refs'], id: string): Promise<string[]> {
  const made: string[] = [];
  for (const { name, at } of saved) {
    const there = await git.ask(['rev-parse', '-q', '--verify', name]);
    if (there !== null) continue;
    await git.run(['update-ref', '-m', `holdpoint undo ${id}`, name, at, '']);
    made.push(shortName(name));
  }
  return made;
}
