import type { Effect, Environment } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { clientEnvironment } from '../client-place.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting } from '../pack.ts';
import { absolutePath, isTestName } from '../paths.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { has, literalOf, optionValue, readArguments, shown } from '../words.ts';

const base = {
  scope: 'remote',
  asset: 'data-store',
  reversibility: 'irreversible',
  attack: 'T1485',
} as const;

const rules = {
  redisFlush: {
    ...base,
    provider: 'redis',
    id: 'data-clients/redis-flush',
    verb: 'flush',
    resource: 'database',
    reason: 'Deletes every key of the Redis server or database {target}.',
    safer: 'redis-cli DBSIZE',
    source: 'https://redis.io/docs/latest/commands/flushall/',
  },
  redisDelete: {
    ...base,
    provider: 'redis',
    id: 'data-clients/redis-delete',
    verb: 'delete',
    resource: 'key',
    reason: 'Deletes the Redis keys {target}.',
    safer: 'redis-cli --scan',
    source: 'https://redis.io/docs/latest/commands/del/',
  },
  redisServer: {
    ...base,
    provider: 'redis',
    id: 'data-clients/redis-server',
    verb: 'reconfigure',
    resource: 'server',
    reason: 'Stops the Redis server, or makes it forget or be overwritten ({target}).',
    safer: 'redis-cli INFO',
    source: 'https://redis.io/docs/latest/commands/shutdown/',
  },
  mongoDrop: {
    ...base,
    provider: 'mongodb',
    id: 'data-clients/mongo-drop',
    verb: 'drop',
    resource: 'collection',
    reason: 'Drops or empties MongoDB data: {target}.',
    safer: 'mongosh --eval "db.stats()"',
    source: 'https://www.mongodb.com/docs/manual/reference/method/db.dropDatabase/',
  },
  mongoDelete: {
    ...base,
    provider: 'mongodb',
    id: 'data-clients/mongo-delete',
    verb: 'delete',
    resource: 'document',
    reason: 'Deletes MongoDB documents: {target}.',
    source: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.deleteMany/',
  },
  mongoRestore: {
    ...base,
    provider: 'mongodb',
    id: 'data-clients/mongo-restore-drop',
    verb: 'overwrite',
    resource: 'collection',
    reason: 'Drops the collections of {target} before restoring or importing into them.',
    safer: 'mongorestore --dryRun',
    source: 'https://www.mongodb.com/docs/database-tools/mongorestore/',
  },
  unreadScript: {
    ...base,
    provider: 'mongodb',
    id: 'data-clients/unread-script',
    verb: 'run',
    resource: 'script',
    reversibility: 'unknown',
    reason: 'Runs a database script that could not be read ({target}).',
    source: 'https://www.mongodb.com/docs/mongodb-shell/write-scripts/',
  },
  influx: {
    ...base,
    provider: 'influxdb',
    id: 'data-clients/influx-delete',
    verb: 'delete',
    resource: 'bucket',
    reason: 'Deletes InfluxDB data: {target}.',
    safer: 'influx bucket list',
    source: 'https://docs.influxdata.com/influxdb/v2/reference/cli/influx/',
  },
} as const satisfies Record<string, Rule>;

/** What is reached on this machine, or is named for tests, is filled again by whoever develops with it. */
function smallLoss(environment: Environment): Partial<Sighting> {
  return environment === 'development'
    ? { reversibility: 'recoverable', wayBack: 'It is a development database: seed it again.' }
    : {};
}

const redisValued = new Set(
  '-h -p -s -a -u -r -i -n -d -x --user --pass -t --pattern --cacert --cert --key --sni --tls-ciphers'
    .split(' ')
    .filter((name) => name !== '-x'),
);

function redisEffects(call: Call): Effect[] {
  const { invocation } = call;
  // Behind the first operand everything belongs to the command.
  const { options, operands } = readArguments(invocation.args, redisValued);
  if (has(options, '--help', '--version', '-v')) return [];
  const host = optionValue(options, '-h', '-s');
  const connection = optionValue(options, '-u');
  const environment = clientEnvironment(call, { host, connection });
  const server = shown(connection ?? host ?? null);
  const typed = operands.length > 0 ? [operands] : redisLines(call);
  return typed.flatMap((words) =>
    redisCommand(call, words, { environment, server: server === '?' ? 'on this machine' : server }),
  );
}

