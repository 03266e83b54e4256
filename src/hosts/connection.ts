import type { AdaptedHost, Detection, Machine } from './adapter.ts';

/** How a host stands on this machine. */
export interface HostState {
  readonly host: AdaptedHost;
  readonly title: string;
  readonly detection: Detection;
  /** `stale`: entries of another version or altered by hand. `disabled`: entries are right, but a setting silences them. */
  readonly connection: 'connected' | 'not-connected' | 'stale' | 'disabled' | 'unreadable';
  /** The file the entries stand (or would stand) in. */
  readonly file: string;
  /** One plain sentence each, the thing first, then what to do. */
  readonly problems: readonly string[];
}

/** A file before and after; what a person is shown before anything is written. */
export interface PlannedEdit {
  readonly file: string;
  /** Null where the file does not exist. */
  readonly before: string | null;
  /** Null where the file goes away. */
  readonly after: string | null;
}

/** What `connect` or `disconnect` did. `step` names what a person has still to do. */
export interface ConnectionChange {
  readonly host: AdaptedHost;
  readonly edits: readonly PlannedEdit[];
  readonly step?: string;
}

/** What connecting would write. Throws `SettingsProblem` for a file that cannot be edited. */
export function planConnect(_host: AdaptedHost, _machine: Machine, _options: { managed?: boolean } = {}): PlannedEdit[] {
  throw new Error('not built yet');
}

/** Writes the host's hook entries. The launcher must be there already (`installLauncher`). */
export function connectHost(
  _host: AdaptedHost,
  _machine: Machine,
  _options: { managed?: boolean } = {},
): ConnectionChange {
  throw new Error('not built yet');
}

/** Takes the host's hook entries out again, leaving every other byte as it is. */
export function disconnectHost(
  _host: AdaptedHost,
  _machine: Machine,
  _options: { managed?: boolean } = {},
): ConnectionChange {
  throw new Error('not built yet');
}

/** How the host stands. Never throws. `workspaceRoots`: project files there are looked at for off-switches too. */
export function inspectHost(_host: AdaptedHost, _machine: Machine, _workspaceRoots: readonly string[]): HostState {
  throw new Error('not built yet');
}
