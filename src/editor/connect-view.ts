import * as vscode from 'vscode';
import type { ConnectRow } from './connect-view-rows.ts';
import type { Translate } from './translate.ts';

/** What {@link createConnectView} takes. */
export interface ConnectViewDeps {
  readonly t: Translate;
  /** The rows as they stand now. */
  rows(): readonly ConnectRow[];
}

/** The list of agents in the side bar. */
export interface ConnectView extends vscode.Disposable {
  /** Something changed: shows it anew, where anybody looks. */
  refresh(): void;
}

/** Times on the rows grow old, in milliseconds. */
const staleAfter = 30_000;

const colours = { error: 'testing.iconFailed', warning: 'list.warningForeground', good: 'testing.iconPassed' } as const;

/** Puts the view of agents in place. It looks at nothing while nobody looks at it. */
export function createConnectView({ t, rows }: ConnectViewDeps): ConnectView {
  const changes = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<ConnectRow>('holdpoint.agents', {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getChildren: (parent) => [...(parent ? parent.children : rows())],
      getTreeItem: (row) => itemOf(row, t),
    },
  });
  const refresh = () => view.visible && changes.fire();
  const timer = setInterval(refresh, staleAfter);
  const shown = view.onDidChangeVisibility(refresh);
  return {
    refresh,
    dispose() {
      clearInterval(timer);
      vscode.Disposable.from(view, changes, shown).dispose();
    },
  };
}

function itemOf(row: ConnectRow, t: Translate): vscode.TreeItem {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const isTroubled = row.children.some(({ colour }) => colour === 'error' || colour === 'warning');
  const item = new vscode.TreeItem(row.label, row.children.length === 0 ? None : isTroubled ? Expanded : Collapsed);
  // A row that gets into trouble opens: the editor keeps how a row with the same id was left.
  item.id = isTroubled ? `${row.id}!` : row.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.contextValue = row.context;
  item.iconPath = new vscode.ThemeIcon(row.icon, row.colour ? new vscode.ThemeColor(colours[row.colour]) : undefined);
  item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(', ') };
  if (row.context === 'file' && row.file !== undefined) {
    item.command = { command: 'vscode.open', title: t('Open'), arguments: [vscode.Uri.file(row.file)] };
  }
  return item;
}

/** The row a command of the view was given, or undefined. */
export function rowOf(item: unknown): ConnectRow | undefined {
  return isRow(item) ? item : undefined;
}

function isRow(value: unknown): value is ConnectRow {
  return typeof value === 'object' && value !== null && 'children' in value && 'context' in value && 'icon' in value;
}
