import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { HoldOutcome, ReportedHold } from '../../src/confirmation/registry.ts';
import { Clock, newRegistry, request } from './fixture.ts';

describe('a hold', () => {
  test('waits for a person and carries its artifact', () => {
    const { holds, clock } = newRegistry();
    const hold = holds.open(request());
    expect(holds.pending()).toHaveLength(1);
    expect(hold.artifact).toMatchObject({
      kind: 'confirmation_required',
      version: 1,
      id: 'h1',
      digest: 'digest-1',
      createdAt: new Date(clock.time).toISOString(),
      expiresAt: new Date(clock.time + 60_000).toISOString(),
    });
    expect(hold.joined).toBe(false);
  });

  test('is approved once', async () => {
    const { holds, clock } = newRegistry();
    const hold = holds.open(request());
    clock.advance(1_500);
    expect(await holds.approve('h1')).toEqual({ ok: true });
    expect(await hold.answered).toEqual({ answer: 'approved', waitedMs: 1_500 });
    expect(await holds.approve('h1')).toMatchObject({ ok: false, why: 'not-pending' });
    expect(holds.deny('h1')).toBe(false);
    expect(clock.waiting).toBe(0);
  });

  test('is denied with what the person tells the agent', async () => {
    const { holds } = newRegistry();
    const hold = holds.open(request());
    expect(holds.deny('h1', 'Use staging.')).toBe(true);
    expect(await hold.answered).toEqual({ answer: 'denied', message: 'Use staging.', waitedMs: 0 });
  });

  test('expires, also where the timer comes late', async () => {
    const { holds, clock } = newRegistry();
    const onTime = holds.open(request());
    clock.advance(60_000);
    expect((await onTime.answered).answer).toBe('expired');
    const late = holds.open(request({ digest: 'digest-2' }));
    clock.time += 60_000;
    expect(await holds.approve('h2')).toMatchObject({ ok: false, why: 'expired' });
    expect((await late.answered).answer).toBe('expired');
  });

  test.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])('with %s to wait is over at once', async (waitMilliseconds) => {
    const { holds, clock } = newRegistry();
    const hold = holds.open(request({ waitMilliseconds }));
    expect(await holds.approve('h1')).toMatchObject({ ok: false });
    clock.advance(0);
    expect((await hold.answered).answer).toBe('expired');
  });

  test('is denied by closing its panel, and all are by closing the window', async () => {
    const { holds } = newRegistry();
    const [one, two, three] = ['a', 'b', 'c'].map((digest) => holds.open(request({ digest })));
    expect(holds.close('h2')).toBe(true);
    holds.closeAll();
    const answers = await Promise.all([one, two, three].map(async (hold) => (await hold?.answered)?.answer));
    expect(answers).toEqual(['closed', 'closed', 'closed']);
    expect(holds.pending()).toEqual([]);
  });

  test('queues behind those before it', () => {
    const { holds } = newRegistry();
    for (const digest of ['a', 'b', 'c']) holds.open(request({ digest }));
    holds.deny('h1');
    holds.open(request({ digest: 'd' }));
    expect(holds.pending().map((hold) => hold.artifact.id)).toEqual(['h2', 'h3', 'h4']);
  });

  test.each([
    [undefined, false],
    ['', false],
    ['vol_prod', false],
    ['vol_prod_1 ', false],
    ['VOL_PROD_1', false],
    ['vol_prod_1', true],
  ])('that asks for a typed name takes %j: %s', async (typed, ok) => {
    const { holds } = newRegistry();
    const base = request();
    holds.open({ ...base, verdict: { ...base.verdict, typedName: 'vol_prod_1' } });
    expect((await holds.approve('h1', typed)).ok).toBe(ok);
    expect(holds.pending()).toHaveLength(ok ? 0 : 1);
  });

  test('is refused where a person could not look at more', async () => {
    const { holds } = newRegistry();
    for (let number = 0; number < 64; number += 1) holds.open(request({ digest: `d${number}` }));
    const over = holds.open(request({ digest: 'over' }));
    expect(await over.answered).toMatchObject({ answer: 'denied', message: expect.stringContaining('64 calls') });
    expect(holds.pending()).toHaveLength(64);
  });
});

