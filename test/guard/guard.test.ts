import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { type FactRequest, factKey } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { analyse } from '../../src/effects/analyse.ts';
import type { History } from '../../src/guard/history.ts';
import { effect, found, guardRig, shell } from './guard-rig.ts';
import { temporaryDirectory } from './rig.ts';

vi.mock('../../src/effects/analyse.ts', () => ({ analyse: vi.fn() }));

/** What each command would do. */
let world: Record<string, Analysis | Error> = {};
beforeEach(() => {
  world = {
    ls: found(),
    destroy: found(effect()),
    tidy: found(effect({ reversibility: 'reversible', scope: 'workspace' })),
  };
  vi.mocked(analyse).mockImplementation((action: Action) => {
    const known = action.kind === 'shell' ? world[action.command] : found();
    if (known instanceof Error) throw known;
    return known ?? found();
  });
});

const types = (records: readonly { type: string }[]) => records.map((record) => record.type);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('one call', () => {
  test('that is harmless goes out and is recorded before the answer', async () => {
    const rig = guardRig();
    const answer = await rig.guard.answer(shell('ls'));
    expect(answer).toMatchObject({ goesOut: true, verdict: { decision: 'allow' } });
    expect(types(rig.records)).toEqual(['judged']);
  });

  test('that is irreversible waits, and goes out once a person approved it', async () => {
    const rig = guardRig();
    const held: string[] = [];
    const answer = rig.guard.answer(shell('destroy'), { onHeld: (id) => held.push(id) });
    await settle();
    expect(held).toEqual(['hold-1']);
    expect(types(rig.records)).toEqual(['judged', 'held']);
    expect(rig.guard.snapshot().pending).toBe(1);
    await rig.guard.holds.approve('hold-1');
    expect(await answer).toMatchObject({ goesOut: true, held: { id: 'hold-1', answer: 'approved' } });
    expect(types(rig.records)).toEqual(['judged', 'held', 'answered']);
  });

  test('that was approved once is held again when it comes again', async () => {
    const rig = guardRig();
    const first = rig.guard.answer(shell('destroy', { callId: 'a' }));
    await settle();
    await rig.guard.holds.approve('hold-1');
    expect((await first).goesOut).toBe(true);
    const second = rig.guard.answer(shell('destroy', { callId: 'b' }));
    await settle();
    expect(rig.guard.holds.pending().map(({ artifact }) => artifact.id)).toEqual(['hold-2']);
    rig.guard.holds.deny('hold-2', 'Use staging.');
    expect(await second).toMatchObject({
      goesOut: false,
      reason: expect.stringContaining('Use staging.'),
      held: { answer: 'denied', message: 'Use staging.' },
    });
  });

  test('without a call id is held again two seconds after its first report', async () => {
    const rig = guardRig();
    const first = rig.guard.answer(shell('destroy'));
    await settle();
    await rig.guard.holds.approve('hold-1');
    await first;
    rig.pass(2_001);
    void rig.guard.answer(shell('destroy'));
    await settle();
    expect(rig.guard.holds.pending()).toHaveLength(1);
  });

  test('reported twice is judged once, held once, and both get the same answer', async () => {
    const rig = guardRig();
    const answers = [
      rig.guard.answer(shell('destroy', { callId: 'a' })),
      rig.guard.answer(shell('destroy', { callId: 'a' })),
      rig.guard.answer(shell('destroy')),
    ];
    await settle();
    expect(rig.guard.holds.pending()).toHaveLength(1);
    expect(types(rig.records)).toEqual(['judged', 'held']);
    await rig.guard.holds.approve('hold-1');
    expect((await Promise.all(answers)).map(({ goesOut }) => goesOut)).toEqual([true, true, true]);
    expect(types(rig.records)).toEqual(['judged', 'held', 'answered']);
  });

  test('with two call ids is two calls', async () => {
    const rig = guardRig();
    void rig.guard.answer(shell('destroy', { callId: 'a' }));
    void rig.guard.answer(shell('destroy', { callId: 'b' }));
    await settle();
    expect(rig.guard.holds.pending()).toHaveLength(2);
  });

  test('is abandoned only when all who reported it are gone', async () => {
    const rig = guardRig();
    const [one, two] = [new AbortController(), new AbortController()];
    const answers = [
      rig.guard.answer(shell('destroy'), { signal: one.signal }),
      rig.guard.answer(shell('destroy'), { signal: two.signal }),
    ];
    await settle();
    one.abort();
    await settle();
    expect(rig.guard.holds.pending()).toHaveLength(1);
    two.abort();
    expect(await Promise.all(answers)).toMatchObject([
      { goesOut: false },
      { goesOut: false, held: { answer: 'abandoned' } },
    ]);
    expect(rig.records.at(-1)).toMatchObject({ type: 'answered', answer: 'abandoned' });
  });

  test('whose caller was gone before it was held is abandoned at once', async () => {
    const rig = guardRig();
    const gone = AbortSignal.abort();
    expect(await rig.guard.answer(shell('destroy'), { signal: gone })).toMatchObject({ goesOut: false });
    expect(rig.guard.holds.pending()).toEqual([]);
  });

  test('expires, no later than its caller can wait', async () => {
    const rig = guardRig();
    const answer = rig.guard.answer(shell('destroy'), { waitMilliseconds: 10_000 });
    await settle();
    rig.pass(9_000);
    expect(await answer).toMatchObject({ goesOut: false, held: { answer: 'expired' } });
  });

  test('of a caller that cannot wait is denied, stays open, and goes out at its next try once approved', async () => {
    const rig = guardRig();
    const briefly = { waitMilliseconds: 1_020, openMilliseconds: 600_000 };
    const first = await rig.guard.answer(shell('destroy', { callId: 'a' }), briefly);
    expect(first).toMatchObject({ goesOut: false, reason: expect.stringMatching(/try this very call again/) });
    expect(rig.guard.snapshot().pending).toBe(1);
    await rig.guard.holds.approve('hold-1');
    const second = await rig.guard.answer(shell('destroy', { callId: 'b' }), briefly);
    expect(second).toMatchObject({ goesOut: true, held: { id: 'hold-1', answer: 'approved' } });
    const third = await rig.guard.answer(shell('destroy', { callId: 'c' }), briefly);
    expect(third.goesOut).toBe(false);
    expect(types(rig.records).filter((type) => type === 'held')).toHaveLength(2);
  });

  test('closes with the window', async () => {
    const rig = guardRig();
    const answer = rig.guard.answer(shell('destroy'));
    await settle();
    rig.guard.close();
    expect(rig.records.at(-1)).toMatchObject({ type: 'answered', answer: 'closed' });
    expect(await answer).toMatchObject({ goesOut: false, held: { answer: 'closed' } });
    expect(rig.records.at(-1)).toMatchObject({ type: 'answered', answer: 'closed' });
  });
});

