import type { Span } from '../action/kinds.ts';
import { visibleText } from '../hosts/visible.ts';
import type { TextPiece } from './panel-messages.ts';

export { visibleText } from '../hosts/visible.ts';

/** As {@link visibleText}, on one line and at most `limit` characters long. */
export function visibleLine(text: string, limit = 300): string {
  const line = visibleText(text).replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/**
 * A text from outside as a notification may show it. The editor turns `[text](command:…)` in notifications into a
 * link that runs a command; here it stays text.
 */
export function noticeText(text: string, limit = 600): string {
  return visibleLine(text, limit).replaceAll('](', '] (');
}

/** A text from outside as a line of a list may show it: the editor would draw `$(name)` in it as an icon. */
export function itemText(text: string, limit = 300): string {
  return visibleLine(text, limit).replaceAll('$(', '$ (');
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
