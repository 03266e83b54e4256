import { CallToolResultSchema, JSONRPCMessageSchema } from '@modelcontextprotocol/core';
import { describe, expect, test } from 'vitest';
import type { LayerCall } from '../../src/guard/layer-client.ts';
import { layerOutput } from '../../src/guard/layer-client.ts';
import { createCalls } from '../../src/mcp/calls.ts';
import type { Ask } from '../../src/mcp/judging.ts';
import { createProxy } from '../../src/mcp/proxy.ts';

/** A proxy whose two ends and whose guard are the test's. */
function rig() {
  const toServer: string[] = [];
  const toHost: string[] = [];
  const asked: LayerCall[] = [];
  const ended: LayerCall[] = [];
  const decisions: ((goes: boolean, reason?: string) => void)[] = [];
  const timers = new Set<() => void>();
  const aborted: string[] = [];
  /** Tools that are held: the test answers by `decide`. All others go out at once. */
  const waits: number[] = [];
  const ask: Ask = (question, { signal, onHeld }) => {
    const call: LayerCall = JSON.parse(question.stdin.toString('utf8'));
    waits.push(question.waitMilliseconds);
    if (call.outcome) {
      ended.push(call);
      return Promise.resolve(layerOutput({ goesOut: true, reason: '' }));
    }
    asked.push(call);
    const tool = call.action.kind === 'mcp' ? call.action.tool : '';
    if (!tool.includes('delete')) return Promise.resolve(layerOutput({ goesOut: true, reason: '' }));
    onHeld?.('hold-1');
    return new Promise((resolve) => {
      decisions.push((goes, reason = '') => resolve(layerOutput({ goesOut: goes, reason })));
      const abandon = () => {
        aborted.push(tool);
        resolve(layerOutput({ goesOut: false, reason: 'Gone.' }));
      };
      if (signal?.aborted) abandon();
      signal?.addEventListener('abort', abandon);
    });
  };
  const proxy = createProxy(createCalls(ask, { server: 'railway', cwd: '/w', session: 'mcp-1' }), {
    toServer: (bytes) => toServer.push(bytes.toString()),
    toHost: (bytes) => toHost.push(bytes.toString()),
    every(_milliseconds, fn) {
      timers.add(fn);
      return () => timers.delete(fn);
    },
  });
  return {
    proxy,
    toServer,
    toHost,
    asked,
    waits,
    ended,
    aborted,
    host: async (text: string) => {
      proxy.fromHost(Buffer.from(text));
      await settle();
    },
    server: (text: string) => proxy.fromServer(Buffer.from(text)),
    decide: async (goes: boolean, reason?: string) => {
      decisions.shift()?.(goes, reason);
      await settle();
    },
    pass: () => {
      for (const fn of timers) fn();
    },
    timers,
  };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 2));