describe('what a held call would run', () => {
  const script: FactRequest = { kind: 'file-text', path: '/w/a.sh' };
  beforeEach(() => {
    const run = vi.mocked(analyse).getMockImplementation();
    vi.mocked(analyse).mockImplementation((action, facts) => {
      if (action.kind !== 'shell' || action.command !== 'sh a.sh') return run?.(action, facts) ?? found();
      return facts.answer(script) ? found(effect()) : { ...found(), needs: [script] };
    });
  });

  test('is looked at again, and an approval of what has changed is not used', async () => {
    const rig = guardRig();
    rig.facts[factKey(script)] = { known: true, value: { text: 'one', bytes: 3 } };
    const answer = rig.guard.answer(shell('sh a.sh'));
    await settle();
    rig.facts[factKey(script)] = { known: true, value: { text: 'two', bytes: 3 } };
    expect(await rig.guard.holds.approve('hold-1')).toMatchObject({ ok: false, why: 'changed' });
    expect(await answer).toMatchObject({ goesOut: false });
  });

  test('cannot be changed meanwhile without a person', async () => {
    const rig = guardRig();
    rig.facts[factKey(script)] = { known: true, value: { text: 'one', bytes: 3 } };
    const answer = rig.guard.answer(shell('sh a.sh'));
    await settle();
    const write = { ...shell(''), kind: 'write', path: 'a.sh', content: 'two' } as const;
    void rig.guard.answer(write);
    void rig.guard.answer({ ...write, path: 'b.sh' });
    await settle();
    expect(rig.guard.holds.pending()).toHaveLength(2);
    rig.guard.holds.deny('hold-1');
    await answer;
    rig.pass(3_000);
    expect(await rig.guard.answer({ ...write, callId: 'later' })).toMatchObject({ goesOut: true });
  });
});