describe('one call reported twice', () => {
  const cases: [name: string, first: object, second: object, after: number, joined: boolean][] = [
    ['with one call id', { callId: 'a' }, { callId: 'a' }, 30_000, true],
    ['with two call ids', { callId: 'a' }, { callId: 'b' }, 100, false],
    ['without call ids, within two seconds', {}, {}, 2_000, true],
    ['without call ids, later', {}, {}, 2_001, false],
    ['with a call id on one side, within two seconds', { callId: 'a' }, {}, 2_000, true],
    ['with a call id on one side, later', {}, { callId: 'a' }, 2_001, false],
    ['with one call id but another digest', { callId: 'a' }, { callId: 'a', digest: 'other' }, 0, false],
    ['from another session', {}, { session: 's2' }, 0, false],
    ['from another host', {}, { host: 'cursor' }, 0, false],
  ];
  test.each(cases)('%s', (_name, first, second, after, joined) => {
    const { holds, clock } = newRegistry();
    holds.open(request(first));
    clock.advance(after);
    expect(holds.open(request(second)).joined).toBe(joined);
    expect(holds.pending()).toHaveLength(joined ? 1 : 2);
  });

  test.each(cases)('%s, when the first is answered already', async (_name, first, second, after, joined) => {
    const { holds, clock } = newRegistry();
    holds.open(request(first));
    clock.advance(after);
    await holds.approve('h1');
    const again = holds.open(request(second));
    expect(again.joined).toBe(joined);
    if (joined) expect((await again.answered).answer).toBe('approved');
    else expect(holds.pending()).toHaveLength(1);
  });

  test('is another call where a host uses the id again: an approval lasts two seconds, not ten minutes', async () => {
    const { holds, clock } = newRegistry();
    holds.open(request({ callId: 'call_0' }));
    clock.advance(30_000);
    await holds.approve('h1');
    clock.advance(2_000);
    expect((await holds.open(request({ callId: 'call_0' })).answered).answer).toBe('approved');
    clock.advance(1);
    expect(holds.open(request({ callId: 'call_0' })).joined).toBe(false);
    expect(holds.pending()).toHaveLength(1);
  });

  test('stays denied for ten minutes', async () => {
    const { holds, clock } = newRegistry();
    holds.open(request({ callId: 'a' }));
    holds.deny('h1');
    clock.advance(600_000);
    expect((await holds.open(request({ callId: 'a' })).answered).answer).toBe('denied');
  });

  test('is forgotten once the call has ended, and after ten minutes', async () => {
    const { holds, clock } = newRegistry();
    holds.open(request({ callId: 'a' }));
    await holds.approve('h1');
    holds.callEnded({ host: 'claude', session: 's1', callId: 'a' });
    expect(holds.open(request({ callId: 'a' })).joined).toBe(false);
    await holds.approve('h2');
    clock.advance(600_001);
    expect(holds.open(request({ callId: 'a' })).joined).toBe(false);
  });

  test('is abandoned when all who reported it are gone', async () => {
    const { holds } = newRegistry();
    const first = holds.open(request());
    const second = holds.open(request());
    first.abandon();
    first.abandon();
    expect(holds.pending()).toHaveLength(1);
    second.abandon();
    expect((await first.answered).answer).toBe('abandoned');
    expect(holds.pending()).toEqual([]);
    expect(holds.open(request()).joined).toBe(false);
  });
});

test('whoever goes away after the answer changes nothing', async () => {
  const { holds } = newRegistry();
  const hold = holds.open(request({ callId: 'a' }));
  await holds.approve('h1');
  const listener = vi.fn();
  holds.onDidChange(listener);
  hold.abandon();
  expect(listener).not.toHaveBeenCalled();
  expect((await holds.open(request({ callId: 'a' })).answered).answer).toBe('approved');
});

