import * as vscode from 'vscode';
import { thisMachine } from '../cli/machine.ts';
import { type Decoy, openDecoys, originsOf } from '../vault/decoys.ts';
import { createLending } from '../vault/lending.ts';
import { openStoredCredentials } from '../vault/stored.ts';
import { createAgents } from './agents.ts';
import { createAuditSurface } from './audit-surface.ts';
import { type BelowHooks, createBelowHooks } from './below-hooks.ts';
import { exceptHold, manageExceptions } from './exceptions.ts';
import { type GuardWindow, openGuardWindow, spoolHasEntries } from './guard-window.ts';
import { createHoldDesk } from './hold-desk.ts';
import { createHoldNotices } from './hold-notices.ts';
import { createHoldPanel } from './hold-panel.ts';
import { newHoldRegistry } from './hold-registries.ts';
import { createHoldsView } from './holds-view.ts';
import { offerMcpServer } from './mcp-provider.ts';
import { openMemory } from './memory.ts';
import { createPolicyConsent } from './policy-consent.ts';
import { createProblems } from './problems.ts';
import { programGuardLimit } from './program-guard-limit.ts';
import { rehearsalRequest } from './rehearsal.ts';
import { createSecrets } from './secrets.ts';
import { lendCredential } from './secrets-lend.ts';
import { createSecretRequests } from './secrets-requests.ts';
import { switchState } from './state-switch.ts';
import { createStatusBar } from './status-bar.ts';
import type { StatusInput } from './status-view.ts';
import type { Translate } from './translate.ts';
import { createUndo } from './undo-command.ts';
import { noticeText } from './visible-text.ts';
import { foldersOf, retentionDays, stopsOnDiscovery } from './workspace.ts';

let close: (() => Promise<void>) | undefined;

