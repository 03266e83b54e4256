import type { Inquiry } from '../../action/facts.ts';
import type { HttpRequest, Invocation, RequestBody, TextSource, Word, Wrapper } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import type { Holes } from '../shell/value.ts';
import { parseShell } from '../shell.ts';
import { gappedWord } from '../shell-word.ts';
import type { CodeDeed } from './deeds.ts';
import { asJson, asText, type Value } from './values.ts';

/** Where a deed stands and by whose hand it is done. */
export interface Given {
  readonly holes: Holes;
  readonly invocation: Invocation;
  readonly inquiry: Inquiry;
  readonly span: Span;
  readonly source?: TextSource;
}

const gapName = 'HOLDPOINT_GAP_';
const gaps = /[\uE000-\uF8FF]/g;

/** The calls that a program started with separate words comes to, wrappers taken off. */
export function programOf(deed: Extract<CodeDeed, { kind: 'program' }>, given: Given): Invocation[] {
  const environment: Record<string, Word> = {};
  const text = deed.words.map((word) => wordText(word, given, environment)).join(' ');
  const found = shellText(text, environment, given, deed.away);
  const { input } = deed;
  if (input?.kind !== 'text' || given.holes.within(input.text)) return found;
  return found.map((one) =>
    one.stdin.kind === 'inherited' ? { ...one, stdin: { kind: 'text', value: input.text, span: given.span } } : one,
  );
}

/** The calls that a text given to a shell comes to. */
export function shellOf(deed: Extract<CodeDeed, { kind: 'shell' }>, given: Given): Invocation[] {
  const text = asText(deed.text, given.holes);
  if (text === null) return [];
  const environment: Record<string, Word> = {};
  return shellText(withGaps(text, given, environment), environment, given, deed.away);
}

