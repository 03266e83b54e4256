import { posix } from 'node:path';
import type { Holes } from '../shell/value.ts';
import { type Arguments, asText, entryOf, textOf, type Value } from './values.ts';

/** The type of a value that is a path: joined with `/`, asked for its parent. */
export const pathType = 'pathlib.Path()';
/** A text that a decoder made: what runs it runs what nobody has read. */
const decodedType = 'decoded';

/** A text that came out of a decoder. */
export function decoded(text: string): Value {
  return { kind: 'text', text, type: decodedType };
}

/** Characters a folded text may have. */
const maximumText = 50_000;
/** Items a folded list may have. */
const maximumItems = 1000;

/** A text that is a path. */
export function path(text: string): Value {
  return { kind: 'text', text, type: pathType };
}

/** Whether a value is a text, a pattern of paths or a plain value, which may stand in a text. */
export function isTextual(value: Value | undefined): value is Extract<Value, { kind: 'text' | 'glob' | 'plain' }> {
  return value?.kind === 'text' || value?.kind === 'glob' || value?.kind === 'plain';
}

/** Joins parts of a path; a part that matches several makes the whole a pattern. */
export function joined(parts: readonly (Value | undefined)[], holes: Holes, type?: string): Value | undefined {
  if (parts.length === 0) return undefined;
  const texts = parts.map((part) => asText(part, holes) ?? holes.add({ source: '{…}' }));
  const from = texts.findLastIndex((text) => text.startsWith('/') || text.startsWith('~'));
  const text = tidy(texts.slice(Math.max(from, 0)).join('/'));
  if (parts.some((part) => part?.kind === 'glob')) return { kind: 'glob', text };
  return type === undefined ? { kind: 'text', text } : { kind: 'text', text, type };
}

function tidy(text: string): string {
  return text === '' ? '' : posix.normalize(text);
}

/** What `left operator right` gives where that is known. */
export function foldJoin(operator: string, left: Value, right: Value, holes: Holes): Value | undefined {
  if (operator === '/' && left.kind === 'text' && left.type === pathType) return joined([left, right], holes, pathType);
  if (operator === '/' && right.kind === 'text' && right.type === pathType)
    return joined([left, right], holes, pathType);
  if (operator === '+' && left.kind === 'list' && right.kind === 'list')
    return left.items.length + right.items.length > maximumItems
      ? undefined
      : { kind: 'list', items: [...left.items, ...right.items], open: left.open || right.open };
  if (operator === '%' && left.kind === 'text') return formatted(left.text, right, holes);
  if (operator === '*' && left.kind === 'text' && right.kind === 'plain') {
    const count = Number(right.text);
    return count >= 0 && count * left.text.length < 1000 ? textOf(left.text.repeat(count)) : undefined;
  }
  if (operator !== '+' && operator !== '.' && operator !== '<<') return undefined;
  if (!isTextual(left) && !isTextual(right)) return undefined;
  if (left.kind === 'plain' && right.kind === 'plain') return undefined;
  const [one, other] = [asText(left, holes), asText(right, holes)];
  const text = `${one ?? holes.add({ source: '{…}' })}${other ?? holes.add({ source: '{…}' })}`;
  if (text.length > maximumText) return undefined;
  return left.kind === 'glob' || right.kind === 'glob' ? { kind: 'glob', text } : textOf(text);
}

/** `'%s/%s' % (a, b)`, `sprintf`. */
export function formatted(pattern: string, given: Value, holes: Holes): Value {
  const items = given.kind === 'list' ? [...given.items] : [given];
  return textOf(
    pattern.replace(/%(?:\((\w+)\))?[-+ #0-9.]*([sdrifxq%])/g, (whole, name: string | undefined, kind: string) => {
      if (kind === '%') return '%';
      const value = name === undefined ? items.shift() : entryOf(given, name);
      return asText(value, holes) ?? holes.add({ source: whole });
    }),
  );
}

