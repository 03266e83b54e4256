import type { SqlStatement } from '../sql.ts';
import { deletionOf, namesFrom, narrowing, skipWords, statementOf } from './clauses.ts';
import type { SqlToken } from './tokens.ts';

/** Words that follow DROP. */
export const droppable = new Set(
  'TABLE DATABASE SCHEMA VIEW INDEX USER ROLE COLUMN TRIGGER FUNCTION PROCEDURE PROC SEQUENCE TYPE DOMAIN EXTENSION TABLESPACE KEYSPACE MATERIALIZED FOREIGN TEMPORARY EVENT SERVER PUBLICATION SUBSCRIPTION POLICY RULE AGGREGATE OPERATOR COLLATION CONVERSION LANGUAGE CAST OWNED SYNONYM PUBLIC PACKAGE LOGIN DICTIONARY STAGE PIPE STREAM TASK WAREHOUSE SHARE MODEL SNAPSHOT EXTERNAL CATALOG GRAPH CONSTRAINT PARTITION ACCESS STATISTICS TEXT TRANSFORM UNIQUE CLUSTER DIRECTORY PROFILE CONTEXT SERVICE'.split(
    ' ',
  ),
);

/** `DROP …`. */
export function drop(tokens: readonly SqlToken[]): SqlStatement {
  let at = 1;
  const words: string[] = [];
  while (tokens[at]?.kind === 'word' && droppable.has(tokens[at]?.value ?? '') && words.length < 3) {
    words.push((tokens[at]?.value ?? '').toLowerCase());
    at++;
    // `DROP TABLE type`: the word behind an object word is a name unless it is one of the pairs.
    if (
      !/^(materialized|foreign|temporary|event|public|external|access|text|owned|unique)$/.test(
        words[words.length - 1] ?? '',
      )
    )
      break;
  }
  if (words.length === 0)
    return statementOf('drop', (tokens[1]?.text ?? 'object').toLowerCase(), namesFrom(tokens, 2), tokens);
  at = skipWords(tokens, at, ['IF', 'EXISTS', 'CONCURRENTLY', 'BY']);
  return statementOf('drop', words.join(' '), namesFrom(tokens, at), tokens);
}

/** `ALTER DATABASE … SET OFFLINE`, `ALTER USER … ACCOUNT LOCK`: nobody gets in any more. */
const takesOut = /^(OFFLINE|SINGLE_USER|RESTRICTED_USER|EMERGENCY|NOLOGIN|DISABLE|LOCK|SUSPEND)$/;

/** `MODIFY TTL …`, `gc.ttlseconds = 60`, `SET DATA_RETENTION_TIME_IN_DAYS = 0`: rows, or the way back to them, expire. */
function expires(tokens: readonly SqlToken[], at: number): boolean {
  const word = tokens[at]?.value ?? '';
  if (word === 'TTL') return /^(MODIFY|SET)$/.test(tokens[at - 1]?.value ?? '');
  if (word === 'TTLSECONDS' || word === 'GC')
    return tokens.slice(at, at + 4).some((token) => token.value === 'TTLSECONDS');
  return (
    /^(DATA_RETENTION_TIME_IN_DAYS|RETENTION|DEFAULT_TIME_TO_LIVE)$/.test(word) &&
    tokens[at + 1]?.text === '=' &&
    Number(tokens[at + 2]?.value) < 2
  );
}

