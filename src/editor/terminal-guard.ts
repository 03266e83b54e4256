import { createHash } from 'node:crypto';
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import {
  type EnvironmentChange,
  inspectTerminalGuard,
  removeTerminalGuard,
  writeTerminalGuard,
} from '../exec/guarded-terminals.ts';
import { windowsVariables } from '../exec/windows-environment.ts';
import type { Machine } from '../hosts/adapter.ts';
import type { Translate } from './translate.ts';

/** What {@link createTerminalGuard} takes. */
export interface TerminalGuardDeps {
  readonly context: vscode.ExtensionContext;
  readonly machine: Machine;
  readonly t: Translate;
  /** Whether the person has connected anything here: before that nothing stands in anybody's way. */
  isConsented(): boolean;
  record(entry: AuditEntry): void;
  onProblem(problem: string): void;
}

/** The guard of this window's terminals. */
export interface TerminalGuard extends vscode.Disposable {
  /** Something was connected or disconnected. */
  refresh(): void;
  /** The folder of the shims, absolute; null while terminals are not guarded. */
  shims(): string | null;
}

/** Milliseconds between two looks for programs that were installed meanwhile. */
const betweenLooks = 60_000;
/** Milliseconds between two looks whether what was written still stands: not every file system tells of changes. */
const betweenInspections = 15_000;
/** Milliseconds after a change: another window of this editor may be writing, or taking away, the same files. */
const rest = 2_000;

/**
 * Puts the shims in front of PATH in every terminal and shell task of this window, once the person has connected an
 * agent. The folder is this editor's own and keeps its place over versions, so that a terminal that stays open stays
 * guarded; programs installed later get their shim when the next terminal opens.
 */
export function createTerminalGuard(deps: TerminalGuardDeps): TerminalGuard {
  const { context, machine, t } = deps;
  const { environmentVariableCollection: collection } = context;
  const folder = path.join(machine.stateDirectory, 'exec', editorName());
  let looked = Number.NEGATIVE_INFINITY;
  let shims: string | null = null;
  let programs: readonly string[] = [];
  let watcher: FSWatcher | undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;
  const inspecting = setInterval(inspect, betweenInspections);

  function refresh(): void {
    if (!deps.isConsented()) {
      remove();
      return;
    }
    if (performance.now() - looked < betweenLooks) return;
    looked = performance.now();
    write();
  }

  function write(): void {
    try {
      const written = writeTerminalGuard(source(folder, deps));
      ({ shims, programs } = written);
      apply(written.changes);
      follow(written.shims);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      deps.onProblem(t('Terminals of this window are not guarded: {0}. Connected agents are.', why));
    }
  }

  function follow(directory: string): void {
    watcher?.close();
    watcher = undefined;
    try {
      watcher = watch(directory, { persistent: false }, () => {
        clearTimeout(soon);
        soon = setTimeout(inspect, rest);
      });
      watcher.on('error', () => watcher?.close());
    } catch {
      // The interval finds it out.
    }
  }

  /** Something took the shims away or changed them: that is said, recorded and put right. */
  function inspect(): void {
    if (shims === null || !deps.isConsented()) return;
    const [first, ...more] = inspectTerminalGuard(source(folder, deps), programs);
    if (first === undefined) return;
    const detail = `${first} It was written again.${more.length > 0 ? ` So were ${more.length} more files.` : ''}`;
    deps.record({ type: 'tampering', subject: folder, detail });
    deps.onProblem(t('What guards the terminals of this window was changed and is put back: {0}', first));
    write();
  }

  function apply(changes: readonly EnvironmentChange[]): void {
    collection.description = t('Holdpoint stands in front of programs that can destroy what cannot be brought back.');
    for (const { kind, name, value } of changes) {
      const options = { applyAtProcessCreation: true, applyAtShellIntegration: name === 'PATH' };
      if (kind === 'prepend') collection.prepend(name, value, options);
      else collection.replace(name, value, options);
    }
  }

  function remove(): void {
    looked = Number.NEGATIVE_INFINITY;
    shims = null;
    watcher?.close();
    watcher = undefined;
    collection.clear();
    removeTerminalGuard(folder);
  }

  refresh();
  const listening = vscode.window.onDidOpenTerminal(refresh);
  return { refresh, shims: () => shims, dispose };

  function dispose(): void {
    clearInterval(inspecting);
    clearTimeout(soon);
    watcher?.close();
    listening.dispose();
  }
}

/** Where the asking Node finds programs; on Windows the editor's own PATH without shims (guarded-terminals.ts). */
const systemPath = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin';

function source(folder: string, { context, machine }: TerminalGuardDeps) {
  return {
    platform: machine.platform,
    folder,
    node: process.execPath,
    main: vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath,
    variables: {
      HOME: machine.home,
      ...(machine.platform === 'win32' ? windowsVariables(process.env) : { PATH: systemPath }),
      HOLDPOINT_STATE: machine.stateDirectory,
      HOLDPOINT_LAUNCHER: '1',
      ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
    home: machine.home,
    environment: process.env,
  };
}

/** One folder for each editor on this machine: two of them would write over each other's. */
function editorName(): string {
  return createHash('sha256').update(vscode.env.appName).digest('hex').slice(0, 12);
}
