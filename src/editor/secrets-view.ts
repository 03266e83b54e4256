import * as vscode from 'vscode';
import type { FoundSecret } from '../vault/found-secret.ts';
import { fileRow, type SecretFile, type SecretRow, secretRow, summaryLine } from './secrets-list.ts';
import type { Translate } from './translate.ts';

/** A file of the view, or a credential in it. */
type SecretItem =
  | { readonly kind: 'file'; readonly file: SecretFile }
  | { readonly kind: 'secret'; readonly secret: FoundSecret };

/** The list of credentials in the side bar. */
export interface SecretsView extends vscode.Disposable {
  /** Shows these; null before the first scan. `scanning` says what is going on meanwhile. */
  show(files: readonly SecretFile[] | null, scanning: string | null): void;
  /** Called when a person looks at it. */
  onDidOpen(listener: () => void): vscode.Disposable;
}

/** Puts the view of credentials in place. */
export function createSecretsView(t: Translate): SecretsView {
  const changes = new vscode.EventEmitter<void>();
  let files: readonly SecretFile[] = [];
  const view = vscode.window.createTreeView<SecretItem>('holdpoint.secrets', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren(parent) {
        if (!parent) return files.map((file): SecretItem => ({ kind: 'file', file }));
        return parent.kind === 'file'
          ? parent.file.secrets.map((secret): SecretItem => ({ kind: 'secret', secret }))
          : [];
      },
      getTreeItem: (item) => (item.kind === 'file' ? fileItem(item.file, t) : secretItem(item.secret, t)),
    },
  });
  return {
    show(shown, scanning) {
      files = shown ?? [];
      changes.fire();
      const said = shown === null ? undefined : summaryLine(shown, t);
      view.message = scanning ?? (shown !== null && shown.length === 0 ? said : undefined);
      view.description = scanning === null ? said : undefined;
      const committed = files.flatMap(({ secrets }) => secrets).filter((one) => one.committed === true).length;
      view.badge =
        committed === 0 ? undefined : { value: committed, tooltip: t('{0} credentials stand in git', committed) };
      void vscode.commands.executeCommand('setContext', 'holdpoint.scanned', shown !== null);
      void vscode.commands.executeCommand('setContext', 'holdpoint.scanning', scanning !== null);
    },
    onDidOpen: (listener) => view.onDidChangeVisibility(({ visible }) => visible && listener()),
    dispose() {
      view.dispose();
      changes.dispose();
    },
  };
}

function rowItem(row: SecretRow, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, state);
  item.description = row.description;
  item.tooltip = row.tooltip;
  const colour = row.grave ? new vscode.ThemeColor('editorWarning.foreground') : undefined;
  item.iconPath = new vscode.ThemeIcon(row.icon, colour);
  return item;
}

function fileItem(file: SecretFile, t: Translate): vscode.TreeItem {
  const item = rowItem(fileRow(file, t), vscode.TreeItemCollapsibleState.Expanded);
  item.id = file.shown;
  item.contextValue = 'file';
  return item;
}

function secretItem(secret: FoundSecret, t: Translate): vscode.TreeItem {
  const item = rowItem(secretRow(secret, t), vscode.TreeItemCollapsibleState.None);
  item.id = `${secret.shown}\n${secret.fingerprint}`;
  item.contextValue = secret.line === undefined ? 'wholeFile' : 'secret';
  item.command = { command: 'holdpoint.openSecret', title: t('Open'), arguments: [{ kind: 'secret', secret }] };
  return item;
}

/** The credential a command of the view was given, or undefined. */
export function secretOf(item: unknown): FoundSecret | undefined {
  if (typeof item !== 'object' || item === null || !('kind' in item) || !('secret' in item)) return undefined;
  const { secret } = item;
  return item.kind === 'secret' && isFound(secret) ? secret : undefined;
}

function isFound(value: unknown): value is FoundSecret {
  return typeof value === 'object' && value !== null && 'fingerprint' in value && 'file' in value && 'shown' in value;
}
