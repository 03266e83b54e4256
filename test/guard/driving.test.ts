import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { effect, found, guardRig, shell } from './guard-rig.ts';

vi.mock('../../src/effects/analyse.ts', () => ({ analyse: vi.fn() }));

beforeEach(() => {
  vi.mocked(analyse).mockImplementation((action: Action) =>
    action.kind === 'shell' && action.command === 'destroy' ? found(effect()) : found(),
  );
});

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const inTerminal = (session: string, change: Partial<Action> = {}) =>
  shell('destroy', { layer: 'exec', host: 'terminal', session, callId: `${Math.random()}`, ...change });

describe('a terminal that a person drives', () => {
  test('is not asked about, and all it does is recorded', async () => {
    const rig = guardRig();
    rig.guard.drive('terminal-7', 60_000);
    expect((await rig.guard.answer(inTerminal('terminal-7'))).goesOut).toBe(true);
    expect(rig.records.map(({ type }) => type)).toContain('judged');
    expect(rig.records).toContainEqual(
      expect.objectContaining({ type: 'policy', detail: 'A person drives terminal-7 for 1 min.' }),
    );
  });

  test.each([
    ['another terminal', inTerminal('terminal-8')],
    ['a hook that bears the same name', inTerminal('terminal-7', { layer: undefined, host: 'claude' })],
  ])('is no way around for %s', async (_, action) => {
    const rig = guardRig();
    rig.guard.drive('terminal-7', 60_000);
    void rig.guard.answer(action);
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });

  test('is asked about again once the person ends it', async () => {
    const rig = guardRig();
    rig.guard.drive('terminal-7', 60_000);
    expect(rig.guard.drivenUntil('terminal-7')).not.toBeNull();
    rig.guard.drive('terminal-7', 0);
    expect(rig.guard.drivenUntil('terminal-7')).toBeNull();
    void rig.guard.answer(inTerminal('terminal-7'));
    await settle();
    expect(rig.guard.snapshot().pending).toBe(1);
  });
});

describe('what is seen only after it has begun', () => {
  test('is recorded and holds nothing', async () => {
    const rig = guardRig();
    const evaluation = await rig.guard.evaluate(inTerminal('terminal-7', { layer: 'watch' }));
    expect(evaluation.verdict.effects).toHaveLength(1);
    expect(evaluation.hold).toBeUndefined();
    expect(rig.guard.snapshot().pending).toBe(0);
  });
});
