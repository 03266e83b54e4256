import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markedPieces, noticeText, visibleLine, visibleText } from '../../src/editor/visible-text.ts';

describe('visible text', () => {
  it.each([
    ['plain text', 'plain text'],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['right\u202Eto left', 'right‹U+202E›to left'],
    ['zero\u200Bwidth', 'zero‹U+200B›width'],
    ['escape\u001B[2K', 'escape‹U+001B›[2K'],
    ['carriage\rreturn', 'carriage‹U+000D›return'],
    ['filler\u3164', 'filler‹U+3164›'],
    ['tag\u{E0041}', 'tag‹U+E0041›'],
    ['ümlaut 日本 🙂', 'ümlaut 日本 🙂'],
  ])('shows %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('keeps a line short and on one line', () => {
    expect(visibleLine('a\n  b\t c')).toBe('a b c');
    expect(visibleLine('x'.repeat(500), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

describe('marked pieces', () => {
  it.each([
    ['abc', [], [['abc', false]]],
    [
      'abc',
      [[1, 2]],
      [
        ['a', false],
        ['b', true],
        ['c', false],
      ],
    ],
    ['abc', [[0, 3]], [['abc', true]]],
    [
      'abcdef',
      [
        [1, 4],
        [2, 3],
      ],
      [
        ['a', false],
        ['bcd', true],
        ['ef', false],
      ],
    ],
    [
      'abcdef',
      [
        [3, 5],
        [1, 4],
      ],
      [
        ['a', false],
        ['bcde', true],
        ['f', false],
      ],
    ],
    [
      'abc',
      [
        [2, 99],
        [-4, 1],
      ],
      [
        ['a', true],
        ['b', false],
        ['c', true],
      ],
    ],
    [
      'abc',
      [
        [2, 1],
        [1, 1],
      ],
      [['abc', false]],
    ],
    ['', [[0, 1]], []],
  ] as const)('of %j at %j', (text, marks, pieces) => {
    expect(markedPieces(text, marks).map((piece) => [piece.text, piece.marked])).toEqual(pieces);
  });

  it('lose nothing and mark exactly what is marked', () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: -5, max: 60 })));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc '), maxLength: 50 }), spans, (text, marks) => {
        const pieces = markedPieces(text, marks);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
        const flags = pieces.flatMap((piece) => [...piece.text].map(() => piece.marked));
        const expected = [...text].map((_, at) => marks.some(([start, end]) => at >= start && at < end));
        expect(flags).toEqual(expected);
      }),
    );
  });
});

it('makes no link that runs a command of what a notification shows', () => {
  const link = 'Deletes [the cache](command:workbench.action.terminal.kill)\nnow';
  expect(noticeText(link)).toBe('Deletes [the cache] (command:workbench.action.terminal.kill) now');
  expect(noticeText('x'.repeat(1_000))).toHaveLength(600);
});
