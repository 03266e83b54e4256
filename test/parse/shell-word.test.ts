import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from '../../src/parse/shell-word.ts';
import { lines } from './reading.ts';

test.each([
  ['a.txt', 'a.txt'],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ['$(rm x)', "'$(rm x)'"],
  ['', "''"],
])('%s is written %s', (text, written) => {
  expect(shellWord(text)).toBe(written);
});

test('whatever it is, the shell reads one word that says just that', () => {
  const words = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, (text) => {
      expect(lines(`echo ${shellWord(text)}`)).toEqual([`echo ${text}`]);
    }),
  );
});
