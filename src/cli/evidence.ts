import type { Span } from '../action/kinds.ts';
import { visibleInTerminal } from '../hosts/visible.ts';

/** Columns of a text that are shown around its evidence. */
const width = 96;

/** The line of a text in which a span begins and a line of carets below it; empty where the span marks nothing. */
export function markedLines(text: string, [start, end]: Span): readonly [string, string] | [] {
  if (end <= start || start >= text.length) return [];
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', start);
  const line = text.slice(from, next < 0 ? text.length : next);
  const first = start - from;
  const last = Math.min(end - from, line.length);
  // A long line is shown from a little before its evidence.
  const left = line.length > width ? Math.max(0, Math.min(first - 20, line.length - width)) : 0;
  const right = Math.min(line.length, left + width);
  const before = `${left > 0 ? '… ' : ''}${shown(line.slice(left, first))}`;
  const marked = shown(line.slice(first, Math.min(last, right)));
  const after = `${shown(line.slice(Math.min(last, right), right))}${right < line.length ? ' …' : ''}`;
  const beyond = end - from > line.length ? ' (and the lines below)' : '';
  return [
    `${before}${marked}${after}`,
    `${' '.repeat(before.length)}${'^'.repeat(Math.max(1, marked.length))}${beyond}`,
  ];
}

function shown(text: string): string {
  return visibleInTerminal(text.replaceAll('\t', ' '));
}
