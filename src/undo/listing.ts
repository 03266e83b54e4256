import type { Git } from './git.ts';

/** What git knows of a path in its index. */
export interface Tracked {
  readonly mode: string;
  readonly id: string;
  /** 0, or 1 to 3 where a merge left several versions. */
  readonly stage: string;
  readonly path: string;
}

/** How the working tree and the index differ from each other and from the last commit. */
export interface Status {
  /** Commit HEAD stands for; null before the first one. */
  readonly head: string | null;
  /** Full name of the branch; null where HEAD is detached. */
  readonly branch: string | null;
  /** Tracked paths whose files are not as the index has them, or were staged since the last commit. */
  readonly changed: readonly string[];
  /** Staged content that HEAD does not have: mode and object, or null where the path is staged as deleted. */
  readonly staged: readonly { readonly path: string; readonly mode: string; readonly id: string | null }[];
  /** Paths with several versions after a merge. */
  readonly unmerged: readonly string[];
  readonly untracked: readonly string[];
  readonly ignored: readonly string[];
  /** Repositories in the working tree that hold unsaved work of their own. */
  readonly nested: readonly string[];
}

const missing = /^0+$/;

/** Reads `git status` of the whole working tree: porcelain v2, git-status(1). */
export async function statusOf(git: Git, { ignored }: { readonly ignored: boolean }): Promise<Status> {
  const wanted = ['--porcelain=v2', '-z', '--branch', '--untracked-files=all', '--no-renames'];
  const [output, symbolic] = await Promise.all([
    git.run(['status', ...wanted, ignored ? '--ignored=matching' : '--ignored=no']),
    git.ask(['symbolic-ref', '-q', 'HEAD']),
  ]);
  const changed: string[] = [];
  const staged: { path: string; mode: string; id: string | null }[] = [];
  const unmerged: string[] = [];
  const untracked: string[] = [];
  const ignoredPaths: string[] = [];
  const nested: string[] = [];
  let head: string | null = null;
  for (const line of output.toString('utf8').split('\0')) {
    const kind = line.slice(0, 2);
    if (kind === '# ') {
      const oid = /^# branch\.oid (\S+)/.exec(line)?.[1];
      if (oid !== undefined && oid !== '(initial)') head = oid;
    } else if (kind === '1 ') {
      // 1 XY sub mH mI mW hH hI path
      const [, states = '', sub = '', , mode = '', , , id = ''] = line.split(' ', 8);
      const path = line.split(' ').slice(8).join(' ');
      if (sub.startsWith('S')) {
        if (/[MU]/.test(sub.slice(2))) nested.push(path);
        if (states.startsWith('.')) continue;
      }
      changed.push(path);
      if (!states.startsWith('.')) staged.push({ path, mode, id: missing.test(id) ? null : id });
    } else if (kind === 'u ') {
      const path = line.split(' ').slice(10).join(' ');
      changed.push(path);
      unmerged.push(path);
    } else if (kind === '? ' || kind === '! ') {
      const path = line.slice(2);
      if (kind === '! ') ignoredPaths.push(path);
      else if (path.endsWith('/')) nested.push(path);
      else untracked.push(path);
    }
  }
  return {
    head,
    branch: symbolic === null || symbolic.trim() === '' ? null : symbolic.trim(),
    changed,
    staged,
    unmerged,
    untracked,
    ignored: ignoredPaths,
    nested,
  };
}

/** The index below some paths (all of it where none is given). */
export async function indexOf(git: Git, paths: readonly string[], index?: string): Promise<Tracked[]> {
  const output = await git.run(['ls-files', '-s', '-z', '--', ...paths], index === undefined ? {} : { index });
  return output
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode, id, stage, path] = /^(\d+) ([0-9a-f]+) (\d)\t(.*)$/s.exec(line) ?? [];
      return mode && id && stage && path ? [{ mode, id, stage, path }] : [];
    });
}

/** Tracked paths that git was told not to look at (`assume-unchanged`, `skip-worktree`). */
export async function overlooked(git: Git): Promise<string[]> {
  const output = await git.run(['ls-files', '-v', '-z']);
  return output
    .toString('utf8')
    .split('\0')
    .filter((line) => /^(?:[a-z]|S) /.test(line))
    .map((line) => line.slice(2));
}

/** Paths below some others that git ignores and does not track. */
export async function ignoredBelow(git: Git, paths: readonly string[]): Promise<Set<string>> {
  const output = await git.run(['ls-files', '-z', '--others', '--ignored', '--exclude-standard', '--', ...paths]);
  return new Set(names(output));
}

/** Stashes, newest first. */
export async function stashesOf(git: Git): Promise<{ at: string; message: string }[]> {
  const output = await git.ask(['log', '-g', '-z', '--format=%H %gs', 'refs/stash', '--']);
  return (output ?? '').split('\0').flatMap((line) => {
    const [, at, message = ''] = /^([0-9a-f]{40,64}) ?(.*)$/s.exec(line.trim()) ?? [];
    return at === undefined ? [] : [{ at, message }];
  });
}

/**
 * Branches, tags and other refs of this repository's own, all or those an option of `for-each-ref` leaves. Before the
 * first commit there are none.
 */
export async function refsHere(git: Git, only?: string): Promise<{ name: string; at: string }[]> {
  const options = ['--format=%(objectname) %(refname)', ...(only === undefined ? [] : [only])];
  const output = await git.ask(['for-each-ref', ...options]);
  return (output ?? '').split('\n').flatMap((line) => {
    const [, at, name] = /^([0-9a-f]{40,64}) (.+)$/.exec(line) ?? [];
    return at && name && !notOwn.test(name) ? [{ at, name }] : [];
  });
}

/** Refs that a remote gives again, that are stashes, or that snapshots keep. */
const notOwn = /^refs\/(?:remotes\/|holdpoint\/|stash$|bisect\/|worktree\/)/;

/** The paths of a listing that ends each with NUL. */
export function names(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}
