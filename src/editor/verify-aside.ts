import { Worker } from 'node:worker_threads';
import type { ExportOrder } from '../audit/export.ts';
import type { Exported } from '../audit/seal.ts';
import type { SessionCourse } from '../audit/session-course.ts';
import type { SessionName } from '../audit/session-records.ts';
import type { VerifyResult } from '../audit/verify.ts';
import type { Habits } from '../behaviour/habits.ts';
import type { History, HistoryOrder } from '../guard/history.ts';
import type { SessionsRead } from '../guard/sessions-read.ts';

/** What a log is verified against. */
interface VerifyOrder {
  readonly directory: string;
  readonly checkpointDirectory: string;
  readonly publicKeys: readonly string[];
}

/** Where sessions are looked for: the log's directories, absolute, and the time, milliseconds since the epoch. */
export interface SessionsOrder {
  readonly directories: readonly string[];
  readonly now: number;
  /** What the last verification said; null where there was none. */
  readonly intact: boolean | null;
}

/** What the thread is asked to do with a log, and what comes of it. */
export interface LogTasks {
  readonly verify: { readonly order: VerifyOrder; readonly result: VerifyResult };
  readonly history: { readonly order: HistoryOrder; readonly result: History };
  readonly habits: { readonly order: HistoryOrder; readonly result: Habits };
  readonly sessions: { readonly order: SessionsOrder; readonly result: SessionsRead };
  readonly course: {
    readonly order: { readonly directories: readonly string[]; readonly name: SessionName };
    readonly result: SessionCourse | null;
  };
  readonly export: { readonly order: ExportOrder; readonly result: Exported | null };
}

/** What the thread is started with. */
export type WorkerOrder = {
  [Task in keyof LogTasks]: { readonly task: Task; readonly order: LogTasks[Task]['order'] };
}[keyof LogTasks];

/**
 * Works on a log in a thread of its own. `worker` is the built `verify-worker.js`. Rejects with what went wrong there.
 */
export function aside<Task extends keyof LogTasks>(
  worker: string,
  task: Task,
  order: LogTasks[Task]['order'],
): Promise<LogTasks[Task]['result']> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: { task, order }, env: {}, execArgv: [] });
    thread.once('message', (result: LogTasks[Task]['result']) => resolve(result));
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The work on the log ended early (${code}).`)));
  });
}
