import { existsSync, type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import { containsPath } from '../guard/discovery.ts';
import type { Machine } from '../hosts/adapter.ts';
import type { HostState } from '../hosts/connection.ts';
import { type OffSwitch, undoRepair, watchedFiles } from '../hosts/off-switches.ts';
import type { Connections } from './connections.ts';
import type { Translate } from './translate.ts';
import { noticeText, visibleLine } from './visible-text.ts';

/** What {@link createConnectionWatch} takes. */
export interface ConnectionWatchDeps {
  readonly connections: Connections;
  readonly machine: Machine;
  readonly t: Translate;
  /** Open folders: what stands in them is repaired at once. */
  folders(): readonly string[];
  /** Open folders and those that agents were started in: a host reads its settings there as well. */
  roots(): readonly string[];
  record(entry: AuditEntry): void;
  onDidChange(): void;
  /** Something changed in Holdpoint's own files: the pins, the launcher, its bundle. */
  onOwnChange(): void;
  onProblem(problem: string): void;
}

/** Watches what connects the agents, and what could silence them. */
export interface ConnectionWatch extends vscode.Disposable {
  states(): readonly HostState[];
  /** Looks now; at most once in {@link restMilliseconds}, unless `force`. */
  look(options?: { force: boolean }): void;
  /** Looks where a watched file has changed; cheap enough for every action. */
  check(): void;
  foldersChanged(): void;
  /** Lets the person repair what stands in the way. */
  repair(): Promise<void>;
}

/** Agents write fast; looking more often than this finds nothing new. */
const restMilliseconds = 100;
/** Not every file system tells of changes, and files that are not there cannot be watched. */
const pollMilliseconds = 3_000;

/**
 * Looks at the hosts' settings when the window opens, when they change, and when an agent acts. An off-switch that
 * stands in an open folder is taken out at once for an agent a person has connected, with a way to restore it;
 * everything else waits for the person's click.
 */
export function createConnectionWatch(deps: ConnectionWatchDeps): ConnectionWatch {
  const { connections, t } = deps;
  let states: readonly HostState[] = connections.inspect();
  let watchers: FSWatcher[] = [];
  let stamp = '';
  let ownStamp = ownNow();
  /** The folders that are watched, as one text. */
  let followed = '';
  let lookedAt = 0;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const told = new Set<string>();
  /** What the person put back, and how its file looked then: a later change is not theirs. */
  const restored = new Map<string, string>();

  const inFolder = (file: string) => deps.folders().some((folder) => containsPath(folder, file, process.platform));

  function look(options?: { force: boolean }): void {
    const now = Date.now();
    if (!options?.force && now - lookedAt < restMilliseconds) {
      soon ??= setTimeout(() => look({ force: true }), restMilliseconds);
      return;
    }
    clearTimeout(soon);
    soon = undefined;
    lookedAt = now;
    // Several hosts read one file: a key in it is one off-switch, said and taken out once.
    const found = connections
      .offSwitches()
      .filter((offSwitch) => connections.isConsented(offSwitch.host))
      .filter((one, index, all) => all.findIndex((other) => keyOf(other) === keyOf(one)) === index);
    for (const offSwitch of found) {
      if (restored.get(keyOf(offSwitch)) === stampOf(offSwitch.file)) continue;
      if (offSwitch.repair !== null && inFolder(offSwitch.file)) removeNow(offSwitch);
      else tellOnce(offSwitch);
    }
    const before = states;
    states = connections.inspect();
    for (const state of states) {
      const was = before.find((each) => each.host === state.host)?.connection;
      if (was === state.connection || !connections.isConsented(state.host)) continue;
      deps.record({
        type: 'connection',
        host: state.host,
        state: state.connection,
        detail: state.problems[0] ?? `${state.title}: ${state.connection}`,
      });
      if (state.connection === 'not-connected' || state.connection === 'stale') tellLost(state);
    }
    deps.onDidChange();
  }

  function removeNow(offSwitch: OffSwitch): void {
    const where = `${vscode.workspace.asRelativePath(offSwitch.file)}: ${offSwitch.key.join('.')}`;
    try {
      const undo = connections.repair(offSwitch);
      deps.record({ type: 'tampering', subject: where, detail: `${offSwitch.problem} It was taken out.` });
      const restore = t('Restore');
      vscode.window
        .showWarningMessage(
          t('A setting that silences an agent’s hook was taken out of this folder. {0}', noticeText(where)),
          restore,
        )
        .then((choice) => (choice === restore ? putBack(undo, offSwitch) : undefined))
        .then(undefined, (error) => deps.onProblem(sentence(error)));
    } catch (error) {
      deps.onProblem(sentence(error));
      tellOnce(offSwitch);
    }
  }

  /** Restoring silences the hook again: asked in a modal dialog, recorded, and not taken out again in this window. */
  async function putBack(undo: Parameters<typeof undoRepair>[0], offSwitch: OffSwitch): Promise<void> {
    const yes = t('Restore and leave it silenced');
    const answer = await vscode.window.showWarningMessage(
      t('Restore the setting that silences the hook?'),
      {
        modal: true,
        detail: `${visibleLine(offSwitch.problem, 600)}\n${t('While it stands, nothing this agent does is held. It is taken out again when it changes or the window is opened anew.')}`,
      },
      yes,
    );
    if (answer !== yes) return;
    undoRepair(undo);
    restored.set(keyOf(offSwitch), stampOf(offSwitch.file));
    deps.record({ type: 'policy', detail: `A person restored ${offSwitch.key.join('.')} in ${offSwitch.file}.` });
    look({ force: true });
  }
  function tellOnce(offSwitch: OffSwitch): void {
    const key = keyOf(offSwitch);
    if (told.has(key)) return;
    told.add(key);
    deps.record({ type: 'tampering', subject: offSwitch.file, detail: offSwitch.problem });
    const repairIt = t('Repair');
    const actions = offSwitch.repair === null ? [] : [repairIt];
    vscode.window.showWarningMessage(noticeText(offSwitch.problem), ...actions).then((choice) => {
      if (choice !== repairIt) return;
      try {
        connections.repair(offSwitch);
        told.delete(key);
        look({ force: true });
      } catch (error) {
        void vscode.window.showErrorMessage(sentence(error));
      }
    });
  }

  function tellLost(state: HostState): void {
    const connect = t('Connect again…');
    const message =
      state.problems[0] ??
      t('{0} is no longer connected: Holdpoint’s entries are gone from {1}.', state.title, state.file);
    vscode.window.showWarningMessage(noticeText(message), connect).then((choice) => {
      if (choice === connect) void vscode.commands.executeCommand('holdpoint.connectAgents');
    });
  }

  /** Sizes and times of all watched files, as one text that changes whenever one of them does. */
  function stampNow(): string {
    return watchedFiles(deps.machine, deps.roots()).map(stampOf).join('\n');
  }

  function ownNow(): string {
    return connections.guardedFiles().map(stampOf).join('\n');
  }

  function lookIfChanged(): void {
    try {
      follow();
      const own = ownNow();
      if (own !== ownStamp) {
        ownStamp = own;
        deps.onOwnChange();
      }
      const now = stampNow();
      if (now === stamp) return;
      stamp = now;
      look();
    } catch (error) {
      deps.onProblem(sentence(error));
    }
  }

  function follow(): void {
    const files = watchedFiles(deps.machine, deps.roots());
    const folders = [...new Set(files.map((file) => nearestFolder(path.dirname(file))))].sort();
    if (followed === folders.join('\n')) return;
    followed = folders.join('\n');
    for (const watcher of watchers) watcher.close();
    watchers = folders.flatMap((folder) => {
      try {
        return [watch(folder, { persistent: false }, lookIfChanged).on('error', () => {})];
      } catch {
        return []; // Cannot be watched; the timer finds its changes.
      }
    });
  }

  async function repair(): Promise<void> {
    const switches = connections.offSwitches();
    const broken = connections.inspect().filter((state) => ['stale', 'unreadable'].includes(state.connection));
    if (switches.length === 0 && broken.length === 0) {
      void vscode.window.showInformationMessage(t('Every connection is in order.'));
      return;
    }
    const items = [
      ...switches.map((offSwitch) => ({
        label: offSwitch.problem,
        detail: offSwitch.repair ?? t('Only you can repair this.'),
        picked: offSwitch.repair !== null,
        run: () => (offSwitch.repair === null ? openFile(offSwitch.file) : void connections.repair(offSwitch)),
      })),
      ...broken.map((state) => ({
        label: state.problems[0] ?? state.title,
        detail: t('Opens “Connect agents”.'),
        picked: switches.length === 0,
        run: () => void vscode.commands.executeCommand('holdpoint.connectAgents'),
      })),
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: t('Repair connections'),
      canPickMany: true,
      ignoreFocusOut: true,
    });
    for (const each of chosen ?? []) {
      try {
        each.run();
      } catch (error) {
        void vscode.window.showErrorMessage(sentence(error));
      }
    }
    look({ force: true });
  }

  const timer = setInterval(lookIfChanged, pollMilliseconds);
  follow();
  return {
    states: () => states,
    look,
    check: lookIfChanged,
    foldersChanged() {
      follow();
      look({ force: true });
    },
    repair,
    dispose() {
      clearInterval(timer);
      clearTimeout(soon);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** The folder itself, or the nearest above it that is there: what is made in it is then seen at once. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || path.dirname(folder) === folder ? folder : nearestFolder(path.dirname(folder));
}

/** A file's number, size and time as one text. */
function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '-';
}

/** Files whole, such as one nobody can read, are told apart by what is wrong with them. */
function keyOf({ file, key, problem }: OffSwitch): string {
  return `${file}\n${key.length > 0 ? key.join('\n') : problem}`;
}

function openFile(file: string): void {
  void vscode.window.showTextDocument(vscode.Uri.file(file));
}

function sentence(error: unknown): string {
  return noticeText(error instanceof Error ? error.message : String(error));
}