function wordText(value: Value, given: Given, environment: Record<string, Word>): string {
  const text = asText(value, given.holes);
  if (text === null) return `"${gap(environment, '{…}', given.span)}"`;
  if (value.kind === 'glob' && !given.holes.within(text)) return text.replace(/[^\w@%+=:,./*?[\]~-]/g, '\\$&');
  if (!given.holes.within(text)) return homeOf(text, gappedWord(text));
  const parts = text.split(/([\uE000-\uF8FF])/).map((part) => {
    const [hole] = part.length === 1 ? given.holes.of(part) : [];
    if (hole) return gap(environment, hole.source, given.span);
    return part.replace(/["$`\\]/g, '\\$&');
  });
  const whole = parts.join('');
  return whole.startsWith('~/') ? `~/"${whole.slice(2)}"` : `"${whole}"`;
}

/** `~` stands for the home directory in what was worked out here (`os.path.expanduser`). */
function homeOf(text: string, quotedText: string): string {
  if (text === '~') return '~';
  return text.startsWith('~/') ? `~/${gappedWord(text.slice(2))}` : quotedText;
}

function gap(environment: Record<string, Word>, source: string, span: Span): string {
  const name = `${gapName}${Object.keys(environment).length}`;
  environment[name] = { kind: 'unknown', text: source, prefix: '', span };
  return `\${${name}}`;
}

/** A shell text whose gaps became variables, whatever quotes they stand in. */
function withGaps(text: string, given: Given, environment: Record<string, Word>): string {
  if (!given.holes.within(text)) return text;
  let quote = '';
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const [hole] = given.holes.of(character);
    if (hole) {
      const name = gap(environment, hole.source, given.span);
      out += quote === "'" ? `'"${name}"'` : name;
      continue;
    }
    if (character === '\\' && quote !== "'") {
      out += character + (text[at + 1] ?? '');
      at += 1;
      continue;
    }
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    out += character;
  }
  return out;
}

function shellText(text: string, environment: Record<string, Word>, given: Given, away?: string): Invocation[] {
  const { invocation, inquiry } = given;
  const { invocations } = parseShell(text, { dialect: 'bash', cwd: invocation.cwd, inquiry, environment });
  const own: Wrapper = { program: invocation.program ?? '?', place: 'here', privileged: false };
  const remote: Wrapper[] = away ? [{ program: away, place: 'remote', privileged: false }] : [];
  return invocations.map((inner) => moved(inner, [...invocation.wrappers, own, ...remote, ...inner.wrappers], given));
}

/** A call as it stands in the action: its text is the code that makes it. */
function moved(inner: Invocation, wrappers: readonly Wrapper[], given: Given): Invocation {
  const { span } = given;
  const at = (word: Word): Word => ({ ...word, span });
  const environment = Object.fromEntries(
    Object.entries({ ...given.invocation.environment, ...inner.environment })
      .filter(([name]) => !name.startsWith(gapName))
      .map(([name, word]) => [name, at(word)]),
  );
  const source = inner.source ?? given.source;
  const { stdin } = inner;
  return {
    ...inner,
    name: at(inner.name),
    args: inner.args.map(at),
    environment,
    redirections: inner.redirections.map((one) => ({ ...one, target: at(one.target) })),
    stdin:
      stdin.kind === 'text' ? { ...stdin, span } : stdin.kind === 'file' ? { ...stdin, path: at(stdin.path) } : stdin,
    wrappers,
    span,
    ...(source ? { source } : {}),
    ...(inner.written || given.invocation.written
      ? { written: inner.written ?? given.invocation.written ?? new Map() }
      : {}),
  };
}

/** The requests of a call: one for each method it may be. */
export function requestOf(deed: Extract<CodeDeed, { kind: 'request' }>, given: Given): HttpRequest[] {
  const { holes, span } = given;
  const methods = (deed.method.kind === 'either' ? deed.method.options : [deed.method]).map((method) => {
    const text = asText(method, holes) ?? '?';
    return holes.within(text) ? '?' : text.toUpperCase();
  });
  const headers: Record<string, string | null> = {};
  if (deed.headers?.kind === 'table') {
    for (const [name, value] of deed.headers.entries) {
      const text = asText(value, holes);
      headers[name.toLowerCase()] = text === null || holes.within(text) ? null : text;
    }
  }
  const body = bodyOf(deed, holes);
  const sent = givenIn(deed, holes);
  const logsIn = deed.headers?.kind === 'table' ? readIn([...deed.headers.entries.values()], holes) : [];
  return [...new Set(methods)].map((method) => ({
    method,
    ...urlOf(deed, holes),
    headers,
    body,
    span,
    ...(sent.length > 0 ? { given: sent } : {}),
    ...(logsIn.length > 0 ? { read: logsIn } : {}),
  }));
}

/** The files that headers were read in. */
function readIn(values: readonly Value[], holes: Holes): string[] {
  const texts = values.map((value) => asText(value, holes) ?? '');
  return [...new Set(texts.flatMap((text) => holes.of(text).flatMap(({ read = [] }) => read)))].slice(0, 8);
}

/** The files whose content goes out in a request's address or body. */
function givenIn({ url, body }: Extract<CodeDeed, { kind: 'request' }>, holes: Holes): string[] {
  const texts = [addressOf(url, holes), body?.kind === 'text' ? body.text : body ? asJson(body, holes) : null];
  const named = texts.flatMap((text) => (text === null ? [] : holes.of(text).flatMap(({ made = [] }) => made)));
  return [...new Set(named)].slice(0, 16);
}

function urlOf(deed: Extract<CodeDeed, { kind: 'request' }>, holes: Holes): Pick<HttpRequest, 'url' | 'partialUrl'> {
  const own = addressOf(deed.url, holes);
  const base = deed.base ? addressOf(deed.base, holes) : null;
  const text =
    own !== null && base !== null && !/^[a-z][a-z0-9+.-]*:/i.test(holes.show(own))
      ? `${base.replace(/\/$/, '')}/${own.replace(/^\//, '')}`
      : own;
  if (text === null) return { url: null };
  if (!holes.within(text)) return { url: text };
  return { url: null, partialUrl: { prefix: holes.prefix(text), text: holes.show(text) } };
}

/** An address as text; `URI('…')`, `URI.parse('…')`, `httpx.URL('…')` are what they were made with. */
function addressOf(value: Value | undefined, holes: Holes): string | null {
  if (value?.kind === 'thing' && value.made && /\b(?:URI|parse|URL|Uri)\(\)/.test(value.path))
    return addressOf(value.made.all[0], holes);
  return asText(value, holes);
}

function bodyOf(deed: Extract<CodeDeed, { kind: 'request' }>, holes: Holes): RequestBody {
  const { body } = deed;
  if (!body || body.kind === 'function') return { kind: 'none' };
  if (body.kind === 'plain') return { kind: 'none' };
  const text = body.kind === 'text' ? body.text : asJson(body, holes);
  if (text === null || body.kind === 'thing' || body.kind === 'either')
    return {
      kind: 'unknown',
      why: 'it is worked out while the code runs',
      ...(text === null ? {} : { text: holes.show(text) }),
    };
  if (!holes.within(text)) return { kind: 'text', value: text };
  // A value that is not known does not change what a document does; a name or a whole document that is not known may.
  if (isOpenDocument(text))
    return { kind: 'unknown', why: 'part of it is worked out while the code runs', text: holes.show(text) };
  return { kind: 'text', value: text.replace(gaps, 'unresolved') };
}

/** A document that is a gap, or has one where the name of a field stands. */
function isOpenDocument(text: string): boolean {
  return (
    /"?(?:query|mutation)"?\s*:\s*(?:"\s*)?[\uE000-\uF8FF]/.test(text) ||
    /[{}\s](?:\\n)?[\uE000-\uF8FF]\s*[({]/.test(text) ||
    /^[\uE000-\uF8FF]+$/.test(text.trim())
  );
}
