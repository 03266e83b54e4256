import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { announceWindow } from '../../src/guard/announcement.ts';
import { askGuard } from '../../src/guard/client.ts';
import { limits } from '../../src/guard/limits.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { answerText, heldText } from '../../src/guard/signed-frame.ts';
import { statePaths } from '../../src/guard/state-directory.ts';
import { atEnd, newSigner, openWindow, question, says, temporaryDirectory } from './rig.ts';

describe('a hook that asks a window', () => {
  test('gets the verified answer and passes on every byte of its input', async () => {
    const root = temporaryDirectory();
    const stdin = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x0a, 0x7b]);
    let seen: unknown;
    await openWindow(root, {
      async onCall(call) {
        seen = { ...call, stdin: call.stdin.toString('hex') };
        return { decision: 'deny', output: { stdout: 'out\n', stderr: 'err', exitCode: 2 } };
      },
    });
    const reply = await askGuard(root, question({ stdin, environment: { CLAUDE_PROJECT_DIR: '/w' } }));
    expect(reply).toEqual({
      kind: 'answered',
      decision: 'deny',
      output: { stdout: 'out\n', stderr: 'err', exitCode: 2 },
    });
    expect(seen).toEqual({
      host: 'claude',
      cwd: '/work',
      stdin: stdin.toString('hex'),
      environment: { CLAUDE_PROJECT_DIR: '/w' },
      waitMilliseconds: 5_000,
    });
  });

  test('waits for a person through a held frame', async () => {
    const root = temporaryDirectory();
    await openWindow(root, {
      async onCall(_call, exchange) {
        exchange.held('h1');
        await new Promise((resolve) => setTimeout(resolve, limits.firstFrameMilliseconds + 300));
        return says('approved');
      },
    });
    expect(await askGuard(root, question())).toMatchObject({ kind: 'answered', output: { stdout: 'approved' } });
  });

  test('is told of the hold, and lets go of it when nobody wants the answer any more', async () => {
    const root = temporaryDirectory();
    let isGone: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      isGone = resolve;
    });
    await openWindow(root, {
      onCall(_call, exchange) {
        exchange.held('h1');
        exchange.signal.addEventListener('abort', () => isGone());
        return new Promise(() => {});
      },
    });
    const caller = new AbortController();
    const held: string[] = [];
    const onHeld = (hold: string) => {
      held.push(hold);
      caller.abort();
    };
    expect(await askGuard(root, question(), { signal: caller.signal, onHeld })).toMatchObject({ kind: 'lost' });
    await gone;
    expect(held).toEqual(['h1']);
    expect(await askGuard(root, question(), { signal: caller.signal })).toMatchObject({ kind: 'lost' });
  });

  test('denies when the window goes away during a hold', async () => {
    const root = temporaryDirectory();
    const { server } = await openWindow(root, {
      onCall(_call, exchange) {
        exchange.held('h1');
        setTimeout(() => void server.close(), 50);
        return new Promise(() => {});
      },
    });
    const reply = await askGuard(root, question());
    expect(reply).toMatchObject({ kind: 'lost', hold: 'h1' });
    expect(reply).toHaveProperty('reason', expect.stringContaining('did not go out'));
  });

  test('denies when nobody answers before its own deadline', async () => {
    const root = temporaryDirectory();
    let abandoned = false;
    await openWindow(root, {
      onCall(_call, exchange) {
        exchange.held('h1');
        exchange.signal.addEventListener('abort', () => {
          abandoned = true;
        });
        return new Promise(() => {});
      },
    });
    const reply = await askGuard(root, question({ waitMilliseconds: 300 }));
    expect(reply).toMatchObject({ kind: 'lost', reason: expect.stringContaining('Nobody answered') });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(abandoned).toBe(true);
  });

  test('finds no guard where nobody is pinned, nothing is open, or a window does not listen', async () => {
    const root = temporaryDirectory();
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
    const signer = newSigner();
    addPin(statePaths(root).pins, { key: signer.publicKey, editor: 'VS Code', pinnedAt: '' });
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
    announceWindow(root, {
      v: 1,
      id: 'dead',
      pid: 1,
      socket: path.join(root, 'run', 'dead.sock'),
      folders: [],
      focusedAt: 1,
      key: signer.publicKey,
    });
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
  });

  test('asks the window that has its folder open, the deeper of two, before one focused later', async () => {
    const root = temporaryDirectory();
    await openWindow(root, { id: 'app', folders: ['/work/app'], focusedAt: 1, onCall: async () => says('app') });
    await openWindow(root, { id: 'work', folders: ['/work'], focusedAt: 2, onCall: async () => says('work') });
    await openWindow(root, { id: 'other', folders: ['/other'], focusedAt: 3, onCall: async () => says('other') });
    const from = async (cwd: string) => askGuard(root, question({ cwd }));
    expect(await from('/work/app/src')).toMatchObject({ output: { stdout: 'app' } });
    expect(await from('/work/lib')).toMatchObject({ output: { stdout: 'work' } });
    expect(await from('/elsewhere')).toMatchObject({ output: { stdout: 'other' } });
  });

  test('sends nothing to a window whose key is not pinned', async () => {
    const root = temporaryDirectory();
    let calls = 0;
    await openWindow(root, { id: 'ours', pinned: true, focusedAt: 1, onCall: async () => says('ours') });
    await openWindow(root, {
      id: 'foreign',
      pinned: false,
      focusedAt: 2,
      async onCall() {
        calls += 1;
        return says('foreign');
      },
    });
    expect(await askGuard(root, question())).toMatchObject({ output: { stdout: 'ours' } });
    expect(calls).toBe(0);
  });

  test('goes on to the next window where an answer is signed with another key', async () => {
    const root = temporaryDirectory();
    await openWindow(root, { id: 'a', focusedAt: 2, signsWith: newSigner(), onCall: async () => says('forged') });
    await openWindow(root, { id: 'b', focusedAt: 1, onCall: async () => says('true') });
    expect(await askGuard(root, question())).toMatchObject({ output: { stdout: 'true' } });
  });

  test('tries the next window where one fails before it answers', async () => {
    const root = temporaryDirectory();
    const broken = await openWindow(root, {
      id: 'a',
      focusedAt: 2,
      onCall: () => {
        throw new Error('out of order');
      },
    });
    await openWindow(root, { id: 'b', focusedAt: 1, onCall: async () => says('true') });
    expect(await askGuard(root, question())).toMatchObject({ output: { stdout: 'true' } });
    expect(broken.rejected.join()).toContain('out of order');
  });

  test('refuses input over the bound in one sentence, without sending it', async () => {
    const root = temporaryDirectory();
    let calls = 0;
    await openWindow(root, {
      async onCall() {
        calls += 1;
        return says('');
      },
    });
    const reply = await askGuard(root, question({ stdin: Buffer.alloc(10 * 1024 * 1024, 120) }));
    expect(reply).toEqual({
      kind: 'too-large',
      reason: 'This call is 10.0 MB; Holdpoint reads up to 4.0 MB, so it does not go out. Split it into smaller calls.',
    });
    expect(calls).toBe(0);
  });

  test('reads input just under the bound', async () => {
    const root = temporaryDirectory();
    await openWindow(root, { onCall: async (call) => says(String(call.stdin.length)) });
    const reply = await askGuard(root, question({ stdin: Buffer.alloc(limits.stdinBytes, 120) }));
    expect(reply).toMatchObject({ output: { stdout: String(limits.stdinBytes) } });
  });
});

