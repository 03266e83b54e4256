import type { Word } from '../../action/invocation.ts';
import { type Piece, shown } from './draft.ts';

/** `--request-target PATH`: what is sent in place of the URL's path. */
export function withTarget(url: Word, target: Word): Word {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/i.exec(shown(url))?.[0] ?? '';
  const text = host + shown(target);
  if (url.kind !== 'unknown' && target.kind !== 'unknown') return { kind: 'known', value: text, span: url.span };
  return { kind: 'unknown', text, prefix: url.kind === 'unknown' ? url.prefix : host, span: url.span };
}

/** A body part as it is shown in an address. */
export function pieceText(piece: Piece): string {
  if (piece.kind === 'text') return piece.value;
  return piece.kind === 'unknown' ? piece.text : `@${piece.path}`;
}

/** A URL with what `--url-query` and `-G` put behind it. */
export function withQuery(url: Word, texts: readonly string[], words: readonly Word[], pieces: readonly Piece[]): Word {
  const known =
    url.kind !== 'unknown' &&
    words.every((word) => word.kind !== 'unknown') &&
    pieces.every((piece) => piece.kind === 'text');
  const base = shown(url);
  const text = `${base}${base.includes('?') ? '&' : '?'}${texts.join('&')}`;
  if (known) return { kind: 'known', value: text, span: url.span };
  return { kind: 'unknown', text, prefix: url.kind === 'unknown' ? url.prefix : `${base}?`, span: url.span };
}
