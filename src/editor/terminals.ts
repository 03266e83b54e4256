import * as vscode from 'vscode';
import type { Action } from '../action/action.ts';
import type { ShellDialect } from '../action/kinds.ts';
import { agentAbove, agentOf } from '../exec/agent-marks.ts';
import { foregroundGroup, hasBegun, startedWithFolder } from '../exec/process-group.ts';
import { isShellsOwn } from '../exec/windows-programs.ts';
import type { Guard } from '../guard/guard.ts';
import { workspaceRootOf } from '../guard/here.ts';
import type { Machine } from '../hosts/adapter.ts';
import { type BegunEnd, settleBegun, whenReady } from './begun-process.ts';
import { tooLate } from './program-guard-limit.ts';
import type { Translate } from './translate.ts';
import { foldersOf } from './workspace.ts';

/** What {@link createTerminals} takes. */
export interface TerminalsDeps {
  readonly machine: Pick<Machine, 'platform'>;
  readonly t: Translate;
  /** The loaded guard. Rejects where there is none. */
  guard(): Promise<Guard>;
  /** The shims' folder where terminals are guarded, else null. */
  shims(): string | null;
  /** The person began or ended driving a terminal. */
  onDrive(): void;
  /** A call that had begun was stopped, or was over: for the log. */
  onRace(action: Action, sentence: string): void;
  onProblem(problem: string): void;
}

/** The terminals of this window. */
export interface Terminals {
  /** Follows what runs in them, until disposed of. */
  watch(): vscode.Disposable;
  /** Lets the person say in a modal dialog that they drive the terminal in front, or that they no longer do. */
  drive(): Promise<void>;
  /** The terminal in front where the person drives it, else another one they drive; null where they drive none. */
  driven(): Driven | null;
}

