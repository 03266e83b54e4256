import { Worker } from 'node:worker_threads';
import type { VerifyResult } from '../audit/verify.ts';

/** Verifies a log in a thread of its own. `worker` is the built `verify-worker.js`. Rejects with what went wrong there. */
export function verifyAside(
  worker: string,
  order: { directory: string; checkpointDirectory: string; publicKeys: readonly string[] },
): Promise<VerifyResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: order, env: {}, execArgv: [] });
    thread.once('message', (result: VerifyResult) => resolve(result));
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`The check of the log ended early (${code}).`)));
  });
}
