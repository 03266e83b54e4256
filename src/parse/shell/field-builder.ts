import type { Span } from '../../action/kinds.ts';
import type { Reading } from './reading.ts';
import type { Variable } from './scope.ts';
import type { Field, Hole } from './value.ts';

/** Builds the fields of one word: joins what stands together, splits what a shell splits, keeps gaps and globs. */
export class FieldBuilder {
  readonly span: Span;
  offset = -1;
  readonly #reading: Reading;
  readonly #separators: string;
  readonly #fields: Field[] = [];
  #text = '';
  /** Where quoted text stands in `#text`, as pairs of start and end: only a glob has to tell it apart. */
  #quoted: number[] = [];
  #globbed = false;
  /** True once the field exists even if empty (`""`). */
  #begun = false;

  constructor(reading: Reading, span: Span, ifs?: Variable) {
    this.#reading = reading;
    this.span = span;
    const value = ifs?.value;
    this.#separators = value && 'text' in value && !value.holed ? value.text : ' \t\n';
  }

  /** Unquoted text of the source itself: not split again. */
  addPlain(text: string): this {
    if (text === '') return this;
    this.#begun = true;
    this.#text += text;
    return this;
  }

  addQuoted(text: string): this {
    this.#begun = true;
    if (text === '') return this;
    const start = this.#text.length;
    this.#text += text;
    this.#quoted.push(start, this.#text.length);
    return this;
  }

  addGlob(text: string, quoted: boolean): this {
    if (!quoted) this.#globbed = true;
    return this.addPlain(text);
  }

  addGap(source: string, hole?: Omit<Hole, 'source'>): this {
    return this.addPlain(this.#reading.holes.add({ source, ...hole }));
  }

  /** A variable's value inside a word. */
  addField(field: Field): this {
    if (field.glob !== null) this.#globbed = true;
    return field.glob === null ? this.addQuoted(field.text) : this.addPlain(field.glob);
  }

  /** Text that came out of an expansion: split and matched unless quoted. */
  addSubstituted(text: string, quoted: boolean): this {
    if (quoted) return this.addQuoted(text);
    let from = 0;
    for (let index = 0; index < text.length; index++) {
      if (!this.#separators.includes(text.charAt(index))) continue;
      if (index > from) this.#addUnquoted(text.slice(from, index));
      this.#close();
      from = index + 1;
    }
    if (from < text.length) this.#addUnquoted(text.slice(from));
    return this;
  }

  /** The outcome of `$X` or `${…}`: null is a gap, a list is `"$@"` or `"${a[@]}"`. */
  addExpansion(value: Field | readonly Field[] | null, quoted: boolean, source: string): this {
    if (value === null) return this.addGap(source);
    if (!('text' in value)) {
      value.forEach((field, index) => {
        if (index > 0) this.#close();
        if (quoted) this.#begun = true;
        this.#addValue(field, quoted);
      });
      return this;
    }
    return this.#addValue(value, quoted);
  }

  #addValue(field: Field, quoted: boolean): this {
    if (field.glob !== null) return this.addField(field);
    return this.addSubstituted(field.text, quoted);
  }

  #addUnquoted(text: string): void {
    if (/[*?[]/.test(text)) this.#globbed = true;
    this.addPlain(text);
  }

  #close(): void {
    if (!this.#begun) return;
    this.#fields.push(this.#take());
  }

  #take(): Field {
    const text = this.#text;
    this.#reading.budget.word(text.length);
    const field: Field = {
      text,
      glob: this.#globbed ? globOf(text, this.#quoted) : null,
      holed: this.#reading.holes.within(text),
      span: this.span,
      offset: this.offset,
    };
    this.#text = '';
    if (this.#quoted.length > 0) this.#quoted = [];
    this.#globbed = false;
    this.#begun = false;
    return field;
  }

  /** All fields. */
  finish(): Field[] {
    this.#close();
    return this.#fields;
  }

  /** One field, whatever came: several are joined by a space, none is empty. */
  single(): Field {
    this.#close();
    const [first] = this.#fields;
    if (this.#fields.length === 1 && first) return first;
    for (const [index, field] of this.#fields.entries()) {
      if (index > 0) this.addQuoted(' ');
      this.addField(field);
    }
    return this.#take();
  }
}

/** A text as a glob: what stands in its quoted ranges means itself. */
function globOf(text: string, quoted: readonly number[]): string {
  let glob = '';
  let from = 0;
  for (let at = 0; at + 1 < quoted.length; at += 2) {
    const start = quoted[at] ?? 0;
    const end = quoted[at + 1] ?? start;
    glob += text.slice(from, start) + text.slice(start, end).replace(/[*?[\]\\]/g, '\\$&');
    from = end;
  }
  return glob + text.slice(from);
}
