import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import { analysed, isStopped } from './judging.ts';

const tool = (server: string, name: string, input: unknown = {}): Deed => ({ kind: 'mcp', server, tool: name, input });
const stops = async (deed: Deed) => (await analysed(deed)).effects.some(isStopped);

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
    tool('acme', 'update_collection', { operation: 'drop', name: 'orders' }),
  ])('$server $tool is run and held', async (deed) => {
    expect(await stops(deed)).toBe(true);
  });
});
