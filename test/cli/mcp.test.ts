import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { answerCall } from '../../src/hosts/answer.ts';
import { guardRig, shell } from '../guard/guard-rig.ts';
import { openWindow } from '../guard/rig.ts';
import { freshHome, holdpoint, run } from './cli.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const fixture = path.join(import.meta.dirname, '..', 'mcp', 'fixtures', 'railway-server.ts');

/** A home, the server's own log of deletions, and the command line of the server behind the proxy. */
function place() {
  const { home, app } = freshHome();
  const log = path.join(home, 'deleted.txt');
  const environment = {
    HOME: home,
    PATH: process.env.PATH ?? '',
    RAILWAY_LOG: log,
    NODE_NO_WARNINGS: '1',
  };
  const proxied = [path.join(inject('build'), 'cli.js'), 'mcp', '--server', 'railway', '--', process.execPath, fixture];
  const deleted = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  return { home, app, state: path.join(home, '.local/state/holdpoint'), environment, proxied, deleted };
}

/** The official client, speaking to the real server through the proxy. */
async function connected(at: ReturnType<typeof place>, args = at.proxied) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args,
    env: at.environment,
    cwd: at.app,
    stderr: 'pipe',
  });
  const client = new Client({ name: 'test', version: '1.0.0' });
  let stderr = '';
  transport.stderr?.on('data', (part) => {
    stderr += String(part);
  });
  await client.connect(transport);
  open.push(() => client.close());
  const remove = (options: { signal?: AbortSignal } = {}) =>
    client.callTool({ name: 'volume-delete', arguments: { volumeId: 'vol_prod_1' } }, options);
  return { client, remove, stderr: () => stderr };
}

