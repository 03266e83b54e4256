import type { Invocation, Word } from '../../action/invocation.ts';
import { leadingText, tailOf } from '../options.ts';
import { filePiece, type Piece, pieceOf, shown } from './draft.ts';

/** `--data-urlencode`: `content`, `=content`, `name=content`, `@file`, `name@file`. */
export function urlEncoded(invocation: Invocation, word: Word): Piece {
  const text = shown(word);
  const at = text.search(/[=@]/);
  if (word.kind === 'unknown') return { kind: 'unknown', why: `${word.text.slice(0, 60)} is not known`, text };
  if (at < 0) return { kind: 'text', value: encode(text) };
  const name = at === 0 ? '' : `${text.slice(0, at)}=`;
  if (text.charAt(at) === '=') return { kind: 'text', value: name + encode(text.slice(at + 1)) };
  const file = filePiece(invocation, tailOf(word, at + 1));
  if (file.kind === 'text') return { kind: 'text', value: name + encode(file.value) };
  return file.kind === 'file' ? { kind: 'unknown', why: `${file.path} is sent`, text: name } : file;
}

/** Form encoding that never throws on half a surrogate pair. */
function encode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}

/** `-F name=value`, `name=@file`, `name=<file`. */
export function formPiece(invocation: Invocation, word: Word, isLiteral: boolean): Piece {
  const text = leadingText(word);
  const equals = text.indexOf('=');
  if (!isLiteral && equals >= 0 && /[@<]/.test(text.charAt(equals + 1))) {
    const path = tailOf(word, equals + 2);
    const bare: Word = path.kind === 'known' ? { ...path, value: path.value.split(';')[0] ?? path.value } : path;
    const file = filePiece(invocation, bare);
    return file.kind === 'text' ? { kind: 'text', value: text.slice(0, equals + 1) + file.value } : file;
  }
  return pieceOf(word);
}

/** `{{name}}` in an `--expand-…` option stands for a `--variable` that is not followed. */
export function expanded(word: Word): Word {
  const text = shown(word);
  const at = text.indexOf('{{');
  return at < 0 ? word : { kind: 'unknown', text, prefix: text.slice(0, at), span: word.span };
}
