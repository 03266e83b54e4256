import type { Action } from '../action/action.ts';
import { isStopped, signalGroup, signalProcess } from '../exec/process-group.ts';
import type { Guard } from '../guard/guard.ts';

/** What {@link settleBegun} takes. */
export interface BegunDeps {
  readonly guard: Pick<Guard, 'evaluate'>;
  /** What has begun, as an action of layer `exec`. */
  readonly action: Action;
  /** The process group it runs in, or null where it is gone or cannot be told. */
  group(): number | null;
  /**
   * The interactive shell that waits for that group. It is stopped with it: it would else go on with the rest of the
   * line (`sleep 5; curl …`) as soon as the program in front stops or ends.
   */
  readonly shell?: number;
  /** `early`: stopped before it is judged, because nothing can be lost by that. `flagged`: only if it is held. */
  readonly stop: 'early' | 'flagged';
  /** Ends it by the editor's own means, where a signal does not. */
  end(): void;
  /** Told when a call that had begun was stopped, or could not be: one plain sentence. */
  onRace(sentence: string): void;
}

/** The editor may tell of a process that is forked and has not begun: looked at so often, so many milliseconds apart. */
const mostLooks = 100;
const betweenLooks = 4;

/** Waits a moment until what was started can be told apart from what started it; goes on where that does not come. */
export async function whenReady(isReady: () => boolean): Promise<void> {
  for (let looks = 0; looks < mostLooks && !isReady(); looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, betweenLooks));
  }
}

/** How a program that had begun came out. */
export type BegunEnd =
  /** Nothing to object to. */
  | 'free'
  /** Approved by a person, after it had been stopped. */
  | 'continued'
  /** Not approved, and ended. */
  | 'ended'
  /** Flagged when it was already over, or when nobody could stop it. */
  | 'too-late';

/**
 * Stop, ask, continue: for what the editor reports only after it has begun. A race by its nature; the record says so
 * each time. Never rejects.
 */
export async function settleBegun(deps: BegunDeps): Promise<BegunEnd> {
  const { action, guard, shell } = deps;
  let group = deps.stop === 'early' ? await stopped(deps) : null;
  const { verdict, hold } = await guard.evaluate(action);
  if (verdict.decision === 'allow') {
    resume(group, shell);
    return 'free';
  }
  group ??= await stopped(deps);
  deps.onRace(group === null ? over(verdict.reason) : begun(verdict.reason));
  const goesOut = hold === undefined ? false : (await hold.settled).goesOut;
  if (group === null) {
    if (!goesOut) deps.end();
    return 'too-late';
  }
  if (goesOut) {
    resume(group, shell);
    return 'continued';
  }
  // A shell that is interrupted while it waits drops the rest of its line.
  if (shell !== undefined) signalProcess(shell, 'SIGINT');
  signalGroup(group, 'SIGKILL');
  if (shell !== undefined) signalProcess(shell, 'SIGCONT');
  deps.end();
  return 'ended';
}

/**
 * Stops the shell, then what runs in front of it; the group that was stopped, or null where there was none. A shell
 * that has not come to stand would still see its program stop, and take that for the program's end.
 */
async function stopped({ shell, group: groupNow }: BegunDeps): Promise<number | null> {
  if (shell !== undefined && signalProcess(shell, 'SIGSTOP')) await whenReady(() => isStopped(shell));
  const group = groupNow();
  if (group !== null && signalGroup(group, 'SIGSTOP')) return group;
  if (shell !== undefined) signalProcess(shell, 'SIGCONT');
  return null;
}

/** The program first, so that its shell, which reads what became of it, sees it running. */
function resume(group: number | null, shell: number | undefined): void {
  if (group === null) return;
  signalGroup(group, 'SIGCONT');
  if (shell !== undefined) signalProcess(shell, 'SIGCONT');
}

function begun(reason: string): string {
  return `Stopped after it had begun, until a person decides; what it did before is not undone. ${reason}`;
}

function over(reason: string): string {
  return `Seen too late: it was over, or could not be stopped, when it was judged. ${reason}`;
}
