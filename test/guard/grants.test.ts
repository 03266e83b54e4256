import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import type { Invocation } from '../../src/action/invocation.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { effect, found, guardRig, shell } from './guard-rig.ts';

vi.mock('../../src/effects/analyse.ts', () => ({ analyse: vi.fn() }));

let world: Record<string, Analysis> = {};
beforeEach(() => {
  world = {
    destroy: found(effect()),
    'destroy two': found(effect(), effect({ target: 'vol_2' })),
    'destroy, noted': found(effect(), effect({ reversibility: 'reversible', scope: 'workspace' })),
    'restart staging': found(effect({ reversibility: 'recoverable', environment: 'staging' })),
  };
  vi.mocked(analyse).mockImplementation((action: Action) =>
    action.kind === 'shell' ? (world[action.command] ?? found()) : found(),
  );
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const below = (command: string, change: Partial<Action> = {}) =>
  shell(command, { layer: 'exec', host: 'terminal', session: 'shim-1', ...change });

/** A guard where a person approved `command` as the hook of Claude Code reported it. */
async function approved(command: string) {
  const rig = guardRig();
  const answer = rig.guard.answer(shell(command, { callId: 'toolu_1' }));
  await settle();
  await rig.guard.holds.approve('hold-1');
  expect((await answer).goesOut).toBe(true);
  return rig;
}

describe('a layer below the hooks', () => {
  test('is not asked again for what a person approved above, and says so in the log', async () => {
    const rig = await approved('destroy');
    const answer = await rig.guard.answer(below('destroy'));
    expect(answer).toMatchObject({ goesOut: true, verdict: { decision: 'allow' } });
    expect(answer.reason).toContain('approved it as hold-1');
    expect(rig.records.at(-1)).toMatchObject({ type: 'judged', decision: 'allow', session: 'shim-1' });
  });

  test('is asked the second time', async () => {
    const rig = await approved('destroy');
    await rig.guard.answer(below('destroy', { callId: 'a' }));
    void rig.guard.answer(below('destroy', { callId: 'b' }));
    await settle();
    expect(rig.guard.holds.pending().map(({ artifact }) => artifact.id)).toEqual(['hold-2']);
  });

  test('is asked in another folder than the approved one', async () => {
    const rig = await approved('destroy');
    void rig.guard.answer(below('destroy', { cwd: '/w/production' }));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
    expect((await rig.guard.answer(below('destroy'))).goesOut).toBe(true);
  });

  test('is not asked in a folder the approved call goes to', async () => {
    const somewhere: Invocation = {
      program: 'destroy',
      name: { kind: 'known', value: 'destroy', span: [0, 7] },
      args: [],
      environment: {},
      redirections: [],
      stdin: { kind: 'inherited' },
      wrappers: [],
      span: [0, 7],
      dialect: 'bash',
      cwd: '/w/infra',
    };
    world['cd infra && destroy'] = { ...found(effect()), invocations: [somewhere] };
    const rig = await approved('cd infra && destroy');
    expect((await rig.guard.answer(below('destroy', { cwd: '/w/infra' }))).goesOut).toBe(true);
  });

  test('is asked for more than was approved', async () => {
    const rig = await approved('destroy');
    void rig.guard.answer(below('destroy two'));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });

  test('carries out a part, with what nobody has to be asked about', async () => {
    const rig = await approved('destroy two');
    expect((await rig.guard.answer(below('destroy, noted'))).goesOut).toBe(true);
  });

  test('is asked once the call has ended', async () => {
    const rig = await approved('destroy');
    await rig.guard.report(shell('destroy', { callId: 'toolu_1' }), { ok: true, denied: false });
    void rig.guard.answer(below('destroy'));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });

  test('is asked where the person refused', async () => {
    const rig = guardRig();
    const answer = rig.guard.answer(shell('destroy'));
    await settle();
    rig.guard.holds.deny('hold-1');
    await answer;
    void rig.guard.answer(below('destroy'));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });

  test('grants nothing to its own next call by an approval of its own', async () => {
    const rig = guardRig();
    const first = rig.guard.answer(below('destroy', { callId: 'a' }));
    await settle();
    await rig.guard.holds.approve('hold-1');
    expect((await first).goesOut).toBe(true);
    void rig.guard.answer(below('destroy', { callId: 'b' }));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });

  test('counts as heightened while any session does', async () => {
    const rig = guardRig();
    expect((await rig.guard.answer(below('restart staging', { callId: 'a' }))).goesOut).toBe(true);
    const agent = { host: 'claude', session: 's1', cwd: '/w', workspaceRoot: '/w', at: 0 } as const;
    for (const path of ['.env', '.aws/credentials', 'secrets.json']) {
      await rig.guard.answer({ ...agent, kind: 'read', path });
    }
    await rig.guard.answer({ ...agent, kind: 'search', pattern: 'api_key|token|secret' });
    if (!rig.guard.snapshot().heightened) throw new Error('the test needs a heightened session');
    void rig.guard.answer(below('restart staging', { callId: 'b' }));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });
});

test('a hook is asked for every call, whatever was approved before', async () => {
  const rig = await approved('destroy');
  void rig.guard.answer(shell('destroy', { callId: 'toolu_2' }));
  await settle();
  expect(rig.guard.snapshot().pending).toBe(1);
});
