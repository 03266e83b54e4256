import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplay } from '../../src/cli/replay.ts';
import { incidents } from './scenarios/incidents.ts';
import { linesOf } from './scenarios/scenario.ts';

type Line = Readonly<Record<string, unknown>>;
type Judged = Awaited<ReturnType<ReturnType<typeof createReplay>['judge']>>;

async function judged(lines: readonly Line[]): Promise<Judged[]> {
  const replay = createReplay();
  const events: Judged[] = [];
  for (const line of lines) events.push(await replay.judge(JSON.stringify(line)));
  return events;
}

const scenario = (id: string) => {
  const found = incidents.find((one) => one.id === id);
  if (!found) throw new Error(`no scenario ${id}`);
  return linesOf(id, found).map((line): Line => JSON.parse(line));
};
const incident = scenario('railway-token-of-another-file');
const destruction = 'credential-discovery-then-destruction';
const last = (events: readonly Judged[]): Judged => {
  const end = events.at(-1);
  if (!end) throw new Error('nothing was judged');
  return end;
};

describe('what comes in wrong is never judged less strictly', () => {
  it('outputs that are missing', async () => {
    const without = incident.map(({ output: _output, ...line }) => line);
    const end = last(await judged(without));
    expect(end).toMatchObject({ decision: 'hold', alert: true });
    expect(end.sequences.map(({ name }) => name)).toEqual([destruction]);
    expect(end.sequences[0]?.credential?.foundIn).toBe('infra/domains/.env');
  });

  it('events reported twice', async () => {
    const end = last(await judged(incident.flatMap((line) => [line, line])));
    expect(end).toMatchObject({ decision: 'hold', sequences: [{ name: destruction }] });
  });

  it.each([
    ['a clock that jumps a year ahead and back', [0, 3, 31_536_000, 6]],
    ['a clock that jumps back before the call', [100_000, 100_003, 100_006, 9]],
    ['a clock that stands still', [0, 0, 0, 0]],
    ['a clock that runs backwards', [9, 6, 3, 0]],
    ['a clock that is no clock', [0, 3, 1e300, -1e300]],
  ])('%s', async (_what, times) => {
    const end = last(await judged(incident.map((line, index) => ({ ...line, t: times[index] }))));
    expect(end).toMatchObject({ decision: 'hold', sequences: [{ name: destruction }] });
  });

  it('a clock that went back keeps a session heightened that was', async () => {
    const staging = { ...incident[0], kind: 'shell', command: 'git push --force origin feature/x', output: undefined };
    const lines = [...incident.slice(0, 3), { ...staging, t: 90_000 }, { ...staging, t: 5 }];
    const replay = await judged(lines);
    expect(last(replay).decision).toBe('hold');
  });

  it('reports of calls nobody saw begin', async () => {
    const refused = { ...incident[0], kind: 'shell', command: 'ls', denied: true, t: 4 };
    const end = last(
      await judged([incident[1] ?? {}, refused, ...incident.slice(2)].map((line, t) => ({ ...line, t }))),
    );
    expect(end).toMatchObject({ decision: 'hold', sequences: [{ name: destruction }] });
  });

  it('any mixture of these', async () => {
    const change = fc.record({
      twice: fc.boolean(),
      silent: fc.boolean(),
      shift: fc.oneof(fc.constant(0), fc.integer({ min: -1_000_000, max: 80_000 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 4 }), async (changes) => {
        const lines = incident.flatMap((line, index) => {
          const { twice = false, silent = false, shift = 0 } = changes[index] ?? {};
          const { output, ...rest } = line;
          const one = { ...(silent ? rest : { ...rest, output }), t: Number(line.t) + shift };
          return twice ? [one, one] : [one];
        });
        const end = last(await judged(lines));
        expect(end.decision).toBe('hold');
        expect(end.sequences.map(({ name }) => name)).toContain(destruction);
      }),
      { numRuns: 60 },
    );
  });

  it('is judged the same every time', async () => {
    for (const one of incidents.slice(0, 12)) {
      const lines = linesOf(one.id, one).map((line): Line => JSON.parse(line));
      expect(await judged(lines)).toEqual(await judged(lines));
    }
  });
});