/** Commands on standard input, one a line. */
function redisLines({ invocation }: Call): Word[][] {
  const { stdin } = invocation;
  if (stdin.kind !== 'text') return [];
  return stdin.value.split('\n').map((line) =>
    line
      .trim()
      .split(/\s+/)
      .map((value): Word => ({ kind: 'known', value, span: stdin.span })),
  );
}

function redisCommand(
  call: Call,
  words: readonly Word[],
  { environment, server }: { readonly environment: Environment; readonly server: string },
): Effect[] {
  const name = literalOf(words[0])?.toLowerCase();
  const rest = words.slice(1).map(shown);
  const at = (rule: Rule, target: string, more: Partial<Sighting> = {}): Effect[] => [
    effectOf(rule, { target, span: call.invocation.span, environment, ...more }),
  ];
  switch (name) {
    case 'flushall':
    case 'flushdb':
    case 'swapdb':
      return at(rules.redisFlush, server);
    case 'del':
    case 'unlink':
    case 'hdel':
    case 'json.del':
    case 'ft.dropindex': {
      // `… | xargs redis-cli del`: whatever the pipe says.
      const bulk = rest.length === 0 || words.slice(1).some((word) => word.kind !== 'known') || isAppended(call);
      return at(rules.redisDelete, rest.join(', ') || 'whatever the pipe names', bulk ? {} : smallLoss(environment));
    }
    case 'shutdown':
    case 'replicaof':
    case 'slaveof':
      return /^no$/i.test(rest[0] ?? '') ? [] : at(rules.redisServer, [name, ...rest].join(' '));
    case 'debug':
      return /^(?:reload|flushall|segfault|change-repl-id)$/i.test(rest[0] ?? '')
        ? at(rules.redisServer, `debug ${rest[0]}`)
        : [];
    case 'config':
      return /^(?:dir|dbfilename|save|appendonly|maxmemory)$/i.test(rest[1] ?? '') && /^set$/i.test(rest[0] ?? '')
        ? at(rules.redisServer, rest.join(' '), { reversibility: 'recoverable', wayBack: 'CONFIG SET it back.' })
        : [];
    case 'cluster':
      return /^(?:reset|forget|flushslots|failover)$/i.test(rest[0] ?? '')
        ? at(rules.redisServer, `cluster ${rest[0]}`)
        : [];
    case 'script':
    case 'function':
      return name === 'function' && /^(?:flush|delete)$/i.test(rest[0] ?? '')
        ? at(rules.redisDelete, rest.join(' '), smallLoss(environment))
        : [];
    case 'eval': {
      const script = rest[0] ?? '';
      if (/flush(?:all|db)/i.test(script)) return at(rules.redisFlush, server);
      return /['"](?:del|unlink)['"]/i.test(script) ? at(rules.redisDelete, 'those the script finds') : [];
    }
    case 'keys':
    case undefined:
      return [];
    default:
      return [];
  }
}

function isAppended({ invocation }: Call): boolean {
  return /^(?:xargs|gxargs|parallel)$/.test(invocation.wrappers.at(-1)?.program ?? '');
}

const mongoValued = new Set(
  '--eval --host --port -u --username -p --password --authenticationDatabase -f --file --uri -d --db -c --collection --nsInclude --nsExclude --nsFrom --nsTo --tls --tlsCAFile --archive --dir --type --fields --mode --out -o --query -q'.split(
    ' ',
  ),
);

const wholesale =
  /\.\s*(?:dropDatabase|drop|dropIndexes|dropAllUsers|dropUser|dropAllRoles)\s*\(|\.\s*(?:deleteMany|remove)\s*\(\s*(?:\{\s*\}\s*[,)]|\))|\bdropDatabase\s*:|["']?\bdrop\b["']?\s*:\s*["']|\.\s*shutdownServer\s*\(|\$out\b/;
const some =
  /\.\s*(?:deleteMany|deleteOne|findOneAndDelete|findAndModify\s*\(\s*\{[^}]*remove|remove|bulkWrite\s*\([^)]*delete(?:Many|One))\b/;

function mongoEffects(call: Call): Effect[] {
  const { invocation } = call;
  const { options, operands } = readArguments(invocation.args, mongoValued);
  if (has(options, '--help', '--version', '-h')) return [];
  const connection = operands.find((word) => !/\.js$/.test(shown(word)));
  const host = optionValue(options, '--host');
  const isUrl = connection !== undefined && /:\/\/|\$|[.:]/.test(shown(connection));
  const environment = clientEnvironment(call, {
    host,
    connection: isUrl ? connection : undefined,
    database: connection ? shown(connection) : null,
  });
  const texts = [optionValue(options, '--eval')].filter((word) => word !== undefined);
  const files = [...operands.filter((word) => /\.js$/.test(shown(word))), optionValue(options, '-f', '--file')].filter(
    (word) => word !== undefined,
  );
  const effects = texts.flatMap((word) => scriptEffects(call, shown(word), word.kind === 'unknown', environment));
  for (const word of files) effects.push(...scriptFile(call, word, environment));
  if (texts.length + files.length > 0) return effects;
  const { stdin } = invocation;
  if (stdin.kind === 'text') return scriptEffects(call, stdin.value, false, environment);
  return stdin.kind === 'file' ? scriptFile(call, stdin.path, environment) : [];
}

function scriptFile(call: Call, word: Word, environment: Environment): Effect[] {
  const name = literalOf(word);
  const path = name === null ? null : absolutePath(name, call.invocation.cwd, call.inquiry.facts.place);
  const text = path === null ? null : look(call.inquiry, { kind: 'file-text', path });
  if (text?.known) return scriptEffects(call, text.value.text, false, environment);
  return unread(call, shown(word), environment);
}

function scriptEffects(call: Call, text: string, open: boolean, environment: Environment): Effect[] {
  const { span } = call.invocation;
  const whole = wholesale.exec(text);
  if (whole) {
    const test =
      environment === 'development' &&
      /(?:test|e2e|ci)\b/i.test(/getSiblingDB\(([^)]*)\)|use\s+(\w+)/.exec(text)?.[0] ?? '');
    return [
      effectOf(rules.mongoDrop, {
        target: around(text, whole.index),
        span,
        environment,
        ...(test ? smallLoss(environment) : {}),
      }),
    ];
  }
  const narrow = some.exec(text);
  if (narrow)
    return [
      effectOf(rules.mongoDelete, { target: around(text, narrow.index), span, environment, ...smallLoss(environment) }),
    ];
  return open && !/^\W*(?:db\.[\w.]+\.(?:find|count|aggregate|stats)|print|show|rs\.status)/.test(text)
    ? unread(call, text, environment)
    : [];
}

function around(text: string, index: number): string {
  const from = Math.max(text.lastIndexOf('\n', index), text.lastIndexOf(';', index)) + 1;
  return text
    .slice(from, index + 60)
    .trim()
    .replace(/\s+/g, ' ');
}

function unread(call: Call, target: string, environment: Environment): Effect[] {
  const scope = environment === 'development' ? 'workspace' : 'remote';
  return [effectOf(rules.unreadScript, { target, span: call.invocation.span, environment, scope })];
}

function restoreEffects(call: Call): Effect[] {
  const { options, operands } = readArguments(call.invocation.args, mongoValued);
  if (has(options, '--help', '--dryRun') || !options.has('--drop')) return [];
  const connection = optionValue(options, '--uri');
  const database = optionValue(options, '-d', '--db') ?? operands[0];
  const environment = clientEnvironment(call, {
    host: optionValue(options, '--host', '-h'),
    connection,
    database: database ? shown(database) : null,
  });
  const target = shown(database ?? connection ?? null);
  return [
    effectOf(rules.mongoRestore, {
      target: target === '?' ? 'the server' : target,
      span: call.invocation.span,
      environment,
      ...(isTestName(target) ? smallLoss(environment) : {}),
    }),
  ];
}

interface SqlClient {
  readonly provider: string;
  readonly valued: string;
  readonly texts: readonly string[];
  readonly files: readonly string[];
  readonly hosts: readonly string[];
  readonly database: readonly string[];
  /** The first operand is the host. */
  readonly operand?: 'host';
}

const sqlClients: Readonly<Record<string, SqlClient>> = {
  cqlsh: {
    provider: 'cassandra',
    valued: '-e --execute -f --file -u -p -k --keyspace --cqlshrc --connect-timeout',
    texts: ['-e', '--execute'],
    files: ['-f', '--file'],
    hosts: [],
    database: ['-k', '--keyspace'],
    operand: 'host',
  },
  clickhouse: {
    provider: 'clickhouse',
    valued: '-q --query -h --host -u --user --password -d --database --port --queries-file -c --config-file',
    texts: ['-q', '--query'],
    files: ['--queries-file'],
    hosts: ['-h', '--host'],
    database: ['-d', '--database'],
  },
  trino: {
    provider: 'trino',
    valued: '--execute --server --catalog --schema --user -f --file --output-format',
    texts: ['--execute'],
    files: ['-f', '--file'],
    hosts: ['--server'],
    database: ['--catalog'],
  },
  cockroach: {
    provider: 'cockroach',
    valued: '-e --execute --host --url -d --database -f --file --certs-dir -u --user',
    texts: ['-e', '--execute'],
    files: ['-f', '--file'],
    hosts: ['--host', '--url'],
    database: ['-d', '--database'],
  },
  hive: {
    provider: 'hive',
    valued: '-e -f -u -n -p --hiveconf --database',
    texts: ['-e'],
    files: ['-f'],
    hosts: ['-u'],
    database: ['--database'],
  },
};

const clientOf: Readonly<Record<string, string>> = {
  cqlsh: 'cqlsh',
  'clickhouse-client': 'clickhouse',
  clickhouse: 'clickhouse',
  'clickhouse-local': 'clickhouse',
  trino: 'trino',
  presto: 'trino',
  cockroach: 'cockroach',
  beeline: 'hive',
  hive: 'hive',
};

function sqlEffectsOf(call: Call, client: SqlClient): Effect[] {
  const { invocation } = call;
  const { options, operands } = readArguments(invocation.args, new Set(client.valued.split(' ')));
  if (has(options, '--help', '--version') || (options.has('-h') && !client.hosts.includes('-h'))) return [];
  const host = optionValue(options, ...client.hosts) ?? (client.operand === 'host' ? operands[0] : undefined);
  const database = optionValue(options, ...client.database);
  return statementEffects(call, {
    provider: client.provider,
    environment: clientEnvironment(call, { host, database: database ? shown(database) : null }),
    database: literalOf(database),
    texts: [optionValue(options, ...client.texts)],
    files: [optionValue(options, ...client.files)],
    stdin: invocation.stdin.kind === 'text' || invocation.stdin.kind === 'file',
  });
}

const influxValued = new Set(
  '-execute --execute -database --database -host --host -port -username -password -o --org -b --bucket -t --token --start --stop -p --predicate -i --id -n --name -f --file --org-id -c'.split(
    ' ',
  ),
);

function influxEffects(call: Call): Effect[] {
  const { options, operands } = readArguments(call.invocation.args, influxValued);
  if (has(options, '--help', '-h')) return [];
  const environment = clientEnvironment(call, { host: optionValue(options, '-host', '--host') });
  const text = shown(optionValue(options, '-execute', '--execute') ?? null);
  const words = operands.map((word) => literalOf(word) ?? '');
  const named = shown(optionValue(options, '-n', '--name', '-b', '--bucket', '-i', '--id') ?? null);
  const typed = /\b(?:drop|delete|kill)\b/i.test(text) && !/^\s*(?:show|select)\b/i.test(text);
  const deletes =
    words[0] === 'delete' ||
    (words.includes('delete') && words.indexOf('delete') <= 2) ||
    (words[0] === 'restore' && options.has('--full'));
  if (!typed && !deletes) return [];
  const mild = /^(?:auth|task|dashboards?|telegrafs|template|stacks)$/.test(words[0] ?? '');
  return [
    effectOf(rules.influx, {
      target: typed ? text : named === '?' ? words.join(' ') : named,
      span: call.invocation.span,
      environment,
      ...(mild ? { reversibility: 'recoverable', asset: 'access', wayBack: 'Make it again.' } : {}),
    }),
  ];
}

/** Clients of data stores that speak no common SQL, and the other SQL clients. */
export const dataClientsPack: Pack = {
  id: 'data-clients',
  programs: [
    'redis-cli',
    'valkey-cli',
    'keydb-cli',
    'dragonfly-cli',
    'iredis',
    'mongosh',
    'mongo',
    'mongorestore',
    'mongoimport',
    'influx',
    ...Object.keys(clientOf),
  ],
  rules: [...Object.values(rules), unreadStatement],
  effects(call) {
    const program = call.invocation.program ?? '';
    const client = sqlClients[clientOf[program] ?? ''];
    if (client) return sqlEffectsOf(call, client);
    if (/^mongo(?:restore|import)$/.test(program)) return restoreEffects(call);
    if (/^mongo/.test(program)) return mongoEffects(call);
    return program === 'influx' ? influxEffects(call) : redisEffects(call);
  },
};
