import type { Effect, Environment } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { clientEnvironment, smallLoss } from '../client-place.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting, serverDataLoss } from '../pack.ts';
import { absolutePath } from '../paths.ts';
import { openedHere } from '../statements.ts';
import { has, literalOf, optionValue, readArguments, shown } from '../words.ts';

const rules = {
  flush: {
    ...serverDataLoss,
    provider: 'redis',
    id: 'redis/flush',
    verb: 'flush',
    resource: 'database',
    reason: 'Deletes every key of the Redis server or database {target}.',
    safer: 'redis-cli DBSIZE',
    source: 'https://redis.io/docs/latest/commands/flushall/',
  },
  delete: {
    ...serverDataLoss,
    provider: 'redis',
    id: 'redis/delete',
    verb: 'delete',
    resource: 'key',
    reason: 'Deletes the Redis keys {target}.',
    safer: 'redis-cli --scan',
    source: 'https://redis.io/docs/latest/commands/del/',
  },
  server: {
    ...serverDataLoss,
    provider: 'redis',
    id: 'redis/server',
    verb: 'reconfigure',
    resource: 'server',
    reason: 'Stops the Redis server, or makes it forget or be overwritten ({target}).',
    safer: 'redis-cli INFO',
    source: 'https://redis.io/docs/latest/commands/shutdown/',
  },
} as const satisfies Record<string, Rule>;

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
  const host = optionValue(options, '-h', '-s') ?? (options.has('--cluster') ? operands[1] : undefined);
  const connection = optionValue(options, '-u');
  const environment = clientEnvironment(call, { host, connection });
  const server = shown(connection ?? host ?? null);
  // `--cluster call HOST:PORT FLUSHALL` goes to every node.
  const toAll = options.has('--cluster') && literalOf(operands[0]) === 'call';
  if (options.has('--cluster') && /^(?:del-node|reshard)$/.test(literalOf(operands[0]) ?? '')) {
    return [effectOf(rules.server, { target: operands.map(shown).join(' '), span: invocation.span, environment })];
  }
  const typed = operands.length > 0 ? [toAll ? operands.slice(2) : operands] : redisLines(call);
  return typed.flatMap((words) =>
    redisCommand(call, words, { environment, server: server === '?' ? 'on this machine' : server }),
  );
}

/** Commands on standard input, one a line. */
function redisLines(call: Call): Word[][] {
  const { stdin, cwd, span } = call.invocation;
  let text: string | undefined;
  if (stdin.kind === 'text') text = stdin.value;
  if (stdin.kind === 'file') {
    const file = openedHere(stdin.path, call);
    const path = file.kind === 'known' ? absolutePath(file.value, cwd, call.inquiry.facts.place) : null;
    const read = path === null ? null : look(call.inquiry, { kind: 'file-text', path });
    if (read?.known) text = read.value.text;
  }
  if (text === undefined) return [];
  const where = stdin.kind === 'text' ? stdin.span : span;
  return text.split('\n').map((line) =>
    line
      .trim()
      .split(/\s+/)
      .map((value): Word => ({ kind: 'known', value, span: where })),
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
      return at(rules.flush, server);
    case 'del':
    case 'unlink':
    case 'hdel':
    case 'json.del':
    case 'ft.dropindex': {
      if (name === 'ft.dropindex' && /^dd$/i.test(rest[1] ?? '')) return at(rules.delete, rest.join(' '));
      // `… | xargs redis-cli del`: whatever the pipe says.
      const bulk = rest.length === 0 || words.slice(1).some((word) => word.kind !== 'known') || isAppended(call);
      return at(rules.delete, rest.join(', ') || 'whatever the pipe names', bulk ? {} : smallLoss(environment));
    }
    case 'xtrim':
    case 'ltrim':
    case 'zremrangebyrank':
    case 'zremrangebyscore':
    case 'zremrangebylex':
      return at(rules.delete, rest.join(' '), smallLoss(environment));
    case 'shutdown':
      return at(rules.server, [name, ...rest].join(' '));
    case 'replicaof':
    case 'slaveof':
      if (rest.length === 0) return [];
      // Made a master of its own it copies no more; nothing it holds is lost.
      return at(
        rules.server,
        [name, ...rest].join(' '),
        /^no$/i.test(rest[0] ?? '') ? { reversibility: 'recoverable', wayBack: 'REPLICAOF its master again.' } : {},
      );
    case 'debug':
      return /^(?:reload|flushall|segfault|change-repl-id)$/i.test(rest[0] ?? '')
        ? at(rules.server, `debug ${rest[0]}`)
        : [];
    case 'config':
      return /^(?:dir|dbfilename|save|appendonly|maxmemory)$/i.test(rest[1] ?? '') && /^set$/i.test(rest[0] ?? '')
        ? at(rules.server, rest.join(' '), { reversibility: 'recoverable', wayBack: 'CONFIG SET it back.' })
        : [];
    case 'cluster':
      return /^(?:reset|forget|flushslots|failover)$/i.test(rest[0] ?? '')
        ? at(rules.server, `cluster ${rest[0]}`)
        : [];
    case 'script':
    case 'function':
      return name === 'function' && /^(?:flush|delete)$/i.test(rest[0] ?? '')
        ? at(rules.delete, rest.join(' '), smallLoss(environment))
        : [];
    case 'eval': {
      const script = rest[0] ?? '';
      if (/flush(?:all|db)/i.test(script)) return at(rules.flush, server);
      return /['"](?:del|unlink)['"]/i.test(script) ? at(rules.delete, 'those the script finds') : [];
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

/** The command-line client of Redis and what speaks its protocol. */
export const redisPack: Pack = {
  id: 'redis',
  programs: ['redis-cli', 'valkey-cli', 'keydb-cli', 'dragonfly-cli', 'iredis'],
  rules: Object.values(rules),
  effects: redisEffects,
};
