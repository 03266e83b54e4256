import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { announceWindow, socketPathFor } from '../../src/guard/announcement.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { type GuardServerOptions, startGuardServer } from '../../src/guard/server.ts';
import { statePaths } from '../../src/guard/state-directory.ts';
import { freshHome, holdpoint, type RunOptions, run } from './cli.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A home whose Claude Code and Cursor are connected, and how a host would start the hook there. */
async function connected() {
  const { home, app } = freshHome();
  await holdpoint(['connect', 'claude', 'cursor'], { home, cwd: app });
  const settings = JSON.parse(readFileSync(path.join(home, '.claude', 'settings.json'), 'utf8'));
  const command: string = settings.hooks.PreToolUse[0].hooks[0].command;
  const state = path.join(home, '.local/state/holdpoint');
  const hook = (input: string | Buffer, options: RunOptions = {}, host = 'claude') =>
    run('/bin/sh', ['-c', command.replace(/claude$/, host)], { home, cwd: app, input, ...options });
  return { home, app, state, hook };
}

/** A window that answers as told, pinned unless it is a stranger. */
async function openWindow(state: string, folder: string, onCall: GuardServerOptions['onCall'], stranger = false) {
  const signer = signerFrom(createSigningKey());
  const socket = socketPathFor(state, `w${Math.trunc(performance.now() * 1000)}`, tmpdir());
  const server = await startGuardServer({ socketPath: socket, signer, onCall, onRejected: () => {}, now: Date.now });
  open.push(() => server.close());
  if (!stranger)
    addPin(statePaths(state).pins, { key: signer.publicKey, editor: 'test', pinnedAt: '2026-01-01T00:00:00Z' });
  announceWindow(state, {
    v: 1,
    id: path.basename(socket, '.sock'),
    pid: process.pid,
    socket,
    folders: [folder],
    focusedAt: Date.now(),
    key: signer.publicKey,
  });
  return server;
}

const call = (tool_name: string, tool_input: object) =>
  JSON.stringify({
    session_id: 's-1',
    transcript_path: '/home/dev/t.jsonl',
    cwd: '/w',
    permission_mode: 'bypassPermissions',
    hook_event_name: 'PreToolUse',
    tool_name,
    tool_input,
    tool_use_id: 'toolu_01',
  });
const deadly = call('mcp__railway__volumeDelete', { volumeId: 'vol_prod_1' });
/** Read by the pipeline, and let pass. */
const harmless = call('Bash', { command: 'for f in src/*.ts; do wc -l "$f"; done' });
/** So plain that no pipeline is loaded for it. */
const plain = call('Bash', { command: 'git status --short' });
const neutral = { code: 0, stdout: '', stderr: '' };
const deny = (text: RegExp) => ({
  code: 0,
  stderr: '',
  stdout: expect.stringMatching(new RegExp(`"permissionDecision":"deny".*${text.source}`)),
});

describe('a hook where no window answers', () => {
  it('lets harmless calls pass, again and again', async () => {
    const { hook, state } = await connected();
    const cached = (): number => readdirSync(path.join(state, 'cache')).length;
    expect(await hook(plain)).toEqual(neutral);
    expect(cached()).toBe(0);
    expect(await hook(harmless)).toEqual(neutral);
    expect(cached()).toBeGreaterThan(0);
    expect(await hook(harmless)).toEqual(neutral);
    expect(await hook(call('Read', { file_path: '/w/README.md' }))).toEqual(neutral);
  });

  it('does not mind a damaged cache', async () => {
    const { hook, state } = await connected();
    expect(await hook(harmless)).toEqual(neutral);
    const cache = path.join(state, 'cache');
    expect(readdirSync(cache)).not.toEqual([]);
    for (const name of readdirSync(cache)) {
      const whole = readFileSync(path.join(cache, name));
      writeFileSync(path.join(cache, name), whole.fill(0, Math.trunc(whole.length / 2)));
    }
    expect(await hook(harmless)).toEqual(neutral);
    for (const name of readdirSync(cache)) writeFileSync(path.join(cache, name), '');
    expect(await hook(harmless)).toEqual(neutral);
  });

  it('denies what cannot be undone and says how to get it confirmed', async () => {
    const { hook } = await connected();
    expect(await hook(deadly)).toEqual(deny(/vol_prod_1.*VS Code or Cursor/));
  });

  it("answers in the dialect of the payload, whichever host's entry started it", async () => {
    const { hook } = await connected();
    const payload = {
      conversation_id: 'c',
      cursor_version: '3',
      workspace_roots: ['/w'],
      hook_event_name: 'beforeShellExecution',
    };
    const listing = JSON.stringify({ ...payload, command: 'ls', cwd: '' });
    for (const host of ['claude', 'cursor']) {
      expect(await hook(listing, {}, host)).toEqual({ code: 0, stdout: '{"permission":"allow"}', stderr: '' });
    }
    const destroying = JSON.stringify({ ...payload, command: 'terraform destroy -auto-approve', cwd: '' });
    expect(JSON.parse((await hook(destroying, {}, 'claude')).stdout).permission).toBe('deny');
  });

  it.each([
    ['half a message', '{"tool_name":'],
    ['nothing', ''],
    ['random bytes', Buffer.from([0, 255, 3, 128])],
    ['a key named twice', '{"hook_event_name":"PreToolUse","tool_name":"Read","tool_name":"Bash","tool_input":{}}'],
  ])('blocks with one sentence: %s', async (_what, input) => {
    const { hook } = await connected();
    const result = await hook(input);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/^Holdpoint: [^\n]+\n$/);
  });

  it('reads UTF-16 and 10 MB', async () => {
    const { hook } = await connected();
    expect(await hook(Buffer.from(`\uFEFF${deadly}`, 'utf16le'))).toEqual(deny(/vol_prod_1/));
    const big = call('Write', { file_path: '/w/app/a.txt', content: 'x'.repeat(10 * 1024 * 1024) });
    expect(await hook(big)).toEqual(neutral);
  });

  it('does not take a value of the cleared environment for empty', async () => {
    const { hook } = await connected();
    const result = await hook(call('Bash', { command: 'rm -rf "$DEPLOY_DIR"/*' }), {
      environment: { DEPLOY_DIR: '/srv' },
    });
    expect(result).toEqual(deny(/./));
  });

  it('needs no environment to speak of', async () => {
    const { hook } = await connected();
    const environment = { NODE_OPTIONS: '--require /nowhere.js', LD_LIBRARY_PATH: '/nowhere', HOME: '/nowhere' };
    expect(await hook(harmless, { environment })).toEqual(neutral);
  });
});

