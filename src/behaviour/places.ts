import path from 'node:path';
import type { Action, Origin } from '../action/action.ts';
import type { Word } from '../action/invocation.ts';

/** What a word is known to say: its value, its glob, or for a computed one its source text. */
export function textOf(word: Word): string {
  return word.kind === 'unknown' ? word.text : word.value;
}

/** What a word of a command says, with the `~` it was written with, and with the `\` of a Windows path. */
export function asWritten(word: Word, action: Action): string {
  const text = textOf(word);
  if (action.kind !== 'shell') return text;
  // `.\out\diag.zip` to a cmdlet's short name, which reads as a program of another shell.
  if (/^\.[^/]|^[A-Za-z]:[^/\\]/.test(text)) {
    const raw = action.command.slice(word.span[0], word.span[1]);
    if (/^(?:\.{1,2}|[A-Za-z]:)\\[\w.\\-]+$/.test(raw) && raw.replaceAll('\\', '') === text)
      return raw.replaceAll('\\', '/');
  }
  if (!text.startsWith('/')) return text;
  const written = action.command.slice(word.span[0], word.span[1]).replace(/^["']/, '');
  return written.startsWith('~/') && text.endsWith(written.slice(1)) ? written : text;
}

/** The same for every way of writing a path below a person's own folder; for comparing, not for showing. */
export function placeKey(file: string): string {
  return file
    .replaceAll('\\', '/')
    .replace(/^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+|\$HOME)(?=\/)/, '~');
}

/** A path as a person reads it: relative to the workspace where it lies inside, else absolute (or from `~`). */
export function displayPath(file: string, cwd: string | null, origin: Pick<Origin, 'cwd' | 'workspaceRoot'>): string {
  const flavour = /^[A-Za-z]:[\\/]/.test(origin.workspaceRoot) ? path.win32 : path.posix;
  if (file.startsWith('~') || isElsewhere(file, flavour)) return file;
  const absolute = flavour.resolve(origin.workspaceRoot, cwd ?? origin.cwd, file);
  const relative = flavour.relative(origin.workspaceRoot, absolute);
  if (relative === '') return '.';
  return relative.startsWith('..') || flavour.isAbsolute(relative) ? absolute : relative.replaceAll('\\', '/');
}

/** `C:\…` named in a workspace that has no drives. */
function isElsewhere(file: string, flavour: typeof path.posix): boolean {
  return flavour === path.posix && /^[A-Za-z]:[\\/]/.test(file);
}

/** Whether a path lies outside the workspace and outside the places for what nobody keeps. */
export function isOutside(file: string, origin: Pick<Origin, 'cwd' | 'workspaceRoot'>): boolean {
  const shown = displayPath(file, origin.cwd, origin);
  if (!/^(?:[~/]|[A-Za-z]:[\\/])/.test(shown)) return false;
  return !/^(?:\/private)?\/(?:tmp|var\/(?:tmp|folders))\/|[\\/]AppData[\\/]Local[\\/]Temp[\\/]/i.test(shown);
}

/** `file` from `cwd`, absolute; a path from `~` stays. */
export function absolutePath(file: string, cwd: string): string {
  if (file.startsWith('~')) return file;
  return (/^[A-Za-z]:[\\/]/.test(cwd) ? path.win32 : path.posix).resolve(cwd, file);
}

/** `text` on one line, at most `most` characters. */
export function shortened(text: string, most: number): string {
  // Most texts have single spaces alone, and looking is cheaper than putting each in its own place.
  const line = (/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text).trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
