import { breathe, bytesOf, isSmall } from './files.ts';
import type { Git } from './git.ts';

/** A file's place in a commit: bytes from the disk, a blob that git has, or nothing any more. */
export type Change =
  | {
      readonly kind: 'bytes';
      readonly path: string;
      readonly mode: GitMode;
      readonly file: string;
      readonly size: number;
    }
  | { readonly kind: 'text'; readonly path: string; readonly mode: GitMode; readonly text: string }
  | { readonly kind: 'blob'; readonly path: string; readonly mode: string; readonly id: string }
  | { readonly kind: 'gone'; readonly path: string };

type GitMode = '100644' | '100755' | '120000';

/** One commit under a ref of a snapshot. */
export interface Commit {
  readonly ref: string;
  readonly message: string;
  /** What it changes against `from`; without `from` it holds nothing else. */
  readonly changes: readonly Change[];
  readonly from?: string;
}

/** Objects from this number on go into one pack; fewer stay single files, so that packs do not pile up. */
const loosely = 100;
const looseBytes = 32 * 1024 * 1024;

/**
 * Writes commits with their files as they are on the disk, byte for byte, by `git fast-import`: no index, no filter, no
 * hook takes part. Ends without a ref where `ended` says so between two files. Rejects with one sentence.
 */
export async function importCommits(
  git: Git,
  commits: readonly Commit[],
  options: { readonly at: number; readonly check: () => void },
): Promise<void> {
  const written = commits.flatMap(({ changes }) => changes.filter(({ kind }) => kind === 'bytes' || kind === 'text'));
  const bytes = written.reduce((sum, change) => sum + (change.kind === 'bytes' ? change.size : 0), 0);
  const limit = bytes > looseBytes ? 1 : loosely;
  const stopped: { by?: unknown } = {};
  await git.run(
    [
      '-c',
      `fastimport.unpackLimit=${limit}`,
      '-c',
      'core.logAllRefUpdates=false',
      'fast-import',
      '--quiet',
      '--depth=0',
      '--force',
    ],
    { input: streamOf(commits, options, stopped) },
  );
  if (stopped.by !== undefined) throw stopped.by;
}

async function* streamOf(
  commits: readonly Commit[],
  { at, check }: { readonly at: number; readonly check: () => void },
  stopped: { by?: unknown },
): AsyncGenerator<string | Buffer> {
  const marks = new Map<Change, string>();
  for (const change of commits.flatMap(({ changes }) => changes)) {
    if (change.kind === 'blob' || change.kind === 'gone') continue;
    try {
      check();
    } catch (error) {
      // All that was sent so far is whole: git ends in order, and nothing refers to it.
      stopped.by = error;
      return;
    }
    marks.set(change, `:${marks.size + 1}`);
    yield* blob(change, marks.size);
  }
  for (const { ref, message, changes, from } of commits) {
    const text = Buffer.from(message, 'utf8');
    yield `commit ${ref}\ncommitter Holdpoint <holdpoint@localhost> ${Math.floor(at / 1000)} +0000\n`;
    yield `data ${text.length}\n`;
    yield text;
    yield from === undefined ? '\n' : `\nfrom ${from}\n`;
    for (const change of changes) {
      if (change.kind === 'gone') yield `D ${quoted(change.path)}\n`;
      else
        yield `M ${change.mode} ${change.kind === 'blob' ? change.id : (marks.get(change) ?? '')} ${quoted(change.path)}\n`;
    }
    yield '\n';
  }
}

async function* blob(
  change: Extract<Change, { kind: 'bytes' | 'text' }>,
  mark: number,
): AsyncGenerator<string | Buffer> {
  if (change.kind === 'text') {
    const text = Buffer.from(change.text, 'utf8');
    yield `blob\nmark :${mark}\ndata ${text.length}\n`;
    yield text;
    yield '\n';
    return;
  }
  const head = Buffer.from(`blob\nmark :${mark}\ndata ${change.size}\n`, 'latin1');
  await breathe();
  if (isSmall(change.size)) {
    yield Buffer.concat([head, ...bytesOf(change.file, change.size), lineEnd]);
    return;
  }
  yield head;
  for (const part of bytesOf(change.file, change.size)) yield part;
  yield lineEnd;
}

const lineEnd = Buffer.from('\n');

/** A path as fast-import reads it: in C quotes where it would else be read as something else. */
function quoted(text: string): string {
  if (!/^"|\n/.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

/** Git's mode of a file. */
export function gitMode(mode: number): '100644' | '100755' {
  return (mode & 0o100) === 0 ? '100644' : '100755';
}
