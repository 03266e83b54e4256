import type { SqlToken } from './tokens.ts';

/** Words that are no column. */
const notColumns = new Set(
  'TRUE FALSE NULL UNKNOWN NOT AND OR IS IN LIKE ILIKE RLIKE REGEXP SIMILAR TO BETWEEN EXISTS ANY ALL SOME CASE WHEN THEN ELSE END SELECT FROM WHERE AS DATE TIME TIMESTAMP INTERVAL ESCAPE COLLATE BINARY CURRENT_DATE CURRENT_TIMESTAMP CURRENT_USER DISTINCT'.split(
    ' ',
  ),
);
/** Longer conditions are not worked out: they count as narrowing nothing. */
const maximumTokens = 4000;
const comparisons = new Set(['=', '<', '>', '<=', '>=', '<>', '!=']);

/** True where a WHERE's condition leaves rows out for certain. Anything always true, or true of every key, does not. */
export function narrows(condition: readonly SqlToken[]): boolean {
  if (condition.length > maximumTokens) return false;
  const tokens = withoutParentheses(condition);
  if (tokens.length === 0) return false;
  const alternatives = splitAt(tokens, 'OR');
  if (alternatives.length > 1) return alternatives.every(narrows);
  const parts = splitAt(tokens, 'AND');
  if (parts.length > 1) return parts.some(narrows);
  if (tokens[0]?.value === 'NOT' && tokens[0].kind === 'word' && tokens[1]?.value !== 'EXISTS')
    return narrows(tokens.slice(1));
  return conditionNarrows(tokens);
}

/** Columns by which is deleted what counts as gone already. */
const goneBy = /EXPIR|^(?:DELETED|TRASHED)_/i;

/**
 * True where a condition that narrows names records by a value (`id = 5`, `IN (1, 2)`, `name LIKE 'a%'`); a range of
 * dates or keys (`created_at < '2024-01-01'`, `id > 100`, `status <> 'x'`) names none.
 */
export function picks(condition: readonly SqlToken[]): boolean {
  const tokens = withoutParentheses(condition);
  const alternatives = splitAt(tokens, 'OR');
  if (alternatives.length > 1) return alternatives.every(picks);
  const parts = splitAt(tokens, 'AND');
  if (parts.length > 1) return parts.some((part) => narrows(part) && picks(part));
  if (tokens.some((token) => token.kind !== 'string' && goneBy.test(token.value))) return true;
  const select = tokens.findIndex((token) => token.kind === 'word' && token.value === 'SELECT');
  if (select >= 0) {
    const inner = tokens.findIndex((token, index) => index > select && token.value === 'WHERE');
    return inner < 0 || picks(unclosed(tokens.slice(inner + 1)));
  }
  return !tokens.some(
    (token) =>
      (token.kind === 'symbol' && token.value !== '=' && comparisons.has(token.value)) ||
      (token.kind === 'word' && token.value === 'BETWEEN'),
  );
}

function conditionNarrows(tokens: readonly SqlToken[]): boolean {
  if (tokens[0]?.value === 'EXISTS' || tokens[1]?.value === 'EXISTS') return restricts(tokens);
  if (tokens[0]?.value === 'CURRENT' && tokens[1]?.value === 'OF') return true;
  if (!tokens.some((token, index) => isColumn(token, tokens[index + 1]))) return false;
  const selectAt = tokens.findIndex((token) => token.kind === 'word' && token.value === 'SELECT');
  if (selectAt >= 0 && !restricts(tokens.slice(selectAt))) return false;
  const operator = tokens.findIndex((token) => token.kind === 'symbol' && comparisons.has(token.value));
  if (operator > 0)
    return comparisonNarrows(tokens.slice(0, operator), tokens[operator]?.value ?? '', tokens.slice(operator + 1));
  // `name ~ '.*'` matches every text.
  const matches = tokens.findIndex((token) => token.kind === 'symbol' && token.text.startsWith('~'));
  if (matches >= 0 && /^(?:\^?\.\*\$?|\^?)$/.test(tokens.at(-1)?.value ?? '')) return false;
  const key = isKey(tokens);
  const negated = tokens.some((token) => token.kind === 'word' && token.value === 'NOT');
  if (negated && key) return false;
  const like = tokens.findIndex(
    (token) => token.kind === 'word' && /^(I?LIKE|RLIKE|REGEXP|SIMILAR)$/.test(token.value),
  );
  if (like >= 0) {
    const pattern = tokens.slice(like + 1).find((token) => token.kind === 'string');
    return !(pattern && !negated && /^(%*|\.\*)$/.test(pattern.value));
  }
  return true;
}

