import { execFile } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Notices that somebody read one of a few files, as far as the file system tells. */
export interface AccessWatch {
  /**
   * Begins, and says whether reads are noticed here: not on Windows, and not where the file system keeps no access
   * times (`noatime`). Sets the access times of the files back; their content and modification times stay.
   */
  start(): Promise<boolean>;
  /** Looks now; gives the files that were read since the last look. */
  look(): Promise<readonly string[]>;
}

/**
 * Access times of files are kept by `relatime` only where they are older than the last change or a day (mount(8)): set
 * back to a day long ago, the next read moves them. `inotify` and `fs.watch` do not report reads, `fanotify` and
 * EndpointSecurity want the administrator's rights.
 */
export function createAccessWatch(files: readonly string[]): AccessWatch {
  const armed = new Set<string>();

  const arm = async (some: readonly string[]): Promise<void> => {
    if (some.length === 0) return;
    await setBack(some);
    for (const file of some) {
      if (accessedAt(file) === longAgo) armed.add(file);
      else armed.delete(file);
    }
  };

  return {
    async start() {
      if (process.platform === 'win32') return false;
      await arm(files);
      const [first] = armed;
      if (first === undefined || !readOne(first)) return false;
      const notices = accessedAt(first) !== longAgo;
      await arm([first]);
      return notices;
    },
    async look() {
      const read = [...armed].filter((file) => {
        const at = accessedAt(file);
        return at !== null && at !== longAgo;
      });
      await arm(read);
      return read;
    },
  };
}

/** 2001-09-09T01:46:40Z, in whole seconds, so that every file system keeps it as it is. */
const longAgo = 1_000_000_000_000;
const longAgoText = '2001-09-09T01:46:40Z';

function accessedAt(file: string): number | null {
  try {
    return statSync(file).atimeMs;
  } catch {
    return null;
  }
}

/** `touch -a` leaves the modification time alone to the nanosecond, which Node's `utimes` cannot. */
function setBack(files: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    execFile('touch', ['-a', '-c', '-d', longAgoText, '--', ...files], { timeout: 5_000 }, () => resolve());
  });
}

function readOne(file: string): boolean {
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, Buffer.alloc(1));
    closeSync(descriptor);
    return true;
  } catch {
    return false;
  }
}
