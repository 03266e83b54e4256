import { type CommandTable, commandPack } from '../command-table.ts';
import type { Call, Pack } from '../pack.ts';
import { dotenvSetting, type Setting } from '../settings.ts';
import { drops, remakes, rollsBack, wholeDatabase } from './orm-shared.ts';

const variables = 'DATABASE_URL GOOSE_DBSTRING FLYWAY_URL LIQUIBASE_COMMAND_URL';
const settings = (call: Call): Setting => dotenvSetting(call, variables.split(' '));

const tables: readonly CommandTable[] = [
  {
    id: 'flyway',
    title: 'Flyway',
    programs: ['flyway'],
    docs: 'https://documentation.red-gate.com/flyway/reference/commands/',
    valued: '-environment -url -user -password -schemas -locations -configFiles -driver',
    environment: '-environment',
    endpoint: '-url',
    variables,
    settings,
    safer: 'flyway info',
    rows: [
      wholeDatabase('clean', 'drop', 'Drops everything in the schemas of {target}.', { page: 'clean' }),
      wholeDatabase('undo', 'rollback', rollsBack, { page: 'undo' }),
    ],
  },
  {
    id: 'liquibase',
    title: 'Liquibase',
    programs: ['liquibase'],
    docs: 'https://docs.liquibase.com/reference-guide/',
    valued: '--url --username --password --defaults-file --changelog-file --contexts --labels',
    endpoint: '--url',
    environment: '--defaults-file --contexts',
    variables,
    settings,
    safer: 'liquibase status',
    rows: [
      wholeDatabase('drop-all|dropall', 'drop', 'Drops every object of {target}.'),
      wholeDatabase(
        'rollback|rollback-count|rollback-to-date|rollbackcount|rollbacktodate|rollback-one-changeset|rollback-one-update',
        'rollback',
        rollsBack,
      ),
    ],
  },
  {
    id: 'dbmate',
    title: 'dbmate',
    programs: ['dbmate'],
    docs: 'https://github.com/amacneil/dbmate',
    valued: '-u --url -e --env -d --migrations-dir -s --schema-file --env-file',
    endpoint: '-u --url',
    variables,
    settings,
    safer: 'dbmate status',
    rows: [wholeDatabase('drop', 'drop', drops), wholeDatabase('down|rollback', 'rollback', rollsBack)],
  },
  {
    id: 'goose',
    title: 'goose',
    programs: ['goose'],
    docs: 'https://pressly.github.io/goose/',
    valued: '-dir -table -env -timeout',
    environment: '-env',
    variables,
    settings,
    safer: 'goose status',
    rows: [wholeDatabase('down|down-to|reset|redo / * * down|down-to|reset|redo', 'rollback', rollsBack)],
  },
  {
    id: 'golang-migrate',
    title: 'migrate',
    programs: ['migrate', 'golang-migrate'],
    docs: 'https://github.com/golang-migrate/migrate/tree/master/cmd/migrate',
    valued: '-path --path -database --database -source --source -prefetch -lock-timeout',
    endpoint: '-database --database',
    variables,
    settings,
    safer: 'migrate -version',
    rows: [wholeDatabase('drop', 'drop', drops), wholeDatabase('down', 'rollback', rollsBack)],
  },
  {
    id: 'dotnet',
    title: '.NET',
    programs: ['dotnet', 'dotnet-ef'],
    docs: 'https://learn.microsoft.com/',
    valued:
      '-p --project -s --startup-project -c --context --connection --configuration --source -k --api-key --environment',
    endpoint: '--connection',
    environment: '--environment',
    safer: 'dotnet --info',
    rows: [
      wholeDatabase('ef database drop / database drop / tool run dotnet-ef database drop', 'drop', drops, {
        page: 'ef/core/cli/dotnet#dotnet-ef-database-drop',
      }),
      wholeDatabase(
        'ef database update / database update / tool run dotnet-ef database update',
        'rollback',
        rollsBack,
        {
          argument: /^0$/,
          page: 'ef/core/cli/dotnet#dotnet-ef-database-update',
        },
      ),
      {
        words: 'nuget delete',
        resource: 'package',
        asset: 'other',
        reason: 'Takes the package {target} away from the feed; its version can never be used again.',
        safer: 'dotnet package search x',
        page: 'dotnet/core/tools/dotnet-nuget-delete',
      },
    ],
  },
  {
    id: 'sqlx',
    title: 'SQLx',
    programs: ['sqlx'],
    docs: 'https://github.com/launchbadge/sqlx/tree/main/sqlx-cli',
    valued: '-D --database-url --source',
    endpoint: '-D --database-url',
    variables,
    settings,
    safer: 'sqlx migrate info',
    rows: [
      wholeDatabase('database|db drop|reset', 'drop', drops),
      wholeDatabase('migrate|mig revert', 'rollback', rollsBack),
    ],
  },
  {
    id: 'migrators',
    title: 'migration tool',
    programs:
      'node-pg-migrate migrate-mongo kysely yoyo sqitch superset piccolo rambler evolve refinery pgroll reshape ley'.split(
        ' ',
      ),
    docs: 'https://github.com/salsita/node-pg-migrate',
    valued: '-d --database-url-var --database -f --file -c --config -m --migrations-dir -t --target --to -e --env',
    endpoint: '--database --database-url',
    environment: '-e --env -t --target',
    variables,
    settings,
    rows: [
      wholeDatabase(
        'down|rollback|revert|undo|downgrade|backwards|erase / db downgrade / migrate down|rollback|undo / migrate:down|migrate:rollback',
        'rollback',
        rollsBack,
      ),
      wholeDatabase('drop|reset|fresh|clean|redo / db drop|reset / migrate fresh|reset', 'drop', remakes),
    ],
  },
  {
    id: 'diesel',
    title: 'Diesel',
    programs: ['diesel'],
    docs: 'https://diesel.rs/guides/getting-started',
    valued: '--database-url --migration-dir --config-file',
    endpoint: '--database-url',
    variables,
    settings,
    safer: 'diesel migration list',
    rows: [
      wholeDatabase('database reset|drop', 'drop', remakes),
      wholeDatabase('migration revert|redo', 'rollback', rollsBack),
    ],
  },
  {
    id: 'sea-orm',
    title: 'SeaORM',
    programs: ['sea-orm-cli'],
    docs: 'https://www.sea-ql.org/SeaORM/docs/migration/running-migration/',
    valued: '-d --migration-dir -u --database-url -s --database-schema -n --num',
    endpoint: '-u --database-url',
    variables,
    settings,
    safer: 'sea-orm-cli migrate status',
    rows: [
      wholeDatabase('migrate fresh', 'drop', remakes),
      wholeDatabase('migrate reset|refresh|down', 'rollback', rollsBack),
    ],
  },
];

/** Migration tools that stand for themselves. */
export const migratorPacks: readonly Pack[] = tables.map(commandPack);
