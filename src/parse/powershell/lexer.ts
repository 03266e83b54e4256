/** A part of one argument. Positions are in the text given. */
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }
  /** The inside of a double-quoted string. */
  | { readonly kind: 'expandable'; readonly text: string; readonly start: number }
  /** `$x`, `${x}`, `$env:X`, `@x`, with the members behind it. */
  | { readonly kind: 'variable'; readonly name: string; readonly members: string; readonly source: string }
  /** `(…)`, `$(…)`, `@(…)`, `{…}`, `@{…}`; `members` is what stands attached behind it. */
  | {
      readonly kind: 'group';
      readonly opener: '(' | '$(' | '@(' | '{' | '@{';
      readonly start: number;
      readonly end: number;
      readonly members: string;
    };

/** One argument: the parts of each element of its comma list. */
export interface Argument {
  readonly kind: 'argument';
  readonly elements: readonly (readonly Part[])[];
  readonly start: number;
  readonly end: number;
}

/** What a command's line holds behind its name. */
export type Element =
  | Argument
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly attached: boolean;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'redirection';
      readonly mode: 'truncate' | 'append';
      readonly start: number;
      readonly end: number;
    };

/** Reads a command's words from `from` up to what ends it: `|`, `;`, a line's end, a closing bracket. Linear. */
export function lexCommand(text: string, from: number): { readonly elements: Element[]; readonly end: number } {
  const elements: Element[] = [];
  let at = from;
  while (at < text.length) {
    at = skipBlank(text, at);
    const character = text[at];
    if (character === undefined || /[|;)}\n\r]/.test(character)) break;
    if (character === '&' && elements.length > 0) break;
    if (character === '#') {
      const line = text.indexOf('\n', at);
      at = line < 0 ? text.length : line;
      break;
    }
    if (text.startsWith('<#', at)) {
      const close = text.indexOf('#>', at);
      at = close < 0 ? text.length : close + 2;
      continue;
    }
    const redirection = /^(?:[1-6*]?>&[12]|([1-6*])?(>>?))/.exec(text.slice(at, at + 4));
    if (redirection) {
      const end = at + redirection[0].length;
      if (redirection[2]) {
        const mode = redirection[2] === '>>' ? 'append' : 'truncate';
        elements.push({ kind: 'redirection', mode, start: at, end });
      }
      at = end;
      continue;
    }
    if (text.startsWith('--%', at)) {
      const stop = /[|\n]/.exec(text.slice(at));
      const end = stop ? at + stop.index : text.length;
      for (const match of text.slice(at + 3, end).matchAll(/\S+/g)) {
        const parts: Part[] = [{ kind: 'text', text: match[0].replace(/^"|"$/g, ''), quoted: true }];
        const start = at + 3 + match.index;
        elements.push({ kind: 'argument', elements: [parts], start, end: start + match[0].length });
      }
      at = end;
      continue;
    }
    const parameter = /^[-–—]([A-Za-z_?][\w-]*)(:?)(?=[\s:;|)},]|$|["'$@({A-Za-z\d])/.exec(text.slice(at, at + 200));
    if (parameter?.[1] && /^[\s;|)}]|^$/.test(text.slice(at + parameter[0].length, at + parameter[0].length + 1))) {
      const end = at + parameter[0].length;
      elements.push({ kind: 'parameter', name: parameter[1], attached: parameter[2] === ':', start: at, end });
      at = end;
      continue;
    }
    if (parameter?.[1] && parameter[2] === ':') {
      const end = at + parameter[0].length;
      elements.push({ kind: 'parameter', name: parameter[1], attached: true, start: at, end });
      at = end;
      continue;
    }
    const argument = lexArgument(text, at);
    if (argument.end <= at) {
      at += 1;
      continue;
    }
    elements.push(argument);
    at = argument.end;
  }
  return { elements, end: at };
}

function lexArgument(text: string, from: number): Argument {
  const elements: Part[][] = [];
  let at = from;
  for (;;) {
    const { parts, end } = lexElement(text, at);
    elements.push(parts);
    at = end;
    const comma = skipBlank(text, at);
    if (text[comma] !== ',') break;
    let next = skipBlank(text, comma + 1);
    // A line may be broken behind a comma.
    while (text[next] === '\n' || text[next] === '\r') next = skipBlank(text, next + 1);
    if (next >= text.length || /[|;)}]/.test(text[next] ?? '')) {
      at = comma + 1;
      break;
    }
    at = next;
  }
  return { kind: 'argument', elements, start: from, end: at };
}

