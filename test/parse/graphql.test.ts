import { describe, expect, test } from 'vitest';
import { type GraphqlReading, graphqlBody, graphqlOperations } from '../../src/parse/graphql.ts';

function brief(reading: GraphqlReading | null): string {
  if (reading === null) return 'none';
  if (reading.kind === 'unreadable') return 'unreadable';
  return reading.operations
    .map((operation) => {
      const fields = operation.fields.map((field) => {
        const given = Object.entries(field.arguments).map(([name, value]) => `${name}=${value}`);
        return given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name;
      });
      return `${operation.type} ${fields.join(' ')}`;
    })
    .join('; ');
}

describe('documents', () => {
  test.each([
    ['{ a b }', 'query a b'],
    ['mutation { volumeDelete(volumeId: "v1") }', 'mutation volumeDelete(volumeId=v1)'],
    ['mutation { harmless: volumeDelete(volumeId: "v1") }', 'mutation volumeDelete(volumeId=v1)'],
    ['mutation { ...F } fragment F on M { ...G } fragment G on M { x }', 'mutation x'],
    ['mutation { ... on M { x } ... { y } }', 'mutation x y'],
    ['mutation { ...F } fragment F on M { x ...F }', 'mutation x'],
    [
      'mutation M($id: ID = "d") { x(id: $id, o: {a: [1, $id], b: null, c: RED}) }',
      'mutation x(id=d, o={a: [1, d], b: null, c: RED})',
    ],
    ['query A { a } mutation B { b }', 'query a; mutation b'],
    ['# mutation { x }\n{ a }', 'query a'],
    ['{ a(q: "mutation { x }") }', 'query a(q=mutation { x })'],
    ['mutation { x', 'unreadable'],
    ['query { x', ''],
  ])('%s', (text, expected) => {
    expect(brief(graphqlOperations(text))).toBe(expected);
  });

  test('fragments that multiply end, and are not read as harmless', () => {
    const chain = Array.from(
      { length: 40 },
      (_, index) => `fragment F${index} on M { ...F${index + 1} ...F${index + 1} }`,
    );
    const text = `mutation { ...F0 } ${chain.join(' ')} fragment F40 on M { ...F40 }`;
    expect(brief(graphqlOperations(text))).toBe('unreadable');
  });

  test('operationName selects; a name that selects nothing clears nothing', () => {
    const text = 'query A { a } mutation B { b }';
    expect(brief(graphqlOperations(text, { operationName: 'A' }))).toBe('query a');
    expect(brief(graphqlOperations(text, { operationName: 'C' }))).toBe('query a; mutation b');
  });

  test('variables are put in', () => {
    const text = 'mutation ($id: ID!, $o: O) { x(id: $id, o: $o, p: $p) }';
    expect(brief(graphqlOperations(text, { variables: { id: 'v1', o: { a: 1 } } }))).toBe(
      'mutation x(id=v1, o={"a":1}, p=$p)',
    );
  });

  test('a field knows where it stands', () => {
    const text = 'mutation { a volumeDelete(volumeId: 1) }';
    const reading = graphqlOperations(text);
    const [, field] = reading.kind === 'operations' ? (reading.operations[0]?.fields ?? []) : [];
    expect(text.slice(field?.start, field?.end)).toBe('volumeDelete(volumeId: 1)');
  });
});

describe('request bodies', () => {
  test.each([
    ['{"query":"mutation { x }"}', 'mutation x'],
    ['[{"query":"{ a }"},{"query":"mutation { x }"}]', 'query a; mutation x'],
    ['{"query":"mutation ($i: ID) { x(i: $i) }","variables":{"i":"v"}}', 'mutation x(i=v)'],
    ['{"query":"query A{a} mutation B{b}","operationName":"A"}', 'query a'],
    ['query=mutation%20%7B%20x%20%7D', 'mutation x'],
    ['a=1&query={a}&variables={}', 'query a'],
    ['mutation { x }', 'mutation x'],
    ['{"extensions":{"persistedQuery":{"sha256Hash":"a"}}}', 'unreadable'],
    ['{"query":"mutation { x"}', 'unreadable'],
    ['{"query": mutation { x } }', 'unreadable'],
    ['{"query":"cheap flights"}', 'none'],
    ['{"name":"x"}', 'none'],
    ['hello', 'none'],
    ['', 'none'],
  ])('%s', (body, expected) => {
    expect(brief(graphqlBody(body))).toBe(expected);
  });

  test('a body of type application/graphql is a document', () => {
    expect(brief(graphqlBody('{ a }', 'application/graphql'))).toBe('query a');
  });
});
