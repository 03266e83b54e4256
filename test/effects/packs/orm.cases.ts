import type { Case } from '../judging.ts';

export const ormCases: readonly Case[] = [
  {
    rule: 'drizzle/push',
    stops: ['npx drizzle-kit push --force', 'pnpm drizzle-kit push:pg --force'],
    passes: [
      'npx drizzle-kit push',
      'npx drizzle-kit generate',
      'npx drizzle-kit migrate',
      'npx drizzle-kit push --help',
    ],
  },
  {
    rule: 'knex/migrate-rollback-down',
    stops: ['npx knex migrate:rollback --all', 'knex migrate:down 1.js', 'NODE_ENV=production knex migrate:rollback'],
    passes: [
      'npx knex migrate:latest',
      'npx knex migrate:make drop_users',
      'NODE_ENV=test knex migrate:rollback --all',
    ],
  },
  {
    rule: 'sequelize/db-drop',
    stops: ['npx sequelize-cli db:drop', 'npx sequelize db:migrate:undo:all', 'sequelize db:seed:undo:all'],
    passes: ['npx sequelize-cli db:migrate', 'npx sequelize-cli db:drop --env test', 'sequelize db:create'],
  },
  {
    rule: 'typeorm/schema-drop',
    stops: [
      'npx typeorm schema:drop -d a.js',
      'node ./node_modules/typeorm/cli.js schema:drop',
      'typeorm migration:revert',
    ],
    passes: ['npx typeorm migration:run -d a.js', 'npx typeorm schema:log', 'npx typeorm migration:create src/m/Drop'],
  },
  {
    rule: 'mikro-orm/schema-drop-fresh',
    stops: ['npx mikro-orm schema:fresh --run', 'npx mikro-orm migration:fresh'],
    passes: ['npx mikro-orm schema:drop --dump', 'npx mikro-orm migration:up'],
  },
  {
    rule: 'convex/import',
    stops: ['npx convex import --replace a.zip'],
    passes: ['npx convex dev', 'npx convex import a.zip'],
  },
  {
    rule: 'hasura/migrate-apply',
    stops: ['hasura migrate apply --down all'],
    passes: ['hasura migrate apply', 'hasura migrate apply --down all --endpoint http://localhost:8080'],
  },
  {
    rule: 'django/flush',
    stops: [
      'python manage.py flush --noinput',
      'python manage.py flush --noinput --settings=app.settings.latest',
      'DJANGO_SETTINGS_MODULE=app.settings.production python manage.py flush',
      'python3 -u ./manage.py flush',
      './manage.py reset_db',
      'uv run manage.py migrate shop zero',
      'django-admin flush',
      'python manage.py dbshell <<< "DROP TABLE a"',
    ],
    passes: [
      'python manage.py flush --noinput --settings=app.settings.test',
      'DJANGO_SETTINGS_MODULE=app.test_settings.testing python manage.py flush --noinput',
      'python manage.py migrate',
      'python manage.py migrate shop zero --plan',
      'python manage.py sqlflush',
      'python manage.py test flush',
      'DATABASE_URL=postgres://localhost/shop python manage.py flush --noinput',
    ],
  },
  {
    rule: 'alembic/downgrade',
    stops: ['alembic downgrade base', 'python -m alembic downgrade -1', 'poetry run alembic -c a.ini downgrade -1'],
    passes: [
      'alembic upgrade head',
      'alembic downgrade base --sql',
      'DATABASE_URL=sqlite:////tmp/t.db alembic downgrade base',
      'DATABASE_URL=postgres://localhost:5433/shop_test alembic downgrade base',
      'alembic revision -m "downgrade base"',
    ],
  },
  { rule: 'flask/db-downgrade', stops: ['flask db downgrade'], passes: ['flask db upgrade', 'flask run'] },
  {
    rule: 'laravel/migrate-fresh',
    stops: [
      'php artisan migrate:fresh --seed',
      'php -d memory_limit=-1 artisan db:wipe --force',
      './vendor/bin/sail artisan migrate:fresh',
      'php artisan migrate:rollback --step=2',
    ],
    passes: [
      'php artisan migrate',
      'php artisan migrate:fresh --env=testing',
      'php artisan migrate:refresh --pretend',
      'php artisan cache:clear',
    ],
  },
  {
    rule: 'doctrine/doctrine-database-drop',
    stops: ['php bin/console doctrine:database:drop --force', 'symfony console doctrine:schema:drop --force'],
    passes: [
      'php bin/console doctrine:database:drop',
      'bin/console doctrine:schema:drop --dump-sql',
      'bin/console cache:clear',
    ],
  },
  {
    rule: 'wordpress/db-reset-drop-clean',
    stops: ['wp db reset --yes', 'wp site empty --yes'],
    passes: ['wp db export a.sql', 'wp plugin list'],
  },
  {
    rule: 'drupal/sql-drop',
    stops: ['drush sql:drop -y', 'vendor/bin/drush si -y'],
    passes: ['drush cr', 'drush sql:dump'],
  },
  {
    rule: 'flyway/clean',
    stops: ['flyway clean', 'flyway -url=jdbc:postgresql://db.example.com/shop clean'],
    passes: ['flyway info', 'flyway migrate', 'flyway -url=jdbc:postgresql://localhost/shop clean'],
  },
  {
    rule: 'liquibase/drop-all-dropall',
    stops: ['liquibase drop-all', 'liquibase rollback v1'],
    passes: ['liquibase update', 'liquibase rollback-sql v1'],
  },
  {
    rule: 'dbmate/drop',
    stops: ['dbmate drop', 'dbmate --url "$U" down'],
    passes: ['dbmate up', 'dbmate new drop_users'],
  },
  {
    rule: 'goose/down',
    stops: ['goose -dir m postgres "$DSN" reset', 'goose down'],
    passes: ['goose up', 'goose create down sql'],
  },
  {
    rule: 'golang-migrate/drop',
    stops: ['migrate -path db -database "$D" drop -f', 'migrate -path=db -database="$D" down'],
    passes: ['migrate -path db -database "$D" up', 'migrate create -ext sql drop_users'],
  },
  {
    rule: 'dotnet/ef-database-drop-database-drop',
    stops: [
      'dotnet ef database drop -f',
      'dotnet ef database update 0',
      'dotnet nuget delete Shop 1.0.0',
      'dotnet tool run dotnet-ef database drop -f',
    ],
    passes: ['dotnet ef database update', 'dotnet ef database drop --dry-run', 'dotnet build', 'dotnet $CMD'],
  },
  {
    rule: 'sqlx/database-db-drop-reset',
    stops: ['sqlx database reset -y', 'sqlx migrate revert'],
    passes: ['sqlx migrate run'],
  },
  {
    rule: 'diesel/database-reset-drop',
    stops: ['diesel database reset', 'diesel migration redo'],
    passes: ['diesel migration run'],
  },
  { rule: 'sea-orm/migrate-fresh', stops: ['sea-orm-cli migrate fresh'], passes: ['sea-orm-cli migrate up'] },
  {
    rule: 'rails/database-drops',
    stops: [
      'rails db:drop db:create',
      'bundle exec rake db:schema:load',
      'bin/rails log:clear db:reset',
      'rails db:drop:primary',
      'rails db:rollback STEP=2',
      'ruby bin/rails db:drop',
      'rake -m db:drop',
      'rake db:drop[x]',
    ],
    passes: [
      'rails db:migrate',
      'RAILS_ENV=test rails db:drop',
      'rails g migration DropUsers',
      'rails runner "puts 1"',
      'rake -T db:drop',
      'DATABASE_URL=postgres://localhost/a rails db:reset',
    ],
  },
  {
    rule: 'ecto/database-drops',
    stops: [
      'mix ecto.drop',
      'mix do ecto.drop, ecto.create',
      'mix ecto.rollback --all',
      'mix hex.retire shop 1.0.0 security',
      'mix hex.publish --revert 1.0.0',
    ],
    passes: ['mix ecto.migrate', 'MIX_ENV=test mix ecto.reset', 'mix help ecto.drop', 'mix test', 'mix hex.publish'],
  },
  {
    rule: 'jvm-migrations/database-drops',
    stops: [
      'mvn flyway:clean',
      'mvn -T 4 flyway:clean',
      './gradlew :db:flywayClean',
      'nix run nixpkgs#flyway -- clean',
      'mvn -q org.flywaydb:flyway-maven-plugin:9.1:clean',
    ],
    passes: ['mvn clean install', './gradlew clean flywayMigrate', 'mvn flyway:info'],
  },
];