describe('a server that is not the guard', () => {
  const signer = newSigner();
  type Sent = { nonce: string; request: string };
  const output = { stdout: '', stderr: '', exitCode: 0 };
  const answer = ({ nonce, request }: Sent, change: Record<string, unknown> = {}) => {
    const frame = { v: 1, type: 'answer', nonce, request, decision: 'allow', output } as const;
    return `${JSON.stringify({ ...frame, signature: signer.sign(answerText(frame)), ...change })}\n`;
  };
  const earlier = answer({ nonce: 'a'.repeat(32), request: 'b'.repeat(64) });

  const impostors: [name: string, (sent: Sent, socket: Socket) => void][] = [
    ['rubbish', (_sent, socket) => socket.write('hello\n')],
    ['an empty line', (_sent, socket) => socket.write('\n')],
    ['an endless line', (_sent, socket) => socket.write('x'.repeat(limits.answerBytes + 1))],
    ['no signature', (sent, socket) => socket.write(answer(sent, { signature: '' }))],
    ['a signature by nobody', (sent, socket) => socket.write(answer(sent, { signature: 'A'.repeat(86) }))],
    [
      'a signature by another key',
      (sent, socket) => {
        const frame = { v: 1, type: 'answer', ...sent, decision: 'allow', output } as const;
        socket.write(`${JSON.stringify({ ...frame, signature: newSigner().sign(answerText(frame)) })}\n`);
      },
    ],
    ['a replayed answer', (_sent, socket) => socket.write(earlier)],
    [
      'a replayed answer with the nonce put in',
      (sent, socket) => {
        socket.write(`${JSON.stringify({ ...JSON.parse(earlier), nonce: sent.nonce, request: sent.request })}\n`);
      },
    ],
    ['the answer to another request', (sent, socket) => socket.write(answer({ ...sent, request: 'c'.repeat(64) }))],
    [
      'a deny turned into an allow',
      (sent, socket) => {
        const frame = { v: 1, type: 'answer', ...sent, decision: 'deny', output } as const;
        socket.write(`${JSON.stringify({ ...frame, decision: 'allow', signature: signer.sign(answerText(frame)) })}\n`);
      },
    ],
    [
      'another output under the signature',
      (sent, socket) => {
        socket.write(answer(sent, { output: { ...output, stdout: '{"permission":"allow"}' } }));
      },
    ],
    [
      'a held frame signed as something else',
      (sent, socket) => {
        const frame = { v: 1, type: 'held', ...sent, hold: 'h' } as const;
        const text = heldText(frame).replace('holdpoint held', 'holdpoint record');
        socket.write(`${JSON.stringify({ ...frame, signature: signer.sign(text) })}\n`);
      },
    ],
    ['another version', (sent, socket) => socket.write(answer(sent, { v: 2 }))],
    ['half an answer', (sent, socket) => void socket.end(answer(sent).slice(0, -20))],
    ['nothing, and closes', (_sent, socket) => void socket.end()],
  ];

  /** A window that is announced and pinned, and does with a connection what a test wants. Gives its state directory. */
  async function pretendedWindow(connected: (socket: Socket) => void): Promise<string> {
    const root = temporaryDirectory();
    const socketPath = path.join(root, 's.sock');
    const server = createServer(connected);
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    atEnd(() => server.close());
    addPin(statePaths(root).pins, { key: signer.publicKey, editor: 'VS Code', pinnedAt: '' });
    const own = {
      v: 1,
      id: 'w',
      pid: 1,
      socket: socketPath,
      folders: [],
      focusedAt: 0,
      key: signer.publicKey,
    } as const;
    announceWindow(root, own);
    return root;
  }

  test.each(impostors)('%s counts as no guard', async (_name, respond) => {
    const root = await pretendedWindow((socket) => {
      let text = '';
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        text += chunk.toString();
        if (!text.endsWith('\n')) return;
        const line = text.slice(0, -1);
        respond({ nonce: JSON.parse(line).nonce, request: createHash('sha256').update(line).digest('hex') }, socket);
      });
    });
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
  });

  test('that sends nothing counts as no guard after the first frame is due', async () => {
    const root = await pretendedWindow(() => {});
    const began = performance.now();
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none', why: expect.stringContaining('in time') });
    expect(performance.now() - began).toBeLessThan(limits.firstFrameMilliseconds + 8_000);
  });

  test('pins or window files that are rubbish count as no guard', async () => {
    const root = temporaryDirectory();
    await openWindow(root, { onCall: async () => says('x') });
    writeFileSync(path.join(statePaths(root).windows, 'bad.json'), '{"v":1,"folders":"no"}');
    expect(await askGuard(root, question())).toMatchObject({ kind: 'answered' });
    writeFileSync(statePaths(root).pins, '{"v":1,"pins":[{"key":"short"},7]}');
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
    writeFileSync(statePaths(root).pins, 'x');
    expect(await askGuard(root, question())).toMatchObject({ kind: 'none' });
  });
});
