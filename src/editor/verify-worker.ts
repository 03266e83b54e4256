import { parentPort, workerData } from 'node:worker_threads';
import { type VerifyResult, verifyAuditLog } from '../audit/verify.ts';
import type { Habits } from '../behaviour/habits.ts';
import { readHabits } from '../guard/habits.ts';
import { type History, readHistory } from '../guard/history.ts';
import type { WorkerOrder } from './verify-aside.ts';

// Hashing a large log takes seconds; in the extension's own thread every waiting agent would wait for it.
// `verify-aside.ts` alone starts this thread, so what it is given is of this type.
const order: WorkerOrder = workerData;
parentPort?.postMessage(answer());

function answer(): VerifyResult | History | Habits {
  if (order.history === 'habits') return readHabits(order);
  return order.history ? readHistory(order) : verifyAuditLog(order.directory, order);
}