/** A window whose guard is real; its person is the test. */
async function guardedWindow(at: ReturnType<typeof place>) {
  const rig = guardRig();
  const surroundings = { home: at.home, platform: process.platform, now: Date.now };
  await openWindow(at.state, {
    folders: [at.app],
    onCall: (call, exchange) => answerCall(call, rig.guard, exchange, surroundings),
  });
  const held = async () => {
    for (let tries = 0; tries < 200; tries += 1) {
      const [hold] = rig.guard.holds.pending();
      if (hold) return hold.artifact;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('no call was held');
  };
  return { guard: rig.guard, held };
}

describe('holdpoint mcp', { timeout: 30_000 }, () => {
  it('lets a server be what it is: its tools, its results, its standard error', async () => {
    const { client, stderr } = await connected(place());
    expect(client.getServerVersion()).toMatchObject({ name: 'railway', version: '1.0.0' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['volume-list', 'volume-delete', 'end']);
    const listed = await client.callTool({ name: 'volume-list', arguments: {} });
    expect(listed.content).toEqual([{ type: 'text', text: 'vol_prod_1' }]);
    expect(stderr()).toBe('railway server speaks here\n');
  });

  it('refuses what cannot be undone where no person can be asked, and tells the agent what to do', async () => {
    const at = place();
    const { remove } = await connected(at);
    const result = await remove();
    expect(result.isError).toBe(true);
    expect(JSON.stringify(result.content)).toMatch(/vol_prod_1.*Open this folder in VS Code or Cursor/);
    expect(at.deleted()).toBe('');
  });

  it('waits for a person, and sends the call once it is approved', async () => {
    const at = place();
    const { guard, held } = await guardedWindow(at);
    const { remove } = await connected(at);
    const result = remove();
    const { id, host, effects } = await held();
    expect({ host, target: effects[0]?.target }).toEqual({ host: 'mcp', target: 'vol_prod_1' });
    expect(at.deleted()).toBe('');
    await guard.holds.approve(id);
    expect((await result).content).toEqual([{ type: 'text', text: 'deleted vol_prod_1' }]);
    const again = remove();
    guard.holds.deny((await held()).id, 'Use the staging volume.');
    expect(await again).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('staging volume') }],
    });
    expect(at.deleted()).toBe('vol_prod_1\n');
  });

  it('does not ask a second time for what was approved where the host reported it', async () => {
    const at = place();
    const { guard, held } = await guardedWindow(at);
    const { remove } = await connected(at);
    const tool = { kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { volumeId: 'vol_prod_1' } } as const;
    const hook = guard.answer({ ...shell('', { cwd: at.app, workspaceRoot: at.app }), ...tool });
    await guard.holds.approve((await held()).id);
    expect((await hook).goesOut).toBe(true);
    expect((await remove()).content).toEqual([{ type: 'text', text: 'deleted vol_prod_1' }]);
    const second = remove();
    guard.holds.deny((await held()).id);
    expect((await second).isError).toBe(true);
  });

  it('abandons the hold when the host takes the call back', async () => {
    const at = place();
    const { guard, held } = await guardedWindow(at);
    const { remove, client } = await connected(at);
    const caller = new AbortController();
    const result = remove({ signal: caller.signal });
    await held();
    caller.abort();
    await expect(result).rejects.toThrow();
    for (let tries = 0; tries < 100 && guard.holds.pending().length > 0; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(guard.holds.pending()).toEqual([]);
    expect((await client.listTools()).tools).toHaveLength(3);
    expect(at.deleted()).toBe('');
  });

  const handshake = [
    {
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } },
    },
    { method: 'notifications/initialized' },
  ];
  const lines = (...messages: object[]) =>
    [...handshake, ...messages].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`).join('');
  const call = (id: number, name: string, args: object) => ({
    id,
    method: 'tools/call',
    params: { name, arguments: args },
  });

  it('writes nothing but the protocol on standard output, and ends with its host', async () => {
    const at = place();
    const input = lines(call(1, 'volume-delete', { volumeId: 'v1' }), call(2, 'volume-list', {}));
    const result = await run(process.execPath, at.proxied, {
      home: at.home,
      cwd: at.app,
      input,
      environment: at.environment,
    });
    expect(result.code).toBe(0);
    const messages = result.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(messages.map(({ id }) => id).sort()).toEqual([0, 1, 2]);
    expect(at.deleted()).toBe('');
  });

  it.each([
    ['0', 0, null],
    ['7', 7, null],
    ['SIGTERM', null, 'SIGTERM'],
    ['SIGKILL', null, 'SIGKILL'],
  ])('ends as its server ended: %s', async (how, code, signal) => {
    const at = place();
    let ended: unknown;
    const result = await run(process.execPath, at.proxied, {
      home: at.home,
      cwd: at.app,
      input: lines(call(1, 'end', { how })),
      environment: at.environment,
      onStart: (child) => child.on('exit', (...how) => (ended = how)),
    });
    expect(result.code).toBe(code);
    expect(ended).toEqual([code, signal]);
  });

  it('passes a signal on to its server', async () => {
    const at = place();
    const { client } = await connected(at);
    const closed = new Promise<void>((resolve) => {
      client.onclose = () => resolve();
    });
    const pid = (client.transport as StdioClientTransport).pid;
    process.kill(pid ?? 0, 'SIGTERM');
    await closed;
  });

  it.skipIf(process.platform === 'win32')('opens no debugger, whoever signals it', async () => {
    const at = place();
    const { client, stderr } = await connected(at, [path.join(inject('build'), 'cli.js'), 'mcp', 'serve']);
    process.kill((client.transport as StdioClientTransport).pid ?? 0, 'SIGUSR1');
    expect((await client.listTools()).tools).not.toEqual([]);
    await delay(300);
    expect(stderr()).not.toContain('Debugger');
    await client.close();
  });

  it('stands in front of a server reached by an address, until it is told to end', async () => {
    const at = place();
    const reached: string[] = [];
    const server = createServer(async (incoming, response) => {
      for await (const part of incoming) reached.push(String(part));
      response.setHeader('content-type', 'application/json');
      response.end('{"jsonrpc":"2.0","id":2,"result":{"content":[]}}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    const [cli = ''] = at.proxied;
    const child = spawn(process.execPath, [cli, 'mcp', '--url', `http://127.0.0.1:${port}/mcp`], {
      env: at.environment,
      cwd: at.app,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const address = await new Promise<string>((resolve) => child.stdout.once('data', (part) => resolve(String(part))));
    const sent = async (message: object) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return (await fetch(address.trim(), { method: 'POST', headers, body })).json();
    };
    expect(await sent(call(1, 'volume-delete', { volumeId: 'v1' }))).toMatchObject({
      id: 1,
      result: { isError: true },
    });
    expect(await sent(call(2, 'volume-list', {}))).toMatchObject({ id: 2, result: { content: [] } });
    expect(reached.map((body) => JSON.parse(body).params.name)).toEqual(['volume-list']);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(0);
  });

  it('wraps the servers of a configuration so that they start through it, and unwraps them', async () => {
    const at = place();
    const file = path.join(at.home, '.cursor', 'mcp.json');
    const text = `{ "mcpServers": { "railway": { "command": ${JSON.stringify(process.execPath)}, "args": [${JSON.stringify(fixture)}] } } }\n`;
    mkdirSync(path.dirname(file));
    writeFileSync(file, text);
    const planned = await holdpoint(['mcp', 'wrap', '--dry-run'], at);
    expect(planned).toMatchObject({ code: 0, stdout: expect.stringContaining(`would write ${file}`) });
    expect(readFileSync(file, 'utf8')).toBe(text);
    const wrapped = await holdpoint(['mcp', 'wrap'], at);
    expect(wrapped).toMatchObject({ code: 0, stdout: expect.stringContaining('railway goes through Holdpoint') });
    const { command, args } = JSON.parse(readFileSync(file, 'utf8')).mcpServers.railway;
    const remove = lines(call(1, 'volume-delete', { volumeId: 'v1' }), call(2, 'volume-list', {}));
    const result = await run(command, args, { home: at.home, cwd: at.app, input: remove, environment: at.environment });
    expect(result.stdout).toContain('Nobody can confirm it here');
    expect(result.stdout).toContain('vol_prod_1');
    expect(at.deleted()).toBe('');
    expect(await holdpoint(['mcp', 'unwrap', 'claude'], at)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No configuration'),
    });
    expect(await holdpoint(['mcp', 'unwrap', 'cursor'], at)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('gives its server the environment the host gave, and runs nothing of it itself', async () => {
    const at = place();
    await holdpoint(['connect', 'claude'], { home: at.home, cwd: at.app });
    const planted = path.join(at.home, 'planted.cjs');
    writeFileSync(
      planted,
      'process.stderr.write(`loaded into ${process.argv.includes("mcp") ? "holdpoint" : "the server"}\\n`);',
    );
    const command = path.join(at.state, 'bin', 'holdpoint');
    const server = ['-e', 'process.stderr.write(String(process.env.NODE_PATH))'];
    const result = await run(command, ['mcp', '--', process.execPath, ...server], {
      home: at.home,
      cwd: at.app,
      environment: { NODE_OPTIONS: `--require ${planted}`, NODE_PATH: '/somewhere' },
    });
    expect(result).toMatchObject({ code: 0, stdout: '', stderr: 'loaded into the server\n/somewhere' });
  });

  it('loads no library that OpenSSL’s configuration names into itself', async () => {
    const at = place();
    await holdpoint(['connect', 'claude'], { home: at.home, cwd: at.app });
    const command = path.join(at.state, 'bin', 'holdpoint');
    const OPENSSL_CONF = path.join(at.home, 'openssl.cnf');
    writeFileSync(
      OPENSSL_CONF,
      'nodejs_conf = n\n[n]\nproviders = p\n[p]\nx = y\n[y]\nmodule = /no/such.so\nactivate = 1\n',
    );
    const compiled = path.join(at.home, 'compiled');
    // A shell, which makes nothing of either, tells what it was given.
    const server = ['/bin/sh', '-c', 'echo "$OPENSSL_CONF $NODE_COMPILE_CACHE $HOLDPOINT_OPENSSL_CONF" >&2'];
    const result = await run(command, ['mcp', '--', ...server], {
      home: at.home,
      cwd: at.app,
      environment: { OPENSSL_CONF, NODE_COMPILE_CACHE: compiled },
    });
    expect(result).toMatchObject({ code: 0, stderr: `${OPENSSL_CONF} ${compiled} \n` });
    expect(existsSync(compiled)).toBe(false);
  });

  it('says where a server cannot be started', async () => {
    const { home, app } = freshHome();
    const result = await holdpoint(['mcp', '--', path.join(home, 'no-such-server')], { home, cwd: app });
    expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('no-such-server') });
    expect(await holdpoint(['mcp'], { home, cwd: app })).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('holdpoint mcp serve', { timeout: 30_000 }, () => {
  const action = { kind: 'shell', command: 'terraform destroy -auto-approve' };
  const started = (at: ReturnType<typeof place>) => connected(at, [at.proxied[0] ?? '', 'mcp', 'serve']);

  it('is a server to the official client', async () => {
    const { client } = await started(place());
    expect(client.getServerVersion()?.name).toBe('holdpoint');
    expect((await client.listTools()).tools).toHaveLength(3);
    const explained = await client.callTool({ name: 'explain_hold', arguments: { action } });
    expect(JSON.stringify(explained.content)).toMatch(/holds this until a person.*terraform plan -destroy/);
  });

  it('lends no credential where no person can be asked', async () => {
    const { client } = await started(place());
    const wish = { purpose: 'deploy', program: 'railway' };
    const answer = await client.callTool({ name: 'request_credential', arguments: wish });
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^Nothing is lent\. No editor is connected.*tell the person/) }],
    });
  });

  it('cannot confirm anything where no person can be asked', async () => {
    const { client } = await started(place());
    const answer = await client.callTool({ name: 'request_confirmation', arguments: { action } });
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('Nobody can confirm it here') }],
    });
  });

  it('asks the person at the editor, whose answer is all that counts', async () => {
    const at = place();
    const { guard, held } = await guardedWindow(at);
    const { client } = await started(at);
    const asked = client.callTool({ name: 'request_confirmation', arguments: { action } });
    const { id, reason } = await held();
    expect(reason).toContain('Terraform state');
    await guard.holds.approve(id);
    expect(JSON.stringify((await asked).content)).toContain('A person confirmed it');
    // The call itself is still asked about where the host reports it.
    void guard.answer(shell(action.command, { cwd: at.app, workspaceRoot: at.app }));
    expect((await held()).session).toBe('s1');
  });
});
