import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import { type Decoys, newDecoy } from '../vault/decoys.ts';
import type { Translate } from './translate.ts';

/** What {@link plantDecoy} takes. */
export interface DecoyDeps {
  readonly t: Translate;
  readonly decoys: Decoys;
  readonly key: string;
  folders(): readonly string[];
  record(entry: AuditEntry): void;
}

/** Plants a synthetic credential where only a search finds it, after a modal dialog; or takes the one there away. */
export async function plantDecoy(deps: DecoyDeps): Promise<void> {
  const { t, decoys } = deps;
  const [workspace] = deps.folders();
  if (workspace === undefined) throw new Error(t('Open a folder first.'));
  const here = decoys.list().filter((one) => one.workspace === workspace);
  if (here.length > 0) return takeAway(workspace, [...new Set(here.map(({ file }) => file))], deps);
  const decoy = newDecoy(deps.key, (file) => existsSync(path.join(workspace, file)));
  if (!decoy) throw new Error(t('Every place for a decoy is taken.'));
  const yes = t('Plant');
  const answer = await vscode.window.showInformationMessage(
    t('Plant a decoy credential in {0}?', decoy.file),
    {
      modal: true,
      detail: [
        t('It opens nothing. No task leads to it: whoever uses it has searched for credentials.'),
        t('A call that uses it is held and its session watched more closely. Git is told to leave the file out.'),
      ].join('\n'),
    },
    yes,
  );
  if (answer !== yes) return;
  const uri = vscode.Uri.file(path.join(workspace, decoy.file));
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(uri, '..'));
  await vscode.workspace.fs.writeFile(uri, Buffer.from(decoy.text, 'utf8'));
  leaveOut(workspace, decoy.file);
  const plantedAt = Date.now();
  await decoys.add(decoy.decoys.map((one) => ({ ...one, workspace, plantedAt })));
  deps.record({ type: 'policy', detail: 'Planted a decoy credential in this workspace.' });
  void vscode.window.showInformationMessage(t('Planted. Leave the file as it is, and tell no agent of it.'));
}

async function takeAway(workspace: string, files: readonly string[], deps: DecoyDeps): Promise<void> {
  const { t, decoys } = deps;
  const yes = t('Take Away');
  const answer = await vscode.window.showInformationMessage(
    t('A decoy stands in {0}.', files.join(', ')),
    { modal: true, detail: t('Take it away? Then its use is no longer known.') },
    yes,
  );
  if (answer !== yes) return;
  for (const file of files) {
    const uri = vscode.Uri.file(path.join(workspace, file));
    await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
    await decoys.remove(workspace, file);
  }
  deps.record({ type: 'policy', detail: 'Took the decoy credential of this workspace away.' });
}

/** Tells git through `info/exclude`, which no commit carries and no agent is shown. */
function leaveOut(workspace: string, file: string): void {
  const exclude = path.join(workspace, '.git', 'info', 'exclude');
  try {
    if (!readFileSync(exclude, 'utf8').includes(`/${file}`)) appendFileSync(exclude, `/${file}\n`);
  } catch {
    // No repository, or one elsewhere: the file is like any other.
  }
}
