import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Newborns, watchNewborns } from '../../src/editor/newborn-watch.ts';
import { isStopped, signalGroup } from '../../src/exec/process-group.ts';

/** What a terminal host does: starts programs in sessions of their own, and says their process ids. */
const hostProgram = `
  const { spawn } = require('node:child_process');
  console.log('ready');
  process.stdin.on('data', (text) => {
    for (const line of String(text).trim().split('\\n')) {
      const call = line.startsWith('direct ') ? ['sleep', [line.slice(7)]] : ['/bin/sh', ['-c', line]];
      const child = spawn(...call, { detached: true, stdio: 'ignore' });
      console.log(child.pid);
    }
  });
`;

/** Takes a while without another process: a shell that waits for one to start stands still without being stopped. */
const busy = 'n=0; while [ $n -lt 300000 ]; do n=$((n+1)); done';

const sees = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

describe.runIf(sees)('what a host starts while it is expected', { timeout: 30_000 }, () => {
  let folder: string;
  let host: ChildProcess;
  let newborns: Newborns;
  const begun: number[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'hp-newborn-'));
    host = spawn(process.execPath, ['-e', hostProgram], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => host.stdout?.once('data', resolve));
    newborns = watching(20_000);
  });
  afterEach(() => {
    newborns.close();
    for (const pid of begun.splice(0)) signalGroup(pid, 'SIGKILL');
    host.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const watching = (milliseconds: number) =>
    watchNewborns({
      worker: path.join(inject('build'), 'newborn-worker.js'),
      milliseconds,
      hosts: host.pid === undefined ? [] : [host.pid],
    });
  const started = (line: string): Promise<number> => {
    host.stdin?.write(`${line}\n`);
    return new Promise((resolve) =>
      host.stdout?.once('data', (text: Buffer) => {
        const pid = Number(String(text).trim());
        begun.push(pid);
        resolve(pid);
      }),
    );
  };
  const until = async (what: () => boolean) => {
    for (let tries = 0; tries < 500 && !what(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    return what();
  };

  test('is stopped before it is asked for, and goes on when it is let', async () => {
    newborns.expect();
    const file = path.join(folder, 'done');
    const pid = await started(`${busy}; echo done > ${file}; exec sleep 30`);
    expect(await until(() => isStopped(pid))).toBe(true);
    newborns.arrived(pid);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(isStopped(pid)).toBe(true);
    expect(existsSync(file)).toBe(false);
    signalGroup(pid, 'SIGCONT');
    expect(await until(() => existsSync(file))).toBe(true);
  });

  test('goes on by itself where another one had been meant', async () => {
    newborns.expect();
    const [meant, other] = [await started('exec sleep 30'), await started('exec sleep 30')];
    expect(await until(() => isStopped(meant) && isStopped(other))).toBe(true);
    newborns.arrived(meant);
    expect(await until(() => !isStopped(other))).toBe(true);
    expect(isStopped(meant)).toBe(true);
  });

  test('stays stopped while a second one is expected', async () => {
    newborns.expect();
    newborns.expect();
    const [first, second] = [await started('exec sleep 30'), await started('exec sleep 30')];
    expect(await until(() => isStopped(first) && isStopped(second))).toBe(true);
    newborns.arrived(first);
    expect(isStopped(second)).toBe(true);
    newborns.arrived();
    expect(await until(() => !isStopped(second))).toBe(true);
  });

  test('is left alone where nothing is expected, or it was there before', async () => {
    const pid = await started('exec sleep 30');
    await new Promise((resolve) => setTimeout(resolve, 400));
    newborns.expect();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isStopped(pid)).toBe(false);
    newborns.arrived();
    const later = await started('exec sleep 30');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(isStopped(later)).toBe(false);
    expect(readFileSync(`/proc/${later}/stat`, 'latin1')).toContain('(s');
  });

  test('goes on when what was expected never came', async () => {
    newborns.close();
    newborns = watching(2_000);
    newborns.expect();
    const pid = await started('exec sleep 30');
    expect(await until(() => isStopped(pid))).toBe(true);
    expect(await until(() => !isStopped(pid))).toBe(true);
  });

  test('is stopped at any time where it is a call that is waited for, and goes on when nobody claims it', async () => {
    newborns.close();
    newborns = watching(1_500);
    newborns.arm([
      { name: 'sleep', args: ['31'] },
      { name: 'tail', args: null },
    ]);
    const other = await started('direct 32');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isStopped(other)).toBe(false);
    const direct = await started('direct 31');
    expect(await until(() => isStopped(direct))).toBe(true);
    expect(await until(() => !isStopped(direct))).toBe(true);
    const claimed = await started('direct 31');
    expect(await until(() => isStopped(claimed))).toBe(true);
    newborns.arrived(claimed);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(isStopped(claimed)).toBe(true);
    expect(isStopped(await started('direct 33'))).toBe(false);
  });
});
