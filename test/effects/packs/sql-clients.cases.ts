import type { Case } from '../judging.ts';

export const sqlClientsCases: readonly Case[] = [
  {
    rule: 'sql/drop',
    stops: [
      'psql --comm "drop table t"',
      'mysql --exec "drop table t"',
      'mysqlsh --sql -e "drop table t"',
      "psql <<'E'\n\\echo a \\\\ drop table t;\nE",
      'psql -c "DROP TABLE users"',
      'psql "$DATABASE_URL" -c "drop table if exists orders cascade"',
      'psql -h db.prod.example.com -U app -c "DROP SCHEMA public CASCADE"',
      'mysql -u root -e "DROP DATABASE shop"',
      'sqlite3 app.db "DROP TABLE users"',
      "psql <<'SQL'\nBEGIN;\nDROP TABLE users;\nCOMMIT;\nSQL",
      'echo "DROP TABLE users" | psql',
      'docker exec db psql -U postgres -c "DROP TABLE users"',
      "psql -c 'select 1' -c 'drop table t'",
    ],
    passes: [
      'psql -c "create temp table t as select 1; drop table t"',
      'psql -c "SELECT * FROM users"',
      'psql -c "\\dt"',
      'psql -c "CREATE TABLE t (id int)"',
      'sqlite3 /tmp/x.db "DROP TABLE users"',
      'sqlite3 :memory: "DROP TABLE users"',
      'psql -c "SELECT \'DROP TABLE users\'"',
      'psql -c "BEGIN; DROP TABLE users; ROLLBACK;"',
      'psql -h localhost shop_test -c "DROP TABLE users"',
      'sqlite3 app.db .tables',
      'mysql -e "SHOW DATABASES"',
      'psql --version',
    ],
  },
  {
    rule: 'sql/truncate',
    stops: ['psql -c "TRUNCATE orders CASCADE"', 'mysql shop -e "truncate table sessions"'],
    passes: ['psql -c "SELECT count(*) FROM truncate_log"'],
  },
  {
    rule: 'sql/delete-all',
    stops: [
      'psql -c "DELETE FROM users"',
      'mysql -e "DELETE FROM users WHERE 1=1"',
      'sqlite3 app.db "delete from users"',
    ],
    passes: ['psql -c "DELETE FROM users WHERE id = 4"', 'sqlite3 app.db "DELETE FROM sessions WHERE id = 3"'],
  },
  {
    rule: 'sql/delete-rows',
    stops: ['psql -h prod-db.example.com -c "DELETE FROM users WHERE id < 500"'],
    passes: ['psql -h localhost -c "DELETE FROM users WHERE id < 500"'],
  },
  {
    rule: 'sql/update-all',
    stops: ['psql -c "UPDATE users SET plan = \'free\'"'],
    passes: ['psql -c "UPDATE users SET plan = \'free\' WHERE id = 3"'],
  },
  {
    rule: 'sql/alter-drop',
    stops: ['psql -c "ALTER TABLE users DROP COLUMN email"'],
    passes: ['psql -c "ALTER TABLE users ADD COLUMN email text"'],
  },
  {
    rule: 'sql/drop-definition',
    stops: ['psql -h db.prod.example.com -c "DROP VIEW monthly"'],
    passes: ['psql -h localhost -c "DROP VIEW monthly"', 'psql -h localhost -c "DROP INDEX idx_a"'],
  },
  {
    rule: 'sql/call',
    stops: [
      'psql -h db.prod.example.com -c "select drop_all()"',
      'psql -h db.prod.example.com -c "select pg_terminate_backend(1)"',
      'psql -h db.prod.example.com -c "copy t to program \'rm x\'"',
      'psql -h db.example.com -c "CALL purge_old()"',
    ],
    passes: [
      'psql -h db.prod.example.com -c "select updated_at, deleted_at from users"',
      'psql -h localhost -c "CALL refresh()"',
    ],
  },
  {
    rule: 'sql-clients/drop-database',
    stops: [
      'dropdb shop',
      'dropdb -h db.example.com shop_test',
      'mysqladmin -f drop shop',
      'dropdb --if-exists shop_production',
    ],
    passes: ['createdb shop', 'dropdb shop_test', 'mysqladmin status'],
  },
  {
    rule: 'sql-clients/restore-clean',
    stops: [
      'pg_restore -Cc -d shop x.dump',
      'pg_restore --cle -d shop x.dump',
      'sqlite3 /srv/app.db ".restore other.db"',
      'pg_restore --clean -d shop dump.bin',
      'pg_restore -c -h db.example.com -d shop x.dump',
    ],
    passes: ['pg_restore -l dump.bin', 'pg_restore -d shop_test --clean dump.bin', 'pg_dump shop > shop.sql'],
  },
  {
    rule: 'sql-clients/unread-text',
    stops: [
      'echo "select 1 \\gexec" | psql -h db.prod.example.com',
      'psql -h db.prod.example.com <<E\nselect 1 as c \\gset\n:c;\nE',
      'psql -h db.example.com -f migrate.sql',
      'psql "$PROD_DATABASE_URL" < dump.sql',
      'psql -h db.prod.example.com -c "$SQL"',
    ],
    passes: ['psql -h localhost -f schema.sql', 'psql -l'],
  },
];
