import { createHash } from 'node:crypto';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeTerminalGuard } from '../exec/guarded-terminals.ts';
import type { Machine } from '../hosts/adapter.ts';
import type { Translate } from './translate.ts';

/** What {@link createTerminalGuard} takes. */
export interface TerminalGuardDeps {
  readonly context: vscode.ExtensionContext;
  readonly machine: Machine;
  readonly t: Translate;
  onProblem(problem: string): void;
}

/** Milliseconds between two looks for programs that were installed meanwhile. */
const betweenLooks = 60_000;

/**
 * Puts the shims in front of PATH in every terminal and shell task of this window. The folder is this editor's own and
 * keeps its place over versions; programs installed later get their shim when the next terminal opens.
 */
export function createTerminalGuard({ context, machine, t, onProblem }: TerminalGuardDeps): vscode.Disposable {
  if (machine.platform === 'win32') return { dispose: () => undefined };
  const folder = path.join(machine.stateDirectory, 'exec', editorName());
  let looked = Number.NEGATIVE_INFINITY;

  const write = () => {
    if (performance.now() - looked < betweenLooks) return;
    looked = performance.now();
    try {
      const { changes } = writeTerminalGuard({
        folder,
        node: process.execPath,
        main: vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js').fsPath,
        variables: {
          HOME: machine.home,
          PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin',
          HOLDPOINT_STATE: machine.stateDirectory,
          HOLDPOINT_LAUNCHER: '1',
          ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
        },
        home: machine.home,
        environment: process.env,
      });
      const { environmentVariableCollection: collection } = context;
      collection.description = t('Holdpoint stands in front of programs that can destroy what cannot be brought back.');
      for (const { kind, name, value } of changes) {
        const options = { applyAtProcessCreation: true, applyAtShellIntegration: name === 'PATH' };
        if (kind === 'prepend') collection.prepend(name, value, options);
        else collection.replace(name, value, options);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      onProblem(t('Terminals of this window are not guarded: {0}. Agents that are connected are.', why));
    }
  };

  write();
  return vscode.window.onDidOpenTerminal(write);
}

/** One folder for each editor on this machine: two of them would write over each other's. */
function editorName(): string {
  return createHash('sha256').update(vscode.env.appName).digest('hex').slice(0, 12);
}
