import { parentPort, workerData } from 'node:worker_threads';
import { verifyAuditLog } from '../audit/verify.ts';

/** What the worker is given. */
interface Order {
  readonly directory: string;
  readonly checkpointDirectory: string;
  readonly publicKeys: readonly string[];
}

// Hashing a large log takes seconds; in the extension's own thread every waiting agent would wait for it.
const { directory, checkpointDirectory, publicKeys } = workerData as Order;
parentPort?.postMessage(verifyAuditLog(directory, { checkpointDirectory, publicKeys }));
