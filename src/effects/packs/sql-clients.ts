import type { Effect, Environment } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Invocation, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { hostOf } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting, serverDataLoss } from '../pack.ts';
import { absolutePath, isTestName } from '../paths.ts';
import { type SqlPlace, sqlEffects, sqlRules } from '../sql.ts';
import { isOpenedHere, openedHere } from '../statements.ts';
import { type Arguments, has, literalOf, optionValue, readArguments, shown } from '../words.ts';
import {
  type Client,
  clients,
  connectionOf,
  databaseEnvironment,
  mysql,
  placeOf,
  postgres,
  sqlite,
} from './sql-servers.ts';

const dropDatabase: Rule = {
  ...serverDataLoss,
  provider: 'postgres',
  id: 'sql-clients/drop-database',
  verb: 'drop',
  resource: 'database',
  reason: 'Drops the database {target} with all its data.',
  safer: 'pg_dump {target}',
  source: 'https://www.postgresql.org/docs/current/app-dropdb.html',
};
const restoreClean: Rule = {
  ...serverDataLoss,
  provider: 'postgres',
  id: 'sql-clients/restore-clean',
  verb: 'overwrite',
  resource: 'database',
  reason: 'Drops what {target} holds before restoring into it.',
  safer: 'pg_restore --list',
  source: 'https://www.postgresql.org/docs/current/app-pgrestore.html',
};
const stoppedServer: Rule = {
  ...serverDataLoss,
  provider: 'mysql',
  id: 'sql-clients/server-stop',
  verb: 'stop',
  resource: 'server',
  asset: 'compute',
  reversibility: 'recoverable',
  attack: 'T1489',
  reason: 'Stops the database server {target}: nobody can use it.',
  wayBack: 'Start it again.',
  source: 'https://dev.mysql.com/doc/refman/8.4/en/mysqladmin.html',
};
const unreadText: Rule = {
  ...serverDataLoss,
  provider: 'sql',
  id: 'sql-clients/unread-text',
  verb: 'run',
  resource: 'statement',
  reversibility: 'unknown',
  reason: 'Runs SQL from {target}, which could not be read.',
  source: 'https://www.postgresql.org/docs/current/app-psql.html',
};

function clientEffects(call: Call, client: Client): Effect[] {
  const { invocation, inquiry } = call;
  const read = readArguments(invocation.args, client.valued, client.attached);
  if (has(read.options, '--help', '--version', '-V', '-?')) return [];
  const where = placeOf(call, client, read);
  if (!where) return [];
  const effects: Effect[] = [];
  const texts = client.commands.flatMap((name) => repeated(invocation, name, read));
  if (client === sqlite) texts.push(...read.operands.slice(1));
  for (const word of texts) effects.push(...textEffects(word, where, call));
  for (const name of client.files) {
    for (const word of repeated(invocation, name, read)) effects.push(...fileEffects(word, where, call));
  }
  if (texts.length > 0) return effects;
  const { stdin } = invocation;
  if (stdin.kind === 'text') {
    effects.push(...includedEffects(stdin.value, where, call));
    const from = offsetOf(stdin.value, stdin.span);
    effects.push(...sqlEffects(metaless(stdin.value), { ...where, offset: from, span: stdin.span }, inquiry));
  }
  if (stdin.kind === 'file') {
    effects.push(...fileEffects(openedHere(stdin.path, call), where, call));
    if (isOpenedHere(call)) effects.push(unread(shown(stdin.path), where));
  }
  if (stdin.kind === 'unknown' || (stdin.kind === 'pipe' && effects.length === 0)) {
    effects.push(unread('a pipe', where));
  }
  return effects;
}

/** All values of an option that may be given several times (`psql -c … -c …`). */
function repeated(invocation: Invocation, name: string, read: Arguments): Word[] {
  if (!read.options.has(name)) return [];
  const found: Word[] = [];
  invocation.args.forEach((word, index) => {
    const text = word.kind === 'unknown' ? word.prefix : word.value;
    const next = invocation.args[index + 1];
    if (text === name && next) found.push(next);
  });
  const last = optionValue(read.options, name);
  return found.length > 0 ? found : last ? [last] : [];
}

