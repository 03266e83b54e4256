import { parse, type Word } from 'unbash';
import { maximumBraces, maximumBraceText } from '../limits.ts';

/**
 * All words a word with braces becomes, as nodes of their own (`/{etc,home}/x`, `{1..3}`), in the shell's order.
 * Null where there are too many. The nodes' positions do not belong to the action's text.
 */
export function expandBraces(source: string): Word[] | null {
  if (source.length > maximumBraceText) return null;
  const texts = alternativesOf(source);
  if (texts === null) return null;
  const words: Word[] = [];
  for (const text of texts) {
    if (text === '') continue;
    const statement = parse(`: ${text}`).commands[0]?.command;
    const word = statement?.type === 'Command' ? statement.args[0] : undefined;
    // An assignment cannot stand behind `:`; anything but one plain word means the braces were misread.
    if (word?.type !== 'Word' || statement?.type !== 'Command' || statement.args.length !== 1) return null;
    words.push(word);
  }
  return words;
}

/** The source texts a source text's braces stand for; one that has none is itself. */
function alternativesOf(source: string): string[] | null {
  const brace = firstBrace(source);
  if (!brace) return [source];
  const before = source.slice(0, brace.start);
  const tails = alternativesOf(source.slice(brace.end + 1));
  if (tails === null) return null;
  const words: string[] = [];
  for (const choice of brace.choices) {
    const heads = alternativesOf(choice);
    if (heads === null) return null;
    for (const head of heads) {
      for (const tail of tails) {
        if (words.length >= maximumBraces) return null;
        words.push(before + head + tail);
      }
    }
  }
  return words;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly choices: readonly string[];
}

/** The first `{a,b}` or `{1..3}` outside quotes and expansions. */
function firstBrace(source: string): Brace | null {
  for (let index = 0; index < source.length; index++) {
    index = skipQuoted(source, index);
    if (source[index] !== '{') continue;
    const brace = readBrace(source, index);
    if (brace) return brace;
  }
  return null;
}

function readBrace(source: string, start: number): Brace | null {
  const commas: number[] = [];
  let depth = 0;
  for (let index = start; index < source.length; index++) {
    const next = skipQuoted(source, index);
    if (next !== index) {
      index = next - 1;
      continue;
    }
    const character = source[index];
    if (character === '{') depth++;
    else if (character === ',' && depth === 1) commas.push(index);
    else if (character === '}' && --depth === 0) {
      if (commas.length > 0) return { start, end: index, choices: between(source, start, index, commas) };
      const choices = sequence(source.slice(start + 1, index));
      return choices && { start, end: index, choices };
    }
  }
  return null;
}

function between(source: string, start: number, end: number, commas: readonly number[]): string[] {
  const edges = [start, ...commas, end];
  return edges.slice(1).map((edge, index) => source.slice((edges[index] ?? start) + 1, edge));
}

/** `1..5`, `01..10..2`, `a..f`. */
function sequence(text: string): string[] | null {
  const match = /^(-?\d{1,9}|[a-zA-Z])\.\.(-?\d{1,9}|[a-zA-Z])(?:\.\.(-?\d{1,9}))?$/.exec(text);
  const [, first, last, stepText] = match ?? [];
  if (first === undefined || last === undefined) return null;
  const letters = !/\d/.test(first) && !/\d/.test(last);
  if (!letters && (!/\d/.test(first) || !/\d/.test(last))) return null;
  const from = letters ? first.charCodeAt(0) : Number(first);
  const to = letters ? last.charCodeAt(0) : Number(last);
  const step = Math.max(1, Math.abs(Number(stepText ?? 1)));
  // One more than allowed: the caller counts and gives up.
  const count = Math.min(Math.floor(Math.abs(to - from) / step) + 1, maximumBraces + 1);
  const width = /^-?0\d/.test(first) || /^-?0\d/.test(last) ? Math.max(first.length, last.length) : 0;
  const direction = to < from ? -step : step;
  return Array.from({ length: count }, (_, index) => {
    const value = from + index * direction;
    return letters ? String.fromCharCode(value) : String(value).padStart(width, '0');
  });
}

/** The index behind a quotation, escape or expansion that begins at `index`; `index` itself where none does. */
function skipQuoted(source: string, index: number): number {
  const character = source[index];
  if (character === '\\') return index + 2;
  if (character === "'") return behind(source, source.indexOf("'", index + 1));
  if (character === '"') {
    for (let at = index + 1; at < source.length; at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === '"') return at + 1;
    }
    return source.length;
  }
  if (character === '`') return behind(source, source.indexOf('`', index + 1));
  if (character === '$' && (source[index + 1] === '{' || source[index + 1] === '(')) {
    const open = source[index + 1];
    const close = open === '{' ? '}' : ')';
    let depth = 0;
    for (let at = index + 1; at < source.length; at++) {
      if (source[at] === '\\') at++;
      else if (source[at] === open) depth++;
      else if (source[at] === close && --depth === 0) return at + 1;
    }
    return source.length;
  }
  return index;
}

function behind(source: string, at: number): number {
  return at < 0 ? source.length : at + 1;
}