describe('a hook with a window', () => {
  it("passes the window's verified answer on", async () => {
    const { hook, state, app } = await connected();
    const seen: string[] = [];
    await openWindow(state, app, async (asked) => {
      seen.push(asked.stdin.toString('utf8'));
      return { decision: 'deny', output: { stdout: '{"from":"window"}', stderr: '', exitCode: 0 } };
    });
    expect(await hook(harmless)).toEqual({ code: 0, stdout: '{"from":"window"}', stderr: '' });
    expect(seen).toEqual([harmless]);
  });

  it('judges alone where the window is a stranger or talks rubbish', async () => {
    const { hook, state, app } = await connected();
    const allow = async () => ({ decision: 'allow' as const, output: { stdout: '', stderr: '', exitCode: 0 } });
    await openWindow(state, app, allow, true);
    expect(await hook(deadly)).toEqual(deny(/vol_prod_1/));
    const socket = path.join(state, 'run', 'rubbish.sock');
    const server = createServer((peer) => peer.end('{"v":1,"type":"answer","decision":"allow"}\n')).listen(socket);
    open.push(() => server.close());
    const [pinned] = readdirSync(path.join(state, 'windows'));
    const file = path.join(state, 'windows', pinned ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"socket":"[^"]+"/, `"socket":"${socket}"`));
    expect(await hook(deadly)).toEqual(deny(/vol_prod_1/));
  });

  it('denies where the window goes away while a person is asked', async () => {
    const { hook, state, app } = await connected();
    const server = await openWindow(state, app, (_asked, exchange) => {
      exchange.held('hold-1');
      setTimeout(() => void server.close(), 200);
      return new Promise(() => {});
    });
    expect(await hook(harmless)).toEqual(deny(/went away/));
  });

  it.skipIf(process.platform === 'win32')('opens no debugger while a person is asked, whoever signals it', async () => {
    const { app, home, state } = await connected();
    let signal: () => void = () => {};
    await openWindow(state, app, async (_asked, exchange) => {
      exchange.held('hold-1');
      await delay(500); // Nothing outside tells when the hook has read that it waits.
      signal();
      await delay(500);
      return { decision: 'allow', output: { stdout: '', stderr: '', exitCode: 0 } };
    });
    // Without the launcher, whose options not every Node knows.
    const answered = await holdpoint(['hook', 'claude'], {
      home,
      cwd: app,
      input: harmless,
      onStart: (child) => {
        signal = () => child.kill('SIGUSR1');
      },
    });
    expect(answered).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('leaves when the host gives up, so that the hold is abandoned', async () => {
    const { hook, state, app } = await connected();
    let gone: () => void = () => {};
    const abandoned = new Promise<void>((resolve) => {
      gone = resolve;
    });
    let stop: () => void = () => {};
    await openWindow(state, app, (_asked, exchange) => {
      exchange.held('hold-1');
      exchange.signal.addEventListener('abort', () => gone());
      setTimeout(() => stop(), 100);
      return new Promise(() => {});
    });
    const result = hook(harmless, {
      onStart: (child) => {
        stop = () => child.kill('SIGKILL');
      },
    });
    await abandoned;
    await result;
  });
});
