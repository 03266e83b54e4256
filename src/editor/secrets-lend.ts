import * as vscode from 'vscode';
import { type Lending, offerMilliseconds } from '../vault/lending.ts';
import { credentialName, type StoredCredential, type StoredCredentials } from '../vault/stored.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { credentialTitle } from './words.ts';

/** What {@link lendCredential} takes. */
export interface LendDeps {
  readonly t: Translate;
  readonly stored: StoredCredentials;
  readonly lending: Lending;
  folders(): readonly string[];
}

/** "Holdpoint: Lend Credential…": which, to which program, and a modal dialog that says what for. */
export async function lendCredential(deps: LendDeps): Promise<void> {
  const { t } = deps;
  const [folder] = deps.folders();
  if (folder === undefined) throw new Error(t('Open a folder first.'));
  const credential = await chosen(deps);
  if (!credential) return;
  const program = await vscode.window.showInputBox({
    title: t('Which program may have {0} for one call?', credential.name),
    prompt: t('Its plain name, for example railway'),
    validateInput: (text) => (/^[\w.+-]{1,60}$/.test(text) ? undefined : t('A program’s name without a path.')),
    // A panel that had the focus gets it back when the list closes, a moment after this has opened.
    ignoreFocusOut: true,
  });
  if (program === undefined) return;
  const yes = t('Lend Once');
  const command = `holdpoint run --credential ${credential.name} -- ${program} …`;
  const answer = await vscode.window.showWarningMessage(
    t('Lend {0} to one call of {1}?', credential.name, program),
    {
      modal: true,
      detail: [
        t(
          'The next “{0}” in this folder gets it as {1} in its environment, within 10 minutes.',
          command,
          credential.variable,
        ),
        t(
          'That call is judged like any other. Afterwards the credential is gone again; the log says that it was lent.',
        ),
      ].join('\n'),
    },
    yes,
  );
  if (answer !== yes) return;
  const { name, variable } = credential;
  deps.lending.offer({ name, variable, program, folder, until: Date.now() + offerMilliseconds });
  const copy = t('Copy for the Agent');
  const next = await vscode.window.showInformationMessage(
    t('Lent for 10 minutes. Tell the agent to run: {0}', command),
    copy,
  );
  if (next === copy) await vscode.env.clipboard.writeText(`holdpoint run --credential ${name} -- ${program} `);
}

async function chosen({ t, stored }: LendDeps): Promise<StoredCredential | undefined> {
  const all = await stored.list();
  const another = { label: `$(add) ${t('Store another…')}`, credential: null };
  const items = all.map((credential) => ({
    label: `$(key) ${visibleLine(credential.name)}`,
    description: credentialTitle(credential.kind),
    detail: credential.from === '' ? t('typed in') : t('from {0}', visibleLine(credential.from)),
    credential,
  }));
  const picked = await vscode.window.showQuickPick([...items, another], { title: t('Lend which credential?') });
  if (!picked) return undefined;
  return picked.credential ?? storeAnother({ t, stored });
}

async function storeAnother({ t, stored }: Pick<LendDeps, 't' | 'stored'>): Promise<StoredCredential | undefined> {
  const name = await vscode.window.showInputBox({
    title: t('The variable a program expects it in'),
    placeHolder: 'RAILWAY_TOKEN',
    validateInput: (text) => (credentialName.test(text) ? undefined : t('Letters, digits and _ . -')),
    ignoreFocusOut: true,
  });
  if (name === undefined) return undefined;
  const value = await vscode.window.showInputBox({
    title: t('The credential itself'),
    prompt: t('It is kept in the editor’s secret storage.'),
    password: true,
    ignoreFocusOut: true,
  });
  if (!value) return undefined;
  const credential = { name, kind: 'generic-token', variable: name, from: '', storedAt: Date.now() };
  await stored.put(credential, value);
  return credential;
}
