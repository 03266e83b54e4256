import type { Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';

/**
 * One argument while it is being worked out.
 * What could not be resolved stands in `text` as one private-use character per gap, so that a text with gaps can be
 * parsed again (`bash -c "cd $DIR && ls"`) and still be known to have them.
 */
export interface Field {
  readonly text: string;
  /** The same as a glob, quoted characters escaped, where unquoted glob characters stand in it. */
  readonly glob: string | null;
  /** Set where the glob stands only for files and folders that hold nothing. */
  readonly empty?: true;
  readonly holed: boolean;
  readonly span: Span;
  /** Offset in the action's text at which `text` stands there character by character; -1 where it does not. */
  readonly offset: number;
}

/** What a program writes to its standard output, as far as the text tells. */
export interface Output {
  /** May have gaps; null where nothing is known. */
  readonly text: string | null;
  /** True where the text came out of a decoder or from the network. */
  readonly decoded: boolean;
  /** Shell text of a local set-up tool (`ssh-agent -s`): unknown, but neither fetched nor decoded. */
  readonly initialiser?: boolean;
  /** The output is this file's content. */
  readonly path?: Field;
  /** The output is a list of paths that these globs match. */
  readonly listing?: readonly string[];
  /** What is listed holds nothing: `find -empty`. */
  readonly empty?: true;
  readonly span?: Span;
  readonly offset?: number;
}

/** Output of a program that prints nothing. */
export const silent: Output = { text: '', decoded: false };

/** Output that nothing is known of. */
export const unknownOutput: Output = { text: null, decoded: false };

/** Why a gap is there. */
export interface Hole {
  /** As written: `$NAME`, `$(date)`. */
  readonly source: string;
  /** What a command or process substitution would give. */
  readonly output?: Output;
  /** True for `<(…)`: the argument is the name of a file that holds the output. */
  readonly file?: boolean;
  /** What code names on the way to it: the file in `open("x").read()`. */
  readonly made?: readonly string[];
  /** The same, also of what is only one entry of it. */
  readonly read?: readonly string[];
}

const firstHole = 0xe000;
const lastHole = 0xf8ff;
const holeCharacter = /[\uE000-\uF8FF]/;

/** The gaps of one reading. */
export class Holes {
  readonly #holes: Hole[] = [];

  /** Notes a gap and gives the character that stands for it. */
  add(hole: Hole): string {
    if (this.#holes.length > lastHole - firstHole) return String.fromCharCode(lastHole);
    this.#holes.push(hole);
    return String.fromCharCode(firstHole + this.#holes.length - 1);
  }

  /** Whether a text has gaps. */
  within(text: string): boolean {
    return this.#holes.length > 0 && holeCharacter.test(text);
  }

  /** The gap that makes up a whole text, if one does. */
  only(text: string): Hole | undefined {
    return text.length === 1 ? this.#holes[text.charCodeAt(0) - firstHole] : undefined;
  }

  /** The gaps of a text, in order. */
  of(text: string): Hole[] {
    const found: Hole[] = [];
    if (this.#holes.length === 0) return found;
    for (let index = 0; index < text.length; index++) {
      const hole = this.#holes[text.charCodeAt(index) - firstHole];
      if (hole) found.push(hole);
    }
    return found;
  }

  /** The text with each gap as it was written. */
  show(text: string): string {
    return text.replace(
      /[\uE000-\uF8FF]/g,
      (character) => this.#holes[character.charCodeAt(0) - firstHole]?.source ?? character,
    );
  }

  /** What is certain of a text's beginning. */
  prefix(text: string): string {
    const at = text.search(holeCharacter);
    return at < 0 ? text : text.slice(0, at);
  }
}

/** A field as the rest of the guard sees it. */
export function toWord(field: Field, holes: Holes): Word {
  if (field.holed) {
    return { kind: 'unknown', text: holes.show(field.text), prefix: holes.prefix(field.text), span: field.span };
  }
  if (field.glob !== null)
    return { kind: 'pattern', value: field.glob, span: field.span, ...(field.empty ? { empty: true } : {}) };
  return { kind: 'known', value: field.text, span: field.span };
}

/** A field of known text. */
export function literal(text: string, span: Span): Field {
  return { text, glob: null, holed: false, span, offset: -1 };
}

/** A word from outside as a field. */
export function fromWord(word: Word, holes: Holes): Field {
  if (word.kind === 'known') return literal(word.value, word.span);
  if (word.kind === 'pattern') return { text: word.value, glob: word.value, holed: false, span: word.span, offset: -1 };
  const text = word.prefix + holes.add({ source: word.text.slice(word.prefix.length) });
  return { text, glob: null, holed: true, span: word.span, offset: -1 };
}
