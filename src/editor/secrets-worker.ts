import { parentPort, workerData } from 'node:worker_threads';
import type { ScanOrder } from '../vault/found-secret.ts';
import { scanForSecrets } from '../vault/scan.ts';
import type { ScanMessage } from './secrets-aside.ts';

// Reading a hundred thousand files takes a minute of a processor; in the extension's own thread every waiting agent
// would wait for it. `secrets-aside.ts` alone starts this thread, so what it is given is of this type.
const order: ScanOrder = workerData;
const tell = (message: ScanMessage) => parentPort?.postMessage(message);
scanForSecrets(order, {
  onProgress: (progress) => tell({ kind: 'progress', progress }),
  monotonic: () => performance.now(),
}).then((result) => tell({ kind: 'result', result }));
