import { randomBytes } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Loss } from '../action/effect.ts';
import type { SaveOrder, SaveResult, Saving } from '../guard/saving.ts';
import { writePrivateFile } from '../guard/state-directory.ts';
import { type Budget, Cannot, type Found, foundAt, isOwn, isSmall, spend, treeAt } from './files.ts';
import type { Gathered, Saver } from './keeping.ts';
import { limits } from './limits.ts';
import { type Overwritten, overwrittenBy } from './overwritten.ts';
import { gatherRepository, gatherTree } from './repository.ts';
import { pathsOf, scopeOf } from './scope.ts';
import { type Entry, type Part, type Snapshot, snapshotId, type TreePart } from './snapshot.ts';
import { openStore, type Store } from './store.ts';
import { forgetRefs } from './tidy.ts';

/** What taking snapshots needs of this machine. */
export interface UndoDeps {
  readonly stateDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** A clock that only goes forward, in milliseconds. */
  monotonic(): number;
  /** Bounds other than the usual ones, for measuring. */
  readonly bounds?: { readonly bytes?: number; readonly entries?: number; readonly milliseconds?: number };
}

/** What is known of an action whose losses are saved. */
export type Occasion = Pick<Snapshot, 'why' | 'host' | 'session' | 'reason' | 'action'> & {
  readonly workspaceRoot: string;
};

/** Takes snapshots. Everything here ends in a result, never in an error. */
export function createSaving(deps: UndoDeps): Saving {
  return {
    save: (order) => attempt(deps, order, (budget) => take(deps, occasionOf(order, 'before'), order.losses, budget)),
    could: (order) => attempt(deps, order, (budget) => plan(deps, occasionOf(order, 'before'), order.losses, budget)),
    keep(order) {
      const written = overwrittenBy(order.action, order.analysis);
      if (written.length === 0) return null;
      return attempt(deps, order, (budget) => keepFiles(deps, occasionOf(order, 'overwritten'), written, budget));
    },
  };
}

function occasionOf(order: Omit<SaveOrder, 'losses'>, why: Snapshot['why']): Occasion {
  const { host, session, workspaceRoot } = order.action;
  const line = order.shown.replaceAll(/\s+/g, ' ').trim();
  return {
    why,
    host,
    session,
    workspaceRoot,
    reason: order.reason,
    action: line.length > 200 ? `${line.slice(0, 199)}…` : line,
  };
}

async function attempt(
  deps: UndoDeps,
  { milliseconds }: Pick<SaveOrder, 'milliseconds'>,
  work: (budget: Budget) => Promise<Snapshot | null>,
): Promise<SaveResult> {
  const bounds = { ...limits, ...deps.bounds };
  const started = deps.monotonic();
  const budget: Budget = {
    bytes: bounds.bytes,
    entries: bounds.entries,
    until: started + Math.min(milliseconds, bounds.milliseconds),
    monotonic: deps.monotonic,
  };
  try {
    const taken = await work(budget);
    if (!taken) return { kind: 'nothing' };
    const files = taken.parts.reduce((sum, part) => sum + part.entries.length, 0);
    const spent = Math.round(deps.monotonic() - started);
    return { kind: 'saved', snapshot: { id: taken.id, files, bytes: taken.bytes, milliseconds: spent } };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'cannot', why: error instanceof Cannot ? why : `saving it failed (${why})` };
  }
}

interface Prepared {
  readonly parts: readonly Gathered<Part>[];
  readonly workspace: string;
}

async function gather(deps: UndoDeps, occasion: Occasion, losses: readonly Loss[], saver: Saver): Promise<Prepared> {
  const workspace = await realpath(occasion.workspaceRoot);
  const scope = await scopeOf(losses, workspace, deps.environment);
  const parts: Gathered<Part>[] = [];
  for (const { git, wanted } of scope.repositories) parts.push(await gatherRepository(git, wanted, saver));
  for (const { git, roots } of scope.trees) parts.push(await gatherTree(git, roots, saver));
  if (scope.plain.length > 0) parts.push(await gatherPlain(workspace, scope.plain, saver));
  return { parts: parts.filter((part) => !part.empty), workspace };
}

/** Files of a folder that lies in no repository. */
async function gatherPlain(base: string, roots: readonly string[], saver: Saver): Promise<Gathered<TreePart>> {
  const found: Found[] = [];
  for (const root of roots) found.push(...(await treeAt(base, root, saver.budget, () => false)));
  const sizes = found.map((one) => (one.type === 'file' ? one.size : 0));
  for (const size of sizes) saver.budget.bytes -= size;
  spend(saver.budget, 0);
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    empty: found.length === 0,
    async write() {
      const entries: Entry[] = [];
      for (const one of found) {
        spend(saver.budget, 0);
        if (one.type !== 'file') entries.push(one);
        else entries.push({ ...one, content: (await saver.store().put(path.join(base, one.path), one.size)).content });
      }
      return { kind: 'tree', base, roots: [...roots], entries };
    },
  };
}

