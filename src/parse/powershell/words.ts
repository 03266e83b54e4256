import type { Span } from '../../action/kinds.ts';
import { type Argument, closeOf, type Part, stringAt } from './lexer.ts';
import { type Reading, type Scene, sliceOf, spanIn, variableKey } from './reading.ts';
import {
  environmentVariable,
  type Item,
  joined,
  jsonOf,
  textValue,
  together,
  unknownValue,
  type Value,
} from './values.ts';

/** What an argument gives: one item for each element of its list. */
export function argumentValue(reading: Reading, scene: Scene, argument: Argument): Value {
  const span = spanIn(scene.source, argument.start, argument.end);
  return together(
    argument.elements.map((parts) => elementValue(reading, scene, parts, span)),
    span,
  );
}

function elementValue(reading: Reading, scene: Scene, parts: readonly Part[], span: Span): Value {
  const [only] = parts;
  if (only && parts.length === 1) return partValue(reading, scene, only, span);
  return parts.reduce<Value>(
    (left, part) => joined(left, partValue(reading, scene, part, span), span),
    textValue('', span),
  );
}

function partValue(reading: Reading, scene: Scene, part: Part, span: Span): Value {
  switch (part.kind) {
    case 'text':
      return [{ word: { kind: 'known', value: part.text, span }, ...(part.quoted ? { quoted: true } : {}) }];
    case 'expandable':
      return expanded(reading, scene, part.text, part.start, span);
    case 'variable':
      if (part.source.startsWith('@')) return splatted(variableValue(scene, part.name, span), part.source, span);
      return member(variableValue(scene, part.name, span), part.members, part.source, span);
    case 'group': {
      const source = sliceOf(scene.source, part.start, part.end);
      if (part.opener === '{') {
        return [{ word: { kind: 'unknown', text: `{${source.text.slice(0, 200)}}`, prefix: '', span }, block: source }];
      }
      if (part.opener === '@{') return reading.runText(scene, sliceOf(scene.source, part.start - 2, part.end + 1));
      const value = reading.runText({ ...scene, depth: scene.depth + 1 }, source);
      return member(value, part.members, `(${source.text})${part.members}`, span);
    }
  }
}

/** `@parameters`, `@args`: a table's entries are parameters, a list's elements are values. */
function splatted(value: Value, source: string, span: Span): Value {
  return value.map((item) => {
    if (item.table) return { ...item, splatted: true };
    return item.word.kind === 'unknown' ? { word: { kind: 'unknown', text: source, prefix: '', span } } : item;
  });
}

/** A variable's value; what is not set here is not known. */
export function variableValue(scene: Scene, name: string, span: Span): Value {
  const key = variableKey(name);
  const { scope } = scene;
  if (key.startsWith('env:')) {
    const variable = key.slice(4);
    const set = scope.environment.get(variable);
    if (set) return set;
    const known = environmentVariable(variable);
    return known === null ? unknownValue(`$${name}`, span) : textValue(known, span);
  }
  const value = scope.variables.get(key);
  if (value) return value.map((item) => ({ ...item, word: { ...item.word, span } }));
  switch (key) {
    case 'null':
      return [];
    case 'true':
    case 'false':
      return textValue(key === 'true' ? 'True' : 'False', span);
    case 'home':
      return textValue('~', span);
    case 'pwd':
      return scope.cwd === null ? unknownValue('$PWD', span) : textValue(scope.cwd, span);
    case '_':
    case 'psitem':
    case 'input':
      return scene.input ?? unknownValue(`$${name}`, span);
    default:
      return unknownValue(`$${name}`, span);
  }
}

/** A property of a value: a file's own name keeps the file; of a hash table the entry; all else is not known. */
export function member(value: Value, members: string, source: string, span: Span): Value {
  let current = value;
  for (const name of members.match(/\.\w+|\[[^\]]*\]/g) ?? []) {
    const bare = name.replace(/^\.|^\[['"]?|['"]?\]$/g, '').toLowerCase();
    if (name.startsWith('[') && /^-?\d+$/.test(bare)) continue;
    current = current.flatMap((item): Value => {
      const entry = item.table ? [...item.table].find(([key]) => key.toLowerCase() === bare)?.[1] : undefined;
      if (entry) return entry;
      if (item.fetched || (item.listing && /^(?:fullname|pspath|name|path|basename|directoryname)$/.test(bare)))
        return [item];
      if (item.word.kind === 'known' && /^(?:fullname|path|pspath|value|providerpath|content)$/.test(bare))
        return [item];
      return unknownValue(source, span);
    });
  }
  return current;
}

/** The inside of a double-quoted string, its variables and substitutions put in. `start`: where it begins in the source. */
function expanded(reading: Reading, scene: Scene, text: string, start: number, span: Span): Value {
  let value = textValue('', span);
  let plain = '';
  const add = (more: Value, source: string): void => {
    // A list or a table in a string is printed.
    const printed =
      more.length === 0 ? textValue('', span) : more.map((item) => (item.table ? jsonOf([item], span) : item));
    value = joined(joined(value, textValue(plain, span), span), item(printed, source, span), span);
    plain = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '`') {
      at += 1;
      plain += escapes[text[at] ?? ''] ?? text[at] ?? '';
    } else if (character === '"' && text[at + 1] === '"') {
      at += 1;
      plain += '"';
    } else if (character === '$' && text[at + 1] === '(') {
      const close = closeOf(text, at + 1);
      const inner = { ...scene, depth: scene.depth + 1 };
      add(reading.runText(inner, sliceOf(scene.source, start + at + 2, start + close - 1)), text.slice(at, close));
      at = close - 1;
    } else if (character === '$') {
      const match = /^\$(?:\{([^}]*)\}|((?:env:|script:|global:|local:|using:)?\w+|[_?]))/i.exec(
        text.slice(at, at + 200),
      );
      const name = match?.[1] ?? match?.[2];
      if (!match || name === undefined) plain += character;
      else {
        add(variableValue(scene, name, span), match[0]);
        at += match[0].length - 1;
      }
    } else plain += character;
  }
  return joined(value, textValue(plain, span), span).map((one) => ({ ...one, quoted: true }));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', a: '\x07', '\n': '' };

/** What stands for a found file inside a string is still that: a text that is not known. */
function item(value: Value, source: string, span: Span): Value {
  return value.map((one): Item => {
    if (one.listing || one.block) return { word: { kind: 'unknown', text: source, prefix: '', span } };
    return { word: one.word, ...(one.fetched ? { fetched: true } : {}) };
  });
}

/** The value of a string literal that stands at `start` of the scene's source. */
export function literalValue(reading: Reading, scene: Scene, start: number, end: number): Value {
  const { part } = stringAt(scene.source.text, start);
  return partValue(reading, scene, part, spanIn(scene.source, start, end));
}
