import { type DocumentNode, type FieldNode, Kind, parse, type SelectionSetNode, valueFromASTUntyped } from 'graphql';

/** One top-level field of an operation, with its arguments as values (variables put in). */
export interface RequestedField {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  readonly alias: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What a GraphQL-over-HTTP body asks for. `problem` is set where it cannot be served. */
export interface ParsedBody {
  readonly fields: readonly RequestedField[];
  readonly problem?: string;
}

/** Reads a request body `{query, variables?, operationName?}` the way a GraphQL server does. Never throws. */
export function parseOperations(body: string): ParsedBody {
  try {
    const request: unknown = JSON.parse(body);
    if (!isRecord(request) || typeof request.query !== 'string') return { fields: [], problem: 'Must provide query.' };
    const variables = isRecord(request.variables) ? request.variables : {};
    const document = parse(request.query);
    const wanted = request.operationName;
    const fields = document.definitions.flatMap((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
      if (typeof wanted === 'string' && definition.name?.value !== wanted) return [];
      return fieldsOf(definition.selectionSet, document).map((field) => ({
        operation: definition.operation,
        name: field.name.value,
        alias: field.alias?.value ?? field.name.value,
        arguments: Object.fromEntries(
          (field.arguments ?? []).map((argument) => [
            argument.name.value,
            valueFromASTUntyped(argument.value, variables),
          ]),
        ),
      }));
    });
    return { fields };
  } catch (error) {
    return { fields: [], problem: error instanceof Error ? error.message : 'unreadable' };
  }
}

function fieldsOf(selection: SelectionSetNode, document: DocumentNode): FieldNode[] {
  return selection.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return fieldsOf(node.selectionSet, document);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === node.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(fragment.selectionSet, document) : [];
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
