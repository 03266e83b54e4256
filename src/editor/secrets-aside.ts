import { Worker } from 'node:worker_threads';
import type { ScanOrder, ScanProgress, ScanResult } from '../vault/found-secret.ts';

/** What the thread says. */
export type ScanMessage =
  | { readonly kind: 'progress'; readonly progress: ScanProgress }
  | { readonly kind: 'result'; readonly result: ScanResult };

/** A scan under way. */
export interface RunningScan {
  /** Null where it was cancelled. Rejects with what went wrong in the thread. */
  readonly result: Promise<ScanResult | null>;
  cancel(): void;
}

/** Scans in a thread of its own. `worker` is the built `secrets-worker.js`. */
export function scanAside(worker: string, order: ScanOrder, onProgress: (progress: ScanProgress) => void): RunningScan {
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME };
  const thread = new Worker(worker, {
    workerData: order,
    env: environment,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  let cancelled = false;
  return {
    result: new Promise((resolve, reject) => {
      thread.on('message', (message: ScanMessage) => {
        if (message.kind === 'progress') onProgress(message.progress);
        else resolve(message.result);
      });
      thread.once('error', reject);
      thread.once('exit', (code) => {
        if (cancelled) resolve(null);
        else reject(new Error(`The scan ended early (${code}).`));
      });
    }),
    cancel() {
      cancelled = true;
      void thread.terminate();
    },
  };
}
