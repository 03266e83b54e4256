import type { Machine } from './adapter.ts';

/** The Node that runs the hook, fixed when the person connects. */
export interface Runtime {
  /** Absolute path of Node 20 or later, or of the editor's own program. */
  readonly path: string;
  /** True for the editor's program, which is Node only with ELECTRON_RUN_AS_NODE=1. */
  readonly electron: boolean;
}

/** What the launcher is made from. */
export interface LauncherSource {
  readonly machine: Machine;
  readonly runtime: Runtime;
  /** The build's `dist` directory: `cli.js` and `chunks/` are copied from it. */
  readonly bundle: string;
  readonly version: string;
}

/** What was written. */
export interface InstalledLauncher {
  /** `<state>/bin/holdpoint-hook` (`.cmd` on Windows). */
  readonly hook: string;
  /** `<state>/bin/holdpoint`, for people. */
  readonly command: string;
  /** `<state>/lib/<version>`. */
  readonly library: string;
  readonly written: readonly string[];
}

/** Path of the hook's launcher. Does not change with the extension's version. */
export function launcherPath(_machine: Machine): string {
  throw new Error('not built yet');
}

/** The command line a host's settings carry: quoted for a shell, stable over versions. */
export function launcherCommand(_machine: Machine, _host: string): string {
  throw new Error('not built yet');
}

/** Copies the bundle, points `current` at it, writes both launchers. Atomic: a hook that starts meanwhile finds the old or the new. */
export function installLauncher(_source: LauncherSource): InstalledLauncher {
  throw new Error('not built yet');
}

/** Differences between what stands on the disk and what `source` would write, one sentence each; empty where it is intact. */
export function inspectLauncher(_source: LauncherSource): string[] {
  throw new Error('not built yet');
}

/** Removes launchers, bundle copies and caches; leaves the audit log, pins and records. Gives the paths removed. */
export function removeLauncher(_machine: Machine): string[] {
  throw new Error('not built yet');
}