function textEffects(word: Word, where: SqlPlace, call: Call): Effect[] {
  const { inquiry } = call;
  if (word.kind === 'unknown') {
    const certain = sqlEffects(`${word.prefix} `, { ...where, offset: null, span: word.span }, inquiry);
    return certain.length > 0 ? certain : [unread(shown(word), where, word.span)];
  }
  const text = metaless(word.value);
  const included = includedEffects(word.value, where, call);
  return [
    ...included,
    ...sqlEffects(text, { ...where, offset: offsetOf(word.value, word.span), span: word.span }, inquiry),
  ];
}

/** Client commands that send what stands before them, so that a new statement begins behind. */
const sends = /\\g(?:set|x|desc)?\b[^\n;]*|\\(?:crosstabview|watch)\b[^\n;]*/g;

/** What client commands bring in: a file (`\i`, `.read`, `source`) or a shell (`\!`, `.shell`). */
function includedEffects(text: string, where: SqlPlace, call: Call): Effect[] {
  const effects: Effect[] = [];
  for (const match of text.matchAll(/^[ \t]*(?:\\ir?|\.read|source|\\\.)[ \t]+([^\s;]+)/gm)) {
    const word: Word = { kind: 'known', value: match[1] ?? '', span: where.span };
    effects.push(...fileEffects(word, where, call));
  }
  // What the query prints is run as statements.
  if (/\\gexec\b/.test(text)) effects.push(unread('what the query itself prints', where));
  const restored = where.provider === 'sqlite' ? /^[ \t]*\.restore\s+(.+)$/m.exec(text) : null;
  if (restored) {
    effects.push(
      effectOf(restoreClean, {
        target: where.database ?? '?',
        span: where.span,
        provider: 'sqlite',
        scope: where.scope,
      }),
    );
  }
  // What the client prints is handed to a program: a pager only shows it.
  for (const match of text.matchAll(
    /\\(?:o|out|w|write|g)[ \t]*\|[ \t]*([^\n]+)|\\copy\b[^\n]*?\b(?:to|from)\s+program\s+'([^'\n]+)/gi,
  )) {
    const command = match[1] ?? match[2] ?? '';
    if (/^(?:less|more|cat|wc|head|tail|sort|grep|pspg|jq|column|uniq|awk|sed|cut)\b[^|;&$`]*$/.test(command)) continue;
    effects.push({
      ...unread(command, where),
      scope: 'machine',
      reason: `Hands what the client prints to the shell command ${command}.`,
    });
  }
  for (const match of text.matchAll(/^[ \t]*(?:\\!|\.shell|\.system|system)[ \t]+(.+)$/gm)) {
    effects.push({
      ...unread(match[1] ?? '', where),
      scope: 'machine',
      reason: `Runs the shell command ${match[1]} from within the client.`,
    });
  }
  return effects;
}

/** Client commands (`\dt`, `.tables`) are blanked, so that positions stay. */
function metaless(text: string): string {
  const sent = text.includes('\\') ? text.replace(sends, (command) => `;${' '.repeat(command.length - 1)}`) : text;
  if (!/^[^\S\n]*[\\.]/m.test(sent)) return sent;
  // `\\\\` ends a client command; what follows it is SQL again.
  return sent
    .replace(/^[ \t]*(?:\\(?:[^\n;\\]|\\(?!\\))*|\.[a-z][^\n]*)/gm, (line) => ' '.repeat(line.length))
    .replace(/^( *)\\\\/gm, '$1  ');
}

/** Where a word's value stands in the action's text: behind its opening quote, if it stands there letter for letter. */
function offsetOf(value: string, span: Span): number | null {
  const extra = span[1] - span[0] - value.length;
  return extra === 2 ? span[0] + 1 : extra === 0 ? span[0] : null;
}

function fileEffects(word: Word, where: SqlPlace, { invocation, inquiry }: Call): Effect[] {
  const { place } = inquiry.facts;
  const name = literalOf(word);
  if (name === '-' || name === '/dev/stdin') return [];
  const absolute = name === null ? null : absolutePath(name, invocation.cwd, place);
  if (absolute === null) return [unread(shown(word), where, word.span)];
  const text = look(inquiry, { kind: 'file-text', path: absolute });
  if (!text.known) return [unread(shown(word), where, word.span)];
  const source = { file: name ?? absolute, line: 1 };
  return sqlEffects(metaless(text.value.text), { ...where, offset: null, span: word.span }, inquiry).map((effect) => ({
    ...effect,
    source,
  }));
}

/** SQL nobody could read: on this machine's development database it stays there, elsewhere it is a person's business. */
function unread(target: string, where: SqlPlace, span: Span = where.span): Effect {
  return effectOf(unreadText, {
    target,
    span,
    provider: where.provider,
    environment: where.environment,
    scope: where.environment === 'development' ? 'workspace' : where.scope,
  });
}

/** `-f` is `--force` here, not psql's file. */
const dropValued = new Set('-h --host -p --port -U --username --maintenance-db'.split(' '));

function dropEffects(call: Call): Effect[] {
  const { invocation } = call;
  const read = readArguments(invocation.args, dropValued);
  if (has(read.options, '--help', '--version')) return [];
  if (has(read.options, '-i', '--interactive') && invocation.stdin.kind === 'inherited') return [];
  const [database] = read.operands;
  if (!database) return [];
  return [
    droppedDatabase(database, 'postgres', databaseEnvironment(call, postgres, read, shown(database)), invocation.span),
  ];
}

function droppedDatabase(database: Word, provider: string, environment: Environment, span: Span): Effect {
  const target = shown(database);
  return effectOf(dropDatabase, {
    target,
    span,
    environment,
    provider,
    ...ifTestDatabase(target, environment),
  });
}

/** A database named for tests, on this machine, is made again. */
function ifTestDatabase(name: string, environment: Environment): Partial<Sighting> {
  return environment === 'development' && isTestName(name)
    ? { reversibility: 'recoverable', wayBack: 'It is named as a test database: make it again.' }
    : {};
}

function adminEffects(call: Call): Effect[] {
  const { invocation } = call;
  const read = readArguments(invocation.args, mysql.valued, mysql.attached);
  const stop = read.operands.find((word) => literalOf(word) === 'shutdown');
  if (stop) {
    const host = optionValue(read.options, '-h', '--host');
    const target = host ? shown(host) : 'on this machine';
    const environment = databaseEnvironment(call, mysql, read, '');
    return [effectOf(stoppedServer, { target, span: invocation.span, environment })];
  }
  const verb = read.operands.findIndex((word) => literalOf(word) === 'drop');
  const database = read.operands[verb + 1];
  if (verb < 0 || !database) return [];
  return [droppedDatabase(database, 'mysql', databaseEnvironment(call, mysql, read, shown(database)), invocation.span)];
}

const restoreValued: ReadonlySet<string> = new Set(
  '-d --dbname -f --file -F --format -h --host -I --index -j --jobs -L --use-list -n --schema -N --exclude-schema -p --port -P --function -S --superuser -t --table -T --trigger -U --username --role --section'.split(
    ' ',
  ),
);

function restoreEffects(call: Call): Effect[] {
  const { invocation } = call;
  const read = readArguments(invocation.args, restoreValued);
  const cleans = [...read.options.keys()].some((name) => name === '-c' || /^--cl(?:e(?:an?)?)?$/.test(name));
  if (!cleans) return [];
  if (has(read.options, '-l', '--list', '--help')) return [];
  const connection = connectionOf(optionValue(read.options, '-d', '--dbname'));
  // Without a database pg_restore writes a script to its output.
  if (connection === null) return [];
  const environment = databaseEnvironment(call, postgres, read, connection);
  return [
    effectOf(restoreClean, {
      target: hostOf(connection) ?? connection,
      span: invocation.span,
      environment,
      ...ifTestDatabase(connection, environment),
    }),
  ];
}

/** SQL through the command-line clients of PostgreSQL, MySQL and SQLite. */
export const sqlClientsPack: Pack = {
  id: 'sql-clients',
  programs: [...Object.keys(clients), 'dropdb', 'mysqladmin', 'mariadb-admin', 'pg_restore'],
  rules: [dropDatabase, restoreClean, stoppedServer, unreadText, ...Object.values(sqlRules)],
  effects(call) {
    const program = call.invocation.program ?? '';
    const client = clients[program];
    if (client) return clientEffects(call, client);
    if (program === 'dropdb') return dropEffects(call);
    if (program === 'pg_restore') return restoreEffects(call);
    return adminEffects(call);
  },
};
