import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readingsOf } from '../../src/exec/windows-line.ts';

describe('the words of a Windows command line', () => {
  // "Parsing C command-line arguments" and `CommandLineToArgvW` (learn.microsoft.com), and what stands between words.
  test.each<[string, readonly string[]]>([
    ['', []],
    ['  a \t b ', ['a', 'b']],
    ['"a b c" d e', ['a b c', 'd', 'e']],
    [String.raw`"ab\"c" "\\" d`, ['ab"c', '\\', 'd']],
    [String.raw`a\\\b d"e f"g h`, [String.raw`a\\\b`, 'de fg', 'h']],
    [String.raw`a\\\"b c d`, [String.raw`a\"b`, 'c', 'd']],
    [String.raw`a\\\\"b c" d e`, [String.raw`a\\b c`, 'd', 'e']],
    ['"" a ""', ['', 'a', '']],
    [String.raw`C:\x\ "C:\x y\\"`, ['C:\\x\\', 'C:\\x y\\']],
    ['"open to the end', ['open to the end']],
    ['%PATH% a^b g&h', ['%PATH%', 'a^b', 'g&h']],
    ['ä 日本 "ü x"', ['ä', '日本', 'ü x']],
  ])('%j: one reading', (line, words) => {
    expect(readingsOf(line)).toEqual([words]);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['"a""b c" d', ['a"b c', 'd'], ['a"b', 'c d']],
    ['-c "select ""Name"" from t"', ['-c', 'select "Name" from t'], ['-c', 'select "Name', 'from', 't']],
    ['logs """ --volume vol_1 """', ['logs', '" --volume vol_1 "'], ['logs', '"', '--volume', 'vol_1', '"']],
  ])('%j: two, where programs differ', (line, words, others) => {
    expect(readingsOf(line)).toEqual([words, others]);
  });

  test('words quoted as runtimes ask for come out as they went in, in every reading', () => {
    const quoted = (word: string) => `"${word.replaceAll(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
    const letter = fc.constantFrom(' ', '"', '\\', 'a', '%', '&', '\t', 'ü');
    const word = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        expect(readingsOf(words.map(quoted).join(' '))[0]).toEqual(words);
      }),
    );
  });
});
