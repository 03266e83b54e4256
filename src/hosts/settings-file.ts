import { chmodSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSmallFile } from '../guard/small-file.ts';
import { SettingsProblem } from './settings-text.ts';

/** Bytes of a settings file that are read; a larger one is no settings file. */
const largestSettings = 16 * 1024 * 1024;

/** The file's text, or null where there is none. Throws {@link SettingsProblem} where it cannot be read. */
export function readSettings(file: string): string | null {
  try {
    return readSmallFile(file, largestSettings).text;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new SettingsProblem(`${file} cannot be read (${codeOf(error)}).`);
  }
}

/**
 * Replaces the file in one step; a link stays a link and its target is replaced. Keeps the file's mode; a new one gets
 * `mode`. `text` null removes it. Throws {@link SettingsProblem}, also where it no longer holds `expected`.
 */
export function writeSettings(file: string, text: string | null, expected: string | null, mode = 0o600): void {
  const target = targetOf(file);
  if (readSettings(target) !== expected) {
    throw new SettingsProblem(`${file} was changed meanwhile by another program. Nothing was written; try again.`);
  }
  const temporary = `${target}.holdpoint-${process.pid}`;
  try {
    if (text === null) {
      rmSync(target, { force: true });
      return;
    }
    mkdirSync(path.dirname(target), { recursive: true });
    const kept = expected === null ? mode : statSync(target).mode & 0o777;
    writeFileSync(temporary, text, { mode: kept, flush: true });
    // The person's umask does not count: the file keeps the mode it had.
    chmodSync(temporary, kept);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new SettingsProblem(`${file} cannot be written (${codeOf(error)}).`);
  }
}

/** Whether the path is a symbolic link. */
export function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Where a link leads in the end, absolute; undefined where the path is none. */
export function linkTarget(file: string): string | undefined {
  return isLink(file) ? targetOf(file) : undefined;
}

function targetOf(file: string): string {
  let target = file;
  for (let links = 0; links < 40 && isLink(target); links += 1) {
    target = path.resolve(path.dirname(target), readlinkSync(target));
  }
  return target;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
