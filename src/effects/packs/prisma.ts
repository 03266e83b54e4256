import type { Effect } from '../../action/effect.ts';
import { environmentOfConnection } from '../environment.ts';
import type { Call, Pack, Rule } from '../pack.ts';
import { dotenvSetting, noSetting, variableOf } from '../settings.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { subcommandPack } from '../subcommands.ts';
import { literalOf, readArguments, shown } from '../words.ts';
import { exceptTestRuns } from './orm-shared.ts';

const base = {
  provider: 'prisma',
  scope: 'remote',
  asset: 'data-store',
  reversibility: 'irreversible',
  resource: 'database',
  attack: 'T1485',
  otherwise: 'the database of this schema',
  named: ['--url'],
} as const;

const unresolved: Rule = {
  ...base,
  id: 'prisma/unresolved',
  verb: 'run',
  reversibility: 'unknown',
  reason: 'Runs a Prisma command whose name could not be worked out ({target}).',
  source: 'https://www.prisma.io/docs/orm/reference/prisma-cli-reference',
};

const commands = subcommandPack({
  id: 'prisma',
  programs: ['prisma'],
  valued: ['--schema', '--config', '--url', '--name', '-n', '--file', '--env-file'],
  environment: ['--url', '--schema', '--env-file'],
  settings: (call) => {
    const url = variableOf(call, 'DATABASE_URL');
    return url === null ? dotenvSetting(call, ['DATABASE_URL', 'DIRECT_URL']) : { ...noSetting, servers: [url] };
  },
  unresolved,
  rules: [
    {
      ...base,
      id: 'prisma/migrate-reset',
      words: 'migrate reset',
      verb: 'reset',
      reason: 'Drops {target} and makes it anew, empty.',
      safer: 'prisma migrate status',
      source: 'https://www.prisma.io/docs/orm/reference/prisma-cli-reference#migrate-reset',
    },
    {
      ...base,
      id: 'prisma/push-with-loss',
      words: 'db push',
      needs: ['--accept-data-loss', '--force-reset'],
      verb: 'overwrite',
      reason: 'Changes {target} to fit the schema and drops the data that does not.',
      safer: 'prisma migrate diff --from-schema-datasource x --to-schema-datamodel x',
      source: 'https://www.prisma.io/docs/orm/reference/prisma-cli-reference#db-push',
    },
  ],
});

const valued: ReadonlySet<string> = new Set(['--schema', '--config', '--url', '--file']);

/** `prisma db execute`: SQL from a file or from standard input. */
function executed(call: Call): Effect[] {
  const { options, operands } = readArguments(call.invocation.args, valued);
  if (literalOf(operands[0]) !== 'db' || literalOf(operands[1]) !== 'execute' || options.has('--help')) return [];
  const url = options.get('--url');
  return statementEffects(call, {
    provider: 'prisma',
    environment: url ? environmentOfConnection(shown(url)) : 'unknown',
    database: url ? shown(url) : null,
    files: [options.get('--file') ?? undefined],
    stdin: options.has('--stdin'),
  });
}

/** Prisma's command line: the tool behind most documented losses of a database by an agent. */
export const prismaPack: Pack = exceptTestRuns({
  ...commands,
  rules: [...commands.rules, unreadStatement],
  effects: (call) => [...commands.effects(call), ...executed(call)],
});
