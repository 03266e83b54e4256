import type { SqlStatement } from '../sql.ts';
import { narrows } from './narrowing.ts';
import type { SqlToken } from './tokens.ts';

type Verb = SqlStatement['verb'];

/** First words that read or set something up and lose nothing. */
const harmless = new Set(
  'SHOW USE DESCRIBE DESC EXPLAIN ANALYZE ANALYSE VACUUM PRAGMA COMMENT LOCK UNLOCK LISTEN NOTIFY UNLISTEN REINDEX CLUSTER CHECKPOINT REFRESH FETCH CLOSE MOVE DISCARD HELP STATUS ATTACH DETACH OPTIMIZE CHECK REPAIR FLUSH PRINT RAISERROR THROW LIST LS GET SET RESET DEALLOCATE CHECKSUM CACHE UNCACHE MSCK KILL RETURN ELSE SECURITY IMPORT INSTALL BACKUP UNDROP PIVOT UNPIVOT UNLOAD SEL CONNECT DISCONNECT SPOOL'.split(
    ' ',
  ),
);
/** Statements inside one statement; beyond it the whole is unreadable. */
const maximumEmbedded = 50;
/** First words that carry another statement with them. */
const carriers = new Set([
  'IF',
  'BEGIN',
  'WHILE',
  'DECLARE',
  'ELSE',
  'PREPARE',
  'EXPLAIN',
  'WITH',
  'END',
  'FOR',
  'LOOP',
  'AS',
]);
const statementVerbs = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'DROP',
  'TRUNCATE',
  'ALTER',
  'CREATE',
  'EXEC',
  'EXECUTE',
  'CALL',
  'REPLACE',
  'GRANT',
  'REVOKE',
  'VALUES',
  'TABLE',
  'ROLLBACK',
  'COMMIT',
]);
const droppable = new Set(
  'TABLE DATABASE SCHEMA VIEW INDEX USER ROLE COLUMN TRIGGER FUNCTION PROCEDURE PROC SEQUENCE TYPE DOMAIN EXTENSION TABLESPACE KEYSPACE MATERIALIZED FOREIGN TEMPORARY EVENT SERVER PUBLICATION SUBSCRIPTION POLICY RULE AGGREGATE OPERATOR COLLATION CONVERSION LANGUAGE CAST OWNED SYNONYM PUBLIC PACKAGE LOGIN DICTIONARY STAGE PIPE STREAM TASK WAREHOUSE SHARE MODEL SNAPSHOT EXTERNAL CATALOG GRAPH CONSTRAINT PARTITION ACCESS STATISTICS TEXT TRANSFORM UNIQUE CLUSTER DIRECTORY PROFILE CONTEXT SERVICE'.split(
    ' ',
  ),
);
/** Functions of a SELECT that change or end something. */
const actingFunctions =
  /^(PG_DROP_REPLICATION_SLOT|PG_TERMINATE_BACKEND|PG_FILE_UNLINK|LO_UNLINK|DROP_\w+|DELETE_\w+|TRUNCATE_\w+|PURGE_\w+|DBLINK_EXEC|QUERY_TO_XML|SYS_EXEC|SYS_EVAL|XP_CMDSHELL|LO_EXPORT|PG_SWITCH_WAL|PG_RELOAD_CONF|SETVAL|LOAD_EXTENSION|WRITEFILE|PG_PROMOTE)$/;

/** Classifies one statement; the data-changing statements inside it (CTEs, unseparated ones) follow as their own. */
export function classify(tokens: readonly SqlToken[], dialect: string | undefined): SqlStatement[] {
  const first = tokens[0];
  const last = tokens[tokens.length - 1];
  if (!first || !last) return [];
  if (first.kind === 'meta') return [metaCommand(first)];
  const found: SqlStatement[] = [];
  const main = classifyFrom(tokens, 0, dialect);
  found.push(main);
  const isDefinition =
    first.value === 'CREATE' ||
    (first.value === 'EXPLAIN' && !tokens.slice(1, 6).some((token) => token.value === 'ANALYZE'));
  const inside = isDefinition ? [] : embedded(tokens);
  if (inside.length > maximumEmbedded) return [statementOf('unreadable', 'statement', [], tokens)];
  for (const at of inside) found.push(classifyFrom(tokens, at, dialect));
  if (tokens.some((token) => !token.closed)) found.push(statementOf('unreadable', 'quotation', [], tokens));
  return found;
}

