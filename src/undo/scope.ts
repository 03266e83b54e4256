import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { minimatch } from 'minimatch';
import type { Loss } from '../action/effect.ts';
import { Cannot, foundAt } from './files.ts';
import { type Git, openGit } from './git.ts';
import type { Wanted } from './repository.ts';

/** What has to be saved before an action, sorted by where it lies. */
export interface Scope {
  readonly repositories: readonly { readonly git: Git; readonly wanted: Wanted }[];
  /** Paths inside a repository's working tree, relative to its top. */
  readonly trees: readonly { readonly git: Git; readonly roots: readonly string[] }[];
  /** Paths that lie in no repository, relative to the workspace. */
  readonly plain: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds where the losses of an action lie. `workspace` is real. Throws {@link Cannot} for what lies outside it, is the
 * workspace itself, or is a repository: no snapshot may lie in what goes.
 */
export async function scopeOf(losses: readonly Loss[], workspace: string, environment: Environment): Promise<Scope> {
  const opened = new Map<string, Git>();
  const repositories = new Map<string, Wanted>();
  const trees = new Map<string, Set<string>>();
  const plain = new Set<string>();
  const gitAt = async (directory: string): Promise<Git | null> => {
    const git = await openGit(nearestFolder(directory), environment);
    if (!git) return null;
    const known = opened.get(git.top);
    if (!known) opened.set(git.top, git);
    return known ?? git;
  };
  for (const loss of losses) {
    if (loss.kind === 'path') {
      for (const found of await pathsOf(loss, workspace)) {
        const git = await gitAt(path.dirname(found));
        if (!git) plain.add(slashed(path.relative(workspace, found)));
        else trees.set(git.top, (trees.get(git.top) ?? new Set()).add(slashed(path.relative(git.top, found))));
      }
      continue;
    }
    const git = await gitAt(await realpath(loss.directory).catch(() => loss.directory));
    if (!git) throw new Cannot('no repository was found there');
    if (!isBelow(git.top, workspace)) throw new Cannot('the repository lies outside this workspace');
    const before = repositories.get(git.top) ?? { work: false, ignored: false, nested: false, refs: false };
    repositories.set(git.top, {
      work: before.work || loss.kind === 'work',
      ignored: before.ignored || (loss.kind === 'work' && loss.ignored),
      nested: before.nested || (loss.kind === 'work' && loss.nested === true),
      refs: before.refs || (loss.kind === 'refs' && loss.of === 'branches'),
    });
  }
  const gitOf = (top: string): Git => {
    const git = opened.get(top);
    if (!git) throw new Cannot('the repository is gone');
    return git;
  };
  return {
    repositories: [...repositories].map(([top, wanted]) => ({ git: gitOf(top), wanted })),
    trees: [...trees].map(([top, roots]) => ({ git: gitOf(top), roots: outermost(roots) })),
    plain: outermost(plain),
  };
}

/** The real paths a loss takes, as far as there is something. A link that goes is itself, not what it leads to. */
export async function pathsOf(loss: Extract<Loss, { kind: 'path' }>, workspace: string): Promise<string[]> {
  const named = loss.pattern === undefined ? [loss.path] : await fitting(loss.path, loss.pattern);
  const found: string[] = [];
  for (const one of named) {
    const parent = await realpath(path.dirname(one)).catch(() => null);
    if (parent === null) continue;
    const real = path.join(parent, path.basename(one));
    if (real === workspace || !isBelow(real, workspace)) throw new Cannot('it reaches outside this workspace');
    if (path.relative(workspace, real).split(path.sep).includes('.git')) throw new Cannot('it lies in a repository');
    if (foundAt(parent, path.basename(one))) found.push(real);
  }
  return found;
}

/** The entries of a folder that a shell may mean by a pattern: rather too many than too few. */
async function fitting(folder: string, pattern: string): Promise<string[]> {
  const [first = '*'] = pattern.split('/');
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => minimatch(name, first, { dot: true, nocase: true }))
    .map((name) => path.join(folder, name));
}

function nearestFolder(directory: string): string {
  for (let at = directory; ; at = path.dirname(at)) {
    const found = foundAt(path.dirname(at), path.basename(at));
    if (found?.type === 'directory' || path.dirname(at) === at) return at;
  }
}

/** Without those that lie below another. */
function outermost(roots: Iterable<string>): string[] {
  const all = [...roots].sort();
  return all.filter((root) => !all.some((other) => other !== root && root.startsWith(`${other}/`)));
}

/** Whether a path is a folder or lies below it. Both absolute and real. */
export function isBelow(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

function slashed(relative: string): string {
  return relative.split(path.sep).join('/');
}
