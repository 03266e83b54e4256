import type { OwnServers } from './own-servers.ts';

/** A command text that stands in a file and that something else runs later. */
export interface LaterText {
  readonly text: string;
  /** The line of the file its first line stands on, from 1. */
  readonly line: number;
  readonly dialect: 'bash' | 'pwsh';
  /** What the job that runs it has for itself. */
  readonly own?: OwnServers;
}

/** Texts of one file that are read apart. */
const maximumLaterTexts = 500;
/** Characters before and after a write, together, that are read. */
export const maximumLaterFile = 1024 * 1024;
/** Lines after a write that are read. */
export const maximumLaterLines = 5_000;

/** A script as shell; one of another language as its interpreter's input, one line further down. */
export function scriptText(text: string): LaterText[] {
  const program = /^#!.*\b(python3?|node|ruby|perl|php|deno|bun)\b/.exec(text.slice(0, 120))?.[1];
  if (program === undefined) return [{ text, line: 1, dialect: /^#!.*\bpwsh\b/.test(text) ? 'pwsh' : 'bash' }];
  return [interpreted(program, text)];
}

/** Code as the standard input of its interpreter; its first line is the second of the text. */
export function interpreted(program: string, code: string): LaterText {
  return { text: `${program} - <<'HOLDPOINT_SCRIPT'\n${code}\nHOLDPOINT_SCRIPT`, line: 0, dialect: 'bash' };
}

/** The texts with those over the bound made one, so that nothing is left out. */
export function bounded(texts: readonly LaterText[]): readonly LaterText[] {
  const rest = texts.slice(maximumLaterTexts);
  const [first] = rest;
  if (!first) return texts;
  return [...texts.slice(0, maximumLaterTexts), { ...first, text: rest.map(({ text }) => text).join('\n') }];
}

/** The line of a position in a text, from 1. */
export function lineOfPosition(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
