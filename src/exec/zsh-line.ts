import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { systemFolders } from './shell-guards.ts';
import { isProgram } from './shim-directory.ts';

/** The variable of a guarded terminal that names the guard of its zsh. Without it the line below does nothing. */
export const zshVariable = 'HOLDPOINT_ZSH';

/**
 * The line of a person's `.zshenv`, the one file that every zsh reads. Inert where the variable is not set or its file
 * is gone, under any option (`-e`, `-u`), and with a status of 0.
 */
export const zshLine = `if [[ -r "\${${zshVariable}-}" ]]; then . "$${zshVariable}"; fi # Holdpoint: guards full paths in the editor's terminals`;

/** A `.zshenv` with the line at its end; null stands for a file that is not there. The same text where it has it. */
export function withZshLine(text: string | null): string {
  if (text === null || text === '') return `${zshLine}\n`;
  if (hasZshLine(text)) return text;
  return `${text}${text.endsWith('\n') ? '' : '\n'}${zshLine}\n`;
}

/** A `.zshenv` without the line; null where nothing else stood in it. All else stays byte for byte. */
export function withoutZshLine(text: string): string | null {
  const kept = text
    .split(/(?<=\n)/)
    .filter((line) => line.trimEnd() !== zshLine)
    .join('');
  return kept === '' && text !== '' ? null : kept;
}

/** Whether a `.zshenv` has the line. */
export function hasZshLine(text: string): boolean {
  return text.split('\n').some((line) => line.trimEnd() === zshLine);
}

/** What {@link zshStartFiles} looks at. */
interface ZshMachine {
  /** Absolute. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The installed zsh, or null. */
export function zshProgram({ environment }: Pick<ZshMachine, 'environment'>): string | null {
  const folders = [...(environment.PATH ?? '').split(':').filter(path.isAbsolute), ...systemFolders];
  return folders.map((folder) => path.join(folder, 'zsh')).find(isProgram) ?? null;
}

/**
 * The `.zshenv` of this person that a zsh reads, absolute: the first one, and the one of the shells below it, where
 * `ZDOTDIR` is set by the first or by `/etc/zshenv`. Asks zsh itself, because only it knows; empty without one. Only
 * files within the home.
 */
export async function zshStartFiles({ home, environment }: ZshMachine): Promise<string[]> {
  const zsh = zshProgram({ environment });
  if (zsh === null) return [];
  const asked = { HOME: home, PATH: environment.PATH, LANG: environment.LANG, USER: environment.USER };
  // `-f` leaves out the person's files: the folder of the first `.zshenv`; without it, of those below.
  const answers = await Promise.all([folderOf(zsh, ['-f'], asked), folderOf(zsh, [], asked)]);
  const folders = [...answers, environment.ZDOTDIR].flatMap((folder) =>
    folder !== undefined && isWithin(folder, home) ? [path.resolve(folder)] : [],
  );
  return [...new Set(folders.length > 0 ? folders : [home])].map((folder) => path.join(folder, '.zshenv'));
}

async function folderOf(zsh: string, options: readonly string[], env: Record<string, string | undefined>) {
  const text = `print -r -- "holdpoint:\${ZDOTDIR:-$HOME}"`;
  const { stdout } = await promisify(execFile)(zsh, [...options, '-c', text], { env, timeout: 3_000 }).catch(() => ({
    stdout: '',
  }));
  return /^holdpoint:(\/.*)$/m.exec(stdout)?.[1];
}

function isWithin(folder: string, home: string): boolean {
  const relative = path.relative(home, folder);
  return path.isAbsolute(folder) && !relative.startsWith('..') && !path.isAbsolute(relative);
}
