import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Loss } from '../action/effect.ts';
import type { Contents, Step } from './apply.ts';
import { openBlobs } from './blobs.ts';
import { type Budget, bytesOf, Cannot } from './files.ts';
import { type Git, openGit } from './git.ts';
import { limits } from './limits.ts';
import { readAll, readOne } from './reading.ts';
import { type Restored, restoreRepository, restoreTree } from './restore.ts';
import { isBelow } from './scope.ts';
import type { Part, Snapshot } from './snapshot.ts';
import { shortName } from './stashes.ts';
import { treeSteps, workSteps } from './steps.ts';
import { openStore } from './store.ts';
import { prune } from './tidy.ts';
import { take, type UndoDeps } from './undo.ts';

/** One change that bringing back makes, as a person is shown it. */
export interface Difference {
  /** Absolute. */
  readonly file: string;
  /** Comes back, becomes what it was, or goes because it was not there. */
  readonly kind: 'comes-back' | 'changes-back' | 'goes';
  /** The bytes it will have; null where it goes, or is a folder. */
  readonly before: (() => Promise<Buffer>) | null;
}

/** What bringing a snapshot back would do. */
export interface Preview {
  readonly differences: readonly Difference[];
  /** What else happens, one sentence each: a branch that is made anew, stashes that come back. */
  readonly notes: readonly string[];
}

/** What was done. */
export interface RestoreReport {
  readonly snapshot: Snapshot;
  /** The snapshot of what was there until now. */
  readonly before: Snapshot | null;
  readonly files: number;
  readonly notes: readonly string[];
}

/** The snapshots on this machine, and bringing them back. */
export interface SavedWork {
  /** Newest first; of one workspace (real path) where it is given. */
  list(workspace?: string): Promise<Snapshot[]>;
  /** By id or its beginning. Throws {@link Cannot} where none or several fit. */
  find(id: string): Promise<Snapshot>;
  preview(snapshot: Snapshot): Promise<Preview>;
  /** Saves what is there now, then brings the snapshot back. Throws {@link Cannot} with the end of a sentence. */
  restore(snapshot: Snapshot): Promise<RestoreReport>;
  /** Lets go of what is old. */
  prune(): Promise<string[]>;
}

/** Opens the snapshots of this machine. Throws one sentence where the store cannot be trusted. */
export function openSavedWork(deps: UndoDeps): SavedWork {
  const store = openStore(deps.stateDirectory);

  const gitFor = async (part: Part): Promise<Git | null> => {
    const top = part.kind === 'repository' ? part.base : part.repository;
    if (top === undefined) return null;
    const git = await openGit(top, deps.environment).catch(() => null);
    if (git?.top !== top) throw new Cannot(`the repository ${top} is gone`);
    return git;
  };
  /** Contents of a part for as long as `use` runs. */
  const withContents = async <T>(git: Git | null, use: (contents: Contents) => Promise<T>): Promise<T> => {
    const blobs = git ? openBlobs(git) : null;
    const contents: Contents = {
      async bytes(content, size) {
        if (content.startsWith('store:')) return bytesOf(await store.fileOf(content), size);
        if (!blobs) throw new Cannot('the repository is gone');
        return blobs.read(content.slice('git:'.length));
      },
    };
    try {
      return await use(contents);
    } finally {
      blobs?.close();
    }
  };
  const stepsOf = (part: Part, git: Git | null): Promise<Step[]> => {
    if (part.kind === 'tree') return treeSteps(part);
    if (!git) throw new Cannot('the repository is gone');
    return part.work ? workSteps(git, part, store) : Promise.resolve([]);
  };

  const inPlace = async (snapshot: Snapshot): Promise<void> => {
    const real = await realpath(snapshot.workspace).catch(() => null);
    if (real !== snapshot.workspace) throw new Cannot(`the folder ${snapshot.workspace} is gone or is a link now`);
    for (const part of snapshot.parts) {
      const roots = part.kind === 'tree' ? part.roots.map((root) => path.join(part.base, root)) : [part.base];
      if (!roots.every((root) => isBelow(root, snapshot.workspace)))
        throw new Cannot('it reaches outside its workspace');
      await withoutLinks(snapshot.workspace, part.base);
    }
  };

  return {
    async list(workspace) {
      const all = await readAll(store);
      return workspace === undefined ? all : all.filter((one) => one.workspace === workspace);
    },
    async find(id) {
      const exact = readOne(store, id);
      if (exact) return exact;
      const fitting =
        id === '' ? [] : (await readAll(store)).filter((one) => one.id.startsWith(id) || one.id.endsWith(id));
      const [one] = fitting;
      if (one && fitting.length === 1) return one;
      throw new Cannot(fitting.length === 0 ? `there is no snapshot ${id}` : `several snapshots fit ${id}`);
    },
    async preview(snapshot) {
      await inPlace(snapshot);
      const differences: Difference[] = [];
      const notes: string[] = [];
      for (const part of snapshot.parts) {
        const git = await gitFor(part);
        const savedBytes = (content: string, size: number) =>
          withContents(git, async (contents) => gathered(await contents.bytes(content, size)));
        for (const step of await stepsOf(part, git)) differences.push(difference(part, step, savedBytes));
        if (part.kind === 'repository' && git) notes.push(...(await refNotes(git, part)));
      }
      return { differences, notes };
    },
    async restore(snapshot) {
      await inPlace(snapshot);
      const before = await saveFirst(deps, snapshot);
      const done: Restored[] = [];
      for (const part of snapshot.parts) {
        const git = await gitFor(part);
        const steps = await stepsOf(part, git);
        const restored = await withContents(git, async (contents) => {
          if (part.kind === 'tree') return restoreTree(part, steps, contents);
          return git ? restoreRepository(git, part, { id: snapshot.id, steps, store, contents }) : null;
        });
        if (restored) done.push(restored);
      }
      return { snapshot, before, files: done.reduce((sum, { files }) => sum + files, 0), notes: done.flatMap(notesOf) };
    },
    prune: () => prune(store, deps.now(), deps.environment),
  };
}

