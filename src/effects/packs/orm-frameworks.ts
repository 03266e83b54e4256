import { type CommandTable, commandPack } from '../command-table.ts';
import type { Pack } from '../pack.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { literalOf } from '../words.ts';
import { drops, remakes, rollsBack, wholeDatabase } from './orm-shared.ts';

const emptied = 'Deletes every row of {target}.';

const tables: readonly CommandTable[] = [
  {
    id: 'django',
    title: 'Django',
    programs: ['manage.py', 'django-admin', 'django-admin.py'],
    docs: 'https://docs.djangoproject.com/en/stable/ref/django-admin/',
    valued: '--database --settings --pythonpath -c --command --verbosity -v',
    environment: '--settings --database',
    variables: 'DATABASE_URL DJANGO_SETTINGS_MODULE',
    safer: 'django-admin showmigrations',
    harmless: ['--plan', '--check'],
    others: [unreadStatement],
    also: (call, read, place) =>
      literalOf(read.operands[0]) === 'dbshell'
        ? statementEffects(call, {
            provider: 'django',
            environment: place.environment ?? 'unknown',
            database: null,
            stdin: true,
          })
        : [],
    rows: [
      wholeDatabase('flush', 'delete', emptied, { page: '#flush' }),
      wholeDatabase('reset_db / reset_schema / drop_test_database', 'drop', drops),
      wholeDatabase(
        'remove_stale_contenttypes',
        'delete',
        'Deletes content types of {target} with the rows that point at them.',
        { needs: ['--no-input', '--noinput', '--include-stale-apps'] },
      ),
      wholeDatabase('sqlflush', 'show', emptied, { needs: ['--execute'] }),
      wholeDatabase('migrate * zero', 'rollback', rollsBack, { page: '#migrate' }),
      wholeDatabase('delete_squashed_migrations', 'delete', 'Deletes migration files.', { scope: 'workspace' }),
    ],
  },
  {
    id: 'alembic',
    title: 'Alembic',
    programs: ['alembic'],
    docs: 'https://alembic.sqlalchemy.org/en/latest/tutorial.html',
    valued: '-c --config -n --name -x',
    environment: '-n --name -x',
    variables: 'DATABASE_URL',
    harmless: ['--sql'],
    safer: 'alembic current',
    rows: [wholeDatabase('downgrade', 'rollback', rollsBack)],
  },
  {
    id: 'flask',
    title: 'Flask-Migrate',
    programs: ['flask'],
    docs: 'https://flask-migrate.readthedocs.io/en/latest/',
    valued: '-A --app -e --env-file -d --directory -x --x-arg',
    variables: 'DATABASE_URL FLASK_ENV',
    harmless: ['--sql'],
    safer: 'flask db current',
    rows: [
      wholeDatabase('db downgrade', 'rollback', rollsBack),
      wholeDatabase('drop-db|drop_db|dropdb|reset-db|reset_db|db-drop / db drop|reset', 'drop', drops),
    ],
  },
  {
    id: 'laravel',
    title: 'Laravel',
    programs: ['artisan'],
    docs: 'https://laravel.com/docs/migrations',
    valued: '--env --database --path --schema-path --execute',
    environment: '--env --database',
    variables: 'APP_ENV DB_HOST DATABASE_URL',
    colons: true,
    harmless: ['--pretend'],
    safer: 'artisan migrate:status',
    rows: [
      wholeDatabase('migrate fresh', 'drop', remakes, { page: '#roll-back-migrate-using-a-single-command' }),
      wholeDatabase('migrate refresh|reset|rollback', 'rollback', rollsBack, { page: '#rolling-back-migrations' }),
      wholeDatabase('db wipe', 'drop', drops),
      wholeDatabase('model prune', 'delete', 'Deletes the rows of {target} that the models call prunable.'),
      wholeDatabase('queue clear|flush', 'delete', 'Deletes jobs that wait or failed.', {
        resource: 'queue',
        reversibility: 'irreversible',
      }),
      wholeDatabase('tenants migrate-fresh|rollback|down / tenants artisan', 'drop', remakes),
      wholeDatabase('backup clean', 'delete', 'Deletes older backups.', { resource: 'backup', asset: 'backup' }),
    ],
  },
  {
    id: 'doctrine',
    title: 'Doctrine',
    programs: ['console', 'doctrine'],
    docs: 'https://www.doctrine-project.org/projects/doctrine-orm/en/current/reference/tools.html',
    valued: '--env -e --connection --em --group',
    environment: '--env -e',
    variables: 'APP_ENV DATABASE_URL',
    colons: true,
    harmless: ['--dump-sql'],
    safer: 'console doctrine:schema:validate',
    rows: [
      wholeDatabase('doctrine database drop', 'drop', drops, { needs: ['--force', '-f'] }),
      wholeDatabase('doctrine schema drop / orm schema-tool drop', 'drop', drops, { needs: ['--force', '-f'] }),
      wholeDatabase(
        'doctrine schema update',
        'overwrite',
        'Changes {target} to fit the entities and drops what they do not name.',
        {
          needs: ['--complete'],
        },
      ),
      wholeDatabase('doctrine fixtures load', 'delete', 'Empties {target} before it loads fixtures.', {
        unless: ['--append'],
      }),
      wholeDatabase('doctrine migrations migrate', 'rollback', rollsBack, { argument: /^(?:first|prev|0)$/ }),
      wholeDatabase('doctrine migrations execute', 'rollback', rollsBack, { needs: ['--down'] }),
    ],
  },
  {
    id: 'wordpress',
    title: 'WordPress',
    programs: ['wp', 'wp-cli', 'wp-cli.phar'],
    docs: 'https://developer.wordpress.org/cli/commands/',
    valued: '--path --ssh --http --user',
    environment: '--ssh --http --url',
    safer: 'wp db size',
    others: [unreadStatement],
    also: (call, read, place) =>
      literalOf(read.operands[0]) === 'db' && /^(?:query|cli)$/.test(literalOf(read.operands[1]) ?? '')
        ? statementEffects(call, {
            provider: 'wordpress',
            dialect: 'mysql',
            environment: place.environment ?? 'unknown',
            database: null,
            texts: [read.operands[2]],
            stdin: true,
          })
        : [],
    rows: [
      wholeDatabase('db reset|drop|clean', 'drop', drops, { page: 'db/reset/' }),
      wholeDatabase('site empty', 'delete', emptied, { page: 'site/empty/' }),
      {
        words: 'site delete / post delete / user delete / comment delete / term delete / option delete / media delete',
        resource: 'content',
        asset: 'data-store',
        reason: 'Deletes {target} from the WordPress site.',
      },
    ],
  },
  {
    id: 'drupal',
    title: 'Drush',
    programs: ['drush'],
    docs: 'https://www.drush.org/latest/commands/all/',
    valued: '-r --root -l --uri --existing-config',
    environment: '-l --uri',
    colons: true,
    safer: 'drush status',
    others: [unreadStatement],
    also: (call, read, place) => {
      const [first, second, third] = read.operands;
      const name = literalOf(first) ?? '';
      const asks = /^(?:sql:query|sql-query|sqlq|sql:cli|sql-cli|sqlc)$/.test(name);
      return asks || (name === 'sql' && /^(?:query|cli)$/.test(literalOf(second) ?? ''))
        ? statementEffects(call, {
            provider: 'drupal',
            dialect: 'mysql',
            environment: place.environment ?? 'unknown',
            database: null,
            texts: [asks ? second : third],
            stdin: true,
          })
        : [];
    },
    rows: [
      wholeDatabase('sql drop / sql-drop / sql create / sql-create', 'drop', drops),
      wholeDatabase('site install / site-install / si', 'drop', remakes),
      wholeDatabase('sql sync / sql-sync', 'overwrite', 'Replaces one site’s database by another’s.'),
      wholeDatabase('entity delete / entity-delete', 'delete', 'Deletes content of the site.'),
    ],
  },
];

/** Database commands of web frameworks. `python manage.py x` comes here as `manage.py x` (`frameworks.ts`). */
export const frameworkPacks: readonly Pack[] = tables.map(commandPack);
