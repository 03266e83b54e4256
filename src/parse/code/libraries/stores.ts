import type { Holes } from '../../shell/value.ts';
import type { CodeDeed } from '../deeds.ts';
import type { LibraryCall } from '../library.ts';
import { asText, type Value } from '../values.ts';

const statementCalls =
  /(?:^|\.|->)(?:execute|executemany|executescript|exec|execSQL|query|queryRaw|raw|run|all|prepare|unsafe|simple|each|batch|do|multi_query|real_query|statement|unprepared|read_sql|read_sql_query|exec_driver_sql|exec_query|execute_sql|command|sql|\$executeRaw|\$executeRawUnsafe|\$queryRaw|\$queryRawUnsafe|mysqli_query|mysql_query|pg_query|sqlite_exec|fetch|fetchrow|fetchval|text|select_all|sql)$/;

const statementText =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:drop|truncate|delete|update|alter|revoke|create|insert|select|with|merge|call|do|begin|exec|execute|grant|replace|pragma|use|set|start|commit|rollback|rename|optimize|vacuum|purge|explain)\b/i;

/** A statement given to a database client; null where the call is none. */
export function statementDeed(call: LibraryCall, holes: Holes): CodeDeed | null {
  if (!statementCalls.test(call.path)) return null;
  const given = [...call.args.all.slice(0, 2), ...(call.args.named.get('sql') ? [call.args.named.get('sql')] : [])];
  for (const value of given) {
    const text = statementOf(value, holes);
    if (text === null) continue;
    return {
      kind: 'sql',
      text: { kind: 'text', text },
      client: call.path,
      connection: connectionOf(call.owner, holes),
      start: call.at.start,
      end: call.at.end,
    };
  }
  return null;
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
function connectionOf(owner: Value | undefined, holes: Holes, depth = 0): readonly string[] {
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

/** The libraries whose calls are judged by the words of their names; first part of the dotted name. */
const providers: readonly (readonly [RegExp, string])[] = [
  [/^(?:boto3|botocore|aiobotocore|aioboto3|aws-sdk|@aws-sdk|Aws|AWS)\b/, 'aws'],
  [/^(?:google|googleapiclient|@google-cloud|googleapis|Google)\b/, 'gcp'],
  [/^(?:azure|@azure|msgraph)\b/, 'azure'],
  [/^(?:stripe|Stripe)\b/, 'stripe'],
  [/^(?:kubernetes|kubernetes_asyncio|pykube|lightkube|@kubernetes)\b/, 'kubernetes'],
  [/^(?:github|PyGithub|@octokit|octokit|Octokit|gitlab|@gitbeaker)\b/, 'github'],
  [/^(?:pymongo|motor|mongoengine|mongoose|mongodb|Mongo|MongoDB)\b/, 'mongodb'],
  [/^(?:redis|aioredis|ioredis|Redis|valkey|predis)\b/, 'redis'],
  [/^(?:elasticsearch|opensearchpy|@elastic|@opensearch-project)\b/, 'elasticsearch'],
  [/^(?:firebase_admin|firebase-admin|firebase)\b/, 'firebase'],
  [/^(?:supabase|@supabase)\b/, 'supabase'],
  [/^(?:docker|dockerode)\b/, 'docker'],
  [/^(?:digitalocean|pydo|do-wrapper|hcloud|linode_api4|vultr|scaleway|@scaleway)\b/, 'cloud'],
  [/^(?:cloudflare|CloudFlare|heroku3|heroku-client|@vercel|netlify|@netlify|fly)\b/, 'hosting'],
  [/^(?:qdrant_client|pinecone|@pinecone-database|weaviate|chromadb|pymilvus)\b/, 'vector-store'],
  [/^(?:hvac|consul|etcd3|kazoo)\b/, 'state'],
  [/^(?:minio|paramiko|ftplib|pysftp|webdav3|ssh2-sftp-client|basic-ftp|dropbox)\b/, 'files'],
  [
    /^(?:neo4j|cassandra|influxdb_client|clickhouse_driver|clickhouse_connect|@clickhouse|couchdb|nano|arango|rethinkdb)\b/,
    'database',
  ],
  [
    /^(?:DB|prisma|PrismaClient|@prisma|sequelize|Sequelize|typeorm|knex|sqlalchemy|peewee|tortoise|mikro-orm|drizzle-orm|django|ActiveRecord)\b/,
    'orm',
  ],
  [/^(?:huggingface_hub|@huggingface|wandb|mlflow|comet_ml|clearml|roboflow|kaggle)\b/, 'model-hub'],
  [/^(?:kafka|kafkajs|confluent_kafka|pika|amqplib|pulsar)\b/, 'queue'],
  [
    /^(?:openai|anthropic|twilio|slack_sdk|@slack|notion_client|@notionhq|sendgrid|shopify|pyairtable|airtable|imaplib|exchangelib|simple_salesforce)\b/,
    'service',
  ],
];

/** Calls that empty or drop a store whatever they are called on. */
const everything =
  /(?:^|[.])collection(?:\(\))?\.drop$|^DB\.table\(\)\.(?:delete|truncate)$|^(?:knex|db)\(\)\.(?:del|delete|truncate)$|getRepository\(\)\.clear$|(?:^|[.])(?:drop_database|dropDatabase|drop_collection|dropCollection|drop_all|drop_all_tables|dropTable|drop_table|dropTableIfExists|dropSchema|drop_schema|flushall|flush_all|flushAll|flushdb|flushDb|delete_all|destroy_all|drop_tables|delete_bucket|deleteBucket|delete_table|delete_db_instance|delete_db_cluster|delete_stack|delete_cluster|terminate_instances|terminateInstances|delete_volume|delete_snapshot|schedule_key_deletion|delete_collection|delete_index|delete_namespace|delete_namespaced_\w+|delete_hosted_zone|delete_file_system|delete_secret|delete_log_group|delete_repository|delete_function|delete_user_pool|purge_queue)$/;

/** Calls that take a filter: everything goes where it is empty or missing. */
const filtered = /\.(?:deleteMany|delete_many|remove|destroy|deleteAll|bulkDelete|truncate)$/;

/** A call of a client library that by its name or arguments destroys; null where it does not look like one. */
export function operationDeed(call: LibraryCall, holes: Holes): CodeDeed | null {
  const { path, args } = call;
  const provider = providerOf(path);
  const deed: CodeDeed = {
    kind: 'operation',
    path,
    provider: provider ?? 'library',
    args: [...args.all, ...args.named.values()],
    connection: connectionOf(call.owner, holes),
    start: call.at.start,
    end: call.at.end,
  };
  // Narrowed by one value it takes rows; by everything but one value it takes the table.
  if (/\.from\(\)\.delete$/.test(path)) return null;
  if (/\.from\(\)\.delete\(\)\.(?:neq|gt|gte|not|is|filter)$/.test(path))
    return { ...deed, path: path.replace(/\(\)\.\w+$/, ''), args: madeOf(path, call.owner) };
  // `Table.drop`, `new DeleteBucketCommand(…)` is sent by `client.send`: named where it is made.
  if (/(?:^|\.)(?:Delete|Terminate|Destroy|Purge|Remove)\w+Command$/.test(path)) return { ...deed, provider: 'aws' };
  if (everything.test(path)) return deed;
  if (filtered.test(path)) {
    const [first] = args.all;
    if (/\.truncate$/.test(path))
      return provider === 'orm' || provider === 'database' || /[A-Z]\w*\.truncate$/.test(path) ? deed : null;
    if (/\.(?:remove|destroy)$/.test(path)) return removalDeed(deed, provider, first);
    return isEmptyFilter(first) ? deed : null;
  }
  // Django: `Model.objects.all().delete()`.
  if (/\.objects(?:\.all\(\))?\.delete$/.test(path) || /\.query(?:\(\))?(?:\.filter\(\))?\.delete$/.test(path))
    return /filter/.test(path) ? null : deed;
  if (/\.sync$/.test(path) && /sequelize/i.test(path)) {
    const [first] = args.all;
    return first?.kind === 'table' && asText(first.entries.get('force'), holes) === 'true'
      ? { ...deed, path: `${path.slice(0, -5)}.dropAllTables` }
      : null;
  }
  if (provider === null) return null;
  const name = path.slice(path.lastIndexOf('.') + 1);
  return /^(?:delete|terminate|destroy|drop|purge|truncate|flush|del$|remove|wipe|erase|revoke|prune|unlink|rmtree|rmd$|rmdir|empty|deregister|deprovision|schedule_key_deletion)/i.test(
    name,
  )
    ? deed
    : null;
}

/** What the table of `client.from('users').delete().neq(…)` was named by. */
function madeOf(path: string, owner: Value | undefined): readonly Value[] {
  let at = owner;
  for (let step = 0; at?.kind === 'thing' && step < path.length; step += 1) {
    if (at.path.endsWith('.from()')) return at.made?.all ?? [];
    at = at.owner;
  }
  return [];
}

function providerOf(path: string): string | null {
  for (const [shape, name] of providers) if (shape.test(path)) return name;
  return null;
}

/** `Model.destroy({ where: {} })`, `collection.remove({})`: by their filter where they are known to take one. */
function removalDeed(deed: CodeDeed, provider: string | null, filter: Value | undefined): CodeDeed | null {
  if (provider === null)
    return filter?.kind === 'table' && filter.entries.size > 0 && isEmptyFilter(filter) ? deed : null;
  return (provider !== 'mongodb' && provider !== 'orm') || isEmptyFilter(filter) ? deed : null;
}

function isEmptyFilter(filter: Value | undefined): boolean {
  if (!filter) return true;
  if (filter.kind === 'plain') return true;
  if (filter.kind !== 'table' || filter.open) return false;
  const inner = filter.entries.get('where');
  if (inner !== undefined) return isEmptyFilter(inner);
  return filter.entries.size === 0 || (filter.entries.size === 1 && filter.entries.has('truncate'));
}
