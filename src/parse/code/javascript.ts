import { childrenOf, type SyntaxNode } from './grammar.ts';
import { unescaped } from './strings.ts';
import type { Argument, ImportedName, Node, Target } from './tree.ts';
import { TreeReader } from './tree-reader.ts';

/** Reads the syntax tree of a JavaScript or TypeScript text. Throws {@link TooDeep}. */
export function readJavaScript(top: SyntaxNode, text: string): Node[] {
  return new JavaScriptReader(text).statements(childrenOf(top));
}

class JavaScriptReader extends TreeReader {
  protected isSilent(node: SyntaxNode): boolean {
    return ignored.test(node.name);
  }

  protected read(node: SyntaxNode): Node {
    const at = { start: node.from, end: node.to };
    const children = childrenOf(node).filter((child) => !/Comment$/.test(child.name));
    const [first, second, third] = children;
    switch (node.name) {
      case 'String':
        return { ...at, kind: 'text', parts: [unescaped(this.slice(node).slice(1, -1))] };
      case 'TemplateString':
        return { ...at, kind: 'text', parts: this.#template(node, children) };
      case 'TaggedTemplateExpression':
        return this.#tagged(node, children);
      case 'Number':
      case 'BooleanLiteral':
      case 'null':
        return { ...at, kind: 'plain', text: this.slice(node) };
      case 'VariableName':
      case 'this':
        return { ...at, kind: 'name', name: this.slice(node) };
      case 'MemberExpression': {
        if (!first) break;
        const key = children.at(-1);
        if (key && /PropertyName$/.test(key.name))
          return { ...at, kind: 'member', of: this.node(first), name: this.slice(key) };
        const inner = children.slice(1).find((child) => !/^(?:\[|\]|\?\.|\.)$/.test(child.name));
        return inner ? { ...at, kind: 'index', of: this.node(first), key: this.node(inner) } : this.node(first);
      }
      case 'CallExpression':
      case 'NewExpression': {
        const list = children.find((child) => child.name === 'ArgList');
        const of = first?.name === 'new' ? second : first;
        if (!of) break;
        return { ...at, kind: 'call', of: this.node(of), args: list ? this.#arguments(childrenOf(list)) : [] };
      }
      case 'DynamicImport': {
        const name = children.find((child) => !/^(?:import|\(|\)|,)$/.test(child.name));
        const of: Node = { ...at, kind: 'name', name: 'require' };
        return { ...at, kind: 'call', of, args: name ? [{ value: this.node(name) }] : [] };
      }
      case 'ArrayExpression':
        return { ...at, kind: 'list', items: this.#arguments(children) };
      case 'ObjectExpression':
        return { ...at, kind: 'table', entries: children.flatMap((child) => this.#property(child)) };
      case 'ParenthesizedExpression':
      case 'AwaitExpression':
      case 'ExpressionStatement': {
        const [inner, ...more] = children.filter((child) => !ignored.test(child.name));
        if (inner && more.length === 0) return this.node(inner);
        break;
      }
      case 'PostfixExpression':
        return first ? this.node(first) : { ...at, kind: 'other', parts: [] };
      case 'BinaryExpression': {
        if (!first || !second || !third) break;
        const sign = this.slice(second);
        if (sign === 'as' || sign === 'satisfies') return this.node(first);
        const [left, right] = [this.node(first), this.node(third)];
        if (/^(?:\|\||&&|\?\?)$/.test(sign)) return { ...at, kind: 'either', options: [left, right] };
        return { ...at, kind: 'join', operator: sign, left, right };
      }
      case 'ConditionalExpression': {
        const [test, , value, , other] = children;
        if (!test || !value || !other) break;
        const asked: Node = { ...at, kind: 'other', parts: [this.node(test)] };
        return { ...at, kind: 'either', options: [this.node(value), this.node(other), asked] };
      }
      case 'ArrowFunction':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
      case 'MethodDeclaration':
        return this.#function(node, children);
      case 'VariableDeclaration':
        return this.#declaration(node, children);
      case 'PropertyDeclaration':
      case 'AssignmentExpression': {
        const sign = children.find((child) => child.name === 'Equals' || child.name === 'UpdateOp');
        const value = children.at(-1);
        const target =
          node.name === 'AssignmentExpression' ? first : children.find((child) => /Definition$/.test(child.name));
        if (!sign || !target || !value || value === sign) break;
        const adds = sign.name === 'UpdateOp';
        return { ...at, kind: 'assign', targets: [this.#target(target)], value: this.node(value), adds };
      }
      case 'ForStatement':
        return this.#loop(node, children);
      case 'WhileStatement':
      case 'DoStatement':
        return { ...at, kind: 'loop', target: null, over: null, body: this.statements(children) };
      case 'IfStatement':
      case 'TryStatement':
      case 'SwitchStatement':
        return this.#branches(node, children);
      case 'ImportDeclaration':
        return this.#import(node, children);
      case 'ReturnStatement': {
        const value = children.find((child) => !ignored.test(child.name));
        return { ...at, kind: 'return', value: value ? this.node(value) : { ...at, kind: 'plain', text: 'undefined' } };
      }
    }
    return { ...at, kind: 'other', parts: this.statements(children) };
  }

  #template(node: SyntaxNode, children: readonly SyntaxNode[]): (string | Node)[] {
    const parts: (string | Node)[] = [];
    let from = node.from + 1;
    const literal = (to: number) => {
      if (to > from) parts.push(unescaped(this.text.slice(from, to)));
    };
    for (const child of children) {
      if (child.name !== 'Interpolation') continue;
      literal(child.from);
      const inner = childrenOf(child).find((part) => !/^Interpolation(?:Start|End)$/.test(part.name));
      if (inner) parts.push(this.node(inner));
      from = child.to;
    }
    literal(node.to - 1);
    return parts;
  }

  /** `` $`rm ${x}` `` of Bun, zx and execa runs a shell; `` sql`…` `` and `` prisma.$executeRaw`…` `` are calls. */
  #tagged(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const at = { start: node.from, end: node.to };
    const [tag, template] = children;
    if (!tag || !template) return { ...at, kind: 'other', parts: [] };
    const parts = this.#template(template, childrenOf(template));
    if (/^(?:Bun\.|zx\.)?\$(?:\(|$)|^execaCommand$|^execa$/.test(this.slice(tag)))
      return { ...at, kind: 'shell', parts, words: true };
    const text: Node = { start: template.from, end: template.to, kind: 'text', parts };
    return { ...at, kind: 'call', of: this.node(tag), args: [{ value: text }] };
  }

  #arguments(children: readonly SyntaxNode[]): Argument[] {
    const args: Argument[] = [];
    let spread = false;
    for (const child of children) {
      if (child.name === 'Spread') spread = true;
      if (ignored.test(child.name)) continue;
      args.push({ value: this.node(child), ...(spread ? { spread } : {}) });
      spread = false;
    }
    return args;
  }

  #property(node: SyntaxNode): { key: string | Node | null; value: Node }[] {
    if (node.name !== 'Property') return [];
    const children = childrenOf(node).filter((child) => !/Comment$/.test(child.name));
    const [first] = children;
    const last = children.at(-1);
    if (!first || !last) return [];
    if (first.name === 'Spread') return [{ key: null, value: this.node(last) }];
    const at = { start: node.from, end: node.to };
    const colon = children.findIndex((child) => child.name === ':');
    const computed = first.name === '[' ? children[1] : undefined;
    const key = computed
      ? this.node(computed)
      : first.name === 'String'
        ? unescaped(this.slice(first).slice(1, -1))
        : this.slice(first);
    const value = children[colon + 1];
    if (colon > 0 && value) return [{ key, value: this.node(value) }];
    if (children.some((child) => child.name === 'ParamList')) return [{ key, value: this.#function(node, children) }];
    return [{ key, value: { ...at, kind: 'name', name: this.slice(first) } }];
  }

  #target(node: SyntaxNode): Target {
    const children = childrenOf(node);
    switch (node.name) {
      case 'VariableDefinition':
      case 'VariableName':
      case 'PropertyDefinition':
      case 'PrivatePropertyDefinition':
        return { kind: 'name', name: this.slice(node) };
      case 'ArrayPattern':
      case 'ArrayExpression':
        return {
          kind: 'list',
          items: children
            .filter((child) => !/^(?:\[|\]|,|Spread)$/.test(child.name))
            .map((child) => this.#target(child)),
        };
      case 'ObjectPattern':
      case 'ObjectExpression':
        return {
          kind: 'table',
          items: children
            .filter((child) => child.name === 'PatternProperty' || child.name === 'Property')
            .flatMap((child) => {
              const parts = childrenOf(child);
              const [key] = parts;
              const colon = parts.findIndex((part) => part.name === ':');
              const bound = colon > 0 ? parts[colon + 1] : key;
              return key && bound ? [{ key: this.slice(key), target: this.#target(bound) }] : [];
            }),
        };
      case 'MemberExpression': {
        const [of] = children;
        const key = children.at(-1);
        if (of && key && /PropertyName$/.test(key.name))
          return { kind: 'part', of: this.node(of), key: this.slice(key) };
        const inner = children[2];
        return of && inner ? { kind: 'part', of: this.node(of), key: this.node(inner) } : { kind: 'list', items: [] };
      }
      default:
        return { kind: 'list', items: [] };
    }
  }

  #function(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const at = { start: node.from, end: node.to };
    const list = children.find((child) => child.name === 'ParamList');
    const named = children.find((child) => child.name === 'VariableDefinition' || child.name === 'PropertyDefinition');
    const given = list ? childrenOf(list) : [];
    const parameters: Target[] = [];
    for (const [index, child] of given.entries()) {
      if (!/^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(child.name)) continue;
      const rest = /^(?:Spread|\.\.\.)$/.test(given[index - 1]?.name ?? '');
      parameters.push(rest ? { kind: 'rest', name: this.slice(child), named: false } : this.#target(child));
    }
    const [only] = children.filter((child) => child.name === 'VariableDefinition');
    if (!list && only && node.name === 'ArrowFunction') parameters.push(this.#target(only));
    const block = children.find((child) => child.name === 'Block');
    const last = children.at(-1);
    const gives: Node[] = last && !block ? [{ ...at, kind: 'return', value: this.node(last) }] : [];
    const body = block ? this.statements(childrenOf(block)) : gives;
    return { ...at, kind: 'function', name: named ? this.slice(named) : null, parameters, body };
  }

  #declaration(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const parts: Node[] = [];
    for (const [index, child] of children.entries()) {
      if (!/^(?:VariableDefinition|ObjectPattern|ArrayPattern)$/.test(child.name)) continue;
      const after = children.slice(index + 1);
      const equals = after.findIndex((other) => other.name === 'Equals' || other.name === ',');
      const value = after[equals]?.name === 'Equals' ? after[equals + 1] : undefined;
      if (!value) continue;
      const at = { start: child.from, end: value.to };
      parts.push({ ...at, kind: 'assign', targets: [this.#target(child)], value: this.node(value), adds: false });
    }
    const [only] = parts;
    return only && parts.length === 1 ? only : { start: node.from, end: node.to, kind: 'other', parts };
  }

  #loop(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const at = { start: node.from, end: node.to };
    const spec = children.find((child) => /^For(?:Of|In)Spec$/.test(child.name));
    const rest = children.filter((child) => child !== spec);
    if (!spec) return { ...at, kind: 'loop', target: null, over: null, body: this.statements(rest) };
    const parts = childrenOf(spec).filter((child) => !/^(?:\(|\)|const|let|var)$/.test(child.name));
    const word = parts.findIndex((child) => child.name === 'of' || child.name === 'in');
    const [bound] = parts;
    const over = parts[word + 1];
    const target = bound ? this.#target(bound) : null;
    return { ...at, kind: 'loop', target, over: over ? this.node(over) : null, body: this.statements(rest) };
  }

  #branches(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const [asked, ...rest] = children.filter((child) => !ignored.test(child.name));
    const at = { start: node.from, end: node.to };
    const first = asked && node.name !== 'TryStatement' ? [this.node(asked)] : [];
    const others = asked && node.name === 'TryStatement' ? [asked, ...rest] : rest;
    const branches = others.map((child) => [this.node(child)]);
    return { ...at, kind: 'other', parts: [...first, { ...at, kind: 'branches', branches }] };
  }

  #import(node: SyntaxNode, children: readonly SyntaxNode[]): Node {
    const at = { start: node.from, end: node.to };
    const source = children.find((child) => child.name === 'String');
    const module = source ? unescaped(this.slice(source).slice(1, -1)) : '';
    const names: ImportedName[] = [];
    if (/^import\s+type\b/.test(this.slice(node))) return { ...at, kind: 'other', parts: [] };
    for (const [index, child] of children.entries()) {
      if (child.name === 'VariableDefinition')
        names.push({ name: this.slice(child), part: children[index - 1]?.name === 'as' ? null : 'default' });
      if (child.name !== 'ImportGroup') continue;
      for (const item of this.slice(child)
        .replace(/^\{|\}$/g, '')
        .split(',')) {
        const match = /^\s*(?:type\s+)?([\w$]+)(?:\s+as\s+([\w$]+))?/.exec(item);
        if (match?.[1]) names.push({ name: match[2] ?? match[1], part: match[1] });
      }
    }
    return { ...at, kind: 'import', module, names };
  }
}

const ignored =
  /^(?:[[\](){},:;.<>]|\?\.|if|else|for|while|do|try|catch|finally|switch|case|default|return|throw|new|await|async|yield|typeof|void|delete|const|let|var|function|class|extends|static|export|import|from|as|of|in|instanceof|Spread|Equals|Arrow|ArithOp|CompareOp|LogicOp|BitOp|UpdateOp|LineComment|BlockComment|Hashbang|RegExp|TypeName|TypeAnnotation|TypeArgList|InterfaceDeclaration|TypeAliasDeclaration|JSXText|⚠)$/;
