import * as vscode from 'vscode';
import type { AdaptedHost } from '../hosts/adapter.ts';
import type { HostState, PlannedEdit } from '../hosts/connection.ts';
import { connectionTitle, consentText } from './agent-states.ts';
import type { Connections } from './connections.ts';
import type { Translate } from './translate.ts';
import { noticeText } from './visible-text.ts';

/** What {@link createConnectFlow} takes. */
export interface ConnectFlowDeps {
  readonly connections: Connections;
  readonly t: Translate;
  /** Something was written: look again, and record it. */
  changed(hosts: readonly AdaptedHost[], state: 'connected' | 'disconnected'): void;
}

/** Connecting and disconnecting agents. */
export interface ConnectFlow extends vscode.Disposable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

const scheme = 'holdpoint-plan';

interface HostItem extends vscode.QuickPickItem {
  readonly host: AdaptedHost;
}

/**
 * Lists the agents found, shows what would be written where, and writes only after the person said yes in a modal
 * dialog.
 */
export function createConnectFlow(deps: ConnectFlowDeps): ConnectFlow {
  const { connections, t } = deps;
  const texts = new Map<string, string>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });

  const item = (state: HostState, picked: boolean): HostItem => ({
    host: state.host,
    label: state.title,
    description: connectionTitle(state, t),
    detail: state.problems[0] ?? state.file,
    picked,
  });

  async function connect(): Promise<void> {
    const states = connections.inspect();
    const items = states.map((state) => item(state, state.detection.installed && state.connection !== 'connected'));
    const chosen = await vscode.window.showQuickPick(items, {
      title: t('Connect agents'),
      placeHolder: t('Nothing is written before you have seen it and said yes'),
      canPickMany: true,
      ignoreFocusOut: true,
    });
    if (!chosen || chosen.length === 0) return;
    await confirmed(
      chosen.map((each) => each.host),
      chosen.map((each) => each.label),
    );
  }

  async function confirmed(hosts: readonly AdaptedHost[], titles: readonly string[]): Promise<void> {
    let edits: PlannedEdit[];
    try {
      edits = connections.plan(hosts);
    } catch (error) {
      void vscode.window.showErrorMessage(sentence(error));
      return;
    }
    const yes = t('Connect');
    const look = t('Show the changes');
    const names = titles.join(t(' and '));
    const detail = consentText(
      { edits, ownFiles: connections.ownFiles(), pinnedEditors: connections.pinnedEditors() },
      t,
    );
    const answer = await vscode.window.showInformationMessage(
      t('Connect {0}?', names),
      { modal: true, detail },
      yes,
      ...(edits.length > 0 ? [look] : []),
    );
    if (answer === look) {
      await showChanges(edits);
      const goOn = t('Connect…');
      const next = await vscode.window.showInformationMessage(
        t('These are the changes for {0}. Nothing is written yet.', names),
        goOn,
      );
      if (next === goOn) await confirmed(hosts, titles);
      return;
    }
    if (answer !== yes) return;
    try {
      const steps = await connections.connect(hosts);
      deps.changed(hosts, 'connected');
      const message = t('{0} is connected. Sessions that run already may have to be started again.', names);
      void vscode.window.showInformationMessage(noticeText([message, ...steps].join(' ')));
    } catch (error) {
      deps.changed([], 'connected');
      void vscode.window.showErrorMessage(sentence(error));
    }
  }

  async function showChanges(edits: readonly PlannedEdit[]): Promise<void> {
    texts.clear();
    for (const edit of edits) {
      const at = (side: string) => {
        const uri = vscode.Uri.from({
          scheme,
          path: edit.file.replaceAll('\\', '/').replace(/^([^/])/, '/$1'),
          query: side,
        });
        return uri;
      };
      const before = at('before');
      const after = at('after');
      texts.set(before.toString(), edit.before ?? '');
      texts.set(after.toString(), edit.after ?? '');
      await vscode.commands.executeCommand('vscode.diff', before, after, t('{0} (would be written)', edit.file), {
        preview: false,
      });
    }
  }

  async function disconnect(): Promise<void> {
    const states = connections.inspect().filter((state) => state.connection !== 'not-connected');
    if (states.length === 0) {
      void vscode.window.showInformationMessage(t('No agent is connected.'));
      return;
    }
    const chosen = await vscode.window.showQuickPick(
      states.map((state) => item(state, false)),
      { title: t('Disconnect agents'), canPickMany: true, ignoreFocusOut: true },
    );
    if (!chosen || chosen.length === 0) return;
    const names = chosen.map((each) => each.label).join(t(' and '));
    const yes = t('Disconnect');
    const answer = await vscode.window.showWarningMessage(
      t('Disconnect {0}?', names),
      {
        modal: true,
        detail: t(
          'Nothing these agents do is held or recorded any more. Only Holdpoint’s own entries leave their settings. This is recorded.',
        ),
      },
      yes,
    );
    if (answer !== yes) return;
    try {
      const hosts = chosen.map((each) => each.host);
      await connections.disconnect(hosts);
      deps.changed(hosts, 'disconnected');
      void vscode.window.showInformationMessage(t('{0} is disconnected.', names));
    } catch (error) {
      deps.changed([], 'disconnected');
      void vscode.window.showErrorMessage(sentence(error));
    }
  }

  return { connect, disconnect, dispose: () => provider.dispose() };
}

function sentence(error: unknown): string {
  return noticeText(error instanceof Error ? error.message : String(error));
}
