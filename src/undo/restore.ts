import { rmSync } from 'node:fs';
import { chmod, copyFile, link, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apply, type Contents, finishFolders, foldersTo, type Step, seenAt } from './apply.ts';
import { Cannot } from './files.ts';
import type { Git } from './git.ts';
import type { Part, RepositoryPart, TreePart } from './snapshot.ts';
import { restoreRefs, restoreStashes } from './stashes.ts';
import type { Store } from './store.ts';

/** What came back. */
export interface Restored {
  /** Files written or taken away. */
  readonly files: number;
  /** Branches and tags made anew, and stashes put back. */
  readonly refs: readonly string[];
  readonly stashes: number;
  /** Branch or commit that HEAD was moved to; absent where it stood there. */
  readonly head?: string;
}

/** Brings a folder's files back. Throws {@link Cannot} at the first that does not go. */
export async function restoreTree(part: TreePart, steps: readonly Step[], contents: Contents): Promise<Restored> {
  await applyAll(part, steps, contents);
  finishFolders(part.base, part.entries);
  return { files: steps.length, refs: [], stashes: 0 };
}

/** Brings a repository back: HEAD, index, working tree, stashes, branches and tags, as far as the part has them. */
export async function restoreRepository(
  git: Git,
  part: RepositoryPart,
  given: { readonly id: string; readonly steps: readonly Step[]; readonly store: Store; readonly contents: Contents },
): Promise<Restored> {
  const refs = await restoreRefs(git, part.refs, given.id);
  const stashes = await restoreStashes(git, part.stashes);
  if (!part.work) return { files: 0, refs, stashes };
  const head = await moveHead(git, part.head, given.id);
  await writeIndex(git, part, given.store);
  const { steps } = given;
  await applyAll(part, steps, given.contents);
  const written = steps.filter((step) => step.kind === 'checkout').map((step) => step.path);
  for (const at of written) clearFor(part.base, at);
  if (written.length > 0) {
    await git.run(['checkout-index', '-f', '-u', '-z', '--stdin'], {
      input: written.map((at) => `${at}\0`).join(''),
      filters: true,
    });
  }
  finishFolders(part.base, part.entries);
  await git.ask(['update-index', '-q', '--refresh']);
  return { files: steps.length, refs, stashes, ...(head === null ? {} : { head }) };
}

async function applyAll(part: Part, steps: readonly Step[], contents: Contents): Promise<void> {
  for (const step of inOrder(steps)) if (step.kind !== 'checkout') await apply(part.base, step, contents);
  // What went may have taken a folder along that was empty then as well.
  for (const entry of part.entries) {
    if (entry.type === 'directory')
      await apply(part.base, { kind: 'put', path: entry.path, entry, present: true }, contents);
  }
}

/** What goes makes room first; then folders, then what lies in them. */
function inOrder(steps: readonly Step[]): Step[] {
  const rank = (step: Step) =>
    step.kind === 'remove' ? 0 : step.kind === 'put' && step.entry.type === 'directory' ? 1 : 2;
  return [...steps].sort((a, b) => rank(a) - rank(b) || a.path.length - b.path.length);
}

function clearFor(base: string, at: string): void {
  foldersTo(base, at);
  if (seenAt(path.join(base, at))?.isDirectory()) rmSync(path.join(base, at), { recursive: true });
}

async function moveHead(git: Git, head: RepositoryPart['head'], id: string): Promise<string | null> {
  if (head.at === null) return null;
  const [branch, at] = await Promise.all([
    git.ask(['symbolic-ref', '-q', 'HEAD']),
    git.ask(['rev-parse', '-q', '--verify', 'HEAD^{commit}']),
  ]);
  if (at?.trim() === head.at && (branch?.trim() || null) === head.branch) return null;
  const said = ['-m', `holdpoint undo ${id}`];
  if (head.branch === null) await git.run(['update-ref', '--no-deref', ...said, 'HEAD', head.at]);
  else {
    await git.run(['update-ref', ...said, head.branch, head.at]);
    if (branch?.trim() !== head.branch) await git.run(['symbolic-ref', ...said, 'HEAD', head.branch]);
  }
  return head.branch?.replace(/^refs\/heads\//, '') ?? head.at.slice(0, 12);
}

/** Puts the index back as it was, under git's own lock, and what was under way. */
async function writeIndex(git: Git, part: RepositoryPart, store: Store): Promise<void> {
  const name = (await git.run(['rev-parse', '--git-path', 'index'])).toString('utf8').replace(/\n$/, '');
  const index = path.resolve(part.base, name);
  const lock = `${index}.lock`;
  await writeFile(lock, '', { flag: 'wx' }).catch(() => {
    throw new Cannot('git is at work in this repository');
  });
  try {
    if (part.index === null) await rm(index, { force: true });
    else {
      const copy = `${index}.holdpoint`;
      await copyFile(await store.fileOf(part.index), copy);
      await chmod(copy, seenAt(index)?.mode ?? 0o644);
      await rename(copy, index);
    }
    for (const one of part.underway) {
      const file = path.join(path.dirname(index), one.name);
      const copy = `${file}.holdpoint`;
      await copyFile(await store.fileOf(one.content), copy);
      // Only where nothing else is under way now.
      await link(copy, file).catch(() => undefined);
      await rm(copy, { force: true });
    }
  } finally {
    await rm(lock, { force: true });
  }
}
