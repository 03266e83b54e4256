import path from 'node:path';
import * as vscode from 'vscode';
import type { Action } from '../action/action.ts';
import type { DefinedCall } from '../exec/newborns.ts';
import { hasBegun, leadsGroup, signalGroup, startedWithFolder } from '../exec/process-group.ts';
import type { Guard } from '../guard/guard.ts';
import { workspaceRootOf } from '../guard/here.ts';
import type { Machine } from '../hosts/adapter.ts';
import { type BegunEnd, settleBegun, whenReady } from './begun-process.ts';
import { definedTasks } from './defined-tasks.ts';
import { watchNewborns } from './newborn-watch.ts';
import { tooLate } from './program-guard-limit.ts';
import { taskDeed } from './task-deed.ts';
import type { Translate } from './translate.ts';
import { foldersOf } from './workspace.ts';

/** What {@link createTasks} takes. */
export interface TasksDeps {
  readonly machine: Pick<Machine, 'platform'>;
  readonly t: Translate;
  guard(): Promise<Guard>;
  /** The shims' folder where terminals are guarded, else null. */
  shims(): string | null;
  /** The built `newborn-worker.js`, absolute. */
  readonly newbornWorker: string;
  /** One plain sentence of what the action would destroy, or null where nobody would be asked about it. */
  lossOf(action: Action): Promise<string | null>;
  onRace(action: Action, sentence: string): void;
  onProblem(problem: string): void;
}

/**
 * Every task that starts is an action of host `task`. A shell task with the shims in front of its programs is only
 * recorded: the shims ask. Any other (a process task's program is found without them: reference/vscode-behaviour.md 8)
 * is stopped when its process starts, judged, and goes on at once or once a person has approved it. On Linux it is
 * stopped as it starts (newborn-watch.ts); elsewhere with the editor's event: a program that is done by then got out,
 * which the log then says.
 */
export function createTasks(deps: TasksDeps): vscode.Disposable {
  const { t } = deps;
  const newborns = watchNewborns({ worker: deps.newbornWorker, milliseconds: longestStart });
  /** Process tasks that start, until their process is there. */
  const starting = new Set<vscode.TaskExecution>();
  let count = 0;

  function starts({ execution }: vscode.TaskStartEvent): void {
    if (!isProcess(execution.task)) return;
    starting.add(execution);
    newborns.expect();
  }

  function arrived(execution: vscode.TaskExecution, pid?: number): void {
    if (starting.delete(execution)) newborns.arrived(pid);
  }

  /** Definitions that were judged, so that a change of one does not judge all again. */
  const losses = new Map<string, boolean>();
  /** What a process task of this workspace would destroy is stopped whenever it starts. */
  async function arm(): Promise<void> {
    const armed: DefinedCall[] = [];
    for (const { action } of definedTasks()) {
      if (action.shell || action.program.includes('${')) continue;
      const key = JSON.stringify([action.cwd, action.program, action.args]);
      const loses = losses.get(key) ?? (await deps.lossOf(action)) !== null;
      losses.set(key, loses);
      const args = action.args.some((word) => word.includes('${')) ? null : action.args;
      if (loses) armed.push({ name: path.basename(action.program), args });
    }
    newborns.arm(armed);
  }

  async function began({ execution, processId }: vscode.TaskProcessStartEvent): Promise<void> {
    const isShell = !isProcess(execution.task);
    await whenReady(() => isReady(processId, isShell));
    const group = leadsGroup(processId) ? processId : null;
    const shims = deps.shims();
    const guarded = shims !== null && startedWithFolder(processId, shims) === true && isShell;
    // First of all, before anything takes its time.
    if (!guarded && group !== null) signalGroup(group, 'SIGSTOP');
    count += 1;
    const action = actionOf(execution.task, processId, count, guarded ? 'watch' : 'exec');
    if (action === null) {
      if (!guarded && group !== null) signalGroup(group, 'SIGCONT');
      return;
    }
    try {
      const guard = await deps.guard();
      if (guarded) {
        await guard.evaluate(action);
        return;
      }
      const end = await settleBegun({
        guard,
        action,
        stop: 'early',
        group: () => group,
        end: () => execution.terminate(),
        onRace: (sentence) => deps.onRace(action, sentence),
      });
      tell(end, execution.task.name);
    } catch (error) {
      // Nobody judged it: it does not go on.
      if (group !== null) signalGroup(group, 'SIGKILL');
      execution.terminate();
      deps.onProblem(
        t('The task {0} was ended, because it could not be judged: {1}', execution.task.name, textOf(error)),
      );
    }
  }

  function tell(end: BegunEnd, name: string): void {
    if (end === 'ended') {
      void vscode.window.showWarningMessage(t('The task {0} was stopped at its start and ended.', name));
    }
    if (end === 'too-late') {
      void vscode.window.showWarningMessage(tooLate('task', name, deps.machine.platform, t));
    }
  }

  arm().catch((error: unknown) => deps.onProblem(textOf(error)));
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('tasks')) arm().catch((error: unknown) => deps.onProblem(textOf(error)));
    }),
    vscode.tasks.onDidStartTask(starts),
    vscode.tasks.onDidStartTaskProcess((event) => {
      arrived(event.execution, event.processId);
      began(event)
        .catch((error: unknown) => deps.onProblem(textOf(error)))
        .finally(() => newborns.done(event.processId));
    }),
    // Its program is not there, or the editor gave it up.
    vscode.tasks.onDidEndTask(({ execution }) => arrived(execution)),
    { dispose: newborns.close },
  );
}

/** Milliseconds from a task's start to its process: what was stopped in between goes on when it does not come. */
const longestStart = 3_000;

/** A process task is stopped as early as it can be; of a shell task has to be seen what it was started with. */
const isReady = (pid: number, isShell: boolean): boolean => leadsGroup(pid) && (!isShell || hasBegun(pid));

const isProcess = ({ execution }: vscode.Task): boolean => execution instanceof vscode.ProcessExecution;

function actionOf(task: vscode.Task, pid: number, count: number, layer: 'watch' | 'exec'): Action | null {
  const deed = taskDeed(task.name, task.execution);
  if (deed === null) return null;
  const folder = typeof task.scope === 'object' ? task.scope.uri.fsPath : foldersOf()[0];
  const cwd = deed.cwd ?? folder ?? process.cwd();
  return {
    host: 'task',
    // As the shims of what it starts name it: a task's process leads its process session.
    session: `terminal-${pid}`,
    callId: `task-${count}`,
    layer,
    cwd,
    workspaceRoot: workspaceRootOf(cwd),
    at: Date.now(),
    ...deed.action,
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
