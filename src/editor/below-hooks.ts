import * as vscode from 'vscode';
import type { Action } from '../action/action.ts';
import type { AuditEntry } from '../action/audit.ts';
import type { Guard } from '../guard/guard.ts';
import type { Machine } from '../hosts/adapter.ts';
import { warnOfFolderTasks } from './folder-tasks.ts';
import { createTasks } from './tasks.ts';
import { createTerminalGuard } from './terminal-guard.ts';
import { createTerminals, type Driven } from './terminals.ts';
import type { Translate } from './translate.ts';
import type { ZshOffer } from './zsh-line-offer.ts';

/** What {@link createBelowHooks} takes. */
export interface BelowHooksDeps {
  readonly context: vscode.ExtensionContext;
  readonly machine: Machine;
  readonly t: Translate;
  guard(): Promise<Guard>;
  record(entry: AuditEntry): void;
  /** Whether the person has connected anything here: before that nothing stands in anybody's way. */
  isConsented(): boolean;
  onProblem(problem: string): void;
  /** The person began or ended driving a terminal. */
  onDrive(): void;
}

/** The layer below the hosts' hooks: programs, terminals and tasks of this window. */
export interface BelowHooks extends vscode.Disposable {
  /** Something was connected or disconnected. */
  refresh(): void;
  /** The person says that they drive the terminal in front, or no longer do. */
  drive(): Promise<void>;
  /** Asks whether to write the line by which zsh reads its guard, or to take it out. */
  guardZsh(): Promise<void>;
  /** The terminal they drive; null where they drive none. */
  driven(): Driven | null;
}

/** Guards the window's terminals and tasks once the person has connected an agent. */
export function createBelowHooks(deps: BelowHooksDeps): BelowHooks {
  const terminalGuard = createTerminalGuard(deps);
  const shared = {
    ...deps,
    shims: terminalGuard.shims,
    newbornWorker: vscode.Uri.joinPath(deps.context.extensionUri, 'dist', 'newborn-worker.js').fsPath,
    lossOf,
    onRace({ host, session, callId }: Action, detail: string) {
      deps.record({ type: 'stopped', host, session, ...(callId === undefined ? {} : { callId }), detail });
    },
  };
  const terminals = createTerminals(shared);
  let started: vscode.Disposable | null = null;
  let warned = false;

  function refresh(): void {
    terminalGuard.refresh();
    const consented = deps.isConsented();
    if (consented) started ??= vscode.Disposable.from(terminals.watch(), createTasks(shared));
    else {
      started?.dispose();
      started = null;
    }
    if (!consented || warned) return;
    warned = true;
    const report = (error: unknown) => deps.onProblem(String(error));
    warnOfFolderTasks({ t: deps.t, judge: lossOf }).catch(report);
    if (deps.machine.platform === 'win32') return;
    zsh()
      .then((offer) => offer.look())
      .catch(report);
  }

  const zsh = async (): Promise<ZshOffer> => (await import('./zsh-line-offer.ts')).createZshOffer(deps);

  /** What a task would do when the folder is opened, recorded as seen: the editor asks the person whether it may run. */
  async function lossOf(action: Action): Promise<string | null> {
    const guard = await deps.guard();
    const { verdict } = await guard.evaluate({ ...action, layer: 'watch', at: Date.now() });
    const loss = verdict.effects.find(({ reversibility }) => reversibility === 'irreversible');
    return loss ? loss.reason : null;
  }

  refresh();
  return {
    refresh,
    drive: terminals.drive,
    driven: terminals.driven,
    guardZsh: async () => (await zsh()).choose(),
    dispose() {
      started?.dispose();
      terminalGuard.dispose();
    },
  };
}
