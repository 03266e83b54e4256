import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import type { FoundSecret } from '../vault/found-secret.ts';
import { nameFor, referenceTo, replaceByReference } from '../vault/replace.ts';
import type { StoredCredentials } from '../vault/stored.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';

/** What {@link moveSecret} takes. */
export interface MoveDeps {
  readonly t: Translate;
  readonly stored: StoredCredentials;
  readonly key: string;
  record(entry: AuditEntry): void;
}

/**
 * Moves a credential from its file into the editor's secret storage after a modal dialog; a reference stands in its
 * place. True where it was moved. Throws one sentence where it cannot be.
 */
export async function moveSecret(secret: FoundSecret, deps: MoveDeps): Promise<boolean> {
  const { t, stored } = deps;
  const uri = vscode.Uri.file(secret.file);
  const taken = (await stored.list()).map(({ name }) => name);
  const name = nameFor(secret.variable, secret.kind, taken);
  const where = visibleLine(secret.shown);
  const yes = t('Move');
  const answer = await vscode.window.showWarningMessage(
    t('Move this credential out of {0}?', where),
    {
      modal: true,
      detail: [
        t('It is kept in the editor’s secret storage as {0}; “{1}” stands in the file.', name, referenceTo(name)),
        t('Programs that read the file no longer find it. Lend it to a call with “Holdpoint: Lend Credential…”.'),
        ...(secret.committed === true ? [t('It stands in git as well: revoke it there and store the new one.')] : []),
      ].join('\n'),
    },
    yes,
  );
  if (answer !== yes) return false;
  const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  const replaced = await replaceByReference(text, {
    shown: secret.shown,
    fingerprint: secret.fingerprint,
    key: deps.key,
    name,
  });
  if (!replaced) throw new Error(t('The credential is no longer where it was found. Scan again.'));
  const { kind, variable, value } = replaced;
  // First kept, then taken out: in between it is in both places, never in none.
  await stored.put({ name, kind, variable: variable || name, from: secret.shown, storedAt: Date.now() }, value);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(replaced.text, 'utf8'));
  deps.record({
    type: 'policy',
    detail: `Moved the credential ${name} from ${secret.shown} into the editor's secret storage.`,
  });
  void vscode.window.showInformationMessage(t('Moved. {0} names it in {1}.', referenceTo(name), where));
  return true;
}
