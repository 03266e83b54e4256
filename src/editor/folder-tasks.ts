import * as vscode from 'vscode';
import type { Action } from '../action/action.ts';
import { workspaceRootOf } from '../guard/here.ts';
import type { Translate } from './translate.ts';

/** A task of `tasks.json` that the editor starts by itself when the folder is opened. */
interface FolderTask {
  readonly label: string;
  readonly action: Action;
}

/**
 * Looks at the tasks that would run when this workspace is opened (`runOptions.runOn: folderOpen`), and warns where
 * one would do what cannot be undone. Judges without recording or asking: nothing has been started by that.
 */
export async function warnOfFolderTasks(deps: {
  readonly t: Translate;
  /** One plain sentence of what the action would destroy, or null where nobody would be asked about it. */
  judge(action: Action): Promise<string | null>;
}): Promise<void> {
  const { t } = deps;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    for (const { label, action } of tasksOf(folder)) {
      const loss = await deps.judge(action);
      if (loss === null) continue;
      const show = t('Show the task');
      const told = t('Opening this folder starts the task {0}. {1}', label, loss);
      const choice = await vscode.window.showWarningMessage(told, show);
      if (choice !== show) continue;
      const file = vscode.Uri.joinPath(folder.uri, '.vscode', 'tasks.json');
      await vscode.window.showTextDocument(file, { preview: true });
    }
  }
}

function tasksOf(folder: vscode.WorkspaceFolder): FolderTask[] {
  const found: unknown = vscode.workspace.getConfiguration('tasks', folder.uri).get('tasks');
  if (!Array.isArray(found)) return [];
  return found.flatMap((task: unknown) => {
    const read = folderTask(task, folder.uri.fsPath);
    return read === null ? [] : [read];
  });
}

/** A task definition as it stands in `tasks.json`; null where it does not run by itself or names no program. */
function folderTask(task: unknown, cwd: string): FolderTask | null {
  if (typeof task !== 'object' || task === null) return null;
  const { label, type, command, args, runOptions }: Readonly<Record<string, unknown>> = { ...task };
  const runOn =
    typeof runOptions === 'object' && runOptions !== null && 'runOn' in runOptions ? runOptions.runOn : null;
  if (runOn !== 'folderOpen') return null;
  const name = typeof label === 'string' ? label : '';
  const script: unknown = 'script' in task ? task.script : undefined;
  const program = type === 'npm' && typeof script === 'string' ? `npm run ${script}` : command;
  if (typeof program !== 'string') return null;
  const words = Array.isArray(args) ? args.filter((word): word is string => typeof word === 'string') : [];
  return {
    label: name,
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
