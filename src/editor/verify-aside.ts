import { Worker } from 'node:worker_threads';
import type { VerifyResult } from '../audit/verify.ts';
import type { Habits } from '../behaviour/habits.ts';
import type { History, HistoryOrder } from '../guard/history.ts';

/** What the thread is asked: to verify a log, to read its recent past, or to learn from it what is ordinary. */
export type WorkerOrder =
  | ({ readonly history: true } & HistoryOrder)
  | ({ readonly history: 'habits' } & HistoryOrder)
  | {
      readonly history?: undefined;
      readonly directory: string;
      readonly checkpointDirectory: string;
      readonly publicKeys: readonly string[];
    };

/** Reads a log's recent past in a thread of its own; as {@link verifyAside} else. */
export function readAside(worker: string, order: HistoryOrder): Promise<History> {
  return aside(worker, { ...order, history: true });
}

/** Learns a workspace's habits from its log in a thread of its own; as {@link verifyAside} else. */
export function habitsAside(worker: string, order: HistoryOrder): Promise<Habits> {
  return aside(worker, { ...order, history: 'habits' });
}

/** Verifies a log in a thread of its own. `worker` is the built `verify-worker.js`. Rejects with what went wrong there. */
export function verifyAside(
  worker: string,
  order: { directory: string; checkpointDirectory: string; publicKeys: readonly string[] },
): Promise<VerifyResult> {
  return aside(worker, order);
}

function aside<T>(worker: string, order: WorkerOrder): Promise<T> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: order, env: {}, execArgv: [] });
    thread.once('message', (result: T) => resolve(result));
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The check of the log ended early (${code}).`)));
  });
}
