import { expect, test } from 'vitest';
import { keptItems } from '../../src/vault/kept-list.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

test.each([
  [undefined, []],
  ['["a", 1, "b", null]', ['a', 'b']],
  ['{"a": 1}', []],
  ['no JSON', []],
])('of %s, the items that are of the kind', (text, items) => {
  expect(keptItems(text, isText)).toEqual(items);
});
