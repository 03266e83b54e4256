import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import {
  foregroundGroup,
  groupOf,
  hasBegun,
  leadsGroup,
  signalGroup,
  startedWithFolder,
} from '../../src/exec/process-group.ts';

const started: number[] = [];
afterEach(() => {
  for (const pid of started.splice(0)) signalGroup(pid, 'SIGKILL');
});

/** A process that leads a group of its own, as a task of the editor does. */
function leader(environment: Record<string, string> = {}): Promise<number> {
  const child = spawn('/bin/sleep', ['30'], { detached: true, stdio: 'ignore', env: environment });
  const { pid } = child;
  if (pid === undefined) throw new Error('sleep did not start');
  started.push(pid);
  return new Promise((resolve) => child.once('spawn', () => resolve(pid)));
}

const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.[0];
const until = async (pid: number, states: string) => {
  for (let tries = 0; tries < 100 && !states.includes(stateOf(pid) ?? ''); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return stateOf(pid);
};

describe.runIf(process.platform === 'linux')('a process group', () => {
  test('is found, stopped, and goes on', async () => {
    const pid = await leader();
    expect(groupOf(pid)).toBe(pid);
    expect(signalGroup(pid, 'SIGSTOP')).toBe(true);
    expect(await until(pid, 'T')).toBe('T');
    expect(signalGroup(pid, 'SIGCONT')).toBe(true);
    expect(await until(pid, 'SR')).toMatch(/[SR]/);
  });

  test('is led by its own process, not by one that was only forked into it', async () => {
    const pid = await leader();
    expect(leadsGroup(pid)).toBe(true);
    expect(hasBegun(pid)).toBe(true);
    const child = spawn('/bin/bash', ['-c', 'while :; do sleep 0.01; done & echo $!; wait'], { detached: true });
    started.push(child.pid ?? 0);
    const forked = Number(await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve)));
    expect(leadsGroup(forked)).toBe(false);
    // A subshell of bash is a fork that has become nothing else.
    expect(hasBegun(forked)).toBe(false);
  });

  test.each([0, 1, -1, 1.5, Number.NaN])('%d is never signalled', (group) => {
    expect(signalGroup(group, 'SIGCONT')).toBe(false);
  });

  test('of a process without a terminal holds none in its foreground', async () => {
    expect(foregroundGroup(await leader())).toBeNull();
  });

  test('and of one that is gone is nothing', () => {
    expect(groupOf(2 ** 22 + 1)).toBeNull();
    expect(foregroundGroup(2 ** 22 + 1)).toBeNull();
    expect(startedWithFolder(2 ** 22 + 1, '/x')).toBeNull();
  });

  test('tells the folders its process was started with', async () => {
    const pid = await leader({ PATH: '/state/bin:/usr/bin' });
    expect(startedWithFolder(pid, '/state/bin')).toBe(true);
    expect(startedWithFolder(pid, '/state')).toBe(false);
  });
});