function statementOf(
  verb: Verb,
  object: string,
  targets: readonly string[],
  tokens: readonly SqlToken[],
  narrowed = false,
): SqlStatement {
  const start = tokens[0]?.start ?? 0;
  const end = tokens[tokens.length - 1]?.end ?? 0;
  return { verb, object, targets, narrowed, start, end, rolledBack: false };
}

/** `\! cmd`, `\i file`, `.shell cmd`, `.read file`: what the client itself would do. */
function metaCommand(token: SqlToken): SqlStatement {
  const [, name = '', rest = ''] = /^[\\.]([a-zA-Z]+|[!?])\s*([\s\S]*)$/.exec(token.text) ?? [];
  const targets = rest.trim() === '' ? [] : [rest.trim()];
  if (name === '!' || name === 'shell' || name === 'system') return statementOf('call', 'shell', targets, [token]);
  if (/^(i|ir|include|include_relative|read|source)$/.test(name))
    return statementOf('call', 'script', targets, [token]);
  if (name === 'gexec') return statementOf('call', 'statement', targets, [token]);
  return statementOf('other', 'client command', targets, [token]);
}

function classifyFrom(all: readonly SqlToken[], from: number, dialect: string | undefined): SqlStatement {
  let begin = from;
  while (all[begin]?.text === '(') begin++;
  const tokens = statementFrom(all, begin);
  const first = tokens[0];
  if (!first) return statementOf('unreadable', 'statement', [], all);
  if (first.kind !== 'word') return statementOf('unreadable', 'statement', [], tokens);
  switch (first.value) {
    case 'SELECT':
    case 'VALUES':
    case 'TABLE':
      return selection(tokens);
    case 'INSERT':
    case 'REPLACE':
    case 'UPSERT':
      return insertion(tokens);
    case 'COPY':
    case 'LOAD':
    case 'PUT':
      return statementOf('insert', 'table', namesFrom(tokens, 1), tokens);
    case 'UPDATE':
      return statementOf(
        'update',
        'table',
        namesFrom(tokens, skipWords(tokens, 1, ['ONLY', 'LOW_PRIORITY', 'IGNORE', 'OR'])),
        tokens,
        isNarrowed(tokens),
      );
    case 'DELETE':
      return deletion(tokens);
    case 'MERGE':
      return merge(tokens);
    case 'DROP':
      return drop(tokens);
    case 'TRUNCATE': {
      const at = skipWords(tokens, 1, ['TABLE', 'ONLY', 'IF', 'EXISTS', 'DATABASE']);
      return statementOf(
        'truncate',
        tokens[1]?.value === 'DATABASE' ? 'database' : 'table',
        namesFrom(tokens, at),
        tokens,
      );
    }
    case 'ALTER':
      return alteration(tokens);
    case 'CREATE':
      return creation(tokens, dialect);
    case 'GRANT':
    case 'REVOKE':
    case 'DENY':
      return statementOf('grant', 'privilege', privilegeTargets(tokens), tokens);
    case 'PURGE':
      return statementOf(
        'drop',
        tokens.some((token) => /^(BINARY|MASTER)$/.test(token.value)) ? 'log' : 'recyclebin',
        namesFrom(tokens, 2),
        tokens,
      );
    case 'REMOVE':
    case 'RM':
      return statementOf('delete', 'stage', namesFrom(tokens, 1), tokens);
    case 'RESET':
      if (/^(MASTER|SLAVE|REPLICA|BINARY)$/.test(tokens[1]?.value ?? '')) return statementOf('drop', 'log', [], tokens);
      return statementOf('other', 'statement', [], tokens);
    case 'CALL':
    case 'EXEC':
    case 'EXECUTE':
      return statementOf('call', 'procedure', namesFrom(tokens, skipWords(tokens, 1, ['IMMEDIATE'])), tokens);
    case 'DO':
      return statementOf('call', 'block', [], tokens);
    case 'RESTORE':
    case 'SHUTDOWN':
    case 'DBCC':
    case 'SYSTEM':
    case 'SOURCE':
    case 'HANDLER':
      return statementOf(
        'call',
        first.value.toLowerCase(),
        tokens.slice(1, 2).map((token) => token.text),
        tokens,
      );
    case 'COMMIT':
    case 'SAVEPOINT':
    case 'RELEASE':
    case 'ABORT':
    case 'START':
    case 'ROLLBACK':
    case 'SAVE':
      return statementOf('transaction', transactionObject(tokens), [], tokens);
  }
  if (isTransactionBegin(tokens))
    return statementOf('transaction', first.value === 'END' ? 'commit' : 'begin', [], tokens);
  if (carriers.has(first.value)) return carried(tokens, dialect);
  return statementOf(harmless.has(first.value) ? 'other' : 'unreadable', 'statement', [], tokens);
}

