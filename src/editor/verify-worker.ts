import { parentPort, workerData } from 'node:worker_threads';
import { courseOf } from '../audit/session-course.ts';
import { readSession } from '../audit/session-records.ts';
import { verifyAuditLog } from '../audit/verify.ts';
import { shippedBaseline } from '../behaviour/shipped-baseline.ts';
import { readHabits } from '../guard/habits.ts';
import { readHistory } from '../guard/history.ts';
import { sessionText } from '../guard/session-report.ts';
import { readSessions } from '../guard/sessions-read.ts';
import { reportTelling } from '../hosts/report-telling.ts';
import type { LogTasks, WorkerOrder } from './verify-aside.ts';

// Hashing a large log takes seconds; in the extension's own thread every waiting agent would wait for it.
// `verify-aside.ts` alone starts this thread, so what it is given is of this type.
const asked: WorkerOrder = workerData;
parentPort?.postMessage(done(asked));

function done({ task, order }: WorkerOrder): LogTasks[keyof LogTasks]['result'] {
  switch (task) {
    case 'verify':
      return verifyAuditLog(order.directory, order);
    case 'history':
      return readHistory(order);
    case 'habits':
      return readHabits(order);
    case 'sessions':
      return readSessions(order);
    case 'course': {
      const found = readSession(order.directories, order.name);
      return found && courseOf(found, shippedBaseline());
    }
    case 'export':
      return sessionText(order, reportTelling);
  }
}
