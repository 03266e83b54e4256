import { describe, expect, test } from 'vitest';
import { parseOperations } from './operations.mts';

const body = (query: string, more: object = {}): string => JSON.stringify({ query, ...more });

describe('the fake Railway API reads a request as a GraphQL server does', () => {
  test.each([
    ['a literal argument', body('mutation { volumeDelete(volumeId: "v1") }'), ['volumeDelete', 'v1']],
    [
      'a variable',
      body('mutation($v: String!) { volumeDelete(volumeId: $v) }', { variables: { v: 'v2' } }),
      ['volumeDelete', 'v2'],
    ],
    ['an alias', body('mutation { ok: volumeDelete(volumeId: "v3") }'), ['volumeDelete', 'v3']],
    [
      'a fragment',
      body('mutation { ...F } fragment F on Mutation { volumeDelete(volumeId: "v4") }'),
      ['volumeDelete', 'v4'],
    ],
    [
      'the named operation alone',
      body('query A { me } mutation B { volumeDelete(volumeId: "v5") }', { operationName: 'B' }),
      ['volumeDelete', 'v5'],
    ],
  ])('%s', (_what, text, [name, id]) => {
    expect(parseOperations(text).fields).toMatchObject([{ operation: 'mutation', name, arguments: { volumeId: id } }]);
  });

  test.each([
    ['no JSON', '{'],
    ['no query', '{}'],
    ['no GraphQL', body('mutation {')],
  ])('%s is a problem', (_what, text) => {
    expect(parseOperations(text)).toMatchObject({ fields: [], problem: expect.any(String) });
  });
});
