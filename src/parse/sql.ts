import type { Inquiry } from '../action/facts.ts';
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
  /** Range in the text given. */
  readonly start: number;
  readonly end: number;
  /** True where the transaction it stands in is rolled back in the same text. */
  readonly rolledBack: boolean;
}

/** Splits and classifies a text. Comments and strings never count. Never throws. */
export function sqlStatements(_text: string, _dialect: string | undefined, _inquiry?: Inquiry): SqlStatement[] {
  throw new Error('not built yet');
}
