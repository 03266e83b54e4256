import { type Candidate, recognisedCredentials } from './candidate.ts';
import { looksSecret } from './placeholders.ts';

/** `INSERT INTO integrations (name, api_token) VALUES ('vultr', '…')`: columns, then rows. */
const insert = /\binsert\s+into\s+[\w."`[\]]{1,100}\s*\(([^()]{1,2000})\)\s*values\s*\(/gi;
const secretColumn =
  /^(?!.*(?:hash|digest|salt|_at$|_id$|_ur[il]$|reset|csrf|session|type|count))(?:.*)(?:token|secret|passw|api_?-?key|credential|private_?key)/i;
/** One value of a row: a quoted text, or anything up to the next comma. */
const field = /\s*(?:'((?:[^'\\]|\\.|'')*)'|[^,()']*)\s*([,)])/y;

/** Rows that a dump puts into a table with a column of secrets. */
export function byInsert(text: string): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const match of text.matchAll(insert)) {
    const columns = (match[1] ?? '').split(',').map((name) => name.trim().replace(/^["`[]|["`\]]$/g, ''));
    if (!columns.some((name) => secretColumn.test(name))) continue;
    let at = match.index + match[0].length;
    for (let column = 0; column < columns.length; column += 1) {
      field.lastIndex = at;
      const found = field.exec(text);
      if (!found) break;
      const value = found[1] ?? '';
      const variable = columns[column] ?? '';
      if (secretColumn.test(variable) && looksSecret(value)) {
        const start = text.indexOf(value, at);
        candidates.push({ kind: 'generic-token', start, end: start + value.length, variable });
      }
      at += found[0].length;
      // Another row of the same statement.
      if (found[2] === ')') {
        const next = /^\s*,\s*\(/.exec(text.slice(at, at + 40))?.[0];
        if (next === undefined) break;
        at += next.length;
        column = -1;
      }
      if (candidates.length >= recognisedCredentials) return candidates;
    }
  }
  return candidates;
}
