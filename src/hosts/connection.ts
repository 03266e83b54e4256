import type { AdaptedHost, Detection, HostAdapter, Machine } from './adapter.ts';
import { detect, isOlder } from './detect.ts';
import { inFile, installed, standing, uninstalled } from './entries.ts';
import { inspectHostOffSwitches } from './off-switches.ts';
import { places } from './places.ts';
import { adapters } from './registry.ts';
import { readSettings, writeSettings } from './settings-file.ts';
import { SettingsProblem } from './settings-text.ts';
import { remainingStep } from './steps.ts';

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

/** Hosts that read the very same file: what is written for one is written for all. */
export function hostsSharing(host: AdaptedHost, machine: Machine): AdaptedHost[] {
  const file = places[host].hookFile(machine);
  return Object.values(adapters).flatMap(({ id }) =>
    id !== host && places[id].hookFile(machine) === file ? [id] : [],
  );
}

/** Which of a host's files is meant: the user's, or the administrator's. */
export interface ConnectionOptions {
  readonly managed?: boolean;
}

/** What connecting would write; empty where all of it stands already. Throws {@link SettingsProblem} for a file that cannot be edited. */
export function planConnect(host: AdaptedHost, machine: Machine, options: ConnectionOptions = {}): PlannedEdit[] {
  const adapter = adapters[host];
  return plan(adapter, machine, options, (text) => installed(text, adapter, machine));
}

/** Writes the host's hook entries. The launcher must be there already (`installLauncher`). Throws {@link SettingsProblem}. */
export function connectHost(host: AdaptedHost, machine: Machine, options: ConnectionOptions = {}): ConnectionChange {
  const edits = planConnect(host, machine, options);
  for (const edit of edits) writeSettings(edit.file, edit.after, edit.before, modeOf(adapters[host], options));
  const step = remainingStep(host, machine);
  return { host, edits, ...(step === undefined ? {} : { step }) };
}

/** Takes the host's hook entries out again, leaving every other byte as it is. Throws {@link SettingsProblem}. */
export function disconnectHost(host: AdaptedHost, machine: Machine, options: ConnectionOptions = {}): ConnectionChange {
  const adapter = adapters[host];
  const edits = plan(adapter, machine, options, (text) => (text === null ? null : uninstalled(text, adapter, machine)));
  for (const edit of edits) writeSettings(edit.file, edit.after, edit.before, modeOf(adapter, options));
  return { host, edits };
}

/** How the host stands. Never throws. `workspaceRoots`: project files there are looked at for off-switches too. */
export function inspectHost(host: AdaptedHost, machine: Machine, workspaceRoots: readonly string[]): HostState {
  const adapter = adapters[host];
  const detection = detect(host, machine);
  const file = places[host].hookFile(machine);
  const about = { host, title: adapter.title, detection, file };
  try {
    const found = standing(adapter, machine);
    const problems = found === 'exactly' ? versionProblems(adapter, detection) : [];
    if (found === 'none') return { ...about, connection: 'not-connected', problems };
    if (found === 'altered') {
      const problem = `Holdpoint's entries in ${file} are not the ones of this version, or were altered. Connect ${adapter.title} again.`;
      return { ...about, connection: 'stale', problems: [problem] };
    }
    const silencing = inspectHostOffSwitches(host, machine, workspaceRoots).map(({ problem }) => problem);
    const connection = silencing.length > 0 ? 'disabled' : 'connected';
    return { ...about, connection, problems: [...silencing, ...problems] };
  } catch (error) {
    return { ...about, connection: 'unreadable', problems: [sentenceOf(error)] };
  }
}

function plan(
  adapter: HostAdapter,
  machine: Machine,
  options: ConnectionOptions,
  change: (text: string | null) => string | null,
): PlannedEdit[] {
  const file = options.managed ? places[adapter.id].managedFile?.(machine) : places[adapter.id].hookFile(machine);
  if (file === undefined)
    throw new SettingsProblem(`${adapter.title} has no administrator's file Holdpoint can write.`);
  const before = readSettings(file);
  const after = inFile(file, () => change(before));
  return after === before ? [] : [{ file, before, after }];
}

/** An administrator's file is for everybody to read; a person's own is not. */
function modeOf({ installation }: HostAdapter, { managed }: ConnectionOptions): number {
  if (installation.kind === 'file') return installation.mode;
  return managed ? 0o644 : 0o600;
}

function versionProblems(adapter: HostAdapter, detection: Detection): string[] {
  const { version } = detection;
  const { oldest } = adapter.versions;
  if (version === undefined || oldest === undefined || !isOlder(version, oldest)) return [];
  return [
    `${adapter.title} ${version} runs a call when a hook fails to start; from ${oldest} on it does not. Update ${adapter.title}.`,
  ];
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
