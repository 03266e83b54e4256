import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Client,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { fromJsonSchema, McpServer, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, test } from 'vitest';
import { type LayerCall, layerOutput } from '../../src/guard/layer-client.ts';
import { type HttpProxy, proxyHttp } from '../../src/mcp/http.ts';
import type { Ask } from '../../src/mcp/judging.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server on the loopback interface. */
async function listening(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A proxy whose guard holds what deletes until `decide`; `held` resolves when a person is asked. */
async function proxied(server: string) {
  const asked: LayerCall[] = [];
  let decide: (goes: boolean, reason?: string) => void = () => {};
  let isHeld: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const ask: Ask = (question, { signal, onHeld }) => {
    const call: LayerCall = JSON.parse(question.stdin.toString('utf8'));
    const goes = layerOutput({ goesOut: true, reason: '' });
    if (call.outcome) return Promise.resolve(goes);
    asked.push(call);
    if (call.action.kind !== 'mcp' || !call.action.tool.includes('delete')) return Promise.resolve(goes);
    onHeld?.('hold-1');
    return new Promise((resolve) => {
      decide = (goesOut, reason = '') => resolve(layerOutput({ goesOut, reason }));
      signal?.addEventListener('abort', () => resolve(layerOutput({ goesOut: false, reason: 'Gone.' })));
      isHeld();
    });
  };
  const proxy = await proxyHttp(new URL(server), ask, { server: 'railway', cwd: '/w', session: 'mcp-1' });
  open.push(() => proxy.close());
  return { proxy, asked, held, decide: (goes: boolean, reason?: string) => decide(goes, reason) };
}

/** A client as hosts use it. */
async function connected(transport: Transport) {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  open.push(() => client.close());
  const remove = (options = {}) => client.callTool({ name: 'volume-delete', arguments: { volumeId: 'v1' } }, options);
  return { client, remove };
}

/** The official server behind streamable HTTP. */
async function streamable(json: boolean) {
  const deleted: string[] = [];
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>();
  const url = await listening(async (incoming, response) => {
    const given = incoming.headers['mcp-session-id'];
    let transport = typeof given === 'string' ? sessions.get(given) : undefined;
    if (!transport) {
      const created = new WebStandardStreamableHTTPServerTransport({
        sessionIdGenerator: () => `session-${sessions.size}`,
        enableJsonResponse: json,
        onsessioninitialized: (id) => void sessions.set(id, created),
      });
      const server = new McpServer({ name: 'railway', version: '1.0.0' });
      const inputSchema = fromJsonSchema<{ volumeId?: string }>({ type: 'object', properties: {} });
      server.registerTool('volume-list', { inputSchema }, () => ({ content: [{ type: 'text', text: 'v1' }] }));
      server.registerTool(
        'volume-delete',
        { inputSchema, annotations: { destructiveHint: true } },
        ({ volumeId = '' }) => {
          deleted.push(volumeId);
          return { content: [{ type: 'text', text: `deleted ${volumeId}` }] };
        },
      );
      await server.connect(created);
      transport = created;
    }
    await bridged(incoming, response, (web) => transport.handleRequest(web));
  });
  return { url: `${url}/mcp`, deleted };
}

/** Node's request as the web knows it, and the answer back. */
async function bridged(
  incoming: IncomingMessage,
  response: ServerResponse,
  handle: (web: Request) => Promise<Response>,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  const headers = new Headers(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  const { method = 'GET' } = incoming;
  const body = method === 'POST' ? Buffer.concat(parts) : undefined;
  const url = `http://127.0.0.1${incoming.url}`;
  const answer = await handle(new Request(url, { method, headers, ...(body ? { body } : {}) }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.flushHeaders();
  if (answer.body) for await (const part of answer.body) response.write(part);
  response.end();
}

describe.each([
  ['with bodies', true],
  ['with event streams', false],
])('streamable HTTP that answers %s', (_what, json) => {
  test('works through the proxy as it would without', async () => {
    const { url } = await streamable(json);
    const { proxy, asked } = await proxied(url);
    const { client } = await connected(new StreamableHTTPClientTransport(new URL(proxy.url)));
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['volume-list', 'volume-delete']);
    expect((await client.callTool({ name: 'volume-list', arguments: {} })).content).toEqual([
      { type: 'text', text: 'v1' },
    ]);
    expect(asked).toMatchObject([{ action: { server: 'railway', tool: 'volume-list' } }]);
  });

  test('holds what cannot be undone until a person decides', async () => {
    const { url, deleted } = await streamable(json);
    const { proxy, asked, held, decide } = await proxied(url);
    const { client, remove } = await connected(new StreamableHTTPClientTransport(new URL(proxy.url)));
    await client.listTools();
    const result = remove();
    await held;
    expect(asked.at(-1)).toMatchObject({ action: { annotations: { destructiveHint: true } } });
    expect(deleted).toEqual([]);
    decide(true);
    expect((await result).content).toEqual([{ type: 'text', text: 'deleted v1' }]);
    expect(deleted).toEqual(['v1']);
  });

  test('answers what does not go out', async () => {
    const { url, deleted } = await streamable(json);
    const { proxy, held, decide } = await proxied(url);
    const { remove } = await connected(new StreamableHTTPClientTransport(new URL(proxy.url)));
    const result = remove();
    await held;
    decide(false, 'A person denied this call.');
    expect(await result).toMatchObject({ isError: true, content: [{ text: 'Holdpoint: A person denied this call.' }] });
    expect(deleted).toEqual([]);
  });

  test('lets go of a call that the host takes back', async () => {
    const { url, deleted } = await streamable(json);
    const { proxy, held } = await proxied(url);
    const { client, remove } = await connected(new StreamableHTTPClientTransport(new URL(proxy.url)));
    const caller = new AbortController();
    const result = remove({ signal: caller.signal });
    await held;
    caller.abort();
    await expect(result).rejects.toThrow();
    expect((await client.listTools()).tools).toHaveLength(2);
    expect(deleted).toEqual([]);
  });
});

/** The older transport: a stream that names where messages go. */
async function older(origin: (host: string) => string = () => '') {
  const deleted: string[] = [];
  let stream: ServerResponse | undefined;
  const url = await listening(async (incoming, response) => {
    if (incoming.method === 'GET') {
      stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
      stream.write(`event: endpoint\ndata: ${origin(incoming.headers.host ?? '')}/messages?session=1\n\n`);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const message = JSON.parse(Buffer.concat(parts).toString());
    response.writeHead(incoming.url === '/messages?session=1' ? 202 : 404).end('Accepted');
    const results: Readonly<Record<string, object>> = {
      initialize: {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'r', version: '1' },
      },
      'tools/list': { tools: [{ name: 'volume-delete', inputSchema: { type: 'object' } }] },
      'tools/call': { content: [{ type: 'text', text: 'deleted' }] },
    };
    if (message.method === 'tools/call') deleted.push(message.params.arguments.volumeId);
    const result = results[message.method];
    if (result) stream?.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id: message.id, result })}\n\n`);
  });
  return { url: `${url}/sse`, deleted };
}

describe('HTTP with SSE, as it was before', () => {
  test.each([
    ['relative', () => ''],
    ['absolute', (host: string) => `http://${host}`],
  ])('works through the proxy, with a %s address for messages', async (_how, origin) => {
    const { url, deleted } = await older(origin);
    const { proxy, held, decide } = await proxied(url);
    const { client, remove } = await connected(new SSEClientTransport(new URL(proxy.url)));
    expect((await client.listTools()).tools).toHaveLength(1);
    const result = remove();
    await held;
    expect(deleted).toEqual([]);
    decide(false, 'Not now.');
    expect(await result).toMatchObject({ isError: true, content: [{ text: 'Holdpoint: Not now.' }] });
    expect(deleted).toEqual([]);
    const next = remove();
    await new Promise((resolve) => setTimeout(resolve, 50));
    decide(true);
    expect((await next).content).toEqual([{ type: 'text', text: 'deleted' }]);
    expect(deleted).toEqual(['v1']);
  });

  test('does not follow to another server', async () => {
    const { url } = await older(() => 'http://127.0.0.2:9');
    const { proxy } = await proxied(url);
    const client = new Client({ name: 'test', version: '1.0.0' });
    await expect(client.connect(new SSEClientTransport(new URL(proxy.url)), { timeout: 1_000 })).rejects.toThrow();
  });
});