describe('an approval of what changed meanwhile', () => {
  test('is not used, and the next report is held anew', async () => {
    const { holds } = newRegistry();
    const hold = holds.open(request({ callId: 'a', revalidate: async () => 'digest-2' }));
    expect(await holds.approve('h1')).toMatchObject({ ok: false, why: 'changed' });
    expect(await hold.answered).toMatchObject({ answer: 'denied', message: expect.stringContaining('changed') });
    expect(holds.open(request({ callId: 'a', digest: 'digest-2' })).joined).toBe(false);
  });

  test('is not used where the facts cannot be had', async () => {
    const { holds } = newRegistry();
    const hold = holds.open(request({ revalidate: () => Promise.reject(new Error('gone')) }));
    expect(await holds.approve('h1')).toMatchObject({ ok: false, why: 'changed' });
    expect((await hold.answered).answer).toBe('denied');
  });

  test('is used where nothing changed', async () => {
    const { holds } = newRegistry();
    const hold = holds.open(request({ revalidate: async () => 'digest-1' }));
    expect(await holds.approve('h1')).toEqual({ ok: true });
    expect((await hold.answered).answer).toBe('approved');
  });

  test('a second approval meanwhile is told to wait, and an expiry or a denial meanwhile stands', async () => {
    for (const end of ['deny', 'expire', 'abandon'] as const) {
      const { holds, clock } = newRegistry();
      let done: (digest: string) => void = () => {};
      const hold = holds.open(request({ revalidate: () => new Promise<string>((resolve) => (done = resolve)) }));
      const approving = holds.approve('h1');
      expect(await holds.approve('h1')).toMatchObject({ ok: false, why: 'checking' });
      if (end === 'deny') holds.deny('h1');
      if (end === 'expire') clock.advance(60_000);
      if (end === 'abandon') hold.abandon();
      done('digest-1');
      expect(await approving).toMatchObject({ ok: false, why: 'not-pending' });
      expect((await hold.answered).answer).not.toBe('approved');
    }
  });
});

describe('a deferred hold', () => {
  test('lets the same call through once after its approval', async () => {
    const { holds, clock } = newRegistry();
    holds.open(request({ deferred: true }));
    const meanwhile = holds.open(request({ deferred: true }));
    expect(meanwhile.joined).toBe(true);
    meanwhile.abandon();
    clock.advance(10_000);
    await holds.approve('h1');
    const again = holds.open(request({ callId: 'later' }));
    expect(await again.answered).toMatchObject({ answer: 'approved' });
    expect(holds.open(request({ callId: 'later-still' })).joined).toBe(false);
    expect(holds.pending()).toHaveLength(1);
  });

  test('answers one call that waits for it, and no other', async () => {
    const { holds } = newRegistry();
    holds.open(request({ deferred: true, callId: 'told' }));
    const waits = holds.open(request({ callId: 'waits' }));
    const other = holds.open(request({ callId: 'other' }));
    expect([waits.joined, other.joined]).toEqual([true, false]);
    await holds.approve('h1');
    expect((await waits.answered).answer).toBe('approved');
    expect(holds.pending().map((hold) => hold.artifact.id)).toEqual(['h2']);
    expect(holds.open(request({ callId: 'later' })).joined).toBe(false);
  });

  test('comes of one whose caller could wait no longer: the next try goes through, once', async () => {
    const { holds } = newRegistry();
    const first = holds.open(request({ callId: 'first' }));
    expect(first.defer()).toBe(true);
    expect(first.defer()).toBe(false);
    const second = holds.open(request({ callId: 'second' }));
    expect(second.joined).toBe(true);
    expect(second.defer()).toBe(true);
    await holds.approve('h1');
    expect(holds.open(request({ callId: 'third' })).joined).toBe(true);
    expect(holds.open(request({ callId: 'fourth' })).joined).toBe(false);
  });

  test('cannot be made of one that was answered', async () => {
    const { holds } = newRegistry();
    const first = holds.open(request({ callId: 'first' }));
    await holds.approve('h1');
    expect(first.defer()).toBe(false);
    expect(holds.open(request({ callId: 'second' })).joined).toBe(false);
  });

  test('lets nothing else through, and nothing after it expired', async () => {
    const { holds, clock } = newRegistry();
    holds.open(request({ deferred: true }));
    await holds.approve('h1');
    expect(holds.open(request({ digest: 'other', deferred: true })).joined).toBe(false);
    clock.advance(60_000);
    expect(holds.open(request({ deferred: true })).joined).toBe(false);
  });
});

