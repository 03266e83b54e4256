import type { SqlStatement } from '../sql.ts';
import { narrows, picks } from './narrowing.ts';
import type { SqlToken } from './tokens.ts';

/** A statement over the range of its tokens. */
export function statementOf(
  verb: SqlStatement['verb'],
  object: string,
  targets: readonly string[],
  tokens: readonly SqlToken[],
  narrowed = false,
): SqlStatement {
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? 0;
  return { verb, object, targets, narrowed, start, end, rolledBack: false };
}

/** The index behind any of some words. */
export function skipWords(tokens: readonly SqlToken[], from: number, words: readonly string[]): number {
  let at = from;
  while (tokens[at]?.kind === 'word' && words.includes(tokens[at]?.value ?? '')) at++;
  return at;
}

/** Names from an index on: `a.b, "c"` gives `a.b` and `c`. */
export function namesFrom(tokens: readonly SqlToken[], from: number): string[] {
  const names: string[] = [];
  let at = from;
  while (names.length < 1000) {
    const token = tokens[at];
    if (!token || !isName(token)) break;
    let name = token.kind === 'word' ? token.text : token.value;
    at++;
    while (tokens[at]?.text === '.' && tokens[at + 1]) {
      const next = tokens[at + 1];
      name += `.${next?.kind === 'word' ? next.text : (next?.value ?? '')}`;
      at += 2;
    }
    names.push(name);
    // An argument list or a hint between names: `f(integer), g()`.
    if (tokens[at]?.text === '(') while (at < tokens.length && tokens[at++]?.text !== ')');
    if (tokens[at]?.text !== ',') break;
    at++;
  }
  return names;
}

function isName(token: SqlToken): boolean {
  return (
    token.kind === 'word' ||
    token.kind === 'quoted' ||
    token.kind === 'string' ||
    token.kind === 'parameter' ||
    token.text === '*'
  );
}

/** A DELETE with what narrows it. */
export function deletionOf(targets: readonly string[], tokens: readonly SqlToken[], top = false): SqlStatement {
  const narrowed = top ? 'records' : narrowing(tokens);
  const statement = statementOf('delete', 'table', targets, tokens, narrowed !== null);
  return narrowed === 'range' ? { ...statement, ranged: true } : statement;
}

/** How far a WHERE of the statement itself, or a LIMIT, narrows it: to records it names, to a range of them, not at all. */
export function narrowing(tokens: readonly SqlToken[]): 'records' | 'range' | null {
  let depth = 0;
  let where = -1;
  let end = tokens.length;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'symbol' && token.text === '(') depth++;
    if (token?.kind === 'symbol' && token.text === ')') depth--;
    if (depth !== 0 || token?.kind !== 'word') continue;
    if (token.value === 'WHERE' && where < 0) where = index;
    else if (token.value === 'LIMIT') {
      const count = tokens[index + 1];
      if (count?.kind === 'number' && Number(count.value) <= 1000) return 'records';
      if (where >= 0 && end === tokens.length) end = index;
    } else if (where >= 0 && end === tokens.length && /^(RETURNING|ORDER|OPTION|SETTINGS)$/.test(token.value))
      end = index;
    else if (
      where >= 0 &&
      end === tokens.length &&
      (token.value === 'DELETE' || token.value === 'DROP' || token.value === 'TRUNCATE')
    )
      end = index;
  }
  const condition = where < 0 ? [] : tokens.slice(where + 1, end);
  if (!narrows(condition)) return null;
  return picks(condition) ? 'records' : 'range';
}
