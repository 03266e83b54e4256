import type { Rule } from '../pack.ts';
import { subcommandPack } from '../subcommands.ts';

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

/** Prisma's command line: the tool behind most documented losses of a database by an agent. */
export const prismaPack = subcommandPack({
  id: 'prisma',
  programs: ['prisma'],
  valued: ['--schema', '--config', '--url', '--name', '-n', '--file', '--env-file'],
  environment: ['--url', '--schema', '--env-file'],
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
