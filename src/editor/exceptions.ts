import * as vscode from 'vscode';
import type { Guard } from '../guard/guard.ts';
import type { Exception } from '../policy/exceptions.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';

/** What these take. */
export interface ExceptionDeps {
  readonly t: Translate;
  guard(): Promise<Guard>;
}

/** "Don't ask again for this": asks in a modal dialog what exactly is no longer asked, for how long, and how to revoke it. */
export async function exceptHold(hold: string, deps: ExceptionDeps): Promise<void> {
  const { t } = deps;
  const guard = await deps.guard();
  const offered = guard.exceptionsFor(hold);
  if (offered.length === 0) return;
  const yes = t("Don't ask again");
  const answer = await vscode.window.showWarningMessage(
    t('Let this go out without asking for 30 days?'),
    {
      modal: true,
      detail: [
        ...offered.map((exception) => `• ${describe(exception, t)}`),
        t('Nothing else. It is recorded each time, and you can revoke it under “List and Revoke Exceptions”.'),
      ].join('\n'),
    },
    yes,
  );
  if (answer === yes) guard.except(hold);
}

/** Lists what is no longer asked, and takes back what the person picks. */
export async function manageExceptions(deps: ExceptionDeps): Promise<void> {
  const { t } = deps;
  const guard = await deps.guard();
  const all = guard.exceptions();
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      t('There are no exceptions. One can be made from an approved entry of the audit log.'),
    );
    return;
  }
  const chosen = await vscode.window.showQuickPick(
    all.map((exception) => ({
      label: visibleLine(`${exception.rule}: ${exception.target}`),
      description: t('until {0}', new Date(exception.expiresAt).toLocaleDateString(vscode.env.language)),
      detail: visibleLine(exception.workspaceRoot),
      exception,
    })),
    { title: t('What is not asked any more'), placeHolder: t('Pick what should be asked again'), canPickMany: true },
  );
  for (const { exception } of chosen ?? []) guard.revokeException(exception);
  if (chosen && chosen.length > 0) {
    void vscode.window.showInformationMessage(
      chosen.length === 1 ? t('It is asked again from now on.') : t('{0} are asked again from now on.', chosen.length),
    );
  }
}

function describe(exception: Exception, t: Translate): string {
  return t(
    '{0} on {1} in {2}',
    visibleLine(exception.rule),
    visibleLine(exception.target),
    visibleLine(exception.workspaceRoot),
  );
}
