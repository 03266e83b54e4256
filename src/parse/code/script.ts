import { ScriptExpressions, type ScriptLanguage } from './script-expressions.ts';
import { type Token, tokensOf } from './tokens.ts';
import { maximumNesting, type Node, type Target, TooDeep } from './tree.ts';

/**
 * Reads a language without a grammar here by its tokens: calls with their arguments, texts, assignments, blocks and loops. What is no
 * such thing is passed over part by part. Throws {@link TooDeep}.
 */
export function readScript(text: string, language: ScriptLanguage, depth = 0): Node[] {
  const tokens = tokensOf(text, language);
  if (!tokens) throw new TooDeep('more code than is followed');
  const nodes = new ScriptReader(language === 'plain' ? withoutTypes(tokens) : tokens, language, depth).block(null);
  if (language !== 'plain') return nodes;
  // Functions may stand behind what calls them.
  return [...nodes.filter(({ kind }) => kind === 'function'), ...nodes.filter(({ kind }) => kind !== 'function')];
}

/** `p: String = "x"` binds p as `p = "x"` does. */
function withoutTypes(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token) break;
    if (token.text === ':' && tokens[at - 1]?.kind === 'name') {
      let end = at + 1;
      while (end < at + 8 && (tokens[end]?.kind === 'name' || /^[?<>&[\].]$/.test(tokens[end]?.text ?? ''))) end += 1;
      if (end > at + 1 && tokens[end]?.text === '=' && tokens[end]?.kind === 'sign') {
        at = end - 1;
        continue;
      }
    }
    kept.push(token);
  }
  return kept;
}

const loops = /^(?:for|foreach)$/;
const conditions = /^(?:if|unless|while|until|elsif|elseif|switch|case)$/;

/** Statements, blocks, definitions and loops. */
class ScriptReader extends ScriptExpressions {
  /** Statements up to a closing sign or `end`. */
  block(close: string | null): Node[] {
    if (++this.depth > maximumNesting) throw new TooDeep('code nested too deep');
    const nodes: Node[] = [];
    for (let token = this.peek(); token; token = this.peek()) {
      if (token.text === close && (token.kind === 'sign' || token.kind === 'name')) break;
      const before = this.at;
      const node = this.#statement();
      if (node) nodes.push(node);
      if (this.at === before) this.at += 1;
    }
    this.depth -= 1;
    return nodes;
  }

