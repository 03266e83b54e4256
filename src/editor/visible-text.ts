import type { Span } from '../action/kinds.ts';
import type { TextPiece } from './panel-messages.ts';

/**
 * Characters that a screen does not show or that reorder what it shows: control characters, bidirectional marks,
 * zero-width and other format characters (Unicode Cc, Cf, Zl, Zp) and the blank Hangul fillers.
 * Trojan Source (CVE-2021-42574) hides code from a reader with them.
 */
const hidden = /[^\P{Cc}\n\t]|[\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu;

/** The text with every hidden character written out, so that nothing in it can deceive the person who reads it. */
export function visibleText(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** As {@link visibleText}, on one line and at most `limit` characters long. */
export function visibleLine(text: string, limit = 300): string {
  const line = visibleText(text).replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** Cuts a text at its marks. Marks may overlap, touch, come in any order or reach over the end. */
export function markedPieces(text: string, marks: readonly Span[]): TextPiece[] {
  const spans = marks
    .map(([start, end]): [number, number] => [Math.max(0, start), Math.min(text.length, end)])
    .filter(([start, end]) => end > start)
    .sort((a, b) => a[0] - b[0]);
  const pieces: TextPiece[] = [];
  const add = (start: number, end: number, marked: boolean) => {
    if (end <= start) return;
    const last = pieces.at(-1);
    const part = visibleText(text.slice(start, end));
    if (last?.marked === marked) pieces[pieces.length - 1] = { text: last.text + part, marked };
    else pieces.push({ text: part, marked });
  };
  let at = 0;
  for (const [start, end] of spans) {
    add(at, start, false);
    add(Math.max(at, start), end, true);
    at = Math.max(at, end);
  }
  add(at, text.length, false);
  return pieces;
}
