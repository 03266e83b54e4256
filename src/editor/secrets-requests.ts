import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import type { AskForCredential } from '../guard/answer-credential.ts';
import type { CredentialRequest } from '../guard/credential-request.ts';
import type { Lending, Offer } from '../vault/lending.ts';
import { type CredentialChoice, createCredentialRequests, type ShownChoice } from '../vault/requests.ts';
import type { StoredCredential, StoredCredentials } from '../vault/stored.ts';
import { quietMilliseconds } from './hold-view.ts';
import { askerTitle, type ChoiceAnswer, type ChoiceLine, choiceLines, choiceTitle } from './secrets-choice.ts';
import { asWritten, type Translate } from './translate.ts';
import { noticeText } from './visible-text.ts';

/** What {@link createSecretRequests} takes. */
export interface SecretRequestsDeps {
  readonly t: Translate;
  readonly stored: Pick<StoredCredentials, 'list'>;
  readonly lending: Pick<Lending, 'offer' | 'withdraw'>;
  record(entry: AuditEntry): void;
}

/** Agents that lack a credential ask this window's person, who picks one to lend for one call, or refuses. */
export function createSecretRequests(deps: SecretRequestsDeps): AskForCredential {
  const { t, lending } = deps;
  let isTellingEmpty = false;
  return createCredentialRequests({
    now: () => Date.now(),
    schedule(milliseconds, fn) {
      const timer = setTimeout(fn, milliseconds);
      return () => clearTimeout(timer);
    },
    stored: deps.stored.list,
    lending: {
      offer(offer) {
        lending.offer(offer);
        void tellLent(offer, deps);
      },
    },
    show: (choice) => showChoice(choice, t),
    onEmpty(request) {
      if (isTellingEmpty) return;
      isTellingEmpty = true;
      void tellEmpty(request, t).finally(() => {
        isTellingEmpty = false;
      });
    },
    onEnd: (detail) => deps.record({ type: 'policy', detail }),
    askerOf: (request) => askerTitle(request, asWritten),
  });
}

type ChoiceItem = vscode.QuickPickItem & { readonly answer: ChoiceAnswer };

/**
 * Nothing is picked by default: a key counts only a while after the list came up and after the last one that was
 * typed, which was perhaps meant for the text below it. Closing it refuses.
 */
function showChoice(choice: CredentialChoice, t: Translate): ShownChoice {
  const pick = vscode.window.createQuickPick<ChoiceItem>();
  let quietSince = Date.now();
  pick.title = choiceTitle(choice.request, 0, t);
  pick.placeholder = t('Pick one to lend it once, or close this to refuse. Closes by itself after 5 minutes.');
  pick.ignoreFocusOut = true;
  pick.items = choiceLines(choice, t).map(itemOf);
  pick.activeItems = [];
  const picked = new Promise<StoredCredential | null>((resolve) => {
    pick.onDidChangeValue(() => {
      quietSince = Date.now();
    });
    pick.onDidAccept(() => {
      const answer = pick.selectedItems[0]?.answer;
      pick.selectedItems = [];
      if (answer === undefined || answer === 'says' || Date.now() - quietSince < quietMilliseconds) return;
      resolve(answer === 'refuse' ? null : answer);
    });
    pick.onDidHide(() => {
      resolve(null);
      pick.dispose();
    });
  });
  pick.show();
  return {
    picked,
    behind(count) {
      pick.title = choiceTitle(choice.request, count, t);
    },
    close: () => pick.hide(),
  };
}

function itemOf(line: ChoiceLine): ChoiceItem {
  if (line.heading !== undefined) {
    return { label: line.heading, kind: vscode.QuickPickItemKind.Separator, answer: 'says' };
  }
  // What the agent says and the way to refuse stay where a person types to find a credential.
  return { ...line, alwaysShow: typeof line.answer === 'string' };
}

async function tellLent({ name, program }: Offer, { t, lending }: SecretRequestsDeps): Promise<void> {
  const back = t('Take Back');
  const lent = t('{0} is lent to one call of {1} for 10 minutes. The agent knows how to use it.', name, program);
  const answer = await vscode.window.showInformationMessage(lent, back);
  if (answer === back) lending.withdraw(name);
}

async function tellEmpty(request: CredentialRequest, t: Translate): Promise<void> {
  const lend = t('Lend Credential…');
  const asks = t(
    '{0} asks for a credential for one call of {1}, and none is stored. It says: {2}',
    askerTitle(request, t),
    request.program,
    request.purpose,
  );
  const answer = await vscode.window.showInformationMessage(noticeText(asks), lend);
  if (answer === lend) await vscode.commands.executeCommand('holdpoint.lendCredential');
}
