import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilityNames, defaultCapabilities } from '../../src/behaviour/capability-needs.ts';
import { categories, categoryWords } from '../../src/behaviour/categories.ts';
import { mostPerDay, mostRelief } from '../../src/behaviour/habits.ts';
import { restraintFloor } from '../../src/behaviour/restraint.ts';
import { shippedBaseline } from '../../src/behaviour/shipped-baseline.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/behaviour.md'), 'utf8');

/** The cells of every table line that begins with a word in back quotes. */
const lines = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
const tableFrom = (first: string, length: number) => {
  const at = lines.findIndex(([name]) => name === `\`${first}\``);
  return lines.slice(at, at + length);
};

describe('docs/behaviour.md', () => {
  it('lists the categories in their order, in the words people see', () => {
    const table = tableFrom('look', categories.length).map(([name, words]) => [name, words]);
    expect(table).toEqual(categories.map((category) => [`\`${category}\``, categoryWords[category]]));
  });

  it('lists the capabilities, and which are default ones', () => {
    const table = tableFrom('tests', capabilityNames.length).map(([name, isDefault]) => [name, isDefault]);
    expect(table).toEqual(
      capabilityNames.map((name) => [`\`${name}\``, defaultCapabilities.granted.has(name) ? 'yes' : 'no']),
    );
  });

  it('tells the figures that are in the code', () => {
    expect(page).toContain(`how ${shippedBaseline().actions.toLocaleString('en-US')} actions of`);
    expect(page).toContain(`at most ${mostPerDay} a day`);
    expect(page).toContain(`up to ${mostRelief} bits less surprising`);
    expect(page).toContain(`it alerts below ${restraintFloor}.`);
  });
});
