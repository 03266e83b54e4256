import { describe, expect, it } from 'vitest';
import { limits } from '../../src/behaviour/limits.ts';
import { textsOf } from '../../src/behaviour/use-texts.ts';

const nothing = { invocations: [], requests: [], effects: [], signals: [], problems: [], needs: [] } as const;
const textOf = (input: unknown) =>
  textsOf(
    { kind: 'mcp', server: 's', tool: 't', input, host: 'claude', session: 's', cwd: '/w', workspaceRoot: '/w', at: 0 },
    nothing,
  ).values.join('');

/** The processor's time of a piece of work, in microseconds. */
function cost(work: () => void): number {
  const before = process.cpuUsage();
  for (let round = 0; round < 5; round += 1) work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

describe("the texts of a tool's input", () => {
  it('hold what it says', () => {
    expect(textOf({ token: 'SYNTHETIC-1', deep: [{ more: 'SYNTHETIC-2' }] })).toMatch(/SYNTHETIC-1.*SYNTHETIC-2/);
  });

  it('are no longer than what is looked at', () => {
    expect(textOf({ a: 'x'.repeat(2_000_000), b: 'y'.repeat(2_000_000) }).length).toBe(limits.usedCharacters);
  });

  it('cost a fraction of the writing of lone surrogates, however many there are', () => {
    const input = { text: '\ud800'.repeat(4_000_000) };
    expect(cost(() => textOf(input))).toBeLessThan(cost(() => JSON.stringify(input)) / 2);
  });
});
