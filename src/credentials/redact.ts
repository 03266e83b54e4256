import type { Span } from '../action/kinds.ts';
import { type FoundCredential, recogniseCredentials } from './recognise.ts';

/** A text whose secrets are replaced, and the way from its old ranges to its new ones. */
export interface RedactedText {
  readonly text: string;
  /** Carries a range of the original text over; a range that cuts into a secret grows to the whole replacement. */
  map(span: Span): Span;
}

/**
 * Replaces the credentials in a text by their kind: `Bearer ‹railway-token›`.
 * `also` are further ranges known to be secret (sorted or not, overlapping allowed).
 */
export function redactText(
  text: string,
  also: readonly { start: number; end: number; kind: string }[] = [],
): RedactedText {
  const found: readonly Pick<FoundCredential, 'start' | 'end' | 'kind'>[] = [
    ...recogniseCredentials(text),
    ...also,
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  if (found.length === 0) return { text, map: (span) => span };
  const pieces: string[] = [];
  const moves: { start: number; end: number; to: number; length: number }[] = [];
  let read = 0;
  let written = 0;
  for (const { start, end, kind } of found) {
    if (start < read || end <= start) continue;
    const plain = text.slice(read, start);
    const replacement = `‹${kind}›`;
    pieces.push(plain, replacement);
    written += plain.length;
    moves.push({ start, end, to: written, length: replacement.length });
    written += replacement.length;
    read = end;
  }
  pieces.push(text.slice(read));
  const carry = (offset: number, edge: 'start' | 'end'): number => {
    let shift = 0;
    for (const move of moves) {
      if (offset <= move.start) break;
      if (offset < move.end) return edge === 'start' ? move.to : move.to + move.length;
      shift = move.to + move.length - move.end;
    }
    return offset + shift;
  };
  return { text: pieces.join(''), map: ([start, end]) => [carry(start, 'start'), carry(end, 'end')] };
}
