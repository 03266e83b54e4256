import { describe, expect, test } from 'vitest';
import type { Word } from '../../src/action/invocation.ts';
import { defineOptions, readOptions } from '../../src/parse/options.ts';
import { brief, read } from './reading.ts';

const spec = defineOptions({
  valued: ['-X --request', '-d --data', '-o'],
  flags: ['-s --silent', '-v --verbose'],
  abbreviations: true,
});
const go = defineOptions({ valued: ['-target', '--context'], flags: ['-auto-approve'], style: 'go' });

function words(text: string): readonly Word[] {
  return read(`p ${text}`).invocations[0]?.args ?? [];
}

describe('getopt style', () => {
  test.each([
    ['-X POST a', 'POST', 'a', []],
    ['-XPOST a', 'POST', 'a', []],
    ['-svXPOST a', 'POST', 'a', []],
    ['--request=POST a', 'POST', 'a', []],
    ['--req POST a', 'POST', 'a', []],
    ['a -X POST b', 'POST', 'a b', []],
    ['-X A -X B', 'B', '', []],
    ['-- -X POST', undefined, '-X POST', []],
    ['-z --zed=1 a', undefined, 'a', ['-z', '--zed=1']],
    ['-X "$M" a', '?$M?', 'a', []],
    ['-X$M a', '?$M?', 'a', []],
    ['-', undefined, '-', []],
  ])('%s', (text, method, operands, unlisted) => {
    const options = readOptions(words(text), spec);
    const value = options.value('--request');
    expect(value && brief(value)).toBe(method);
    expect(options.operands.map(brief).join(' ')).toBe(operands);
    expect(options.unlisted.map(brief)).toEqual(unlisted);
  });

  test('what stands behind -- is told apart', () => {
    expect(readOptions(words('a -- b c'), spec).afterDashes).toBe(1);
    expect(readOptions(words('a b'), spec).afterDashes).toBe(2);
  });

  test('an unresolved word where an option could stand is uncertain', () => {
    expect(readOptions(words('$X a'), spec).uncertain).toBe(true);
    expect(readOptions(words('-- $X'), spec).uncertain).toBe(false);
    expect(readOptions(words('a/$X'), spec).uncertain).toBe(false);
  });
});

test.each([
  ['-auto-approve -target=a --target b', true, 'a b'],
  ['--auto-approve -context=c', true, ''],
  ['x', false, ''],
])('Go style: %s', (text, approved, targets) => {
  const options = readOptions(words(text), go);
  expect(options.has('-auto-approve')).toBe(approved);
  expect(options.values('-target').map(brief).join(' ')).toBe(targets);
});
