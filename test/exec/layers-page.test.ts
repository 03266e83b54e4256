// The page `npm run layers` writes is also where it finds what earlier runs counted.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { countedOn, layersPage } from '../../scripts/layers/page.mts';

const ways = [
  { name: 'typed', layer: 'exec guard', start: () => {} },
  { name: 'a bare task, stopped', layer: 'stop, ask, continue (a race)', known: 'K38', start: () => {} },
  { name: 'by an agent', layer: 'hook', start: () => {} },
];

it('reads back what it wrote, row by row, and says which ways were never played', () => {
  const counted = {
    typed: { runs: 20, caught: 20, leaked: 0 },
    'a bare task, stopped': { runs: 20, caught: 14, leaked: 5 },
  };
  const page = layersPage(ways, counted);
  expect(countedOn(page)).toEqual(counted);
  expect(page).toContain(
    '| a bare task, stopped | stop, ask, continue (a race) | caught 14 of 20 | LEAKED 5, see K38 |',
  );
  expect(page).toContain('| by an agent | hook | not played | |');
});

it('has a row with twenty runs for every way it names', () => {
  const page = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'layers.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| [a-zA-Z]/.test(line) && !line.startsWith('| Started as'));
  expect(Object.values(countedOn(page)).map(({ runs }) => runs)).toEqual(rows.map(() => 20));
});