/** A terminal that a person drives. */
export interface Driven {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** How long a person drives a terminal without saying so again. */
const drivingMilliseconds = 15 * 60_000;

/**
 * Every execution in a terminal that the editor reports becomes an action of host `terminal`. Where the shims stand in
 * front of its programs it is only recorded, with what it signals: the shim asks. In a terminal without them (opened
 * before Holdpoint, or with an environment of its own) what is flagged is stopped at once and a person is asked.
 */
export function createTerminals(deps: TerminalsDeps): Terminals {
  const { t } = deps;
  let executions = 0;
  const drivenNow = new Map<vscode.Terminal, number>();

  async function executed({ terminal, execution }: vscode.TerminalShellExecutionStartEvent): Promise<void> {
    const command = execution.commandLine.value;
    // A process task's terminal reports a sentence of the editor's; the task itself is seen as a task.
    if (command.trim() === '' || command.startsWith(' *  Executing task: ')) return;
    const shell = await terminal.processId;
    executions += 1;
    const about = { terminal, command, shell, cwd: execution.cwd?.fsPath };
    const guard = await deps.guard();
    // A task's shell is reported as soon as it is forked, while it still shows what its parent was started with.
    if (shell !== undefined) await whenReady(() => hasBegun(shell));
    if (isGuarded(terminal, shell) && !(deps.machine.platform === 'win32' && isShellsOwn(command))) {
      await guard.evaluate(actionOf(about, executions, 'watch'));
      return;
    }
    const action = actionOf(about, executions, 'exec');
    const end = await settleBegun({
      guard,
      action,
      stop: 'flagged',
      group: () => (shell === undefined ? null : foregroundGroup(shell)),
      ...(shell === undefined ? {} : { shell }),
      end: () => undefined,
      onRace: (sentence) => deps.onRace(action, sentence),
    });
    tell(end, terminal);
  }

  /** The shims stand in front: seen in the shell's environment, else taken from when the terminal was opened. */
  function isGuarded(terminal: vscode.Terminal, shell: number | undefined): boolean {
    const shims = deps.shims();
    if (shims === null) return false;
    const seen = shell === undefined ? null : startedWithFolder(shell, shims);
    return seen ?? openedHere.has(terminal);
  }

  function tell(end: BegunEnd, { name }: vscode.Terminal): void {
    if (end === 'ended') {
      void vscode.window.showWarningMessage(
        t('What ran in the terminal {0} was stopped and ended. It had begun before Holdpoint could ask.', name),
      );
    }
    if (end === 'too-late') {
      void vscode.window.showWarningMessage(tooLate('terminal', name, deps.machine.platform, t));
    }
  }

  const openedHere = new WeakSet<vscode.Terminal>();
  const watch = () =>
    vscode.Disposable.from(
      vscode.window.onDidOpenTerminal((terminal) => {
        if (deps.shims() !== null) openedHere.add(terminal);
      }),
      vscode.window.onDidStartTerminalShellExecution((event) => {
        executed(event).catch((error: unknown) =>
          deps.onProblem(error instanceof Error ? error.message : String(error)),
        );
      }),
    );

  return {
    watch,
    async drive() {
      const terminal = vscode.window.activeTerminal;
      const shell = await terminal?.processId;
      if (!terminal || shell === undefined) {
        void vscode.window.showInformationMessage(t('Open the terminal that you want to drive, then try again.'));
        return;
      }
      const guard = await deps.guard();
      const session = sessionOf(shell);
      if (guard.drivenUntil(session) !== null) {
        guard.drive(session, 0);
        drivenNow.delete(terminal);
        deps.onDrive();
        void vscode.window.showInformationMessage(t('Holdpoint asks again in the terminal {0}.', terminal.name));
        return;
      }
      const minutes = Math.round(drivingMilliseconds / 60_000);
      const yes = t('I am driving');
      const detail = t(
        'For {0} minutes nothing that runs in this terminal is held, an agent that runs in it included. All of it is recorded. Choose the command again to end it earlier.',
        String(minutes),
      );
      const question = t('Are you driving the terminal {0} yourself?', terminal.name);
      if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes) {
        guard.drive(session, drivingMilliseconds);
        drivenNow.set(terminal, Date.now() + drivingMilliseconds);
        deps.onDrive();
      }
    },
    driven() {
      const now = Date.now();
      for (const [terminal, until] of drivenNow) {
        if (until <= now || terminal.exitStatus !== undefined) drivenNow.delete(terminal);
      }
      const front = vscode.window.activeTerminal;
      const [terminal, until] =
        [...drivenNow].find(([one]) => one === front) ?? [...drivenNow].at(-1) ?? ([undefined, 0] as const);
      return terminal === undefined ? null : { name: terminal.name, until };
    },
  };
}

/** As a shim in that terminal names it: the shell leads its process session. */
function sessionOf(shell: number | undefined): string {
  return shell === undefined ? 'terminal' : `terminal-${shell}`;
}

function actionOf(
  about: { terminal: vscode.Terminal; command: string; shell: number | undefined; cwd: string | undefined },
  count: number,
  layer: 'watch' | 'exec',
): Action {
  const cwd = about.cwd ?? foldersOf()[0] ?? process.cwd();
  const options = about.terminal.creationOptions;
  const environment = 'env' in options && options.env ? options.env : {};
  const dialect = dialectOf('shellPath' in options ? options.shellPath : undefined);
  return {
    host: agentOf(environment) ?? (about.shell === undefined ? null : agentAbove(about.shell)) ?? 'terminal',
    session: sessionOf(about.shell),
    callId: `terminal-${count}`,
    layer,
    cwd,
    workspaceRoot: workspaceRootOf(cwd),
    at: Date.now(),
    kind: 'shell',
    command: about.command,
    ...(dialect ? { shell: dialect } : {}),
  };
}

function dialectOf(shell: string | undefined): ShellDialect | undefined {
  const name = shell
    ?.replaceAll('\\', '/')
    .split('/')
    .at(-1)
    ?.replace(/\.exe$/, '');
  if (name === 'pwsh' || name === 'powershell') return 'pwsh';
  if (name === 'cmd') return 'cmd';
  return name === 'zsh' ? 'zsh' : undefined;
}
