import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import type { Decoys } from '../vault/decoys.ts';
import type { FoundSecret } from '../vault/found-secret.ts';
import type { StoredCredentials } from '../vault/stored.ts';
import { type RunningScan, scanAside } from './secrets-aside.ts';
import { plantDecoy } from './secrets-decoy.ts';
import { type Ignored, secretFiles } from './secrets-list.ts';
import { moveSecret } from './secrets-move.ts';
import { createSecretReads } from './secrets-reads.ts';
import { createSecretsView, secretOf } from './secrets-view.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';

/** What {@link createSecrets} takes. */
export interface SecretsDeps {
  readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'workspaceState'>;
  readonly t: Translate;
  /** Absolute paths of the open folders. */
  folders(): readonly string[];
  /** Key of the fingerprints, hex; rejects while the guard is not there. */
  fingerprintKey(): Promise<string>;
  readonly stored: StoredCredentials;
  decoys(): Promise<Decoys>;
  record(entry: AuditEntry): void;
}

/** The credentials of this workspace: finding them, and what a person does about them. */
export interface Secrets extends vscode.Disposable {
  scan(): Promise<void>;
  cancel(): void;
  open(item: unknown): Promise<void>;
  ignore(item: unknown): Promise<void>;
  /** Lists what is ignored, and takes back what the person picks. */
  showIgnored(): Promise<void>;
  move(item: unknown): Promise<void>;
  plantDecoy(): Promise<void>;
}

const ignoredKey = 'holdpoint.ignoredSecrets';
/** A person who opens the view sees a scan that is no older than this. */
const freshMilliseconds = 10 * 60_000;

/** Puts the view and its actions in place. Nothing is read before a person opens it or asks for a scan. */
export function createSecrets(deps: SecretsDeps): Secrets {
  const { t, context } = deps;
  const view = createSecretsView(t);
  const reads = createSecretReads(deps);
  let found: readonly FoundSecret[] | null = null;
  let scannedAt = Number.NEGATIVE_INFINITY;
  let running: RunningScan[] | null = null;

  const ignored = () => context.workspaceState.get<readonly Ignored[]>(ignoredKey, []);
  const refresh = (scanning: string | null = null) =>
    view.show(found === null ? null : secretFiles(found, ignored()), scanning);

  /** Decoys are ours to watch; others' access times are set back only where a person wants that. */
  const watchReads = async (): Promise<void> => {
    const planted = (await deps.decoys()).list().filter(({ workspace }) => deps.folders().includes(workspace));
    const decoys = [...new Set(planted.map(({ workspace, file }) => path.join(workspace, file)))];
    const wanted = vscode.workspace.getConfiguration('holdpoint').get<boolean>('secrets.noticeReads', false);
    await reads.watch(wanted ? (found ?? []).map(({ file }) => file) : [], decoys);
  };
  void watchReads().catch(() => undefined);

  const scan = async (): Promise<void> => {
    if (running) return;
    reads.rest();
    const folders = deps.folders();
    const key = await deps.fingerprintKey();
    const patterns = vscode.workspace.getConfiguration('holdpoint').get<string[]>('secrets.patterns', []);
    const worker = vscode.Uri.joinPath(context.extensionUri, 'dist', 'secrets-worker.js').fsPath;
    running = folders.map((folder) =>
      scanAside(worker, { folder, fingerprintKey: key, patterns }, ({ files, found: count }) =>
        refresh(t('Looking for credentials: {0} files, {1} found…', files, count)),
      ),
    );
    refresh(t('Looking for credentials…'));
    try {
      const results = await Promise.all(running.map(({ result }) => result));
      if (results.every((result) => result !== null)) {
        const planted = new Set((await deps.decoys()).list().map(({ fingerprint }) => fingerprint));
        const all = results.flatMap((result) => result?.secrets ?? []);
        found = all.filter(({ fingerprint }) => !planted.has(fingerprint));
        scannedAt = Date.now();
      }
    } finally {
      running = null;
      refresh();
      await watchReads();
    }
  };
  const opened = view.onDidOpen(() => {
    if (Date.now() - scannedAt > freshMilliseconds) void scan().catch(() => refresh());
  });
  refresh();

  return {
    scan,
    cancel() {
      for (const one of running ?? []) one.cancel();
    },
    async open(item) {
      const secret = secretOf(item);
      if (!secret) return;
      const document = vscode.Uri.file(secret.file);
      if (secret.line === undefined) {
        await vscode.commands.executeCommand('vscode.open', document);
        return;
      }
      const at = new vscode.Position(secret.line - 1, 0);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: true });
    },
    async ignore(item) {
      const secret = secretOf(item);
      if (!secret) return;
      const reason = await vscode.window.showInputBox({
        title: t('Why may this stand there?'),
        prompt: visibleLine(`${secret.shown}${secret.line === undefined ? '' : `:${secret.line}`}`),
        placeHolder: t('For example: a test key that opens nothing'),
        validateInput: (text) => (text.trim().length < 3 ? t('Say why in a few words.') : undefined),
      });
      if (reason === undefined) return;
      const { fingerprint, shown } = secret;
      await context.workspaceState.update(ignoredKey, [
        ...ignored(),
        { fingerprint, shown, reason: reason.trim(), at: Date.now() } satisfies Ignored,
      ]);
      refresh();
    },
    async showIgnored() {
      const all = ignored();
      if (all.length === 0) {
        void vscode.window.showInformationMessage(t('No credential of this workspace is ignored.'));
        return;
      }
      const chosen = await vscode.window.showQuickPick(
        all.map((one) => ({ label: visibleLine(one.shown), detail: visibleLine(one.reason), one })),
        { title: t('Ignored credentials'), placeHolder: t('Pick what should be shown again'), canPickMany: true },
      );
      if (!chosen || chosen.length === 0) return;
      const back = new Set(chosen.map(({ one }) => one));
      await context.workspaceState.update(
        ignoredKey,
        all.filter((one) => !back.has(one)),
      );
      refresh();
    },
    async move(item) {
      const secret = secretOf(item);
      if (!secret) return;
      const moved = await moveSecret(secret, { ...deps, key: await deps.fingerprintKey() });
      if (!moved) return;
      found = (found ?? []).filter((one) => one.file !== secret.file || one.fingerprint !== secret.fingerprint);
      refresh();
    },
    async plantDecoy() {
      const decoys = await deps.decoys();
      await plantDecoy({ ...deps, decoys, key: await deps.fingerprintKey() });
      await watchReads();
    },
    dispose() {
      for (const one of running ?? []) one.cancel();
      opened.dispose();
      reads.dispose();
      view.dispose();
    },
  };
}
