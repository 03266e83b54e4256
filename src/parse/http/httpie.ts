import { Buffer } from 'node:buffer';
import type { HttpRequest, Invocation, RequestBody, Word } from '../../action/invocation.ts';
import { defineOptions, leadingText, readOptions, tailOf } from '../options.ts';
import { addHeader, bodyOf, exact, filePiece, inputPiece, newDraft, type Piece, requestFor, shown } from './draft.ts';

const spec = defineOptions({
  valued: [
    '--raw',
    '-a --auth',
    '-A --auth-type',
    '--bearer',
    '-p --print',
    '-P --history-print',
    '-s --style',
    '-o --output',
    '--session',
    '--session-read-only',
    '--timeout',
    '--proxy',
    '--verify',
    '--cert',
    '--cert-key',
    '--ssl',
    '--ciphers',
    '--max-redirects',
    '--max-headers',
    '--boundary',
    '--default-scheme',
    '--pretty',
    '--format-options',
    '--response-charset',
    '--response-mime',
    '--interface',
    '--http-version',
    '--resolve',
    '--path-as-is',
  ],
  flags: [
    '-j --json',
    '-f --form',
    '--multipart',
    '-v --verbose',
    '-h --headers',
    '-b --body',
    '-d --download',
    '-c --continue',
    '-F --follow',
    '-I --ignore-stdin',
    '-S --stream',
    '--offline',
    '--check-status',
    '-q --quiet',
    '--all',
    '--debug',
    '-m --meta',
    '-x --compress',
    '--https',
    '--curl',
  ],
});
const item = /^((?:\\.|[^:=@;])+?)(:=@|:=|==|=@|=|:|@|;)/;

/** The request of an HTTPie (`http`, `https`) or `xh` call: `[METHOD] URL [ITEM …]`. */
export function httpieRequests(invocation: Invocation): HttpRequest[] {
  const options = readOptions(invocation.args, spec);
  if (options.has('--offline')) return [];
  const operands = [...options.operands];
  const first = operands[0];
  const named =
    first && first.kind !== 'unknown' && /^[A-Za-z]+$/.test(first.value) && operands.length > 1 && !isItem(operands[1]);
  const method = named ? exact(first) : null;
  if (named) operands.shift();
  const [url, ...items] = operands;
  if (!url) return [];
  const draft = newDraft();
  const fields: Piece[] = [];
  const query: Word[] = [];
  const object: Record<string, unknown> = {};
  let whole = true;
  for (const word of items) {
    const match = item.exec(leadingText(word));
    const [written = '', name = '', separator = ''] = match ?? [];
    const value = tailOf(word, written.length);
    if (separator === ':' || separator === ';') addHeader(draft, word);
    else if (separator === '==') query.push(word);
    else if (separator.endsWith('@')) fields.push(filePiece(invocation, value));
    else {
      const piece = jsonField(name, separator, value, object);
      whole &&= piece.kind === 'text';
      fields.push(piece);
    }
  }
  const body = requestBody(
    invocation,
    options.value('--raw'),
    fields,
    whole,
    object,
    options.has('--form', '--multipart'),
  );
  const bearer = options.value('--bearer');
  if (bearer) draft.headers.authorization = bearer.kind === 'unknown' ? null : `Bearer ${bearer.value}`;
  const auth = options.value('--auth');
  if (auth)
    draft.headers.authorization =
      auth.kind === 'unknown' ? null : `Basic ${Buffer.from(auth.value).toString('base64')}`;
  if (body.kind !== 'none')
    draft.headers['content-type'] ??= options.has('--form') ? 'application/x-www-form-urlencoded' : 'application/json';
  return [
    requestFor(
      invocation,
      draft,
      method ?? (body.kind === 'none' ? 'GET' : 'POST'),
      withLocalHost(withItems(url, query)),
      body,
    ),
  ];
}

function isItem(word: Word | undefined): boolean {
  return word !== undefined && !/^[a-z]+:\/\//i.test(leadingText(word)) && /^[\w-]+(:=|==|=)/.test(leadingText(word));
}

function jsonField(name: string, separator: string, value: Word, object: Record<string, unknown>): Piece {
  const text = `${name}=${shown(value)}`;
  if (value.kind === 'unknown' || name === '')
    return { kind: 'unknown', why: `${text.slice(0, 60)} is not known`, text };
  try {
    object[name] = separator === ':=' ? JSON.parse(value.value) : value.value;
  } catch {
    return { kind: 'unknown', why: `${text.slice(0, 60)} is not JSON`, text };
  }
  return { kind: 'text', value: text };
}

function requestBody(
  invocation: Invocation,
  raw: Word | undefined,
  fields: readonly Piece[],
  whole: boolean,
  object: Record<string, unknown>,
  isForm: boolean,
): RequestBody {
  if (raw)
    return bodyOf(
      [
        raw.kind === 'unknown'
          ? { kind: 'unknown', why: 'the raw body is not known', text: raw.text }
          : { kind: 'text', value: raw.value },
      ],
      '',
    );
  if (fields.length > 0) {
    if (whole && !isForm && fields.every((field) => field.kind === 'text'))
      return { kind: 'text', value: JSON.stringify(object) };
    return bodyOf(fields, '&');
  }
  return invocation.stdin.kind === 'inherited' || invocation.stdin.kind === 'none'
    ? { kind: 'none' }
    : bodyOf([inputPiece(invocation)], '');
}

function withItems(url: Word, query: readonly Word[]): Word {
  if (query.length === 0) return url;
  const text = `${shown(url)}?${query.map((word) => shown(word).replace('==', '=')).join('&')}`;
  if (url.kind !== 'unknown' && query.every((word) => word.kind !== 'unknown'))
    return { kind: 'known', value: text, span: url.span };
  return { kind: 'unknown', text, prefix: leadingText(url), span: url.span };
}

/** `:3000/x` is this machine. */
function withLocalHost(url: Word): Word {
  if (url.kind === 'unknown') return url.prefix.startsWith(':') ? { ...url, prefix: `localhost${url.prefix}` } : url;
  return url.value.startsWith(':') ? { ...url, value: `localhost${url.value === ':' ? '' : url.value}` } : url;
}
