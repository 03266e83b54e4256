import { type CommandRow, commandPack, joinedPacks } from '../command-table.ts';
import { effectOf, type Rule, serverDataLoss } from '../pack.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { literalOf, optionValue, shown } from '../words.ts';

const redisInput: Rule = {
  ...serverDataLoss,
  provider: 'heroku',
  id: 'heroku/redis-input',
  verb: 'flush',
  resource: 'key',
  reason: 'Deletes keys of the Redis database of {target}.',
  safer: 'heroku redis:info',
  source: 'https://devcenter.heroku.com/articles/heroku-cli-commands#heroku-redis-cli-database',
};

const fly = commandPack({
  id: 'fly',
  title: 'Fly.io',
  programs: ['fly', 'flyctl'],
  docs: 'https://fly.io/docs/flyctl/',
  valued:
    '-a --app -c --config -o --org -t --access-token -r --region --machine --select --target -C --command --pipeline',
  environment: '-a --app --target',
  many: true,
  verbs: 'destroy delete remove rm detach wipe purge destroy-pipeline',
  takesAway: 'stop suspend unset revoke kill disable release',
  safer: 'fly status',
  rows: [
    {
      words: 'apps|app destroy|delete|rm / destroy',
      resource: 'app',
      asset: 'data-store',
      named: ['-a', '--app'],
      reason: 'Destroys the Fly.io app {target} with its machines, volumes and secrets.',
      safer: 'fly apps list',
      page: 'apps-destroy/',
    },
    {
      words: 'volumes|volume|vol destroy|delete|rm',
      resource: 'volume',
      asset: 'data-store',
      reason: 'Destroys the Fly.io volume {target} and its data; its snapshots last a few days only.',
      safer: 'fly volumes list',
      page: 'volumes-destroy/',
    },
    {
      words: 'machine|machines|m destroy|remove|rm / machine|machines|m kill',
      resource: 'machine',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'fly deploy',
      reason: 'Destroys the Fly.io machine {target}; what lies on its root disk is gone.',
      safer: 'fly machine list',
      page: 'machine-destroy/',
    },
    {
      words: 'scale count',
      argument: /^(?:\w+=)?0$/,
      verb: 'scale',
      resource: 'app',
      asset: 'compute',
      named: ['-a', '--app'],
      otherwise: 'the app',
      reversibility: 'recoverable',
      wayBack: 'fly scale count 1',
      reason: 'Scales {target} to nothing: its machines are destroyed and it goes offline.',
      safer: 'fly scale show',
      page: 'scale-count/',
    },
    {
      words: 'secrets|secret unset|remove',
      verb: 'unset',
      resource: 'secret',
      asset: 'key',
      reason: 'Removes the secret {target}; its value is shown nowhere else.',
      safer: 'fly secrets list',
      page: 'secrets-unset/',
    },
    {
      words:
        'postgres|pg|mpg|redis|storage|tigris|extensions|ext destroy|delete / mysql|redis|storage|tigris|pg * destroy|delete',
      resource: 'database',
      asset: 'data-store',
      reason: 'Destroys the database or bucket {target} with all its data.',
      page: 'postgres/',
    },
  ],
  passes: [
    'auth logout',
    'logs',
    'status',
    'wireguard',
    'builds',
    'machine|machines restart|stop|start',
    'proxy',
    'config',
  ],
  others: [unreadStatement],
  also(call, read, place) {
    if (!/^(?:postgres|pg|mpg) connect$/.test(read.operands.slice(0, 2).map(shown).join(' '))) return [];
    if (call.invocation.stdin.kind === 'inherited') return [];
    const environment = place.environment ?? 'unknown';
    return statementEffects(call, {
      provider: 'postgres',
      dialect: 'postgres',
      environment,
      database: null,
      stdin: true,
    });
  },
});

