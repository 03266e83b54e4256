import { parentPort, workerData } from 'node:worker_threads';
import { verifyAuditLog } from '../audit/verify.ts';
import { readHistory } from '../guard/history.ts';

/** What the worker is given. */
interface Order {
  readonly directory: string;
  readonly checkpointDirectory: string;
  readonly publicKeys: readonly string[];
  readonly fallbackDirectory?: string;
  readonly now?: number;
  /** True where the recent past is asked for, not a verification of all. */
  readonly history?: boolean;
}

// Hashing a large log takes seconds; in the extension's own thread every waiting agent would wait for it.
const { now = Date.now(), history, ...order } = workerData as Order;
parentPort?.postMessage(history ? readHistory({ ...order, now }) : verifyAuditLog(order.directory, order));
