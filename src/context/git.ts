import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { GitFact, PathFact } from '../action/facts.ts';
import { isRegenerable } from '../effects/paths.ts';
import type { Run } from './child.ts';

/** What a git question may use. */
export interface GitAccess {
  readonly run: Run;
  readonly milliseconds: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Options under which git only looks: no lock files, no watchers, no hooks, no pager. A repository's own configuration
 * may name programs (`core.fsmonitor`); those are switched off.
 */
const looking = [
  '--no-optional-locks',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
];

/** Runs one git command that only looks. */
async function git(directory: string, args: readonly string[], access: GitAccess): Promise<string | null> {
  const environment = { ...access.environment, GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  return access.run('git', [...looking, ...args], { cwd: directory, milliseconds: access.milliseconds, environment });
}

/** The repository a directory belongs to, or null where it is in none. */
export async function gitFact(directory: string, access: GitAccess): Promise<GitFact | null> {
  const [status, root, config, stash, tracked] = await Promise.all([
    git(directory, ['status', '--porcelain=v2', '--branch', '--untracked-files=normal'], access),
    git(directory, ['rev-parse', '--show-toplevel'], access),
    git(directory, ['config', '--get-regexp', '^(alias\\.|remote\\..*\\.url$)'], access),
    git(directory, ['stash', 'list', '--format=%H'], access),
    git(directory, ['ls-files', '-v', '-z', ':/'], access),
  ]);
  if (status === null || root === null) return null;
  const aliases: Record<string, string> = {};
  const remotes: Record<string, string> = {};
  for (const line of (config ?? '').split('\n')) {
    const space = line.indexOf(' ');
    if (space < 0) continue;
    const key = line.slice(0, space);
    const value = line.slice(space + 1);
    if (key.startsWith('alias.')) aliases[key.slice(6)] = value;
    else remotes[key.slice('remote.'.length, -'.url'.length)] = value;
  }
  const header = (name: string): string | null => new RegExp(`^# ${name} (.*)$`, 'm').exec(status)?.[1] ?? null;
  const branch = header('branch.head');
  const upstream = header('branch.upstream');
  const ahead = /^\+(\d+)/.exec(header('branch.ab') ?? '')?.[1];
  const lines = status.split('\n');
  const [unpushed, head] = await Promise.all([
    ahead === undefined ? git(directory, ['rev-list', '--count', 'HEAD', '--not', '--remotes'], access) : null,
    git(directory, ['symbolic-ref', '--short', '-q', 'refs/remotes/origin/HEAD'], access),
  ]);
  return {
    root: root.trim(),
    branch: branch === null || branch === '(detached)' ? null : branch,
    upstream,
    defaultBranch: head?.trim().replace(/^origin\//, '') || null,
    remotes,
    dirty: lines.some((line) => /^[12u] /.test(line)) || holdsOverlooked(directory, tracked ?? ''),
    untracked: lines.filter((line) => line.startsWith('? ')).length,
    stashes: (stash ?? '').split('\n').filter((line) => line !== '').length,
    unpushedCommits: Number(ahead ?? unpushed?.trim() ?? 0),
    aliases,
  };
}

/** An ignored or untracked entry that a tool makes again (`!! src/__pycache__/`) is nobody's work. */
function isMadeAgain(entry: string): boolean {
  return (entry.startsWith('!! ') || entry.startsWith('?? ')) && isRegenerable(entry.slice(3));
}

/**
 * Whether something that lies there is tracked, but git was told not to look at it (`assume-unchanged`,
 * `skip-worktree`): status calls it unchanged whatever it holds. What a sparse checkout leaves out is not there.
 */
function holdsOverlooked(directory: string, listed: string): boolean {
  return listed
    .split('\0')
    .some(
      (line) =>
        /^[a-zS] /.test(line) &&
        lstatSync(path.join(directory, line.slice(2)), { throwIfNoEntry: false }) !== undefined,
    );
}

/** Whether the history of a directory's own repository lies anywhere else. */
export async function historyOf(directory: string, access: GitAccess): Promise<'pushed' | 'own'> {
  const [commits, stashes] = await Promise.all([
    git(directory, ['rev-list', '--max-count=1', '--all', 'HEAD', '--not', '--remotes'], access),
    git(directory, ['stash', 'list', '--max-count=1', '--format=%H'], access),
  ]);
  return commits?.trim() === '' && stashes?.trim() === '' ? 'pushed' : 'own';
}

/** Whether what lies below a path is in a commit, and whether that commit is on a remote. */
export async function pathStatus(
  absolute: string,
  isDirectory: boolean,
  access: GitAccess,
  pattern?: string,
): Promise<Pick<PathFact, 'git' | 'pushed'>> {
  const directory = isDirectory ? absolute : path.dirname(absolute);
  const one = isDirectory ? '.' : `:(literal)${path.basename(absolute)}`;
  // What lies in a folder that the pattern meets goes with it.
  const spec = pattern ? [`:(glob)${pattern}`, `:(glob)${pattern}/**`] : [one];
  const status = await git(
    directory,
    ['status', '--porcelain=v1', '--ignored=traditional', '--untracked-files=normal', '-z', '--', ...spec],
    access,
  );
  if (status === null) {
    const inside = await git(directory, ['rev-parse', '--is-inside-work-tree'], access);
    return { git: inside === null ? 'outside' : 'unknown', pushed: false };
  }
  const codes = status
    .split('\0')
    .filter((entry) => entry !== '' && !isMadeAgain(entry))
    .map((entry) => entry.slice(0, 2));
  if (codes.some((code) => code === '??')) return { git: 'untracked', pushed: false };
  if (codes.some((code) => code !== '!!')) return { git: 'dirty', pushed: false };
  if (codes.length > 0) return { git: 'ignored', pushed: false };
  const [known, ahead] = await Promise.all([
    git(directory, ['ls-files', '-v', '-z', '--', ...spec], access),
    git(directory, ['rev-list', '--max-count=1', 'HEAD', '--not', '--remotes', '--', ...spec], access),
  ]);
  // Nothing to report and nothing known: an empty directory, or a repository inside another.
  if (known === null || known === '') return { git: 'untracked', pushed: false };
  if (holdsOverlooked(directory, known)) return { git: 'dirty', pushed: false };
  return { git: 'clean', pushed: ahead !== null && ahead.trim() === '' };
}
