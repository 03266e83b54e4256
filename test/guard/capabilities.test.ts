import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { habitsFrom } from '../../src/behaviour/habits.ts';
import { foldRecord } from '../../src/behaviour/log-fold.ts';
import { reasonsOf } from '../../src/behaviour/restraint.ts';
import { newSession } from '../../src/behaviour/session.ts';
import { readHabits } from '../../src/guard/habits.ts';
import { guardRig, shell } from './guard-rig.ts';

const root = mkdtempSync(path.join(os.tmpdir(), 'holdpoint-capabilities-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const policyFile = path.join(root, '.holdpoint', 'policy.jsonc');
function declare(...capabilities: string[]): void {
  mkdirSync(path.dirname(policyFile), { recursive: true });
  writeFileSync(policyFile, JSON.stringify({ capabilities }));
}

describe('declared capabilities', () => {
  it('count once a person accepted the file, and no longer once it changed', async () => {
    declare('tests', 'git-local');
    const { guard, records, pass } = guardRig({ folders: () => [root] });
    const conduct = async (command: string) => (await guard.evaluate(shell(command))).observation.conduct;

    expect((await conduct('npm install left-pad'))?.exceeds).toBeUndefined();
    const [waiting] = guard.policiesWaiting();
    expect(waiting).toMatchObject({ folder: root, declared: ['tests', 'git-local'] });
    if (!waiting) throw new Error('nothing waits');

    guard.acceptPolicy(waiting);
    expect(guard.policiesWaiting()).toEqual([]);
    expect(records.at(-1)).toMatchObject({ type: 'policy' });
    expect(await conduct('npm install right-pad')).toMatchObject({
      category: 'packages',
      exceeds: 'npm',
      declared: true,
    });
    expect((await conduct('go test ./...'))?.exceeds).toBeUndefined();

    pass(1_000);
    declare('tests', 'git-local', 'npm', 'deploy:production');
    expect((await conduct('docker compose up'))?.exceeds).toBeUndefined();
    expect(guard.policiesWaiting()).toHaveLength(1);
    expect(() => guard.acceptPolicy(waiting)).toThrow('Look at it again.');
  });

  it('never make a call go out that is held without them', async () => {
    declare('deploy:production', 'db:production');
    const { guard } = guardRig({ folders: () => [root] });
    const [waiting] = guard.policiesWaiting();
    if (waiting) guard.acceptPolicy(waiting);
    const { verdict } = await guard.evaluate(shell('railway volume delete --volume vol_prod_1 --yes'));
    expect(verdict.decision).toBe('hold');
  });

  it('and surprise fold to the same restraint from the log, and the same reasons', async () => {
    declare('tests');
    const { guard, records } = guardRig({ folders: () => [root] });
    const [waiting] = guard.policiesWaiting();
    if (waiting) guard.acceptPolicy(waiting);
    const commands = [
      'go test ./...',
      'git commit -m x',
      'grep -rn API_TOKEN .',
      'sudo rm -rf /var/lib/x',
      'go vet ./...',
      'printenv',
    ];
    const live: number[] = [];
    for (const [step, command] of commands.entries()) {
      const { observation } = await guard.evaluate(shell(command, { at: 1_000_000 + step * 90_000 }));
      live.push(observation.restraint);
    }
    const folded: number[] = [];
    let state = newSession();
    for (const [at, entry] of records.entries()) {
      const link = { v: 1, seq: at + 1, at: new Date(1_000_000).toISOString(), prev: '', hash: '' } as const;
      state = foldRecord(state, { ...entry, ...link });
      if (entry.type === 'judged') folded.push(state.restraint);
    }
    expect(folded).toEqual(live);
    expect(live.at(-1)).toBeLessThan(0.7);
    expect(reasonsOf(state.conduct).map(({ cause }) => cause)).toContain('capability');
  });

  it('and restraint are recorded with the action', async () => {
    const { guard, records } = guardRig();
    await guard.evaluate(shell('go test ./...'));
    expect(records.find(({ type }) => type === 'judged')).toMatchObject({
      restraint: 1,
      conduct: { category: 'test', surprise: expect.any(Number) },
    });
  });
});

it('a log that is not there teaches nothing', () => {
  const habits = readHabits({ directory: path.join(root, 'none'), checkpointDirectory: root, publicKeys: [], now: 0 });
  expect(habits.learned).toBe(habitsFrom([]).learned);
});
