import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type FactAnswer, type FactRequest, type Facts, factKey } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { tookTooLong } from '../../src/context/context.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { limits } from '../../src/guard/limits.ts';
import { digestFor, type GatherInput, gather, overBounds } from '../../src/guard/pipeline.ts';
import { effect, found, guardRig, shell } from './guard-rig.ts';

vi.mock('../../src/effects/analyse.ts', () => ({ analyse: vi.fn() }));
const analysing = vi.mocked(analyse);

const text = (path: string): FactRequest => ({ kind: 'file-text', path });
const body = (value: string): FactAnswer => ({ known: true, value: { text: value, bytes: value.length } });

/** Scripts that include others: path → the paths its body names. */
function includes(files: Record<string, string[]>): (facts: Facts) => Analysis {
  return (facts) => {
    const needs: FactRequest[] = [];
    const seen = new Set<string>();
    const walk = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      const answer = facts.answer<'file-text'>({ kind: 'file-text', path: file });
      if (!answer) needs.push(text(file));
      else if (answer.known) for (const next of files[file] ?? []) walk(next);
    };
    walk('/w/a.sh');
    return { ...found(), needs };
  };
}

function input(change: Partial<GatherInput> = {}) {
  const rig = guardRig();
  return {
    rig,
    input: {
      action: shell('sh a.sh'),
      context: rig.deps.context,
      created: [],
      monotonic: () => 0,
      wouldAllow: () => true,
      ...change,
    } satisfies GatherInput,
  };
}

beforeEach(() => {
  analysing.mockReset();
});

describe('question and fact in turns', () => {
  test('answers at once where nothing is needed', () => {
    analysing.mockReturnValue(found(effect()));
    const gathered = gather(input().input);
    expect(gathered).not.toBeInstanceOf(Promise);
    expect(analysing).toHaveBeenCalledTimes(1);
  });

  test('waits for the text a call would run longer than before a hold, though all so far would be allowed', async () => {
    analysing.mockImplementation((_action, facts) => includes({ '/w/a.sh': [] })(facts));
    const { rig, input: given } = input();
    const asked: number[] = [];
    const context: GatherInput['context'] = {
      ...rig.deps.context,
      async resolve(requests, { milliseconds }) {
        asked.push(milliseconds);
        // A machine under load, or a hook's first start: nothing is there within the quick time.
        const answer: FactAnswer =
          milliseconds > limits.holdContextMilliseconds ? body('rm -rf /') : { known: false, why: 'it took too long' };
        return new Map(requests.map((request) => [factKey(request), answer]));
      },
    };
    const { answers } = await gather({ ...given, context });
    expect(asked).toEqual([limits.textContextMilliseconds]);
    expect(answers.get(factKey(text('/w/a.sh')))).toMatchObject({ known: true });
  });

  test('does not let a text that came late take the time of what is asked after it, before a hold', async () => {
    const state: FactRequest = { kind: 'path', path: '/w/data' };
    analysing.mockImplementation((_action, facts) => {
      const read = facts.answer<'file-text'>({ kind: 'file-text', path: '/w/a.sh' });
      return { ...found(effect()), needs: read === undefined ? [text('/w/a.sh')] : [state] };
    });
    const { rig, input: given } = input({ wouldAllow: () => false });
    let now = 0;
    const asked: string[] = [];
    const context: GatherInput['context'] = {
      ...rig.deps.context,
      async resolve(requests) {
        now += limits.holdContextMilliseconds + 100;
        asked.push(...requests.map(({ kind }) => kind));
        return new Map(requests.map((request) => [factKey(request), body('x')]));
      },
    };
    await gather({ ...given, context, monotonic: () => now });
    expect(asked).toEqual(['file-text', 'path']);
  });

  test('fails where that text is not there in time', async () => {
    analysing.mockImplementation((_action, facts) => includes({ '/w/a.sh': [] })(facts));
    const { rig, input: given } = input();
    const context: GatherInput['context'] = {
      ...rig.deps.context,
      resolve: async (requests) =>
        new Map(requests.map((request) => [factKey(request), { known: false, why: tookTooLong }])),
    };
    await expect(gather({ ...given, context })).rejects.toThrow('/w/a.sh');
  });

  test('ends where scripts include each other in a circle', async () => {
    const read = includes({
      '/w/a.sh': ['/w/b.sh'],
      '/w/b.sh': ['/w/c.sh', '/w/a.sh'],
      '/w/c.sh': ['/w/a.sh', '/w/c.sh'],
    });
    analysing.mockImplementation((_action, facts) => read(facts));
    const { rig, input: given } = input();
    for (const name of 'abc') rig.facts[factKey(text(`/w/${name}.sh`))] = body('x');
    const { analysis, answers } = await gather(given);
    expect(analysis.needs).toEqual([]);
    expect(answers.size).toBe(3);
    expect(rig.asked).toHaveLength(3);
  });

  test('stops after its rounds where every answer raises a new question', async () => {
    let files = 0;
    analysing.mockImplementation(() => {
      files += 1;
      return { ...found(), needs: [text(`/w/${files}.sh`)] };
    });
    const { rig, input: given } = input();
    await gather(given);
    expect(rig.asked).toHaveLength(limits.rounds);
  });

  test('reads no more files than its bound and takes the rest as not known', async () => {
    const many = Array.from({ length: limits.files + 10 }, (_, index) => text(`/w/${index}.sh`));
    analysing.mockImplementation((_action, facts) => ({
      ...found(),
      needs: many.filter((request) => !facts.answer(request)),
    }));
    const { rig, input: given } = input();
    for (const request of many) rig.facts[factKey(request)] = body('x');
    const { answers } = await gather(given);
    expect([...answers.values()].filter((answer) => answer.known)).toHaveLength(limits.files);
    expect([...answers.values()].filter((answer) => !answer.known)).toHaveLength(10);
  });

  test('takes a file that goes over the bound of bytes as not known', async () => {
    const two = [text('/w/1'), text('/w/2')];
    analysing.mockImplementation((_action, facts) => ({
      ...found(),
      needs: two.filter((request) => !facts.answer(request)),
    }));
    const { rig, input: given } = input();
    for (const request of two) rig.facts[factKey(request)] = body('x'.repeat(limits.factBytes * 0.6));
    const { answers } = await gather(given);
    expect([...answers.values()].map((answer) => answer.known)).toEqual([true, false]);
  });

  test('stops when its time is over', async () => {
    let clock = 0;
    let files = 0;
    analysing.mockImplementation(() => {
      files += 1;
      clock += 15;
      return { ...found(), needs: [{ kind: 'path', path: `/w/${files}` }] };
    });
    const { rig, input: given } = input({ monotonic: () => clock });
    await gather(given);
    expect(rig.asked).toHaveLength(2);
  });

  test('fails where its time is over before it has read what a call would run', async () => {
    let clock = 0;
    let files = 0;
    analysing.mockImplementation(() => {
      files += 1;
      clock += limits.textContextMilliseconds / 4;
      return { ...found(), needs: [text(`/w/${files}`)] };
    });
    await expect(gather(input({ monotonic: () => clock }).input)).rejects.toThrow('could not be read in time');
  });

  test('takes more time, and asks again for what came too late, when it turns into a hold', async () => {
    const first = text('/w/a.sh');
    const second = text('/w/b.sh');
    analysing.mockImplementation((_action, facts) => {
      const had = facts.answer<'file-text'>({ kind: 'file-text', path: '/w/a.sh' });
      if (!had) return { ...found(), needs: [first] };
      return { ...found(effect()), needs: facts.answer(second) ? [] : [second] };
    });
    const { rig, input: given } = input({ wouldAllow: (analysis) => analysis.effects.length === 0 });
    rig.facts[factKey(second)] = body('x');
    const { answers } = await gather(given);
    expect(rig.asked.map((requests) => requests.length)).toEqual([1, 1, 1]);
    expect(answers.get(factKey(first))).toMatchObject({ known: false });
  });

  test('a lookup that gives no answer counts as not known', async () => {
    analysing.mockImplementation((_action, facts) => ({
      ...found(),
      needs: facts.answer(text('/w/a')) ? [] : [text('/w/a')],
    }));
    const { input: given } = input();
    const context = { ...given.context, resolve: async () => new Map() };
    const { answers } = await gather({ ...given, context });
    expect(answers.get(factKey(text('/w/a')))).toMatchObject({ known: false });
  });
});

