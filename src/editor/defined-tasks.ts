import * as vscode from 'vscode';
import type { Action } from '../action/action.ts';
import { workspaceRootOf } from '../guard/here.ts';

/** A task of `tasks.json`. */
export interface DefinedTask {
  readonly folder: vscode.Uri;
  readonly label: string;
  readonly action: Extract<Action, { kind: 'task' }>;
  /** The editor starts it by itself when the folder is opened (`runOptions.runOn`). */
  readonly runsOnOpen: boolean;
}

/** The tasks that the folders of this window define and that name a program. */
export function definedTasks(): DefinedTask[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => {
    const found: unknown = vscode.workspace.getConfiguration('tasks', uri).get('tasks');
    if (!Array.isArray(found)) return [];
    return found.flatMap((task: unknown) => definedTask(task, uri) ?? []);
  });
}

/** A definition as it stands in `tasks.json`; null where it names no program. */
function definedTask(task: unknown, folder: vscode.Uri): DefinedTask | null {
  if (typeof task !== 'object' || task === null) return null;
  const { label, type, command, args, runOptions }: Readonly<Record<string, unknown>> = { ...task };
  const runOn =
    typeof runOptions === 'object' && runOptions !== null && 'runOn' in runOptions ? runOptions.runOn : null;
  const name = typeof label === 'string' ? label : '';
  const script: unknown = 'script' in task ? task.script : undefined;
  const program = type === 'npm' && typeof script === 'string' ? `npm run ${script}` : command;
  if (typeof program !== 'string') return null;
  const words = Array.isArray(args) ? args.filter((word): word is string => typeof word === 'string') : [];
  const cwd = folder.fsPath;
  return {
    folder,
    label: name,
    runsOnOpen: runOn === 'folderOpen',
    action: {
      host: 'task',
      session: 'task-folder',
      cwd,
      workspaceRoot: workspaceRootOf(cwd),
      at: 0,
      kind: 'task',
      name,
      program,
      args: words,
      shell: type !== 'process',
    },
  };
}
