import { type Inquiry, look } from '../../action/facts.ts';

/** A node of a Lezer tree, as much of it as the readers use. */
export interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
}

interface Parser {
  parse(text: string): { readonly topNode: SyntaxNode };
}

/**
 * Parses with a grammar that is loaded at its first use; null where it is not there yet (it is then asked for).
 * The grammars go on behind an error, so that a text is always read to its end.
 */
export function syntaxTree(text: string, name: 'python' | 'javascript', inquiry: Inquiry): SyntaxNode | null {
  const answer = look<'grammar'>(inquiry, { kind: 'grammar', name });
  if (!answer.known || !isGrammar(answer.value)) return null;
  return answer.value.parser.parse(text).topNode;
}

function isGrammar(value: unknown): value is { readonly parser: Parser } {
  if (typeof value !== 'object' || value === null || !('parser' in value)) return false;
  const { parser } = value;
  return typeof parser === 'object' && parser !== null && 'parse' in parser && typeof parser.parse === 'function';
}

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