describe('the digest of a call', () => {
  const gathered = (answers: [FactRequest, FactAnswer][]) => ({
    analysis: found(),
    place: guardRig().deps.context.place(shell(''), []),
    answers: new Map(answers.map(([request, answer]) => [factKey(request), answer])),
  });
  const plain = digestFor(shell('sh a.sh'), gathered([[text('/w/a.sh'), body('ls')]]));
  const path = (change: Record<string, unknown>): [FactRequest, FactAnswer] => [
    { kind: 'path', path: '/w/x' },
    {
      known: true,
      value: {
        exists: true,
        type: 'directory',
        real: '/w/x',
        insideWorkspace: true,
        temporary: false,
        regenerable: false,
        git: 'clean',
        pushed: true,
        files: 1,
        bytes: 1,
        more: false,
        ...change,
      },
    } as FactAnswer,
  ];

  test('is another where the script is another', () => {
    expect(digestFor(shell('sh a.sh'), gathered([[text('/w/a.sh'), body('rm -rf /')]]))).not.toBe(plain);
    expect(digestFor(shell('sh a.sh'), gathered([]))).not.toBe(plain);
    expect(digestFor(shell('sh a.sh'), gathered([[text('/w/a.sh'), { known: false, why: 'x' }]]))).not.toBe(plain);
  });

  test('does not depend on when, which call id, or how large a folder has grown', () => {
    const later = shell('sh a.sh', { at: 99, callId: 'x' });
    expect(digestFor(later, gathered([[text('/w/a.sh'), body('ls')]]))).toBe(plain);
    const small = digestFor(shell('rm -r x'), gathered([path({})]));
    expect(digestFor(shell('rm -r x'), gathered([path({ files: 9, bytes: 99 })]))).toBe(small);
    expect(digestFor(shell('rm -r x'), gathered([path({ git: 'dirty' })]))).not.toBe(small);
    expect(digestFor(shell('rm -r x'), gathered([path({ real: '/home' })]))).not.toBe(small);
  });
});

describe('a tool’s input over the bounds', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
  const mcp = (value: unknown) => ({ ...shell(''), kind: 'mcp', server: '', tool: 't', input: value }) as const;

  test('is refused where it is too deep or too wide, and read up to there', () => {
    expect(overBounds(mcp(nested(limits.depth)))).toBeNull();
    expect(overBounds(mcp(nested(limits.depth + 1)))).toMatch(/nested deeper/);
    expect(overBounds(mcp(Array(limits.inputValues + 1).fill(0)))).toMatch(/more values/);
  });

  test('ends for an input that contains itself', () => {
    const self: Record<string, unknown> = {};
    self.self = self;
    self.twin = self;
    expect(overBounds(mcp(self))).toMatch(/nested deeper/);
  });
});
