import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { quotedWord } from '../parse/shell-word.ts';
import { bashGuard, fishGuard, type ShellGuardParts, systemFolders, zshGuard } from './shell-guards.ts';
import { bundleOf, inspectShims, isProgram, writeShims } from './shim-directory.ts';
import type { ShimParts } from './shim-script.ts';
import { foldersOfPath, variableOf, withoutShims } from './windows-environment.ts';
import {
  inspectWindowsShims,
  removeWindowsShims,
  shimProgramName,
  type WindowsShimParts,
  windowsBundleOf,
  writeWindowsShims,
} from './windows-shims.ts';
import { zshVariable } from './zsh-line.ts';

/** What {@link writeTerminalGuard} works with. All paths absolute. */
export interface TerminalGuardSource {
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** A folder of this editor's own in the state directory: stable over versions, so that open terminals stay guarded. */
  readonly folder: string;
  readonly node: string;
  readonly main: string;
  /** The whole environment of the Node that asks. */
  readonly variables: Readonly<Record<string, string>>;
  readonly home: string;
  /** The editor's own environment, which its terminals start from. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How a terminal's environment is changed: put in front of a variable, or set. */
export type EnvironmentChange =
  | { readonly kind: 'prepend'; readonly name: string; readonly value: string }
  | { readonly kind: 'set'; readonly name: string; readonly value: string };

/** Data folders where there is no variable that names them (XDG Base Directory Specification 0.8). */
const usualDataFolders = '/usr/local/share:/usr/share';

/** Folders where programs are installed that the editor's own PATH often does not name. */
const usualFolders = [
  '.local/bin',
  'bin',
  '.cargo/bin',
  'go/bin',
  '.npm-global/bin',
  '.fly/bin',
  '.bun/bin',
  '.krew/bin',
];

/**
 * Writes shims and shell guards, and gives what the editor changes in the environment of its terminals and shell
 * tasks. Idempotent; replaced file by file. Throws where the folder cannot be written.
 */
export function writeTerminalGuard(source: TerminalGuardSource): WrittenGuard {
  return source.platform === 'win32' ? writeWindowsGuard(source) : writePosixGuard(source);
}

/** What stands on the disk now, and what the editor's terminals need. */
export interface WrittenGuard {
  /** What has a shim, in order: names of programs, on Windows of the shims' files. */
  readonly programs: readonly string[];
  /** The folder of the shims. */
  readonly shims: string;
  readonly changes: readonly EnvironmentChange[];
}

/** Only PATH is changed: neither cmd nor PowerShell reads anything else at its start that is not the person's own. */
function writeWindowsGuard(source: TerminalGuardSource): WrittenGuard {
  const parts = windowsPartsOf(source);
  const programs = writeWindowsShims(parts, windowsFolders(source));
  return {
    programs,
    shims: parts.directory,
    changes: [{ kind: 'prepend', name: 'PATH', value: `${parts.directory};` }],
  };
}

function writePosixGuard(source: TerminalGuardSource): WrittenGuard {
  const { folder, environment } = source;
  const shims = path.join(folder, 'bin');
  const { programs } = writeShims(partsOf(source), searchedFolders(source));
  const own = path.join(folder, 'guard.bash');
  const before = environment.BASH_ENV;
  const parts: ShellGuardParts = {
    shims,
    paths: systemFolders.flatMap((place) => programs.map((name) => `${place}/${name}`)).filter(isProgram),
    ...(before && before !== own && path.isAbsolute(before) ? { bashEnvironment: before } : {}),
  };
  const share = path.join(folder, 'share');
  const fish = path.join(share, 'fish', 'vendor_conf.d');
  mkdirSync(fish, { recursive: true, mode: 0o700 });
  writeText(own, bashGuard(parts));
  const zsh = path.join(folder, 'guard.zsh');
  writeText(zsh, zshGuard(parts));
  writeText(path.join(fish, 'holdpoint.fish'), fishGuard(parts));
  const named = quotedWord(own);
  // A terminal that stays open after Holdpoint was removed must not complain at every prompt.
  const prompt = `[ -r ${named} ] && . ${named}`;
  const data = environment.XDG_DATA_DIRS || usualDataFolders;
  return {
    programs,
    shims,
    changes: [
      { kind: 'prepend', name: 'PATH', value: `${shims}:` },
      // bash expands this name as it does a word in double quotes.
      { kind: 'set', name: 'BASH_ENV', value: own.replaceAll(/[\\$`"]/g, (letter) => `\\${letter}`) },
      ...(environment.PROMPT_COMMAND
        ? []
        : [{ kind: 'set', name: 'PROMPT_COMMAND', value: prompt } satisfies EnvironmentChange]),
      { kind: 'set', name: zshVariable, value: zsh },
      { kind: 'set', name: 'XDG_DATA_DIRS', value: data.startsWith(`${share}:`) ? data : `${share}:${data}` },
    ],
  };
}

/**
 * Sentences about what of a terminal guard is not as {@link writeTerminalGuard} left it; empty where it is whole.
 * `programs` as that gave them.
 */
export function inspectTerminalGuard(source: TerminalGuardSource, programs: readonly string[]): string[] {
  if (source.platform === 'win32') return inspectWindowsShims(windowsPartsOf(source), programs);
  const files = ['guard.bash', 'guard.zsh', path.join('share', 'fish', 'vendor_conf.d', 'holdpoint.fish')];
  const missing = files.map((file) => path.join(source.folder, file)).filter((file) => !existsSync(file));
  return [...inspectShims(partsOf(source), programs), ...missing.map((file) => `${file} is missing.`)];
}

/**
 * Removes the terminal guards under `folder` (`exec` of the state directory) that ask a bundle which is gone, or which
 * lies in `extension`; those of other editors stay. Gives the folders that were removed. Never throws.
 */
export function removeTerminalGuards(folder: string, extension: string): string[] {
  return namesIn(folder).flatMap((name) => {
    const guard = path.join(folder, name);
    const shims = namesIn(path.join(guard, 'bin')).map((shim) => bundleOf(path.join(guard, 'bin', shim)));
    const bundles = [...shims, windowsBundleOf(guard)].filter((main) => main !== null);
    if (bundles.some((main) => existsSync(main) && !fold(main).startsWith(fold(`${extension}${path.sep}`)))) return [];
    removeTerminalGuard(guard);
    return [guard];
  });
}

/** Windows writes a drive's letter in either case. */
const fold = (place: string) => (path.sep === '\\' ? place.toLowerCase() : place);

/** Removes one editor's guard. Terminals that still have it in front of PATH then find the real programs. */
export function removeTerminalGuard(folder: string): void {
  if (windowsBundleOf(folder) === null) rmSync(folder, { recursive: true, force: true });
  else removeWindowsShims(folder);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** bash takes options and functions from the environment even as `sh`: a plain shell is taken where there is one. */
function partsOf(source: TerminalGuardSource): ShimParts {
  const shell = ['/bin/dash', '/usr/bin/dash'].find(isProgram);
  return { ...source, directory: path.join(source.folder, 'bin'), ...(shell === undefined ? {} : { shell }) };
}

function windowsPartsOf(source: TerminalGuardSource): WindowsShimParts {
  const { folder, main, environment } = source;
  const own = withoutShims(variableOf(environment, 'PATH'), path.dirname(path.dirname(folder)));
  return {
    ...source,
    variables: { ...source.variables, PATH: own },
    directory: path.join(folder, 'bin'),
    shimProgram: path.join(path.dirname(main), shimProgramName),
  };
}

/** Folders where programs are installed that the editor's own PATH often does not name, below a variable's. */
const usualWindowsFolders: readonly (readonly [variable: string, folder: string])[] = [
  ['SystemRoot', 'System32'],
  ['SystemRoot', 'System32/OpenSSH'],
  ['APPDATA', 'npm'],
  ['LOCALAPPDATA', 'Microsoft/WinGet/Links'],
  ['LOCALAPPDATA', 'Microsoft/WindowsApps'],
  ['ProgramData', 'chocolatey/bin'],
  ['ProgramFiles', 'Git/cmd'],
  ['USERPROFILE', 'scoop/shims'],
  ['USERPROFILE', '.fly/bin'],
  ['USERPROFILE', '.cargo/bin'],
  ['USERPROFILE', 'go/bin'],
];

function windowsFolders({ environment, folder }: TerminalGuardSource): string[] {
  const usual = usualWindowsFolders.flatMap(([variable, below]) => {
    const root = variableOf(environment, variable);
    return root ? [path.join(root, below)] : [];
  });
  const named = withoutShims(variableOf(environment, 'PATH'), path.dirname(path.dirname(folder)));
  return [...new Set([...foldersOfPath(named).filter((place) => path.isAbsolute(place)), ...usual])];
}

function searchedFolders({ environment, home }: TerminalGuardSource): string[] {
  const named = (environment.PATH ?? '').split(':');
  return [
    ...new Set([...named, ...systemFolders, '/snap/bin', ...usualFolders.map((folder) => path.join(home, folder))]),
  ];
}

function writeText(file: string, text: string): void {
  try {
    if (readFileSync(file, 'utf8') === text) return;
  } catch {
    // Not there yet.
  }
  const temporary = `${file}.new-${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}