/** A member of a value that is known: an entry of a table, a part of a path. */
export function foldMember(of: Value, name: string): Value | undefined {
  if (of.kind === 'table') return of.entries.get(name);
  if (of.kind === 'text' && of.type === pathType) {
    if (name === 'parent') return path(posix.dirname(of.text));
    if (name === 'name') return textOf(posix.basename(of.text));
    if (name === 'stem') return textOf(posix.basename(of.text).replace(/\.[^.]*$/, ''));
  }
  // An entry of a directory that is listed: `entry.path`, `entry.name`.
  if (of.kind === 'glob' && (name === 'path' || name === 'name' || name === 'parent')) return of;
  if (of.kind === 'text' && of.type !== pathType && (name === 'stdout' || name === 'href')) return of;
  if (of.kind === 'thing' && /^(?:process\.env|os\.environ|ENV|Bun\.env)$/.test(of.path)) return variable(name);
  return undefined;
}

/** A variable of the environment as far as its value is known everywhere: the home and the temporary directory. */
export function variable(name: string): Value | undefined {
  if (name === 'HOME' || name === 'USERPROFILE') return textOf('~');
  if (/^(?:TMPDIR|TEMP|TMP)$/.test(name)) return textOf('/tmp');
  return undefined;
}

/** `list[0]`, `table['key']`, `text[::-1]`. */
export function foldIndex(of: Value, key: Value): Value | undefined {
  if (of.kind === 'either') return undefined;
  const index = key.kind === 'plain' ? key.text : null;
  if (of.kind === 'list' && index !== null && /^-?\d+$/.test(index)) return of.items.at(Number(index));
  if (of.kind === 'list' && index !== null && /^\d*:\d*$/.test(index)) {
    const [from = '', to = ''] = index.split(':');
    return { kind: 'list', items: of.items.slice(Number(from), to === '' ? undefined : Number(to)), open: of.open };
  }
  if (of.kind === 'glob') return of;
  if (key.kind === 'text') return foldMember(of, key.text);
  if (of.kind === 'text' && index === '::-1') return textOf([...of.text].reverse().join(''));
  return undefined;
}

/** What a method of a text, list, table or listing gives. */
export function foldMethod(owner: Value, name: string, args: Arguments, holes: Holes): Value | undefined {
  const [first, second] = args.all;
  switch (owner.kind) {
    case 'either':
    case 'thing':
    case 'function':
    case 'plain':
      return name === 'toString' || name === 'to_s' ? owner : undefined;
    case 'glob':
      return /^(?:sort|filter|map|reverse|slice|values|to_a|resolve|absolute|__str__|as_posix|toString)$/.test(name)
        ? owner
        : undefined;
    case 'table':
      return tableMethod(owner, name, first, second, holes);
    case 'list':
      return listMethod(owner, name, first, args, holes);
    case 'text':
      // What was decoded stays so, whatever bytes are made of it.
      if (owner.type === decodedType && /^(?:toString|decode|strip|trim|encode|to_s)$/.test(name)) return owner;
      return owner.type === pathType
        ? pathMethod(owner.text, name, args, holes)
        : textMethod(owner.text, name, args, holes);
  }
}

/** What a method of a table gives: `get`, `keys`, `items` and the like; undefined where it is not known. */
export function tableMethod(
  owner: Extract<Value, { kind: 'table' }>,
  name: string,
  key: Value | undefined,
  fallback: Value | undefined,
  holes: Holes,
): Value | undefined {
  if (name === 'get') return owner.entries.get(asText(key, holes) ?? '') ?? fallback;
  if (name === 'keys') return { kind: 'list', items: [...owner.entries.keys()].map(textOf), open: owner.open };
  if (name === 'values') return { kind: 'list', items: [...owner.entries.values()], open: owner.open };
  if (name === 'items')
    return {
      kind: 'list',
      items: [...owner.entries].map(
        ([entry, value]): Value => ({ kind: 'list', items: [textOf(entry), value], open: false }),
      ),
      open: owner.open,
    };
  return undefined;
}

