import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gappedWord, quotedWord, shellWord } from '../../src/parse/shell-word.ts';
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

test('what is always quoted is quoted where nothing asks for it', () => {
  expect(quotedWord('a.txt')).toBe("'a.txt'");
});

test('a gap in a text stays one', () => {
  expect(gappedWord('a\uE000.txt')).toBe('a\uE000.txt');
  expect(gappedWord('a b\uE000')).toBe("'a b\uE000'");
  expect(shellWord('a\uE000.txt')).toBe("'a\uE000.txt'");
});

test('whatever it is, the shell reads one word that says just that', () => {
  const words = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, (text) => {
      expect(lines(`echo ${shellWord(text)}`)).toEqual([`echo ${text}`]);
      expect(lines(`echo ${quotedWord(text)}`)).toEqual([`echo ${text}`]);
    }),
  );
});
