import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { holdpoint } from '../cli/cli.ts';
import { deletion, type Ground, newGround } from './ground.ts';

let ground: Ground;
beforeAll(() => {
  ground = newGround();
  ground.program('ends', 'exit "$1"');
  ground.program('dies', 'kill -"$1" $$; sleep 5');
  ground.program('waits', 'trap "echo told; exit 9" TERM; { sleep 1; echo ready; } & sleep 20 >/dev/null 2>&1 & wait');
});
afterAll(() => ground.remove());

const environment = () => ({ PATH: `${ground.programs}:/usr/bin:/bin`, HOLDPOINT_STATE: ground.state });
const run = (...args: string[]) =>
  holdpoint(['run', ...args], {
    cwd: ground.app,
    home: ground.home,
    environment: environment(),
    input: 'what is read',
  });

describe('holdpoint run', { timeout: 60_000 }, () => {
  test.each([0, 1, 7, 255])('gives the exit code %d of its program', async (code) => {
    expect(await run('--', 'ends', String(code))).toEqual({ code, stdout: '', stderr: '' });
  });

  test.each([
    ['TERM', 143],
    ['KILL', 137],
    ['INT', 130],
  ])('gives the code a shell gives for a program that %s ended', async (signal, code) => {
    expect((await run('--', 'dies', signal)).code).toBe(code);
  });

  test('hands words, input and output on as they are', async () => {
    expect(await run('--', 'sh', '-c', 'cat; printf " %s" "$@"', 'sh', 'a b', '', '--', '*')).toEqual({
      code: 0,
      stdout: 'what is read a b  -- *',
      stderr: '',
    });
  });

  test('a program that is not there: 127; one that may not run: 126', async () => {
    expect((await run('--', 'no-such-program')).code).toBe(127);
    const refused = await run('--', ...deletion.split(' '));
    expect(refused).toMatchObject({ code: 126, stdout: '' });
    expect(refused.stderr).toContain('Deletes the Railway volume vol_1');
  });

  test('a credential that nobody can lend: not run', async () => {
    const result = await run('--credential', 'RAILWAY', '--', 'ends', '0');
    expect(result.code).toBe(126);
    expect(result.stderr).not.toBe('');
  });

  test.each([[[]], [['railway', 'down']], [['--']]])('%j is a mistake in the call', async (args) => {
    expect((await run(...args)).code).toBe(2);
  });

  test('passes a signal on, and waits for what the program makes of it', async () => {
    const child = spawn(process.execPath, [path.join(inject('build'), 'cli.js'), 'run', '--', 'waits'], {
      cwd: ground.app,
      env: { ...environment(), HOME: ground.home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    const ended = new Promise((resolve) => child.once('close', resolve));
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (part: Buffer) => {
        printed += part;
        if (printed.includes('ready')) resolve();
      });
    });
    child.kill('SIGTERM');
    expect([await ended, printed]).toEqual([9, 'ready\ntold\n']);
  });
});
