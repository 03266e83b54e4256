import type { CodeDeed } from './deeds.ts';
import { unescaped } from './strings.ts';
import { textOf } from './values.ts';

/** Characters of such a text that are searched. */
const maximumText = 20_000;

const literal = `("(?:[^"\\\\]|\\\\.)*")`;
const starts = new RegExp(
  `\\(\\s*(?:[\\w.-]+[/:]+)?(?:shell-command|system|sh|shell|call-process|process)\\s+${literal}((?:\\s+${literal})*)|\\b(?:callCommand|system|Sys\\.command|rawSystem|callProcess|os:cmd)[\\s(]+${literal}(?:\\s*\\[([^\\]]*)\\])?|(?:^|[;\\n[{]|--eval\\s)\\s*exec\\s+([a-z][^;\\n\\]}]*)`,
  'g',
);
const removals = new RegExp(
  `(?:\\(\\s*(?:[\\w.-]+[/:]+)?(?:delete-directory(?:-tree|/files|-recursively)?|delete-file|delete-tree|delete-dir)|\\b(?:removeDirectoryRecursive|removePathForcibly|removeFile|Sys\\.remove|Unix\\.unlink))\\s+(?:\\([\\w./:-]+\\s+|#[pP])?${literal}|(?:^|[;\\n])\\s*file\\s+delete\\s+(?:-force\\s+)?(?:--\\s+)?([~/$][^\\s;\\]]+)`,
  'g',
);

/** Clojure's, Racket's and Common Lisp's ways of handing over a statement: `(jdbc/execute! db ["DROP TABLE x"])`. */
const statements =
  /\(\s*(?:[\w.-]+[/:]+)?(?:execute(?:-one|-batch)?!?|execute-non-query|db-do-commands|query-exec|do-query|query)\s/g;
/** `(mg/drop-db conn "shop")`, `(car/flushall)`: a client's own function that takes a whole store. */
const drops =
  /\(\s*[\w.-]+\/((?:drop|delete|truncate)-(?:db|database|collection|bucket|table|index|stream|topic|keyspace)|flush-?(?:all|db)|terminate-instances)(?=[\s)])/g;
const changing = /^\s*(?:drop|truncate|delete|alter|update)\b/i;

/**
 * What code that applies its functions by a blank (Lisps, Haskell, OCaml, Tcl) removes or starts by a text in the call
 * itself. What is worked out elsewhere is not seen.
 */
export function plainDeeds(text: string): CodeDeed[] {
  const read = text.slice(0, maximumText);
  const deeds: CodeDeed[] = [];
  for (const match of read.matchAll(starts)) {
    const line = match[6];
    const given = [match[1] ?? match[4], ...((match[2] ?? match[5] ?? '').match(new RegExp(literal, 'g')) ?? [])];
    const words = given.flatMap((one) => (one === undefined ? [] : [textOf(unquoted(one))]));
    const [only] = words;
    if (line !== undefined) deeds.push({ kind: 'shell', text: textOf(line), ...spanOf(match) });
    else if (only && words.length === 1) deeds.push({ kind: 'shell', text: only, ...spanOf(match) });
    else deeds.push({ kind: 'program', words, ...spanOf(match) });
  }
  for (const match of read.matchAll(removals)) {
    const path = match[1] === undefined ? (match[2] ?? '') : unquoted(match[1]);
    deeds.push({ kind: 'program', words: ['rm', '-rf', '--', path].map(textOf), ...spanOf(match) });
  }
  for (const match of read.matchAll(drops)) {
    const path = `client.${(match[1] ?? '').replace(/-db$/, '-database').replaceAll('-', '_')}`;
    deeds.push({ kind: 'operation', path, provider: 'library', args: [], connection: [], ...spanOf(match) });
  }
  for (const match of read.matchAll(statements)) {
    const handed = read.slice(match.index, match.index + 600).matchAll(new RegExp(literal, 'g'));
    const text = [...handed].map((one) => unquoted(one[0])).find((one) => changing.test(one));
    if (text !== undefined)
      deeds.push({ kind: 'sql', text: textOf(text), client: match[0], connection: [], ...spanOf(match) });
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
