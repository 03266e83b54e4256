import type { Effect, Environment } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { clientEnvironment, smallLoss } from '../client-place.ts';
import { type Call, effectOf, type Pack, type Rule, serverDataLoss } from '../pack.ts';
import { absolutePath, isTestName } from '../paths.ts';
import { has, literalOf, optionValue, readArguments, shown } from '../words.ts';

const rules = {
  drop: {
    ...serverDataLoss,
    provider: 'mongodb',
    id: 'mongodb/drop',
    verb: 'drop',
    resource: 'collection',
    reason: 'Drops or empties MongoDB data: {target}.',
    safer: 'mongosh --eval "db.stats()"',
    source: 'https://www.mongodb.com/docs/manual/reference/method/db.dropDatabase/',
  },
  delete: {
    ...serverDataLoss,
    provider: 'mongodb',
    id: 'mongodb/delete',
    verb: 'delete',
    resource: 'document',
    reason: 'Deletes MongoDB documents: {target}.',
    source: 'https://www.mongodb.com/docs/manual/reference/method/db.collection.deleteMany/',
  },
  restore: {
    ...serverDataLoss,
    provider: 'mongodb',
    id: 'mongodb/restore-drop',
    verb: 'overwrite',
    resource: 'collection',
    reason: 'Drops the collections of {target} before restoring or importing into them.',
    safer: 'mongorestore --dryRun',
    source: 'https://www.mongodb.com/docs/database-tools/mongorestore/',
  },
  unreadScript: {
    ...serverDataLoss,
    provider: 'mongodb',
    id: 'mongodb/unread-script',
    verb: 'run',
    resource: 'script',
    reversibility: 'unknown',
    reason: 'Runs a database script that could not be read ({target}).',
    source: 'https://www.mongodb.com/docs/mongodb-shell/write-scripts/',
  },
} as const satisfies Record<string, Rule>;

const mongoValued = new Set(
  '--eval --host --port -u --username -p --password --authenticationDatabase -f --file --uri -d --db -c --collection --nsInclude --nsExclude --nsFrom --nsTo --tls --tlsCAFile --archive --dir --type --fields --mode --out -o --query -q'.split(
    ' ',
  ),
);

const wholesale =
  /\.\s*(?:dropDatabase|drop|dropIndexes|dropAllUsers|dropUser|dropAllRoles)\s*\(|\.\s*(?:deleteMany|remove)\s*\(\s*(?:\{\s*\}\s*[,)]|\))|\.\s*updateMany\s*\(\s*\{\s*\}\s*,\s*\{\s*["']?\$unset\b|\bdropDatabase\s*:|["']?\bdrop\b["']?\s*:\s*["']|\.\s*(?:shutdownServer|removeShard)\s*\(|\bremoveShard["']?\s*:|\bshutdown["']?\s*:\s*1|\brs\.remove\(|\$out\b/;
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
  const named = connection ? (/[^/?]+(?=\?|$)/.exec(shown(connection))?.[0] ?? '') : '';
  const texts = [optionValue(options, '--eval')].filter((word) => word !== undefined);
  const files = [...operands.filter((word) => /\.js$/.test(shown(word))), optionValue(options, '-f', '--file')].filter(
    (word) => word !== undefined,
  );
  const effects = texts.flatMap((word) =>
    scriptEffects(call, shown(word), word.kind === 'unknown', environment, named),
  );
  for (const word of files) effects.push(...scriptFile(call, word, environment));
  if (texts.length + files.length > 0) return effects;
  const { stdin } = invocation;
  if (stdin.kind === 'text') return scriptEffects(call, stdin.value, false, environment, named);
  return stdin.kind === 'file' ? scriptFile(call, stdin.path, environment) : [];
}

function scriptFile(call: Call, word: Word, environment: Environment): Effect[] {
  const name = literalOf(word);
  const path = name === null ? null : absolutePath(name, call.invocation.cwd, call.inquiry.facts.place);
  const text = path === null ? null : look(call.inquiry, { kind: 'file-text', path });
  if (text?.known) return scriptEffects(call, text.value.text, false, environment);
  return unread(call, shown(word), environment);
}

function scriptEffects(call: Call, text: string, open: boolean, environment: Environment, database = ''): Effect[] {
  const { span } = call.invocation;
  const whole = wholesale.exec(text);
  if (whole) {
    const other = /getSiblingDB\(([^)]*)\)|use\s+(\w+)/.exec(text)?.[0];
    const test = environment === 'development' && (other ? /(?:test|e2e|ci)\b/i.test(other) : isTestName(database));
    return [
      effectOf(rules.drop, {
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
      effectOf(rules.delete, { target: around(text, narrow.index), span, environment, ...smallLoss(environment) }),
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
    effectOf(rules.restore, {
      target: target === '?' ? 'the server' : target,
      span: call.invocation.span,
      environment,
      ...(isTestName(target) ? smallLoss(environment) : {}),
    }),
  ];
}

/** MongoDB's shell and its restore and import tools. */
export const mongodbPack: Pack = {
  id: 'mongodb',
  programs: ['mongosh', 'mongo', 'mongorestore', 'mongoimport'],
  rules: Object.values(rules),
  effects: (call) =>
    /^mongo(?:restore|import)$/.test(call.invocation.program ?? '') ? restoreEffects(call) : mongoEffects(call),
};
