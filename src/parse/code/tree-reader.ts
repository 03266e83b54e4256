import type { SyntaxNode } from './grammar.ts';
import { maximumNesting, type Node, TooDeep } from './tree.ts';

/** Reads a syntax tree into {@link Node}s; a language says what each of its nodes means. Throws {@link TooDeep}. */
export abstract class TreeReader {
  protected readonly text: string;
  #depth = 0;

  /** `text` is the whole text, which the nodes point into. */
  constructor(text: string) {
    this.text = text;
  }

  /** What of a list of nodes is run, in order. */
  statements(nodes: readonly SyntaxNode[]): Node[] {
    return nodes.filter((node) => !this.isSilent(node)).map((node) => this.node(node));
  }

  /** One node, with all that lies in it. */
  node(node: SyntaxNode): Node {
    if (++this.#depth > maximumNesting) throw new TooDeep('code nested too deep');
    const read = this.read(node);
    this.#depth -= 1;
    return read;
  }

  /** The text a node stands for. */
  protected slice(node: { readonly from: number; readonly to: number }): string {
    return this.text.slice(node.from, node.to);
  }

  /** What one node means; its parts are read by {@link node}. */
  protected abstract read(node: SyntaxNode): Node;

  /** True for keywords, signs and comments: nothing that is run. */
  protected abstract isSilent(node: SyntaxNode): boolean;
}
