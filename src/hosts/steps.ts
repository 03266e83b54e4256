import type { AdaptedHost, Machine } from './adapter.ts';
import { places } from './places.ts';
import { isLink } from './settings-file.ts';

/** What the person has still to do before a host runs the hook, one plain sentence; undefined where nothing. Never throws. */
export function remainingStep(host: AdaptedHost, machine: Machine): string | undefined {
  return steps[host]?.(machine);
}

const steps: Readonly<Partial<Record<AdaptedHost, (machine: Machine) => string | undefined>>> = {
  // Cursor loads nothing from a linked hooks.json (measured on cursor-agent 2026.09.15).
  cursor(machine) {
    const file = places.cursor.hookFile(machine);
    return isLink(file)
      ? `Cursor may ignore hooks in a linked file: replace the link ${file} by a real file.`
      : undefined;
  },
};
