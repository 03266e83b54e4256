import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Signer } from '../action/signing.ts';
import { addPin, comparePins, removePin } from '../guard/pinning.ts';
import { readPins } from '../guard/pins.ts';
import { statePaths } from '../guard/state-directory.ts';
import type { AdaptedHost, Machine } from '../hosts/adapter.ts';
import {
  connectHost,
  disconnectHost,
  type HostState,
  inspectHost,
  type PlannedEdit,
  planConnect,
} from '../hosts/connection.ts';
import { isOlder } from '../hosts/detect.ts';
import {
  bundleDigest,
  clearCache,
  commandPath,
  inspectLauncher,
  installLauncher,
  type LauncherSource,
  launcherPath,
  type Runtime,
} from '../hosts/launcher.ts';
import { readSeal, sealLauncher, sealPath } from '../hosts/launcher-seal.ts';
import {
  type McpConfiguration,
  mcpConfigurations,
  planUnwrap,
  planWrap,
  type WrapChoice,
  writePlan,
} from '../hosts/mcp-wrapping.ts';
import { inspectOffSwitches, type OffSwitch, type RepairUndo, repairOffSwitch } from '../hosts/off-switches.ts';
import { adapters } from '../hosts/registry.ts';
import { remainingStep } from '../hosts/steps.ts';

/** What this editor remembers between starts (`vscode.Memento` and secret storage fit). */
export interface ConnectionMemory {
  /** Hosts a person connected from an editor of theirs. */
  consented(): readonly string[];
  setConsented(hosts: readonly string[]): PromiseLike<void>;
  /** The Node fixed at connect. */
  runtime(): Runtime | undefined;
  setRuntime(runtime: Runtime): PromiseLike<void>;
  /** Version of the launcher written last. */
  launcherVersion(): string | undefined;
  setLauncherVersion(version: string): PromiseLike<void>;
  /** Pinned keys of other editors that the person said are theirs. */
  knownKeys(): readonly string[];
  setKnownKeys(keys: readonly string[]): PromiseLike<void>;
}

/** What {@link createConnections} takes. */
export interface ConnectionsDeps {
  readonly machine: Machine;
  /** `dist` of the running extension. */
  readonly bundle: string;
  readonly version: string;
  /** The editor's name, for the pin. */
  readonly editor: string;
  /** Signs with this editor's key; undefined while the guard does not run. */
  signer(): Signer | undefined;
  folders(): readonly string[];
  readonly memory: ConnectionMemory;
}

/** What is wrong with what connecting once wrote: someone changed it, or this is another version. */
export interface Tampering {
  readonly what: 'launcher' | 'pin-missing' | 'pin-foreign';
  readonly subject: string;
  /** One plain sentence. */
  readonly detail: string;
}

/** How the agents of this machine are connected. Writes only in `connect`, `disconnect`, `repair` and `renew`. */
export interface Connections {
  /** Looks at every host. Never throws. */
  inspect(): HostState[];
  offSwitches(): OffSwitch[];
  /** What connecting would write into the hosts' files. Throws a sentence for a file that cannot be edited. */
  plan(hosts: readonly AdaptedHost[]): PlannedEdit[];
  /** Folders and files beside the hosts' own that connecting writes. */
  ownFiles(): string[];
  /** Files whose change may be somebody's work on Holdpoint itself. Absolute. */
  guardedFiles(): string[];
  /** Editors that are pinned already, by name and day. */
  pinnedEditors(): string[];
  /** Gives steps that remain for the person. Throws a sentence where it cannot be written. */
  connect(hosts: readonly AdaptedHost[]): Promise<string[]>;
  disconnect(hosts: readonly AdaptedHost[]): Promise<void>;
  repair(offSwitch: OffSwitch): RepairUndo;
  /** What stands in the way of these hosts' hooks and only the person can do, as of now. */
  stepsNow(hosts: readonly AdaptedHost[]): string[];
  /** The MCP servers that the agents' configurations name. Never throws. */
  servers(): McpConfiguration[];
  /** What wrapping or unwrapping would write. Throws a sentence. */
  planServer(how: 'wrap' | 'unwrap', choice: WrapChoice): PlannedEdit[];
  /** Writes it; the proxy is installed first. Throws a sentence. */
  writeServers(edits: readonly PlannedEdit[]): Promise<void>;
  /** Whether a person connected this host. */
  isConsented(host: string): boolean;
  /** Brings the launcher to this version where a person has consented to it before. Gives what was changed by others. */
  renew(): Promise<Tampering[]>;
  /** The person said that the pinned keys of other editors are theirs. */
  trustPins(): Promise<void>;
  /** Takes out every pinned key but this editor's. */
  removeForeignPins(): void;
}

