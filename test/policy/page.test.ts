import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { verdictTable } from '../../src/policy/table.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/how-a-decision-is-made.md'), 'utf8');

/** The cells of every table line of the page, without the back quotes. */
const lines = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );

describe('docs/how-a-decision-is-made.md', () => {
  it('lists the rows of the verdict table in their order, gravest first', () => {
    const rows = lines.filter((cells) => cells.length === 5).map(([row]) => row);
    expect(rows).toEqual(verdictTable.map(({ row }) => row));
  });

  it.each(verdictTable)('says what the row $row decides', ({ row, quiet, discovered, typedName }) => {
    const cells = lines.find(([name, , , ,]) => name === row);
    expect(cells?.slice(2)).toEqual([quiet, discovered, typedName ? 'yes' : 'no']);
  });
});
