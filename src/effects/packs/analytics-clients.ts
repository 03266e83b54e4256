import type { Effect } from '../../action/effect.ts';
import { clientEnvironment } from '../client-place.ts';
import { type Call, effectOf, type Pack, type Rule, serverDataLoss } from '../pack.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { has, literalOf, optionValue, readArguments, shown } from '../words.ts';

const rules = {
  influx: {
    ...serverDataLoss,
    provider: 'influxdb',
    id: 'analytics-clients/influx-delete',
    verb: 'delete',
    resource: 'bucket',
    reason: 'Deletes InfluxDB data: {target}.',
    safer: 'influx bucket list',
    source: 'https://docs.influxdata.com/influxdb/v2/reference/cli/influx/',
  },
} as const satisfies Record<string, Rule>;

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
  sqlserver: {
    provider: 'sqlserver',
    valued: '-S -d -U -P -Q -q -i -o -v -h -s -W-width -y -Y -l -t -C-page',
    texts: ['-Q', '-q'],
    files: ['-i'],
    hosts: ['-S'],
    database: ['-d'],
  },
  snowflake: {
    provider: 'snowflake',
    valued:
      '-a --accountname -u --username -d --dbname -s --schemaname -w --warehouse -r --rolename -c --connection -q --query -f --filename -o --options --config -D --variable',
    texts: ['-q', '--query'],
    files: ['-f', '--filename'],
    hosts: ['-a', '--accountname', '-c', '--connection'],
    database: ['-d', '--dbname'],
  },
  spark: {
    provider: 'spark',
    valued: '-e -f --master --conf --database --hiveconf --deploy-mode',
    texts: ['-e'],
    files: ['-f'],
    hosts: ['--master'],
    database: ['--database'],
  },
  vertica: {
    provider: 'vertica',
    valued: '-c --command -f --file -h --host -d --dbname -U --username -w --password -p --port -o --output -v --set',
    texts: ['-c', '--command'],
    files: ['-f', '--file'],
    hosts: ['-h', '--host'],
    database: ['-d', '--dbname'],
  },
  impala: {
    provider: 'impala',
    valued: '-q --query -f --query_file -i --impalad -d --database -u --user -o --output_file',
    texts: ['-q', '--query'],
    files: ['-f', '--query_file'],
    hosts: ['-i', '--impalad'],
    database: ['-d', '--database'],
  },
  singlestore: {
    provider: 'singlestore',
    valued: '-e --execute -h --host -u --user -P --port -D --database',
    texts: ['-e', '--execute'],
    files: [],
    hosts: ['-h', '--host'],
    database: ['-D', '--database'],
  },
  odbc: {
    provider: 'sql',
    valued: '-S -U -P -D -H -p',
    texts: [],
    files: [],
    hosts: ['-S', '-H'],
    database: ['-D'],
    operand: 'host',
  },
  universal: {
    provider: 'sql',
    valued: '-c --command -f --file -o --out -v --set --variable',
    texts: ['-c', '--command'],
    files: ['-f', '--file'],
    hosts: [],
    database: [],
    operand: 'host',
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
  sqlcmd: 'sqlserver',
  'mssql-cli': 'sqlserver',
  snowsql: 'snowflake',
  'spark-sql': 'spark',
  usql: 'universal',
  vsql: 'vertica',
  isql: 'odbc',
  iusql: 'odbc',
  tsql: 'odbc',
  osql: 'sqlserver',
  hive: 'hive',
  'impala-shell': 'impala',
  ycqlsh: 'cqlsh',
  memsql: 'singlestore',
};

/** `clickhouse-client --multiquery "DROP …"`: a statement where a name would stand. */
const statement = /^\s*(?:drop|truncate|delete|alter|update|insert|select|with)\s/i;

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
    texts: [optionValue(options, ...client.texts), ...operands.filter((word) => statement.test(shown(word)))],
    files: [optionValue(options, ...client.files)],
    stdin: true,
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

/** Clients of Cassandra, ClickHouse, Trino, CockroachDB, Hive and InfluxDB. */
export const analyticsClientsPack: Pack = {
  id: 'analytics-clients',
  programs: ['influx', ...Object.keys(clientOf)],
  rules: [...Object.values(rules), unreadStatement],
  effects(call) {
    const client = sqlClients[clientOf[call.invocation.program ?? ''] ?? ''];
    return client ? sqlEffectsOf(call, client) : influxEffects(call);
  },
};
