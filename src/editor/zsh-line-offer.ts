import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import { hasZshLine, withoutZshLine, withZshLine, zshLine, zshStartFiles } from '../exec/zsh-line.ts';
import type { Machine } from '../hosts/adapter.ts';
import { readSettings, writeSettings } from '../hosts/settings-file.ts';
import type { Translate } from './translate.ts';

/** What {@link createZshOffer} takes. */
export interface ZshOfferDeps {
  readonly context: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>;
  readonly machine: Machine;
  readonly t: Translate;
  record(entry: AuditEntry): void;
}

/** The line of `.zshenv` by which zsh reads its guard. */
export interface ZshOffer {
  /** Offers the line once to a person whose shell is zsh, and says so where a line they had agreed to is gone. */
  look(): Promise<void>;
  /** Asks in a modal dialog whether to write the line, or to take it out where it stands. */
  choose(): Promise<void>;
}

const offeredKey = 'holdpoint.zshOffered';
/** The files a person agreed to, in the editor's secret storage: there no agent can make it forget them. */
const filesKey = 'holdpoint.zshFiles';

/**
 * zsh has no variable that names a file to read, as bash has: only a folder for all its files (`ZDOTDIR`). Set for
 * every terminal of the window it would come before the one that a profile or another extension gives its terminal,
 * and a zsh whose folder is gone reads none of the person's own files. So one line of theirs reads the guard, after
 * they said yes, and does nothing anywhere else.
 */
export function createZshOffer({ context, machine, t, record }: ZshOfferDeps): ZshOffer {
  async function look(): Promise<void> {
    const agreed = await agreedFiles();
    const gone = agreed.filter((file) => !stands(file));
    if (gone.length > 0) {
      const [file = ''] = gone;
      record({ type: 'tampering', subject: file, detail: 'The line by which zsh reads its guard is gone.' });
      await remember(agreed.filter((one) => !gone.includes(one)));
      const again = t('Write It Again…');
      const told = t('Holdpoint’s line is gone from {0}: zsh no longer guards full paths.', file);
      if ((await vscode.window.showWarningMessage(told, again)) === again) await choose();
      return;
    }
    if (path.basename(vscode.env.shell) !== 'zsh' || context.globalState.get(offeredKey) === true) return;
    const files = await zshStartFiles(machine);
    const [file] = files;
    if (file === undefined || files.every(stands)) return;
    await context.globalState.update(offeredKey, true);
    const show = t('Show the Line…');
    const told = t('In zsh, programs called by their full path go past Holdpoint. One line in {0} changes that.', file);
    if ((await vscode.window.showInformationMessage(told, show)) === show) await choose();
  }

  async function choose(): Promise<void> {
    const files = await zshStartFiles(machine);
    if (files.length === 0) {
      void vscode.window.showInformationMessage(t('There is no zsh on this machine.'));
      return;
    }
    const standing = files.filter(stands);
    if (standing.length < files.length) await write(files);
    else await takeOut(standing);
  }

  async function write(files: readonly string[]): Promise<void> {
    const names = files.join(t(' and '));
    const yes = t('Write the Line');
    const detail = t(
      '{0}\n\nWith it every zsh of this editor’s terminals, and every zsh script they start, sends programs called by their full path through Holdpoint. It does nothing in other terminals. The same command takes it out again.',
      zshLine,
    );
    const question = t('Write one line at the end of {0}?', names);
    if ((await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) !== yes) return;
    for (const file of files) {
      const before = readSettings(file);
      writeSettings(file, withZshLine(before), before);
    }
    await remember(files);
    record({ type: 'policy', detail: `zsh reads its guard from now on: one line in ${files.join(', ')}.` });
    void vscode.window.showInformationMessage(
      t('Terminals that run zsh are guarded in full when they are opened anew.'),
    );
  }

  async function takeOut(files: readonly string[]): Promise<void> {
    const yes = t('Take It Out');
    const detail = t('Programs called by their full path in zsh then go past Holdpoint. This is recorded.');
    const question = t('Take Holdpoint’s line out of {0}?', files.join(t(' and ')));
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
    for (const file of files) {
      const before = readSettings(file);
      if (before !== null) writeSettings(file, withoutZshLine(before), before);
    }
    await remember([]);
    record({ type: 'policy', detail: `zsh no longer reads its guard: the line left ${files.join(', ')}.` });
  }

  async function agreedFiles(): Promise<string[]> {
    try {
      const kept: unknown = JSON.parse((await context.secrets.get(filesKey)) ?? '[]');
      return Array.isArray(kept) ? kept.filter((file): file is string => typeof file === 'string') : [];
    } catch {
      return [];
    }
  }

  const remember = (files: readonly string[]) => context.secrets.store(filesKey, JSON.stringify(files));

  return { look, choose };
}

function stands(file: string): boolean {
  try {
    return hasZshLine(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}
