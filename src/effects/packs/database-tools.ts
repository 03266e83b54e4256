import { clientEnvironment } from '../client-place.ts';
import { commandPack, joinedPacks } from '../command-table.ts';
import { environmentOfName } from '../environment.ts';
import type { Pack } from '../pack.ts';
import { absolutePath, isTestName, readPath } from '../paths.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { has, literalOf, optionValue, readArguments, shown } from '../words.ts';

const postgres = commandPack({
  id: 'postgres-tools',
  title: 'PostgreSQL',
  programs: ['dropuser', 'pg_dropcluster', 'pg_resetwal', 'pg_resetxlog', 'pg_rewind', 'pg_archivecleanup'],
  docs: 'https://www.postgresql.org/docs/current/reference.html',
  valued: '-h --host -p --port -U --username -D --pgdata',
  endpoint: '-h --host',
  many: true,
  harmless: ['-n', '-i', '--interactive'],
  safer: 'pg_lsclusters',
  rows: [
    {
      words: '',
      verb: 'drop',
      resource: 'cluster',
      asset: 'data-store',
      named: ['-D', '--pgdata'],
      reason: 'Drops the database cluster, role or write-ahead log {target}; committed data may be lost with it.',
    },
  ],
});

const cassandra = commandPack({
  id: 'cassandra-tools',
  title: 'Cassandra',
  programs: ['nodetool'],
  docs: 'https://cassandra.apache.org/doc/latest/cassandra/managing/tools/nodetool/nodetool.html',
  valued: '-h --host -p --port -u --username -pw --password -t',
  endpoint: '-h --host',
  safer: 'nodetool status',
  rows: [
    {
      words: 'clearsnapshot|decommission|removenode|assassinate|truncatehints|refresh',
      verb: 'remove',
      resource: 'node or snapshot',
      asset: 'backup',
      otherwise: 'this node',
      reason: 'Takes {target} out of the cluster, or deletes its snapshots.',
    },
  ],
});

const clusters = commandPack({
  id: 'postgres-clusters',
  title: 'PostgreSQL cluster',
  programs: ['patronictl', 'repmgr', 'stolonctl'],
  docs: 'https://patroni.readthedocs.io/en/latest/patronictl.html',
  valued: '-c --config-file -d --dcs-url --group -f --member --cluster-name',
  safer: 'patronictl list',
  rows: [
    {
      words: 'remove|reinit / primary|standby unregister / init / removekeeper',
      verb: 'remove',
      resource: 'cluster member',
      asset: 'data-store',
      reason: 'Removes {target} or wipes a member of it to copy it anew.',
    },
  ],
});

/** DuckDB works on a file: `duckdb warehouse.duckdb "DROP TABLE x"`. */
const duckdb: Pack = {
  id: 'duckdb',
  programs: ['duckdb'],
  rules: [unreadStatement],
  effects(call) {
    const { place } = call.inquiry.facts;
    const { options, operands } = readArguments(
      call.invocation.args,
      new Set(['-c', '-cmd', '-init', '-s', '-f', '-newline', '-separator']),
    );
    const file = literalOf(operands[0]) ?? '';
    const path = file === '' ? null : absolutePath(file, call.invocation.cwd, place);
    const region = path === null ? null : readPath(path, place).region;
    if (file === '' || file === ':memory:' || region === 'temporary') return [];
    return statementEffects(call, {
      provider: 'duckdb',
      environment: isTestName(file)
        ? 'development'
        : environmentOfName(file) === 'unknown'
          ? clientEnvironment(call, {})
          : environmentOfName(file),
      database: file,
      scope: region === 'workspace' ? 'workspace' : 'machine',
      texts: [operands[1], optionValue(options, '-c', '-cmd', '-s')],
      files: [optionValue(options, '-f', '-init')],
      stdin: true,
    });
  },
};

/** Oracle's client: `sqlplus -s user/password@//host:1521/service @script`, or statements by standard input. */
const oracle: Pack = {
  id: 'oracle',
  programs: ['sqlplus', 'sqlcl'],
  rules: [unreadStatement],
  effects(call) {
    const { options, operands } = readArguments(call.invocation.args, new Set(['-C', '-c', '-M', '-m', '-R', '-r']));
    if (has(options, '-H', '-h', '-V', '-v', '-help', '-version')) return [];
    const script = operands.find((word) => shown(word).startsWith('@'));
    const logon = operands.find((word) => word !== script && shown(word).includes('@'));
    const address = logon ? shown(logon).replace(/^.*@(?:\/\/)?/, '') : null;
    const host = logon?.kind === 'known' && address !== null ? { ...logon, value: address } : logon;
    return statementEffects(call, {
      provider: 'oracle',
      dialect: 'oracle',
      // Whoever signs in as the system's owner may be at any database.
      environment:
        operands.some((word) => literalOf(word) === 'sysdba') && !host ? 'unknown' : clientEnvironment(call, { host }),
      database: address,
      files: [script?.kind === 'known' ? { ...script, value: script.value.replace(/^@@?/, '') } : script],
      stdin: true,
    });
  },
};

/** Clients whose server is named elsewhere: Db2 takes its statement as words, Teradata and RMAN by standard input. */
const elsewhere: Pack = {
  id: 'other-clients',
  programs: ['db2', 'bteq', 'rman'],
  rules: [unreadStatement],
  effects(call) {
    const { program, args, span } = call.invocation;
    const text = args.map(shown).join(' ');
    const statement = program === 'db2' && args.length > 0 && !/^-(?!v?x)/.test(text);
    return statementEffects(call, {
      provider: program ?? 'sql',
      environment: 'unknown',
      database: null,
      texts: [statement ? { kind: 'known', value: text.replace(/\bdrop db\b/i, 'drop database'), span } : undefined],
      stdin: true,
    });
  },
};

/** Tools that work on a database as a whole: its cluster, its nodes, its file. */
export const databaseToolsPack = joinedPacks('database-tools', [
  postgres,
  cassandra,
  clusters,
  duckdb,
  oracle,
  elsewhere,
]);
