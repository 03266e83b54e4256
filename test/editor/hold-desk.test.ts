import { describe, expect, it } from 'vitest';
import { createHoldRegistry, type HoldRegistry, type HoldRequest } from '../../src/confirmation/registry.ts';
import { createHoldDesk, readHoldMessage } from '../../src/editor/hold-desk.ts';
import { rehearsalRequest } from '../../src/editor/rehearsal.ts';
import { asWritten as t } from '../../src/editor/translate.ts';

function desk() {
  let clock = 10_000;
  let count = 0;
  const registry = (): HoldRegistry =>
    createHoldRegistry({ now: () => clock, newId: () => `hold-${++count}`, schedule: () => () => {} });
  const real = registry();
  const rehearsals = registry();
  const made = createHoldDesk({ registry: real, rehearsals, monotonic: () => clock, t });
  const request = (name: string, typedName?: string): HoldRequest => {
    const { verdict, ...rest } = rehearsalRequest(clock, '/w', t);
    const { typedName: _, ...plain } = verdict;
    return {
      ...rest,
      digest: name,
      callId: name,
      verdict: typedName === undefined ? plain : { ...plain, typedName },
    };
  };
  return {
    desk: made,
    open: (name: string, typedName?: string) => real.open(request(name, typedName)),
    rehearse: () => rehearsals.open(rehearsalRequest(clock, '/w', t)),
    pass: (milliseconds: number) => {
      clock += milliseconds;
    },
  };
}

const answerOf = async (hold: { answered: Promise<{ answer: string }> }) => (await hold.answered).answer;

describe('the desk', () => {
  it('approves the hold on show once its quiet time is over', async () => {
    const { desk: it_, open, pass } = desk();
    const hold = open('a');
    const { id } = hold.artifact;
    await it_.answer({ type: 'shown', id });
    pass(699);
    expect(await it_.answer({ type: 'approve', id })).toMatchObject({ counted: false });
    pass(1);
    expect(await it_.answer({ type: 'approve', id })).toEqual({ counted: true });
    expect(await answerOf(hold)).toBe('approved');
  });

  it('approves nothing that was never shown', async () => {
    const { desk: it_, open, pass } = desk();
    const { id } = open('a').artifact;
    pass(5_000);
    expect(await it_.answer({ type: 'approve', id })).toMatchObject({ counted: false });
  });

  it('approves nothing that is not on show', async () => {
    const { desk: it_, open, pass } = desk();
    const first = open('a').artifact.id;
    const second = open('b').artifact.id;
    await it_.answer({ type: 'shown', id: first });
    pass(5_000);
    expect(await it_.answer({ type: 'approve', id: second })).toMatchObject({ counted: false });
    expect(it_.queue()).toHaveLength(2);
  });

  it('starts the quiet time anew for the next hold', async () => {
    const { desk: it_, open, pass } = desk();
    const first = open('a').artifact.id;
    const second = open('b').artifact.id;
    await it_.answer({ type: 'shown', id: first });
    pass(5_000);
    await it_.answer({ type: 'approve', id: first });
    expect(it_.current()?.hold.artifact.id).toBe(second);
    expect(await it_.answer({ type: 'approve', id: second })).toMatchObject({ counted: false });
  });

  it.each([
    [undefined, false],
    ['vol_prod', false],
    ['VOL_PROD_1', false],
    ['vol_prod_1', true],
  ])('asks for the typed name: %j counts: %j', async (typed, counted) => {
    const { desk: it_, open, pass } = desk();
    const { id } = open('a', 'vol_prod_1').artifact;
    await it_.answer({ type: 'shown', id });
    pass(1_000);
    const message =
      typed === undefined ? ({ type: 'approve', id } as const) : ({ type: 'approve', id, typed } as const);
    expect(await it_.answer(message)).toMatchObject({ counted });
  });

  it('denies at any time, with what the agent should know', async () => {
    const { desk: it_, open } = desk();
    const hold = open('a');
    await it_.answer({ type: 'deny', id: hold.artifact.id, message: 'use staging' });
    expect(await hold.answered).toMatchObject({ answer: 'denied', message: 'use staging' });
  });

  it('denies everything when the panel is closed, rehearsals too', async () => {
    const { desk: it_, open, rehearse } = desk();
    const holds = [open('a'), open('b'), rehearse()];
    it_.closeAll();
    expect(await Promise.all(holds.map(answerOf))).toEqual(['closed', 'closed', 'closed']);
    expect(it_.current()).toBeUndefined();
  });

  it('keeps the hold on show when another one comes', () => {
    const { desk: it_, open } = desk();
    const first = open('a').artifact.id;
    expect(it_.current()?.hold.artifact.id).toBe(first);
    open('b');
    expect(it_.current()?.hold.artifact.id).toBe(first);
  });

  it('never lets a rehearsal answer for a real hold', async () => {
    const { desk: it_, open, rehearse, pass } = desk();
    const real = open('a');
    const { id } = rehearse().artifact;
    it_.choose(id);
    await it_.answer({ type: 'shown', id });
    pass(1_000);
    await it_.answer({ type: 'approve', id, typed: 'vol_example' });
    expect(it_.queue().map((held) => held.hold.artifact.id)).toEqual([real.artifact.id]);
  });
});

describe('a message of the panel', () => {
  it.each([
    [{ type: 'ready' }, { type: 'ready' }],
    [
      { type: 'approve', id: 'x' },
      { type: 'approve', id: 'x' },
    ],
    [
      { type: 'approve', id: 'x', typed: 7 },
      { type: 'approve', id: 'x' },
    ],
    [
      { type: 'deny', id: 'x', message: '  why ' },
      { type: 'deny', id: 'x', message: 'why' },
    ],
    [
      { type: 'deny', id: 'x', message: '   ' },
      { type: 'deny', id: 'x' },
    ],
    [{ type: 'approve' }, undefined],
    [{ type: 'approveAll', id: 'x' }, undefined],
    ['approve', undefined],
    [null, undefined],
  ])('%j is read as %j', (value, message) => {
    expect(readHoldMessage(value)).toEqual(message);
  });

  it('is never longer than a person writes', () => {
    expect(readHoldMessage({ type: 'deny', id: 'x', message: 'a'.repeat(9_000) })).toMatchObject({
      message: 'a'.repeat(2_000),
    });
  });
});
