import { childrenOf, type SyntaxNode } from './grammar.ts';
import { unescaped } from './strings.ts';
import type { Argument, FunctionNode, ImportedName, Node, Target } from './tree.ts';
import { TreeReader } from './tree-reader.ts';

/** Reads the syntax tree of a Python text. Throws {@link TooDeep}. */
export function readPython(top: SyntaxNode, text: string): Node[] {
  return new PythonReader(text).statements(childrenOf(top));
}

class PythonReader extends TreeReader {
  protected isSilent(node: SyntaxNode): boolean {
    return isPunctuation(node);
  }

  protected read(node: SyntaxNode): Node {
    const at = { start: node.from, end: node.to };
    const children = childrenOf(node);
    switch (node.name) {
      case 'String':
        return { ...at, kind: 'text', parts: [this.#stringOf(node)] };
      case 'FormatString':
        return { ...at, kind: 'text', parts: this.#formatted(node, children) };
      case 'ContinuedString':
        return { ...at, kind: 'text', parts: children.map((child) => this.node(child)) };
      case 'Number':
      case 'Boolean':
      case 'None':
        return { ...at, kind: 'plain', text: this.slice(node) };
      case 'VariableName':
        return { ...at, kind: 'name', name: this.slice(node) };
      case 'MemberExpression':
        return this.#member(node, children);
      case 'CallExpression': {
        const [of, list] = children;
        if (!of) break;
        return { ...at, kind: 'call', of: this.node(of), args: list ? this.#arguments(childrenOf(list)) : [] };
      }
      case 'ArrayExpression':
      case 'TupleExpression':
      case 'SetExpression':
        return { ...at, kind: 'list', items: this.#arguments(children) };
      case 'DictionaryExpression':
        return { ...at, kind: 'table', entries: this.#entries(children) };
      case 'ParenthesizedExpression':
      case 'AwaitExpression':
      case 'ExpressionStatement': {
        const [inner, ...more] = children.filter((child) => !isPunctuation(child) && child.name !== 'await');
        if (inner && more.length === 0) return this.node(inner);
        break;
      }
      case 'BinaryExpression': {
        const [left, operator, right] = children;
        if (!left || !operator || !right) break;
        const sign = this.slice(operator);
        if (sign === 'or' || sign === 'and')
          return { ...at, kind: 'either', options: [this.node(left), this.node(right)] };
        return { ...at, kind: 'join', operator: sign, left: this.node(left), right: this.node(right) };
      }
      case 'ConditionalExpression': {
        const [value, , test, , other] = children;
        if (!value || !test || !other) break;
        const asked: Node = { ...at, kind: 'other', parts: [this.node(test)] };
        return { ...at, kind: 'either', options: [this.node(value), this.node(other), asked] };
      }
      case 'LambdaExpression': {
        const list = children.find((child) => child.name === 'ParamList');
        const body = children.at(-1);
        return this.#function(node, null, list, body ? [body] : [], 'gives');
      }
      case 'FunctionDefinition': {
        const list = children.find((child) => child.name === 'ParamList');
        const body = children.find((child) => child.name === 'Body');
        const name = children.find((child) => child.name === 'VariableName');
        return this.#function(node, name ? this.slice(name) : null, list, body ? childrenOf(body) : []);
      }
      case 'NamedExpression':
      case 'AssignStatement':
        return this.#assignment(node, children);
      case 'UpdateStatement': {
        const [target, , value] = children;
        if (!target || !value) break;
        return { ...at, kind: 'assign', targets: [this.#target(target)], value: this.node(value), adds: true };
      }
      case 'ForStatement':
        return this.#loop(node, children);
      case 'ArrayComprehensionExpression':
      case 'ComprehensionExpression':
      case 'SetComprehensionExpression':
      case 'DictionaryComprehensionExpression':
        return this.#comprehension(node, children);
      case 'WithStatement':
        return this.#with(node, children);
      case 'IfStatement':
      case 'TryStatement':
      case 'MatchBody':
        return this.#branches(node, children);
      case 'ImportStatement':
        return this.#import(node, children);
      case 'ReturnStatement': {
        const [, value] = children;
        return { ...at, kind: 'return', value: value ? this.node(value) : { ...at, kind: 'plain', text: 'None' } };
      }
    }
    return { ...at, kind: 'other', parts: this.statements(children) };
  }

  #stringOf(node: SyntaxNode): string {
    const [, letters = '', quote = '', body = ''] = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)$/.exec(this.slice(node)) ?? [];
    const inner = body.endsWith(quote) ? body.slice(0, body.length - quote.length) : body;
    return /r/i.test(letters) ? inner : unescaped(inner);
  }

  #formatted(node: SyntaxNode, children: readonly SyntaxNode[]): (string | Node)[] {
    const [opening = ''] = /^[a-zA-Z]*(?:"""|'''|"|')/.exec(this.slice(node)) ?? [];
    const closing = opening.replace(/^[a-zA-Z]*/, '').length;
    const raw = /^[a-z]*r/i.test(opening);
    const parts: (string | Node)[] = [];
    let from = node.from + opening.length;
    const literal = (to: number) => {
      const piece = this.text.slice(from, to).replaceAll('{{', '{').replaceAll('}}', '}');
      if (piece !== '') parts.push(raw ? piece : unescaped(piece));
    };
    for (const child of children) {
      if (child.name !== 'FormatReplacement') continue;
      literal(child.from);
      const inner = childrenOf(child).find((part) => !isPunctuation(part));
      if (inner) parts.push(this.node(inner));
      from = child.to;
    }
    literal(node.to - closing);
    return parts;
  }

  #member(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const at = { start: node.from, end: node.to };
    const [of, sign, key] = children;
    if (!of || !sign) return { ...at, kind: 'other', parts: [] };
    if (this.slice(sign) === '.')
      return { ...at, kind: 'member', of: this.node(of), name: key ? this.slice(key) : '?' };
    const keys = children.slice(2).filter((child) => child.name !== ']');
    const [only] = keys;
    if (only && keys.length === 1) return { ...at, kind: 'index', of: this.node(of), key: this.node(only) };
    const slice: Node = {
      start: node.from,
      end: node.to,
      kind: 'plain',
      text: keys.map((child) => this.slice(child)).join(''),
    };
    return { ...at, kind: 'index', of: this.node(of), key: slice };
  }

  #arguments(children: readonly SyntaxNode[]): Argument[] {
    const args: Argument[] = [];
    let name: string | undefined;
    let spread = false;
    // `f(x for x in y)`: a generator without brackets of its own.
    const loop = children.find((child) => child.name === 'for');
    if (loop) {
      const first = children[0];
      const last = children.at(-1);
      if (first && last)
        return [
          {
            value: this.#comprehension(
              { ...bounds(first, last), name: 'for', firstChild: null, nextSibling: null },
              children,
            ),
          },
        ];
    }
    for (const [index, child] of children.entries()) {
      if (child.name === 'VariableName' && children[index + 1]?.name === 'AssignOp') {
        name = this.slice(child);
        continue;
      }
      if (/^\*\*?$/.test(this.slice(child))) spread = true;
      if (isPunctuation(child) || child.name === 'AssignOp') continue;
      args.push({ value: this.node(child), ...(name === undefined ? {} : { name }), ...(spread ? { spread } : {}) });
      name = undefined;
      spread = false;
    }
    return args;
  }

  #entries(children: readonly SyntaxNode[]): { key: Node | null; value: Node }[] {
    const entries: { key: Node | null; value: Node }[] = [];
    const parts = children.filter((child) => child.name !== '{' && child.name !== '}' && child.name !== ',');
    for (let index = 0; index < parts.length; index += 1) {
      const part = parts[index];
      if (!part) continue;
      const next = parts[index + 1];
      if (this.slice(part) === '**' && next) {
        entries.push({ key: null, value: this.node(next) });
        index += 1;
      } else if (next?.name === ':') {
        const value = parts[index + 2];
        if (value) entries.push({ key: this.node(part), value: this.node(value) });
        index += 2;
      }
    }
    return entries;
  }

  #target(node: SyntaxNode): Target {
    if (node.name === 'VariableName') return { kind: 'name', name: this.slice(node) };
    const children = childrenOf(node).filter((child) => !isPunctuation(child));
    if (node.name === 'TupleExpression' || node.name === 'ArrayExpression' || node.name === 'ParenthesizedExpression')
      return { kind: 'list', items: children.map((child) => this.#target(child)) };
    const [of, key] = children;
    if (node.name === 'MemberExpression' && of && key) {
      return { kind: 'part', of: this.node(of), key: key.name === 'PropertyName' ? this.slice(key) : this.node(key) };
    }
    return { kind: 'list', items: [] };
  }

  #targets(nodes: readonly SyntaxNode[]): Target {
    const items = nodes.filter((node) => !isPunctuation(node)).map((node) => this.#target(node));
    const [only] = items;
    return only && items.length === 1 && !nodes.some((node) => node.name === ',') ? only : { kind: 'list', items };
  }

  #assignment(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const groups: SyntaxNode[][] = [[]];
    for (const child of children) {
      if (child.name === 'AssignOp') groups.push([]);
      else if (child.name !== 'TypeDef') groups.at(-1)?.push(child);
    }
    const values = groups.pop() ?? [];
    const [value] = values;
    const at = { start: node.from, end: node.to };
    if (!value) return { ...at, kind: 'other', parts: [] };
    const given: Node =
      values.length === 1
        ? this.node(value)
        : { start: value.from, end: node.to, kind: 'list', items: this.#arguments(values) };
    return { ...at, kind: 'assign', targets: groups.map((group) => this.#targets(group)), value: given, adds: false };
  }

  #function(
    node: SyntaxNode,
    name: string | null,
    list: SyntaxNode | undefined,
    body: readonly SyntaxNode[],
    gives?: 'gives',
  ): FunctionNode {
    const at = { start: node.from, end: node.to };
    const parameters: Target[] = [];
    const children = list ? childrenOf(list) : [];
    for (const [index, child] of children.entries()) {
      if (child.name !== 'VariableName' || children[index - 1]?.name === 'AssignOp') continue;
      const stars = children[index - 1] ? this.slice(children[index - 1] ?? child) : '';
      const name = this.slice(child);
      if (stars === '*' || stars === '**') parameters.push({ kind: 'rest', name, named: stars === '**' });
      else parameters.push({ kind: 'name', name });
    }
    const statements = this.statements(body);
    const [only] = statements;
    const value: Node[] = gives && only ? [{ ...at, kind: 'return', value: only }] : statements;
    return { ...at, kind: 'function', name, parameters, body: value };
  }

  #loop(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const from = children.findIndex((child) => child.name === 'for');
    const to = children.findIndex((child) => child.name === 'in');
    const over = children[to + 1];
    return {
      start: node.from,
      end: node.to,
      kind: 'loop',
      target: this.#targets(children.slice(from + 1, to)),
      over: over ? this.node(over) : null,
      body: children.filter((child) => child.name === 'Body').flatMap((body) => this.statements(childrenOf(body))),
    };
  }

  #comprehension(node: Pick<SyntaxNode, 'from' | 'to'> & SyntaxNode, children: readonly SyntaxNode[]): Node {
    const parts = children.filter((child) => !/^[[\](){}]$/.test(child.name));
    const first = parts.findIndex((child) => child.name === 'for' || child.name === 'async');
    const clauses: { target: Target; over: SyntaxNode | undefined; tests: SyntaxNode[] }[] = [];
    for (let index = first; index < parts.length; index += 1) {
      if (parts[index]?.name !== 'for') continue;
      const within = parts.findIndex((child, position) => position > index && child.name === 'in');
      const next = parts.findIndex((child, position) => position > within && child.name === 'for');
      clauses.push({
        target: this.#targets(parts.slice(index + 1, within)),
        over: parts[within + 1],
        tests: parts.slice(within + 2, next < 0 ? undefined : next),
      });
    }
    const at = { start: node.from, end: node.to };
    let body: Node[] = this.statements(parts.slice(0, Math.max(first, 0)));
    for (const clause of clauses.reverse()) {
      const over = clause.over ? this.node(clause.over) : null;
      body = [{ ...at, kind: 'loop', target: clause.target, over, body: [...this.statements(clause.tests), ...body] }];
    }
    return body[0] ?? { ...at, kind: 'other', parts: [] };
  }

  #with(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const parts: Node[] = [];
    for (const [index, child] of children.entries()) {
      if (child.name === 'Body') parts.push(...this.statements(childrenOf(child)));
      else if (isPunctuation(child) || children[index - 1]?.name === 'as') continue;
      else {
        const bound = children[index + 1]?.name === 'as' ? children[index + 2] : undefined;
        const value = this.node(child);
        const at = { start: child.from, end: child.to };
        parts.push(bound ? { ...at, kind: 'assign', targets: [this.#target(bound)], value, adds: false } : value);
      }
    }
    return { start: node.from, end: node.to, kind: 'other', parts };
  }

  #branches(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const branches: Node[][] = [];
    const asked: Node[] = [];
    for (const child of children) {
      if (child.name === 'Body') branches.push(this.statements(childrenOf(child)));
      else if (child.name === 'MatchClause') branches.push([this.node(child)]);
      else if (!isPunctuation(child)) asked.push(this.node(child));
    }
    const at = { start: node.from, end: node.to };
    return { ...at, kind: 'other', parts: [...asked, { ...at, kind: 'branches', branches }] };
  }

  #import(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const at = { start: node.from, end: node.to };
    const text = this.slice(node).replaceAll(/[()\\\n]|#.*$/gm, ' ');
    const from = /^from\s+(\S+)\s+import\s+([\s\S]*)$/.exec(text.trim());
    const names = (list: string): { name: string; as: string | undefined }[] =>
      list
        .split(',')
        .map((item) => /^\s*([\w.*]+)(?:\s+as\s+(\w+))?/.exec(item))
        .flatMap((match) => (match?.[1] ? [{ name: match[1], as: match[2] }] : []));
    if (from) {
      const bound: ImportedName[] = names(from[2] ?? '').map(({ name, as }) => ({ name: as ?? name, part: name }));
      return { ...at, kind: 'import', module: from[1] ?? '', names: bound };
    }
    const modules = names(text.trim().replace(/^import\s+/, ''));
    const parts = modules.map(({ name, as }): Node => {
      const bound = as === undefined ? { name: name.split('.')[0] ?? name, part: null } : { name: as, part: null };
      const module = as === undefined ? (name.split('.')[0] ?? name) : name;
      return { ...at, kind: 'import', module, names: [bound] };
    });
    return parts.length === 1 && parts[0]
      ? parts[0]
      : { ...at, kind: 'other', parts: children.length > 0 ? parts : [] };
  }
}

function bounds(first: SyntaxNode, last: SyntaxNode): { from: number; to: number } {
  return { from: first.from, to: last.to };
}

const words =
  /^(?:[[\](){},:;.]|for|in|if|else|elif|def|class|with|as|try|except|finally|while|async|await|lambda|not|del|pass|break|continue|return|raise|yield|from|import|global|nonlocal|assert|match|case|print|exec|\*|\*\*|ArithOp|CompareOp|LogicOp|BitOp|At|Comment|PassStatement|FormatConversion|FormatSpec|PropertyName|TypeDef|⚠)$/;

/** Keywords, signs and comments: nothing that is run. */
function isPunctuation(node: SyntaxNode): boolean {
  return words.test(node.name);
}