describe('a failure inside the guard', () => {
  test('denies what is not certainly harmless, is recorded and told', async () => {
    const rig = guardRig();
    world.broken = new Error('boom');
    const answer = await rig.guard.answer(shell('broken'));
    expect(answer).toMatchObject({ goesOut: false, verdict: { decision: 'deny', reversibility: 'unknown' } });
    expect(answer.reason).toContain('boom');
    expect(types(rig.records)).toEqual(['rejected', 'judged']);
    expect(rig.problems).toEqual([expect.stringContaining('boom')]);
  });

  test('lets a read go on', async () => {
    const rig = guardRig();
    vi.mocked(analyse).mockImplementation(() => {
      throw new Error('boom');
    });
    expect(await rig.guard.answer({ ...shell(''), kind: 'read', path: 'a' })).toMatchObject({ goesOut: true });
  });

  test('in the look for facts denies', async () => {
    const rig = guardRig();
    world.asks = { ...found(), needs: [{ kind: 'file-text', path: '/w/a' }] };
    rig.deps.context.resolve = () => Promise.reject(new Error('disk gone'));
    expect(await rig.guard.answer(shell('asks'))).toMatchObject({ goesOut: false });
  });

  test('in the surroundings of a call denies', async () => {
    const rig = guardRig();
    rig.deps.context.place = () => {
      throw new Error('no place');
    };
    expect(await rig.guard.answer(shell('ls'))).toMatchObject({ goesOut: false });
  });

  test('with an input JSON cannot hold denies', async () => {
    const rig = guardRig();
    const action: Action = { ...shell(''), kind: 'mcp', server: 's', tool: 't', input: { n: 1n } };
    expect(await rig.guard.answer(action)).toMatchObject({ goesOut: false });
  });

  test('with an input nested too deep denies', async () => {
    const rig = guardRig();
    const deep = JSON.parse('['.repeat(3_000) + ']'.repeat(3_000));
    const action: Action = { ...shell(''), kind: 'mcp', server: 's', tool: 't', input: deep };
    expect(await rig.guard.answer(action)).toMatchObject({ goesOut: false });
  });

  test('while only observing holds nothing up', async () => {
    const rig = guardRig();
    rig.record = { mode: 'observing' };
    world.broken = new Error('boom');
    expect(await rig.guard.answer(shell('broken'))).toMatchObject({ goesOut: true });
  });

  test('of a listener does not keep an answer back', async () => {
    const rig = guardRig();
    rig.guard.onDidChange(() => {
      throw new Error('view gone');
    });
    expect(await rig.guard.answer(shell('ls'))).toMatchObject({ goesOut: true });
    expect(rig.problems.join()).toContain('view gone');
  });
});

