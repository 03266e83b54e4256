import type { SqlStatement } from '../sql.ts';
import { deletionOf, namesFrom, narrowing, skipWords, statementOf } from './clauses.ts';
import { alteration, creation, drop, droppable, privilegeTargets } from './definitions.ts';
import type { SqlToken } from './tokens.ts';

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
  const isDefinition = first.value === 'CREATE' || (first.value === 'EXPLAIN' && !isCarriedOut(tokens));
  const inside = isDefinition ? [] : embedded(tokens);
  if (inside.length > maximumEmbedded) return [statementOf('unreadable', 'statement', [], tokens)];
  for (const at of inside) found.push(classifyFrom(tokens, at, dialect));
  if (tokens.some((token) => !token.closed)) found.push(statementOf('unreadable', 'quotation', [], tokens));
  return found;
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
      return copying(tokens);
    case 'LOAD':
    case 'PUT':
      return statementOf('insert', 'table', namesFrom(tokens, 1), tokens);
    case 'UPDATE':
      return statementOf(
        'update',
        'table',
        namesFrom(tokens, skipWords(tokens, 1, ['ONLY', 'LOW_PRIORITY', 'IGNORE', 'OR'])),
        tokens,
        narrowing(tokens) !== null,
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
      return statementOf('grant', 'privilege', privilegeTargets(tokens), tokens);
    case 'REVOKE':
    case 'DENY':
      return statementOf('grant', 'revoke', privilegeTargets(tokens), tokens);
    case 'VACUUM':
      // Delta Lake: older versions of the table, its only way back, go at once.
      return retainsNothing(tokens)
        ? statementOf('alter-drop', 'history', namesFrom(tokens, 1), tokens)
        : statementOf('other', 'statement', [], tokens);
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

/** `EXPLAIN ANALYZE DELETE …` deletes; `EXPLAIN (ANALYZE false) DELETE …` does not. */
function isCarriedOut(tokens: readonly SqlToken[]): boolean {
  const at = tokens.slice(0, 6).findIndex((token) => token.value === 'ANALYZE' || token.value === 'ANALYSE');
  return at > 0 && !/^(?:false|off|0)$/i.test(tokens[at + 1]?.text ?? '');
}

function carried(tokens: readonly SqlToken[], dialect: string | undefined): SqlStatement {
  if (tokens[0]?.value === 'EXPLAIN' && !isCarriedOut(tokens)) {
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
  const top = tokens[1]?.value === 'TOP' && !tokens.slice(2, 8).some((token) => token.value === 'PERCENT');
  return deletionOf(namesFrom(tokens, at), tokens, top);
}

function merge(tokens: readonly SqlToken[]): SqlStatement {
  const into = tokens.findIndex((token) => token.value === 'INTO');
  const targets = namesFrom(tokens, into < 0 ? 1 : into + 1);
  const deletes = tokens.some((token) => token.kind === 'word' && token.value === 'DELETE');
  // What a join matches is in the data, not in the text: every row may be.
  return statementOf(deletes ? 'delete' : 'update', 'table', targets, tokens, !deletes);
}

/** `VACUUM t RETAIN 0 HOURS`. */
function retainsNothing(tokens: readonly SqlToken[]): boolean {
  const at = tokens.findIndex((token) => token.value === 'RETAIN');
  return at > 0 && Number(tokens[at + 1]?.value) < 24;
}

/** `COPY … TO PROGRAM 'cmd'` runs a command on the server. */
function copying(tokens: readonly SqlToken[]): SqlStatement {
  const program = tokens.findIndex(
    (token, index) => token.value === 'PROGRAM' && /^(FROM|TO)$/.test(tokens[index - 1]?.value ?? ''),
  );
  if (program < 0) return statementOf('insert', 'table', namesFrom(tokens, 1), tokens);
  return statementOf('call', 'shell', [tokens[program + 1]?.value ?? '?'], tokens);
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
