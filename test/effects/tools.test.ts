import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import { analysed, isStopped } from './judging.ts';

const tool = (server: string, name: string, input: unknown = {}, annotations?: Record<string, unknown>): Deed => ({
  kind: 'mcp',
  server,
  tool: name,
  input,
  ...(annotations ? { annotations } : {}),
});
const stops = async (deed: Deed) => (await analysed(deed)).effects.some(isStopped);

describe('tools by table and by name', () => {
  it.each<Deed>([
    tool('neon', 'reset_from_parent', { branchId: 'br-1' }),
    tool('supabase', 'reset_branch', { branch_id: 'b' }),
    tool('', 'mcp__supabase__pause_project', { project_id: 'p' }),
    tool('render', 'update_environment_variables', { serviceId: 's', replace: true }),
    tool('mongodb', 'drop-collection', { database: 'shop', collection: 'users' }),
    tool('mongodb', 'dropDatabase', { database: 'shop' }),
    tool('mongodb', 'delete-many', { filter: {} }),
    tool('mongodb', 'find_one_and_delete', { filter: {} }),
    tool('heroku', 'destroyApp', { app: 'a' }),
    tool('cloudflare', 'kv_namespace_delete', { namespace_id: 'n' }),
    tool('cloudflare', 'r2_bucket_delete', { name: 'b' }),
    tool('aws', 's3-delete-objects', { bucket: 'b' }),
    tool('gmail', 'delete_email', { id: 'm' }),
    tool('gdrive', 'trashFile', { fileId: 'f' }),
    tool('notion', 'API-delete-a-block', { block_id: 'b' }),
    tool('stripe', 'delete_customer', { customer: 'c' }),
    tool('k8s', 'pods_delete', { name: 'p', namespace: 'prod' }),
    tool('k8s', 'resources_delete', { kind: 'Namespace', name: 'prod' }),
    tool('auth0', 'auth0_delete_application', { client_id: 'c' }),
    tool('pinecone', 'delete-index', { name: 'i' }),
    tool('elasticsearch', 'deleteIndex', { index: 'i' }),
    tool('hetzner', 'rebuild_server', { id: 1 }),
    tool('aws', 'stop_logging', { trail: 't' }),
    tool('railway', 'manage_volume', { action: 'delete', volumeId: 'v' }),
    tool('cloud', 'database', { operation: 'drop', name: 'prod' }),
    tool('todoist', 'todoist_delete_task', { task_id: '1' }),
    tool('asana', 'delete_task', { task_gid: '1' }),
    tool('acme', 'doomsday', {}, { destructiveHint: true }),
    tool('serena', 'delete_memory', { memory_file_name: '../../../other/notes' }),
    tool('acme', 'uninstall_app', { id: 'x' }),
    tool('mcp-obsidian', 'obsidian_delete_file', { filepath: 'Clients/notes.md', confirm: true }),
    tool('mikrotik', 'remove_file', { filename: 'pre-upgrade.backup' }),
    tool('mobile-backend', 'delete_app', { id: 'x' }),
    tool('ios-simulator', 'delete_backup', { id: 'x' }),
    tool('acme', 'validate_and_execute', { tool: 'delete_project', arguments: { id: 1 } }),
    tool('acme', 'preview_and_apply', { action: 'delete', resource: 'database' }),
    tool('cosmos', 'document_query', { sql: 'DELETE FROM users' }),
    tool('postgres', 'validate_and_run_sql', { sql: 'DELETE FROM users' }),
    tool('postgres', 'dry_run_query', { sql: 'DROP TABLE users', dry_run: false }),
    tool('postgres', 'validate_sql', { sql: 'DROP TABLE users', mode: 'execute' }),
    tool('postgres', 'parse_sql', { sql: 'DROP TABLE users', commit: true }),
    tool('postgres', 'explain_query', { sql: 'EXPLAIN ANALYZE DELETE FROM users' }),
    tool('postgres', 'explain_sql', { sql: 'SELECT 1; DROP TABLE users' }),
    tool('postgres', 'search_query', { sql: '/* a * b */ drop table users' }),
    tool('acme', 'delete_chat_session', { id: 's' }),
    tool('acme', 'remove-recording-session', { id: 's' }),
    tool('voice-recorder', 'deleteSession', { id: 's' }),
    tool('sheets', 'clear_values', { range: 'A:Z' }),
    tool('kubernetes', 'node_management', { operation: 'drain', nodeName: 'n' }),
  ])('$server $tool is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('neon', 'describe_branch'),
    tool('acme-workspace', 'delete_file', { path: 'src/old.ts' }),
    tool('honeycomb', 'run_query', { query: { filters: [{ column: 'http.method', op: '=', value: 'DELETE' }] } }),
    tool('honeycomb', 'run_query', { query: { filters: [{ column: 'db.operation', value: 'DROP TABLE' }] } }),
    tool('supabase', 'list_deleted_projects'),
    tool('acme', 'validate_workflow', { action: 'delete', resource: 'database' }),
    tool('postgres', 'format_sql', { sql: 'select 1; drop table x' }),
    tool('postgres', 'lint_sql', { sql: 'DROP TABLE users; DROP TABLE orders' }),
    tool('postgres', 'dry_run_query', { sql: 'DROP TABLE users', dry_run: true }),
    tool('render', 'update_environment_variables', { serviceId: 's', envVars: [] }),
    tool('mongodb', 'find', { filter: { status: 'deleted' } }),
    tool('aws', 'describe_deleted_backups'),
    tool('github', 'label_write', { method: 'delete', name: 'x' }, { destructiveHint: true }),
    tool('github', 'issue_write', { method: 'create', title: 'delete it' }),
    tool('github', 'dismiss_notification'),
    tool('github', 'unstar_repository'),
    tool('serena', 'delete_lines', { relative_path: 'a.ts' }),
    tool('serena', 'delete_memory', { memory_file_name: 'style' }),
    tool('ios-simulator', 'uninstall_app', { bundleId: 'a.b' }),
    tool('XcodeBuildMCP', 'erase_sims', { all: true }),
    tool('mobile-mcp', 'mobile_terminate_app', { packageName: 'a.b' }),
    tool('jupyter', 'delete_cell', { index: 1 }),
    tool('todo', 'remove_todo', { id: 1 }),
    tool('unity', 'manage_gameobject', { action: 'delete', name: 'Cube' }),
    tool('desktop-commander', 'force_terminate', { pid: 42 }),
    tool('taskmaster-ai', 'remove_task', { id: '1' }),
    tool('redis', 'get', { key: 'a' }),
    tool('k8s', 'pods_list'),
    tool('slack', 'remove_reaction', { name: 'x' }),
    tool('acme', 'get_delete_status', {}, { destructiveHint: true }),
    tool('acme', 'frobnicate'),
    tool('acme', 'delete_session', { id: 's' }),
    tool('acme', 'delete_user_session', { id: 's' }),
    tool('acme', 'clear_chat_session', { id: 's' }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});

/** A bare verb says nothing of what goes: it is what the server keeps. */
describe('a tool that is a bare verb', () => {
  const verbs = 'prune purge wipe reset clear flush drop truncate nuke cleanup clean_up empty evict remove'.split(' ');
  it.each(verbs)('%s of a server that keeps things is held', async (verb) => {
    for (const deed of [
      tool('acme', verb),
      tool('acme', `acme_${verb}`, { confirm: true }),
      tool('', `mcp__acme__${verb}`),
      tool('vectors', `vectors.${verb}`),
      tool('platform', verb),
    ])
      expect(await stops(deed), JSON.stringify(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('playwright', 'clear', { selector: '#x' }),
    tool('forms', 'clear', { element: 'name', ref: 'e4' }),
    tool('terminal', 'clear'),
    tool('calculator', 'reset'),
    tool('sequential-thinking', 'reset'),
    tool('timer', 'reset'),
    tool('chess', 'reset'),
    tool('code-sandbox', 'reset'),
    tool('canvas', 'clear'),
    tool('logger', 'flush'),
    tool('build-cache', 'clear'),
    tool('python-repl', 'reset'),
    tool('todo', 'clear'),
    tool('git', 'reset', { paths: ['a.ts'] }),
    tool('acme', 'clear_filters'),
    tool('search', 'clear_search'),
    tool('gradle', 'clean'),
    tool('XcodeBuildMCP', 'clean'),
    tool('npm', 'prune'),
    tool('kubernetes', 'uncordon_node', { name: 'n' }),
    tool('contentful', 'unpublish_asset', { id: 1 }),
    tool('acme', 'reset_view'),
    tool('', 'clear'),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});

describe('what a tool is handed', () => {
  it.each<Deed>([
    tool('k8s', 'kubectl', { command: 'delete namespace prod' }),
    tool('k8s', 'kubectl_exec', { args: ['delete', 'pvc', 'data', '-n', 'prod'] }),
    tool('aws', 'call_aws', { cli_command: 'aws s3 rb s3://prod --force' }),
    tool('terraform', 'terraform', { args: 'destroy -auto-approve' }),
    tool('neo4j', 'write_neo4j_cypher', { query: 'MATCH (n) DETACH DELETE n' }),
    tool('redis', 'execute', { command: 'FLUSHALL' }),
    tool('mongo', 'run_command', { command: 'db.users.drop()' }),
    tool('supabase', 'apply_migration', { name: 'x', query: 'ALTER TABLE users DROP COLUMN email' }),
    tool('db', 'execute', { query: 'BEGIN; DROP TABLE users; COMMIT' }),
    tool('python', 'run_python', { code: "import shutil\nshutil.rmtree('/home/dev/photos')" }),
    tool('ssh', 'ssh_execute', { host: 'prod', command: 'rm -rf /srv/data' }),
    tool('fetch', 'http_request', { method: 'DELETE', url: 'https://api.example.com/v1/databases/1' }),
    tool('warehouse', 'query', { sql: "DELETE FROM orders WHERE created_at < '2024-01-01'" }),
    tool('warehouse', 'query', { sql: 'DELETE FROM orders WHERE id > 100' }),
    tool('warehouse', 'query', { sql: 'DELETE FROM orders WHERE id IN (SELECT id FROM orders)' }),
    tool('warehouse', 'query', { sql: "DELETE FROM orders WHERE name LIKE '%'" }),
    tool('acme', 'execute', { query: 'DELETE FROM orders WHERE id > 0' }),
    tool('acme', 'run', { input: 'DROP TABLE orders' }),
    tool('acme', 'exec', { statement: 'TRUNCATE orders' }),
    tool('acme', 'execute', { code: 'DROP TABLE orders' }),
    tool('windows', 'Powershell-Tool', { command: 'Remove-Item -Recurse C:\\Users\\me\\Documents' }),
  ])('$server $tool is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('warehouse', 'query', { sql: 'DELETE FROM orders WHERE id = 7' }),
    tool('warehouse', 'query', { sql: "DELETE FROM tokens WHERE expires_at < now() - interval '1 day'" }),
    tool('warehouse', 'query', { sql: "DELETE FROM orders WHERE tenant = 3 AND created_at < '2024-01-01'" }),
    tool('warehouse-dev', 'query', { sql: "DELETE FROM orders WHERE created_at < '2024-01-01'" }),
    tool('warehouse', 'query', { sql: "UPDATE orders SET paid = true WHERE created_at < '2024-01-01'" }),
    tool('acme', 'ask', { query: 'delete a user from the table' }),
    tool('acme', 'execute', { query: 'drop the table from the report' }),
    tool('acme', 'search_docs', { query: 'DELETE FROM orders' }),
    tool('k8s', 'kubectl', { command: 'get pods' }),
    tool('aws', 'call_aws', { cli_command: 'aws s3 ls' }),
    tool('neo4j', 'read_neo4j_cypher', { query: 'MATCH (n) RETURN n.deleted' }),
    tool('redis', 'execute', { command: 'GET a' }),
    tool('mongo', 'aggregate', { pipeline: [{ $match: { a: 1 } }] }),
    tool('supabase', 'apply_migration', { name: 'x', query: 'CREATE TABLE a (id int)' }),
    tool('python', 'run_python', { code: 'print(1)' }),
    tool('ssh', 'ssh_execute', { host: 'prod', command: 'uptime' }),
    tool('fetch', 'fetch', { url: 'https://docs.example.com/delete' }),
    tool('playwright', 'browser_evaluate', { function: '() => localStorage.clear()' }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});
