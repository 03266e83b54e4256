import { Worker } from 'node:worker_threads';
import type { DefinedCall, Newborn, NewbornOrder } from '../exec/newborns.ts';
import { secondsSinceBoot, signalGroup } from '../exec/process-group.ts';

/** What {@link watchNewborns} works with. */
export interface NewbornsDeps {
  /** The built `newborn-worker.js`, absolute. */
  readonly worker: string;
  /** What was stopped and is claimed by nobody goes on after so many milliseconds. */
  readonly milliseconds: number;
  /** Process ids of the programs that start terminals and tasks; without them they are looked for. */
  readonly hosts?: readonly number[];
}

/** What the editor starts, stopped before it does anything. Linux; elsewhere it does nothing. */
export interface Newborns {
  /** Calls that are stopped whenever they start. */
  arm(calls: readonly DefinedCall[]): void;
  /** From now on one more process is expected: whatever starts is stopped. */
  expect(): void;
  /** An expected process is there: if it was stopped it stays so, and is the caller's. Without one, it will not come. */
  arrived(pid?: number): void;
  /** The caller has done with a process that arrived: it goes on, or is no more. */
  done(pid: number): void;
  /** Lets everything that nobody claimed go on, and stops looking. */
  close(): void;
}

/** What began so long before it was asked for is looked at, too, in seconds: the editor tells of it on two ways. */
const before = 0.25;

/**
 * The editor tells an extension that a task starts some milliseconds before its process is forked where it opens a
 * terminal for it, and together with the process where it takes one again; in both cases it tells of the process only
 * when it has run for milliseconds. So what its terminal host starts is watched from a thread of its own: everything
 * while a task's process is expected, and at any time what a definition of the workspace would destroy.
 */
export function watchNewborns({ worker, milliseconds, hosts }: NewbornsDeps): Newborns {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  const stopped = new Map<number, { isCall: boolean; timer: ReturnType<typeof setTimeout> }>();
  /** Those that arrived: true until the caller has done with them. */
  const claimed = new Map<number, boolean>();
  let thread: Worker | undefined;
  let calls: readonly DefinedCall[] = [];
  let callsSince = 0;
  let expected = 0;
  let everySince = 0;
  let enough: ReturnType<typeof setTimeout> | undefined;

  function order(): void {
    if (process.platform !== 'linux') return;
    const idle = calls.length === 0 && expected === 0;
    if (idle && !thread) return;
    thread ??= started();
    const wanted: NewbornOrder | null = idle
      ? null
      : { everySince: expected > 0 ? everySince : null, calls, callsSince, ...(hosts === undefined ? {} : { hosts }) };
    thread.postMessage(wanted);
    Atomics.store(bell, 0, 1);
    Atomics.notify(bell, 0);
  }

  function started(): Worker {
    const one = new Worker(worker, { workerData: bell, env: {}, execArgv: [] });
    one.on('message', found);
    // Without it the process is stopped when the editor tells of it, as before.
    one.on('error', () => {
      calls = [];
    });
    one.unref();
    return one;
  }

  function found({ pid, isCall }: Newborn): void {
    const isBusy = claimed.get(pid);
    if (isBusy === false) signalGroup(pid, 'SIGCONT');
    if (isBusy !== undefined) return;
    stopped.set(pid, { isCall, timer: setTimeout(() => release(pid), milliseconds) });
    if (expected === 0 && !isCall) release(pid);
  }

  function release(pid: number): void {
    clearTimeout(stopped.get(pid)?.timer);
    if (stopped.delete(pid)) signalGroup(pid, 'SIGCONT');
  }

  function nothingExpected(): void {
    expected = 0;
    clearTimeout(enough);
    for (const [pid, { isCall }] of stopped) if (!isCall) release(pid);
    order();
  }

  return {
    arm(wanted) {
      if (JSON.stringify(wanted) === JSON.stringify(calls)) return;
      calls = wanted;
      callsSince = now() - before;
      order();
    },
    expect() {
      if (expected === 0) everySince = now() - before;
      expected += 1;
      clearTimeout(enough);
      enough = setTimeout(nothingExpected, milliseconds);
      order();
    },
    arrived(pid) {
      if (pid !== undefined) {
        clearTimeout(stopped.get(pid)?.timer);
        stopped.delete(pid);
        claimed.set(pid, true);
      }
      if (expected > 0) expected -= 1;
      if (expected === 0) nothingExpected();
    },
    done(pid) {
      claimed.set(pid, false);
      setTimeout(() => claimed.delete(pid), milliseconds).unref();
    },
    close() {
      calls = [];
      expected = 0;
      clearTimeout(enough);
      for (const pid of [...stopped.keys()]) release(pid);
      void thread?.terminate();
      thread = undefined;
    },
  };
}

const now = (): number => (process.platform === 'linux' ? secondsSinceBoot() : 0);
