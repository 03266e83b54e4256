import * as vscode from 'vscode';
import type { Guard } from '../guard/guard.ts';
import type { WaitingPolicy } from '../guard/policies.ts';
import { beyondDefault } from '../policy/capabilities.ts';
import type { Translate } from './translate.ts';
import { noticeText, visibleLine } from './visible-text.ts';

/** What {@link createPolicyConsent} takes. */
export interface PolicyConsentDeps {
  readonly t: Translate;
  /** The loaded guard; undefined while it sleeps. */
  awake(): Guard | undefined;
  /** The guard, woken where it sleeps. */
  guard(): Promise<Guard>;
}

/** Asks a person about what a workspace's policy file declares. */
export interface PolicyConsent {
  /** Tells once, without a dialog, where a declaration waits. */
  look(): void;
  /** Shows what waits, each file in a modal dialog. */
  review(): Promise<void>;
}

/** Declared capabilities count only once a person accepted them here: no file and no command answers for them. */
export function createPolicyConsent(deps: PolicyConsentDeps): PolicyConsent {
  const { t } = deps;
  const told = new Set<string>();

  async function ask(guard: Guard, waiting: WaitingPolicy): Promise<void> {
    const { declared } = waiting;
    const more = beyondDefault(declared);
    const names = visibleLine(declared.join(', '), 800);
    const yes = t('Accept');
    const answer = await vscode.window.showWarningMessage(
      t('Accept what .holdpoint/policy.jsonc says agents are here to do?'),
      {
        modal: true,
        detail: [
          t('Folder: {0}', visibleLine(waiting.folder)),
          declared.length === 0 ? t('Declared: nothing') : t('Declared: {0}', names),
          more.length === 0 ? '' : t('Beyond what coding sessions ordinarily do: {0}', more.join(', ')),
          t(
            'No call goes out because of it: what would be held is held. It is what restraint is measured by. A change of the file asks again.',
          ),
        ]
          .filter(Boolean)
          .join('\n\n'),
      },
      yes,
    );
    if (answer === yes) guard.acceptPolicy(waiting);
  }

  async function review(): Promise<void> {
    const guard = await deps.guard();
    const waiting = guard.policiesWaiting();
    if (waiting.length === 0) {
      void vscode.window.showInformationMessage(t('No declared capabilities wait for you.'));
      return;
    }
    for (const one of waiting) await ask(guard, one);
  }

  return {
    review,
    look() {
      const fresh = (deps.awake()?.policiesWaiting() ?? []).filter(({ hash }) => !told.has(hash));
      for (const { hash } of fresh) told.add(hash);
      if (fresh.length === 0) return;
      const open = t('Review…');
      const sentence = t(
        'This folder’s policy file declares what agents are here to do. It does not count until you accept it.',
      );
      vscode.window.showInformationMessage(noticeText(sentence), open).then(
        (choice) => (choice === open ? review() : undefined),
        () => {},
      );
    },
  };
}