/** `ALTER …`: what of it takes data, columns or access away. */
export function alteration(tokens: readonly SqlToken[]): SqlStatement {
  const object = (tokens[1]?.value ?? 'object').toLowerCase();
  if (object === 'default') return statementOf('grant', 'privilege', [], tokens);
  const nameAt = skipWords(tokens, 2, ['IF', 'EXISTS', 'ONLY', 'VIEW', 'TABLE', 'USER']);
  const [name = '?'] = namesFrom(tokens, nameAt);
  let depth = 0;
  let subject = '';
  for (let index = nameAt; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind === 'symbol' && token.text === '(') depth++;
    if (token?.kind === 'symbol' && token.text === ')') depth--;
    if (depth !== 0 || token?.kind !== 'word' || tokens[index - 1]?.text === '.') continue;
    if (token.value === 'DELETE' || token.value === 'CLEAR') return deletionOf([name], tokens);
    if (token.value === 'UPDATE' && object === 'table')
      return statementOf('update', 'table', [name], tokens, narrowing(tokens) !== null);
    if (token.value === 'TRUNCATE') return statementOf('truncate', 'partition', [name], tokens);
    if (token.value === 'PASSWORD' || token.value === 'IDENTIFIED') return statementOf('grant', object, [name], tokens);
    if (takesOut.test(token.value) && /^(database|user|login|role|warehouse)$/.test(object))
      return statementOf('grant', 'revoke', [name], tokens);
    if (expires(tokens, index)) return statementOf('alter-drop', 'rows', [name], tokens);
    if (token.value !== 'DROP') {
      if (token.value === 'ALTER' || token.value === 'MODIFY') subject = token.value;
      if (token.value === 'ADD') subject = '';
      continue;
    }
    const next = tokens[index + 1];
    // `ALTER COLUMN c DROP DEFAULT` takes a property away, no data.
    if (/^(DEFAULT|NOT|IDENTITY|EXPRESSION|GENERATED)$/.test(next?.value ?? '') && subject !== '') continue;
    const kind =
      next?.kind === 'word' && droppable.has(next.value)
        ? next.value
        : /^(PRIMARY|KEY|CHECK|COLUMNS)$/.test(next?.value ?? '')
          ? (next?.value ?? '')
          : 'COLUMN';
    const at = skipWords(tokens, next?.kind === 'word' && kind === next.value ? index + 2 : index + 1, [
      'IF',
      'EXISTS',
      'KEY',
    ]);
    const [dropped] = namesFrom(tokens, at);
    return statementOf('alter-drop', kind.toLowerCase(), [dropped === undefined ? name : `${name}.${dropped}`], tokens);
  }
  return statementOf('other', object, [name], tokens);
}

/** `CREATE …`; with OR REPLACE, a table that stood there is dropped. */
export function creation(tokens: readonly SqlToken[], dialect: string | undefined): SqlStatement {
  const replaces = tokens[1]?.value === 'OR' && tokens[2]?.value === 'REPLACE';
  const at = skipWords(tokens, replaces ? 3 : 1, [
    'TEMP',
    'TEMPORARY',
    'UNLOGGED',
    'GLOBAL',
    'LOCAL',
    'UNIQUE',
    'EXTERNAL',
    'TRANSIENT',
    'MATERIALIZED',
    'FOREIGN',
    'VIRTUAL',
    'DEFINER',
  ]);
  const object = (tokens[at]?.value ?? 'object').toLowerCase();
  const targets = namesFrom(tokens, skipWords(tokens, at + 1, ['IF', 'NOT', 'EXISTS', 'CONCURRENTLY']));
  // BigQuery, Snowflake, MariaDB, DuckDB: the table that stood there is gone. Postgres knows no such statement.
  const temporary = tokens.slice(1, at).some((token) => /^TEMP(ORARY)?$/.test(token.value));
  if (
    replaces &&
    /^(table|database|schema)$/.test(object) &&
    tokens[at + 1]?.value !== 'FUNCTION' &&
    !temporary &&
    dialect !== 'postgres'
  ) {
    return statementOf('drop', object, targets, tokens);
  }
  return statementOf('create', temporary && object === 'table' ? 'temporary table' : object, targets, tokens);
}

/** What a GRANT or REVOKE is about, and whom it concerns. */
export function privilegeTargets(tokens: readonly SqlToken[]): string[] {
  const on = tokens.findIndex((token) => token.value === 'ON');
  const to = tokens.findIndex((token) => token.value === 'TO' || token.value === 'FROM');
  const object =
    on < 0
      ? []
      : namesFrom(
          tokens,
          skipWords(tokens, on + 1, ['TABLE', 'ALL', 'TABLES', 'IN', 'SCHEMA', 'DATABASE', 'SEQUENCE', 'FUNCTION']),
        );
  return [...object, ...(to < 0 ? [] : namesFrom(tokens, to + 1))];
}
