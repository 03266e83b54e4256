import { posix } from 'node:path';
import type { HttpRequest, Invocation, RequestBody, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';

/** A request while its client's arguments are read. */
export interface Draft {
  method: string | null;
  readonly headers: Record<string, string | null>;
  readonly body: Piece[];
  bodySpan: Span | undefined;
  /** A local socket instead of the URL's host. */
  socket?: string;
}

/** A part of a body: text, a file, or what is not known with what can be shown of it. */
export type Piece =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unknown'; readonly why: string; readonly text: string };

/** An empty draft. */
export function newDraft(): Draft {
  return { method: null, headers: {}, body: [], bodySpan: undefined };
}

/** A word's text as far as it can be shown: exact where known, unresolved expansions as written. */
export function shown(word: Word): string {
  return word.kind === 'unknown' ? word.text : word.value;
}

/** A word's exact value, or null. */
export function exact(word: Word): string | null {
  return word.kind === 'unknown' ? null : word.value;
}

/** A word as a body part. */
export function pieceOf(word: Word): Piece {
  if (word.kind !== 'unknown') return { kind: 'text', value: word.value };
  return { kind: 'unknown', why: `${word.text.slice(0, 60)} is not known`, text: word.text };
}

/** The content of a file a client sends: as this text wrote it, or by its path; `-` is standard input. */
export function filePiece(invocation: Invocation, word: Word): Piece {
  if (word.kind !== 'known') return { kind: 'unknown', why: `the file ${shown(word)} is not known`, text: '' };
  if (word.value === '-') return inputPiece(invocation);
  const path = absolute(invocation, word.value);
  if (path === null) return { kind: 'unknown', why: `the directory of ${word.value} is not known`, text: '' };
  const written = invocation.written?.get(path);
  if (written === null) return { kind: 'unknown', why: `${word.value} is written by the same command`, text: '' };
  return written === undefined ? { kind: 'file', path } : { kind: 'text', value: written };
}

/** What stands on a client's standard input, as a body part. */
export function inputPiece(invocation: Invocation): Piece {
  const { stdin } = invocation;
  if (stdin.kind === 'text') return { kind: 'text', value: stdin.value };
  if (stdin.kind === 'file') return filePiece(invocation, stdin.path);
  return {
    kind: 'unknown',
    why: 'it comes from standard input',
    text: stdin.kind === 'unknown' ? (stdin.text ?? '') : '',
  };
}

function absolute(invocation: Invocation, path: string): string | null {
  if (posix.isAbsolute(path)) return posix.normalize(path);
  return invocation.cwd === null ? null : posix.join(invocation.cwd, path);
}

/** Body parts as one body, joined the way the client joins them. */
export function bodyOf(pieces: readonly Piece[], separator: string): RequestBody {
  const [first] = pieces;
  if (!first) return { kind: 'none' };
  if (pieces.length === 1) return first;
  if (pieces.every((piece) => piece.kind === 'text')) {
    return { kind: 'text', value: pieces.map((piece) => piece.value).join(separator) };
  }
  const text = pieces.map((piece) =>
    piece.kind === 'text' ? piece.value : piece.kind === 'unknown' ? piece.text : `@${piece.path}`,
  );
  const why = pieces.find((piece) => piece.kind === 'unknown')?.why ?? 'it is put together from files';
  return { kind: 'unknown', why, text: text.join(separator) };
}

/** Notes a header line `Name: value`; a value that is not known is null. */
export function addHeader(draft: Draft, word: Word): void {
  const text = shown(word);
  const colon = text.search(/[:;]/);
  if (colon <= 0) return;
  const name = text.slice(0, colon).trim().toLowerCase();
  const known = word.kind !== 'unknown';
  if (!known && word.prefix.length <= colon) draft.headers[name] = null;
  else draft.headers[name] = known ? text.slice(colon + 1).trim() : null;
}

/** The finished request of a draft for one URL. */
export function requestFor(
  invocation: Invocation,
  draft: Draft,
  method: string,
  url: Word,
  body: RequestBody,
): HttpRequest {
  const address = urlOf(url);
  return {
    method: method.toUpperCase(),
    ...address,
    headers: { ...draft.headers },
    body,
    span: invocation.span,
    ...(draft.bodySpan ? { bodySpan: draft.bodySpan } : {}),
    ...(draft.socket === undefined ? {} : { socket: draft.socket }),
  };
}

/** A URL argument as a request carries it: whole, or what is certain of it. */
function urlOf(word: Word): Pick<HttpRequest, 'url' | 'partialUrl'> {
  if (word.kind !== 'unknown') return { url: withScheme(word.value) };
  const prefix = word.prefix === '' ? '' : withScheme(word.prefix);
  return { url: null, partialUrl: { prefix, text: word.text } };
}

/** A URL as a client reads it: `http://` where no scheme stands. */
function withScheme(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`;
}
