import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ShimmedProgram } from './programs.ts';
import { sameExtension } from './shim-directory.ts';
import type { ShimParts } from './shim-script.ts';
import { shimFilesOf, windowsPrograms } from './windows-programs.ts';

/** What {@link writeWindowsShims} works with. */
export interface WindowsShimParts extends ShimParts {
  /** The shim that is copied under each program's name (windows/shim.c), absolute. */
  readonly shimProgram: string;
}

/** Name of the shim that batch files call, and of the bundle's file. */
export const shimProgramName = 'holdpoint-shim.exe';
const tableName = 'shims.txt';

/** What every shim reads when it starts: `key value` lines, the program table behind them. Throws for a line break. */
function shimsTable({ node, main, variables }: ShimParts): string {
  const lines = [
    `node ${node}`,
    `main ${main}`,
    ...Object.entries(variables).map(([name, value]) => `set ${name}=${value}`),
    ...windowsPrograms.flatMap(programLines),
  ];
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error('A path or variable holds a line break.');
  return `${lines.join('\n')}\n`;
}

function programLines({ name, looks, only, unless }: ShimmedProgram): string[] {
  const cell = (key: string, words: readonly string[] = []) => (words.length > 0 ? [`${key} ${words.join(' ')}`] : []);
  return [`program ${name}`, ...cell('looks', looks), ...cell('only', only), ...cell('unless', unless)];
}

/**
 * The shim of a batch file, `name` with its ending. `%~dp0` is this folder only in a label that was called (of a name
 * typed in quotes it is the caller's folder); the call stands last, so that `&&` and `||` see how it ended.
 */
function batchShim(name: string): string {
  const lines = [
    `@rem Holdpoint's shim for ${name}: written by the editor window, replaced when Holdpoint is updated.`,
    '@setlocal DisableDelayedExpansion',
    '@call :folder',
    '@goto run',
    ':folder',
    '@set "HOLDPOINT_FOLDER=%~dp0"',
    '@exit /b',
    ':run',
    `@"%HOLDPOINT_FOLDER%..\\${shimProgramName}" ${name} %*`,
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/**
 * Writes a shim for every program of the table that is installed in the folders `searched`, the table, and the program
 * that batch files call. Gives the names of the files in the shims' directory. Throws where they cannot be written, or
 * this build has no shim for Windows.
 */
export function writeWindowsShims(parts: WindowsShimParts, searched: readonly string[]): readonly string[] {
  const folder = path.dirname(parts.directory);
  mkdirSync(parts.directory, { recursive: true });
  const shim = readFileSync(parts.shimProgram);
  const folders = searched.map(namesIn);
  const files = windowsPrograms.flatMap(({ name }) => shimFilesOf(name, folders));
  // What the shims read stands first: one without it lets nothing through.
  place(path.join(folder, tableName), Buffer.from(shimsTable(parts)), folder);
  place(path.join(folder, shimProgramName), shim, folder);
  for (const file of files) place(path.join(parts.directory, file), contentOf(file, shim), folder);
  for (const file of readdirSync(parts.directory)) {
    if (!files.includes(file)) putAside(path.join(parts.directory, file), folder);
  }
  rmQuietly(path.join(folder, 'old'));
  return [...files].sort();
}

/** Sentences about what is not as {@link writeWindowsShims} left it; `files` as that gave them. */
export function inspectWindowsShims(parts: WindowsShimParts, files: readonly string[]): string[] {
  const folder = path.dirname(parts.directory);
  const table = path.join(folder, tableName);
  // A window of this editor that was opened after an update, or before it, asks the bundle of its own version.
  const other = windowsBundleOf(folder);
  const isOther = other !== null && sameExtension(other, parts.main);
  const expected = isOther ? { ...parts, main: other } : parts;
  const program = isOther ? path.join(path.dirname(other), shimProgramName) : parts.shimProgram;
  const shim = bytesOf(program) ?? Buffer.alloc(0);
  return [
    ...changed(table, Buffer.from(shimsTable(expected))),
    ...changed(path.join(folder, shimProgramName), shim),
    ...files.flatMap((file) => changed(path.join(parts.directory, file), contentOf(file, shim))),
  ];
}

/** The bundle that the shims of a guard's folder ask, or null where there are none. */
export function windowsBundleOf(folder: string): string | null {
  return /^main (.+)$/m.exec(bytesOf(path.join(folder, tableName))?.toString('utf8') ?? '')?.[1] ?? null;
}

/**
 * Removes a guard's folder. A shim that runs just now cannot be deleted, but moved out of PATH; its table goes last.
 * Never throws.
 */
export function removeWindowsShims(folder: string): void {
  const directory = path.join(folder, 'bin');
  for (const file of namesIn(directory)) putAside(path.join(directory, file), folder);
  rmQuietly(folder);
}

function contentOf(file: string, shim: Buffer): Buffer {
  return file.endsWith('.exe') ? shim : Buffer.from(batchShim(file));
}

function changed(file: string, expected: Buffer): string[] {
  const found = bytesOf(file);
  if (found?.equals(expected)) return [];
  return [`${file} ${found === null ? 'is missing' : 'was changed'}.`];
}

/** Puts a file in its place in one step. Windows replaces no program that runs: that one is moved aside first. */
function place(file: string, content: Buffer, folder: string): void {
  if (bytesOf(file)?.equals(content)) return;
  const temporary = `${file}.new-${process.pid}`;
  writeFileSync(temporary, content);
  try {
    renameSync(temporary, file);
  } catch {
    putAside(file, folder);
    renameSync(temporary, file);
  }
}

/** Takes a file away, at least from where it stands. */
function putAside(file: string, folder: string): void {
  try {
    rmSync(file, { recursive: true, force: true });
    if (!existsSync(file)) return;
  } catch {
    // It runs.
  }
  try {
    const old = path.join(folder, 'old');
    mkdirSync(old, { recursive: true });
    renameSync(file, path.join(old, `${path.basename(file)}-${process.pid}-${process.hrtime.bigint().toString(36)}`));
  } catch {
    // It stays; the next look finds it.
  }
}

function rmQuietly(place: string): void {
  try {
    rmSync(place, { recursive: true, force: true });
  } catch {
    // A program in it runs.
  }
}

/** Names of the files in a folder, in small letters; none where it cannot be read. */
function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder).map((name) => name.toLowerCase()));
  } catch {
    return new Set();
  }
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
