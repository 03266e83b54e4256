import { access } from 'node:fs/promises';
import path from 'node:path';
import { Cannot, emptyFoldersBelow, foundAt, isMadeAgain, isOwn, spend, treeAt } from './files.ts';
import type { Git } from './git.ts';
import { type Change, type Commit, importCommits } from './import.ts';
import { algorithmOf, type Gathered, type Kept, keep, keepIgnored, type Saver, storeApart } from './keeping.ts';
import { limits } from './limits.ts';
import { ignoredBelow, indexOf, overlooked, refsHere, stashesOf, statusOf } from './listing.ts';
import { type RepositoryPart, refsOf, type TreePart } from './snapshot.ts';

/** Files below some paths of a working tree (`roots`, relative to its top). */
export async function gatherTree(git: Git, roots: readonly string[], saver: Saver): Promise<Gathered<TreePart>> {
  const { budget } = saver;
  const [tracked, ignored, algorithm] = await Promise.all([
    indexOf(git, roots),
    ignoredBelow(git, roots),
    algorithmOf(git),
  ]);
  const index = new Map(tracked.filter(({ stage }) => stage === '0').map((one) => [one.path, one]));
  const folders = new Set(tracked.flatMap((one) => foldersOf(one.path)));
  const kept: Kept = { entries: [], changes: [], apart: [], bytes: 0 };
  for (const root of roots) {
    for (const found of await treeAt(git.top, root, budget, (at) => index.has(at) || folders.has(at))) {
      const indexed = index.get(found.path);
      if (indexed?.mode === '160000') throw new Cannot(`${found.path} is a repository of its own`);
      await keep(found, kept, { base: git.top, budget, ignored: ignored.has(found.path), algorithm, indexed });
    }
  }
  return {
    bytes: kept.bytes,
    empty: kept.entries.length === 0,
    async write() {
      const entries = await storeApart(kept, git.top, saver.store());
      if (kept.changes.length > 0) {
        const commit = { ref: `${refsOf(saver.id)}/files`, message: saver.message, changes: kept.changes };
        await importCommits(git, [commit], { at: saver.at, check: () => spend(budget, 0) });
      }
      return { kind: 'tree', base: git.top, roots: [...roots], repository: git.top, entries };
    },
  };
}