function newSaver(deps: UndoDeps, occasion: Occasion, budget: Budget): Saver {
  const at = deps.now();
  const id = snapshotId(
    at,
    BigInt(`0x${randomBytes(6).toString('hex')}`)
      .toString(36)
      .padStart(6, '0'),
  );
  const message = `Holdpoint snapshot ${id}: ${occasion.action}\n`;
  let store: Store | undefined;
  return {
    id,
    at,
    message,
    store() {
      store ??= openStore(deps.stateDirectory);
      return store;
    },
    budget,
  };
}

/** Looks whether a snapshot could be taken, and writes nothing. */
async function plan(
  deps: UndoDeps,
  occasion: Occasion,
  losses: readonly Loss[],
  budget: Budget,
): Promise<Snapshot | null> {
  const saver = newSaver(deps, occasion, budget);
  const { parts, workspace } = await gather(deps, occasion, losses, saver);
  return parts.length === 0 ? null : snapshotOf(occasion, { saver, workspace, parts: [], bytes: 0 });
}

/** Takes a snapshot and writes its list. Throws {@link Cannot} where it does not go; nothing of it is left then. */
export async function take(
  deps: UndoDeps,
  occasion: Occasion,
  losses: readonly Loss[],
  budget: Budget,
): Promise<Snapshot | null> {
  const saver = newSaver(deps, occasion, budget);
  const { parts, workspace } = await gather(deps, occasion, losses, saver);
  if (parts.length === 0) return null;
  return written(deps, occasion, { saver, workspace, parts, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) });
}

async function written(
  deps: UndoDeps,
  occasion: Occasion,
  given: { saver: Saver; workspace: string; parts: readonly Gathered<Part>[]; bytes: number },
): Promise<Snapshot> {
  const { saver, workspace, bytes } = given;
  const parts: Part[] = [];
  await saver.store().room(bytes);
  try {
    for (const part of given.parts) parts.push(await part.write());
    const snapshot = snapshotOf(occasion, { saver, workspace, parts, bytes });
    const text = JSON.stringify(snapshot);
    if (text.length > limits.manifestBytes) throw new Cannot('there are too many files');
    writePrivateFile(path.join(saver.store().snapshots, `${snapshot.id}.json`), text);
    return snapshot;
  } catch (error) {
    await forgetRefs(saver.id, workspace, deps.environment);
    throw error;
  }
}

function snapshotOf(
  { why, host, session, reason, action }: Occasion,
  { saver, workspace, parts, bytes }: { saver: Saver; workspace: string; parts: Part[]; bytes: number },
): Snapshot {
  return { v: 1, id: saver.id, at: saver.at, why, host, session, workspace, reason, action, bytes, parts };
}

/** Keeps single files that an allowed call writes over: copies in the store, no git. */
async function keepFiles(
  deps: UndoDeps,
  occasion: Occasion,
  targets: readonly Overwritten[],
  budget: Budget,
): Promise<Snapshot | null> {
  const workspace = await realpath(occasion.workspaceRoot);
  const roots = new Set<string>();
  for (const { path: named, moved } of targets) {
    const kept = await plainFiles(named, workspace);
    const along = kept.length === 0 ? [] : await Promise.all(moved.map((source) => plainFiles(source, workspace)));
    for (const one of [...kept, ...along.flat()]) roots.add(one);
  }
  if (roots.size === 0) return null;
  const saver = newSaver(deps, occasion, budget);
  const part = await gatherPlain(workspace, [...roots], saver);
  return written(deps, occasion, { saver, workspace, parts: [part], bytes: part.bytes });
}

/** The files a path or glob names that are worth keeping, relative to the workspace; what lies elsewhere is not. */
async function plainFiles(named: string, workspace: string): Promise<string[]> {
  const name = path.basename(named);
  const loss: Extract<Loss, { kind: 'path' }> = /[*?[{]/.test(name)
    ? { kind: 'path', path: path.dirname(named), pattern: name }
    : { kind: 'path', path: named };
  const kept: string[] = [];
  for (const real of await pathsOf(loss, workspace).catch(() => [])) {
    const relative = path.relative(workspace, real).split(path.sep).join('/');
    const found = isOwn(relative) ? null : foundAt(workspace, relative);
    if (found?.type === 'link' || (found?.type === 'file' && isSmall(found.size))) kept.push(relative);
  }
  return kept.slice(0, limits.overwrittenFiles);
}
