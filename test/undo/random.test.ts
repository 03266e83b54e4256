import { expect, test } from 'vitest';
import { temporaryDirectory } from '../guard/rig.ts';
import { undoneRow } from './row.ts';

test('random destructive calls, one after the other in one repository, come back byte for byte', async () => {
  const row = await undoneRow(temporaryDirectory(), { seed: 7, calls: 25 });
  expect(row.wrong).toEqual([]);
  expect(row.changing).toBeGreaterThan(8);
}, 120_000);