function foldersOf(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What of a repository is saved. */
export interface Wanted {
  /** The working tree as far as the index does not have it, and the index. */
  readonly work: boolean;
  /** Files that git ignores as well, but for what a tool makes again. */
  readonly ignored: boolean;
  /** Whether repositories in the working tree go as well: they cannot be kept. */
  readonly nested: boolean;
  /** Branches and tags. HEAD and stashes always are. */
  readonly refs: boolean;
}

/** A repository's HEAD and stashes, and what else is wanted of it. */
export async function gatherRepository(git: Git, wanted: Wanted, saver: Saver): Promise<Gathered<RepositoryPart>> {
  const [stashes, refs] = await Promise.all([stashesOf(git), wanted.refs ? refsHere(git) : []]);
  const alone = new Set(wanted.refs ? (await refsHere(git, '--no-merged=HEAD')).map(({ name }) => name) : []);
  if (alone.size + stashes.length > limits.refs) throw new Cannot('the repository has too many branches and tags');
  const work = wanted.work ? await gatherWork(git, wanted, saver) : null;
  const head = work?.head ?? (await headOf(git));
  return {
    bytes: work?.kept.bytes ?? 0,
    empty: false,
    async write() {
      const prefix = refsOf(saver.id);
      const entries = work ? await storeApart(work.kept, git.top, saver.store()) : [];
      if (work) {
        const commits = work.commits(prefix).filter(({ changes }) => changes.length > 0);
        await importCommits(git, commits, { at: saver.at, check: () => spend(saver.budget, 0) });
      }
      const kept = [
        ...(head.at === null ? [] : [{ ref: `${prefix}/head`, at: head.at }]),
        ...stashes.map(({ at }, index) => ({ ref: `${prefix}/stash/${index}`, at })),
        // The others' commits stay while HEAD does.
        ...refs.filter(({ name }) => alone.has(name)).map(({ name, at }) => ({ ref: `${prefix}/${name}`, at })),
      ];
      await git.run(['-c', 'core.logAllRefUpdates=false', 'update-ref', '--stdin', '-z'], {
        input: kept.map(({ ref, at }) => `create ${ref}\0${at}\0`).join(''),
      });
      const copied = async ({ file, size }: PlainFile) => (await saver.store().put(file, size)).content;
      const index = work?.index ? await copied(work.index) : null;
      const underway: RepositoryPart['underway'] = [];
      for (const one of work?.underway ?? []) {
        underway.push({ name: path.basename(one.file), content: await copied(one) });
      }
      return {
        kind: 'repository',
        base: git.top,
        work: wanted.work,
        ignored: wanted.ignored,
        head,
        index,
        underway,
        entries,
        stashes,
        refs,
      };
    },
  };
}

async function headOf(git: Git): Promise<RepositoryPart['head']> {
  const [branch, at] = await Promise.all([
    git.ask(['symbolic-ref', '-q', 'HEAD']),
    git.ask(['rev-parse', '-q', '--verify', 'HEAD^{commit}']),
  ]);
  return { branch: branch?.trim() || null, at: at?.trim() || null };
}

async function gatherWork(git: Git, { ignored, nested }: Pick<Wanted, 'ignored' | 'nested'>, saver: Saver) {
  const { budget } = saver;
  const [status, hidden, algorithm, indexName] = await Promise.all([
    statusOf(git, { ignored }),
    overlooked(git),
    algorithmOf(git),
    git.run(['rev-parse', '--git-path', 'index']),
  ]);
  const [inside] = status.nested;
  if (inside !== undefined && (nested || (await reachesSubmodules(git))))
    throw new Cannot(`${inside} is a repository of its own`);
  const kept: Kept = { entries: [], changes: [], apart: [], bytes: 0 };
  const given = { base: git.top, budget, algorithm };
  for (const at of new Set([...status.changed, ...hidden])) {
    if (isOwn(at)) continue;
    const found = foundAt(git.top, at);
    if (found && found.type !== 'directory') await keep(found, kept, { ...given, ignored: false });
    else if (!found || status.changed.includes(at)) {
      kept.entries.push({ type: 'absent', path: at });
      kept.changes.push({ kind: 'gone', path: at });
    }
  }
  for (const at of status.untracked) {
    if (isOwn(at)) continue;
    const found = foundAt(git.top, at);
    if (found && !isMadeAgain(found)) await keep(found, kept, { ...given, ignored: false });
  }
  for (const at of status.ignored) await keepIgnored(at.replace(/\/$/, ''), kept, given);
  for (const folder of await emptyFoldersBelow(git.top, budget)) kept.entries.push(folder);
  const head = { branch: status.branch, at: status.head };
  const file = path.resolve(git.top, indexName.toString('utf8').replace(/\n$/, ''));
  const stages = status.unmerged.length === 0 ? [] : await indexOf(git, status.unmerged);
  return {
    kept,
    head,
    index: await existing(file),
    underway: (await Promise.all(underwayNames.map((name) => existing(path.join(path.dirname(file), name))))).filter(
      (one) => one !== null,
    ),
    commits: (prefix: string): Commit[] => {
      const from = head.at === null ? {} : { from: head.at };
      const staged = status.staged
        .filter(({ mode }) => mode !== '160000')
        .map(
          ({ path: at, mode, id }): Change =>
            id === null ? { kind: 'gone', path: at } : { kind: 'blob', path: at, mode, id },
        );
      const unmerged = stages.map(
        ({ mode, id, stage, path: at }): Change => ({ kind: 'blob', path: `stage-${stage}/${at}`, mode, id }),
      );
      const said = saver.message;
      return [
        { ref: `${prefix}/worktree`, message: said, changes: kept.changes, ...from },
        { ref: `${prefix}/index`, message: `${said} (staged)`, changes: staged, ...from },
        { ref: `${prefix}/stages`, message: `${said} (unmerged)`, changes: unmerged },
      ];
    },
  };
}

/** Whether git takes submodules along with `reset` and `checkout` here; else it leaves what is changed in them alone. */
async function reachesSubmodules(git: Git): Promise<boolean> {
  // The last value is our own.
  const values = await git.ask(['config', '--type=bool', '--get-all', 'submodule.recurse']);
  return values === null || values.split('\n').includes('true');
}

/** What git keeps beside the index while something is under way (gitrevisions(7), git-merge(1)). */
const underwayNames = [
  'MERGE_HEAD',
  'MERGE_MSG',
  'MERGE_MODE',
  'MERGE_RR',
  'SQUASH_MSG',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
];

interface PlainFile {
  readonly file: string;
  readonly size: number;
}

async function existing(file: string): Promise<PlainFile | null> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (!there) return null;
  const found = foundAt(path.dirname(file), path.basename(file));
  return found?.type === 'file' ? { file, size: found.size } : null;
}
