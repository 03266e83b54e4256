import * as vscode from 'vscode';
import type { AdaptedHost } from '../hosts/adapter.ts';
import type { HostState, PlannedEdit } from '../hosts/connection.ts';
import type { McpConfiguration } from '../hosts/mcp-wrapping.ts';
import { linkTarget } from '../hosts/settings-file.ts';
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
  /** A server of this file was wrapped or unwrapped. */
  wrapped(how: 'wrap' | 'unwrap', server: string, file: string): void;
}

/** Connecting and disconnecting agents. */
export interface ConnectFlow extends vscode.Disposable {
  /** Without an agent the person picks. */
  connect(host?: AdaptedHost): Promise<void>;
  disconnect(host?: AdaptedHost): Promise<void>;
  /** Shows what connecting would write, and writes nothing. */
  show(host?: AdaptedHost): Promise<void>;
  /** Puts Holdpoint in front of a server of an agent's configuration, or takes it away; without one the person picks. */
  wrap(how: 'wrap' | 'unwrap', server?: ServerChoice): Promise<void>;
}

/** A server of an agent's MCP configuration. */
interface ServerChoice {
  readonly configuration: McpConfiguration;
  readonly name: string;
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

  async function connect(host?: AdaptedHost): Promise<void> {
    const states = connections.inspect();
    const one = states.find((state) => state.host === host);
    if (one) return confirmed([one.host], [one.title]);
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
    const names = titles.join(t(' and '));
    const detail = consentText(
      {
        edits: edits.map(withTarget),
        ownFiles: connections.ownFiles(),
        pinnedEditors: connections.pinnedEditors(),
        steps: connections.stepsNow(hosts),
      },
      t,
    );
    const asked = { question: t('Connect {0}?', names), detail, yes: t('Connect'), names };
    if (!(await agreed(asked, edits))) return;
    try {
      const steps = await connections.connect(hosts);
      deps.changed(hosts, 'connected');
      const message = t('{0} is connected. Sessions that run already may have to be started again.', names);
      if (steps.length === 0) void vscode.window.showInformationMessage(noticeText(message));
      for (const step of steps) tellStep(step);
    } catch (error) {
      deps.changed([], 'connected');
      void vscode.window.showErrorMessage(sentence(error));
    }
  }

  /** What an agent still waits for, with a way to take it along. */
  function tellStep(step: string): void {
    const copy = t('Copy the Step');
    vscode.window.showWarningMessage(noticeText(step), copy).then((choice) => {
      if (choice === copy) void vscode.env.clipboard.writeText(step);
    });
  }

  /** Asks in a modal dialog; the changes themselves can be looked at first, as often as the person likes. */
  async function agreed(
    asked: { question: string; detail: string; yes: string; names: string },
    edits: readonly PlannedEdit[],
  ): Promise<boolean> {
    const look = t('Show the changes');
    const answer = await vscode.window.showInformationMessage(
      asked.question,
      { modal: true, detail: asked.detail },
      asked.yes,
      ...(edits.length > 0 ? [look] : []),
    );
    if (answer !== look) return answer === asked.yes;
    await showChanges(edits);
    const goOn = `${asked.yes}…`;
    const next = await vscode.window.showInformationMessage(
      t('These are the changes for {0}. Nothing is written yet.', asked.names),
      goOn,
    );
    return next === goOn && agreed(asked, edits);
  }

  async function show(host?: AdaptedHost): Promise<void> {
    const states = connections.inspect().filter(({ detection }) => host !== undefined || detection.installed);
    const one =
      states.find((state) => state.host === host) ??
      (await vscode.window.showQuickPick(
        states.map((state) => item(state, false)),
        { title: t('Show what connecting would write') },
      ));
    if (!one) return;
    const edits = connections.plan([one.host]);
    if (edits.length > 0) return showChanges(edits);
    void vscode.window.showInformationMessage(t('Everything Holdpoint would write stands already.'));
  }

  async function wrap(how: 'wrap' | 'unwrap', server?: ServerChoice): Promise<void> {
    const wanted = how === 'wrap' ? 'open' : 'wrapped';
    const all = connections
      .servers()
      .flatMap((configuration) =>
        configuration.servers
          .filter(({ state }) => state === wanted)
          .map(({ name }) => ({ label: name, description: configuration.file, configuration, name })),
      );
    if (!server && all.length === 0) {
      void vscode.window.showInformationMessage(
        how === 'wrap' ? t('No MCP server goes past Holdpoint.') : t('No MCP server goes through Holdpoint.'),
      );
      return;
    }
    const chosen =
      server ??
      (await vscode.window.showQuickPick(all, {
        title: how === 'wrap' ? t('Guard an MCP server') : t('Stop guarding an MCP server'),
      }));
    if (!chosen) return;
    const { configuration, name } = chosen;
    const edits = connections.planServer(how, { ...configuration, servers: [name] });
    if (edits.length === 0) return;
    const asked = {
      question: how === 'wrap' ? t('Guard the MCP server {0}?', name) : t('Stop guarding the MCP server {0}?', name),
      detail:
        how === 'wrap'
          ? t(
              'Holdpoint starts the server and stands in front of it: calls that cannot be undone wait for you. It writes {0}.',
              configuration.file,
            )
          : t(
              'Its calls go out unseen where the agent has no hook for them. Holdpoint writes {0}.',
              configuration.file,
            ),
      yes: how === 'wrap' ? t('Guard it') : t('Stop guarding'),
      names: name,
    };
    if (!(await agreed(asked, edits))) return;
    await connections.writeServers(edits);
    deps.wrapped(how, name, configuration.file);
    void vscode.window.showInformationMessage(t('Start the agent again, so that it reads its configuration anew.'));
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
      // What stands there now is the file itself, links followed.
      const before = edit.before === null ? at('before') : vscode.Uri.file(edit.file);
      const after = at('after');
      texts.set(at('before').toString(), '');
      texts.set(after.toString(), edit.after ?? '');
      await vscode.commands.executeCommand('vscode.diff', before, after, t('{0} (would be written)', edit.file), {
        preview: false,
      });
    }
  }

  async function disconnect(host?: AdaptedHost): Promise<void> {
    const connected = connections.inspect().filter((state) => state.connection !== 'not-connected');
    const one = connected.filter((state) => state.host === host);
    const states = one.length > 0 ? one : connected;
    if (states.length === 0) {
      void vscode.window.showInformationMessage(t('No agent is connected.'));
      return;
    }
    const items = states.map((state) => item(state, false));
    const chosen =
      one.length > 0
        ? items
        : await vscode.window.showQuickPick(items, {
            title: t('Disconnect agents'),
            canPickMany: true,
            ignoreFocusOut: true,
          });
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

  return { connect, disconnect, show, wrap, dispose: () => provider.dispose() };
}

function withTarget(edit: PlannedEdit): PlannedEdit & { target?: string } {
  const target = linkTarget(edit.file);
  return target === undefined ? edit : { ...edit, target };
}

function sentence(error: unknown): string {
  return noticeText(error instanceof Error ? error.message : String(error));
}
