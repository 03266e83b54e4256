import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { guardRig, shell } from './guard-rig.ts';
import { temporaryDirectory } from './rig.ts';

/** What secretlint knows and our own recogniser does not. */
const found = { kind: 'linear-key', value: 'only-the-slow-rules-know-SYNTHETIC', start: 4, end: 38, line: 1 };
const recogniseDeeply = vi.hoisted(() => vi.fn());
vi.mock('../../src/credentials/deep.ts', () => ({ recogniseDeeply }));

function secretFile(): { root: string; read: Action } {
  const root = temporaryDirectory();
  mkdirSync(path.join(root, 'infra'));
  writeFileSync(path.join(root, 'infra', '.env'), 'a = only-the-slow-rules-know-SYNTHETIC\n');
  const read = { ...shell(''), kind: 'read', path: path.join(root, 'infra/.env'), cwd: root, workspaceRoot: root };
  return { root, read: read as Action };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

test('what only the slow rules know of a secret file is known to the next call', async () => {
  recogniseDeeply.mockResolvedValue([found]);
  const rig = guardRig();
  const { root, read } = secretFile();
  await rig.guard.evaluate(read);
  const revealed = [{ kind: 'linear-key', foundIn: 'infra/.env', line: 1 }];
  await vi.waitFor(() => expect(rig.records.at(-1)).toMatchObject({ type: 'outcome', revealed }), 10_000);
  expect(JSON.stringify(rig.records)).not.toContain(found.value);
  const use = shell(`curl -X DELETE https://api.linear.app/x -H 'X-Key: ${found.value}'`, { cwd: root });
  const { observation } = await rig.guard.evaluate(use);
  expect(observation.credential).toMatchObject({ kind: 'linear-key', foundIn: 'infra/.env' });
});

test('an outcome is looked at again only where it revealed something', async () => {
  recogniseDeeply.mockReset().mockResolvedValue([]);
  const rig = guardRig();
  const list = shell('ls', { callId: 'a' });
  await rig.guard.report(list, { ok: true, denied: false, output: 'src\n' });
  await settle();
  expect(recogniseDeeply).not.toHaveBeenCalled();
  const output = `RAILWAY_TOKEN=3f2b8c1e-SYNTHETIC-4d5a-9e8f-0a1b2c3d4e5f\n${'x\n'.repeat(100_000)}`;
  await rig.guard.report(list, { ok: true, denied: false, output });
  await vi.waitFor(() => expect(recogniseDeeply).toHaveBeenCalledOnce(), 10_000);
  expect(recogniseDeeply.mock.calls[0]?.[0]).toHaveLength(65_536);
});

test('a failure of the slow rules is said and changes nothing', async () => {
  recogniseDeeply.mockReset().mockRejectedValue(new Error('no such module'));
  const rig = guardRig();
  await rig.guard.evaluate(secretFile().read);
  await vi.waitFor(() => expect(rig.problems.join('\n')).toMatch(/second time/), 10_000);
  expect((await rig.guard.evaluate(shell('ls'))).verdict.decision).toBe('allow');
});
