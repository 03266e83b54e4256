import * as vscode from 'vscode';
import type { HeldCall, HoldDesk } from './hold-desk.ts';
import { queueEntry } from './hold-view.ts';
import type { Translate } from './translate.ts';

/** The list of held calls in the side bar, with the badge that counts them. Choosing one shows its panel. */
export function createHoldsView(deps: { desk: HoldDesk; t: Translate; show(id: string): void }): vscode.Disposable {
  const { desk, t } = deps;
  const changes = new vscode.EventEmitter<void>();
  const showOne = vscode.commands.registerCommand('holdpoint.showHold', (id: unknown) => {
    if (typeof id === 'string') deps.show(id);
  });
  const view = vscode.window.createTreeView<HeldCall>('holdpoint.holds', {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: (parent) => (parent ? [] : [...desk.queue()]),
      getTreeItem(held) {
        const entry = queueEntry(held.hold.artifact, t);
        const item = new vscode.TreeItem(entry.headline);
        item.id = entry.id;
        item.description = entry.asker;
        item.iconPath = new vscode.ThemeIcon('debug-pause', new vscode.ThemeColor('editorError.foreground'));
        item.tooltip = `${entry.headline}\n${entry.asker}`;
        item.command = { command: 'holdpoint.showHold', title: t('Show'), arguments: [entry.id] };
        return item;
      },
    },
  });
  const refresh = () => {
    const { length } = desk.queue();
    changes.fire();
    view.badge =
      length === 0
        ? undefined
        : { value: length, tooltip: length === 1 ? t('1 call is held') : t('{0} calls are held', length) };
    void vscode.commands.executeCommand('setContext', 'holdpoint.held', length);
  };
  const stop = desk.onDidChange(refresh);
  refresh();
  return vscode.Disposable.from({ dispose: stop }, view, changes, showOne);
}
