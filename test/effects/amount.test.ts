import { expect, it } from 'vitest';
import type { PathFact } from '../../src/action/facts.ts';
import { amountOf } from '../../src/effects/deletion-workspace.ts';

const path: PathFact = {
  exists: true,
  type: 'directory',
  real: '/x',
  insideWorkspace: true,
  temporary: false,
  regenerable: false,
  git: 'untracked',
  pushed: false,
  files: 1,
  bytes: 0,
  more: false,
};

it.each<[Partial<PathFact>, string]>([
  [{}, 'a file (0 bytes)'],
  [{ bytes: 999 }, 'a file (999 bytes)'],
  [{ bytes: 1200 }, 'a file (1.2 kB)'],
  [{ files: 19, bytes: 63_273 }, '19 files (63.3 kB)'],
  [{ files: 2000, bytes: 31_400_000, more: true }, 'more than 2000 files (at least 31.4 MB)'],
  [{ files: 3, bytes: 5e15 }, '3 files (5000 TB)'],
])('%o is said as %s', (fact, text) => {
  expect(amountOf({ ...path, ...fact })).toBe(text);
});
