import { describe, expect, it } from 'vitest';
import { type FactAnswer, factKey } from '../../src/action/facts.ts';
import { createContext } from '../../src/context/context.ts';

const context = createContext({
  platform: 'linux',
  home: '/home/dev',
  environment: {},
  temporary: [],
  guardPaths: [],
});

async function lineOf(number: number): Promise<FactAnswer | undefined> {
  const request = { kind: 'file-text', path: `/proc/${number}/cmdline` } as const;
  const origin = { host: 'cli', session: 's', cwd: '/', workspaceRoot: '/', at: 0 } as const;
  return (await context.resolve([request], { milliseconds: 500 }, origin)).get(factKey(request));
}

describe.skipIf(process.platform !== 'linux')('a process told by its number', () => {
  it('is known by how it was started', async () => {
    expect(await lineOf(process.pid)).toMatchObject({ known: true, value: { text: expect.stringContaining('\0') } });
  });

  it('is not known where there is none', async () => {
    expect(await lineOf(99_999_999)).toMatchObject({ known: false });
  });
});
