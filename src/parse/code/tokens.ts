/** One token of a language without a grammar of its own. `text` of a string is its body as written; `close` says how it was quoted. */
export interface Token {
  readonly kind:
    | 'name'
    | 'variable'
    | 'string'
    | 'raw'
    | 'shell'
    | 'words'
    | 'number'
    | 'sign'
    | 'line'
    | 'regex'
    | 'glob';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** True where white space stands in front. */
  readonly spaced: boolean;
}

const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const blank = /[ \t\r]/;
const maximumTokens = 60_000;
const maximumHereDocuments = 40;

/** Splits a text into tokens; null where there are more than are followed. Never throws. */
export function tokensOf(text: string, language: 'ruby' | 'perl' | 'php' | 'plain'): Token[] | null {
  const tokens: Token[] = [];
  const pending: { word: string; index: number }[] = [];
  let at = 0;
  let hereDocuments = 0;
  let spaced = false;
  const push = (kind: Token['kind'], body: string, end: number): void => {
    tokens.push({ kind, text: body, start: at, end, spaced });
    at = end;
    spaced = false;
  };
  while (at < text.length) {
    if (tokens.length > maximumTokens) return null;
    const character = text[at] ?? '';
    if (blank.test(character)) {
      spaced = true;
      at += 1;
      continue;
    }
    if (character === '\n') {
      push('line', '\n', at + 1);
      for (const { word, index } of pending.splice(0)) {
        const close = new RegExp(`^[ \\t]*${word}\\b`, 'm');
        const rest = text.slice(at);
        const found = close.exec(rest);
        const body = rest.slice(0, found?.index ?? rest.length);
        const token = tokens[index];
        if (token) tokens[index] = { ...token, text: body };
        at += (found?.index ?? rest.length) + (found?.[0].length ?? 0);
      }
      continue;
    }
    const rest = text.slice(at, at + 200);
    const begins = spaced || tokens.length === 0 || tokens.at(-1)?.kind === 'line';
    const comment = language === 'plain' ? /^(?:\/\/|#(?=[\s!#]))/ : language === 'php' ? /^(?:#(?!\[)|\/\/)/ : /^#/;
    if (comment.test(rest) || (language === 'plain' && begins && /^--(?=[\s[-]|$)/.test(rest))) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (rest.startsWith('/*') && (language === 'php' || language === 'plain')) {
      const end = text.indexOf('*/', at + 2);
      at = end < 0 ? text.length : end + 2;
      continue;
    }
    if (rest.startsWith('<?') && language === 'php') {
      at += /^<\?(?:php|=)?/.exec(rest)?.[0].length ?? 2;
      continue;
    }
    if (language === 'plain') {
      // A life time, what stands in front of a text (`r"…"`, `@"…"`), and texts over several lines.
      const life = character === "'" && /[&<]/.test(text[at - 1] ?? '');
      const mark = (life ? /^'[a-z_]+/ : /^(?:[srfcL]|raw|[@$]{1,2}|~[a-z])(?=")/).exec(rest);
      if (mark) {
        at += mark[0].length;
        continue;
      }
      const open = /^"{3}|^\[(=*)\[(?=[A-Za-z ])/.exec(rest)?.[0];
      if (open !== undefined && (open.startsWith('"') || /^[(=,]$/.test(tokens.at(-1)?.text ?? '') || spaced)) {
        const close = open.startsWith('"') ? open : open.replaceAll('[', ']');
        const found = text.indexOf(close, at + open.length);
        const end = found < 0 ? text.length : found;
        push('raw', text.slice(at + open.length, end), Math.min(end + close.length, text.length));
        continue;
      }
      const sign =
        // R's `client$delete_bucket(…)`
        (
          !spaced && endsOperand(tokens.at(-1))
            ? /^(?::=|<-|<>|\|>|\?\.|!!\.?|\$(?=[A-Za-z]))/
            : /^(?::=|<-|<>|\|>|\?\.|!!\.?)/
        ).exec(rest)?.[0];
      if (sign !== undefined && !(sign === '<-' && tokens.at(-1)?.kind !== 'name')) {
        push('sign', plainSigns[sign] ?? sign, at + sign.length);
        continue;
      }
    }
    const here = /^<<[<~-]?\s?(["'`]?)([A-Za-z_]\w*)\1/.exec(rest);
    if (
      here?.[2] &&
      language !== 'plain' &&
      (language !== 'php' || rest.startsWith('<<<')) &&
      endsOperand(tokens.at(-1)) === false
    ) {
      hereDocuments += 1;
      if (hereDocuments > maximumHereDocuments) return null;
      pending.push({ word: here[2], index: tokens.length });
      push(here[1] === "'" ? 'raw' : here[1] === '`' ? 'shell' : 'string', '', at + here[0].length);
      continue;
    }
    if (character === '"' || character === "'" || character === '`') {
      const end = closing(text, at + 1, character, '');
      const quoted = character === "'" ? 'raw' : character === '"' ? 'string' : language === 'plain' ? 'raw' : 'shell';
      push(quoted, text.slice(at + 1, end), end + 1);
      continue;
    }
    const quote =
      language === 'ruby'
        ? /^%([qQwWixr]?)([([{<|!/])/.exec(rest)
        : language === 'perl'
          ? /^(q|qq|qw|qx|m|qr)\b\s*([([{<|!/#])/.exec(rest)
          : null;
    if (quote?.[2] && !(language === 'ruby' && quote[1] === '' && endsOperand(tokens.at(-1)))) {
      const open = quote[2];
      const from = at + quote[0].length;
      const end = closing(text, from, pairs[open] ?? open, pairs[open] ? open : '');
      const kind = quoteKinds[quote[1] ?? ''] ?? 'string';
      push(kind, text.slice(from, end), end + 1);
      continue;
    }
    const substitution = language === 'perl' ? /^(?:s|tr|y)([/{|#!,])/.exec(rest) : null;
    if (substitution?.[1] && !endsOperand(tokens.at(-1))) {
      const mark = substitution[1];
      const first = closing(text, at + substitution[0].length, pairs[mark] ?? mark, pairs[mark] ? mark : '');
      const second = mark === '{' ? text.indexOf('{', first) + 1 : first + 1;
      const end = closing(text, second, pairs[mark] ?? mark, pairs[mark] ? mark : '');
      push('regex', '', end + 1);
      continue;
    }
    if (character === '/' && language !== 'php' && language !== 'plain' && !endsOperand(tokens.at(-1))) {
      const end = closing(text, at + 1, '/', '');
      push('regex', text.slice(at + 1, end), end + 1);
      continue;
    }
    const listing =
      language === 'perl' && !endsOperand(tokens.at(-1)) ? /^<([^<>\s$]*[*?.][^<>\s]*)>/.exec(rest) : null;
    if (listing) {
      push('glob', listing[1] ?? '', at + listing[0].length);
      continue;
    }
    const variable =
      language === 'plain' ? null : /^(?:\$\{?\^?\w+\}?|[@$]{1,2}\w+|\$[_!@&0-9.,;]|%\w+(?=\s*[=;)]))/.exec(rest);
    if (variable) {
      push('variable', variable[0].replace(/[{}]/g, ''), at + variable[0].length);
      continue;
    }
    const name = /^[A-Za-z_\\][\w\\]*(?:::[A-Za-z_]\w*)*[?!]?/.exec(rest);
    if (name) {
      push('name', name[0].replace(/^\\/, ''), at + name[0].length);
      continue;
    }
    const number = /^\d[\w.]*/.exec(rest);
    if (number) {
      push('number', number[0].replace(/\.$/, ''), at + number[0].replace(/\.$/, '').length);
      continue;
    }
    const sign =
      /^(?:->|=>|::|<<=?|\*\*|&&|\|\||\.\.\.?|[=!<>]=|=~|\+=|-=|\.=|\|\|=|\?->)/.exec(rest)?.[0] ?? character;
    push('sign', sign, at + sign.length);
  }
  return tokens;
}

/** Signs that mean the same in many languages. */
const plainSigns: Readonly<Record<string, string>> = { ':=': '=', '<-': '=', '<>': '+', '?.': '.', '!!.': '.', $: '.' };

const quoteKinds: Readonly<Record<string, Token['kind']>> = {
  q: 'raw',
  w: 'words',
  W: 'words',
  i: 'words',
  x: 'shell',
  qw: 'words',
  qx: 'shell',
  m: 'regex',
  qr: 'regex',
  r: 'regex',
};

/** Whether an operator may follow: then a slash divides and `<<` shifts. */
function endsOperand(token: Token | undefined): boolean {
  if (!token || token.kind === 'line') return false;
  if (token.kind === 'sign') return /^[)\]}]$/.test(token.text);
  return (
    token.kind !== 'name' ||
    !/^(?:if|unless|and|or|not|return|split|grep|map|print|puts|join|when|while|until|system|exec|execute|query|do|raw|write|unlink|echo)$/.test(
      token.text,
    )
  );
}

/** The position of the closing mark; the text's end where there is none. */
function closing(text: string, from: number, close: string, open: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === close && depth === 0) return at;
    else if (character === close) depth -= 1;
    else if (open !== '' && character === open) depth += 1;
  }
  return text.length;
}
