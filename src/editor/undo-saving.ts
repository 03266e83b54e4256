import type { Saving } from '../guard/saving.ts';
import type { Machine } from '../hosts/adapter.ts';
import { overwrittenBy } from '../undo/overwritten.ts';
import type { UndoDeps } from '../undo/undo.ts';

/** What taking snapshots needs of this machine. */
export function undoDeps(machine: Machine, now: () => number = Date.now): UndoDeps {
  const { stateDirectory, environment } = machine;
  return { stateDirectory, environment, now, monotonic: () => performance.now() };
}

/** Saves what a call takes; what that needs is loaded with the first one that takes something. */
export function savingLater({ machine, now }: { readonly machine: Machine; now(): number }): Saving {
  const loaded = async () => (await import('./undo-work.ts')).createSaving(undoDeps(machine, now));
  return {
    save: async (order) => (await loaded()).save(order),
    could: async (order) => (await loaded()).could(order),
    keep: (order) =>
      overwrittenBy(order.action, order.analysis).length === 0
        ? null
        : loaded().then(async (saving) => (await saving.keep(order)) ?? { kind: 'nothing' }),
  };
}