const call = (name: string, id: unknown = 1, more: object = {}) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: { id: 'v1' }, ...more } })}\n`;
/** What the host got from us, each a message the official schema accepts. */
const replies = (texts: readonly string[]) => texts.map((text) => JSONRPCMessageSchema.parse(JSON.parse(text)));

describe('the proxy in front of a server', () => {
  test('passes what calls no tool, byte for byte, both ways and at once', async () => {
    const { host, server, toServer, toHost, asked } = rig();
    const odd = '{ "jsonrpc":"2.0",\t"id" : 1,"method":"tools\\/list" }\r\n';
    await host(`${odd.slice(0, 9)}`);
    await host(`${odd.slice(9)}\n`);
    server('{"jsonrpc":"2.0","id":1,');
    server('"result":{"tools":[]}}\r\n half');
    expect(toServer.join('')).toBe(`${odd}\n`);
    expect(toHost).toEqual(['{"jsonrpc":"2.0","id":1,', '"result":{"tools":[]}}\r\n half']);
    expect(asked).toEqual([]);
  });

  test('passes a call that may go out, byte for byte', async () => {
    const { host, toServer, asked } = rig();
    const spaced = call('list').replace('"method"', '  "method" ');
    await host(spaced);
    expect(toServer).toEqual([spaced]);
    expect(asked).toMatchObject([{ session: 'mcp-1', action: { kind: 'mcp', server: 'railway', tool: 'list' } }]);
  });

  test('keeps a held call back until a person has approved it', async () => {
    const { host, toServer, decide } = rig();
    await host(call('delete'));
    await host(call('list', 2));
    expect(toServer).toEqual([call('list', 2)]);
    await decide(true);
    expect(toServer).toEqual([call('list', 2), call('delete')]);
  });

  test('answers a call that does not go out with a result that says why', async () => {
    const { host, toServer, toHost, decide } = rig();
    await host(call('delete', 'id-7'));
    await decide(false, 'A person denied this call. Do not try it another way.');
    expect(toServer).toEqual([]);
    const [reply] = replies(toHost);
    expect(reply).toMatchObject({ id: 'id-7', result: { isError: true } });
    const result = CallToolResultSchema.parse(reply && 'result' in reply ? reply.result : {});
    expect(result.content).toEqual([
      { type: 'text', text: 'Holdpoint: A person denied this call. Do not try it another way.' },
    ]);
  });

  test('says in the newest revision that the result is one', async () => {
    const { host, toHost, decide } = rig();
    await host(call('delete', 1, { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } }));
    await decide(false, 'No.');
    expect(replies(toHost)).toMatchObject([{ result: { isError: true, resultType: 'complete' } }]);
  });

  test('drops a call nobody wants an answer to', async () => {
    const { host, toServer, toHost, decide } = rig();
    await host(call('delete').replace('"id":1,', ''));
    await decide(false, 'No.');
    expect([toServer, toHost]).toEqual([[], []]);
  });

  test('lets go of a call that the host takes back, and tells the server of neither', async () => {
    const { host, toServer, toHost, aborted } = rig();
    await host(call('delete', 5));
    await host('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}\n');
    expect(aborted).toEqual(['delete']);
    expect([toServer, toHost]).toEqual([[], []]);
    const other = '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":6}}\n';
    await host(other);
    expect(toServer).toEqual([other]);
  });

  test('sends a batch out whole or not at all', async () => {
    const { host, toServer, toHost, decide } = rig();
    const batch = `[${call('list', 1).trim()},{"jsonrpc":"2.0","id":2,"method":"ping"},${call('delete', 3).trim()}]\n`;
    await host(batch);
    expect(toServer).toEqual([]);
    await decide(false, 'No.');
    expect(toServer).toEqual([]);
    expect(replies(toHost)).toMatchObject([
      { id: 1, result: { isError: true } },
      { id: 3, result: { isError: true } },
      { id: 2, error: { code: -32600 } },
    ]);
    await host(batch);
    await decide(true);
    expect(toServer).toEqual([batch]);
  });

  test.each([
    ['no JSON', 'tools/call\n', null, -32700],
    ['a key named twice', '{"jsonrpc":"2.0","id":9,"method":"ping","method":"tools/call"}\n', 9, -32600],
    [
      'a message too long to be read',
      `{"jsonrpc":"2.0","id":8,"method":"x","p":"${'y'.repeat(33 * 2 ** 20)}"}\n`,
      8,
      -32600,
    ],
  ])('does not pass %s', async (_what, text, id, code) => {
    const { host, toServer, toHost } = rig();
    await host(text);
    expect(toServer).toEqual([]);
    expect(toHost.map((line) => JSON.parse(line))).toMatchObject([{ id, error: { code } }]);
    await host(call('list'));
    expect(toServer).toHaveLength(1);
  });

  test('never writes inside a message of the server', async () => {
    const { host, server, toHost, decide, proxy } = rig();
    server('{"half":');
    await host(call('delete'));
    await decide(false, 'No.');
    expect(toHost).toEqual(['{"half":']);
    server('1}\n{"next":');
    expect(toHost[1]).toBe('1}\n');
    expect(toHost[2]).toContain('isError');
    expect(toHost[3]).toBe('{"next":');
    await host(call('delete', 2));
    await decide(false, 'No.');
    proxy.serverEnded();
    expect(toHost[4]).toBe('\n');
    expect(toHost[5]).toContain('"id":2');
  });

  test('hands over what the server said of a tool, and keeps its gravest word', async () => {
    const { host, server, asked } = rig();
    const tools = (destructiveHint: boolean) =>
      `${JSON.stringify({ id: 1, result: { tools: [{ name: 'purge', annotations: { destructiveHint } }] } })}\n`;
    server(tools(true));
    server(tools(false));
    await host(call('purge'));
    expect(asked).toMatchObject([{ action: { annotations: { destructiveHint: true } } }]);
  });

  test('gives signs of life while a person is asked, where the host wants them', async () => {
    const { host, toHost, pass, decide, timers } = rig();
    await host(call('delete', 1, { _meta: { progressToken: 'p1' } }));
    pass();
    pass();
    const progress = replies(toHost).map((reply) => ('params' in reply ? Number(reply.params?.progress) : 0));
    expect(replies(toHost)).toMatchObject(
      progress.map(() => ({ method: 'notifications/progress', params: { progressToken: 'p1' } })),
    );
    expect(progress).toHaveLength(3);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    await decide(true);
    expect(timers.size).toBe(0);
  });

  test('tells how a call ended, and what it printed', async () => {
    const { host, server, ended } = rig();
    await host(call('list', 4));
    const result = { content: [{ type: 'text', text: 'TOKEN=SYNTHETIC' }] };
    server(`${JSON.stringify({ jsonrpc: '2.0', id: 4, result })}\n`);
    await settle();
    expect(ended).toMatchObject([{ outcome: { ok: true, denied: false, output: 'TOKEN=SYNTHETIC' } }]);
  });

  test('goes on with a call the server had questions about, once, and asks for every other', async () => {
    const { host, server, toServer, decide } = rig();
    await host(call('delete', 1));
    await decide(true);
    server(
      `${JSON.stringify({ jsonrpc: '2.0', id: 1, result: { resultType: 'input_required', inputRequests: {} } })}\n`,
    );
    const again = call('delete', 2, { inputResponses: { q: {} } });
    await host(again);
    expect(toServer).toEqual([call('delete', 1), again]);
    await host(call('delete', 3, { inputResponses: { q: {} } }));
    expect(toServer).toHaveLength(2);
  });

  test('waits less for a person where the host wants no signs of life, and would give up', async () => {
    const { host, waits } = rig();
    await host(call('list', 1));
    await host(call('list', 2, { _meta: { progressToken: 'p1' } }));
    expect(waits[0]).toBeLessThan(60_000);
    expect(waits[1]).toBe(840_000);
  });

  test('asks again for the same call', async () => {
    const { host, decide, asked } = rig();
    await host(call('delete', 1));
    await decide(true);
    await host(call('delete', 1));
    expect(new Set(asked.map(({ callId }) => callId)).size).toBe(2);
  });

  test('lets go of what waits for a person when the host leaves, and sees the rest through', async () => {
    const { host, proxy, aborted, toServer } = rig();
    await host(call('delete'));
    proxy.fromHost(Buffer.from(call('list', 2)));
    proxy.fromHost(Buffer.from(call('delete', 3).trim()));
    await proxy.hostEnded();
    expect(aborted).toEqual(['delete', 'delete']);
    expect(toServer).toEqual([call('list', 2)]);
  });

  test('refuses more calls than a person can look at', async () => {
    const { host, toHost } = rig();
    for (let id = 0; id < 65; id += 1) await host(call('delete', id));
    expect(replies(toHost)).toMatchObject([{ id: 64, result: { isError: true } }]);
  });
});

test.each([
  ['npx', ['-y', '@railway/mcp-server'], '@railway/mcp-server'],
  ['uvx', ['mcp-server-git'], 'mcp-server-git'],
  ['docker', ['run', '-i', '--rm', 'mcp/postgres'], 'postgres'],
  ['/usr/bin/node', ['/home/dev/servers/railway.mjs'], 'railway'],
  ['python3', ['-m', 'mcp_server'], 'mcp_server'],
  ['C:\\tools\\railway.exe', [], 'railway.exe'],
  ['npx', [], 'npx'],
])('a server nobody named goes by what its command line starts: %s %j', async (command, args, name) => {
  const { serverName } = await import('../../src/mcp/server-name.ts');
  expect(serverName(command, args)).toBe(name);
});