  #statement(): Node | null {
    const token = this.peek();
    if (!token) return null;
    if (token.kind === 'line' || (token.kind === 'sign' && /^[;,)\]}]$/.test(token.text))) {
      this.at += 1;
      return null;
    }
    if (token.kind === 'sign' && token.text === '{') return this.#braced(token);
    if (this.language === 'plain' && token.kind === 'name') {
      const node = this.#plain(token);
      if (node !== undefined) return node;
    }
    if (token.kind === 'name' && /^(?:sub|function|def)$/.test(token.text)) return this.#definition(token);
    if (token.kind === 'name' && loops.test(token.text)) return this.#loop(token);
    if (
      token.kind === 'name' &&
      this.language !== 'plain' &&
      /^(?:return|echo|print|my|our|local|puts|p|else|do|begin|then|try|public|private|static|unless)$/.test(token.text)
    ) {
      this.at += 1;
      return null;
    }
    if (token.kind === 'name' && (conditions.test(token.text) || /^(?:end|rescue|ensure|when)$/.test(token.text))) {
      this.at += 1;
      return null;
    }
    const value = this.expression();
    if (!value) return null;
    return this.#modified(value);
  }

  /** `unlink $_ for glob("*")`, `x if y`: what stands behind a statement. */
  #modified(value: Node): Node {
    const token = this.peek();
    if (token?.kind !== 'name' || !/^(?:for|foreach|if|unless|while|until)$/.test(token.text)) return value;
    this.at += 1;
    const over = this.expression();
    if (!over) return value;
    const at = { start: value.start, end: over.end };
    if (!loops.test(token.text)) return { ...at, kind: 'other', parts: [over, value] };
    return { ...at, kind: 'loop', target: { kind: 'name', name: '$_' }, over, body: [value] };
  }

  /** What begins a statement in a language read without a grammar; undefined where the common reading does. */
  #plain(token: Token): Node | null | undefined {
    const { text } = token;
    const from = this.at;
    if (/^(?:import|package|use|using|require|alias|module|namespace|include)$/.test(text) && !this.is('(', 1)) {
      while (this.peek() && this.peek()?.kind !== 'line' && !this.is(';') && !this.is('{')) this.at += 1;
      return null;
    }
    if (/^(?:class|struct|object|interface|enum|impl|trait|extension|record|data|sealed|abstract)$/.test(text)) {
      while (this.peek() && !this.is('{') && this.peek()?.kind !== 'line') this.at += 1;
      if (this.at === from) this.at += 1;
      return null;
    }
    if (/^(?:func|fun|fn|function|def|defp|proc)$/.test(text)) return this.#plainDefinition(token);
    if (/^(?:for|foreach)$/.test(text)) return this.#plainLoop(token);
    if (
      /^(?:end|rescue|ensure|else|do|then|try|return|val|var|let|const|local|final|void|static|public|private|defer|go|await)$/.test(
        text,
      )
    ) {
      this.at += 1;
      return null;
    }
    // `h, err := f()`: what is wanted is what comes first.
    let names = this.at;
    while (this.tokens[names]?.kind === 'name' && this.tokens[names + 1]?.text === ',') names += 2;
    if (names > this.at && this.tokens[names]?.kind === 'name' && this.tokens[names + 1]?.text === '=') {
      this.at = names + 2;
      const value = this.expression();
      return (
        value && {
          start: token.start,
          end: value.end,
          kind: 'assign',
          targets: [{ kind: 'name', name: text }],
          value,
          adds: false,
        }
      );
    }
    return undefined;
  }

  /** `func main() {` runs; any other function runs where it is called. Without braces its lines stand for themselves. */
  #plainDefinition(token: Token): Node | null {
    this.at += 1;
    // `func (s *Store) wipe(…)`
    if (this.is('(')) while (this.peek() && !this.is(')')) this.at += 1;
    if (this.is(')')) this.at += 1;
    const named = this.peek()?.kind === 'name' ? this.peek() : undefined;
    if (named && this.is('=', 1)) return null;
    if (named) this.at += 1;
    const parameters: Target[] = [];
    if (this.is('(')) {
      let first = true;
      for (let depth = 0; this.peek(); this.at += 1) {
        const part = this.peek();
        if (this.is('(')) depth += 1;
        else if (this.is(')') && --depth === 0) break;
        else if (this.is(',')) first = true;
        else if (first && part?.kind === 'name') {
          parameters.push({ kind: 'name', name: part.text });
          first = false;
        }
      }
      this.at += 1;
    }
    while (
      this.peek() &&
      !this.is('{') &&
      this.peek()?.kind !== 'line' &&
      !this.is(';') &&
      !this.is('=') &&
      !this.is('do')
    )
      this.at += 1;
    if (!this.is('{')) {
      if (this.is('=')) this.at += 1;
      return null;
    }
    const block = this.#braced(token);
    if (named === undefined || named.text === 'main') return block;
    return { start: token.start, end: block.end, kind: 'function', name: named.text, parameters, body: [block] };
  }

  /** `for _, f := range files {`, `for (Path p : paths) {`, `for f in files do`. */
  #plainLoop(token: Token): Node | null {
    this.at += 1;
    const bracketed = this.is('(');
    let name = '';
    const from = this.at;
    for (; this.peek() && this.at < from + 12; this.at += 1) {
      if (this.is('in') || this.is('=') || this.is(':')) break;
      if (this.is('{') || this.is(';') || this.peek()?.kind === 'line') return null;
      const part = this.peek();
      if (part?.kind === 'name') name = part.text;
    }
    this.at += 1;
    if (this.is('range')) this.at += 1;
    const over = this.expression();
    // `for (x in list) f(x)`
    if (bracketed && this.is(')') && this.peek(1)?.kind === 'name' && !this.is('do', 1)) {
      this.at += 1;
      const only = this.expression();
      const end = only?.end ?? token.end;
      return { start: token.start, end, kind: 'loop', target: { kind: 'name', name }, over, body: only ? [only] : [] };
    }
    while (this.peek() && !this.is('{') && !this.is('do') && this.peek()?.kind !== 'line') this.at += 1;
    if (this.is('do')) this.at += 1;
    while (this.peek()?.kind === 'line') this.at += 1;
    const body = this.is('{') ? [this.#braced(token)] : this.block('end');
    return {
      start: token.start,
      end: this.peek()?.end ?? token.end,
      kind: 'loop',
      target: { kind: 'name', name },
      over,
      body,
    };
  }

  #braced(token: Token): Node {
    this.at += 1;
    const body = this.block('}');
    const end = this.peek()?.end ?? token.end;
    this.at += 1;
    return { start: token.start, end, kind: 'other', parts: body };
  }

  #definition(token: Token): Node {
    this.at += 1;
    const named = this.peek()?.kind === 'name' ? this.peek() : undefined;
    if (named) this.at += 1;
    while (this.is('.')) this.at += 2;
    const parameters: Target[] = [];
    if (this.is('(')) {
      while (this.peek() && !this.is(')')) {
        const part = this.peek();
        if (part?.kind === 'variable' || part?.kind === 'name') parameters.push({ kind: 'name', name: part.text });
        this.at += 1;
      }
      this.at += 1;
    }
    while (this.peek() && this.language !== 'ruby' && !this.is('{') && this.peek()?.kind !== 'line' && !this.is(';'))
      this.at += 1;
    const body = this.is('{') && this.language !== 'ruby' ? [this.#braced(token)] : this.block('end');
    return {
      start: token.start,
      end: this.peek()?.end ?? token.end,
      kind: 'function',
      name: named?.text ?? null,
      parameters,
      body,
    };
  }

  /** `foreach my $f (glob "*") {`, `foreach ($list as $f) {`, `for x in list do`. */
  #loop(token: Token): Node {
    this.at += 1;
    let target: Target = { kind: 'name', name: '$_' };
    while (this.is('my') || this.is('our')) this.at += 1;
    const first = this.peek();
    if (this.language !== 'php' && (first?.kind === 'variable' || (first?.kind === 'name' && this.is('in', 1)))) {
      target = { kind: 'name', name: first.text };
      this.at += 1;
      if (this.is('in')) this.at += 1;
    }
    let over: Node | null = null;
    if (this.is('(')) {
      this.at += 1;
      over = this.items(')', token);
      if (this.language === 'php') {
        let last = this.at - 1;
        while (last > 0 && this.tokens[last]?.kind !== 'variable') last -= 1;
        const bound = this.tokens[last];
        if (bound) target = { kind: 'name', name: bound.text };
        if (over.kind === 'list' && over.items[0]) over = over.items[0].value;
      }
    } else over = this.expression();
    if (this.is('do')) this.at += 1;
    while (this.peek()?.kind === 'line') this.at += 1;
    const body = this.is('{') ? [this.#braced(token)] : this.block('end');
    return { start: token.start, end: this.peek()?.end ?? token.end, kind: 'loop', target, over, body };
  }

  protected embedded(code: string): Node[] {
    return readScript(code, this.language, this.depth);
  }
}
