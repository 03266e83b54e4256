import type { CodeDeed } from './deeds.ts';
import { unescaped } from './strings.ts';
import { textOf } from './values.ts';

/** Characters of such a text that are searched. */
const maximumText = 20_000;

const literal = `("(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*'|\`[^\`]*\`)`;
const starts = new RegExp(
  `(?:\\bos\\.execute|\\bio\\.popen|\\bsystem|:os\\.cmd|\\bSystem\\.shell|\\brun)\\s*\\(\\s*${literal}\\s*[,)]`,
  'g',
);
const programs = new RegExp(
  `\\b(?:System\\.cmd|system2|exec\\.Command|Process\\.run)!?\\s*\\(\\s*${literal}\\s*,\\s*\\[?([^\\])]*)`,
  'g',
);
const removals = new RegExp(
  `(?:\\bunlink|\\bfile\\.remove|\\brm|\\bos\\.(?:remove|Remove(?:All)?)|\\bFile\\.rm(?:_rf)?!?)\\s*\\(\\s*${literal}`,
  'g',
);

/**
 * What code of languages without a grammar of their own (R, Julia, Lua, Elixir, Go) removes or starts by a text that
 * stands in the call itself. What is worked out elsewhere is not seen.
 */
export function plainDeeds(text: string): CodeDeed[] {
  const read = text.slice(0, maximumText);
  const deeds: CodeDeed[] = [];
  for (const match of read.matchAll(starts))
    deeds.push({ kind: 'shell', text: textOf(unquoted(match[1] ?? '')), ...spanOf(match) });
  for (const match of read.matchAll(programs)) {
    const given = [...(match[2] ?? '').matchAll(new RegExp(literal, 'g'))].map((one) => unquoted(one[0]));
    deeds.push({ kind: 'program', words: [unquoted(match[1] ?? ''), ...given].map(textOf), ...spanOf(match) });
  }
  for (const match of read.matchAll(removals)) {
    const words = ['rm', '-rf', '--', unquoted(match[1] ?? '')].map(textOf);
    deeds.push({ kind: 'program', words, ...spanOf(match) });
  }
  return deeds;
}

function unquoted(quoted: string): string {
  return unescaped(quoted.slice(1, -1));
}

function spanOf(match: RegExpMatchArray): { readonly start: number; readonly end: number } {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}
