import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type NewbornOrder, newbornLook } from '../exec/newborns.ts';

// A thread that mostly sleeps is woken in time even on a busy machine; the extension's own may be busy for long.
// `newborn-watch.ts` alone starts it, so what it is given is of these types.
const bell: Int32Array<SharedArrayBuffer> = workerData;
/** Milliseconds between two looks: for what is about to come, and for what may come at any time. */
const between = { soon: 0.5, ever: 1 } as const;
let pause: number = between.ever;
const stopped = new Set<string>();
let look: ReturnType<typeof newbornLook> | null = null;

for (;;) {
  Atomics.store(bell, 0, 0);
  look = newestOrder(look);
  for (const newborn of look?.() ?? []) parentPort?.postMessage(newborn);
  if (look === null) Atomics.wait(bell, 0, 0);
  else Atomics.wait(bell, 0, 0, pause);
}

function newestOrder(before: typeof look): typeof look {
  let newest = before;
  for (;;) {
    const given = parentPort ? receiveMessageOnPort(parentPort) : undefined;
    if (given === undefined) return newest;
    const order: NewbornOrder | null = given.message;
    newest = order === null ? null : newbornLook(order, stopped);
    pause = order !== null && order.everySince !== null ? between.soon : between.ever;
  }
}