function comparisonNarrows(left: readonly SqlToken[], operator: string, right: readonly SqlToken[]): boolean {
  if (textOf(left) === textOf(right) || isSameColumn(left, right)) return false;
  if (operator === '=') return true;
  // `id > 0`, `0 < id`, `id <> ''` leave out nothing that exists.
  // `created_at < now()`: all that was ever written.
  if (operator.startsWith('<') && isPresent(right)) return false;
  if (operator.startsWith('>') && isPresent(left)) return false;
  const [key, other] = isKey(left) ? [true, right] : [isKey(right), left];
  if (!key) return true;
  const value = textOf(other).replaceAll("'", '');
  const small = value === '' || value === 'NULL' || /^-\d+$/.test(value) || /^[01]$/.test(value);
  return !small && !(operator === '<>' || operator === '!=');
}

/** `now()`, `CURRENT_TIMESTAMP`, `sysdate` with nothing taken from it. */
function isPresent(tokens: readonly SqlToken[]): boolean {
  return /^(?:now|current_timestamp|current_date|getdate|getutcdate|sysdate|sysdatetime|clock_timestamp|localtimestamp|unix_timestamp)(?:\(\d?\))?$/i.test(
    tokens.map((token) => token.text).join(''),
  );
}

/** `id = users.id`: one column, once with its table and once without. */
function isSameColumn(left: readonly SqlToken[], right: readonly SqlToken[]): boolean {
  if (left.length === right.length || !isName(left) || !isName(right)) return false;
  return left.at(-1)?.value === right.at(-1)?.value && Math.min(left.length, right.length) === 1;
}

function isName(tokens: readonly SqlToken[]): boolean {
  return tokens.every((token, index) =>
    index % 2 === 1 ? token.text === '.' : token.kind === 'word' || token.kind === 'quoted',
  );
}

/** True where a subquery picks rows at all. */
function restricts(tokens: readonly SqlToken[]): boolean {
  const at = tokens.findIndex((token) => token.kind === 'word' && /^(WHERE|HAVING|LIMIT|JOIN|TOP)$/.test(token.value));
  if (at < 0) return false;
  if (tokens[at]?.value !== 'WHERE') return true;
  return narrows(unclosed(tokens.slice(at + 1)));
}

/** Drops what follows the parenthesis that closes the subquery. */
function unclosed(tokens: readonly SqlToken[]): readonly SqlToken[] {
  let depth = 0;
  const end = tokens.findIndex((token) => {
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    return depth < 0;
  });
  return end < 0 ? tokens : tokens.slice(0, end);
}

function isColumn(token: SqlToken, next: SqlToken | undefined): boolean {
  if (token.kind === 'quoted') return true;
  return token.kind === 'word' && !notColumns.has(token.value) && next?.text !== '(';
}

/** A column that every row has a value in: a key by its name, with or without its table. */
function isKey(tokens: readonly SqlToken[]): boolean {
  let last = 0;
  while (tokens[last + 1]?.text === '.') last += 2;
  const token = tokens[last];
  if (!token || (token.kind !== 'word' && token.kind !== 'quoted')) return false;
  return /^(ID|_ID|UUID|GUID|ROWID|OID|CTID|PK|KEY|.*_ID|.*_UUID)$/i.test(token.value);
}

function withoutParentheses(tokens: readonly SqlToken[]): readonly SqlToken[] {
  let inner = tokens;
  while (inner.length >= 2 && inner[0]?.text === '(' && closes(inner)) inner = inner.slice(1, -1);
  return inner;
}

/** Whether the first parenthesis is closed by the last token. */
function closes(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  return (
    tokens.every((token, index) => {
      if (token.text === '(' && token.kind === 'symbol') depth++;
      if (token.text === ')' && token.kind === 'symbol') depth--;
      return depth > 0 || index === tokens.length - 1;
    }) && tokens[tokens.length - 1]?.text === ')'
  );
}

/** Splits outside parentheses, `CASE … END` and `BETWEEN … AND`. */
function splitAt(tokens: readonly SqlToken[], word: 'AND' | 'OR'): (readonly SqlToken[])[] {
  const parts: (readonly SqlToken[])[] = [];
  let depth = 0;
  let between = false;
  let from = 0;
  tokens.forEach((token, index) => {
    if (token.kind === 'symbol') {
      if (token.text === '(') depth++;
      if (token.text === ')') depth--;
    }
    if (token.kind !== 'word') return;
    if (token.value === 'CASE') depth++;
    if (token.value === 'END') depth--;
    if (depth !== 0) return;
    if (token.value === 'BETWEEN') between = true;
    if (token.value === 'AND' && between) {
      between = false;
      return;
    }
    if (token.value !== word) return;
    parts.push(tokens.slice(from, index));
    from = index + 1;
  });
  parts.push(tokens.slice(from));
  return parts;
}

function textOf(tokens: readonly SqlToken[]): string {
  return withoutParentheses(tokens)
    .map((token) => token.value)
    .join(' ')
    .replaceAll('- ', '-');
}
