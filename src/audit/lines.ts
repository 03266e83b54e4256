import { closeSync, fstatSync } from 'node:fs';
import { openForReading, readRange } from './files.ts';

const newline = 0x0a;
const chunkBytes = 65_536;

/** No record of ours is that long; a planted line may be. */
const longestLine = 67_108_864;

/** A line without its line end, and where in the file it stands. */
export interface Line {
  readonly bytes: Buffer;
  readonly start: number;
  /** True where the line end is missing: only the last line of a file. */
  readonly open: boolean;
}

/** The lines of a text in order. A text that ends with a line end has no further, empty line. */
export function* linesOf(content: Buffer): Generator<Line> {
  let start = 0;
  while (start < content.length) {
    const end = content.indexOf(newline, start);
    if (end === -1) {
      yield { bytes: content.subarray(start), start, open: true };
      return;
    }
    yield { bytes: content.subarray(start, end), start, open: false };
    start = end + 1;
  }
}

/**
 * The lines of a file from the last to the first, read in pieces, beginning before byte `end` (the file's end unless
 * told). Throws where the file cannot be read. Closing the generator closes the file.
 */
export function* linesBackward(file: string, end?: number): Generator<Line> {
  const descriptor = openForReading(file);
  try {
    yield* linesBackwardFrom(descriptor, Math.min(end ?? Number.POSITIVE_INFINITY, fstatSync(descriptor).size));
  } finally {
    closeSync(descriptor);
  }
}

/** {@link linesBackward} of an open file, which stays open. */
export function* linesBackwardFrom(descriptor: number, end: number): Generator<Line> {
  let position = end;
  // What has been read and not yet given out; it begins at byte `position` of the file.
  let held = Buffer.alloc(0);
  let first = true;
  for (;;) {
    const open = first && held.length > 0 && held.at(-1) !== newline;
    const searchFrom = held.length - (open || held.length === 0 ? 1 : 2);
    const before = searchFrom < 0 ? -1 : held.lastIndexOf(newline, searchFrom);
    if (before === -1 && position > 0) {
      if (held.length > longestLine) throw new Error('a line is too long to be a record');
      const start = Math.max(0, position - Math.max(chunkBytes, held.length));
      held = Buffer.concat([readRange(descriptor, start, position), held]);
      position = start;
      continue;
    }
    if (held.length === 0) return;
    const bytes = held.subarray(before + 1, open ? held.length : held.length - 1);
    yield { bytes, start: position + before + 1, open };
    held = held.subarray(0, before + 1);
    first = false;
  }
}
