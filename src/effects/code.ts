import type { Effect, Environment } from '../action/effect.ts';
import type { Inquiry } from '../action/facts.ts';
import type { HttpRequest } from '../action/invocation.ts';
import type { CodeFind, CodeReading } from '../parse/code/code.ts';
import {
  environmentOfConnection,
  environmentOfHost,
  environmentOfName,
  hostOf,
  isLoopback,
  worseEnvironment,
} from './environment.ts';
import { httpEffects } from './http.ts';
import { effectOf, type Rule } from './pack.ts';
import { absolutePath, isTestName, readPath } from './paths.ts';
import { type SqlPlace, sqlEffects } from './sql.ts';
import { type NameReading, readName } from './verbs.ts';
import { wordsOf } from './words.ts';

const base = { provider: 'code', asset: 'other', attack: 'T1059' } as const;

/** What code does that no classifier of shells, requests or statements knows. */
export const codeRules = {
  operation: {
    ...base,
    id: 'code/operation',
    verb: 'delete',
    resource: 'resource',
    asset: 'data-store',
    reversibility: 'irreversible',
    scope: 'remote',
    reason: 'Calls {target}, which by its name deletes.',
    attack: 'T1485',
    source: 'https://attack.mitre.org/techniques/T1485/',
  },
  unread: {
    ...base,
    id: 'code/unread',
    verb: 'execute',
    resource: 'code',
    reversibility: 'unknown',
    scope: 'machine',
    reason: 'Runs code that could not be read to its end ({target}).',
    source: 'https://attack.mitre.org/techniques/T1059/',
  },
  fetched: {
    ...base,
    id: 'code/fetched',
    verb: 'execute',
    resource: 'code',
    reversibility: 'unknown',
    scope: 'machine',
    reason: 'Runs code that is fetched or decoded while it runs ({target}); nobody has seen it.',
    attack: 'T1105',
    source: 'https://attack.mitre.org/techniques/T1105/',
  },
} as const satisfies Record<string, Rule>;

/** The effects of code that starts no program: requests, statements, calls of client libraries, what is not known. */
export function codeEffects(
  reading: CodeReading,
  cwd: string | null,
  inquiry: Inquiry,
  requests: HttpRequest[],
): Effect[] {
  return reading.finds.flatMap((find) => {
    const effects = effectsOfFind(find, cwd, inquiry, requests);
    const { source } = find;
    return source ? effects.map((effect) => ({ ...effect, source: effect.source ?? source })) : effects;
  });
}

function effectsOfFind(find: CodeFind, cwd: string | null, inquiry: Inquiry, requests: HttpRequest[]): Effect[] {
  switch (find.kind) {
    case 'request': {
      requests.push(find.request);
      return httpEffects(withCertainHost(find.request), inquiry);
    }
    case 'sql':
      return statementEffects(find, cwd, inquiry);
    case 'operation':
      return operationEffects(find);
    case 'unknown':
      return [
        effectOf(find.fetched ? codeRules.fetched : codeRules.unread, {
          target: find.what.slice(0, 80),
          span: find.span,
        }),
      ];
  }
}

