import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { Analysis } from '../action/verdict.ts';

/**
 * The files an action would make that are not there yet: deleting them later takes nothing of the person's away.
 * Only what is certain: a whole file written, a redirection, `touch`. Folders never, others may put files in them.
 */
export function filesToCreate(action: Action, analysis: Pick<Analysis, 'invocations'>): string[] {
  const named: string[] = [];
  if (action.kind === 'write' && action.content !== undefined) named.push(path.resolve(action.cwd, action.path));
  for (const invocation of analysis.invocations) {
    const { cwd, program } = invocation;
    if (cwd === null || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) continue;
    for (const { mode, target } of invocation.redirections) {
      if (mode !== 'read' && target.kind === 'known') named.push(path.resolve(cwd, target.value));
    }
    if (program !== 'touch') continue;
    for (const word of invocation.args) {
      if (word.kind === 'known' && !word.value.startsWith('-')) named.push(path.resolve(cwd, word.value));
    }
  }
  return [...new Set(named)].slice(0, 32).filter(isAbsent);
}

/** Clocks of disks are coarser than ours: milliseconds a file may seem older than the call that made it. */
const clockSlack = 2_000;

/**
 * What tells a file from another that took its place: inode and birth. Null where there is no plain file, or where it
 * is older than `since` (milliseconds since the epoch): a person's file moved here is not the session's.
 */
export function identityOf(file: string, since: number): string | null {
  try {
    const { ino, birthtimeMs, isFile } = statOf(file);
    return isFile && birthtimeMs >= since - clockSlack ? `${ino} ${birthtimeMs}` : null;
  } catch {
    return null;
  }
}

/** Those of a session's files that are still the ones it made. */
export function stillOwn(files: ReadonlyMap<string, string>): string[] {
  return [...files].filter(([file, identity]) => identityOf(file, 0) === identity).map(([file]) => file);
}

function statOf(file: string): { ino: number; birthtimeMs: number; isFile: boolean } {
  const found = lstatSync(file);
  return { ino: found.ino, birthtimeMs: found.birthtimeMs, isFile: found.isFile() };
}

function isAbsent(file: string): boolean {
  try {
    lstatSync(file);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
