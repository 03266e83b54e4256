import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createSigningKey, signerFrom } from '../../src/action/signing.ts';
import { removeStaleWindows } from '../../src/guard/announcement.ts';
import { askGuard } from '../../src/guard/client.ts';
import { readWindows } from '../../src/guard/discovery.ts';
import { addPin } from '../../src/guard/pinning.ts';
import { statePaths } from '../../src/guard/state-directory.ts';
import { atEnd, question, temporaryDirectory } from './rig.ts';

/** A window in a process of its own that holds every call. */
async function otherProcess(): Promise<{ state: string; child: ChildProcess; says(word: string): Promise<void> }> {
  const root = temporaryDirectory();
  const state = path.join(root, 'state');
  const key = createSigningKey();
  const keyFile = path.join(root, 'key.pem');
  writeFileSync(keyFile, key);
  addPin(statePaths(state).pins, { key: signerFrom(key).publicKey, editor: 'VS Code', pinnedAt: '' });
  const script = path.join(import.meta.dirname, 'fixtures', 'holding-window.ts');
  const child = spawn(process.execPath, [script, state, keyFile], { stdio: ['ignore', 'pipe', 'ignore'] });
  atEnd(() => child.kill('SIGKILL'));
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const says = (word: string) =>
    new Promise<void>((resolve) => {
      const look = () => (text.includes(word) ? resolve() : void setTimeout(look, 10));
      look();
    });
  await says('ready');
  return { state, child, says };
}

describe('an editor that is killed', () => {
  test('during a hold: the call does not go out, and the person and the agent are told why', async () => {
    const { state, child, says } = await otherProcess();
    const reply = askGuard(state, question({ waitMilliseconds: 20_000 }));
    await says('held');
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect(await reply).toMatchObject({ kind: 'lost', hold: 'h1', reason: expect.stringContaining('went away') });
    expect(removeStaleWindows(state)).toEqual(['child']);
    expect(readWindows(statePaths(state).windows)).toEqual([]);
    expect(await askGuard(state, question())).toMatchObject({ kind: 'none' });
  });

  test.skipIf(process.platform === 'win32')(
    'and a socket file that is removed during a hold: it still waits',
    async () => {
      const { state, child, says } = await otherProcess();
      const reply = askGuard(state, question({ waitMilliseconds: 3_000 }));
      await says('held');
      rmSync(path.join(statePaths(state).run, 'child.sock'));
      expect(await reply).toMatchObject({ kind: 'lost', reason: expect.stringContaining('Nobody answered') });
      child.kill('SIGKILL');
    },
  );

  test.skipIf(process.platform === 'win32')('or hangs before it answers: no guard, in good time', async () => {
    const { state, child } = await otherProcess();
    child.kill('SIGSTOP');
    const began = performance.now();
    expect(await askGuard(state, question())).toMatchObject({ kind: 'none' });
    expect(performance.now() - began).toBeLessThan(10_000);
    child.kill('SIGCONT');
  });
});