function lexElement(text: string, from: number): { readonly parts: Part[]; readonly end: number } {
  const parts: Part[] = [];
  let bare = '';
  let at = from;
  const flush = (): void => {
    if (bare !== '') parts.push({ kind: 'text', text: bare, quoted: false });
    bare = '';
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    if (/[\s;|&,)}]/.test(character)) break;
    if (character === '>' || (character === '<' && bare !== '')) break;
    if (character === '`') {
      const escaped = text[at + 1] ?? '';
      if (escaped === '\n' || escaped === '\r') break;
      bare += escaped;
      at += 2;
    } else if (character === "'" || character === '"' || /^@['"][ \t]*\r?\n/.test(text.slice(at, at + 80))) {
      flush();
      const string = stringAt(text, at);
      parts.push(string.part);
      at = string.end;
    } else if (/^(?:[$@]?\(|@?\{)/.test(text.slice(at, at + 2)) && (character !== '(' || bare === '')) {
      flush();
      const opener = openerAt(text, at);
      const close = closeOf(text, at + opener.length - 1);
      const members = /^(?:\.\w+)*/.exec(text.slice(close, close + 200))?.[0] ?? '';
      parts.push({
        kind: 'group',
        opener,
        start: at + opener.length,
        end: Math.max(close - 1, at + opener.length),
        members,
      });
      at = close + members.length;
    } else {
      const variable =
        /^[$@](?:\{([^}]*)\}|((?:env:|script:|global:|local:|using:|private:)?\w+|[_?^$]))((?:\.\w+|\[[^\]]*\])*)/i.exec(
          text.slice(at, at + 300),
        );
      const name = variable?.[1] ?? variable?.[2];
      if (variable && name !== undefined && (character === '$' || bare === '')) {
        flush();
        parts.push({ kind: 'variable', name, members: variable[3] ?? '', source: variable[0] });
        at += variable[0].length;
      } else {
        bare += character;
        at += 1;
      }
    }
  }
  flush();
  return { parts, end: at };
}

function openerAt(text: string, at: number): '(' | '$(' | '@(' | '{' | '@{' {
  const two = text.slice(at, at + 2);
  if (two === '$(' || two === '@(' || two === '@{') return two;
  return text[at] === '{' ? '{' : '(';
}

/** The string that begins at a quote or here-string opener, and the position behind it. */
export function stringAt(text: string, at: number): { readonly part: Part; readonly end: number } {
  if (text[at] === '@') {
    const quote = text[at + 1] ?? "'";
    const start = text.indexOf('\n', at) + 1;
    const close = text.indexOf(`\n${quote}@`, start - 1);
    const end = close < 0 ? text.length : close;
    const body = text.slice(start, Math.max(end, start)).replace(/\r$/, '');
    const part: Part =
      quote === '"' ? { kind: 'expandable', text: body, start } : { kind: 'text', text: body, quoted: true };
    return { part, end: close < 0 ? text.length : close + 3 };
  }
  const end = quoteEnd(text, at);
  const inside = text.slice(at + 1, text[end - 1] === text[at] && end - 1 > at ? end - 1 : end);
  return text[at] === "'"
    ? { part: { kind: 'text', text: inside.replaceAll("''", "'"), quoted: true }, end }
    : { part: { kind: 'expandable', text: inside, start: at + 1 }, end };
}

/** The position behind a quoted string that begins at `at`. */
function quoteEnd(text: string, at: number): number {
  const quote = text[at];
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text[index];
    if (quote === '"' && character === '`') index += 1;
    else if (quote === '"' && character === '$' && text[index + 1] === '(') index = closeOf(text, index + 1) - 1;
    else if (character === quote) {
      if (text[index + 1] !== quote) return index + 1;
      index += 1;
    }
  }
  return text.length;
}

/** The position behind the bracket that closes the one at `open`; the text's end where none does. */
export function closeOf(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index += 1) {
    const character = text[index];
    if (character === '`') index += 1;
    else if (character === "'" || character === '"') index = plainQuoteEnd(text, index) - 1;
    else if (character === '(' || character === '{') depth += 1;
    else if (character === ')' || character === '}') {
      depth -= 1;
      if (depth <= 0) return index + 1;
    } else if (character === '#' && /[\s;{(]/.test(text[index - 1] ?? ' ')) {
      const line = text.indexOf('\n', index);
      if (line < 0) return text.length;
      index = line;
    }
  }
  return text.length;
}

/** As {@link quoteEnd}, substitutions taken for text: linear however deep they are. */
function plainQuoteEnd(text: string, at: number): number {
  const quote = text[at];
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text[index];
    if (quote === '"' && character === '`') index += 1;
    else if (character === quote) {
      if (text[index + 1] !== quote) return index + 1;
      index += 1;
    }
  }
  return text.length;
}

/** Behind blanks and lines broken by a backtick. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const character = text[at];
    if (character === ' ' || character === '\t') at += 1;
    else if (character === '`' && /^`\r?\n/.test(text.slice(at, at + 3))) at += text[at + 1] === '\r' ? 3 : 2;
    else return at;
  }
}