/** The same losses as the snapshot was taken for, as they are now. */
async function saveFirst(deps: UndoDeps, snapshot: Snapshot): Promise<Snapshot | null> {
  const losses = snapshot.parts.flatMap((part): Loss[] => {
    if (part.kind === 'tree') return part.roots.map((root) => ({ kind: 'path', path: path.join(part.base, root) }));
    const directory = part.base;
    const refs: Loss[] = part.refs.length > 0 ? [{ kind: 'refs', directory, of: 'branches' }] : [];
    if (part.work) return [{ kind: 'work', directory, ignored: part.ignored }, ...refs];
    return [...refs, { kind: 'refs', directory, of: 'stashes' }];
  });
  const bounds = { ...limits, ...deps.bounds };
  const budget: Budget = {
    bytes: bounds.bytes * 4,
    entries: bounds.entries * 2,
    until: deps.monotonic() + bounds.milliseconds * 30,
    monotonic: deps.monotonic,
  };
  const { host, session, workspace } = snapshot;
  const action = `holdpoint undo restore ${snapshot.id}`;
  const reason = `Puts back what was saved before: ${snapshot.action}`;
  const occasion = { why: 'restore', host, session, workspaceRoot: workspace, reason, action } as const;
  return take(deps, occasion, losses, budget).catch((error: unknown) => {
    if (error instanceof Cannot) throw new Cannot(`what is there now could not be saved first: ${error.message}`);
    throw error;
  });
}

/** Throws where a folder between the workspace and the part has become a link. */
async function withoutLinks(workspace: string, base: string): Promise<void> {
  let at = base;
  while (isBelow(at, workspace) && at !== workspace) {
    const there = await lstat(at).catch(() => null);
    if (there?.isSymbolicLink()) throw new Cannot(`${at} is a link now`);
    at = path.dirname(at);
  }
}

function difference(
  part: Part,
  step: Step,
  savedBytes: (content: string, size: number) => Promise<Buffer>,
): Difference {
  const file = path.join(part.base, step.path);
  if (step.kind === 'remove') return { file, kind: 'goes', before: null };
  const kind = step.present ? 'changes-back' : 'comes-back';
  if (step.kind === 'checkout') return { file, kind, before: () => savedBytes(`git:${step.id}`, 0) };
  const { entry } = step;
  if (entry.type === 'directory') return { file, kind, before: null };
  if (entry.type === 'link') return { file, kind, before: async () => Buffer.from(entry.target, 'utf8') };
  return { file, kind, before: () => savedBytes(entry.content, entry.size) };
}

async function gathered(bytes: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

async function refNotes(git: Git, part: Extract<Part, { kind: 'repository' }>): Promise<string[]> {
  const notes: string[] = [];
  if (part.work && part.head.at !== null) {
    const now = await git.ask(['rev-parse', '-q', '--verify', 'HEAD^{commit}']);
    if (now?.trim() !== part.head.at) {
      const name = part.head.branch?.replace(/^refs\/heads\//, '') ?? 'HEAD';
      notes.push(`${name} goes back to commit ${part.head.at.slice(0, 12)}.`);
    }
  }
  for (const { name, at } of part.refs) {
    if ((await git.ask(['rev-parse', '-q', '--verify', name])) === null) {
      notes.push(`${shortName(name)} is made anew at commit ${at.slice(0, 12)}.`);
    }
  }
  return notes;
}

function notesOf({ refs, stashes, head }: Restored): string[] {
  return [
    ...(head === undefined ? [] : [`${head} stands where it stood.`]),
    ...refs.map((name) => `${name} was made anew.`),
    ...(stashes === 0 ? [] : [stashes === 1 ? 'One stash came back.' : `${stashes} stashes came back.`]),
  ];
}
