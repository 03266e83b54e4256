import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Pin, readPins } from './pins.ts';
import { makePrivateDirectory, writePrivateFile } from './state-directory.ts';

/** Pins a key after the person consented in the editor. A key already there stays as it is. Throws where it cannot be written. */
export function addPin(file: string, pin: Pin): void {
  const pins = readPins(file);
  if (pins.some((known) => known.key === pin.key)) return;
  writePins(file, [...pins, pin]);
}

/** Takes a key out again, as on disconnect. */
export function removePin(file: string, key: string): void {
  if (existsSync(file))
    writePins(
      file,
      readPins(file).filter((pin) => pin.key !== key),
    );
}

/** What has changed in the pins since this editor last looked. */
export type PinChange = 'same' | 'missing' | 'foreign';

/**
 * Compares the pins with what this editor remembers in its secret storage: `missing` where its own key is gone,
 * `foreign` where a key stands there that no editor of this person is known to have pinned.
 */
export function comparePins(file: string, remembered: { own: string; known: readonly string[] }): PinChange {
  const keys = readPins(file).map((pin) => pin.key);
  if (keys.some((key) => key !== remembered.own && !remembered.known.includes(key))) return 'foreign';
  return keys.includes(remembered.own) ? 'same' : 'missing';
}

function writePins(file: string, pins: readonly Pin[]): void {
  makePrivateDirectory(path.dirname(file));
  writePrivateFile(file, `${JSON.stringify({ v: 1, pins }, null, 2)}\n`);
}
