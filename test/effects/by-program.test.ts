import { describe, expect, test } from 'vitest';
import { byProgram } from '../../src/effects/by-program.ts';

describe('rows of a program', () => {
  const rows = [
    { program: /^az$/, name: 'cloud' },
    { program: /^(?:az|gh)$/, name: 'either' },
  ];
  const rowsOf = byProgram(rows);

  test('are those that fit its name, in the order of the table', () => {
    expect(rowsOf('az').map(({ name }) => name)).toEqual(['cloud', 'either']);
    expect(rowsOf('gh').map(({ name }) => name)).toEqual(['either']);
    expect(rowsOf('ls')).toEqual([]);
  });

  test('are the same after more names than are remembered', () => {
    for (let at = 0; at < 2000; at += 1) expect(rowsOf(`program-${at}`)).toEqual([]);
    expect(rowsOf('az')).toHaveLength(2);
  });

  test('are none for names that every object has', () => {
    expect(rowsOf('constructor')).toEqual([]);
    expect(rowsOf('')).toEqual([]);
  });
});
