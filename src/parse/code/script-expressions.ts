import { unescaped } from './strings.ts';
import type { Token } from './tokens.ts';
import { type Argument, maximumNesting, type Node, type Target, TooDeep } from './tree.ts';

/** Languages read by their tokens. */
export type ScriptLanguage = 'ruby' | 'perl' | 'php' | 'plain';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const keywords =
  /^(?:if|unless|while|until|elsif|elseif|else|for|foreach|do|then|begin|rescue|ensure|end|return|my|our|local|use|no|require|require_once|include|include_once|package|sub|function|def|class|module|and|or|not|in|case|when|switch|try|catch|finally|echo|print|puts|p|new|public|private|protected|static|throw|die|unless|as|eq|ne|x|lt|gt|cmp)$/;

/** Words in front of a value, in the languages read without a grammar. */
const plainKeywords =
  /^(?:if|while|until|else|elseif|elif|do|then|begin|end|return|use|require|package|and|or|not|in|is|when|switch|match|try[!?]?|catch|finally|new|public|private|protected|internal|static|final|const|val|var|let|mut|local|auto|void|throw|throws|await|async|defer|go|range|unsafe|override|open|echo|case|function|fn|move|ref|out|with)$/;
/** Methods that go through a list with the block behind them. */
const eachOf = /^(?:forEach|each|map|filter|use|let|also|apply|run|collect|foreach)$/;

/**
 * Reads the expressions of a script: texts, names, calls with and without brackets, and what hangs on them. How a
 * block's statements are read is the business of `script.ts`.
 */
export abstract class ScriptExpressions {
  protected readonly tokens: readonly Token[];
  protected readonly language: ScriptLanguage;
  /** Index of the token that comes next. */
  protected at = 0;
  protected depth: number;

  constructor(tokens: readonly Token[], language: ScriptLanguage, depth: number) {
    this.tokens = tokens;
    this.language = language;
    this.depth = depth;
  }

  /** Statements up to a closing sign or `end`. */
  protected abstract block(close: string | null): Node[];

  /** The code that stands in a text. */
  protected abstract embedded(code: string): Node[];

