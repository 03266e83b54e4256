import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Action } from '../action/action.ts';
import type { Analysis } from '../action/verdict.ts';
import { filesRead } from '../behaviour/reading.ts';
import { isSecretPath } from '../credentials/paths.ts';
import { limits } from './limits.ts';

/** A file whose content the session may have seen. */
export interface Seen {
  /** Absolute. */
  readonly file: string;
  /** As the timeline names it: relative to the workspace where it lies inside. */
  readonly foundIn: string;
}

/** The secret-like files an action reads, from its path or the arguments of its programs. */
export function secretsRead(action: Action, analysis: Pick<Analysis, 'invocations'>): Seen[] {
  const files = new Set<string>();
  const add = (name: string, cwd: string) => {
    // An option's value (`--file=.env`) names a file as well.
    const plain = name.startsWith('-') ? name.slice(name.indexOf('=') + 1) : name;
    if (isSecretPath(plain)) files.add(path.resolve(cwd, plain));
  };
  if (action.kind === 'read' && action.content === undefined) add(action.path, action.cwd);
  for (const invocation of analysis.invocations) {
    if (invocation.cwd === null || invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) continue;
    for (const word of invocation.args) if (word.kind === 'known') add(word.value, invocation.cwd);
    // What code opens by name: `python -c "print(open('.env').read())"`.
    for (const file of filesRead(invocation, action)) if (!file.startsWith('~')) add(file, invocation.cwd);
    for (const { mode, target } of invocation.redirections) {
      if (mode === 'read' && target.kind === 'known') add(target.value, invocation.cwd);
    }
    if (invocation.stdin.kind === 'file' && invocation.stdin.path.kind === 'known') {
      add(invocation.stdin.path.value, invocation.cwd);
    }
  }
  return [...files]
    .slice(0, limits.searchedFiles)
    .map((file) => ({ file, foundIn: nameOf(file, action.workspaceRoot) }));
}

/** The beginning of a file, or null where it is no plain file that can be read. */
export async function beginningOf(file: string): Promise<string | null> {
  try {
    // O_NONBLOCK: a named pipe in the file's place must not keep the guard waiting.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!(await handle.stat()).isFile()) return null;
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(limits.scannedBytes), 0, limits.scannedBytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

function nameOf(file: string, workspaceRoot: string): string {
  const relative = path.relative(workspaceRoot, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative;
}
