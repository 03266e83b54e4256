import * as vscode from 'vscode';
import type { Machine } from '../hosts/adapter.ts';
import { agentStates } from './agent-states.ts';
import { createConnectFlow } from './connect-flow.ts';
import { createConnectView, rowOf } from './connect-view.ts';
import { createAgentOverview } from './connect-view-facts.ts';
import { createConnectionWatch } from './connection-watch.ts';
import { type ConnectionMemory, createConnections } from './connections.ts';
import type { GuardWindow } from './guard-window.ts';
import { logDirectories } from './log-place.ts';
import { createStartFolders } from './start-folders.ts';
import type { AgentState } from './status-view.ts';
import { tellTampering } from './tampering-notice.ts';
import type { Translate } from './translate.ts';
import { foldersOf } from './workspace.ts';

/** What {@link createAgents} takes. */
export interface AgentsDeps {
  readonly context: vscode.ExtensionContext;
  readonly machine: Machine;
  readonly version: string;
  readonly memory: ConnectionMemory;
  readonly t: Translate;
  guard(): GuardWindow | undefined;
  refresh(): void;
  onProblem(problem: string): void;
}

/** The agents of this machine: how they are connected, and everything the person can do about it. */
export interface Agents extends vscode.Disposable {
  states(): readonly AgentState[];
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  repair(): Promise<void>;
  /** What the "Agents" view offers for one of its rows; without a row the person picks. */
  readonly rows: AgentRows;
  /** An agent acts in this directory: looks at what could silence its hook there, where that is new or has changed. */
  check(directory: string): void;
  foldersChanged(): void;
}

/** The actions of the "Agents" view. `item` is the row, or anything else where a command came without one. */
interface AgentRows {
  connect(item: unknown): Promise<void>;
  disconnect(item: unknown): Promise<void>;
  show(item: unknown): Promise<void>;
  test(item: unknown): Promise<void>;
  copyStep(item: unknown): Promise<void>;
  wrap(item: unknown): Promise<void>;
  unwrap(item: unknown): Promise<void>;
}

const offeredKey = 'holdpoint.offeredToConnect';

/** Looks for agents, watches what connects them, and offers once to connect what was found. */
export function createAgents(deps: AgentsDeps): Agents {
  const { t, machine, context } = deps;
  const record = (entry: Parameters<GuardWindow['record']>[0]) => void deps.guard()?.record(entry);
  const started = createStartFolders();
  const roots = () => [...new Set([...foldersOf(), ...started.all()])];
  const connections = createConnections({
    machine,
    bundle: vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath,
    version: deps.version,
    editor: vscode.env.appName,
    signer: () => deps.guard()?.signer,
    folders: roots,
    memory: deps.memory,
  });

  function changed(): void {
    const isConnected = watch.states().some((state) => state.connection === 'connected');
    void vscode.commands.executeCommand('setContext', 'holdpoint.connected', isConnected);
    deps.refresh();
    view.refresh();
  }
  const watch = createConnectionWatch({
    connections,
    machine,
    t,
    folders: foldersOf,
    roots,
    record,
    onDidChange: () => changed(),
    onOwnChange: () => void inspectOwn(),
    onProblem: deps.onProblem,
  });
  const flow = createConnectFlow({
    connections,
    t,
    changed(hosts, state) {
      for (const host of hosts) record({ type: 'connection', host, state, detail: `A person ${state} it.` });
      watch.look({ force: true });
    },
    wrapped(how, server, file) {
      const what = how === 'wrap' ? 'put Holdpoint in front of' : 'took Holdpoint away from';
      record({ type: 'policy', detail: `A person ${what} the MCP server ${server} in ${file}.` });
      view.refresh();
    },
  });
  const overview = createAgentOverview({
    connections,
    machine,
    t,
    states: () => watch.states(),
    logs: () => logDirectories(machine.stateDirectory, foldersOf()),
    live: () => deps.guard()?.awake()?.guard.snapshot().lastEventByHost ?? {},
    workspace: () => foldersOf()[0] ?? machine.home,
    onDidChange: () => view.refresh(),
  });
  const view = createConnectView({ t, rows: overview.rows });

  async function start(): Promise<void> {
    watch.look({ force: true });
    await inspectOwn();
    watch.look({ force: true });
    await offer();
  }

  let inspecting: Promise<void> | undefined;
  let again = false;
  /** What was told of and still stands is not told again. */
  let told = '';

  /** Looks whether Holdpoint's own files are as this person's editors left them; one look at a time. */
  function inspectOwn(): Promise<void> {
    again = inspecting !== undefined;
    inspecting ??= lookAtOwn().finally(() => {
      inspecting = undefined;
      if (again) void inspectOwn();
    });
    return inspecting;
  }

  async function lookAtOwn(): Promise<void> {
    try {
      const found = await connections.renew();
      const details = found.map(({ detail }) => detail).join('\n');
      if (details === told) return;
      told = details;
      for (const one of found) {
        record({ type: 'tampering', subject: one.subject, detail: one.detail });
        tellTampering(one, connections, t).catch((error: unknown) => deps.onProblem(String(error)));
      }
      deps.refresh();
    } catch (error) {
      deps.onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  /** Once per machine and editor: says which agents were found. */
  async function offer(): Promise<void> {
    const found = watch.states().filter((state) => state.detection.installed);
    const isNew = found.every((state) => !connections.isConsented(state.host) && state.connection !== 'connected');
    if (found.length === 0 || !isNew || context.globalState.get(offeredKey) === true) return;
    await context.globalState.update(offeredKey, true);
    const connect = t('Connect…');
    const more = t('What Holdpoint does');
    const names = found.map((state) => state.title).join(t(' and '));
    const choice = await vscode.window.showInformationMessage(
      t('Holdpoint found {0}. Connect to be asked before what cannot be undone.', names),
      connect,
      more,
    );
    if (choice === connect) await flow.connect();
    if (choice === more) await vscode.commands.executeCommand('holdpoint.openWalkthrough');
  }

  start().catch((error: unknown) => deps.onProblem(error instanceof Error ? error.message : String(error)));

  return {
    states: () => agentStates(watch.states(), connections.isConsented),
    connect: flow.connect,
    disconnect: flow.disconnect,
    repair: watch.repair,
    rows: {
      connect: (item) => flow.connect(rowOf(item)?.host),
      disconnect: (item) => flow.disconnect(rowOf(item)?.host),
      show: (item) => flow.show(rowOf(item)?.host),
      test: (item) => overview.test(rowOf(item)?.host),
      copyStep: (item) => overview.copyStep(rowOf(item)?.step),
      wrap: (item) => flow.wrap('wrap', rowOf(item)?.server),
      unwrap: (item) => flow.wrap('unwrap', rowOf(item)?.server),
    },
    check(directory) {
      if (started.add(directory)) watch.look({ force: true });
      watch.check();
    },
    foldersChanged: watch.foldersChanged,
    dispose() {
      watch.dispose();
      flow.dispose();
      view.dispose();
    },
  };
}
