import { SettingsProblem } from './settings-text.ts';

/** One `key = value` of a TOML text. */
export interface TomlEntry {
  /** Table and key, part by part. */
  readonly key: readonly string[];
  /** A string, number or boolean; any other value as it is written. */
  readonly value: unknown;
  /** Range of its lines in the text, with the last line end. */
  readonly start: number;
  readonly end: number;
}

/**
 * The entries of a TOML text, as far as settings go: tables, dotted and quoted keys, inline tables of one level. Values
 * over several lines count as one entry. A line that cannot be read is left out. Never throws.
 */
export function readToml(text: string): TomlEntry[] {
  const entries: TomlEntry[] = [];
  let table: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const end = endOfEntry(text, at);
    const line = text.slice(at, end);
    const header = /^\s*\[\[?\s*(.*?)\s*\]\]?\s*(?:#.*)?$/.exec(line.trimEnd());
    if (header && !/^[^"'=]*=/.test(line)) table = keyParts(header[1] ?? '');
    else entries.push(...entryOf(line, table, { start: at, end }));
    at = end;
  }
  return entries;
}

/**
 * The text without one entry; unchanged where it is not there. Throws {@link SettingsProblem} where it shares an inline
 * table with others.
 */
export function withoutTomlEntry(text: string, key: readonly string[]): string {
  const entries = readToml(text);
  const found = entries.find((entry) => entry.key.join('\0') === key.join('\0'));
  if (!found) return text;
  if (entries.filter(({ start }) => start === found.start).length > 1) {
    throw new SettingsProblem(`"${key.join('.')}" stands on one line with other settings. Take it out by hand.`);
  }
  return text.slice(0, found.start) + text.slice(found.end);
}

/** Offset behind the line that begins at `start`, or behind the value it opens over several lines. */
function endOfEntry(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const three = text.slice(at, at + 3);
    const character = text[at];
    if (three === '"""' || three === "'''") {
      const close = text.indexOf(three, at + 3);
      at = close < 0 ? text.length : close + 3;
      continue;
    }
    if (character === '"' || character === "'") {
      at = endOfString(text, at, character);
      continue;
    }
    if (character === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (character === '[' || character === '{') depth += 1;
    if (character === ']' || character === '}') depth = Math.max(0, depth - 1);
    at += 1;
    if (character === '\n' && depth === 0) return at;
  }
  return text.length;
}

/** Strings of one line end with it. */
function endOfString(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && quote === '"') at += 1;
    else if (text[at] === '\n') return at;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

function entryOf(line: string, table: readonly string[], where: { start: number; end: number }): TomlEntry[] {
  const match = /^\s*((?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^"'=#\n])+?)\s*=\s*([\s\S]+?)\s*$/.exec(line);
  if (!match) return [];
  const key = [...table, ...keyParts(match[1] ?? '')];
  const written = match[2] ?? '';
  if (!written.startsWith('{')) return [{ key, value: scalar(written), ...where }];
  const inner = written.slice(1, written.lastIndexOf('}'));
  const parts: readonly string[] = inner.match(/(?:[^,"']|"(?:[^"\\]|\\.)*"|'[^']*')+/g) ?? [];
  return parts.flatMap((part) => entryOf(part, key, where)).map((entry) => ({ ...entry, ...where }));
}

function keyParts(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+)/g)].map(
    ([, double, single, bare]) => double?.replace(/\\(["\\])/g, '$1') ?? single ?? bare ?? '',
  );
}

function scalar(written: string): unknown {
  const bare = written.replace(/\s*#[^"'\n]*$/, '');
  if (bare === 'true' || bare === 'false') return bare === 'true';
  if (/^[-+]?\d+(?:\.\d+)?$/.test(bare)) return Number(bare);
  const text = /^"((?:[^"\\]|\\.)*)"$|^'([^']*)'$/.exec(bare);
  return text ? (text[1]?.replace(/\\(["\\])/g, '$1') ?? text[2]) : bare;
}
