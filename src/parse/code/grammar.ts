import { type Inquiry, look } from '../../action/facts.ts';

/** A node of a Lezer tree, as much of it as the readers use. */
export interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
}

interface Tree {
  readonly topNode: SyntaxNode;
}

interface Parser {
  /** A parse that goes on step by step and gives the tree at its end. `recovering`: above 0 behind an error. */
  startParse(text: string): { advance(): Tree | null; readonly recovering?: number };
}

/** Steps behind errors. Text that is no code makes a grammar try many ways; real code has a few of them. */
const maximumRecoveries = 1500;

/**
 * Parses with a grammar that is loaded at its first use; null where it is not there yet (it is then asked for).
 * The grammars go on behind an error, so that a text is always read to its end.
 */
export function syntaxTree(text: string, name: 'python' | 'javascript', inquiry: Inquiry): SyntaxNode | null {
  const answer = look<'grammar'>(inquiry, { kind: 'grammar', name });
  if (!answer.known || !isGrammar(answer.value)) return null;
  const parse = answer.value.parser.startParse(text);
  let recoveries = 0;
  while (recoveries < maximumRecoveries) {
    const tree = parse.advance();
    if (tree) return tree.topNode;
    if ((parse.recovering ?? 0) > 0) recoveries += 1;
  }
  return null;
}

function isGrammar(value: unknown): value is { readonly parser: Parser } {
  if (typeof value !== 'object' || value === null || !('parser' in value)) return false;
  const { parser } = value;
  return (
    typeof parser === 'object' && parser !== null && 'startParse' in parser && typeof parser.startParse === 'function'
  );
}

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
