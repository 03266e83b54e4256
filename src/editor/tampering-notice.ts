import * as vscode from 'vscode';
import type { Connections, Tampering } from './connections.ts';
import type { Translate } from './translate.ts';
import { noticeText } from './visible-text.ts';

/** Says what somebody changed in Holdpoint's own files, and offers what can be done about it. */
export async function tellTampering(found: Tampering, connections: Connections, t: Translate): Promise<void> {
  const mine = t('It is mine…');
  const remove = t('Remove it');
  const connect = t('Connect again…');
  switch (found.what) {
    case 'launcher':
      void vscode.window.showWarningMessage(
        t('Holdpoint’s launcher was changed and has been written anew. {0}', noticeText(found.detail)),
      );
      return;
    case 'pin-missing':
      if ((await vscode.window.showWarningMessage(noticeText(found.detail), connect)) === connect) {
        await vscode.commands.executeCommand('holdpoint.connectAgents');
      }
      return;
    case 'pin-foreign': {
      const choice = await vscode.window.showWarningMessage(noticeText(found.detail), mine, remove);
      if (choice === remove) connections.removeForeignPins();
      if (choice !== mine) return;
      const yes = t('Trust this key');
      const answer = await vscode.window.showWarningMessage(
        t('Trust the key of the other editor?'),
        {
          modal: true,
          detail: t(
            'Whoever holds it can answer your agents’ calls. Trust it only if you connected agents from another editor yourself.',
          ),
        },
        yes,
      );
      if (answer === yes) await connections.trustPins();
    }
  }
}
