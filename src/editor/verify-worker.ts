import { parentPort, workerData } from 'node:worker_threads';
import { verifyAuditLog } from '../audit/verify.ts';
import { readHistory } from '../guard/history.ts';
import type { WorkerOrder } from './verify-aside.ts';

// Hashing a large log takes seconds; in the extension's own thread every waiting agent would wait for it.
// `verify-aside.ts` alone starts this thread, so what it is given is of this type.
const order: WorkerOrder = workerData;
parentPort?.postMessage(order.history ? readHistory(order) : verifyAuditLog(order.directory, order));
