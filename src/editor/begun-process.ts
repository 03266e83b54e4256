import type { Action } from '../action/action.ts';
import { signalGroup } from '../exec/process-group.ts';
import type { Guard } from '../guard/guard.ts';

/** What {@link settleBegun} takes. */
export interface BegunDeps {
  readonly guard: Pick<Guard, 'evaluate'>;
  /** What has begun, as an action of layer `exec`. */
  readonly action: Action;
  /** The process group it runs in, or null where it is gone or cannot be told. */
  group(): number | null;
  /** `early`: stopped before it is judged, because nothing can be lost by that. `flagged`: only if it is held. */
  readonly stop: 'early' | 'flagged';
  /** Ends it by the editor's own means, where a signal does not. */
  end(): void;
  /** Goes on after a person's approval: a shell has put what was stopped into its background. */
  resumed?(): void;
  /** Told when a call that had begun was stopped, or could not be: one plain sentence. */
  onRace(sentence: string): void;
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
  const { action, guard } = deps;
  let group = deps.stop === 'early' ? deps.group() : null;
  let stopped = group !== null && signalGroup(group, 'SIGSTOP');
  const { verdict, hold } = await guard.evaluate(action);
  if (verdict.decision === 'allow') {
    if (stopped && group !== null) signalGroup(group, 'SIGCONT');
    return 'free';
  }
  if (!stopped) {
    group = deps.group();
    stopped = group !== null && signalGroup(group, 'SIGSTOP');
  }
  deps.onRace(stopped ? begun(verdict.reason) : over(verdict.reason));
  const goesOut = hold === undefined ? false : (await hold.settled).goesOut;
  if (!stopped || group === null) {
    if (!goesOut) deps.end();
    return 'too-late';
  }
  if (goesOut) {
    signalGroup(group, 'SIGCONT');
    deps.resumed?.();
    return 'continued';
  }
  signalGroup(group, 'SIGKILL');
  deps.end();
  return 'ended';
}

function begun(reason: string): string {
  return `Stopped after it had begun, until a person decides; what it did before is not undone. ${reason}`;
}

function over(reason: string): string {
  return `Seen too late: it was over, or could not be stopped, when it was judged. ${reason}`;
}
