import * as vscode from 'vscode';
import type { Action } from '../action/action.ts';
import { definedTasks } from './defined-tasks.ts';
import type { Translate } from './translate.ts';

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
  for (const { label, action, folder, runsOnOpen } of definedTasks()) {
    if (!runsOnOpen) continue;
    const loss = await deps.judge(action);
    if (loss === null) continue;
    const show = t('Show the task');
    const told = t('Opening this folder starts the task {0}. {1}', label, loss);
    const choice = await vscode.window.showWarningMessage(told, show);
    if (choice !== show) continue;
    const file = vscode.Uri.joinPath(folder, '.vscode', 'tasks.json');
    await vscode.window.showTextDocument(file, { preview: true });
  }
}
