/** A command text that stands in a file and that something else runs later. */
export interface LaterText {
  readonly text: string;
  /** The line of the file its first line stands on, from 1. */
  readonly line: number;
  readonly dialect: 'bash' | 'pwsh';
}

/** Texts read from one file, and characters of a file that is read. */
export const maximumLaterTexts = 500;
export const maximumLaterFile = 512 * 1024;

/** A script as shell; one of another language as its interpreter's input, one line further down. */
export function scriptText(text: string): LaterText[] {
  const program = /^#!.*\b(python3?|node|ruby|perl|php|deno|bun)\b/.exec(text.slice(0, 120))?.[1];
  if (program === undefined) return [{ text, line: 1, dialect: /^#!.*\bpwsh\b/.test(text) ? 'pwsh' : 'bash' }];
  return [{ text: `${program} - <<'HOLDPOINT_SCRIPT'\n${text}\nHOLDPOINT_SCRIPT`, line: 0, dialect: 'bash' }];
}

/** The line of a position in a text, from 1. */
export function lineOfPosition(text: string, position: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < position; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