describe('a log that cannot be written', () => {
  test('stops what cannot be undone, with the reason, and lets the harmless pass', async () => {
    const rig = guardRig();
    rig.auditFails = () => true;
    expect(await rig.guard.answer(shell('destroy'))).toMatchObject({
      goesOut: false,
      reason: expect.stringContaining('the disk is full'),
      verdict: { decision: 'deny' },
    });
    expect(await rig.guard.answer(shell('tidy'))).toMatchObject({ goesOut: true });
    expect(rig.guard.snapshot().problems.join()).toContain('the disk is full');
  });

  test('only when the hold is to be recorded stops the call', async () => {
    const rig = guardRig();
    rig.auditFails = (entry) => entry.type === 'held';
    expect(await rig.guard.answer(shell('destroy'))).toMatchObject({ goesOut: false, held: { answer: 'denied' } });
  });

  test('only when the approval is to be recorded stops the call', async () => {
    const rig = guardRig();
    rig.auditFails = (entry) => entry.type === 'answered';
    const answer = rig.guard.answer(shell('destroy'));
    await settle();
    await rig.guard.holds.approve('hold-1');
    expect(await answer).toMatchObject({ goesOut: false, reason: expect.stringContaining('could not be recorded') });
  });
});

describe('the mode', () => {
  test('observing and off hold nothing and record all the same', async () => {
    for (const mode of ['observing', 'off'] as const) {
      const rig = guardRig();
      rig.record = { mode };
      expect(await rig.guard.answer(shell('destroy'))).toMatchObject({ goesOut: true });
      expect(types(rig.records)).toEqual(['judged']);
    }
  });

  test('is recorded when it changes, here or in another window, and shown', async () => {
    const rig = guardRig();
    let changes = 0;
    rig.guard.onDidChange(() => {
      changes += 1;
    });
    expect(rig.guard.mode()).toEqual({ mode: 'guarding' });
    rig.guard.setMode('observing');
    rig.record = { mode: 'guarding' };
    rig.guard.mode();
    expect(rig.records).toMatchObject([
      { type: 'mode', from: 'guarding', to: 'observing' },
      { type: 'mode', from: 'observing', to: 'guarding' },
    ]);
    expect(changes).toBeGreaterThanOrEqual(2);
  });

  test('off tells when it ends', () => {
    const rig = guardRig();
    rig.guard.mode();
    rig.record = { mode: 'off', until: rig.deps.now() + 1_000 };
    expect(rig.guard.mode()).toMatchObject({ mode: 'off' });
    let changes = 0;
    rig.guard.onDidChange(() => {
      changes += 1;
    });
    rig.record = {};
    rig.pass(1_100);
    expect(changes).toBe(1);
    expect(rig.records.at(-1)).toMatchObject({ type: 'mode', from: 'off', to: 'guarding' });
  });

  test('of a tampered record is reported once', async () => {
    const rig = guardRig();
    rig.record = { problem: 'The record was changed.' };
    await rig.guard.answer(shell('ls', { callId: '1' }));
    await rig.guard.answer(shell('ls', { callId: '2' }));
    expect(types(rig.records)).toEqual(['tampering', 'judged', 'judged']);
    expect(rig.guard.snapshot()).toMatchObject({ mode: { problem: 'The record was changed.' } });
  });
});

