import type { Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import type { Holes } from '../shell/value.ts';
import type { Unit } from './library.ts';
import type { FunctionNode } from './tree.ts';

/**
 * What an expression stands for, as far as the text tells. In a text every part that is not known is one private-use
 * character, kept in the reading's {@link Holes}.
 */
export type Value =
  /** `type`: the class whose methods it has, where it is more than a string (`pathlib.Path()`); `decoded`. */
  | { readonly kind: 'text'; readonly text: string; readonly type?: string }
  /** The paths that a pattern matches. */
  | { readonly kind: 'glob'; readonly text: string }
  /** A number, a truth value, nothing. */
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'list'; readonly items: Value[]; readonly open: boolean }
  | { readonly kind: 'table'; readonly entries: Map<string, Value>; open: boolean }
  /** A module, class, function or object of a library by its dotted name; a call adds `()`: `boto3.client().delete`. */
  | {
      readonly kind: 'thing';
      readonly path: string;
      /** What it was made with: the arguments of the last call in its name. */
      readonly made?: Arguments;
      /** What it is a part of. */
      readonly owner?: Value;
      readonly source: string;
    }
  | { readonly kind: 'function'; readonly node: FunctionNode; readonly scope: Scope; readonly unit: Unit }
  | { readonly kind: 'either'; readonly options: readonly Value[] };

/** The names of one function or of the whole text, and of what surrounds it. */
export class Scope {
  names = new Map<string, Value>();
  readonly #outer: Scope | null;

  constructor(outer: Scope | null) {
    this.#outer = outer;
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.#outer?.get(name);
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }
}

/** The arguments of one call, worked out. */
export interface Arguments {
  readonly all: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
}

/** No arguments. */
export const noArguments: Arguments = { all: [], named: new Map() };

/** A known text. */
export function textOf(text: string): Value {
  return { kind: 'text', text };
}

/** A value as text; what is no text is a gap that shows its source. */
export function asText(value: Value | undefined, holes: Holes): string | null {
  switch (value?.kind) {
    case 'text':
    case 'plain':
    case 'glob':
      return value.text;
    case 'thing':
      return holes.add({
        source: `{${value.source.slice(0, 60)}}`,
        made: namesWithin(value),
        read: namesWithin(value, true),
      });
    case 'either': {
      const texts = new Set(value.options.map((option) => asText(option, holes)));
      const [only] = texts;
      return texts.size === 1 && only !== undefined ? only : holes.add({ source: '{…}' });
    }
    default:
      return null;
  }
}

/** Members of what was read out of a document: one entry, and not the whole. */
const oneEntry = /(?:load|parse|yaml|dotenv|values|config|read_json)\w*\(\)(?:\.\w*|\[)/i;
const sameText = /(?:load|parse)\w*\(\)\.(?:strip|trim|chomp|encode|decode|toString|to_s|read|join)\w*(?:\(\))?$/i;

/** The names of files on the way to a thing: what it was made with, what it is a part of. `entries`: of a part as well. */
function namesWithin(value: Value | undefined, entries = false, depth = 0): string[] {
  if (!value || depth > 8) return [];
  switch (value.kind) {
    case 'text':
    case 'glob':
      return depth > 0 && value.text.length < 300 && /[./~]/.test(value.text) && !value.text.includes('://')
        ? [value.text]
        : [];
    case 'thing':
      if (!entries && oneEntry.test(value.path) && !sameText.test(value.path)) return [];
      return [
        ...(value.made ? [...value.made.all, ...value.made.named.values()] : []),
        ...(value.owner ? [value.owner] : []),
      ]
        .flatMap((one) => namesWithin(one, entries, depth + 1))
        .slice(0, 8);
    case 'list':
      return value.items.slice(0, 8).flatMap((one) => namesWithin(one, entries, depth + 1));
    case 'table':
      return [...value.entries.values()].slice(0, 16).flatMap((one) => namesWithin(one, entries, depth + 1));
    case 'either':
      return value.options.flatMap((one) => namesWithin(one, entries, depth + 1));
    default:
      return [];
  }
}

/** A value as an argument of a program. */
export function asWord(value: Value | undefined, holes: Holes, span: Span): Word {
  if (value?.kind === 'glob' && !holes.within(value.text)) return { kind: 'pattern', value: value.text, span };
  const text = asText(value, holes) ?? holes.add({ source: '{…}' });
  if (!holes.within(text)) return { kind: 'known', value: text, span };
  return { kind: 'unknown', text: holes.show(text), prefix: holes.prefix(text), span };
}

/** A value as JSON; what is not known is a string that shows its source. Null where it is no plain data. */
export function asJson(value: Value | undefined, holes: Holes, depth = 0): string | null {
  if (!value || depth > 20) return null;
  switch (value.kind) {
    case 'text':
      return JSON.stringify(value.text);
    case 'plain':
      return /^(?:true|false|null|-?\d+(?:\.\d+)?)$/i.test(value.text) ? value.text.toLowerCase() : 'null';
    case 'list': {
      const items = value.items.map((item) => asJson(item, holes, depth + 1));
      return items.includes(null) ? null : `[${items.join(',')}]`;
    }
    case 'table': {
      const entries = [...value.entries].map(([key, item]) => {
        const json = asJson(item, holes, depth + 1);
        return json === null ? null : `${JSON.stringify(key)}:${json}`;
      });
      return entries.includes(null) ? null : `{${entries.join(',')}}`;
    }
    case 'glob':
    case 'thing':
    case 'either':
      return JSON.stringify(asText(value, holes) ?? '');
    case 'function':
      return null;
  }
}

/** An entry of a table or an argument by name, as text. */
export function entryOf(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'table' ? value.entries.get(name) : undefined;
}

/** All names of a module as one value. */
export function tableOf(module: Scope): Value {
  return { kind: 'table', entries: module.names, open: true };
}

/** Arguments by name as a value. */
export function tableFrom(named: ReadonlyMap<string, Value>): Value {
  return { kind: 'table', entries: new Map(named), open: false };
}

/** One item of a value, where which one is not known. */
export function elementOf(value: Value): Value {
  return value.kind === 'thing'
    ? { kind: 'thing', path: `${value.path}[]`, owner: value, source: value.source }
    : { kind: 'thing', path: '?', source: '…' };
}

/** One of several values; the same ones count once. */
export function either(options: readonly Value[]): Value {
  const flat: Value[] = [];
  for (const option of options.flatMap((one) => (one.kind === 'either' ? one.options : [one]))) {
    if (flat.length < 8 && !flat.some((other) => other === option || isSame(other, option))) flat.push(option);
  }
  const [only] = flat;
  return only && flat.length === 1 ? only : { kind: 'either', options: flat };
}

function isSame(one: Value, other: Value): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.text === other.text && one.type === other.type;
  if (one.kind === 'plain' && other.kind === 'plain') return one.text === other.text;
  return one.kind === 'thing' && other.kind === 'thing' && one.path === other.path && one.made === other.made;
}