/** The connections of this machine's agents, as one editor sees them. */
export function createConnections(deps: ConnectionsDeps): Connections {
  const { machine, memory } = deps;
  const { pins } = statePaths(machine.stateDirectory);
  const source = (runtime: Runtime): LauncherSource => ({
    machine,
    runtime,
    bundle: deps.bundle,
    version: deps.version,
  });
  const hosts = () => Object.values(adapters).map((adapter) => adapter.id);
  const isConsented = (host: string) => memory.consented().includes(host);
  const trustedKeys = () => [deps.signer()?.publicKey ?? [], memory.knownKeys()].flat();

  /** Writes the launcher of this version and signs it. */
  async function writeLauncher(runtime: Runtime): Promise<void> {
    installLauncher(source(runtime));
    const signer = deps.signer();
    if (signer) sealLauncher(machine, { version: deps.version, runtime: runtime.path }, signer);
    await memory.setRuntime(runtime);
    await memory.setLauncherVersion(deps.version);
  }

  /** Whether the launcher is as an editor of this person left it, and not older than this one. */
  function launcherStands(): boolean {
    const seal = readSeal(machine, trustedKeys());
    if (!seal || isOlder(seal.version, deps.version) || !existsSync(seal.runtime)) return false;
    const isOurs = seal.key === deps.signer()?.publicKey && seal.version === deps.version;
    return !isOurs || seal.bundle === bundleDigest(deps.bundle);
  }

  function pinTampering(): Tampering[] {
    const own = deps.signer()?.publicKey;
    if (own === undefined || memory.consented().length === 0) return [];
    const found = comparePins(pins, { own, known: memory.knownKeys() });
    if (found === 'same') return [];
    const what = found === 'missing' ? 'pin-missing' : 'pin-foreign';
    const detail =
      found === 'missing'
        ? "This editor's key is no longer pinned, so agents do not believe its answers and deny what they would ask about. Connect your agents again."
        : 'A key is pinned that this editor does not know. If you connected agents from another editor, say that it is yours; else remove it.';
    return [{ what, subject: 'pins.json', detail }];
  }

  /** Agents believe only pinned editors: entries written from elsewhere do not connect them to this one. */
  function knownHere(state: HostState): HostState {
    const own = deps.signer()?.publicKey;
    if (state.connection !== 'connected' || own === undefined) return state;
    if (readPins(pins).some((pin) => pin.key === own)) return state;
    const problem = `${state.title} is connected, but does not know this editor. Connect it from here too.`;
    return { ...state, connection: 'stale', problems: [problem, ...state.problems] };
  }

  /** The launcher stands, and this editor's answers are believed. Throws a sentence. */
  async function prepare(): Promise<void> {
    const own = deps.signer()?.publicKey;
    if (own === undefined) {
      throw new Error('The guard of this window does not run, so no agent can be connected to it.');
    }
    if (!launcherStands()) await writeLauncher(await findRuntime(machine));
    const before = readPins(pins).map((pin) => pin.key);
    addPin(pins, { key: own, editor: deps.editor, pinnedAt: new Date().toISOString() });
    if (memory.consented().length === 0) await memory.setKnownKeys(before);
  }

  const servers = () => mcpConfigurations(machine, deps.folders());

  return {
    inspect: () => hosts().map((host) => knownHere(inspectHost(host, machine, deps.folders()))),
    offSwitches: () => inspectOffSwitches(machine, deps.folders()),
    plan: (chosen) => chosen.flatMap((host) => planConnect(host, machine)),
    ownFiles: () => [launcherPath(machine), commandPath(machine), path.join(machine.stateDirectory, 'lib'), pins],
    guardedFiles() {
      const current = path.join(machine.stateDirectory, 'lib', 'current');
      const parts = ['.', 'cli.js', 'chunks', path.join('chunks', 'cli-hook-alone.js')].map((name) =>
        path.join(current, name),
      );
      return [pins, launcherPath(machine), commandPath(machine), sealPath(machine), ...parts];
    },
    pinnedEditors: () =>
      readPins(pins)
        .filter((pin) => pin.key !== deps.signer()?.publicKey)
        .map((pin) => `${pin.editor} (${pin.pinnedAt.slice(0, 10)})`),
    async connect(chosen) {
      // Every file is read before the first is written: one that cannot be edited stops the whole.
      for (const host of chosen) planConnect(host, machine);
      await prepare();
      const steps: string[] = [];
      for (const host of chosen) {
        const { step } = connectHost(host, machine);
        if (step !== undefined) steps.push(step);
        await memory.setConsented([...new Set([...memory.consented(), host])]);
      }
      return steps;
    },
    async disconnect(chosen) {
      for (const host of chosen) {
        disconnectHost(host, machine);
        await memory.setConsented(memory.consented().filter((each) => each !== host));
      }
      const own = deps.signer()?.publicKey;
      const stillConnected = hosts().some((host) => inspectHost(host, machine, []).connection !== 'not-connected');
      const stillWrapped = servers().some((file) => file.servers.some(({ state }) => state === 'wrapped'));
      if (own !== undefined && !stillConnected && !stillWrapped) removePin(pins, own);
    },
    repair: repairOffSwitch,
    stepsNow: (chosen) => chosen.flatMap((host) => remainingStep(host, machine) ?? []),
    servers,
    planServer: (how, choice) => (how === 'wrap' ? planWrap(choice, machine) : planUnwrap(choice)),
    async writeServers(edits) {
      await prepare();
      writePlan(edits);
    },
    isConsented,
    async renew() {
      if (memory.consented().length === 0) return [];
      clearCache(machine);
      if (launcherStands()) return pinTampering();
      const known = memory.runtime();
      const runtime = known && existsSync(known.path) ? known : await findRuntime(machine);
      const isOurChange =
        readSeal(machine, trustedKeys()) !== null ||
        memory.launcherVersion() !== deps.version ||
        runtime.path !== known?.path;
      const tampered = isOurChange
        ? []
        : inspectLauncher(source(runtime)).map((detail) => ({
            what: 'launcher' as const,
            subject: 'launcher',
            detail,
          }));
      await writeLauncher(runtime);
      return [...tampered, ...pinTampering()];
    },
    async trustPins() {
      await memory.setKnownKeys(readPins(pins).map((pin) => pin.key));
    },
    removeForeignPins() {
      const own = deps.signer()?.publicKey;
      for (const pin of readPins(pins)) {
        if (pin.key !== own && !memory.knownKeys().includes(pin.key)) removePin(pins, pin.key);
      }
    },
  };
}

/**
 * The Node that runs the hook: one of the machine's own that is new enough, since it outlives updates of the editor;
 * else the editor's own program.
 */
async function findRuntime(machine: Machine): Promise<Runtime> {
  const name = machine.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (machine.environment.PATH ?? machine.environment.Path ?? '').split(path.delimiter);
  for (const folder of folders.filter((each) => path.isAbsolute(each))) {
    const file = path.join(folder, name);
    if (existsSync(file) && (await majorVersion(file)) >= 20) return { path: file, electron: false };
  }
  return { path: process.execPath, electron: process.versions.electron !== undefined };
}

async function majorVersion(node: string): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)(node, ['--version'], { timeout: 3_000, env: {}, windowsHide: true });
    return Number(/^v(\d+)\./.exec(stdout.trim())?.[1] ?? 0);
  } catch {
    return 0;
  }
}
