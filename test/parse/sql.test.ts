import { describe, expect, test } from 'vitest';
import { type SqlStatement, sqlStatements } from '../../src/parse/sql.ts';

function brief(statement: SqlStatement): string {
  const marks = [
    statement.narrowed ? 'narrowed' : '',
    statement.ranged ? 'ranged' : '',
    statement.rolledBack ? 'rolled back' : '',
  ].filter((mark) => mark !== '');
  return [statement.verb, statement.object, statement.targets.join(','), ...marks]
    .filter((part) => part !== '')
    .join(' ');
}

const tables: Record<string, readonly (readonly [text: string, ...statements: string[]])[]> = {
  'what is dropped': [
    ['DROP TABLE IF EXISTS a, public."B" CASCADE', 'drop table a,public.B'],
    ['drop database prod', 'drop database prod'],
    ['DROP MATERIALIZED VIEW v', 'drop materialized view v'],
    ['DROP INDEX CONCURRENTLY i', 'drop index i'],
    ['DROP OWNED BY bob', 'drop owned bob'],
    ['TRUNCATE TABLE ONLY a, b', 'truncate table a,b'],
    ['TRUNCATE a', 'truncate table a'],
    ['CREATE OR REPLACE TABLE x AS SELECT 1', 'drop table x'],
    ['CREATE OR REPLACE VIEW x AS SELECT 1', 'create view x'],
    ['PURGE BINARY LOGS BEFORE now()', 'drop log LOGS'],
    ['RESET MASTER', 'drop log'],
    ['INSERT OVERWRITE TABLE t SELECT 1', 'truncate table t'],
    ['CREATE TEMP TABLE t AS SELECT 1; DROP TABLE t', 'create temporary table t', 'drop temporary table t'],
    ['CREATE TEMP TABLE t (a int); DROP TABLE public.t', 'create temporary table t', 'drop table public.t'],
    ["COPY t FROM PROGRAM 'rm -rf /'", 'call shell rm -rf /'],
    ["COPY t TO '/tmp/t.csv'", 'insert table t'],
    ['MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE', 'delete table t'],
    ['DELETE TOP (100) PERCENT FROM t', 'delete table t'],
  ],
  'what is altered': [
    ['ALTER TABLE t DROP COLUMN c', 'alter-drop column t.c'],
    ['ALTER TABLE t DROP c', 'alter-drop column t.c'],
    ['ALTER TABLE t ADD a int, DROP CONSTRAINT k', 'alter-drop constraint t.k'],
    ['ALTER TABLE t DROP PARTITION p', 'alter-drop partition t.p'],
    ['ALTER TABLE t ALTER COLUMN c DROP DEFAULT', 'other table t'],
    ['ALTER TABLE t ALTER c DROP NOT NULL, DROP COLUMN d', 'alter-drop column t.d'],
    ['ALTER TABLE t ADD COLUMN c int', 'other table t'],
    ['ALTER TABLE t DELETE WHERE 1', 'delete table t'],
    ["ALTER USER bob PASSWORD 'x'", 'grant user bob'],
  ],
  'a WHERE that narrows, and one that does not': [
    ['DELETE FROM users', 'delete table users'],
    ['DELETE FROM users WHERE id = 5', 'delete table users narrowed'],
    ['DELETE FROM users WHERE 1=1', 'delete table users'],
    ["DELETE FROM users WHERE 'a'='a'", 'delete table users'],
    ['DELETE FROM users WHERE true', 'delete table users'],
    ['DELETE FROM users WHERE NOT false', 'delete table users'],
    ['DELETE FROM users WHERE id = id', 'delete table users'],
    ['DELETE FROM users WHERE (((id)) = (id))', 'delete table users'],
    ['DELETE FROM users WHERE id = users.id', 'delete table users'],
    ['DELETE FROM users USING b WHERE users.id = b.id', 'delete table users narrowed'],
    ["DELETE FROM users WHERE name ~ '.*'", 'delete table users'],
    ["DELETE FROM users WHERE name ~ '^test'", 'delete table users narrowed'],
    ['DELETE FROM users WHERE id = 5 OR 1=1', 'delete table users'],
    ["DELETE FROM users WHERE id = 5 OR (name = 'x' AND 1=1)", 'delete table users narrowed'],
    ['DELETE FROM users WHERE id = 5 AND 1=1', 'delete table users narrowed'],
    ['DELETE FROM users WHERE id IS NOT NULL', 'delete table users'],
    ['DELETE FROM users WHERE deleted_at IS NOT NULL', 'delete table users narrowed'],
    ['DELETE FROM users WHERE id > 0', 'delete table users'],
    ['DELETE FROM users WHERE id <> -1', 'delete table users'],
    ["DELETE FROM users WHERE u.status <> 'x'", 'delete table users narrowed ranged'],
    ["DELETE FROM users WHERE name LIKE '%'", 'delete table users'],
    ["DELETE FROM users WHERE name LIKE 'a%'", 'delete table users narrowed'],
    ['DELETE FROM users WHERE age BETWEEN 1 AND 2', 'delete table users narrowed ranged'],
    ['DELETE FROM users WHERE id IN (SELECT id FROM users)', 'delete table users'],
    ['DELETE FROM users WHERE id IN (SELECT id FROM b WHERE x = 1)', 'delete table users narrowed'],
    ['DELETE FROM users WHERE EXISTS (SELECT 1)', 'delete table users'],
    ["DELETE FROM users WHERE created_at < '2024-01-01'", 'delete table users narrowed ranged'],
    ["DELETE FROM users WHERE created_at < now() - interval '30 days'", 'delete table users narrowed ranged'],
    ['DELETE FROM users WHERE id > 100 AND id < 9000', 'delete table users narrowed ranged'],
    ['DELETE FROM users WHERE id = 5 OR id > 100', 'delete table users narrowed ranged'],
    ['DELETE FROM users WHERE id IN (SELECT id FROM b WHERE x > 1)', 'delete table users narrowed ranged'],
    ["DELETE FROM users WHERE tenant = 4 AND created_at < '2024-01-01'", 'delete table users narrowed'],
    ["DELETE FROM users WHERE token_expires_at < now() - interval '1 day'", 'delete table users narrowed'],
    ["DELETE FROM users WHERE deleted_at < '2024-01-01'", 'delete table users narrowed'],
    ['DELETE FROM users WHERE id IN (1, 2, 3)', 'delete table users narrowed'],
    ['DELETE FROM users LIMIT 5', 'delete table users narrowed'],
    ['DELETE FROM users WHERE id = $1', 'delete table users narrowed'],
    ['DELETE FROM users WHERE $COND', 'delete table users'],
    ['UPDATE t SET a = 1', 'update table t'],
    ['UPDATE t SET a = (SELECT 1 WHERE id = 3)', 'update table t'],
    ['UPDATE t SET a = 1 WHERE id = 2', 'update table t narrowed'],
  ],
  'statements inside statements': [
    ['WITH d AS (DELETE FROM x RETURNING *) SELECT * FROM d', 'select table', 'delete table x'],
    ['WITH d AS (SELECT 1) DELETE FROM x', 'delete table x'],
    ['SELECT 1 DROP TABLE x', 'select table', 'drop table x'],
    ['IF EXISTS (SELECT 1) DROP TABLE x', 'drop table x'],
    ['EXPLAIN DELETE FROM x', 'other statement'],
    ['EXPLAIN ANALYZE DELETE FROM x', 'delete table x'],
    ['/*!50000 DROP TABLE x */', 'drop table x'],
    ['(DELETE FROM x)', 'delete table x', 'delete table x'],
    ['CREATE TRIGGER t AFTER DELETE ON x BEGIN DELETE FROM y; END; SELECT 1', 'create trigger t', 'select table'],
    ['DELIMITER //\nDROP TABLE a//\nDELIMITER ;\nSELECT 1;', 'drop table a', 'select table'],
    ['SELECT 1\nGO\nDROP TABLE x\nGO', 'select table', 'drop table x'],
    ['MERGE INTO t USING s ON t.a=s.a WHEN NOT MATCHED BY SOURCE THEN DELETE', 'delete table t'],
  ],
  'text that is no statement': [
    ["SELECT 'DROP TABLE x; DELETE FROM y'", 'select table'],
    ['-- DROP TABLE x\nSELECT 1 /* ; DROP TABLE y */', 'select table'],
    ["INSERT INTO t VALUES ('a;b', $$; DROP TABLE x$$)", 'insert table t'],
    ['SELECT "drop table x", `drop`, [drop table y] FROM t', 'select table'],
    [';;', ...[]],
    ['', ...[]],
  ],
  transactions: [
    ['BEGIN; DELETE FROM x; ROLLBACK', 'transaction begin', 'delete table x rolled back', 'transaction rollback'],
    ['BEGIN; DELETE FROM x; COMMIT', 'transaction begin', 'delete table x', 'transaction commit'],
    [
      'BEGIN; DELETE FROM x; COMMIT; ROLLBACK',
      'transaction begin',
      'delete table x',
      'transaction commit',
      'transaction rollback',
    ],
    [
      'BEGIN; SAVEPOINT s; DELETE FROM x; ROLLBACK TO s',
      'transaction begin',
      'transaction savepoint',
      'delete table x',
      'transaction savepoint',
    ],
    ['BEGIN; DROP TABLE x; ROLLBACK', 'transaction begin', 'drop table x', 'transaction rollback'],
    ['DELETE FROM x; ROLLBACK', 'delete table x', 'transaction rollback'],
  ],
  'what cannot be told': [
    ['CALL p()', 'call procedure p'],
    ['DO $$ BEGIN DROP TABLE x; END $$', 'call block'],
    ['EXEC sp_x', 'call procedure sp_x'],
    ['SELECT pg_drop_replication_slot(1)', 'call function pg_drop_replication_slot'],
    [String.raw`\! rm -rf /`, 'call shell rm -rf /'],
    [String.raw`\i x.sql`, 'call script x.sql'],
    [String.raw`\dt`, 'other client command'],
    ['.shell rm x', 'call shell rm x'],
    ['hello world', 'unreadable statement'],
    ["DELETE FROM x WHERE a = 'b", 'delete table x narrowed', 'unreadable quotation'],
    [String.raw`SELECT 'a\'; DROP TABLE x; --'`, 'select table', 'drop table x', 'select table'],
    [String.raw`COPY t FROM STDIN ESCAPE '\'`, 'insert table t'],
    ['ALTER DEFAULT PRIVILEGES GRANT DELETE ON TABLES TO bob', 'grant privilege'],
    ['GRANT ALL ON t TO bob', 'grant privilege t,bob'],
  ],
};

for (const [concept, table] of Object.entries(tables)) {
  describe(concept, () => {
    test.each(table)('%s', (text, ...statements) => {
      expect(sqlStatements(text, undefined).map(brief)).toEqual(statements);
    });
  });
}

test('definitions are rolled back where the dialect can', () => {
  expect(sqlStatements('BEGIN; DROP TABLE x; ROLLBACK', 'postgres')[1]?.rolledBack).toBe(true);
  expect(sqlStatements('BEGIN; DELETE FROM x; CREATE TABLE y (a int); ROLLBACK', 'mysql')[1]?.rolledBack).toBe(false);
});

test('a statement knows where it stands', () => {
  const text = 'SELECT 1; DROP TABLE x; SELECT 2';
  const [, drop] = sqlStatements(text, 'postgres');
  expect(text.slice(drop?.start, drop?.end)).toBe('DROP TABLE x');
});