/** `https://api.example.com/v1/volumes/{id}`: what is not known of the path names no other host. */
function withCertainHost(request: HttpRequest): HttpRequest {
  const { partialUrl } = request;
  if (request.url !== null || !partialUrl || !/^https?:\/\/[^/:?#]+[:/?#]/i.test(partialUrl.prefix)) return request;
  return { ...request, url: partialUrl.text.replaceAll(/\s/g, '') };
}

const clients: readonly (readonly [RegExp, string])[] = [
  [/sqlite|Database(?:Sync)?\(\)|(?:^|\.)DB\.connect/i, 'sqlite'],
  [/psycopg|asyncpg|(?:^|\.)pg\b|postgres|neon|PG\b/i, 'postgres'],
  [/mysql|mariadb/i, 'mysql'],
  [/mssql|pyodbc|tedious/i, 'mssql'],
  [/duckdb/i, 'duckdb'],
  [/snowflake/i, 'snowflake'],
  [/bigquery/i, 'bigquery'],
  [/clickhouse/i, 'clickhouse'],
];

function statementEffects(find: Extract<CodeFind, { kind: 'sql' }>, cwd: string | null, inquiry: Inquiry): Effect[] {
  const { place } = inquiry.facts;
  const address = find.connection.find((text) => hostOf(text)) ?? '';
  // SQLAlchemy's address of a file, or of memory alone: `sqlite:///app.db`, `sqlite://`.
  const lite = find.connection.find((text) => /^sqlite(?:\+\w+)?:/i.test(text));
  const provider = lite
    ? 'sqlite'
    : (clients.find(([shape]) => shape.test(find.client) || (address !== '' && shape.test(address)))?.[1] ?? 'sql');
  const shared = { ...(provider === 'sql' ? {} : { dialect: provider }), provider, offset: null, span: find.span };
  if (provider !== 'sqlite' && provider !== 'duckdb') {
    const where: SqlPlace = {
      ...shared,
      environment: placeOf(find.connection),
      database: databaseOf(find.connection),
      scope: 'remote',
    };
    return sqlEffects(find.text, where, inquiry);
  }
  const file =
    lite?.replace(/^sqlite(?:\+\w+)?:\/{0,3}/i, '') ??
    find.connection.find((text) => !text.includes('=') && !text.startsWith('{')) ??
    null;
  if (file === ':memory:' || file === '') return [];
  const absolute = file === null ? null : absolutePath(file, cwd, place);
  const reading = absolute === null ? null : readPath(absolute, place);
  if (reading?.region === 'temporary' || (absolute !== null && place.createdBySession.includes(absolute))) return [];
  const environment: Environment = file !== null && isTestName(file) ? 'development' : environmentOfName(file ?? '');
  const outside = reading !== null && reading.region !== 'workspace';
  return sqlEffects(
    find.text,
    { ...shared, environment, database: file, scope: outside ? 'machine' : 'workspace' },
    inquiry,
  );
}

/** What a client was made with says about where it works; nothing said is nothing known. */
function placeOf(connection: readonly string[]): Environment {
  let found: Environment | null = null;
  for (const text of connection) {
    const named =
      /^(?:host|hostname|server|endpoint_url|endpoint|url|uri|dsn|connectionString|baseURL|node)=(.*)$/is.exec(
        text,
      )?.[1] ?? text;
    const host = hostOf(named) ?? (/^(?:host|hostname|server|node)=/i.test(text) || isLoopback(named) ? named : null);
    const said =
      host === null
        ? environmentOfName(named.slice(0, 200))
        : hostOf(named)
          ? environmentOfConnection(named)
          : environmentOfHost(host);
    if (said === 'unknown' && host === null) continue;
    found = found === null ? said : worseEnvironment(found, said);
  }
  return found ?? 'unknown';
}

function databaseOf(connection: readonly string[]): string | null {
  return (
    connection.map((text) => /^(?:database|dbname|db)=(.*)$/i.exec(text)?.[1]).find((name) => name !== undefined) ??
    connection[0] ??
    null
  );
}

/** Things that live in a service or a database, and not in a program's own memory. */
const heldElsewhere =
  /^(?:buckets?|databases?|dbs?|tables?|collections?|clusters?|instances?|volumes?|disks?|snapshots?|backups?|projects?|environments?|workspaces?|organi[sz]ations?|orgs?|tenants?|namespaces?|stacks?|zones?|queues?|topics?|streams?|ind(?:ex(?:es)?|ices)|repos?|repositor(?:y|ies)|users?|accounts?|customers?|sites?|apps?|applications?|services?|servers?|droplets?|machines?|vms?|secrets?|certificates?|domains?|packages?|releases?|deployments?|functions?|schemas?|keyspaces?|containers?|blobs?|subscriptions?|datasets?|models?|filesystems?|vaults?|realms?|dns|records?|logs?|trails?)$/;

/** Whether the name of a call of a library nobody knows says that it takes what lives elsewhere. */
function isHeldElsewhere(call: string, reading: NameReading | null): boolean {
  return reading !== null && wordsOf(call).some((word) => heldElsewhere.test(word));
}

/** Clients that without an address work on this machine. */
const localByDefault = /^(?:redis|ioredis|pymongo|docker|chromadb)\b/;

function operationEffects(find: Extract<CodeFind, { kind: 'operation' }>): Effect[] {
  const { path, provider } = find;
  const parts = path.split('.').map((part) => part.replace(/\(\)|\[\]/g, ''));
  const call = parts.at(-1) ?? path;
  const resource = parts.at(-2) ?? '';
  // `stripe.customers.del(…)`: the resource stands in front of the verb.
  const reading = readName(call) ?? readName(`${call} ${resource}`) ?? readName(`delete ${call}`);
  if (reading?.reversibility === 'reversible') return [];
  if (find.loose && !isHeldElsewhere(call, reading)) return [];
  const target = find.target ?? resource;
  const said = placeOf(find.connection);
  const local = find.connection.length === 0 && localByDefault.test(path);
  const environment = local ? 'development' : said === 'unknown' ? environmentOfName(target) : said;
  const loopback = local || find.connection.some((text) => isLoopback(hostOf(text) ?? text.replace(/^host=/, '')));
  const what = `${parts
    .filter((part) => part !== '')
    .slice(-2)
    .join('.')}${find.target === null ? '' : `(${find.target.slice(0, 60)})`}`;
  return [
    effectOf(codeRules.operation, {
      target,
      span: find.span,
      provider,
      environment,
      reason: `Calls ${what}, which by its name deletes.`,
      ...(reading ? { verb: reading.verb, resource: reading.resource, asset: reading.asset } : {}),
      ...(loopback && environment === 'development'
        ? {
            reversibility: 'recoverable' as const,
            wayBack: 'It is a development server on this machine: seed its data again.',
          }
        : {}),
    }),
  ];
}
