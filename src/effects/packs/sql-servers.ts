import type { Environment } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { environmentOfConnection, environmentOfHost, environmentOfName, hostOf, isLoopback } from '../environment.ts';
import type { Call } from '../pack.ts';
import { absolutePath, isTestName, readPath } from '../paths.ts';
import type { SqlPlace } from '../sql.ts';
import { type Arguments, literalOf, optionValue } from '../words.ts';

/** What the command line of a database's own client means. */
export interface Client {
  readonly provider: string;
  readonly dialect: string;
  readonly valued: ReadonlySet<string>;
  /** Options whose value stands right behind them or nowhere: `-pVerySecret` is no cluster of `-p`, `-V`, `-e`. */
  readonly attached?: ReadonlySet<string>;
  readonly commands: readonly string[];
  readonly files: readonly string[];
  readonly host: readonly string[];
  readonly database: readonly string[];
  /** Which operand names the database or connection. */
  readonly operand: number;
}

/** Every beginning by which getopt takes a long option for the whole of it. */
function beginnings(name: string): string[] {
  return Array.from({ length: name.length - 4 }, (_, index) => name.slice(0, 5 + index));
}

/** PostgreSQL's. */
export const postgres: Client = {
  provider: 'postgres',
  dialect: 'postgres',
  valued: new Set(
    `-c ${beginnings('--command').join(' ')} -d --dbname -f ${beginnings('--file').join(' ')} -F --field-separator -h --host -L --log-file -o --output -p --port -P --pset -R --record-separator -T --table-attr -U --username -v --set --variable`.split(
      ' ',
    ),
  ),
  commands: ['-c', ...beginnings('--command')],
  files: ['-f', ...beginnings('--file')],
  host: ['-h', '--host'],
  database: ['-d', '--dbname'],
  operand: 0,
};
/** MySQL's and MariaDB's. */
export const mysql: Client = {
  provider: 'mysql',
  dialect: 'mysql',
  valued: new Set(
    `-e ${beginnings('--execute').join(' ')} -D --database -h --host -P --port -u --user -S --socket --login-path --protocol --default-character-set --defaults-file --defaults-extra-file --init-command`.split(
      ' ',
    ),
  ),
  attached: new Set(['-p', '-#']),
  commands: ['-e', ...beginnings('--execute'), '--init-command'],
  files: [],
  host: ['-h', '--host'],
  database: ['-D', '--database'],
  operand: 0,
};
/** SQLite's. */
export const sqlite: Client = {
  provider: 'sqlite',
  dialect: 'sqlite',
  valued: new Set(['-cmd', '-init', '-separator', '-nullvalue', '-newline', '-vfs']),
  commands: ['-cmd'],
  files: ['-init'],
  host: [],
  database: [],
  operand: 0,
};

/** By program. */
export const clients: Readonly<Record<string, Client>> = {
  psql: postgres,
  pgcli: postgres,
  mysql,
  mariadb: mysql,
  mycli: mysql,
  ysqlsh: postgres,
  litecli: sqlite,
  mysqlsh: { ...mysql, valued: new Set([...mysql.valued, '-f', '--file']), files: ['-f', '--file'] },
  sqlite3: sqlite,
  sqlite: sqlite,
};

/** Where a client's statements run; null where nothing is kept: in memory, in a temporary file, in one of the session's. */
export function placeOf(call: Call, client: Client, read: Arguments): SqlPlace | null {
  const { invocation, inquiry } = call;
  const { place } = inquiry.facts;
  const shared = { dialect: client.dialect, provider: client.provider, offset: null, span: invocation.span };
  const operand = read.operands[client.operand];
  if (client === sqlite) {
    const file = operand && literalOf(operand);
    if (!operand || file === ':memory:' || file === '') return null;
    const absolute = file ? absolutePath(file, invocation.cwd, place) : null;
    const reading = absolute === null ? null : readPath(absolute, place);
    if (reading?.region === 'temporary') return null;
    if (absolute !== null && place.createdBySession.includes(absolute)) return null;
    return {
      ...shared,
      environment: file && isTestName(file) ? 'development' : environmentOfName(file ?? ''),
      database: file ?? null,
      scope: reading?.region === 'workspace' ? 'workspace' : 'machine',
    };
  }
  const connection = connectionOf(optionValue(read.options, ...client.database) ?? operand);
  const environment = databaseEnvironment(call, client, read, connection);
  return { ...shared, environment, database: connection, scope: 'remote' };
}

/** A database's name or address, as far as it is known. */
export function connectionOf(word: Word | undefined): string | null {
  if (!word) return null;
  return word.kind === 'unknown' ? word.text : word.value;
}

/** Which kind of place the server is that a call speaks to; `connection` is the database or its address. */
export function databaseEnvironment(
  { invocation, inquiry }: Call,
  client: Client,
  read: Arguments,
  connection: string | null,
): Environment {
  const host = optionValue(read.options, ...client.host);
  const hostText = literalOf(host) ?? (client === postgres ? literalOf(invocation.environment.PGHOST) : null);
  const named = connection === null ? 'unknown' : environmentOfName(connection.replace(/^.*@/, ''));
  if (named === 'production') return 'production';
  if (host?.kind === 'unknown') return environmentOfName(host.text);
  if (hostText !== null && hostText !== '') return environmentOfHost(hostText);
  if (connection !== null && hostOf(connection)) return environmentOfConnection(connection);
  const settings = literalOf(optionValue(read.options, '--defaults-file', '--defaults-extra-file', '--login-path'));
  if (settings !== null && environmentOfName(settings) !== 'unknown') return environmentOfName(settings);
  // A wrapper that brings in secrets brings in their database, which may be the real one.
  if (
    invocation.wrappers.some((wrapper) =>
      /^(?:railway|heroku|fly|flyctl|doppler|op|chamber|infisical|aws-vault)$/.test(wrapper.program),
    )
  ) {
    return named;
  }
  // `$DATABASE_URL` may point anywhere.
  if (connection?.includes('$')) return named === 'unknown' ? 'unknown' : named;
  const away = invocation.wrappers.find((wrapper) => wrapper.place !== 'here');
  if (away?.place === 'remote') return environmentOfName(away.target ?? '');
  if (away?.place === 'container') {
    const container = environmentOfName(away.target ?? '');
    return container === 'unknown' ? 'development' : container;
  }
  if (client === postgres && inquiry.facts.place.context === 'ask') {
    const fact = look(inquiry, { kind: 'variable', name: 'PGHOST' });
    if (fact.known && fact.value && !isLoopback(fact.value) && !fact.value.startsWith('/')) {
      return environmentOfHost(fact.value);
    }
  }
  // Neither host nor URL: the server on this machine.
  return 'development';
}
