import type { CodeDeed } from './deeds.ts';
import { unescaped } from './strings.ts';
import { textOf } from './values.ts';

/** Characters of such a text that are searched. */
const maximumText = 20_000;

/** What an awk program hands to a shell: `system("…")`, `"…" | getline`, `print | "…"`. */
export function awkDeeds(text: string): CodeDeed[] {
  if (!/system\s*\(|\|/.test(text)) return [];
  if (text.length > maximumText) return [{ kind: 'unknown', what: 'awk', start: 0, end: text.length }];
  const deeds: CodeDeed[] = [];
  const add = (command: string, start: number, end: number) =>
    deeds.push({ kind: 'shell', text: textOf(command), start, end });
  for (const match of text.matchAll(/\bsystem\s*\(([^;}\n]*)\)/g))
    add(commandOf(match[1] ?? ''), match.index, match.index + match[0].length);
  for (const match of text.matchAll(/(?:^|[{;\s])("(?:[^"\\]|\\.)*")\s*\|&?\s*getline/g))
    add(commandOf(match[1] ?? ''), match.index, match.index + match[0].length);
  for (const match of text.matchAll(/\bprintf?\b[^;}|\n]*\|&?\s*("(?:[^"\\]|\\.)*")/g)) {
    const command = commandOf(match[1] ?? '');
    // What is printed into a shell is the lines it was given.
    if (/^(?:ba|z|da)?sh\b/.test(command.trim()))
      add(commandOf(/\bprintf?\b([^|]*)/.exec(match[0])?.[1] ?? ''), match.index, match.index + match[0].length);
    else add(command, match.index, match.index + match[0].length);
  }
  return deeds;
}

/** Texts joined as awk joins them; a field or variable becomes a shell variable nobody set. */
function commandOf(expression: string): string {
  return [...expression.matchAll(/"((?:[^"\\]|\\.)*)"|\$?\w+/g)]
    .map((match) => (match[1] === undefined ? '"$AWK_FIELD"' : unescaped(match[1])))
    .join('');
}

/** Of these it closes or empties what is only shown. */
const shownOnly = /^(?:(?:the|every|all|first|last|front|current)\s+)*(?:tab|window|cookie|selection|dialog)s?\b/i;

/**
 * What AppleScript, or JavaScript in its place, hands to a shell, what it has the Finder remove for good, and what it
 * has an app delete: `tell application "Notes" to delete every note`.
 */
export function appleScriptDeeds(text: string): CodeDeed[] {
  if (text.length > maximumText) return [{ kind: 'unknown', what: 'osascript', start: 0, end: text.length }];
  const deeds: CodeDeed[] = [];
  for (const match of text.matchAll(/do shell script\s+([^\n]*)|\bdoShellScript\s*\(([^\n]*)/gi)) {
    const [, quoted, single] = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/.exec(match[1] ?? match[2] ?? '') ?? [];
    const command = match[1] === undefined ? (quoted ?? single) : quoted;
    const at = { start: match.index, end: match.index + match[0].length };
    deeds.push({
      kind: 'shell',
      text: textOf(command === undefined ? '"$APPLESCRIPT_TEXT"' : unescaped(command)),
      ...at,
    });
  }
  for (const match of text.matchAll(/\bempty (?:the )?trash\b|\.emptyTrash\(/gi)) {
    const words = ['rm', '-rf', '--', '~/.Trash'].map(textOf);
    deeds.push({ kind: 'program', words, start: match.index, end: match.index + match[0].length });
  }
  // What is said or typed in quotes, or noted behind dashes, is no order.
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|--[^\n]*/g, (part) => part[0] + '"'.repeat(part.length - 1));
  const orders = /\bApplication\(/.test(text)
    ? /\.delete\(/g
    : /(?:^|\n|\b(?:to|then|else)\b)[^\S\n]*delete\s+([^\n]+)/gi;
  for (const match of bare.matchAll(orders)) {
    if (shownOnly.test(match[1] ?? '')) continue;
    const end = match.index + match[0].length;
    const app =
      [...text.slice(0, end).matchAll(/\bapp(?:lication)?\(?\s*["']([\w ]{1,40})["']/gi)].at(-1)?.[1] ?? 'the app';
    // One thing that Finder deletes lies in the Trash.
    if (/^finder$/i.test(app) && !/\b(?:every|all|items|folders?|contents|disk)\b/i.test(match[1] ?? 'all')) continue;
    const args = match[1] === undefined ? [] : [textOf(text.slice(end - match[1].length, end))];
    deeds.push({
      kind: 'operation',
      path: `${app}.delete`,
      provider: 'applescript',
      args,
      connection: [],
      start: match.index,
      end,
    });
  }
  return deeds;
}

/** What an expect script starts: `spawn terraform destroy`, `exec rm x`. */
export function expectDeeds(text: string): CodeDeed[] {
  if (text.length > maximumText) return [{ kind: 'unknown', what: 'expect', start: 0, end: text.length }];
  return [...text.matchAll(/(?:^|[;\n{[])\s*(?:spawn|exec|system)\s+([^;\n\]}]+)/g)].map((match) => ({
    kind: 'shell',
    text: textOf((match[1] ?? '').replace(/^-noecho\s+/, '')),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
