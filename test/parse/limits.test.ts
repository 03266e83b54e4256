import { describe, expect, test } from 'vitest';
import { graphqlOperations } from '../../src/parse/graphql.ts';
import { sqlStatements } from '../../src/parse/sql.ts';
import { cpuClock } from '../cpu.ts';
import { lines, read } from './reading.ts';

const megabyte = 1024 * 1024;

/** Pieces that cost a careless reader most when repeated. */
const pieces = [
  'a;',
  'a ',
  '$(',
  '`',
  '${a:-',
  '((',
  '(',
  '{',
  '{a,b}',
  '"',
  "'",
  "$'",
  'a|',
  'a&&',
  '<<a ',
  'cat <<A\n',
  '$((',
  '"$(a "',
  'if a; then ',
  'case a in ',
  '[[ ',
  'a=(',
  'eval ',
  'sudo ',
  '\\',
  '<(',
  '!(',
  '$X',
  '\0',
  '\n',
  'f(){ ',
  'x[',
  '\u{1F600}',
  '\uE000',
];

describe('a megabyte of anything ends soon and is never read as harmless by exhaustion', () => {
  test.each(pieces)('%j', (piece) => {
    const text = piece.repeat(Math.floor(megabyte / piece.length));
    const milliseconds = cpuClock();
    const reading = read(text);
    // Generous: alone it takes a tenth of this.
    expect(milliseconds()).toBeLessThan(1000);
    expect(reading.invocations.length).toBeLessThan(20_000);
  });
});

test('a text over a bound is one program that nobody knows, and a problem', () => {
  const reading = read('x'.repeat(megabyte + 1));
  expect(reading.invocations).toMatchObject([{ program: null, name: { kind: 'known' } }]);
  expect(reading.problems).toHaveLength(1);
});

test('what stands before the bound is still named', () => {
  const reading = read(`rm -rf /; ${'for i in a b c d e f g h; do '.repeat(6)}a; ${'done;'.repeat(6)}`);
  expect(reading.invocations[0]).toMatchObject({ program: 'rm' });
  expect(reading.invocations.at(-1)).toMatchObject({ program: null });
});

test('an expansion that doubles itself ends', () => {
  expect(read(`X=aaaaaaaaaa;${'X=$X$X;'.repeat(64)}rm $X`).invocations.at(-1)).toMatchObject({ program: null });
});

test('ten thousand arguments are read', () => {
  expect(read(`rm ${'x '.repeat(10_000)}`).invocations[0]?.args).toHaveLength(10_000);
});

test('unclosed quotes are told, and what was there is judged', () => {
  const reading = read('rm -rf "/');
  expect(reading.problems[0]).toContain('unterminated double quote');
  expect(lines('rm -rf "/')).toEqual(['rm -rf /']);
});

test.each([
  '(',
  '{',
  'a{',
  '"',
  "'",
  '/*',
  '$$',
  '[',
  'SELECT ',
  'NOT ',
  ';',
  "''",
  '--\n',
  '\\!',
  '.x\n',
  'WITH a AS (',
  'DELETE FROM x WHERE (',
])('SQL and GraphQL made of %j end soon', (piece) => {
  const text = piece.repeat(Math.floor(200_000 / piece.length));
  const milliseconds = cpuClock();
  sqlStatements(text, undefined);
  sqlStatements(text, 'postgres');
  graphqlOperations(text);
  expect(milliseconds()).toBeLessThan(2000);
});
