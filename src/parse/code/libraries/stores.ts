import type { Holes } from '../../shell/value.ts';
import type { CodeDeed } from '../deeds.ts';
import type { LibraryCall } from '../library.ts';
import { asText, type Value } from '../values.ts';

const statementCalls =
  /(?:^|\.|->)(?:execute|executemany|executescript|exec|execSQL|query|queryRaw|raw|run|all|prepare|unsafe|simple|each|batch|do|multi_query|real_query|statement|unprepared|read_sql|read_sql_query|exec_driver_sql|exec_query|execute_sql|command|sql|\$executeRaw|\$executeRawUnsafe|\$queryRaw|\$queryRawUnsafe|mysqli_query|mysql_query|pg_query|sqlite_exec|fetch|fetchrow|fetchval|select_all|Exec|ExecContext|MustExec|Query|QueryRow|QueryContext|executeUpdate|executeLargeUpdate|executeQuery|ExecuteSqlRaw(?:Async)?|ExecuteSql(?:Async)?|FromSqlRaw|ExecuteAsync|Execute|dbExecute|dbSendQuery|dbSendStatement|dbGetQuery|sqlQuery|sqlExecute|rawQuery|rawExecute|nativeQuery|createNativeQuery|createSQLQuery|createStatement|update|batchUpdate|query_one|execute_batch|batch_execute|simple_query)!?$/;

const statementText =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:drop|truncate|delete|update|alter|revoke|create|insert|select|with|merge|call|do|begin|exec|execute|grant|replace|pragma|use|set|start|commit|rollback|rename|optimize|vacuum|purge|explain)\b/i;

/** A statement given to a database client; null where the call is none. */
export function statementDeed(call: LibraryCall, holes: Holes, code: string): CodeDeed | null {
  const removed = /^(?:DBI(?:::|\.))?dbRemoveTable$/.test(call.path);
  if (removed) return sqlDeed(call, `DROP TABLE ${asText(call.args.all[1], holes) ?? 'unresolved'}`, holes);
  const made = /\.Execute(?:NonQuery|Scalar|Reader)(?:Async)?$/.test(call.path) && call.owner?.kind === 'thing';
  if ((!made && !statementCalls.test(call.path)) || isDryRun(call, holes, code)) return null;
  const given = [
    ...(made && call.owner?.kind === 'thing' ? (call.owner.made?.all ?? []) : call.args.all.slice(0, 2)),
    ...(call.args.named.get('sql') ? [call.args.named.get('sql')] : []),
  ];
  // `new SqlCommand("DROP TABLE x", connection).ExecuteNonQuery()`
  for (const value of given) {
    const text = statementOf(value, holes);
    if (text === null) continue;
    return sqlDeed(call, text, holes);
  }
  return null;
}

/** BigQuery's `job_config=QueryJobConfig(dry_run=True)`: what it would read is counted, nothing runs. Not where it is named again. */
function isDryRun({ args }: LibraryCall, holes: Holes, code: string): boolean {
  const config = args.named.get('job_config');
  if (config?.kind !== 'thing' || !config.path.endsWith('QueryJobConfig()')) return false;
  return asText(config.made?.named.get('dry_run'), holes) === 'True' && !/dry_?run(?!\s*=\s*True\b)/i.test(code);
}

/** A statement, with its connection: what it is called on or, in R and Julia, what is handed over first. */
function sqlDeed(call: LibraryCall, text: string, holes: Holes): CodeDeed {
  const [first] = call.args.all;
  const isR = /(?:^|[.:])db[A-Z]\w+$/.test(call.path);
  const handed = (isR || !call.owner) && first?.kind === 'thing' ? first : undefined;
  const driver = handed?.made?.all[0];
  return {
    kind: 'sql',
    text: { kind: 'text', text },
    client: driver?.kind === 'thing' ? `${driver.path}.${call.path}` : call.path,
    connection: connectionOf(handed ?? call.owner, holes),
    start: call.at.start,
    end: call.at.end,
  };
}

/** The text of a statement: itself, in a table (`{ text, values }`), or in what `sql()` and `text()` made of it. */
function statementOf(value: Value | undefined, holes: Holes): string | null {
  if (value?.kind === 'table') return statementOf(value.entries.get('text') ?? value.entries.get('sql'), holes);
  // `delete(User)` of SQLAlchemy without a `where`.
  if (value?.kind === 'thing' && /^sqlalchemy\b.*\.delete\(\)$/.test(value.path))
    return `DELETE FROM ${(asText(value.made?.all[0], holes) ?? 'unresolved').replace(/[^\w.]/g, '') || 'unresolved'}`;
  if (value?.kind === 'thing' && value.made) return statementOf(value.made.all[0], holes);
  if (value?.kind === 'either') {
    const texts = value.options.flatMap((option) => statementOf(option, holes) ?? []);
    return texts.length > 0 ? texts.join(';\n') : null;
  }
  return value?.kind === 'text' && statementText.test(value.text) ? value.text : null;
}

/** Everything textual that an object's makers were given: host, address, database. From the outside in. */
export function connectionOf(owner: Value | undefined, holes: Holes, depth = 0): readonly string[] {
  if (owner?.kind !== 'thing' || depth > 6) return [];
  const found: string[] = [];
  const take = (value: Value | undefined, name: string): void => {
    if (value?.kind === 'text') found.push(name === '' ? value.text : `${name}=${value.text}`);
    else if (value?.kind === 'thing') found.push(holes.show(asText(value, holes) ?? ''));
    else if (value?.kind === 'table') for (const [key, inner] of value.entries) take(inner, key);
  };
  for (const value of owner.made?.all ?? []) {
    take(value, '');
    found.push(...connectionOf(value, holes, depth + 1));
  }
  for (const [name, value] of owner.made?.named ?? []) take(value, name);
  return [...found, ...connectionOf(owner.owner, holes, depth + 1)].slice(0, 40);
}
