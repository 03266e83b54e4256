import type { Effect, Environment, Scope } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { Span } from '../action/kinds.ts';
import { type SqlStatement, sqlStatements } from '../parse/sql.ts';
import { environmentOfName, worseEnvironment } from './environment.ts';
import { effectOf, type Rule } from './pack.ts';
import { isTestName } from './paths.ts';

const base = {
  provider: 'sql',
  scope: 'remote',
  asset: 'data-store',
  reversibility: 'irreversible',
  attack: 'T1485',
} as const;

/** What SQL statements lose. */
export const sqlRules = {
  drop: {
    ...base,
    id: 'sql/drop',
    verb: 'drop',
    resource: 'table',
    reason: 'Drops {target} with all its data.',
    safer: 'pg_dump --schema-only',
    source: 'https://www.postgresql.org/docs/current/sql-droptable.html',
  },
  dropDefinition: {
    ...base,
    id: 'sql/drop-definition',
    verb: 'drop',
    resource: 'view',
    asset: 'other',
    reversibility: 'recoverable',
    reason: 'Drops {target}; its definition is lost, no row is.',
    wayBack: 'Create it again from its definition.',
    source: 'https://www.postgresql.org/docs/current/sql-dropview.html',
  },
  truncate: {
    ...base,
    id: 'sql/truncate',
    verb: 'truncate',
    resource: 'table',
    reason: 'Deletes every row of {target}.',
    safer: 'pg_dump --data-only',
    source: 'https://www.postgresql.org/docs/current/sql-truncate.html',
  },
  deleteAll: {
    ...base,
    id: 'sql/delete-all',
    verb: 'delete',
    resource: 'rows',
    reason: 'Deletes every row of {target}: no WHERE narrows it.',
    source: 'https://www.postgresql.org/docs/current/sql-delete.html',
  },
  deleteSome: {
    ...base,
    id: 'sql/delete-rows',
    verb: 'delete',
    resource: 'rows',
    reason: 'Deletes rows of {target} in production.',
    source: 'https://www.postgresql.org/docs/current/sql-delete.html',
  },
  deleteRange: {
    ...base,
    id: 'sql/delete-range',
    verb: 'delete',
    resource: 'rows',
    reason: 'Deletes a whole range of rows of {target}.',
    source: 'https://www.postgresql.org/docs/current/sql-delete.html',
  },
  updateAll: {
    ...base,
    id: 'sql/update-all',
    verb: 'overwrite',
    resource: 'rows',
    reason: 'Overwrites every row of {target}: no WHERE narrows it.',
    attack: 'T1565.001',
    source: 'https://www.postgresql.org/docs/current/sql-update.html',
  },
  alterDrop: {
    ...base,
    id: 'sql/alter-drop',
    verb: 'drop',
    resource: 'column',
    reason: 'Drops part of {target}, with the data in it.',
    source: 'https://www.postgresql.org/docs/current/sql-altertable.html',
  },
  revoke: {
    ...base,
    id: 'sql/revoke',
    verb: 'revoke',
    resource: 'access',
    asset: 'access',
    reversibility: 'recoverable',
    reason: 'Takes rights away on {target}.',
    wayBack: 'GRANT them again.',
    attack: 'T1531',
    source: 'https://www.postgresql.org/docs/current/sql-revoke.html',
  },
  call: {
    ...base,
    id: 'sql/call',
    verb: 'call',
    resource: 'procedure',
    reversibility: 'unknown',
    reason: 'Runs the stored procedure {target}; what it does does not show here.',
    source: 'https://www.postgresql.org/docs/current/sql-call.html',
  },
  unreadable: {
    ...base,
    id: 'sql/unreadable',
    verb: 'run',
    resource: 'statement',
    reversibility: 'unknown',
    reason: 'Runs SQL that could not be read ({target}).',
    source: 'https://www.postgresql.org/docs/current/sql-commands.html',
  },
} as const satisfies Record<string, Rule>;

/** Where statements run. */
export interface SqlPlace {
  readonly dialect?: string;
  /** `postgres`, `mysql`, `sqlite`. */
  readonly provider: string;
  readonly environment: Environment;
  /** Database name or file, where known. */
  readonly database: string | null;
  readonly scope: Scope;
  /** Where the text begins in the action's own text; null where it does not stand there letter for letter. */
  readonly offset: number | null;
  readonly span: Span;
}

