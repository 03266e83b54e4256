import { describe, expect, test } from 'vitest';
import { testCommands, testSession } from '../../src/guard/test-calls.ts';
import { guardRig, shell } from './guard-rig.ts';

const { harmless, destructive } = testCommands('0123456789ab');
const call = (command: string) => shell(command, { session: testSession });

describe('a test of the hook in an open window', () => {
  test.each(['guarding', 'observing', 'off'] as const)('is told no, and nobody is asked, while %s', async (mode) => {
    const rig = guardRig();
    if (mode !== 'guarding') rig.guard.setMode(mode);
    const answer = await rig.guard.answer(call(destructive));
    expect(answer).toMatchObject({ goesOut: false, verdict: { decision: 'deny' } });
    expect(answer.reason).toMatch(/^A test of the hook; nothing runs\. Deletes the Railway volume/);
    expect(rig.guard.holds.pending()).toEqual([]);
    expect(rig.records.at(-1)).toMatchObject({ type: 'judged', decision: 'deny', session: testSession });
  });

  test('lets the harmless call pass, leaves no memory, and is no sign of life of the agent', async () => {
    const rig = guardRig();
    expect((await rig.guard.answer(call(harmless))).goesOut).toBe(true);
    await rig.guard.answer(call(destructive));
    expect(rig.guard.snapshot()).toMatchObject({ heightened: false, lastEventByHost: {} });
  });

  test('is none in another session: that one is held', async () => {
    const rig = guardRig();
    void rig.guard.answer(shell(destructive));
    await expect.poll(() => rig.guard.holds.pending()).toHaveLength(1);
  });

  test('does not pass where it cannot be recorded', async () => {
    const rig = guardRig();
    rig.auditFails = () => true;
    expect((await rig.guard.answer(call(destructive))).goesOut).toBe(false);
  });
});