/** The tokens of the statement that begins at an index: up to the parenthesis that closes around it. */
function statementFrom(tokens: readonly SqlToken[], from: number): readonly SqlToken[] {
  if (from === 0) return tokens;
  let depth = 0;
  for (let index = from; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind !== 'symbol') continue;
    if (token.text === '(') depth++;
    if (token.text === ')' && --depth < 0) return tokens.slice(from, index);
  }
  return tokens.slice(from);
}

/** Where statements that lose data begin inside another one: in a CTE, behind a condition, after one without `;`. */
function embedded(tokens: readonly SqlToken[]): number[] {
  const found: number[] = [];
  for (let index = 1; index < tokens.length && found.length <= maximumEmbedded; index++) {
    const token = tokens[index];
    if (token?.kind !== 'word') continue;
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    const followsPunctuation = before?.text === '(' || before?.value === 'AS';
    if (token.value === 'DELETE' && (next?.value === 'FROM' || (followsPunctuation && before?.text === '(')))
      found.push(index);
    else if (
      token.value === 'DROP' &&
      next?.kind === 'word' &&
      droppable.has(next.value) &&
      tokens[0]?.value !== 'ALTER' &&
      tokens[0]?.value !== 'GRANT'
    )
      found.push(index);
    else if (token.value === 'TRUNCATE' && next?.value === 'TABLE') found.push(index);
    else if (
      token.value === 'UPDATE' &&
      before?.text === '(' &&
      tokens.slice(index, index + 8).some((word) => word.value === 'SET')
    )
      found.push(index);
  }
  // What `carried` already found as the statement itself.
  return carriers.has(tokens[0]?.value ?? '') ? found.filter((at) => at !== carriedAt(tokens)) : found;
}

function carriedAt(tokens: readonly SqlToken[]): number {
  let depth = 0;
  return tokens.findIndex((token, index) => {
    if (token.kind === 'symbol' && token.text === '(') depth++;
    if (token.kind === 'symbol' && token.text === ')') depth--;
    return (
      index > 0 &&
      depth === 0 &&
      token.kind === 'word' &&
      statementVerbs.has(token.value) &&
      tokens[index - 1]?.text !== '.'
    );
  });
}

function carried(tokens: readonly SqlToken[], dialect: string | undefined): SqlStatement {
  if (
    tokens[0]?.value === 'EXPLAIN' &&
    !tokens.slice(1, 6).some((token) => token.value === 'ANALYZE' || token.value === 'ANALYSE')
  ) {
    return statementOf('other', 'statement', [], tokens);
  }
  const at = carriedAt(tokens);
  if (at < 0) return statementOf(tokens[0]?.value === 'DECLARE' ? 'other' : 'unreadable', 'statement', [], tokens);
  return classifyFrom(tokens, at, dialect);
}

function selection(tokens: readonly SqlToken[]): SqlStatement {
  const acting = tokens.findIndex(
    (token, index) => token.kind === 'word' && tokens[index + 1]?.text === '(' && actingFunctions.test(token.value),
  );
  if (acting >= 0) return statementOf('call', 'function', [tokens[acting]?.text ?? ''], tokens);
  return statementOf('select', 'table', [], tokens);
}

