import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { sha256 } from '../action/canonical.ts';
import { variableOf, windowsVariables, withoutShims } from '../exec/windows-environment.ts';
import type { Machine } from './adapter.ts';
import { commandPath, launcherPath } from './launcher-command.ts';
import { commandScript, commandScriptWindows, hookOptions, hookScript, hookScriptWindows } from './launcher-script.ts';

export { commandPath, launcherPath } from './launcher-command.ts';

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
  /** Paths that were changed; empty where all of it stood already. */
  readonly written: readonly string[];
}

/** Copies the bundle, points `current` at it, writes both launchers. Atomic: a hook that starts meanwhile finds the old or the new. */
export function installLauncher(source: LauncherSource): InstalledLauncher {
  const { machine, bundle, version } = source;
  const written: string[] = [];
  const lib = path.join(machine.stateDirectory, 'lib');
  for (const folder of [machine.stateDirectory, lib, path.join(machine.stateDirectory, 'bin'), cacheOf(machine)]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  const library = libraryFor(lib, bundle, version);
  if (!existsSync(library)) {
    copyBundle(bundle, library);
    // What was compiled from older bundles is of no use any more.
    clearCache(machine);
    written.push(library);
  }
  if (pointAt(lib, path.basename(library))) written.push(path.join(lib, 'current'));
  for (const { file, text } of scripts(source)) if (writeProgram(file, text)) written.push(file);
  removeOldLibraries(lib, path.basename(library));
  return { hook: launcherPath(machine), command: commandPath(machine), library, written };
}

/** Differences between what stands on the disk and what `source` would write, one sentence each; empty where it is intact. */
export function inspectLauncher(source: LauncherSource): string[] {
  const { machine, bundle, version, runtime } = source;
  const problems: string[] = [];
  const lib = path.join(machine.stateDirectory, 'lib');
  for (const { file, text } of scripts(source)) {
    const found = textOf(file);
    if (found === null) problems.push(`${file} is missing. Connect your agents again to write it.`);
    else if (found !== text && existsSync(runtime.path))
      problems.push(`${file} is not the launcher this version writes. Connect your agents again.`);
  }
  const current = path.join(lib, 'current');
  if (!existsSync(path.join(current, 'cli.js'))) {
    problems.push(`${current} holds no Holdpoint. Connect your agents again to copy it.`);
  } else if (bundleDigest(current) !== bundleDigest(bundle)) {
    problems.push(`${current} differs from Holdpoint ${version}. Connect your agents again to copy it.`);
  }
  if (!existsSync(runtime.path))
    problems.push(`${runtime.path}, which runs the hook, is missing. Connect your agents again.`);
  return problems;
}

/** Removes launchers, bundle copies and caches; leaves the audit log, pins and records. Gives the paths removed. */
export function removeLauncher(machine: Machine): string[] {
  const paths = [
    launcherPath(machine),
    commandPath(machine),
    path.join(machine.stateDirectory, 'bin', 'seal.json'),
    path.join(machine.stateDirectory, 'lib'),
    cacheOf(machine),
  ];
  const present = paths.filter((file) => existsSync(file));
  for (const file of present) rmSync(file, { recursive: true, force: true });
  return present;
}

/** Both launchers as they stand on the disk; null where one is missing. */
export function launcherTexts(machine: Machine): (string | null)[] {
  return [launcherPath(machine), commandPath(machine)].map(textOf);
}

/** Lets go of compiled forms of the bundle: V8 runs them without a look at the source, so none may stay for long. */
export function clearCache(machine: Machine): void {
  rmSync(cacheOf(machine), { recursive: true, force: true });
  mkdirSync(cacheOf(machine), { recursive: true, mode: 0o700 });
}

/** The user-only folder for V8's compiled form of the bundle (cli/compile-cache.ts). */
function cacheOf(machine: Machine): string {
  return path.join(machine.stateDirectory, 'cache');
}

function scripts(source: LauncherSource): { file: string; text: string }[] {
  const { machine, runtime } = source;
  const main = path.join(machine.stateDirectory, 'lib', 'current', 'cli.js');
  const windows = machine.platform === 'win32';
  const parts = {
    node: runtime.path,
    main,
    command: commandPath(machine),
    variables: variablesFor(source),
    electron: runtime.electron,
    options: runtime.electron ? [] : optionsOf(runtime.path),
    ...timeLimit(machine),
  };
  return [
    { file: launcherPath(machine), text: windows ? hookScriptWindows(parts) : hookScript(parts) },
    { file: commandPath(machine), text: windows ? commandScriptWindows(parts) : commandScript(parts) },
  ];
}

/** The hook's options that this Node knows: one it does not know ends it, even where only its version is asked. */
function optionsOf(node: string): readonly string[] {
  const knows = (...options: string[]) =>
    spawnSync(node, [...options, '--version'], { env: {}, timeout: 5_000, windowsHide: true }).status === 0;
  return knows(...hookOptions) ? hookOptions : hookOptions.filter((option) => knows(option));
}

/** GNU's `timeout`, where the machine has it: others of that name know other options. */
function timeLimit(machine: Machine): { timeLimit?: string } {
  const program = '/usr/bin/timeout';
  if (machine.platform !== 'linux' || !existsSync(program)) return {};
  const args = ['--foreground', '-s', 'KILL'];
  const { status } = spawnSync(program, [...args, '5', '/bin/true'], { env: {}, timeout: 5_000 });
  return status === 0 ? { timeLimit: [program, ...args].join(' ') } : {};
}

/** The whole environment of the hook's Node: fixed now, so that nothing an agent sets reaches it. */
function variablesFor({ machine, runtime }: LauncherSource): Record<string, string> {
  const kept: Record<string, string> = {};
  if (machine.platform === 'win32') Object.assign(kept, windowsVariables(machine.environment));
  const names = ['USER', 'LOGNAME', 'TMPDIR', 'XDG_STATE_HOME', 'XDG_RUNTIME_DIR', 'CLAUDE_CONFIG_DIR'];
  for (const name of machine.platform === 'win32' ? [] : names) {
    const value = machine.environment[name];
    if (value) kept[name] = value;
  }
  return {
    HOME: machine.home,
    PATH: pathFor(machine),
    ...kept,
    HOLDPOINT_STATE: machine.stateDirectory,
    HOLDPOINT_LAUNCHER: '1',
    ...(runtime.electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
  };
}

/**
 * Only absolute folders of the system: `git` and `kubectl` are found, a program planted in a project is not. On Windows
 * the person's own, without shims: an editor that was started in a guarded terminal has them in front.
 */
function pathFor(machine: Machine): string {
  if (machine.platform === 'win32') {
    return withoutShims(variableOf(machine.environment, 'PATH'), machine.stateDirectory);
  }
  const system = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  return [...system, '/opt/homebrew/bin', '/snap/bin'].join(':');
}

/** `<lib>/<version>`, or beside it where another build of the same version lies there. */
function libraryFor(lib: string, bundle: string, version: string): string {
  const plain = path.join(lib, version);
  if (!existsSync(plain)) return plain;
  const digest = bundleDigest(bundle);
  return bundleDigest(plain) === digest ? plain : path.join(lib, `${version}+${digest.slice(0, 12)}`);
}

/** What the command line runs of a build: its entry, its chunks and their grammars, not what only the editor loads. */
function bundleFiles(folder: string): string[] {
  const chunks = path.join(folder, 'chunks');
  const names = existsSync(chunks) ? readdirSync(chunks).filter(isRun) : [];
  return ['cli.js', ...names.sort().map((name) => path.join('chunks', name))];
}

function isRun(name: string): boolean {
  return /\.(?:js|br|wasm)$/.test(name) && !name.startsWith('editor-');
}

/** One digest of a bundle's files; empty where they cannot be read. */
export function bundleDigest(folder: string): string {
  try {
    return sha256(
      bundleFiles(folder)
        .map((file) => `${file}\n${sha256(readFileSync(path.join(folder, file), 'latin1'))}`)
        .join('\n'),
    );
  } catch {
    return '';
  }
}

/** Copies what the command line runs of a build into a new folder, in one step. */
export function copyBundle(bundle: string, library: string): void {
  const temporary = `${library}.new-${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  for (const file of bundleFiles(bundle)) {
    cpSync(path.join(bundle, file), path.join(temporary, file), { preserveTimestamps: true });
  }
  // Without it Node looks for one further up, and a person's own `"type": "module"` would break every hook.
  writeFileSync(path.join(temporary, 'package.json'), '{"type":"commonjs"}\n');
  renameSync(temporary, library);
}

/** Points `current` at a library; whether that changed anything. */
function pointAt(lib: string, name: string): boolean {
  const current = path.join(lib, 'current');
  const target = process.platform === 'win32' ? path.join(lib, name) : name;
  try {
    if (readlinkSync(current).replace(/[\\/]$/, '') === target) return false;
  } catch {
    // Not there, or something else stands in its place.
  }
  const temporary = path.join(lib, `current.new-${process.pid}`);
  rmSync(temporary, { recursive: true, force: true });
  symlinkSync(target, temporary, 'junction');
  // Windows cannot rename over a junction; on other systems the rename replaces a link in one step.
  if (process.platform === 'win32' || isFolder(current)) rmSync(current, { recursive: true, force: true });
  renameSync(temporary, current);
  return true;
}

function isFolder(file: string): boolean {
  try {
    readlinkSync(file);
    return false;
  } catch {
    return existsSync(file);
  }
}

/** Keeps the newest other library: a hook that waits for a person may still load a part of it. */
function removeOldLibraries(lib: string, kept: string): void {
  const others = readdirSync(lib)
    .filter((name) => name !== kept && name !== 'current' && !name.includes('.new-'))
    .map((name) => ({ name, at: statSync(path.join(lib, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { name } of others.slice(1)) rmSync(path.join(lib, name), { recursive: true, force: true });
}

/** Writes a program in one step, unless it stands there already; whether it wrote. */
export function writeProgram(file: string, text: string): boolean {
  if (textOf(file) === text) {
    chmodSync(file, 0o755);
    return false;
  }
  const temporary = `${file}.new-${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o755, flush: true });
  renameSync(temporary, file);
  return true;
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
