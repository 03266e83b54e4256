import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { maximumQueryLength } from './limits.ts';

/** One operation of a GraphQL document with its root fields, fragments and aliases resolved. */
interface GraphqlOperation {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  readonly fields: readonly GraphqlField[];
}

/**
 * A root field, or a field of a mutation's namespace (`project.remove`). Argument values are printed as GraphQL, variables substituted where given; strings without
 * quotes.
 */
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

/** Tokens of one document: beyond it the text is unreadable. */
const maximumTokens = 100_000;
/** Fields of a mutation inside one another that may be namespaces. */
const maximumNamespaces = 3;
/** Selections that fragments inside fragments may multiply into. */
const maximumSelections = 20_000;

/**
 * Reads a document. Where `operationName` selects one, only that one is given; a name that selects none gives all.
 * Directives such as `@skip` are not worked out: what may be left out counts as asked for.
 */
export function graphqlOperations(
  text: string,
  selected: { readonly operationName?: string; readonly variables?: unknown } = {},
): GraphqlReading {
  // Without the keyword there is no mutation, whatever else the text is or fails to be.
  const mayMutate = text.includes('mutation');
  if (text.length > maximumQueryLength) return { kind: 'unreadable', why: 'the document is too large' };
  try {
    return { kind: 'operations', operations: readDocument(parse(text, { maxTokens: maximumTokens }), selected) };
  } catch (error) {
    if (!mayMutate && /^\s*(?:query\b|\{)/.test(text)) return { kind: 'operations', operations: [] };
    return { kind: 'unreadable', why: error instanceof Error ? error.message : 'not a GraphQL document' };
  }
}

function readDocument(
  document: DocumentNode,
  selected: { readonly operationName?: string; readonly variables?: unknown },
): GraphqlOperation[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const named = operations.filter((operation) => operation.name?.value === selected.operationName);
  const chosen = selected.operationName !== undefined && named.length > 0 ? named : operations;
  return chosen.map((operation) => readOperation(operation, fragments, selected.variables));
}

function readOperation(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: unknown,
): GraphqlOperation {
  const given = new Map<string, unknown>();
  for (const definition of operation.variableDefinitions ?? []) {
    if (definition.defaultValue) given.set(definition.variable.name.value, printValue(definition.defaultValue, given));
  }
  if (isRecord(variables)) for (const [name, value] of Object.entries(variables)) given.set(name, value);
  const collector = new FieldCollector(fragments, given, { nests: operation.operation === 'mutation' });
  collector.collect(operation.selectionSet);
  return { type: operation.operation, name: operation.name?.value ?? null, fields: collector.fields };
}

/** Gathers root fields through fragments, each of which is open at most once at a time. */
class FieldCollector {
  readonly fields: GraphqlField[] = [];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: ReadonlyMap<string, unknown>;
  readonly #open = new Set<string>();
  readonly #nests: boolean;
  #visited = 0;

  constructor(
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: ReadonlyMap<string, unknown>,
    options: { readonly nests: boolean },
  ) {
    this.#fragments = fragments;
    this.#variables = variables;
    this.#nests = options.nests;
  }

  /** Throws `RangeError` where fragments multiply beyond bounds. `within`: the fields around, dotted. */
  collect(selections: SelectionSetNode, within = ''): void {
    for (const selection of selections.selections) {
      if (++this.#visited > maximumSelections) throw new RangeError('its fragments multiply beyond bounds');
      if (selection.kind === Kind.FIELD) this.#add(selection, within);
      else if (selection.kind === Kind.INLINE_FRAGMENT) this.collect(selection.selectionSet, within);
      else this.#spread(selection.name.value, within);
    }
  }

  #add(field: FieldNode, within: string): void {
    const given: Record<string, string> = {};
    for (const argument of field.arguments ?? [])
      given[argument.name.value] = printValue(argument.value, this.#variables);
    const { start = 0, end = 0 } = field.loc ?? {};
    const name = within + field.name.value;
    if (within === '' || field.arguments?.length || field.selectionSet)
      this.fields.push({ name, arguments: given, start, end });
    // `mutation { project(id: 1) { remove { ok } } }`: a namespace, whose fields do the work.
    if (this.#nests && field.selectionSet && within.split('.').length < maximumNamespaces)
      this.collect(field.selectionSet, `${name}.`);
  }

  #spread(name: string, within: string): void {
    const fragment = this.#fragments.get(name);
    if (!fragment || this.#open.has(name)) return;
    this.#open.add(name);
    this.collect(fragment.selectionSet, within);
    this.#open.delete(name);
  }
}

/** A value as GraphQL writes it; a string bare, a variable by its value, or as `$name` where none is given. */
function printValue(value: ValueNode, variables: ReadonlyMap<string, unknown>): string {
  switch (value.kind) {
    case Kind.VARIABLE: {
      const name = value.name.value;
      const given = variables.get(name);
      if (given === undefined) return `$${name}`;
      return typeof given === 'string' ? given : JSON.stringify(given);
    }
    case Kind.LIST:
      return `[${value.values.map((item) => printValue(item, variables)).join(', ')}]`;
    case Kind.OBJECT:
      return `{${value.fields.map((field) => `${field.name.value}: ${printValue(field.value, variables)}`).join(', ')}}`;
    case Kind.NULL:
      return 'null';
    default:
      return String(value.value);
  }
}

/**
 * Reads the body of a GraphQL request: `{"query":…,"variables":…,"operationName":…}`, an array of such, form-encoded
 * `query=…`, or a raw document (`contentType` `application/graphql`). Null where the body is not GraphQL at all.
 * A persisted query (a hash instead of a document) is unreadable: what it does stands elsewhere.
 */
export function graphqlBody(body: string, contentType?: string | null): GraphqlReading | null {
  if (body.length > maximumQueryLength) return { kind: 'unreadable', why: 'the body is too large' };
  if (contentType?.includes('application/graphql') && !contentType.includes('json')) return graphqlOperations(body);
  const start = body.trimStart().charAt(0);
  if (start === '{' || start === '[') {
    const parsed = parseJson(body);
    if (parsed !== undefined) return readEnvelopes(Array.isArray(parsed) ? parsed : [parsed]);
    // Not JSON: a document may begin with `{` too. What looks like an envelope but cannot be read stays unreadable.
    const document = graphqlOperations(body);
    if (document.kind === 'operations') return document;
    return /"?query"?\s*:/.test(body) ? { kind: 'unreadable', why: 'the JSON around the query cannot be read' } : null;
  }
  const form = /(?:^|&)query=/.test(body) ? new URLSearchParams(body) : null;
  if (form?.get('query')) {
    const name = form.get('operationName');
    const variables = parseJson(form.get('variables') ?? '');
    return graphqlOperations(form.get('query') ?? '', { ...(name ? { operationName: name } : {}), variables });
  }
  if (/^\s*(?:#[^\n]*\n\s*)*(query|mutation|subscription|fragment)\b/.test(body)) {
    const document = graphqlOperations(body);
    return document.kind === 'operations' ? document : null;
  }
  return null;
}

function readEnvelopes(envelopes: readonly unknown[]): GraphqlReading | null {
  const operations: GraphqlOperation[] = [];
  let found = false;
  for (const envelope of envelopes) {
    if (!isRecord(envelope)) continue;
    const { query, operationName, variables, extensions } = envelope;
    if (typeof query !== 'string') {
      if (isRecord(extensions) && 'persistedQuery' in extensions) {
        return { kind: 'unreadable', why: 'the query is named by a hash only' };
      }
      continue;
    }
    const reading = graphqlOperations(query, {
      ...(typeof operationName === 'string' ? { operationName } : {}),
      variables,
    });
    if (reading.kind === 'unreadable') {
      // A JSON field that happens to be called `query` (a search box) is no document.
      if (/\b(mutation|query|subscription)\b|[{}]/.test(query)) return reading;
      continue;
    }
    found = true;
    operations.push(...reading.operations);
  }
  return found ? { kind: 'operations', operations } : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