  protected peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  protected is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token?.text === text && (token.kind === 'sign' || token.kind === 'name');
  }

  protected items(close: string, from: Token): Extract<Node, { kind: 'list' }> {
    const items = this.#arguments(close);
    const end = this.peek()?.end ?? from.end;
    this.at += 1;
    return { start: from.start, end, kind: 'list', items };
  }

  #arguments(close: string | null): Argument[] {
    const args: Argument[] = [];
    for (let token = this.peek(); token; token = this.peek()) {
      if (close !== null && this.is(close)) break;
      if (
        close === null &&
        (token.kind === 'line' || this.is(';') || this.is('}') || this.is(')') || this.is(']') || this.is('do'))
      )
        break;
      if (token.kind === 'line' || this.is(',') || this.is('=>') || this.is('as')) {
        this.at += 1;
        continue;
      }
      if (close === null && token.kind === 'name' && /^(?:if|unless|for|foreach|while|until|and|or)$/.test(token.text))
        break;
      const before = this.at;
      const name = this.#label(token);
      const value = this.expression();
      if (value) args.push({ value, ...(name === null ? {} : { name }) });
      if (this.at === before) this.at += 1;
      if (close === null && !this.is(',')) break;
      if (close === null && this.peek(1)?.kind === 'line') this.at += 1;
    }
    return args;
  }

  /** `name:` and `'name' =>` in front of an argument. */
  #label(token: Token): string | null {
    if (token.kind === 'name' && this.is(':', 1) && this.peek(1)?.spaced === false && this.peek(2)?.text !== ':') {
      this.at += 2;
      return token.text;
    }
    // Julia, Kotlin, R, Scala: `recursive = TRUE`
    if (token.kind === 'name' && this.language === 'plain' && this.is('=', 1)) {
      this.at += 2;
      return token.text;
    }
    if ((token.kind === 'raw' || token.kind === 'string' || token.kind === 'name') && this.is('=>', 1)) {
      this.at += 2;
      return token.text;
    }
    if (this.is(':') && this.peek(1)?.kind === 'name' && this.is('=>', 2)) {
      const name = this.peek(1)?.text ?? '';
      this.at += 3;
      return name;
    }
    return null;
  }

  protected expression(): Node | null {
    if (++this.depth > maximumNesting) throw new TooDeep('code nested too deep');
    let left = this.#operand();
    for (let token = this.peek(); left && token?.kind === 'sign'; token = this.peek()) {
      const sign = token.text;
      if (/^(?:=|\.=|\+=|\|\|=)$/.test(sign)) {
        this.at += 1;
        while (this.peek()?.kind === 'line') this.at += 1;
        const value = this.expression();
        if (!value) break;
        left = this.#assigned(left, value, sign);
        continue;
      }
      if (sign === '|>') {
        this.at += 1;
        while (this.peek()?.kind === 'line') this.at += 1;
        const next = this.#operand();
        if (next?.kind !== 'call') break;
        left = { ...next, start: left.start, args: [{ value: left }, ...next.args] };
        continue;
      }
      const plain = this.language === 'plain';
      const joins =
        sign === '+' || (plain ? sign === '..' : sign === '<<' || (sign === '.' && this.language !== 'ruby'));
      if (!joins && !/^(?:\|\||&&|\?|:|[-*/%<>|]|[=!<>]=|=~|\.\.)$/.test(sign)) break;
      if (sign === ':' && !this.peek(1)) break;
      this.at += 1;
      while (this.peek()?.kind === 'line') this.at += 1;
      const right = this.#operand();
      if (!right) break;
      const at = { start: left.start, end: right.end };
      if (joins) left = { ...at, kind: 'join', operator: plain ? '+' : sign, left, right };
      else if (/^(?:\|\||\?|:)$/.test(sign)) left = { ...at, kind: 'either', options: [left, right] };
      else left = { ...at, kind: 'other', parts: [left, right] };
    }
    this.depth -= 1;
    return left;
  }

  #assigned(left: Node, value: Node, sign: string): Node {
    const at = { start: left.start, end: value.end };
    const target: Target =
      left.kind === 'name'
        ? { kind: 'name', name: left.name }
        : left.kind === 'index'
          ? { kind: 'part', of: left.of, key: left.key }
          : left.kind === 'list'
            ? {
                kind: 'list',
                items: left.items.map(({ value: item }) => ({
                  kind: 'name',
                  name: item.kind === 'name' ? item.name : '?',
                })),
              }
            : { kind: 'part', of: left, key: left.kind === 'member' ? left.name : '' };
    return { ...at, kind: 'assign', targets: [target], value, adds: sign === '.=' || sign === '+=' };
  }

  #operand(): Node | null {
    const token = this.peek();
    if (!token) return null;
    if (this.language === 'plain') {
      const arrow = this.#lambda(token);
      if (arrow) return arrow;
    }
    const at = { start: token.start, end: token.end };
    switch (token.kind) {
      case 'string':
      case 'raw':
      case 'shell': {
        this.at += 1;
        const parts = token.kind === 'raw' ? [token.text.replace(/\\(['\\])/g, '$1')] : this.#interpolated(token.text);
        const node: Node =
          token.kind === 'shell' ? { ...at, kind: 'shell', parts, words: false } : { ...at, kind: 'text', parts };
        return this.#postfix(node);
      }
      case 'words': {
        this.at += 1;
        const items = token.text
          .trim()
          .split(/\s+/)
          .filter((word) => word !== '')
          .map((word): Argument => ({ value: { ...at, kind: 'text', parts: [word] } }));
        return this.#postfix({ ...at, kind: 'list', items });
      }
      case 'glob': {
        this.at += 1;
        const of: Node = { ...at, kind: 'name', name: 'glob' };
        return { ...at, kind: 'call', of, args: [{ value: { ...at, kind: 'text', parts: [token.text] } }] };
      }
      case 'number':
        this.at += 1;
        return this.#postfix({ ...at, kind: 'plain', text: token.text });
      case 'regex':
        this.at += 1;
        return { ...at, kind: 'other', parts: [] };
      case 'variable':
        this.at += 1;
        return this.#postfix({ ...at, kind: 'name', name: token.text });
      case 'name':
        return this.#named(token);
      case 'line':
        return null;
      case 'sign':
        return this.#signed(token);
    }
  }

  #signed(token: Token): Node | null {
    const close = closers[token.text];
    if (token.text === '{') {
      this.at += 1;
      return this.#postfix(this.#table(token));
    }
    // `[]string{"-rf", "x"}`, `new String[]{…}`
    if (this.language === 'plain' && this.is('[') && this.is(']', 1)) {
      this.at += 2;
      if (this.peek()?.kind === 'name') this.at += 1;
      if (!this.is('{')) return { start: token.start, end: token.end, kind: 'list', items: [] };
      this.at += 1;
      return this.#postfix(this.items('}', token));
    }
    if (close !== undefined) {
      this.at += 1;
      const list = this.items(close, token);
      const [only] = list.items;
      return this.#postfix(token.text === '(' && only && list.items.length === 1 ? only.value : list);
    }
    if (/^(?:[!\\*&@:-]|\*\*)$/.test(token.text)) {
      this.at += 1;
      const inner = this.#operand();
      // `:name` is a symbol.
      if (token.text === ':' && inner?.kind === 'name')
        return { start: inner.start, end: inner.end, kind: 'text', parts: [inner.name] };
      return inner;
    }
    return null;
  }

  #table(from: Token): Node {
    const items = this.#arguments('}');
    const end = this.peek()?.end ?? from.end;
    this.at += 1;
    if (this.language === 'plain' && items.length > 0 && items.every(({ name }) => name === undefined))
      return { start: from.start, end, kind: 'list', items };
    return {
      start: from.start,
      end,
      kind: 'table',
      entries: items.map(({ name, value }) => ({ key: name ?? null, value })),
    };
  }

  #named(token: Token): Node | null {
    const at = { start: token.start, end: token.end };
    this.at += 1;
    if (token.text === 'new') return this.#operand();
    if (this.language === 'plain') return this.#plainNamed(token);
    if (/^(?:true|false|nil|null|undef)$/i.test(token.text)) return { ...at, kind: 'plain', text: token.text };
    if (keywords.test(token.text)) return this.peek()?.kind === 'line' ? null : this.#operand();
    if (/^(?:array|list|qw)$/.test(token.text) && this.is('(')) {
      this.at += 1;
      const items = this.#arguments(')');
      this.at += 1;
      const keyed = items.some((item) => item.name !== undefined);
      return keyed
        ? { ...at, kind: 'table', entries: items.map(({ name, value }) => ({ key: name ?? null, value })) }
        : { ...at, kind: 'list', items };
    }
    // `User::truncate()`, `FileUtils::rm_rf`: a method of a class; `File::Path::rmtree` of Perl is one name.
    const method = this.language === 'perl' ? null : /^(.+)::([a-z_]\w*[?!]?)$/.exec(token.text);
    const node: Node =
      method?.[1] && method[2]
        ? { ...at, kind: 'member', of: { ...at, kind: 'name', name: method[1] }, name: method[2] }
        : { ...at, kind: 'name', name: token.text };
    return this.#postfix(node);
  }

  /** A name of a language read without a grammar: a type in front of a name says nothing here. */
  #plainNamed(token: Token): Node | null {
    const at = { start: token.start, end: token.end };
    if (/^(?:true|false|nil|null|TRUE|FALSE|None|NULL|nothing|undefined)$/.test(token.text))
      return { ...at, kind: 'plain', text: token.text };
    const next = this.peek();
    if (plainKeywords.test(token.text) && !this.is('(') && !this.is('.') && !this.is('='))
      return next?.kind === 'line' ? null : this.#operand();
    if (next?.kind === 'name' && next.spaced && !plainKeywords.test(next.text)) return this.#operand();
    const [first = token.text, ...parts] = token.text.split('::').filter((part) => part !== '');
    let node: Node = { ...at, kind: 'name', name: first };
    for (const name of parts) node = { ...at, kind: 'member', of: node, name };
    return this.#postfix(node);
  }

  /** `x -> f(x)`, `(a, b) => f(a)`, `{ x -> f(x) }`. */
  #lambda(token: Token): Node | null {
    const arrow = (ahead: number) => this.is('->', ahead) || this.is('=>', ahead);
    const parameters: Target[] = [];
    let length = 0;
    if (token.kind === 'name' && arrow(1)) {
      parameters.push({ kind: 'name', name: token.text });
      length = 2;
    } else if (this.is('(') && this.peek(1)?.kind === 'name' && this.is(')', 2) && arrow(3)) {
      parameters.push({ kind: 'name', name: this.peek(1)?.text ?? '' });
      length = 4;
    } else if (this.is('(') && this.is(')', 1) && arrow(2)) length = 3;
    if (length === 0) return null;
    this.at += length;
    while (this.peek()?.kind === 'line') this.at += 1;
    const braced = this.is('{');
    if (braced) this.at += 1;
    const only = braced ? null : this.expression();
    const body = braced ? this.block('}') : only ? [only] : [];
    if (braced) this.at += 1;
    return { start: token.start, end: this.peek()?.end ?? token.end, kind: 'function', name: null, parameters, body };
  }

  /** What stands behind a value in a language read without a grammar; null where nothing does. */
  #plainPostfix(node: Node, token: Token): Node | null {
    const next = this.peek(1);
    const at = { start: node.start, end: next?.end ?? token.end };
    if (token.text === '.' && next?.kind === 'name') {
      this.at += 2;
      return { ...at, kind: 'member', of: node, name: next.text };
    }
    // Scala: `"rm -rf x".!`
    if (token.text === '.' && node.kind === 'text' && (next?.text === '!' || next?.text === '!!')) {
      this.at += 2;
      return { ...at, kind: 'call', of: { ...at, kind: 'member', of: node, name: 'execute' }, args: [] };
    }
    if (token.text !== '{' || (node.kind !== 'name' && node.kind !== 'member' && node.kind !== 'call')) return null;
    // `Input{Bucket: name}`
    if (!token.spaced && node.kind !== 'call') {
      this.at += 1;
      return this.#table(token);
    }
    const called = node.kind === 'call' ? node.of : node;
    if (called.kind !== 'member' || !eachOf.test(called.name)) return null;
    this.at += 1;
    const named = this.peek()?.kind === 'name' && (this.is('->', 1) || this.is('in', 1)) ? this.peek() : undefined;
    if (named) this.at += 2;
    const body = this.block('}');
    const end = this.peek()?.end ?? token.end;
    this.at += 1;
    const block: Node = {
      start: token.start,
      end,
      kind: 'function',
      name: null,
      parameters: [{ kind: 'name', name: named?.text ?? 'it' }],
      body,
    };
    // Kotlin's `use` runs at once, unlike what web servers call so.
    const of = called.name === 'use' ? { ...called, name: 'let' } : called;
    return { start: node.start, end, kind: 'call', of, args: [{ value: block }] };
  }

  #postfix(start: Node): Node {
    let node = start;
    for (let token = this.peek(); token; token = this.peek()) {
      if (this.language === 'plain' && token.kind === 'sign') {
        const behind = this.#plainPostfix(node, token);
        if (behind) {
          node = behind;
          continue;
        }
      }
      const member =
        token.kind === 'sign' && this.language !== 'plain' && /^(?:->|\?->|&\.|::)$/.test(token.text)
          ? true
          : token.text === '.' && this.language === 'ruby';
      const next = this.peek(1);
      if (token.text === '&' && next?.text === '.') {
        this.at += 1;
        continue;
      }
      if (member && next && (next.kind === 'name' || next.kind === 'variable')) {
        this.at += 2;
        node = { start: node.start, end: next.end, kind: 'member', of: node, name: next.text.replace(/^\$/, '') };
        continue;
      }
      if (member && next && /^[[({]$/.test(next.text)) {
        this.at += 1;
        continue;
      }
      if (
        token.kind === 'sign' &&
        token.text === '(' &&
        callable(node) &&
        !(token.spaced && this.language === 'ruby' && node.kind !== 'name')
      ) {
        this.at += 1;
        const args = this.#arguments(')');
        const end = this.peek()?.end ?? token.end;
        this.at += 1;
        node = this.#withBlock({ start: node.start, end, kind: 'call', of: node, args });
        continue;
      }
      if (token.kind === 'sign' && token.text === '[' && !token.spaced) {
        this.at += 1;
        const [key] = this.#arguments(']');
        const end = this.peek()?.end ?? token.end;
        this.at += 1;
        const { start } = node;
        const of: Node = { start, end: node.end, kind: 'name', name: 'Dir[]' };
        if (key && node.kind === 'name' && node.name === 'Dir') node = { start, end, kind: 'call', of, args: [key] };
        else if (key) node = { start, end, kind: 'index', of: node, key: key.value };
        continue;
      }
      if (token.kind === 'sign' && token.text === '{' && this.language === 'perl' && !token.spaced) {
        this.at += 1;
        const [key] = this.#arguments('}');
        const end = this.peek()?.end ?? token.end;
        this.at += 1;
        if (key) node = { start: node.start, end, kind: 'index', of: node, key: keyOf(key.value) };
        continue;
      }
      const command = this.#command(node, token);
      if (!command) break;
      node = command;
    }
    // At the text's end as well, a method that takes nothing is called.
    if ((this.language === 'ruby' || this.language === 'perl') && node.kind === 'member' && !this.peek())
      return { start: node.start, end: node.end, kind: 'call', of: node, args: [] };
    return node;
  }

  /** A call without brackets: `unlink $f`, `FileUtils.rm_rf "x"`, `list.each { |x| … }`. */
  #command(node: Node, token: Token): Node | null {
    if ((node.kind !== 'name' && node.kind !== 'member') || this.language === 'plain') return null;
    if (node.kind === 'name' && /^[$@]/.test(node.name)) return null;
    const block = this.#withBlock({ start: node.start, end: node.end, kind: 'call', of: node, args: [] });
    if (block.args.length > 0) return block;
    // A method that takes nothing is called all the same: `Foo.destroy_all`.
    const bare = node.kind === 'member' && this.language !== 'php';
    const begins =
      token.spaced &&
      (/^(?:string|raw|shell|words|variable|number|glob)$/.test(token.kind) ||
        (token.kind === 'name' && !keywords.test(token.text)) ||
        (token.kind === 'name' && token.text === 'new') ||
        (token.kind === 'sign' && /^[[:*\\]$/.test(token.text) && this.peek(1)?.spaced === false));
    if (
      !begins &&
      this.language === 'perl' &&
      node.kind === 'name' &&
      /^(?:unlink|rmdir)$/.test(node.name) &&
      !this.is('(')
    ) {
      // Without an argument it takes what the loop is at.
      const current: Node = { start: node.start, end: node.end, kind: 'name', name: '$_' };
      return { start: node.start, end: node.end, kind: 'call', of: node, args: [{ value: current }] };
    }
    if (!begins)
      return bare && !this.is('.') && !this.is('=')
        ? { start: node.start, end: node.end, kind: 'call', of: node, args: [] }
        : null;
    const args = this.#arguments(null);
    const end = args.at(-1)?.value.end ?? node.end;
    return this.#withBlock({ start: node.start, end, kind: 'call', of: node, args });
  }

  /** Adds the block behind a call as a function. */
  #withBlock(call: Extract<Node, { kind: 'call' }>): Extract<Node, { kind: 'call' }> {
    const token = this.peek();
    const braced = this.language === 'ruby' && this.is('{');
    if (!token || (!braced && !(this.language === 'ruby' && this.is('do')))) return call;
    this.at += 1;
    const parameters: Target[] = [];
    if (this.is('|')) {
      this.at += 1;
      while (this.peek() && !this.is('|')) {
        const name = this.peek();
        if (name?.kind === 'name') parameters.push({ kind: 'name', name: name.text });
        this.at += 1;
      }
      this.at += 1;
    }
    const body = this.block(braced ? '}' : 'end');
    const end = this.peek()?.end ?? token.end;
    this.at += 1;
    const block: Node = { start: token.start, end, kind: 'function', name: null, parameters, body };
    return { ...call, end, args: [...call.args, { value: block }] };
  }

  #interpolated(body: string): (string | Node)[] {
    const shape =
      this.language === 'plain'
        ? /(?:[#$]\{|\\\()([^{}()]*)[})]|(?!)(.)|\$([a-z_]\w*)/g
        : this.language === 'ruby'
          ? /#\{([^{}]*)\}/g
          : /\{(\$[^{}]*)\}|\$\{(\w+)\}|([$@]\w+(?:(?:->)?\[[^\]]*\]|->\w+|\{\w+\})?)/g;
    const parts: (string | Node)[] = [];
    let from = 0;
    for (const match of body.matchAll(shape)) {
      if (body[match.index - 1] === '\\') continue;
      if (match.index > from) parts.push(unescaped(body.slice(from, match.index)));
      const code = match[1] ?? (match[2] === undefined ? (match[3] ?? '') : `$${match[2]}`);
      const [value] = this.embedded(code);
      parts.push(value ?? { start: 0, end: 0, kind: 'other', parts: [] });
      from = match.index + match[0].length;
    }
    if (from < body.length) parts.push(unescaped(body.slice(from)));
    return parts;
  }
}

/** `$h{name}`: a bare word there is a text. */
function keyOf(key: Node): Node {
  return key.kind === 'name' ? { start: key.start, end: key.end, kind: 'text', parts: [key.name] } : key;
}

function callable(node: Node): boolean {
  return node.kind === 'name' || node.kind === 'member' || node.kind === 'index';
}
