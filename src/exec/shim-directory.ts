import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { shimmedPrograms } from './programs.ts';
import { type ShimParts, shimScript } from './shim-script.ts';

/** What stands in the shims' directory now. */
export interface WrittenShims {
  /** Names of the programs that have a shim, in order. */
  readonly programs: readonly string[];
  /** How many files were written or removed; 0 where all of it stood already. */
  readonly changed: number;
}

/**
 * Writes a shim for every program of the table that is installed: one without its program would make scripts believe
 * that it is there (`command -v`). `searched` are the folders looked through, absolute. Each file is replaced in one
 * step, so that a call made meanwhile finds the old or the new. Throws where the directory cannot be written.
 */
export function writeShims(parts: ShimParts, searched: readonly string[]): WrittenShims {
  mkdirSync(parts.directory, { recursive: true, mode: 0o700 });
  const folders = searched.filter((folder) => path.isAbsolute(folder) && folder !== parts.directory);
  const present = shimmedPrograms.filter(({ name }) => folders.some((folder) => isProgram(path.join(folder, name))));
  let changed = 0;
  for (const program of present) {
    if (writeProgram(path.join(parts.directory, program.name), shimScript(program, parts))) changed += 1;
  }
  const kept = new Set(present.map(({ name }) => name));
  for (const name of readdirSync(parts.directory)) {
    if (kept.has(name)) continue;
    rmSync(path.join(parts.directory, name), { recursive: true, force: true });
    changed += 1;
  }
  return { programs: [...kept].sort(), changed };
}

/** Removes every shim. Terminals that still have the directory in front of PATH then find the real programs. */
export function removeShims(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** Sentences about shims that are not what `parts` would write; empty where they are whole. */
export function inspectShims(parts: ShimParts, programs: readonly string[]): string[] {
  return shimmedPrograms.flatMap((program) => {
    if (!programs.includes(program.name)) return [];
    const file = path.join(parts.directory, program.name);
    const found = textOf(file);
    if (found === shimScript(program, parts)) return [];
    // A window of this editor that was opened after an update, or before it, asks the bundle of its own version.
    const other = found === null ? null : bundleOf(file);
    if (other && sameExtension(other, parts.main) && found === shimScript(program, { ...parts, main: other }))
      return [];
    return [`${file} ${found === null ? 'is missing' : 'was changed'}.`];
  });
}

/** The bundle a shim asks, or null where the file is no shim. */
export function bundleOf(file: string): string | null {
  const quoted = /'((?:[^']|'\\'')*)' shim [\w.-]+ "\$@"/.exec(textOf(file) ?? '')?.[1];
  return quoted === undefined ? null : quoted.replaceAll("'\\''", "'");
}

/** The same extension in another version: `…/extensions/holdpoint.holdpoint-0.2.0/dist/cli.js`, which is there. */
export function sameExtension(one: string, other: string): boolean {
  const versionless = (main: string) => main.replace(/(([\\/])holdpoint\.holdpoint-)[^\\/]*(?=\2dist\2cli\.js$)/, '$1');
  return one !== other && versionless(one) === versionless(other) && existsSync(one);
}

/** Whether a file is there and can be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function writeProgram(file: string, text: string): boolean {
  if (textOf(file) === text && isProgram(file)) return false;
  const temporary = `${file}.new-${process.pid}`;
  writeFileSync(temporary, text, { mode: 0o755 });
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