describe('listeners', () => {
  test('are told of openings and endings; one that throws keeps nothing back', async () => {
    const { holds, errors } = newRegistry();
    const listener = vi.fn();
    const stop = holds.onDidChange(listener);
    holds.onDidChange(() => {
      throw new Error('listener');
    });
    const hold = holds.open(request());
    holds.deny('h1');
    stop();
    holds.open(request({ digest: 'b' }));
    expect(listener).toHaveBeenCalledTimes(2);
    expect(errors).toHaveLength(3);
    expect((await hold.answered).answer).toBe('denied');
  });
});

/** What a person, a clock and agents may do, in any order. */
type Step =
  | { readonly do: 'open'; readonly digest: string; readonly callId?: string; readonly typed: boolean }
  | { readonly do: 'approve' | 'deny' | 'close' | 'abandon'; readonly which: number }
  | { readonly do: 'advance'; readonly by: number }
  | { readonly do: 'closeAll' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('open' as const),
    digest: fc.constantFrom('a', 'b'),
    callId: fc.option(fc.constantFrom('c1', 'c2', 'c3'), { nil: undefined }),
    typed: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom('approve' as const, 'deny' as const, 'close' as const, 'abandon' as const),
    which: fc.nat(9),
  }),
  fc.record({ do: fc.constant('advance' as const), by: fc.constantFrom(500, 2_001, 30_000, 60_000) }),
  fc.constant({ do: 'closeAll' as const }),
);

test('in any order of events, each hold has exactly one answer and an approval answers its own call alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { holds, clock } = newRegistry(new Clock());
      const reports: { hold: ReportedHold; digest: string; callId?: string; at: number }[] = [];
      const answers = new Map<string, HoldOutcome[]>();
      const approved = new Set<string>();
      for (const one of steps) {
        if (one.do === 'open') {
          const base = request({ digest: one.digest, ...(one.callId && { callId: one.callId }) });
          const hold = holds.open(one.typed ? { ...base, verdict: { ...base.verdict, typedName: 'name' } } : base);
          reports.push({ hold, digest: one.digest, at: clock.time, ...(one.callId && { callId: one.callId }) });
          const { id } = hold.artifact;
          if (!hold.joined) {
            const list: HoldOutcome[] = [];
            answers.set(id, list);
            hold.answered.then((outcome) => list.push(outcome));
          }
        } else if (one.do === 'advance') clock.advance(one.by);
        else if (one.do === 'closeAll') holds.closeAll();
        else {
          const report = reports[one.which % Math.max(1, reports.length)];
          if (!report) continue;
          const { id } = report.hold.artifact;
          if (one.do === 'abandon') report.hold.abandon();
          if (one.do === 'deny') holds.deny(id);
          if (one.do === 'close') holds.close(id);
          if (one.do === 'approve') {
            const wasApproved = approved.has(id);
            const result = await holds.approve(id, report.hold.artifact.typedName);
            expect(result.ok && wasApproved).toBe(false);
            if (result.ok) approved.add(id);
          }
        }
      }
      clock.advance(3_600_000);
      await Promise.resolve();
      for (const [id, outcomes] of answers) {
        expect(outcomes).toHaveLength(1);
        expect(outcomes[0]?.answer === 'approved').toBe(approved.has(id));
      }
      for (const report of reports) {
        expect(report.hold.artifact.digest).toBe(report.digest);
        const first = reports.find((other) => other.hold.artifact.id === report.hold.artifact.id);
        if (!first || first === report) continue;
        // Joined: the same call id, or one of them without and within two seconds of the first report.
        const sameId = first.callId !== undefined && first.callId === report.callId;
        const oneWithout = first.callId === undefined || report.callId === undefined;
        const usedAgain = answers.get(first.hold.artifact.id)?.[0];
        if (usedAgain?.answer === 'approved')
          expect(report.at - first.at).toBeLessThanOrEqual(usedAgain.waitedMs + 2_000);
        expect(sameId || (oneWithout && report.at - first.at <= 2_000)).toBe(true);
      }
      expect(holds.pending()).toEqual([]);
      expect(clock.waiting).toBe(0);
    }),
    { numRuns: 500 },
  );
});