function insertion(tokens: readonly SqlToken[]): SqlStatement {
  const overwrites = tokens[1]?.value === 'OVERWRITE';
  const into = tokens.findIndex((token) => token.value === 'INTO' || token.value === 'OVERWRITE');
  const targets = namesFrom(tokens, skipWords(tokens, into < 0 ? 1 : into + 1, ['TABLE', 'INTO']));
  return statementOf(overwrites ? 'truncate' : 'insert', 'table', targets, tokens);
}

function deletion(tokens: readonly SqlToken[]): SqlStatement {
  const from = tokens.findIndex((token) => token.kind === 'word' && token.value === 'FROM');
  const at = skipWords(tokens, from < 0 || from > 8 ? 1 : from + 1, ['ONLY']);
  const top = tokens[1]?.value === 'TOP';
  return statementOf('delete', 'table', namesFrom(tokens, at), tokens, top || isNarrowed(tokens));
}

function merge(tokens: readonly SqlToken[]): SqlStatement {
  const into = tokens.findIndex((token) => token.value === 'INTO');
  const targets = namesFrom(tokens, into < 0 ? 1 : into + 1);
  const deletes = tokens.some((token) => token.kind === 'word' && token.value === 'DELETE');
  const bySource = tokens.some((token) => token.kind === 'word' && token.value === 'SOURCE');
  return statementOf(deletes ? 'delete' : 'update', 'table', targets, tokens, !(deletes && bySource));
}

function drop(tokens: readonly SqlToken[]): SqlStatement {
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

function alteration(tokens: readonly SqlToken[]): SqlStatement {
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
    if (token.value === 'DELETE' || token.value === 'CLEAR')
      return statementOf('delete', 'table', [name], tokens, isNarrowed(tokens));
    if (token.value === 'UPDATE' && object === 'table')
      return statementOf('update', 'table', [name], tokens, isNarrowed(tokens));
    if (token.value === 'TRUNCATE') return statementOf('truncate', 'partition', [name], tokens);
    if (token.value === 'PASSWORD' || token.value === 'IDENTIFIED') return statementOf('grant', object, [name], tokens);
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

function creation(tokens: readonly SqlToken[], dialect: string | undefined): SqlStatement {
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
  return statementOf('create', object, targets, tokens);
}

function privilegeTargets(tokens: readonly SqlToken[]): string[] {
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

function transactionObject(tokens: readonly SqlToken[]): string {
  const first = tokens[0]?.value;
  if (first === 'START') return 'begin';
  if (first === 'ABORT') return 'rollback';
  if (first === 'ROLLBACK' && !tokens.some((token) => token.value === 'TO' || token.value === 'PREPARED'))
    return 'rollback';
  return first === 'COMMIT' ? 'commit' : 'savepoint';
}

function isTransactionBegin(tokens: readonly SqlToken[]): boolean {
  const [first, second] = tokens;
  if (first?.value !== 'BEGIN' && first?.value !== 'END') return false;
  return (
    !second ||
    /^(TRAN|TRANSACTION|WORK|ISOLATION|IMMEDIATE|DEFERRED|EXCLUSIVE|CONCURRENT|READ|NOT|AND)$/.test(second.value)
  );
}

/** A WHERE of the statement itself that narrows, or a LIMIT. */
function isNarrowed(tokens: readonly SqlToken[]): boolean {
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
      if (count?.kind === 'number' && Number(count.value) <= 1000) return true;
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
  return where >= 0 && narrows(tokens.slice(where + 1, end));
}

function skipWords(tokens: readonly SqlToken[], from: number, words: readonly string[]): number {
  let at = from;
  while (tokens[at]?.kind === 'word' && words.includes(tokens[at]?.value ?? '')) at++;
  return at;
}

/** Names from an index on: `a.b, "c"` gives `a.b` and `c`. */
function namesFrom(tokens: readonly SqlToken[], from: number): string[] {
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
