import { type CommandTable, commandPack } from '../command-table.ts';
import type { Call, Pack } from '../pack.ts';
import { dotenvSetting, type Setting } from '../settings.ts';
import { drops, remakes, rollsBack, wholeDatabase } from './orm-shared.ts';

const variables = 'DATABASE_URL DB_URL';
const settings = (call: Call): Setting => dotenvSetting(call, variables.split(' '));

const tables: readonly CommandTable[] = [
  {
    id: 'drizzle',
    title: 'Drizzle',
    programs: ['drizzle-kit'],
    docs: 'https://orm.drizzle.team/docs/kit-overview',
    valued: '--config --schema --out --dialect --url --name',
    endpoint: '--url',
    variables,
    settings,
    safer: 'drizzle-kit check',
    colons: true,
    rows: [
      wholeDatabase(
        'push / push *',
        'overwrite',
        'Changes {target} to fit the schema without asking before data is lost.',
        {
          needs: ['--force'],
          safer: 'drizzle-kit generate',
        },
      ),
    ],
  },
  {
    id: 'knex',
    title: 'Knex',
    programs: ['knex'],
    docs: 'https://knexjs.org/guide/migrations.html',
    valued: '--knexfile --env --cwd --connection --client --migrations-directory',
    environment: '--env',
    endpoint: '--connection',
    variables,
    settings,
    colons: true,
    safer: 'knex migrate:status',
    rows: [wholeDatabase('migrate rollback|down', 'rollback', rollsBack)],
  },
  {
    id: 'sequelize',
    title: 'Sequelize',
    programs: ['sequelize', 'sequelize-cli'],
    docs: 'https://sequelize.org/docs/v6/other-topics/migrations/',
    valued: '--env --url --config --to --name --migrations-path',
    environment: '--env',
    endpoint: '--url',
    variables,
    settings,
    colons: true,
    safer: 'sequelize-cli db:migrate:status',
    rows: [
      wholeDatabase('db drop', 'drop', drops),
      wholeDatabase('db migrate undo / db migrate undo all', 'rollback', rollsBack),
      wholeDatabase('db seed undo / db seed undo all', 'delete', 'Deletes the seeded rows of {target}.'),
    ],
  },
  {
    id: 'typeorm',
    title: 'TypeORM',
    programs: ['typeorm', 'typeorm-ts-node-commonjs', 'typeorm-ts-node-esm'],
    docs: 'https://typeorm.io/docs/advanced-topics/using-cli/',
    valued: '-d --dataSource -f --config -c --connection',
    variables,
    settings,
    colons: true,
    safer: 'typeorm migration:show',
    rows: [
      wholeDatabase('schema drop', 'drop', drops),
      wholeDatabase(
        'schema sync',
        'overwrite',
        'Makes {target} look like the entities: columns and tables they no longer name are dropped.',
      ),
      wholeDatabase('migration revert', 'rollback', rollsBack),
    ],
  },
  {
    id: 'mikro-orm',
    title: 'MikroORM',
    programs: ['mikro-orm', 'mikro-orm-esm'],
    docs: 'https://mikro-orm.io/docs/schema-generator',
    valued: '--config --contextName',
    variables,
    settings,
    colons: true,
    safer: 'mikro-orm migration:list',
    rows: [
      wholeDatabase('schema drop|fresh', 'drop', remakes, { needs: ['--run', '-r'] }),
      wholeDatabase('migration fresh', 'drop', remakes),
      wholeDatabase('migration down', 'rollback', rollsBack),
    ],
  },
  {
    id: 'convex',
    title: 'Convex',
    programs: ['convex'],
    docs: 'https://docs.convex.dev/cli',
    valued: '--table --format --env-file --url --admin-key',
    variables,
    settings,
    safer: 'convex data',
    rows: [
      wholeDatabase('import', 'overwrite', 'Replaces what {target} holds by the imported rows.', {
        needs: ['--replace', '--replace-all'],
      }),
      {
        words: 'env remove|rm|unset',
        resource: 'variable',
        asset: 'key',
        reversibility: 'recoverable',
        reason: 'Takes the variable {target} away from the deployment.',
      },
    ],
  },
  {
    id: 'hasura',
    title: 'Hasura',
    programs: ['hasura'],
    docs: 'https://hasura.io/docs/2.0/hasura-cli/commands/',
    valued: '--endpoint --admin-secret --project --database-name --envfile --version --type --up --goto --down',
    endpoint: '--endpoint',
    environment: '--envfile',
    safer: 'hasura migrate status',
    rows: [
      wholeDatabase('migrate apply', 'rollback', rollsBack, { needs: ['--down'] }),
      wholeDatabase(
        'metadata clear',
        'delete',
        'Deletes the metadata of {target}: its tables, rights and relations are no longer served.',
      ),
      wholeDatabase('migrate delete', 'delete', 'Deletes migrations of {target} from the server.', {
        needs: ['--server', '--all', '--force'],
      }),
    ],
  },
  {
    id: 'graphile-migrate',
    title: 'Graphile Migrate',
    programs: ['graphile-migrate'],
    docs: 'https://github.com/graphile/migrate',
    valued: '--config',
    variables,
    settings,
    safer: 'graphile-migrate status',
    rows: [wholeDatabase('reset', 'reset', remakes)],
  },
  {
    id: 'strapi',
    title: 'Strapi',
    programs: ['strapi'],
    docs: 'https://docs.strapi.io/cms/data-management/import',
    valued: '-f --file --to --from --to-token --from-token --only --exclude -k --key',
    environment: '--to',
    safer: 'strapi version',
    rows: [
      wholeDatabase(
        'import / transfer',
        'overwrite',
        'Deletes what {target} holds and puts the imported content in its place.',
      ),
    ],
  },
  {
    id: 'medusa',
    title: 'Medusa',
    programs: ['medusa'],
    docs: 'https://docs.medusajs.com/resources/medusa-cli/commands/db',
    valued: '--db',
    variables,
    settings,
    colons: true,
    safer: 'medusa --version',
    rows: [wholeDatabase('db rollback', 'rollback', rollsBack)],
  },
];

/** Database tools of the JavaScript world, but for Prisma, which has a table of its own. */
export const nodeOrmPacks: readonly Pack[] = tables.map(commandPack);
