import { describe, expect, test } from 'vitest';
import { idIn, readMessage } from '../../src/mcp/messages.ts';

const call = (params: object, id: unknown = 1) => JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });

describe('a message of the host', () => {
  test.each([
    ['a request of another kind', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'],
    ['the handshake', '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}'],
    ['a notification', '{"jsonrpc":"2.0","method":"notifications/initialized"}'],
    ['an answer to the server', '{"jsonrpc":"2.0","id":"s1","result":{"action":"accept"}}'],
    ['an answer that mentions a call', '{"jsonrpc":"2.0","id":4,"result":{"method":"tools/call"}}'],
    ['an empty line', '\n'],
    ['a batch that calls nothing', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]'],
    ['a cancellation of nothing', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}'],
  ])('passes: %s', (_what, text) => {
    expect(readMessage(text)).toEqual({ kind: 'pass' });
  });

  test('is read where it calls a tool', () => {
    const params = { name: 'volume-delete', arguments: { volumeId: 'v1' }, _meta: { progressToken: 'p' } };
    expect(readMessage(call(params))).toEqual({
      kind: 'calls',
      calls: [
        {
          id: 1,
          tool: 'volume-delete',
          input: { volumeId: 'v1' },
          continues: false,
          progressToken: 'p',
          modern: false,
        },
      ],
      others: [],
    });
  });

  test.each([
    ['behind a byte order mark', `\uFEFF${call({ name: 'x' })}`],
    ['with an escaped method', '{"id":1,"method":"tools\\/c\\u0061ll","params":{"name":"x"}}'],
    ['without parameters', '{"id":1,"method":"tools/call"}'],
    ['without a version', '{"method":"tools/call","params":{"name":"x"}}'],
  ])('is a call %s', (_what, text) => {
    expect(readMessage(text).kind).toBe('calls');
  });

  test('says which revision it speaks', () => {
    const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    expect(readMessage(call({ name: 'x', _meta }))).toMatchObject({ calls: [{ modern: true }] });
  });

  test('may carry several calls, and others with them', () => {
    const batch = `[${call({ name: 'a' }, 1)},{"id":2,"method":"ping"},${call({ name: 'b' }, 'x')}]`;
    expect(readMessage(batch)).toMatchObject({
      kind: 'calls',
      calls: [
        { id: 1, tool: 'a' },
        { id: 'x', tool: 'b' },
      ],
      others: [2],
    });
  });

  test.each([
    ['no JSON', '{"id":1,', [null]],
    ['JSON as only some read it', '{"id":1,"method":"tools/call",}', [null]],
    ['a key twice', '{"id":1,"method":"ping","method":"tools/call"}', [1]],
    ['an argument twice', call({ name: 'x' }).replace('"name":"x"', '"name":"x","arguments":{"a":1,"a":2}'), [1]],
    ['a method some readers see', '{"id":1,"Method":"tools/call","params":{"name":"x"}}', [1]],
    ['two spellings of a name', call({ name: 'list', Name: 'delete' }), [1]],
    [
      'a key that folds to the arguments',
      call({ name: 'delete', arguments: {}, 'argument\u017f': { id: 'prod' } }),
      [1],
    ],
    ['two spellings of the arguments', call({ name: 'delete', arguments: {}, Arguments: { id: 'prod' } }), [1]],
    ['a batch of which one is so', `[${call({ name: 'x' }, 5)},{"id":6,"method":"ping","METHOD":"x"}]`, [5, 6]],
  ])('does not pass where nobody can tell what it is: %s', (_what, text, ids) => {
    expect(readMessage(text)).toMatchObject({ kind: 'unreadable', ids });
  });

  test('may take a request back', () => {
    const text = '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7,"reason":"late"}}';
    expect(readMessage(text)).toEqual({ kind: 'cancelled', id: 7 });
  });
});

test.each([
  ['{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"x":"', 7],
  ['{"id":"a\\"b","params":{', 'a"b'],
  ['{"params":{"id":7', null],
  ['[{"id":1', null],
  ['', null],
])('the id of a message too long to be read stands at its beginning: %s', (head, id) => {
  expect(idIn(Buffer.from(head))).toBe(id);
});
