import path from 'node:path';
import type { Deed } from '../action/action.ts';

/** The parts of the editor's `ShellExecution` and `ProcessExecution` that say what a task runs. */
interface TaskExecution {
  readonly commandLine?: string | undefined;
  readonly command?: string | { readonly value: string } | undefined;
  readonly process?: string;
  readonly args?: readonly (string | { readonly value: string })[] | undefined;
  readonly options?: { readonly cwd?: string } | undefined;
}

/** What a task does, for the pipeline; null where it runs no program (an extension's own execution). */
export function taskDeed(name: string, execution: unknown): { readonly action: Deed; readonly cwd?: string } | null {
  if (!isExecution(execution)) return null;
  const { commandLine, command, process, args = [], options } = execution;
  const cwd = options?.cwd !== undefined && path.isAbsolute(options.cwd) ? { cwd: options.cwd } : {};
  const words = args.map(textOf);
  if (process !== undefined)
    return { action: { kind: 'task', name, program: process, args: words, shell: false }, ...cwd };
  const program = commandLine ?? (command === undefined ? undefined : textOf(command));
  if (program === undefined) return null;
  return { action: { kind: 'task', name, program, args: commandLine === undefined ? words : [], shell: true }, ...cwd };
}

function isExecution(value: unknown): value is TaskExecution {
  return (
    typeof value === 'object' && value !== null && ('process' in value || 'commandLine' in value || 'command' in value)
  );
}

function textOf(word: string | { readonly value: string }): string {
  return typeof word === 'string' ? word : word.value;
}
