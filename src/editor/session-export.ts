import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Signer } from '../action/signing.ts';
import { type Exported, type ReportFormat, sealed, sealOf } from '../audit/seal.ts';
import type { SessionEntry, SessionName } from '../audit/session-records.ts';
import { sessionRow } from './session-view.ts';
import type { Translate } from './translate.ts';

/** What these take. */
export interface SessionExportDeps {
  readonly t: Translate;
  sessions(): Promise<readonly SessionEntry[]>;
  /** A session's text, written away from the extension's own thread; null where there is none. */
  text(name: SessionName, format: ReportFormat): Promise<Exported | null>;
  signer(): Signer | undefined;
}

/** Asks which session and how, then writes it where the person says. */
export async function exportSomeSession(deps: SessionExportDeps): Promise<void> {
  const { t } = deps;
  const entries = await deps.sessions();
  if (entries.length === 0) {
    void vscode.window.showInformationMessage(t('No session is recorded yet, so there is nothing to export.'));
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    entries.map((entry) => {
      const { host, session, actions, lowest, at } = sessionRow(entry, t);
      return {
        label: `${host} · ${session}`,
        description: new Date(at).toLocaleString(vscode.env.language),
        detail: t('{0} actions, restraint {1} at its lowest', actions, lowest.toFixed(2)),
        entry,
      };
    }),
    { title: t('Export a session'), placeHolder: t('Which session?'), matchOnDescription: true },
  );
  if (!chosen) return;
  const how = await vscode.window.showQuickPick(
    [
      {
        label: t('Report'),
        detail: t('Markdown: what stood out, the timeline, the seal'),
        format: 'markdown' as const,
      },
      { label: 'JSON Lines', detail: t('The records as they are written, and the seal'), format: 'jsonl' as const },
    ],
    // A panel that had the focus gets it back when the first list closes, a moment after this one has opened.
    { title: t('Export a session'), placeHolder: t('As what?'), ignoreFocusOut: true },
  );
  if (how) await exportSession(deps, chosen.entry, how.format);
}

/** Writes one session, signed with this editor's key, to a file the person chooses. */
export async function exportSession(deps: SessionExportDeps, name: SessionName, format: ReportFormat): Promise<void> {
  const { t } = deps;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const ending = format === 'jsonl' ? 'jsonl' : 'md';
  const plain = name.session.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 40);
  const target = await vscode.window.showSaveDialog({
    title: t('Export a session'),
    filters: format === 'jsonl' ? { 'JSON Lines': ['jsonl'] } : { Markdown: ['md'] },
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `holdpoint-session-${plain}.${ending}`) } : {}),
  });
  if (!target) return;
  const signer = deps.signer();
  if (!signer) throw new Error(t('The guard of this window is still starting.'));
  const exported = await deps.text(name, format);
  if (!exported) throw new Error(t('This session is no longer in the log.'));
  const text = sealed(exported.text, sealOf(exported, format, Date.now(), signer));
  await writeFile(target.fsPath, text, { mode: 0o600 });
  const open = t('Open');
  const choice = await vscode.window.showInformationMessage(
    t('The session stands in {0}, signed. Secrets are not in it.', target.fsPath),
    open,
  );
  if (choice === open) await vscode.window.showTextDocument(target);
}
