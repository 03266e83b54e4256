import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { codeOf } from './state-directory.ts';

/** The text of a small regular file and what the system says of it. */
export interface SmallFile {
  readonly text: string;
  readonly stats: Stats;
}

/**
 * Reads a regular file of at most `most` bytes. Throws the system's error where it cannot be opened, and one sentence
 * for a pipe, a device or a file over the bound: whoever runs as this person can put one in a file's place, and
 * opening a pipe would otherwise wait for ever.
 */
export function readSmallFile(file: string, most: number): SmallFile {
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error('it is no regular file');
    if (stats.size > most) throw new Error(`it is larger than ${most} bytes`);
    const bytes = Buffer.alloc(stats.size);
    let filled = 0;
    while (filled < bytes.length) {
      const got = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
      if (got === 0) break;
      filled += got;
    }
    return { text: bytes.toString('utf8', 0, filled), stats };
  } finally {
    closeSync(descriptor);
  }
}

/** What the system says of a file, as a text that changes whenever the file does; of none, why there is none. */
export function stampOf(file: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    return codeOf(error);
  }
}
