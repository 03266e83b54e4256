/** One operation of a GraphQL document with its root fields, fragments and aliases resolved. */
export interface GraphqlOperation {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  readonly fields: readonly GraphqlField[];
}

/** A root field. Argument values are printed as GraphQL, variables substituted where given; strings without quotes. */
export interface GraphqlField {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string>>;
  /** Range in the document's text. */
  readonly start: number;
  readonly end: number;
}

/** What a GraphQL text asks for, or why it cannot be told. */
export type GraphqlReading =
  | { readonly kind: 'operations'; readonly operations: readonly GraphqlOperation[] }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads a document. Where `operationName` selects one, only that one is given. */
export function graphqlOperations(
  _text: string,
  _selected?: { readonly operationName?: string; readonly variables?: unknown },
): GraphqlReading {
  throw new Error('not built yet');
}

/**
 * Reads the body of a GraphQL request: `{"query":…,"variables":…,"operationName":…}`, an array of such, form-encoded
 * `query=…`, or a raw document (`contentType` `application/graphql`). Null where the body is not GraphQL at all.
 */
export function graphqlBody(_body: string, _contentType?: string | null): GraphqlReading | null {
  throw new Error('not built yet');
}
