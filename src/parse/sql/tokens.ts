import { maximumSqlTokens } from '../limits.ts';

/** A piece of SQL. Comments are gone; `closed` is false for a quotation or comment that never ends. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol' | 'parameter' | 'meta';
  /** Words in upper case, quoted names without their quotes, anything else as written. */
  readonly value: string;
  /** As written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly closed: boolean;
  /** True where it is the first on its line. */
  readonly leads: boolean;
}

const wordPattern = /[\p{L}_][\p{L}\p{N}_$#]*/uy;
const numberPattern = /(?:0x[0-9a-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?)/iy;
const parameterPattern =
  /\?\d*|\$\{[^}\n]{0,200}\}|\$\([^)\n]{0,200}\)|\$\w+|@@?[\w$]+|:{1}[A-Za-z_]\w*|%\(?\w*\)?s|\{\{[^}\n]{0,200}\}\}/y;
const dollarQuotePattern = /\$(?:[A-Za-z_]\w*)?\$/y;

/** How a dialect quotes. An unknown one is read as standard SQL. */
interface Quoting {
  readonly backslash: boolean;
  readonly hash: boolean;
  readonly nested: boolean;
  readonly executableComments: boolean;
  readonly mysql: boolean;
  readonly brackets: boolean;
}

function quotingOf(dialect: string | undefined): Quoting {
  const mysql = dialect === 'mysql' || dialect === 'mariadb';
  const postgres = dialect === 'postgres' || dialect === 'postgresql' || dialect === 'psql';
  const backslash = mysql || /^(bigquery|clickhouse|snowflake|hive|spark|databricks|backslash)$/.test(dialect ?? '');
  return {
    backslash,
    hash: mysql || dialect === 'bigquery',
    nested: postgres,
    executableComments: !postgres && dialect !== 'sqlite',
    mysql,
    brackets: !postgres && !mysql,
  };
}

/** Splits a text into tokens, in one pass. */
export function tokenize(text: string, dialect: string | undefined): SqlToken[] {
  const quoting = quotingOf(dialect);
  const tokens: SqlToken[] = [];
  let index = 0;
  let leads = true;
  /** Above zero inside `/*! … *\/`, whose content MySQL runs. */
  let executable = 0;
  const push = (kind: SqlToken['kind'], end: number, value = text.slice(index, end), closed = true) => {
    tokens.push({ kind, value, text: text.slice(index, end), start: index, end, closed, leads });
    leads = false;
    index = end;
  };
  while (index < text.length && tokens.length <= maximumSqlTokens) {
    const character = text.charAt(index);
    if (character === '\n') {
      leads = true;
      index++;
    } else if (/\s|\uFEFF/.test(character)) index++;
    else if (
      character === '-' &&
      text.charAt(index + 1) === '-' &&
      (!quoting.mysql || /\s|^$/.test(text.charAt(index + 2)))
    ) {
      index = lineEnd(text, index);
    } else if (character === '#' && quoting.hash) index = lineEnd(text, index);
    else if (character === '/' && text.charAt(index + 1) === '*') {
      const hidden = quoting.executableComments ? /^\/\*M?!\d*/.exec(text.slice(index, index + 12)) : null;
      if (hidden) {
        executable++;
        index += hidden[0].length;
        continue;
      }
      const end = commentEnd(text, index, quoting.nested);
      if (end < 0) push('symbol', text.length, '/*', false);
      else index = end;
    } else if (executable > 0 && character === '*' && text.charAt(index + 1) === '/') {
      executable--;
      index += 2;
    } else if (leads && isMeta(text, index, dialect)) push('meta', lineEnd(text, index));
    else if (character === "'")
      pushQuoted(text, index, "'", quoting.backslash || startsEscapeString(tokens, index), 'string', push);
    else if (character === '"')
      pushQuoted(text, index, '"', quoting.backslash, quoting.mysql ? 'string' : 'quoted', push);
    else if (character === '`') pushQuoted(text, index, '`', false, 'quoted', push);
    else if (character === '[' && quoting.brackets && /[\p{L}_]/u.test(text.charAt(index + 1)))
      pushQuoted(text, index, ']', false, 'quoted', push);
    else if (character === '$' && matchAt(dollarQuotePattern, text, index) !== null && !quoting.mysql) {
      const tag = matchAt(dollarQuotePattern, text, index) ?? '$$';
      const close = text.indexOf(tag, index + tag.length);
      const end = close < 0 ? text.length : close + tag.length;
      push('string', end, text.slice(index + tag.length, close < 0 ? text.length : close), close >= 0);
    } else index = pushPlain(text, index, character, push);
  }
  return tokens;
}

type Push = (kind: SqlToken['kind'], end: number, value?: string, closed?: boolean) => void;

function pushPlain(text: string, index: number, character: string, push: Push): number {
  const parameter = '?$@:%{'.includes(character) ? matchAt(parameterPattern, text, index) : null;
  const word = parameter === null ? matchAt(wordPattern, text, index) : null;
  const number = parameter === null && word === null ? matchAt(numberPattern, text, index) : null;
  if (parameter !== null) push('parameter', index + parameter.length);
  else if (word !== null) push('word', index + word.length, word.toUpperCase());
  else if (number !== null) push('number', index + number.length);
  else {
    const pair = text.slice(index, index + 2);
    const length =
      pair === '<>' || pair === '!=' || pair === '<=' || pair === '>=' || pair === '||' || pair === '::' ? 2 : 1;
    push('symbol', index + length);
    return index + length;
  }
  return index + (parameter ?? word ?? number ?? '').length;
}

function pushQuoted(
  text: string,
  start: number,
  close: string,
  backslash: boolean,
  kind: 'string' | 'quoted',
  push: Push,
): void {
  for (let at = start + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (backslash && character === '\\') at++;
    else if (character === close) {
      if (text.charAt(at + 1) !== close) {
        push(kind, at + 1, text.slice(start + 1, at));
        return;
      }
      at++;
    }
  }
  push(kind, text.length, text.slice(start + 1), false);
}

/** Postgres' `E'…'`, whose `E` was just read as a word. */
function startsEscapeString(tokens: readonly SqlToken[], index: number): boolean {
  const last = tokens[tokens.length - 1];
  return last?.kind === 'word' && last.value === 'E' && last.end === index;
}

/** A client's own command: `\i file` of psql, `.read file` of sqlite3. */
function isMeta(text: string, index: number, dialect: string | undefined): boolean {
  const character = text.charAt(index);
  const next = text.charAt(index + 1);
  if (character === '\\') return /[a-zA-Z!?]/.test(next);
  return character === '.' && (dialect === 'sqlite' || dialect === undefined) && /[a-z]/.test(next);
}

function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index);
  return end < 0 ? text.length : end;
}

function commentEnd(text: string, start: number, nested: boolean): number {
  if (!nested) {
    const end = text.indexOf('*/', start + 2);
    return end < 0 ? -1 : end + 2;
  }
  let depth = 1;
  for (let at = start + 2; at < text.length - 1; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === '/*') depth++;
    if (pair === '*/') depth--;
    if (pair !== '/*' && pair !== '*/') continue;
    if (depth === 0) return at + 2;
    at++;
  }
  return -1;
}

function matchAt(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? null;
}