function listMethod(
  owner: Extract<Value, { kind: 'list' }>,
  name: string,
  first: Value | undefined,
  args: Arguments,
  holes: Holes,
): Value | undefined {
  switch (name) {
    case 'join': {
      const texts = owner.items.map((item) => asText(item, holes) ?? holes.add({ source: '{…}' }));
      return textOf(texts.join(asText(first, holes) ?? ''));
    }
    case 'append':
    case 'push':
    case 'add':
      if (owner.items.length < 1000) owner.items.push(...args.all);
      return owner;
    case 'extend':
      if (first?.kind === 'list' && owner.items.length < 1000) owner.items.push(...first.items);
      return owner;
    case 'concat':
      return {
        ...owner,
        items: [...owner.items, ...args.all.flatMap((item) => (item.kind === 'list' ? item.items : [item]))],
      };
    case 'reverse':
      return { ...owner, items: [...owner.items].reverse() };
    case 'filter':
    case 'sort':
    case 'flat':
    case 'compact':
    case 'uniq':
    case 'to_a':
      return owner;
    default:
      return undefined;
  }
}

function pathMethod(text: string, name: string, args: Arguments, holes: Holes): Value | undefined {
  const [first] = args.all;
  switch (name) {
    case 'joinpath':
    case 'join':
      return joined([path(text), ...args.all], holes, pathType);
    case 'resolve':
    case 'absolute':
    case 'expanduser':
    case 'as_posix':
    case 'to_s':
    case '__str__':
      return path(text);
    case 'glob':
      return joined([textOf(text), { kind: 'glob', text: asText(first, holes) ?? '*' }], holes);
    case 'rglob':
      return joined([textOf(text), { kind: 'glob', text: `**/${asText(first, holes) ?? '*'}` }], holes);
    case 'iterdir':
    case 'children':
      return { kind: 'glob', text: `${text}/*` };
    default:
      return undefined;
  }
}

/** What a method of a text gives: `trim`, `replace`, `split` and the like; undefined where it is not known. */
export function textMethod(text: string, name: string, args: Arguments, holes: Holes): Value | undefined {
  const [first, second] = args.all;
  const [one, other] = [asText(first, holes), asText(second, holes)];
  switch (name) {
    case 'toString': {
      return textOf(text);
    }
    case 'strip':
    case 'trim':
    case 'decode':
    case 'encode':
    case 'to_s':
    case 'toWellFormed':
    case 'freeze':
    case 'unindent':
      return textOf(name === 'strip' || name === 'trim' ? text.trim() : text);
    case 'lower':
    case 'toLowerCase':
    case 'downcase':
      return textOf(text.toLowerCase());
    case 'upper':
    case 'toUpperCase':
    case 'upcase':
      return textOf(text.toUpperCase());
    case 'reverse':
      return textOf([...text].reverse().join(''));
    case 'replace':
    case 'replaceAll':
    case 'gsub':
      return first?.kind === 'text' && other !== null && text.length * other.length < maximumText * 10
        ? textOf(text.replaceAll(one ?? '', other).slice(0, maximumText))
        : undefined;
    case 'concat':
      return one === null ? undefined : textOf(text + one);
    case 'repeat':
      return Number(one) * text.length < 1000 ? textOf(text.repeat(Number(one) || 0)) : undefined;
    case 'split': {
      const separator = first?.kind === 'text' ? first.text : null;
      const parts = first === undefined ? text.trim().split(/\s+/) : separator === null ? null : text.split(separator);
      return parts && parts.length < 500 ? { kind: 'list', items: parts.map(textOf), open: false } : undefined;
    }
    case 'join': {
      if (first?.kind !== 'list') return undefined;
      return textOf(first.items.map((item) => asText(item, holes) ?? holes.add({ source: '{…}' })).join(text));
    }
    case 'format':
      return textOf(interpolated(text, args, holes));
    default:
      return undefined;
  }
}

/** `'{}/{name}'.format(a, name=b)`. */
function interpolated(text: string, args: Arguments, holes: Holes): string {
  let next = 0;
  return text.replace(/\{(\w*)(?:![rsa])?(?::[^{}]*)?\}|\{\{|\}\}/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole.slice(1);
    const value = name === '' ? args.all[next++] : /^\d+$/.test(name) ? args.all[Number(name)] : args.named.get(name);
    return asText(value, holes) ?? holes.add({ source: whole });
  });
}
