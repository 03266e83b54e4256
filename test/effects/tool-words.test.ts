import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import { stops, tool } from './judging.ts';

const url = 'https://api.acme.io/orders/1';

describe('what a tool sets down', () => {
  it.each<Deed>([
    tool('sqlite', 'create_record', { table: 'expenses', data: { memo: 'drop-off fee' } }),
    tool('sqlite', 'update_record', { table: 'notes', data: { text: 'Delete old logs when done' } }),
    tool('postgres', 'create_ticket', { subject: 'Drop table tennis from the menu' }),
    tool('supabase', 'insert', { row: { name: 'Update your profile and set a photo' } }),
    tool('mysql', 'insert_row', { data: { status: 'call back tomorrow' } }),
    tool('postman', 'createCollection', {
      collection: { item: [{ name: 'Delete order', request: { method: 'DELETE', url } }] },
    }),
    tool('postman', 'updateCollectionRequest', { name: 'Delete order', method: 'DELETE', url }),
    tool('n8n', 'create_workflow', { nodes: [{ parameters: { method: 'DELETE', url } }] }),
    tool('n8n', 'n8n_create_workflow', { nodes: [{ parameters: { operation: 'deleteTable' } }] }),
    tool('openapi', 'create_spec', { spec: { paths: { '/x/{id}': { delete: { operationId: 'deleteX' } } } } }),
    tool('mongodb', 'insertOne', { document: { script: 'db.users.drop()' } }),
    tool('zapier', 'create_zap', { steps: [{ action: 'delete_row' }] }),
    tool('wiremock', 'create_stub', { request: { method: 'DELETE', url } }),
  ])('$server $tool is a text and passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
  it.each<Deed>([
    tool('postgres', 'create_record', { sql: 'DELETE FROM users' }),
    tool('database', 'create_migration', { name: 'drop_old', sql: 'DROP TABLE users' }),
    tool('database', 'execute', { text: 'drop table orders' }),
    tool('database', 'apply', { operations: ['DROP TABLE orders'] }),
    tool('acme', 'http_request', { method: 'DELETE', url }),
    tool('n8n', 'execute_node', { method: 'DELETE', url }),
    tool('postman', 'run_collection', { request: { method: 'DELETE', url } }),
    tool('http', 'put_request', { method: 'DELETE', url }),
    tool('neo4j', 'write', { cypher: 'MATCH (n) DETACH DELETE n' }),
    tool('postgres', 'console', { command: 'query', input: 'DROP TABLE users;' }),
    tool('docker', 'docker_exec', { container: 'web', command: 'acme database delete orders --yes' }),
    tool('shell', 'exec', { cmd: ['ls', '; rm -rf /var/lib/mysql'] }),
    tool('acme', 'update_collection', { operation: 'drop', name: 'orders' }),
  ])('$server $tool is run and held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
});

describe('what a tool runs', () => {
  it.each<Deed>([
    tool('gcloud', 'run_gcloud_command', { args: ['logging', 'read', 'textPayload:"delete"', '--limit=20'] }),
    tool('gcloud', 'run_gcloud_command', { command: `logging read 'textPayload:"delete"'` }),
    tool('az', 'az_run', { argv: ['monitor', 'activity-log', 'list', '--filter', "operation eq 'delete'"] }),
    tool('acme', 'spawn_process', { command: 'git', args: ['commit', '-m', 'drop database x; rm -rf /'] }),
    tool('shell', 'run_command', { command: 'cat', stdin: 'DROP DATABASE crm;' }),
    tool('shell', 'run_command', { command: 'jq .', stdin: '{"delete":true}' }),
    tool('shell', 'run_command', { command: 'grep drop', input: 'DROP TABLE users;' }),
    tool('shell', 'run_command', { command: 'psql -h prod shop', stdin: 'select 1;' }),
    tool('macos', 'execute_script', {
      script_content: 'tell application "Notes" to get every note',
      language: 'applescript',
    }),
    tool('runner', 'execute_script', { script_content: 'print("rm -rf /")', language: 'python' }),
    tool('salesforce', 'execute_anonymous', { apexCode: "System.debug('delete me'); insert new Lead();" }),
    tool('google-apps-script', 'execute', { code: "SpreadsheetApp.getActive().getRange('A1').setValue(3)" }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
  it.each<Deed>([
    tool('gcloud', 'run_gcloud_command', { args: ['sql', 'instances', 'delete', 'orders-prod', '--quiet'] }),
    tool('terminal', 'send_input', { session_id: '1', input: 'rm -rf /var/lib/mysql' }),
    tool('gcloud', 'run_gcloud_command', { command: 'x; rm -rf /var/lib/mysql' }),
    tool('acme', 'm365_run_command', { args: ['spo', 'site', 'remove', '--url', 'x', '--force'] }),
    tool('vercel', 'vercel_cli', { args: ['remove', 'shop', '--yes'] }),
    tool('docker', 'docker_compose', { args: ['down', '-v'] }),
    tool('mac', 'run_applescript', { applescript: 'tell application "Finder" to empty trash' }),
    tool('terraform', 'run', { subcommand: 'destroy', flags: ['-auto-approve'] }),
    tool('shell', 'execute', { args: ['bash', '-c', 'rm -rf /var/lib/mysql'] }),
    tool('docker', 'exec', { args: ['bash', '-c', 'rm -rf /var/lib/mysql'] }),
    tool('shell', 'run_commands', { commands: ['ls', 'rm -rf /var/lib/mysql'] }),
    tool('docker', 'run_command', { service: 'web', command: 'php artisan migrate:fresh --force' }),
    tool('shell', 'run_command', { command: 'mysql -h prod -u root', stdin: 'DROP DATABASE crm;' }),
    tool('shell', 'run', { command: 'bash', stdin: 'rm -rf /var/lib/mysql' }),
    tool('shell', 'run_command', {
      command: 'python3',
      args: ['-'],
      input: 'import shutil; shutil.rmtree("/var/lib")',
    }),
    tool('ssh', 'run', { host: 'h', command: 'mysql', stdin: 'drop database crm;' }),
    tool('macos', 'execute_script', { script_content: 'do shell script "rm -rf ~/Mail"', language: 'applescript' }),
    tool('applescript', 'run_applescript', { script: 'tell application "Mail" to delete every message' }),
    tool('mac', 'execute_script', { script_content: 'Application("Finder").emptyTrash()', language: 'javascript' }),
    tool('runner', 'run', { source: "FileUtils.rm_rf('/var/lib/mysql')", language: 'ruby' }),
    tool('runner', 'run_script', { body: 'Remove-Item -Recurse -Force C:\\Data', language: 'powershell' }),
    tool('salesforce', 'execute_anonymous', { apexCode: 'delete [SELECT Id FROM Lead];' }),
    tool('sf', 'run_apex', { code: 'for (Account a : x) { delete a; }' }),
    tool('salesforce', 'execute_anonymous', { apexCode: 'Database.emptyRecycleBin(a);' }),
    tool('google-apps-script', 'script_run', { source: "SpreadsheetApp.getActive().getSheetByName('Pay').clear()" }),
  ])('$server $tool is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
});

describe('what somebody made or agreed', () => {
  it.each<Deed>([
    tool('google-drive', 'deleteGoogleSlide', { presentationId: 'p', slideObjectId: 'o' }),
    tool('resend', 'remove-template', { id: '1' }),
    tool('datadog', 'remove_monitor', { id: 1 }),
    tool('asana', 'asana_delete_project_status', { project_status_gid: '1' }),
    tool('figma', 'delete_comment', { id: 1 }),
    tool('pinterest', 'delete_pin', { id: 1 }),
    tool('pinata', 'remove_pin', { cid: 'b' }),
    tool('ipfs', 'unpin', { cid: 'b' }),
    tool('reminders', 'delete_reminder', { id: 1 }),
    tool('readwise', 'delete_highlight', { id: 1 }),
    tool('sheets', 'clear_sheet', { sheetId: '1' }),
    tool('sheets', 'batch_clear_values', { ranges: ['A:Z'] }),
    tool('firebase', 'realtimedatabase_set_data', { path: '/users', data: 'null' }),
    tool('firebase', 'database_set', { path: '/', data: {} }),
    tool('shop', 'cancel_order', { id: 1 }),
    tool('calendar', 'cancel_event', { id: 1 }),
    tool('shop', 'voidInvoice', { id: 1 }),
    tool('ship', 'void_label', { id: 1 }),
    tool('stripe', 'detach_payment_method', { id: 1 }),
    tool('iam', 'replace_policy', { policy: {} }),
    tool('acme', 'execute', { action: 'cancel', resource: 'order', id: 1 }),
    tool('acme', 'order_manage', { operation: 'void', id: 1 }),
    tool('firestore', 'set_document', { path: 'users/1', data: {} }),
  ])('$server $tool is held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
  it.each<Deed>([
    tool('powerpoint', 'delete_slide', { slide_index: 2 }),
    tool('slack', 'remove_pin', { channel: 'C', timestamp: '1' }),
    tool('slack', 'delete_pin', { channel: 'C', timestamp: '1' }),
    tool('discord', 'unpin_message', { id: 1 }),
    tool('acme', 'get_delete_status', { id: 1 }),
    tool('acme', 'batch_delete_job_status', { id: 1 }),
    tool('figma', 'delete_node', { id: 1 }),
    tool('sheets', 'clear_basic_filter', { sheetId: 1 }),
    tool('sheets', 'clear_data_validation', { range: 'A1' }),
    tool('excel', 'clear_formatting', { range: 'A1:B2' }),
    tool('rtdb', 'set_data', { path: '/users/1/name', data: '"Ann"' }),
    tool('kv', 'put', { key: 'feature/x', value: '{}' }),
    tool('fs', 'write_json', { path: 'a.json', data: {} }),
    ...'job run build deployment task workflow upload export query operation request search invitation batch'
      .split(' ')
      .map((noun) => tool('acme', `cancel_${noun}`, { id: 1 })),
    tool('foreman', 'cancel_job_invocation', { id: 1 }),
    tool('acme', 'cancel_order_export', { id: 1 }),
    tool('acme', 'cancel_deletion', { id: 1 }),
    tool('acme', 'list_cancelled_orders'),
    tool('acme', 'execute', { action: 'cancel', resource: 'job', id: 1 }),
    tool('docker', 'docker_compose', { args: ['ps'] }),
  ])('$server $tool passes', async (deed) => {
    expect(await stops(deed)).toBe(false);
  });
});