const definitions = new Set(
  'view index trigger function procedure sequence type domain policy rule role user operator aggregate cast event statistics constraint extension synonym'.split(
    ' ',
  ),
);
/** Whatever the classifier knows to lose, run or change something begins with one of these; the rest only reads. */
const quick =
  /\b(?:drop|truncate|delete|update|alter|revoke|call|exec|do\b|merge|replace|detach|purge|flush|optimize|remove|rm\b|vacuum|shutdown|kill|load|rename|grant|deny|undrop|undo|create|into\b|overwrite|pragma|reset|copy|restore|dbcc|system|source|handler|prepare|declare|pg_|lo_|dblink|query_to|sys_|xp_|setval|writefile)|[^\s\w()*.,;='"<>-]/i;

/** The effects of a SQL text. */
export function sqlEffects(text: string, where: SqlPlace, inquiry: Inquiry): Effect[] {
  // Plain reads need no grammar: most statements an agent runs are these.
  if (text.length < 4000 && !quick.test(text)) return [];
  return sqlStatements(text, where.dialect, inquiry).flatMap((statement) => statementEffects(statement, text, where));
}

function statementEffects(statement: SqlStatement, text: string, where: SqlPlace): Effect[] {
  if (statement.rolledBack) return [];
  const rule = ruleFor(statement, where);
  if (!rule) return [];
  const targets = statement.targets.length > 0 ? statement.targets : ['?'];
  const span: Span =
    where.offset === null ? where.span : [where.offset + statement.start, where.offset + statement.end];
  return targets.map((target) => {
    const environment = environmentOf(target, statement, where);
    const disposable = isDisposable(target, statement, where, environment);
    return effectOf(rule, {
      target,
      span,
      environment,
      provider: where.provider,
      scope: where.scope,
      resource:
        rule === sqlRules.drop || rule === sqlRules.dropDefinition ? statement.object || rule.resource : rule.resource,
      reason: rule.reason.replace('{target}', named(statement, target)),
      ...(disposable && rule.reversibility === 'irreversible'
        ? { reversibility: 'recoverable' as const, wayBack: 'It is named as a test database: make it again.' }
        : {}),
      ...(rule.id === 'sql/unreadable' || rule.id === 'sql/call'
        ? { scope: where.environment === 'development' ? ('workspace' as const) : where.scope }
        : {}),
      ...(target === '?'
        ? { reason: rule.reason.replace('{target}', text.slice(statement.start, statement.end).slice(0, 60)) }
        : {}),
    });
  });
}

function named(statement: SqlStatement, target: string): string {
  const object = statement.object;
  if (statement.verb === 'drop' && object) return `the ${object} ${target}`;
  return target;
}

function ruleFor(statement: SqlStatement, where: SqlPlace): Rule | null {
  switch (statement.verb) {
    case 'drop':
      if (/temp/.test(statement.object)) return null;
      return definitions.has(statement.object) ? sqlRules.dropDefinition : sqlRules.drop;
    case 'truncate':
      return sqlRules.truncate;
    case 'delete':
      if (!statement.narrowed) return sqlRules.deleteAll;
      // The server's own tables: who may get in.
      if (statement.targets.some((name) => /^(?:mysql\.(?:user|db|global_priv)|pg_catalog\.|sys\.)/i.test(name)))
        return sqlRules.revoke;
      if (where.environment === 'production') return sqlRules.deleteSome;
      return statement.ranged && where.environment === 'unknown' && where.scope !== 'workspace'
        ? sqlRules.deleteRange
        : null;
    case 'update':
      return statement.narrowed ? null : sqlRules.updateAll;
    case 'alter-drop':
      return definitions.has(statement.object) ? sqlRules.dropDefinition : sqlRules.alterDrop;
    case 'grant':
      return statement.object === 'revoke' ? sqlRules.revoke : null;
    case 'call':
      return sqlRules.call;
    case 'unreadable':
      return sqlRules.unreadable;
    case 'select':
    case 'insert':
    case 'create':
    case 'transaction':
    case 'other':
      return null;
  }
}

function environmentOf(target: string, statement: SqlStatement, where: SqlPlace): Environment {
  if (statement.object !== 'database' && statement.object !== 'schema') return where.environment;
  const byName = environmentOfName(target);
  return byName === 'unknown' ? where.environment : worseEnvironment(byName, where.environment);
}

/** A database on this machine whose name says that tests made it can be made again by them. */
function isDisposable(target: string, statement: SqlStatement, where: SqlPlace, environment: Environment): boolean {
  if (environment !== 'development' || where.environment !== 'development') return false;
  if (statement.object === 'database' || (statement.object === 'schema' && isTestName(target)))
    return isTestName(target);
  return where.database !== null && isTestName(where.database);
}
