import type { AdaptedHost, Machine } from './adapter.ts';

/** A setting that silences a host's hook. */
export interface OffSwitch {
  readonly host: AdaptedHost;
  readonly file: string;
  /** Path of the key in the file, for example `env.NODE_OPTIONS`; empty for the file itself. */
  readonly key: string;
  /** One plain sentence: what it does. */
  readonly problem: string;
  /** One plain sentence: what repairing will change; null where only the person can repair it. */
  readonly repair: string | null;
}

/** What a repair changed: write `before` back (or remove the file where null) to undo it. */
export interface RepairUndo {
  readonly file: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Every off-switch that stands now, for the connected hosts. Never throws: a file that cannot be read is itself a problem. */
export function inspectOffSwitches(_machine: Machine, _workspaceRoots: readonly string[]): OffSwitch[] {
  throw new Error('not built yet');
}

/** Takes one off-switch out of its file, leaving every other byte. Throws `SettingsProblem` where it cannot. */
export function repairOffSwitch(_offSwitch: OffSwitch, _machine: Machine): RepairUndo {
  throw new Error('not built yet');
}

/** The files to watch: hook files and every file that can carry an off-switch. Absolute paths; they need not exist. */
export function watchedFiles(_machine: Machine, _workspaceRoots: readonly string[]): string[] {
  throw new Error('not built yet');
}

/** Files of the hosts' hook settings and of Holdpoint itself, for `Place.guardPaths`. */
export function guardPaths(_machine: Machine, _workspaceRoots: readonly string[]): string[] {
  throw new Error('not built yet');
}
