import * as vscode from 'vscode';
import type { Mode } from '../action/verdict.ts';
import type { StatusInput } from './status-view.ts';
import { statusView } from './status-view.ts';
import type { Translate } from './translate.ts';

/** What {@link switchState} takes. */
export interface StateSwitchDeps {
  readonly t: Translate;
  input(): StatusInput;
  /** Records and puts a mode in force; throws one sentence where it cannot. */
  setMode(mode: Mode): Promise<void> | void;
  /** Ends the heightened state of all sessions. */
  allClear(): Promise<void> | void;
  /** Sentences about what does not work, for the person. */
  repair(): void;
}

interface Choice extends vscode.QuickPickItem {
  run?(): Promise<void> | void;
}

/**
 * Lets the person switch the state and reach everything else. Whatever loosens is asked again in a modal dialog;
 * there is no argument and no setting that answers it.
 */
export async function switchState(deps: StateSwitchDeps): Promise<void> {
  const { t } = deps;
  const input = deps.input();
  const choice = await vscode.window.showQuickPick(choices(deps, input), {
    title: statusView(input, t).spoken,
    placeHolder: t('Switch the state or go somewhere'),
    matchOnDescription: true,
  });
  await choice?.run?.();
}

function choices(deps: StateSwitchDeps, input: StatusInput): Choice[] {
  const { t } = deps;
  const command = (id: string) => async () => {
    await vscode.commands.executeCommand(id);
  };
  const here = (mode: Mode) => (input.mode === mode ? { description: t('now') } : {});
  const items: Choice[] = [];
  if (input.held > 0) {
    items.push({
      label: `$(debug-pause) ${t('Show what is held')}`,
      description: String(input.held),
      run: command('holdpoint.showHolds'),
    });
  }
  items.push(
    { label: t('State'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: `$(shield) ${t('Guarding')}`,
      detail: t('What cannot be undone is held for you.'),
      ...here('guarding'),
      run: () => tighten(deps, input),
    },
    {
      label: `$(eye) ${t('Observing')}`,
      detail: t('Everything is recorded and shown, nothing is held.'),
      ...here('observing'),
      run: () => loosen(deps, input, 'observing'),
    },
    {
      label: `$(circle-slash) ${t('Off for 30 minutes')}`,
      detail: t('Nothing is held or judged. Guarding starts again by itself.'),
      ...here('off'),
      run: () => loosen(deps, input, 'off'),
    },
  );
  if (input.heightened) {
    items.push({
      label: `$(check) ${t('Give the all-clear')}`,
      detail: t('You looked at what the agents did and found nothing wrong. The heightened state ends.'),
      run: () => allClear(deps),
    });
  }
  items.push(
    { label: t('More'), kind: vscode.QuickPickItemKind.Separator },
    { label: `$(list-flat) ${t('Open the audit log')}`, run: command('holdpoint.openAuditLog') },
    { label: `$(plug) ${t('Connect agents…')}`, run: command('holdpoint.connectAgents') },
  );
  const [problem] = (input.agents ?? []).flatMap((agent) => agent.problems);
  if (problem !== undefined) {
    items.push({
      label: `$(tools) ${t('Repair connections…')}`,
      detail: problem,
      run: () => deps.repair(),
    });
  }
  items.push(
    { label: `$(list-selection) ${t('Exceptions…')}`, run: command('holdpoint.manageExceptions') },
    { label: `$(book) ${t('What Holdpoint does')}`, run: command('holdpoint.openWalkthrough') },
  );
  return items;
}

async function tighten(deps: StateSwitchDeps, input: StatusInput): Promise<void> {
  if (input.mode === 'guarding') return;
  await deps.setMode('guarding');
}

async function loosen(deps: StateSwitchDeps, input: StatusInput, mode: 'observing' | 'off'): Promise<void> {
  const { t } = deps;
  if (input.mode === mode && mode === 'observing') return;
  const yes = mode === 'off' ? t('Switch off for 30 minutes') : t('Only observe');
  const asked =
    mode === 'off'
      ? {
          title: t('Switch Holdpoint off for 30 minutes?'),
          detail: t(
            'Until then no agent is stopped before anything, in all windows. This is recorded. Guarding starts again by itself.',
          ),
        }
      : {
          title: t('Let Holdpoint only observe?'),
          detail: t(
            'Everything is still recorded and shown, but no agent is stopped before anything except taking Holdpoint away, in all windows, until you switch back. This is recorded.',
          ),
        };
  const answer = await vscode.window.showWarningMessage(asked.title, { modal: true, detail: asked.detail }, yes);
  if (answer === yes) await deps.setMode(mode);
}

async function allClear(deps: StateSwitchDeps): Promise<void> {
  const { t } = deps;
  const yes = t('Give the all-clear');
  const answer = await vscode.window.showWarningMessage(
    t('Give the all-clear for all sessions?'),
    {
      modal: true,
      detail: t('Credentials that were found stay known, but calls are judged as in a quiet session again.'),
    },
    yes,
  );
  if (answer === yes) await deps.allClear();
}