const heroku = commandPack({
  id: 'heroku',
  title: 'Heroku',
  programs: ['heroku'],
  docs: 'https://devcenter.heroku.com/articles/heroku-cli-commands',
  valued:
    '-a --app -r --remote -t --team -c --command --confirm --name --as -s --stage -f --file --credential -n --num',
  environment: '-a --app -r --remote',
  colons: true,
  verbs: 'destroy delete remove rm reset unset clear kill drop purge revoke wipe',
  takesAway: 'stop disable leave disconnect detach rollback killall',
  safer: 'heroku apps:info',
  rows: [
    {
      words: 'apps destroy|delete / destroy',
      resource: 'app',
      asset: 'data-store',
      named: ['-a', '--app', '--confirm'],
      reason: 'Destroys the Heroku app {target} with its add-ons and their data.',
    },
    {
      words: 'pg reset',
      verb: 'reset',
      resource: 'database',
      asset: 'data-store',
      reason: 'Drops everything in the Heroku database {target}.',
      safer: 'heroku pg:info',
    },
    {
      words: 'pg backups delete / pg backups unschedule',
      resource: 'backup',
      asset: 'backup',
      reason: 'Deletes the backup {target}, or stops backing up.',
      safer: 'heroku pg:backups',
    },
    {
      words: 'pg backups restore / pg copy / pg push / pg promote',
      verb: 'overwrite',
      resource: 'database',
      asset: 'data-store',
      at: 1,
      otherwise: 'the target database',
      reason: 'Overwrites {target}: what it holds now is lost.',
      safer: 'heroku pg:info',
    },
    {
      words: 'addons destroy|detach|downgrade',
      resource: 'add-on',
      asset: 'data-store',
      reason: 'Destroys the Heroku add-on {target} with the data it holds.',
      safer: 'heroku addons',
    },
    {
      words: 'config unset|remove',
      verb: 'unset',
      resource: 'variable',
      asset: 'key',
      reason: 'Removes the configuration variable {target}; its value is kept in old releases only.',
      reversibility: 'recoverable',
      wayBack: 'heroku rollback',
      safer: 'heroku config',
    },
    {
      words: 'ps scale / dyno scale / scale',
      argument: /^\w+=0(?:$|:)/,
      verb: 'scale',
      resource: 'dyno',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'heroku ps:scale web=1',
      reason: 'Scales {target} to nothing: it goes offline.',
      safer: 'heroku ps',
    },
    {
      words: 'redis cli',
      name: 'redis-flush',
      verb: 'flush',
      resource: 'database',
      asset: 'data-store',
      argument: /\bflush(?:all|db)\b/i,
      reason: 'Deletes every key of the Heroku database {target}.',
      safer: 'heroku redis:info',
    },
    {
      words: 'maintenance on',
      verb: 'stop',
      resource: 'app',
      asset: 'compute',
      named: ['-a', '--app'],
      reversibility: 'recoverable',
      wayBack: 'heroku maintenance:off',
      reason: 'Takes {target} offline for everybody.',
      safer: 'heroku maintenance',
    },
    {
      words: 'repo reset|purge_cache|gc / releases rollback / rollback',
      verb: 'reset',
      resource: 'release',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'Deploy again.',
      reason: 'Puts {target} back or resets its repository.',
      safer: 'heroku releases',
    },
  ],
  passes: [
    'keys|labs|plugins|local|auth|logs|run|ci|git',
    'ps stop|restart',
    'dyno restart|stop',
    'redis credentials',
    'builds cache purge',
    'git remote',
  ],
  others: [unreadStatement, redisInput],
  also(call, read, place) {
    const { stdin } = call.invocation;
    if (
      literalOf(read.operands[0]) === 'redis:cli' &&
      stdin.kind === 'text' &&
      /^[^\S\n]*(?:flush(?:all|db)|del|unlink)\b/im.test(stdin.value)
    ) {
      const target = optionValue(read.options, '-a', '--app');
      return [effectOf(redisInput, { target: target ? shown(target) : 'the app', span: stdin.span, ...place })];
    }
    if (!/^pg:psql$/.test(literalOf(read.operands[0]) ?? '')) return [];
    return statementEffects(call, {
      provider: 'postgres',
      dialect: 'postgres',
      environment: place.environment ?? 'unknown',
      database: null,
      texts: [optionValue(read.options, '-c', '--command')],
      files: [optionValue(read.options, '-f', '--file')],
      stdin: true,
    });
  },
});

const renderRows: readonly CommandRow[] = [
  {
    words: 'services|service delete / postgres|databases|keyvalue|kv delete / disks delete',
    resource: 'service',
    asset: 'data-store',
    reason: 'Deletes the Render service or database {target} with its disk.',
  },
];

const render = commandPack({
  id: 'render',
  title: 'Render',
  programs: ['render'],
  docs: 'https://render.com/docs/cli',
  valued: '-o --output --service -s --workspace -w --environment -e --region',
  environment: '--environment -e',
  verbs: 'delete destroy remove rm purge',
  takesAway: 'suspend cancel',
  safer: 'render services',
  rows: renderRows,
});

/** Platforms that run an app together with its data: Fly.io, Heroku, Render. */
export const appPlatformsPack = joinedPacks('app-platforms', [fly, heroku, render]);