describe('a session', () => {
  const local = effect({
    scope: 'machine',
    environment: 'development',
    asset: 'files',
    reversibility: 'recoverable',
    rule: 'docker/prune',
    target: 'build-cache',
  });

  test('after a broken log counts as heightened until a person gives the all-clear', async () => {
    const rig = guardRig({ history: () => ({ records: [], intact: false, problem: 'Record 3 was edited.' }) });
    world.push = found(effect({ environment: 'development', reversibility: 'recoverable', rule: 'git/push' }));
    const held = rig.guard.answer(shell('push', { callId: '1' }));
    await settle();
    expect(rig.guard.snapshot()).toMatchObject({ heightened: true, pending: 1 });
    expect(rig.records[0]).toMatchObject({ type: 'tampering', subject: 'audit log' });
    rig.guard.holds.deny('hold-1');
    await held;
    rig.guard.allClear();
    expect(rig.guard.snapshot().heightened).toBe(false);
    expect(await rig.guard.answer(shell('push', { callId: '2' }))).toMatchObject({ goesOut: true });
  });

  test('is judged as heightened while its past is still being read, and as it is once it is known', async () => {
    let known: (history: History) => void = () => {};
    const rig = guardRig({
      history: () =>
        new Promise((resolve) => {
          known = resolve;
        }),
    });
    world.push = found(effect({ environment: 'development', reversibility: 'recoverable', rule: 'git/push' }));
    const early = rig.guard.evaluate(shell('push', { callId: '1' }));
    await settle();
    expect(rig.records).toEqual([]);
    rig.pass(1_000);
    expect((await early).verdict.decision).toBe('hold');
    known({ records: [], intact: true });
    await settle();
    expect(rig.guard.snapshot().heightened).toBe(false);
    expect((await rig.guard.evaluate(shell('push', { callId: '2' }))).verdict.decision).toBe('allow');
  });

  test('keeps what was seen while its past was being read', async () => {
    let known: (history: History) => void = () => {};
    const rig = guardRig({
      history: () =>
        new Promise((resolve) => {
          known = resolve;
        }),
    });
    const early = rig.guard.evaluate({ ...shell(''), kind: 'read', path: '/w/.env', callId: '1' } as Action);
    await settle();
    rig.pass(1_000);
    await early;
    known({ records: [], intact: true });
    await settle();
    expect(rig.guard.snapshot().heightened).toBe(true);
  });

  test('whose past cannot be read aside counts as heightened', async () => {
    const rig = guardRig({ history: () => Promise.reject(new Error('EIO')) });
    await rig.guard.answer(shell('ls'));
    expect(rig.guard.snapshot().heightened).toBe(true);
    expect(rig.records[0]).toMatchObject({ type: 'tampering' });
  });

  test('whose log cannot be read at all counts as heightened', async () => {
    const rig = guardRig({
      history: () => {
        throw new Error('EIO');
      },
    });
    await rig.guard.answer(shell('ls'));
    expect(rig.guard.snapshot().heightened).toBe(true);
  });

  test('may be spared the question after an approval, and be asked again when that is revoked', async () => {
    const rig = guardRig();
    world.prune = found(local);
    const first = rig.guard.answer(shell('prune', { callId: '1' }));
    await settle();
    await rig.guard.holds.approve('hold-1');
    await first;
    const [exception] = rig.guard.exceptionsFor('hold-1');
    expect(exception).toMatchObject({ rule: 'docker/prune', target: 'build-cache', workspaceRoot: '/w' });
    rig.guard.except('hold-1');
    rig.guard.except('hold-1');
    expect(rig.guard.exceptions()).toHaveLength(1);
    expect(await rig.guard.answer(shell('prune', { callId: '2' }))).toMatchObject({ goesOut: true });
    if (exception) rig.guard.revokeException(exception);
    void rig.guard.answer(shell('prune', { callId: '3' }));
    await settle();
    expect(rig.guard.holds.pending()).toHaveLength(1);
  });

  test('is offered no exception for a remote irreversible effect', async () => {
    const rig = guardRig();
    const answer = rig.guard.answer(shell('destroy'));
    await settle();
    await rig.guard.holds.approve('hold-1');
    await answer;
    expect(rig.guard.exceptionsFor('hold-1')).toEqual([]);
  });

  test('that reads a secret file is heightened for its next call, credential and place known', async () => {
    const root = temporaryDirectory();
    mkdirSync(path.join(root, 'infra'));
    const token = '3f2a7c1e-9b4d-4e8a-8c6f-0d1e2f3a4b5c';
    writeFileSync(path.join(root, 'infra', '.env'), `# SYNTHETIC\nRAILWAY_TOKEN=${token}\n`);
    const rig = guardRig();
    const place = { cwd: root, workspaceRoot: root };
    await rig.guard.answer({ ...shell('', place), kind: 'read', path: 'infra/.env' });
    await rig.guard.answer(shell('ls', place));
    expect(rig.guard.snapshot().heightened).toBe(true);
    expect(rig.records.find(({ type }) => type === 'outcome')).toMatchObject({
      revealed: [{ foundIn: 'infra/.env', line: 2 }],
    });
    expect(JSON.stringify(rig.records)).not.toContain(token);
  });

  describe('that made files', () => {
    /** What the analysis is told of files of its own, last. */
    async function ownFiles(run: (root: string, make: (name: string, ok?: boolean) => Promise<void>) => Promise<void>) {
      const root = temporaryDirectory();
      const rig = guardRig();
      let own: readonly string[] = [];
      const { place } = rig.deps.context;
      rig.deps.context.place = (action, created) => {
        own = created;
        return place(action, created);
      };
      const at = { cwd: root, workspaceRoot: root };
      await run(root, async (name, ok = true) => {
        const write = { ...shell('', { ...at, callId: name }), kind: 'write', path: name, content: 'x' } as const;
        await rig.guard.answer(write);
        if (ok) writeFileSync(path.join(root, name), 'x');
        await rig.guard.report(write, { ok, denied: false });
      });
      void rig.guard.answer(shell('destroy', at));
      await settle();
      return own.map((file) => path.relative(root, file));
    }

    test('knows them once the host reports them done', async () => {
      const own = await ownFiles(async (root, make) => {
        writeFileSync(path.join(root, 'old.txt'), 'x');
        await make('new.txt');
        await make('failed.txt', false);
        await make('old.txt');
      });
      expect(own).toEqual(['new.txt']);
    });

    test('does not take another file in their place for its own', async () => {
      const own = await ownFiles(async (root, make) => {
        await make('a.txt');
        await make('b.txt');
        writeFileSync(path.join(root, 'person.txt'), 'y');
        renameSync(path.join(root, 'person.txt'), path.join(root, 'a.txt'));
      });
      expect(own).toEqual(['b.txt']);
    });
  });

  test('counts every one of its calls that are judged at the same time', async () => {
    const rig = guardRig();
    const request = (n: number): FactRequest => ({ kind: 'file-text', path: `/w/${n}` });
    vi.mocked(analyse).mockImplementation((action, facts) => {
      const needs = [request(action.kind === 'shell' ? Number(action.command) : 0)].filter((one) => !facts.answer(one));
      return { ...found(), needs };
    });
    await Promise.all([1, 2, 3, 4, 5].map((n) => rig.guard.answer(shell(String(n)))));
    const timeline = await (async () => {
      vi.mocked(analyse).mockImplementation(() => found(effect()));
      void rig.guard.answer(shell('destroy'));
      await settle();
      return rig.guard.holds.pending()[0]?.artifact.timeline ?? [];
    })();
    expect(timeline.length).toBeGreaterThanOrEqual(1);
    expect(timeline.at(-1)?.weight).toBe('this');
    expect(rig.records.filter(({ type }) => type === 'judged')).toHaveLength(6);
  });

  test('shows when a host last spoke', async () => {
    const rig = guardRig();
    await rig.guard.answer(shell('ls', { host: 'cursor' }));
    await rig.guard.report(shell('ls'), { ok: true, denied: false });
    expect(rig.guard.snapshot().lastEventByHost).toEqual({ cursor: 1_000_000, claude: 1_000_000 });
  });
});

test('unreadable input is recorded and told', () => {
  const rig = guardRig();
  rig.guard.reject('claude', 'Claude Code sent something that is not JSON.');
  expect(rig.records).toEqual([
    { type: 'rejected', input: 'claude', problem: 'Claude Code sent something that is not JSON.' },
  ]);
  expect(rig.guard.snapshot().problems).toHaveLength(1);
});
