import { describe, expect, it } from 'vitest';
import { analysed, isStopped } from '../judging.ts';
import { classes } from './classes.cases.ts';
import { longTail } from './long-tail.cases.ts';
import { unseen } from './unseen.cases.ts';

const lines = (kind: 'stops' | 'passes') =>
  [...unseen, longTail, ...classes].flatMap((family) =>
    family[kind].map((line) => ({ service: family.service, line })),
  );

async function isHeld(line: string): Promise<boolean> {
  const [, method = '', url = '', body] = /^(\S+) (\S+)(?: ([\s\S]*))?$/.exec(line) ?? [];
  const headers: Record<string, string> = body?.startsWith('{') ? { 'Content-Type': 'application/json' } : {};
  const { effects } = await analysed({ kind: 'http', method, url, headers, ...(body === undefined ? {} : { body }) });
  return effects.some(isStopped);
}

describe('requests to services no table knows', () => {
  it.each(lines('stops'))('$service: $line is held', async ({ line }) => {
    expect(await isHeld(line)).toBe(true);
  });
  it.each(lines('passes'))('$service: $line passes', async ({ line }) => {
    expect(await isHeld(line)).toBe(false);
  });
});
