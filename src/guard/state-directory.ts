import { createHash } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Where things lie in the state directory. All absolute. */
export interface StatePaths {
  readonly root: string;
  /** Public keys of the editors whose answers count. */
  readonly pins: string;
  /** Mode, exceptions and accepted policies, signed. */
  readonly record: string;
  /** One file per open window: its socket and folders. */
  readonly windows: string;
  readonly run: string;
  readonly checkpoints: string;
  /** What no window saw. */
  readonly spool: string;
  readonly bin: string;
  readonly lib: string;
  /** Logs of workspaces that cannot hold their own. */
  readonly audit: string;
}

/**
 * The state directory of this person on this machine: `$XDG_STATE_HOME/holdpoint` or `~/.local/state/holdpoint`,
 * `~/Library/Application Support/holdpoint`, `%LOCALAPPDATA%\holdpoint`. Touches nothing.
 */
export function stateDirectory(surroundings: {
  platform: NodeJS.Platform;
  home: string;
  environment: Readonly<Record<string, string | undefined>>;
}): string {
  const { platform, home, environment } = surroundings;
  if (platform === 'win32') {
    return path.win32.join(environment.LOCALAPPDATA || path.win32.join(home, 'AppData', 'Local'), 'holdpoint');
  }
  if (platform === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'holdpoint');
  // A relative XDG path must be ignored (XDG Base Directory Specification 0.8).
  const xdg = environment.XDG_STATE_HOME;
  return path.posix.join(xdg?.startsWith('/') ? xdg : path.posix.join(home, '.local', 'state'), 'holdpoint');
}

/** The fixed places under a state directory. */
export function statePaths(root: string): StatePaths {
  return {
    root,
    pins: path.join(root, 'pins.json'),
    record: path.join(root, 'record.json'),
    windows: path.join(root, 'windows'),
    run: path.join(root, 'run'),
    checkpoints: path.join(root, 'checkpoints'),
    spool: path.join(root, 'spool'),
    bin: path.join(root, 'bin'),
    lib: path.join(root, 'lib'),
    audit: path.join(root, 'audit'),
  };
}

/** A short name that tells one state directory from another. */
export function stateName(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 12);
}

/** Longest socket path that every system takes (`sun_path` is 104 bytes on macOS, 108 on Linux, its end included). */
const longestSocketPath = 100;
/** Letters of a window's id, at most. */
const longestId = 32;

/** Whether a socket's path in the state directory would be too long for a window with this id, by default for any. */
export function needsShortRun(root: string, id = 'w'.repeat(longestId)): boolean {
  return Buffer.byteLength(path.join(statePaths(root).run, `${id}.sock`)) > longestSocketPath;
}

/** Where sockets go when their path in the state directory would be too long: private, in the temporary directory. */
export function shortRunDirectory(root: string, temporary: string): string {
  return path.join(temporary, `holdpoint-${process.getuid?.() ?? 'user'}-${stateName(root)}`);
}

/**
 * Makes a directory only this person may enter, or checks the one that is there: no link, owned by this user,
 * closed to others (one that others could only read is closed). Throws one plain sentence where it cannot be trusted.
 */
export function makePrivateDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new Error(`The folder ${directory} cannot be made (${codeOf(error)}). Holdpoint needs it to keep its state.`);
  }
  const found = lstatSync(directory);
  if (!found.isDirectory()) throw new Error(`${directory} is not a folder. Move it away so that Holdpoint can use it.`);
  if (process.platform === 'win32') return; // Inherits the access list of the user's own profile.
  if (typeof process.getuid === 'function' && found.uid !== process.getuid()) {
    throw new Error(`The folder ${directory} belongs to another user, so Holdpoint does not use it.`);
  }
  if ((found.mode & 0o022) !== 0) {
    throw new Error(`Other users can write to ${directory}, so Holdpoint does not use it. Remove it and try again.`);
  }
  if ((found.mode & 0o055) !== 0) chmodSync(directory, 0o700);
}

/** Writes a small file so that a reader sees the old text or the new one, never a part. Only this person may read it. */
export function writePrivateFile(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.${process.hrtime.bigint().toString(36)}.tmp`;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, file);
}

/** `ENOSPC`, `EACCES`, … or the error's text. */
export function codeOf(error: unknown): string {
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return String(error);
}
