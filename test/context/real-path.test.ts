import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { realOf, withReal } from '../../src/context/real-path.ts';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'holdpoint-real-')));
const there = path.join(folder, 'there');
const link = path.join(folder, 'link');
mkdirSync(there);
symlinkSync(there, link, 'junction');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a link is the place it leads to, and what is not there stays as it is', () => {
  expect(realOf(link)).toBe(there);
  expect(realOf(there)).toBe(there);
  expect(realOf(path.join(folder, 'gone'))).toBe(path.join(folder, 'gone'));
});

test('a place has the name it was given and the one behind its links, once each', () => {
  expect(withReal([link, there])).toEqual([link, there]);
  expect(withReal([there])).toEqual([there]);
});
