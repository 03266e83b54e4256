import type { Word } from '../../action/invocation.ts';
import { defineOptions, leadingText, type OptionSpec, walkOptions } from '../options.ts';
import type { WrapperRule } from '../wrappers/rule.ts';
import { wrapperRules } from '../wrappers.ts';
import type { Call, Reading } from './reading.ts';
import { type Field, fromWord, toWord } from './value.ts';
import { textBehind } from './wrapped-words.ts';

/** A wrapper's command line, taken apart. */
export interface WrapperLine {
  readonly rule: WrapperRule;
  /** Index in the call's argv of the wrapped program; argv's length where there is none. */
  start: number;
  /** A second place where the program may begin, where an option of unknown shape stands before the first. */
  alternative: number | null;
  readonly environment: Record<string, Word>;
  readonly texts: Field[];
  target: string | undefined;
  /** The last word of the subcommand. */
  verb: string | undefined;
  directory: Field | null;
  readonly options: { readonly name: string; readonly value: Field | null }[];
}

interface Compiled {
  readonly rule: WrapperRule;
  readonly spec: OptionSpec;
  readonly texts: ReadonlySet<string>;
  readonly informs: ReadonlySet<string>;
  readonly directories: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
  readonly own: ReadonlySet<string>;
}

const rulesOf = new Map<string, WrapperRule[]>();
for (const rule of wrapperRules) {
  for (const program of rule.programs) {
    const rules = rulesOf.get(program);
    if (rules) rules.push(rule);
    else rulesOf.set(program, [rule]);
  }
}

/** Rules of the programs met so far: a hook's start is too short for all of them. */
const compiled = new Map<string, readonly Compiled[]>();

function compiledFor(program: string): readonly Compiled[] | undefined {
  const known = compiled.get(program);
  if (known) return known;
  const entries = rulesOf.get(program)?.map(compile);
  if (entries) compiled.set(program, entries);
  return entries;
}

function compile(rule: WrapperRule): Compiled {
  const split = (text: string | undefined) => (text ? text.split(' ') : []);
  const valued = [...split(rule.valued), ...split(rule.text)];
  return {
    rule,
    spec: defineOptions({ valued, flags: split(rule.flags), ...(rule.style ? { style: rule.style } : {}) }),
    texts: new Set(split(rule.text)),
    informs: new Set(split(rule.informs)),
    directories: new Set(split(rule.directory)),
    targets: new Set(split(rule.targetOption)),
    own: new Set(split(rule.own)),
  };
}

/** The first use of a wrapper that a call is, taken apart. Null where the program is no wrapper, or not in this use of it. */
export function wrapperLine(reading: Reading, call: Call, program: string): WrapperLine | null {
  const entries = compiledFor(program);
  if (!entries) return null;
  const words = call.argv.slice(1).map((field) => toWord(field, reading.holes));
  for (const entry of entries) {
    const taken = takeApart(reading, entry, call, words);
    if (taken) return taken;
  }
  return null;
}

function takeApart(reading: Reading, entry: Compiled, call: Call, words: readonly Word[]): WrapperLine | null {
  const { rule } = entry;
  const taken: WrapperLine = {
    rule,
    start: call.argv.length,
    alternative: null,
    environment: {},
    texts: [],
    target: undefined,
    verb: undefined,
    directory: null,
    options: [],
  };
  const pending = [...(rule.subcommand ?? [])];
  let skip = rule.skip ?? 0;
  let skipped = 0;
  let fits = true;
  let dashes = false;
  let doubtful = false;
  // With `--` somewhere, only what stands behind it is the program.
  const separator = rule.separated ? words.findIndex((word) => word.kind === 'known' && word.value === '--') : -1;
  walkOptions(words, entry.spec, (event) => {
    const word = event.value;
    const index = event.index + 1;
    if (event.name === '--') {
      dashes = true;
      if (separator >= 0) skip = Math.min(skip, skipped);
      return true;
    }
    // What stands behind the image or container is its command's, options included.
    const commandBegins = rule.place === 'container' && !rule.separated && skip > 0 && skipped >= skip;
    if (event.name !== null && commandBegins && pending.length === 0) {
      taken.start = index;
      return false;
    }
    if (event.name !== null) {
      if (entry.informs.has(event.name)) fits = false;
      if (rule.skipUnless?.split(' ').includes(event.name)) skip = 0;
      const value = word ? fieldAt(reading, call, word, index) : null;
      taken.options.push({ name: event.name, value });
      const text = value && entry.texts.has(event.name) ? textBehind(rule, value) : null;
      if (text) taken.texts.push(text);
      if (value && entry.directories.has(event.name)) taken.directory = value;
      if (value && entry.targets.has(event.name)) taken.target = leadingText(toWord(value, reading.holes));
      doubtful = !event.listed && word === undefined;
      return fits;
    }
    if (!word) return true;
    if (word.kind === 'known' && word.value === '-' && entry.spec.names.has('-')) return true;
    const [next] = pending;
    if (next !== undefined) {
      if (word.kind === 'known' && next.split('|').includes(word.value)) {
        pending.shift();
        taken.verb = word.value;
        return true;
      }
      // The value of an option nobody listed may stand before the subcommand.
      if (doubtful) {
        doubtful = false;
        return true;
      }
      fits = false;
      return false;
    }
    if (separator >= 0 && !dashes && skipped >= skip) return true;
    if (skipped < skip) {
      if (rule.target === skipped) taken.target = leadingText(word);
      // `docker run $OPTS alpine rm …`: what by its name are options may not be the image.
      if (rule.place === 'container' && word.kind === 'unknown' && /^\$\W?\w*(?:OPT|ARG|FLAG)/i.test(word.text))
        doubtful = true;
      skipped++;
      return true;
    }
    const assignment = rule.assignments ? assignmentOf(word) : null;
    if (assignment) {
      taken.environment[assignment.name] = assignment.value;
      return true;
    }
    taken.start = index;
    // `env $(cat .env | xargs) program`: what is worked out is most likely assignments, and the program stands behind it.
    const workedOut = rule.assignments === true && word.kind === 'unknown' && /^(?:\$\(|`)/.test(word.text);
    if (doubtful || workedOut) taken.alternative = index + 1;
    return false;
  });
  if (!fits || pending.length > 0) return null;
  const first = call.argv[taken.start];
  if (first && entry.own.has(first.text)) return null;
  return taken;
}

/** The field behind an option's value: the argument itself where it stands alone. */
function fieldAt(reading: Reading, call: Call, value: Word, optionIndex: number): Field {
  const next = call.argv[optionIndex + 1];
  const alone = next && toWord(next, reading.holes);
  const same =
    alone && alone.span[0] === value.span[0] && leadingText(alone) === leadingText(value) && alone.kind === value.kind;
  return same ? next : fromWord(value, reading.holes);
}

function assignmentOf(word: Word): { name: string; value: Word } | null {
  const text = leadingText(word);
  const equals = text.indexOf('=');
  if (equals <= 0 || !/^[A-Za-z_]\w*$/.test(text.slice(0, equals))) return null;
  const from = equals + 1;
  const value: Word =
    word.kind === 'unknown'
      ? { kind: 'unknown', text: word.text.slice(from), prefix: word.prefix.slice(from), span: word.span }
      : { kind: word.kind, value: word.value.slice(from), span: word.span };
  return { name: text.slice(0, equals), value };
}
