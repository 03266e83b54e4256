import type { Inquiry } from '../action/facts.ts';
import { maximumQueryLength, maximumSqlTokens } from './limits.ts';
import { classify } from './sql/classify.ts';
import { splitStatements } from './sql/split.ts';
import { tokenize } from './sql/tokens.ts';

/** One SQL statement, or one data-changing part of a statement (a `DELETE` in a CTE is its own). */
export interface SqlStatement {
  readonly verb:
    | 'select'
    | 'insert'
    | 'update'
    | 'delete'
    | 'drop'
    | 'truncate'
    | 'alter-drop'
    | 'create'
    | 'grant'
    | 'call'
    | 'transaction'
    | 'other'
    | 'unreadable';
  /** Lower-case kind of thing: `table`, `database`, `schema`, `index`, `column`, `user`, … */
  readonly object: string;
  /** Names as written, quotes removed. */
  readonly targets: readonly string[];
  /** True where a WHERE (or LIMIT) really narrows an update or delete; `WHERE 1=1` does not. */
  readonly narrowed: boolean;
  /** Set where what narrows a DELETE is a range (`created_at < …`, `id > 100`) and names no record by any value. */
  readonly ranged?: boolean;
  /** Range in the text given. */
  readonly start: number;
  readonly end: number;
  /** True where the transaction it stands in is rolled back in the same text. */
  readonly rolledBack: boolean;
}

/**
 * Splits and classifies a text. Comments and strings never count. Never throws.
 * The tokens of all dialects are read by one careful reader: it takes microseconds, knows no dialect it could choke
 * on, and where it meets what it cannot read (an unclosed quote) it says so.
 */
export function sqlStatements(text: string, dialect: string | undefined, _inquiry?: Inquiry): SqlStatement[] {
  if (text.length > maximumQueryLength) return [unreadable(text)];
  const known = dialect?.toLowerCase();
  try {
    const statements = readStatements(text, known);
    if (known !== undefined || !/\\['"]/.test(text)) return statements;
    // Whether `\'` and `\"` end a quotation depends on the dialect: where that is not known, both readings count,
    // but for one in which a quotation never ends.
    const escaped = readStatements(text, 'backslash');
    if (isClosed(statements) !== isClosed(escaped)) return isClosed(statements) ? statements : escaped;
    return [...statements, ...escaped];
  } catch {
    return [unreadable(text)];
  }
}

function isClosed(statements: readonly SqlStatement[]): boolean {
  return !statements.some((statement) => statement.verb === 'unreadable' && statement.object === 'quotation');
}

function readStatements(text: string, dialect: string | undefined): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const tokens = tokenize(text, dialect);
  if (tokens.length > maximumSqlTokens) return [unreadable(text)];
  for (const statement of splitStatements(tokens)) statements.push(...classify(statement, dialect));
  markRolledBack(statements, dialect);
  return withoutTemporary(statements);
}

/** A temporary table that the same text made hides any other of its name: dropping it loses nothing. */
function withoutTemporary(statements: readonly SqlStatement[]): SqlStatement[] {
  const made = new Set<string>();
  return statements.map((statement) => {
    if (statement.verb === 'create' && statement.object === 'temporary table') {
      for (const name of statement.targets) made.add(name.toLowerCase());
    }
    const own = statement.verb === 'drop' && statement.targets.length > 0 && made.size > 0;
    if (!own || !statement.targets.every((name) => made.has(name.toLowerCase()))) return statement;
    return { ...statement, object: 'temporary table' };
  });
}

/** A text nobody could read. */
function unreadable(text: string): SqlStatement {
  return {
    verb: 'unreadable',
    object: 'statement',
    targets: [],
    narrowed: false,
    start: 0,
    end: text.length,
    rolledBack: false,
  };
}

const definitions = new Set(['drop', 'truncate', 'alter-drop', 'create', 'grant']);

/** Dialects in which a transaction holds definitions (DROP, ALTER) too; in the others they commit it. */
const transactional = /^(postgres|postgresql|psql|sqlite|sqlite3|mssql|sqlserver|tsql|redshift|cockroachdb|duckdb)$/;

/** Marks what stands between a BEGIN and a ROLLBACK. A savepoint's rollback undoes nothing for certain. */
function markRolledBack(statements: SqlStatement[], dialect: string | undefined): void {
  const holdsDefinitions = transactional.test(dialect ?? '');
  let begin = -1;
  statements.forEach((statement, index) => {
    if (begin >= 0 && !holdsDefinitions && definitions.has(statement.verb)) begin = -1;
    // A procedure may commit by itself; so may what is not known.
    if (statement.verb === 'call' || statement.verb === 'unreadable') begin = -1;
    if (statement.verb !== 'transaction') return;
    if (statement.object === 'begin') begin = index;
    if (statement.object === 'commit') begin = -1;
    if (statement.object !== 'rollback' || begin < 0) return;
    for (let at = begin + 1; at < index; at++) {
      const inside = statements[at];
      if (inside) statements[at] = { ...inside, rolledBack: true };
    }
    begin = -1;
  });
}
