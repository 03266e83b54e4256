import {
  closeSync,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';

// Stands in for `node:fs/promises` under context/disk.ts in the command line's build (scripts/build-late.mjs): a hook
// does nothing else while it looks at the disk, and starting four threads to wait for costs it more than looking. The
// editor, which must not stand still, keeps the other.

/** A file as `open` of `node:fs/promises` gives it, as far as it is used. */
interface OpenFile {
  stat(): Promise<Stats>;
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly buffer: Buffer; readonly bytesRead: number }>;
  close(): Promise<void>;
}

/** As in `node:fs/promises`. */
export async function open(file: string, flags: number): Promise<OpenFile> {
  const descriptor = openSync(file, flags);
  return {
    stat: async () => fstatSync(descriptor),
    read: async (buffer, offset, length, position) => ({
      buffer,
      bytesRead: readSync(descriptor, buffer, offset, length, position),
    }),
    close: async () => closeSync(descriptor),
  };
}

/** As in `node:fs/promises`. */
export async function lstat(file: string): Promise<Stats> {
  return lstatSync(file);
}

/** As in `node:fs/promises`, with the types of the entries. */
export async function readdir(directory: string, options: { readonly withFileTypes: true }): Promise<Dirent[]> {
  return readdirSync(directory, options);
}

/** As in `node:fs/promises`. */
export async function realpath(file: string): Promise<string> {
  return realpathSync.native(file);
}
