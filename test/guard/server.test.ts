import { statSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { askGuard } from '../../src/guard/client.ts';
import { readRequest } from '../../src/guard/wire.ts';
import { atEnd, openWindow, question, says, temporaryDirectory } from './rig.ts';

const request = (change: Record<string, unknown> = {}) =>
  JSON.stringify({
    v: 1,
    nonce: '0123456789abcdef0123456789abcdef',
    host: 'claude',
    cwd: '/w',
    environment: {},
    waitMilliseconds: 1000,
    stdin: '',
    ...change,
  });

/** Sends and collects until the other side closes. */
async function talk(socketPath: string, send: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(socketPath, () => send(socket));
    atEnd(() => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

describe('the guard’s door', () => {
  const rubbish: [name: string, text: string, problem: RegExp][] = [
    ['text', 'hello\n', /not JSON/],
    ['an empty line', '\n', /not JSON/],
    ['an array', '[]\n', /cannot read/],
    ['a later version', `${request({ v: 2 })}\n`, /version 2/],
    ['an unknown field', `${request({ approve: true })}\n`, /cannot read/],
    ['a short nonce', `${request({ nonce: '00' })}\n`, /cannot read/],
    ['a host that is no text', `${request({ host: {} })}\n`, /cannot read/],
    ['an endless wait', `${request({ waitMilliseconds: 1e12 })}\n`, /cannot read/],
    ['two requests', `${request()}\n${request()}\n`, /more than one request/],
    ['deep nesting', `${'['.repeat(100_000)}\n`, /not JSON/],
    [
      'a thousand variables',
      `${request({ environment: Object.fromEntries([...Array(1000)].map((_, i) => [`A${i}`, ''])) })}\n`,
      /cannot read/,
    ],
  ];

  test.each(rubbish)('drops %s and says why', async (_name, text, problem) => {
    const root = temporaryDirectory();
    let calls = 0;
    const window = await openWindow(root, {
      async onCall() {
        calls += 1;
        return says('');
      },
    });
    expect(await talk(window.server.socketPath, (socket) => socket.write(text))).toBe('');
    expect(window.rejected).toEqual([expect.stringMatching(problem)]);
    expect(calls).toBe(0);
    expect(await askGuard(root, question())).toMatchObject({ kind: 'answered' });
  });

  test('drops a peer that sends nothing, and one that sends a byte now and then', async () => {
    const root = temporaryDirectory();
    const window = await openWindow(root, { onCall: async () => says(''), bounds: { requestMilliseconds: 200 } });
    const began = performance.now();
    await talk(window.server.socketPath, () => {});
    await talk(window.server.socketPath, (socket) => {
      const drip = setInterval(() => socket.write(' '), 20);
      socket.on('close', () => clearInterval(drip));
    });
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(window.rejected).toEqual([
      expect.stringContaining('no whole request'),
      expect.stringContaining('no whole request'),
    ]);
  });

  test('drops a request over the bound while it is still coming', async () => {
    const root = temporaryDirectory();
    const window = await openWindow(root, { onCall: async () => says('') });
    const chunk = 'x'.repeat(1024 * 1024);
    await talk(window.server.socketPath, (socket) => {
      for (let i = 0; i < 10; i += 1) socket.write(chunk);
    });
    expect(window.rejected).toEqual([expect.stringContaining('was not read')]);
  });

  test('turns away more connections than its bound, and takes new ones when some have gone', async () => {
    const root = temporaryDirectory();
    const window = await openWindow(root, { onCall: async () => says(''), bounds: { connections: 2 } });
    const open: Socket[] = [];
    for (let i = 0; i < 2; i += 1) {
      const socket = connect(window.server.socketPath);
      await new Promise((resolve) => socket.once('connect', resolve));
      open.push(socket);
      atEnd(() => socket.destroy());
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
    expect(window.rejected).toEqual([expect.stringContaining('turned away')]);
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await askGuard(root, question())).toMatchObject({ kind: 'answered' });
  });

  test('says at most one sentence a second about rubbish and counts the rest', async () => {
    const root = temporaryDirectory();
    let now = 0;
    const window = await openWindow(root, { onCall: async () => says(''), now: () => now });
    for (let i = 0; i < 4; i += 1) await talk(window.server.socketPath, (socket) => socket.write('x\n'));
    now = 1_000;
    await talk(window.server.socketPath, (socket) => socket.write('x\n'));
    expect(window.rejected).toHaveLength(2);
    expect(window.rejected[1]).toContain('3 more');
  });

  test('tells the one who answers that its client went away', async () => {
    const root = temporaryDirectory();
    let gone: () => void = () => {};
    const aborted = new Promise<void>((resolve) => {
      gone = resolve;
    });
    const window = await openWindow(root, {
      onCall(_call, exchange) {
        exchange.signal.addEventListener('abort', gone);
        exchange.held('h');
        return new Promise(() => {});
      },
    });
    const socket = connect(window.server.socketPath, () => socket.write(`${request()}\n`));
    socket.on('data', () => socket.destroy());
    await aborted;
  });

  test('is open to this user alone', async () => {
    const root = temporaryDirectory();
    const { server } = await openWindow(root, { onCall: async () => says('') });
    if (process.platform !== 'win32') expect(statSync(server.socketPath).mode & 0o077).toBe(0);
  });

  test('says in one sentence where it cannot listen', async () => {
    const root = temporaryDirectory();
    const signer = (await openWindow(root, { onCall: async () => says('') })).signer;
    const { startGuardServer } = await import('../../src/guard/server.ts');
    const start = startGuardServer({
      socketPath: `${root}/none/x.sock`,
      signer,
      onCall: async () => says(''),
      onRejected: () => {},
      now: () => 0,
    });
    await expect(start).rejects.toThrow(/cannot listen/);
  });
});

test('a request is refused where its input is over the bound after decoding', () => {
  const read = readRequest(Buffer.from(request({ stdin: 'A'.repeat(5_700_000) })));
  expect(read.request).toBeNull();
});