/** One request as somebody else's program would make it. */
function asked(proxy: HttpProxy, options: { path?: string; method?: string; headers?: object; body?: string }) {
  const url = new URL(proxy.url);
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', ...options.headers };
    const path = options.path ?? url.pathname;
    const sent = request({ host: '127.0.0.1', port: url.port, method: options.method ?? 'POST', path, headers });
    sent.on('error', reject);
    sent.on('response', async (response) => {
      let text = '';
      for await (const part of response) text += String(part);
      resolve({ status: response.statusCode, text });
    });
    sent.end(options.body ?? '');
  });
}

describe('an address on the loopback interface', () => {
  const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
  const remove = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"volume-delete"}}';

  test.each<[string, number, Parameters<typeof asked>[1]]>([
    ['without the secret', 404, { path: '/', body: ping }],
    ['with a wrong secret', 404, { path: `/${'x'.repeat(32)}`, body: ping }],
    ['from a page of a browser', 403, { headers: { origin: 'https://evil.example' }, body: ping }],
    ['under a name that points here', 403, { headers: { host: 'evil.example' }, body: ping }],
    ['compressed', 415, { headers: { 'content-encoding': 'gzip' }, body: ping }],
    ['in another alphabet', 415, { headers: { 'content-type': 'application/json; charset=utf-16' }, body: ping }],
    ['by another method', 405, { method: 'PUT', body: ping }],
    ['that nobody can read', 400, { body: '{"id":1,' }],
    ['whose headers say another call', 400, { headers: { 'mcp-method': 'tools/list' }, body: remove }],
    ['whose headers name another tool', 400, { headers: { 'mcp-name': 'volume-list' }, body: remove }],
    ['whose headers call what the message does not', 400, { headers: { 'mcp-method': 'tools/call' }, body: ping }],
  ])('refuses a message %s', async (_what, status, options) => {
    let reached = 0;
    const url = await listening((_incoming, response) => {
      reached += 1;
      response.end('{}');
    });
    const { proxy } = await proxied(url);
    const answer = await asked(proxy, options);
    expect({ status: answer.status, reached }).toEqual({ status, reached: 0 });
    expect(answer.text).toContain('Holdpoint: ');
  });

  test('passes what its server answers, and its own mistakes', async () => {
    const url = await listening((incoming, response) => {
      response.writeHead(418, { 'x-server': incoming.headers.authorization }).end('teapot');
    });
    const { proxy } = await proxied(url);
    const answer = await asked(proxy, { headers: { authorization: 'Bearer SYNTHETIC' }, body: ping });
    expect(answer).toEqual({ status: 418, text: 'teapot' });
  });

  test.each([301, 307, 308])('leads nobody past itself: %i', async (status) => {
    const url = await listening((_incoming, response) => {
      response.writeHead(status, { location: 'https://elsewhere.example/mcp' }).end();
    });
    const { proxy } = await proxied(url);
    expect(await asked(proxy, { body: ping })).toMatchObject({
      status: 502,
      text: expect.stringContaining('elsewhere'),
    });
  });

  test('says where its server cannot be reached', async () => {
    const { proxy } = await proxied('http://127.0.0.1:9/mcp');
    expect(await asked(proxy, { body: ping })).toMatchObject({ status: 502, text: expect.stringContaining('reached') });
  });
});
