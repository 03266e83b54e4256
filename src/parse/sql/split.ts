import type { SqlToken } from './tokens.ts';

const bodied = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'PACKAGE', 'EVENT', 'PROC']);
const innerEnds = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);

/**
 * Splits tokens into statements: at `;`, at SQL Server's `GO`, at a client's own commands and at what `DELIMITER` sets.
 * The body of a procedure or trigger stays with its CREATE.
 */
export function splitStatements(tokens: readonly SqlToken[]): SqlToken[][] {
  const statements: SqlToken[][] = [];
  let current: SqlToken[] = [];
  let depth = 0;
  let hasBody = false;
  let delimiter: string | null = null;
  const finish = () => {
    if (current.length > 0) statements.push(current);
    current = [];
    depth = 0;
    hasBody = false;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === 'meta') {
      finish();
      statements.push([token]);
      continue;
    }
    if (token.leads && token.value === 'DELIMITER' && token.kind === 'word') {
      finish();
      const symbols = symbolsOnLine(tokens, index + 1);
      delimiter = symbols.text === ';' ? null : symbols.text;
      index += symbols.count;
      continue;
    }
    if (
      delimiter !== null &&
      token.text === delimiter.charAt(0) &&
      symbolsFrom(tokens, index, delimiter.length) === delimiter
    ) {
      index += delimiter.length - 1;
      finish();
      continue;
    }
    if (token.leads && token.kind === 'word' && token.value === 'GO' && (tokens[index + 1]?.leads ?? true)) {
      finish();
      continue;
    }
    if (token.text === ';' && token.kind === 'symbol' && depth === 0 && delimiter === null) {
      finish();
      continue;
    }
    current.push(token);
    if (token.kind !== 'word') continue;
    if (current[0]?.value === 'CREATE' && bodied.has(token.value) && current.length < 12) hasBody = true;
    if (!hasBody) continue;
    if (token.value === 'BEGIN' || token.value === 'CASE') {
      if (tokens[index - 1]?.value !== 'END') depth++;
    }
    if (token.value === 'END' && depth > 0 && !innerEnds.has(tokens[index + 1]?.value ?? '')) depth--;
  }
  finish();
  return statements;
}

function symbolsOnLine(tokens: readonly SqlToken[], from: number): { text: string; count: number } {
  let text = '';
  let count = 0;
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index];
    if (!token || token.leads) break;
    text += token.text;
    count++;
  }
  return { text, count };
}

function symbolsFrom(tokens: readonly SqlToken[], from: number, length: number): string {
  return tokens
    .slice(from, from + length)
    .map((token) => token.text)
    .join('')
    .slice(0, length);
}
