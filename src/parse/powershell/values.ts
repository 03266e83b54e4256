import type { Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';

/** A text being read, and where it stands in what a person can be shown. */
export interface SourceText {
  readonly text: string;
  /** What to add to a position to have it in the action's own text; null where it does not stand there literally. */
  readonly offset: number | null;
  readonly span: Span;
  readonly file?: string;
}

/** The files that `Get-ChildItem` finds. */
interface Listing {
  readonly roots: readonly Word[];
  readonly recursive: boolean;
  /** Names they must match; empty where every file counts. */
  readonly names: readonly string[];
  /** True where something else narrows them. */
  readonly narrowed: boolean;
}

/** One object of a pipeline, as far as it matters. */
export interface Item {
  readonly word: Word;
  readonly block?: SourceText;
  readonly table?: ReadonlyMap<string, Value>;
  readonly listing?: Listing;
  /** True where it comes from the network or out of a decoder. */
  readonly fetched?: boolean;
  /** Shell text of a local set-up tool (`oh-my-posh init pwsh`): not known, but neither fetched nor decoded. */
  readonly setUp?: boolean;
  /** `'x'`, `"x"`: whether the text stood in quotes. */
  readonly quoted?: boolean;
  /** `@parameters`: a table whose entries are parameters. */
  readonly splatted?: boolean;
}

/** What an expression gives. A variable that may hold one of several things is read as holding all of them. */
export type Value = readonly Item[];

/** Values one expression may grow to. */
const maximumItems = 64;

/** A known text as a value. */
export function textValue(value: string, span: Span): Value {
  return [{ word: { kind: 'known', value, span } }];
}

/** A value of which only its source is known. */
export function unknownValue(text: string, span: Span, more: Partial<Item> = {}): Value {
  return [{ ...more, word: { kind: 'unknown', text: text.slice(0, 300), prefix: '', span } }];
}

/** A word's text as far as it can be shown. */
export function shownOf({ word }: Item): string {
  return word.kind === 'unknown' ? word.text : word.value;
}

/** The one known text of a value, or null. */
export function exactOf(value: Value | null | undefined): string | null {
  const [item] = value ?? [];
  return item && value?.length === 1 && item.word.kind !== 'unknown' && !item.table && !item.block
    ? item.word.value
    : null;
}

/** Two texts, one behind the other, in every combination. */
export function joined(left: Value, right: Value, span: Span): Value {
  const items: Item[] = [];
  for (const a of left) {
    for (const b of right) {
      if (items.length >= maximumItems) return unknownValue(`${shownOf(a)}${shownOf(b)}`, span);
      items.push({
        word: joinedWords(a.word, b.word, span),
        ...(a.fetched || b.fetched ? { fetched: true } : {}),
        ...(a.quoted || b.quoted ? { quoted: true } : {}),
      });
    }
  }
  return items;
}

function joinedWords(a: Word, b: Word, span: Span): Word {
  if (a.kind === 'unknown') {
    return { kind: 'unknown', text: a.text + (b.kind === 'unknown' ? b.text : b.value), prefix: a.prefix, span };
  }
  if (b.kind === 'unknown') return { kind: 'unknown', text: a.value + b.text, prefix: a.value + b.prefix, span };
  return { kind: 'known', value: a.value + b.value, span };
}

/** All items of several values, bounded. */
export function together(values: readonly Value[], span: Span): Value {
  const items = values.flat();
  return items.length > maximumItems ? [...items.slice(0, maximumItems), ...unknownValue('…', span)] : items;
}

/** A hash table as JSON text, for what is sent; unknown where a part of it is. */
export function jsonOf(value: Value, span: Span): Item {
  let whole = true;
  const plain = (inner: Value): unknown => {
    const [item] = inner;
    if (inner.length !== 1 || !item) return inner.map((one) => plain([one]));
    if (item.table) return Object.fromEntries([...item.table].map(([key, entry]) => [key, plain(entry)]));
    if (item.word.kind === 'unknown') whole = false;
    return shownOf(item);
  };
  const text = JSON.stringify(plain(value));
  return { word: whole ? { kind: 'known', value: text, span } : { kind: 'unknown', text, prefix: '', span } };
}

/** Variables of the environment whose values are the same on every machine, or name a place that packs know. */
export function environmentVariable(name: string): string | null {
  return wellKnown[name.toLowerCase()] ?? null;
}

const wellKnown: Readonly<Record<string, string>> = {
  temp: '/tmp',
  tmp: '/tmp',
  tmpdir: '/tmp',
  userprofile: '~',
  home: '~',
  appdata: '~/AppData/Roaming',
  localappdata: '~/AppData/Local',
  onedrive: '~/OneDrive',
  public: 'C:/Users/Public',
  systemdrive: 'C:',
  homedrive: 'C:',
  systemroot: 'C:/Windows',
  windir: 'C:/Windows',
  programfiles: 'C:/Program Files',
  'programfiles(x86)': 'C:/Program Files (x86)',
  programdata: 'C:/ProgramData',
  allusersprofile: 'C:/ProgramData',
  comspec: 'cmd.exe',
};