/** Starts the guard of this window and puts its surfaces in place. The pipeline itself loads with the first action. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  const machine = thisMachine();
  const version = String(context.extension.packageJSON.version);
  const problems = createProblems();
  const holds = newHoldRegistry(problems.report);
  const rehearsals = newHoldRegistry(problems.report);
  let guard: GuardWindow | undefined;
  let failure: string | undefined;

  const core = async () => {
    if (!guard) throw new Error(failure ?? t('The guard of this window is still starting.'));
    return guard.core();
  };
  const limit = programGuardLimit(machine.platform, t);
  const input = (): StatusInput => {
    const state = guard?.state() ?? { mode: 'guarding' as const, heightened: false, problems: [] };
    const agents = connected?.states();
    const driven = below?.driven() ?? null;
    return {
      ...state,
      now: Date.now(),
      held: desk.queue().length,
      problems: [...state.problems, ...problems.recent()],
      ...(agents ? { agents } : {}),
      ...(driven ? { driven } : {}),
      ...(limit === undefined ? {} : { limit: limit.sentence }),
      ...(failure === undefined ? {} : { failure }),
    };
  };
  const refresh = () => {
    status.refresh();
    below?.refresh();
  };
  let below: BelowHooks | undefined;
  let connected: ReturnType<typeof createAgents> | undefined;
  const desk = createHoldDesk({ registry: holds, rehearsals, monotonic: () => performance.now(), t });
  const status = createStatusBar({ t, input });
  const panel = createHoldPanel({
    desk,
    extension: context.extensionUri,
    t,
    now: () => Date.now(),
    onProblem: problems.report,
  });
  const notices = createHoldNotices({ desk, t, isSeen: panel.isSeen });
  const view = createHoldsView({ desk, t, show: panel.show });
  desk.onDidChange(refresh);
  problems.onDidChange(refresh);

  const stored = openStoredCredentials(context.secrets);
  const lending = createLending({
    now: () => Date.now(),
    value: stored.value,
    onLent: (detail) => void guard?.record({ type: 'policy', detail }),
  });
  const askForCredential = createSecretRequests({
    t,
    stored,
    lending,
    record: (entry) => void guard?.record(entry),
  });
  const decoys = openDecoys(context.secrets);
  let planted: () => readonly Decoy[] = () => [];
  decoys.then(
    (opened) => {
      planted = opened.list;
    },
    (error: unknown) => problems.report(String(error)),
  );
  const logWorker = vscode.Uri.joinPath(context.extensionUri, 'dist', 'verify-worker.js').fsPath;
  let knownKeys: () => readonly string[] = () => [];
  const [memory] = await Promise.all([
    openMemory(context.secrets).then((opened) => {
      knownKeys = opened.knownKeys;
      return opened;
    }),
    openGuardWindow({
      machine,
      secrets: context.secrets,
      holds,
      version,
      folders: foldersOf,
      isFocused: () => vscode.window.state.focused,
      knownKeys: () => knownKeys(),
      retentionDays: retentionDays(problems.report, t),
      stopsOnDiscovery,
      readAside: async (order) => (await import('./verify-aside.ts')).aside(logWorker, 'history', order),
      exportAside: async (order) => (await import('./verify-aside.ts')).aside(logWorker, 'export', order),
      habitsAside: async (order) => (await import('./verify-aside.ts')).aside(logWorker, 'habits', order),
      onProblem: problems.report,
      onCall: (directory) => connected?.check(directory),
      lend: lending.take,
      askForCredential,
      decoys: () => originsOf(planted().filter(({ workspace }) => foldersOf().includes(workspace))),
    }).then(
      (opened) => {
        guard = opened;
      },
      (error: unknown) => {
        failure = t('The guard cannot run in this window. {0}', error instanceof Error ? error.message : String(error));
        problems.report(failure);
      },
    ),
  ]);
  const policies = createPolicyConsent({
    t,
    awake: () => guard?.awake()?.guard,
    guard: async () => (await core()).guard,
  });
  guard?.onDidChange(() => {
    refresh();
    policies.look();
  });
  close = async () => {
    holds.closeAll();
    await guard?.close();
  };
  const exceptions = { t, guard: async () => (await core()).guard };
  const audit = createAuditSurface({
    extension: context.extensionUri,
    machine,
    t,
    guard: () => guard,
    core,
    except: (hold) => exceptHold(hold, exceptions),
  });
  refresh();

  const secrets = createSecrets({
    context,
    t,
    folders: foldersOf,
    async fingerprintKey() {
      if (!guard) throw new Error(failure ?? t('The guard of this window is still starting.'));
      return guard.fingerprintKey;
    },
    stored,
    decoys: () => decoys,
    record: (entry) => void guard?.record(entry),
  });
  const undo = createUndo({
    machine,
    t,
    folders: foldersOf,
    record: (entry) => void guard?.record(entry),
    onProblem: problems.report,
  });
  const commands: Record<string, (item: unknown) => unknown> = {
    showHolds: () => panel.show(),
    switchState: () =>
      switchState({
        t,
        input,
        setMode: async (mode) => (await core()).guard.setMode(mode),
        allClear: async () => (await core()).guard.allClear(),
        repair: () => void connected?.repair(),
      }),
    undo: () => undo.show(),
    scanSecrets: () => secrets.scan(),
    cancelSecretScan: () => secrets.cancel(),
    openSecret: (item) => secrets.open(item),
    ignoreSecret: (item) => secrets.ignore(item),
    moveSecret: (item) => secrets.move(item),
    showIgnoredSecrets: () => secrets.showIgnored(),
    plantDecoy: () => secrets.plantDecoy(),
    lendCredential: () => lendCredential({ t, stored, lending, folders: foldersOf }),
    openAuditLog: () => audit.show(),
    verifyAuditLog: () => audit.verify(),
    exportAuditLog: () => audit.exportLog(),
    showSessions: () => audit.showSessions(),
    exportSession: () => audit.exportSession(),
    reviewPolicy: () => policies.review(),
    manageExceptions: () => manageExceptions(exceptions),
    connectAgents: () => connected?.connect(),
    disconnectAgents: () => connected?.disconnect(),
    repairConnections: () => connected?.repair(),
    connectAgent: (item) => connected?.rows.connect(item),
    disconnectAgent: (item) => connected?.rows.disconnect(item),
    showAgentChanges: (item) => connected?.rows.show(item),
    testAgents: (item) => connected?.rows.test(item),
    copyAgentStep: (item) => connected?.rows.copyStep(item),
    wrapMcpServer: (item) => connected?.rows.wrap(item),
    unwrapMcpServer: (item) => connected?.rows.unwrap(item),
    driveTerminal: () => below?.drive(),
    guardZsh: () => below?.guardZsh(),
    rehearseHold: () => {
      rehearsals.open(rehearsalRequest(Date.now(), foldersOf()[0] ?? machine.home, t));
    },
    openWalkthrough: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`, false),
  };
  const registered = Object.entries(commands).map(([id, run]) =>
    vscode.commands.registerCommand(`holdpoint.${id}`, async (item: unknown) => {
      try {
        await run(item);
      } catch (error) {
        void vscode.window.showErrorMessage(noticeText(error instanceof Error ? error.message : String(error)));
      }
      refresh();
    }),
  );
  context.subscriptions.push(
    ...registered,
    status,
    panel,
    notices,
    view,
    audit,
    undo,
    secrets,
    problems,
    { dispose: () => desk.dispose() },
    vscode.window.onDidChangeWindowState(({ focused }) => focused && guard?.focused()),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      guard?.foldersChanged();
      connected?.foldersChanged();
    }),
    context.secrets.onDidChange(() => memory.reload().then(refresh)),
  );

  // Looking for agents reads their settings: after the start, so that the editor's own start does not wait for it.
  const later = setTimeout(() => {
    connected = createAgents({
      context,
      machine,
      version,
      memory,
      t,
      guard: () => guard,
      refresh,
      onProblem: problems.report,
    });
    below = createBelowHooks({
      context,
      machine,
      t,
      guard: async () => (await core()).guard,
      record: (entry) => void guard?.record(entry),
      isConsented: () => memory.consented().length > 0,
      onProblem: problems.report,
      onDrive: refresh,
    });
    context.subscriptions.push(connected, below);
    const offered = offerMcpServer(context.extensionUri, version);
    if (offered) context.subscriptions.push(offered);
    refresh();
    if (guard && spoolHasEntries(machine)) {
      core()
        .then((loaded) => loaded.ingestSpool())
        .catch((error: unknown) => problems.report(String(error)));
    }
  }, 0);
  context.subscriptions.push({ dispose: () => clearTimeout(later) });
}

/** Denies what is still held, records the end, and withdraws from the hooks' sight. */
export async function deactivate(): Promise<void> {
  await close?.();
}
