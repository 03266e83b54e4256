import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import { chainFiles, openForReading } from '../audit/files.ts';
import type { Translate } from './translate.ts';

/** Copies the log as it is written, all windows one after the other, into one file the person chooses. */
export async function exportAuditLog(directories: readonly string[], t: Translate): Promise<void> {
  const files = directories.flatMap((directory) =>
    [...chainFiles(directory).values()].flat().map(({ file }) => path.join(directory, file)),
  );
  if (files.length === 0) {
    void vscode.window.showInformationMessage(t('Nothing is recorded yet, so there is nothing to export.'));
    return;
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `holdpoint-audit-${new Date().toISOString().slice(0, 10)}.jsonl`;
  const target = await vscode.window.showSaveDialog({
    title: t('Export the audit log'),
    filters: { 'JSON Lines': ['jsonl'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
  });
  if (!target) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Exporting the audit log') },
    async () => {
      const temporary = `${target.fsPath}.part`;
      const out = createWriteStream(temporary, { mode: 0o600 });
      for (const file of files) await pipeline(createReadStream('', { fd: openForReading(file) }), out, { end: false });
      await new Promise<void>((resolve, reject) => out.on('error', reject).end(resolve));
      await vscode.workspace.fs.rename(vscode.Uri.file(temporary), target, { overwrite: true });
    },
  );
  const open = t('Open');
  const choice = await vscode.window.showInformationMessage(
    t('The audit log stands in {0}. Secrets are not in it.', target.fsPath),
    open,
  );
  if (choice === open) await vscode.window.showTextDocument(target);
}
