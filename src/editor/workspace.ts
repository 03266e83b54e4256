import * as vscode from 'vscode';
import type { Translate } from './translate.ts';

const leastRetention = 90;

/** Absolute paths of the open folders that lie on this machine's disk. */
export function foldersOf(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => folder.uri.fsPath);
}

/** Whether a search for credentials is to be stopped, by the person's own settings; a folder cannot set it. */
export function stopsOnDiscovery(): boolean {
  return vscode.workspace.getConfiguration('holdpoint').get<unknown>('stopOnDiscovery') === true;
}

/** Days to keep the log. A smaller value than the default loosens, so it is ignored and reported (DESIGN 3). */
export function retentionDays(report: (problem: string) => void, t: Translate): number {
  const wanted = vscode.workspace.getConfiguration('holdpoint').get<unknown>('audit.retentionDays');
  if (typeof wanted !== 'number' || !Number.isFinite(wanted)) return leastRetention;
  if (wanted < leastRetention) {
    report(
      t('The setting holdpoint.audit.retentionDays is {0}, fewer than {1}, and is ignored.', wanted, leastRetention),
    );
  }
  return Math.max(leastRetention, Math.floor(wanted));
}
