import { posix } from 'node:path';
import type { Inquiry } from '../../action/facts.ts';
import type { Invocation } from '../../action/invocation.ts';
import { firstFile, nearestFile, takenOption, textsOf } from './body.ts';

/** How a task runner is called. */
export interface TaskRunner {
  /** A word with which it tells of its tasks and runs none. */
  readonly informs: RegExp;
  /** Options that name the file, and the directory to work in. */
  readonly fileOptions: readonly string[];
  readonly folderOptions: readonly string[];
  /** Names of the file where no option says it: looked for here and above. */
  readonly names: readonly string[];
}

/** A file of tasks and what is asked of it. */
export interface TaskFile {
  readonly file: string;
  readonly text: string;
  /** Where its tasks run, absolute. */
  readonly directory: string;
  /** The words of the call that are neither options nor `NAME=value`. */
  readonly goals: readonly string[];
}

/**
 * The file a call of a task runner takes its tasks from; null where there is none, or where the call runs none.
 * @throws {Unread} where it is there and could not be read.
 */
export function taskFileOf(invocation: Invocation, inquiry: Inquiry, runner: TaskRunner): TaskFile | null {
  if (invocation.cwd === null) return null;
  const words = textsOf(invocation).filter((word): word is string => word !== null);
  if (words.some((word) => runner.informs.test(word))) return null;
  const named = takenOption(words, ...runner.fileOptions);
  const folder = takenOption(words, ...runner.folderOptions);
  const directory = folder === null ? invocation.cwd : posix.resolve(invocation.cwd, folder);
  const stated = named === null ? null : firstFile(invocation.cwd, [named], invocation, inquiry);
  const found = stated
    ? { ...stated, directory: folder === null ? posix.dirname(stated.file) : directory }
    : nearestFile(directory, runner.names, invocation, inquiry);
  return found && { ...found, goals: words.filter((word) => !word.startsWith('-') && !/^\w+=/.test(word)) };
}
