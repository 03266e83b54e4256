import type { Inquiry } from '../../action/facts.ts';
import type { HttpRequest, Invocation, TextSource, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { lineAt, lineStartsOf } from '../shell/reading.ts';
import { Holes } from '../shell/value.ts';
import { appleScriptDeeds, awkDeeds, expectDeeds } from './awk.ts';
import { Evaluation } from './evaluate.ts';
import { requestsGiven } from './given.ts';
import { syntaxTree } from './grammar.ts';
import { readJavaScript } from './javascript.ts';
import { type LanguageName, languageOf } from './languages.ts';
import type { LocatedDeed, Unit } from './library.ts';
import { namesGiven } from './names-given.ts';
import { plainDeeds } from './plain.ts';
import { type CodeSource, codeSources, mayRunCode, textOfFile } from './program.ts';
import { readPython } from './python.ts';
import { programOf, requestOf, shellOf } from './results.ts';
import { readScript } from './script.ts';
import { type StandIn, standInsOf } from './stand-ins.ts';
import { isMade, isSuspicious, isTooDeep, maximumCode, maximumInline } from './suspicion.ts';
import type { Node } from './tree.ts';
import { asText, asWord, Scope, type Value } from './values.ts';

/** Where a find stands: in the action's own text, and in which file where it is a file's. */
interface Located {
  readonly span: Span;
  readonly source?: TextSource;
}

/** Languages that are searched for what they start, without a grammar. */
const readersWithoutGrammar = {
  awk: awkDeeds,
  applescript: appleScriptDeeds,
  expect: expectDeeds,
} as const;

/** What code does, in the words of the classifiers. Programs are told apart as {@link CodeReading.invocations}. */
export type CodeFind = Located &
  (
    | { readonly kind: 'request'; readonly request: HttpRequest }
    /** `text`: gaps as a word of their own. `whole`: nothing of it is unknown. */
    | { readonly kind: 'sql'; readonly text: string; readonly client: string; readonly connection: readonly string[] }
    | {
        readonly kind: 'operation';
        readonly path: string;
        readonly provider: string;
        readonly target: string | null;
        readonly connection: readonly string[];
        readonly loose?: true;
      }
    /** Code that could not be followed, and what would be known of it. */
    | { readonly kind: 'unknown'; readonly what: string; readonly fetched: boolean }
  );

/** What the code an interpreter is given does. */
export interface CodeReading {
  /** Programs it starts and files it changes, the latter as the program that would do the same. */
  readonly invocations: readonly Invocation[];
  readonly finds: readonly CodeFind[];
  /** Files that go out in ways of which only the file is known: `given` alone counts. */
  readonly given: readonly HttpRequest[];
}

/** Texts of code read for one code: modules, and code that code runs. */
const maximumUnits = 16;

/**
 * Reads the code that a program call runs; null where it runs none. Never throws: what cannot be read is an unknown
 * find. `all`: the calls it stands among, for what is piped into it.
 */
export function readCode(invocation: Invocation, all: readonly Invocation[], inquiry: Inquiry): CodeReading | null {
  const { program } = invocation;
  if (program === null || !mayRunCode(invocation)) return null;
  const sources = codeSources(invocation, all, inquiry);
  if (sources.length === 0) return null;
  const invocations: Invocation[] = [];
  const finds: CodeFind[] = [];
  const given: HttpRequest[] = [];
  for (const source of sources) {
    const reader = new CodeReader(source, invocation, inquiry);
    try {
      reader.read();
    } catch {
      // Too deep, too much, or not to be followed: not known, and what is not known is not safe.
      reader.finds.push({ kind: 'unknown', what: program, fetched: false, span: source.span });
    }
    invocations.push(...reader.invocations);
    finds.push(...reader.finds);
    if (!reader.finds.some((find) => find.kind === 'request' && find.request.given)) given.push(...reader.given);
  }
  return { invocations, finds, given };
}

class CodeReader {
  readonly invocations: Invocation[] = [];
  readonly finds: CodeFind[] = [];
  readonly given: HttpRequest[] = [];
  readonly #source: CodeSource;
  readonly #invocation: Invocation;
  readonly #inquiry: Inquiry;
  readonly #holes = new Holes();
  readonly #modules = new Map<string, Scope>();
  readonly #lines = new Map<Unit, number[]>();
  #units = 0;

  constructor(source: CodeSource, invocation: Invocation, inquiry: Inquiry) {
    this.#source = source;
    this.#invocation = invocation;
    this.#inquiry = inquiry;
  }

  read(): void {
    const { language, span, file, offset, open } = this.#source;
    const program = this.#invocation.program ?? '';
    const given = this.#source.text;
    const text = given !== null && open ? this.#withGaps(given, language) : given;
    if (text === null) {
      // A whole argument that is not known is told by the call itself.
      const made = file !== null && isMade(file, maximumCode);
      if (this.#source.why === 'unread' && !made)
        this.finds.push({ kind: 'unknown', what: file ?? program, fetched: false, span });
      if (this.#source.why === 'fetched') this.finds.push({ kind: 'unknown', what: program, fetched: true, span });
      return;
    }
    const unit: Unit = { text, file, offset };
    if (language === 'awk' || language === 'applescript' || language === 'expect') {
      const deeds = readersWithoutGrammar[language](text);
      for (const deed of deeds) this.#take({ ...deed, unit, guessed: false });
      return;
    }
    if (language === 'plain') for (const deed of plainDeeds(text)) this.#take({ ...deed, unit, guessed: false });
    else if (!isSuspicious(text)) return;
    if (file !== null && isMade(file, text.length)) return;
    if (text.length > (file === null ? maximumInline : maximumCode) || isTooDeep(text)) {
      this.finds.push({ kind: 'unknown', what: program, fetched: false, span });
      return;
    }
    this.#run(unit, language);
  }

  /** What the shell puts into the code is as unknown there as in any text of the shell's. */
  #withGaps(text: string, language: CodeSource['language']): string {
    const shape =
      language === 'python'
        ? /\$\([^)]*\)|\$\{\w+[^}]*\}|\$\w+/g
        : /\$\([^)]*\)|\$\{[A-Z_][A-Z0-9_]*[^}]*\}|\$[A-Z_][A-Z0-9_]*\b/g;
    return text.replace(shape, (source) => this.#holes.add({ source }));
  }

  #run(unit: Unit, language: LanguageName): void {
    this.#units += 1;
    const body = this.#parsed(unit, language);
    if (!body) {
      this.finds.push({
        kind: 'unknown',
        what: this.#invocation.program ?? '',
        fetched: false,
        span: this.#source.span,
      });
      return;
    }
    const libraries = languageOf(
      language,
      namesGiven(unit, this.#source, this.#invocation, this.#holes),
      this.#load(language),
    );
    let evaluation = new Evaluation(unit, libraries, this.#holes);
    try {
      evaluation.run(body, new Scope(null));
    } catch {
      // More than is followed call by call: function by function, with nothing known of what they are called with.
      evaluation = new Evaluation(unit, libraries, this.#holes, 'apart');
      this.#whole(evaluation, body);
    }
    const standIns = standInsOf(unit.text, language);
    // What is handed to a client in more steps than are followed.
    this.given.push(...requestsGiven(unit.text, this.#source.span));
    for (const deed of evaluation.deeds) {
      if (deed.unit === unit && standIns.some((one) => isStoodInFor(deed, one, this.#holes))) continue;
      if (deed.unit.file !== null && (deed.guessed || this.#isOrdinary(language)) && !isCertain(deed, this.#holes))
        continue;
      if (deed.kind === 'code') this.#nested(deed, language);
      else this.#take(deed);
    }
  }

  /** A program of the project in a language read by its tokens alone: only what is plain to see counts. */
  #isOrdinary(language: LanguageName): boolean {
    const { file } = this.#source;
    return language === 'plain' && file !== null && typeof this.#invocation.written?.get(file) !== 'string';
  }

  /** What is found until a bound counts, and what is not looked at any more is not known. */
  #whole(evaluation: Evaluation, body: readonly Node[]): void {
    try {
      evaluation.run(body, new Scope(null));
    } catch {
      const { span } = this.#source;
      this.finds.push({ kind: 'unknown', what: this.#invocation.program ?? '', fetched: false, span });
    }
  }

  #parsed(unit: Unit, language: LanguageName): Node[] | null {
    const { text } = unit;
    if (language === 'python' || language === 'javascript') {
      const tree = syntaxTree(text, language, this.#inquiry);
      if (!tree) return null;
      return language === 'python' ? readPython(tree, text) : readJavaScript(tree, text);
    }
    return readScript(text, language);
  }

  /** A module beside the text: its top level runs, its functions where they are called. */
  #load(language: LanguageName): (candidates: readonly string[], from: Unit, evaluation: Evaluation) => Scope | null {
    return (candidates, _from, evaluation) => {
      const directory = this.#invocation.cwd;
      if (this.#invocation.wrappers.some((wrapper) => wrapper.place !== 'here')) return null;
      for (const candidate of candidates) {
        const path = candidate.startsWith('/')
          ? candidate
          : directory === null
            ? null
            : `${directory}/${candidate}`.replaceAll('/./', '/');
        if (path === null) continue;
        const known = this.#modules.get(path);
        if (known) return known;
        if (this.#units >= maximumUnits) return null;
        const text = textOfFile(path, this.#invocation, this.#inquiry);
        if (text === null) continue;
        const scope = new Scope(null);
        this.#modules.set(path, scope);
        if (text.length > maximumCode || isTooDeep(text) || path.endsWith('.json')) return scope;
        this.#units += 1;
        const unit: Unit = { text, file: path, offset: null };
        const body = this.#parsed(unit, language);
        if (body) evaluation.runModule(unit, body, scope);
        return scope;
      }
      return null;
    };
  }

  /** `exec(text)`, `eval(text)`: the text where it is known, a file that is read into it, or nothing to be known. */
  #nested(deed: Extract<LocatedDeed, { kind: 'code' }>, language: LanguageName): void {
    const { text } = deed;
    const known = asText(text, this.#holes);
    if (text.kind !== 'thing' && known !== null && !this.#holes.within(known)) {
      if (this.#units >= maximumUnits || !isSuspicious(known)) return;
      this.#run({ ...deed.unit, text: known, offset: null }, language);
      return;
    }
    const what = this.#holes.show(known ?? '');
    if (isArithmetic(what)) return;
    this.finds.push({
      kind: 'unknown',
      what,
      fetched: /decode|fetch|request|urlopen|get\(/.test(what),
      ...this.#at(deed),
    });
  }

  #at(deed: LocatedDeed): Located {
    const { unit } = deed;
    const span: Span = unit.offset === null ? this.#source.span : [unit.offset + deed.start, unit.offset + deed.end];
    const around = this.#invocation.source;
    if (unit.file === null) return { span, ...(around ? { source: around } : {}) };
    let starts = this.#lines.get(unit);
    if (!starts) {
      starts = lineStartsOf(unit.text);
      this.#lines.set(unit, starts);
    }
    return { span, source: { file: unit.file, line: lineAt(starts, deed.start) } };
  }

  #take(deed: LocatedDeed): void {
    const at = this.#at(deed);
    const given = { holes: this.#holes, invocation: this.#invocation, inquiry: this.#inquiry, ...at };
    switch (deed.kind) {
      case 'program':
        this.invocations.push(...programOf(deed, given));
        return;
      case 'shell':
        this.invocations.push(...shellOf(deed, given));
        return;
      case 'request':
        this.finds.push(...requestOf(deed, given).map((request) => ({ ...at, kind: 'request' as const, request })));
        return;
      case 'sql': {
        const text = asText(deed.text, this.#holes) ?? '';
        const shown = text.replace(/[\uE000-\uF8FF]/g, 'unresolved');
        this.finds.push({ ...at, kind: 'sql', text: shown, client: deed.client, connection: deed.connection });
        return;
      }
      case 'operation': {
        const target =
          deed.args.map((value) => targetOf(value, this.#holes, at.span)).find((word) => word !== null) ?? null;
        this.finds.push({
          ...at,
          kind: 'operation',
          path: deed.path,
          provider: deed.provider,
          target,
          connection: deed.connection,
          ...(deed.loose ? { loose: true } : {}),
        });
        return;
      }
      case 'unknown':
        this.finds.push({ ...at, kind: 'unknown', what: deed.what, fetched: false });
        return;
      case 'code':
        return;
    }
  }
}

/** Whether a deed stands where a library of fakes takes its place. */
function isStoodInFor(deed: LocatedDeed, { start, end, stands, host, module }: StandIn, holes: Holes): boolean {
  if (deed.start < start || deed.start >= end) return false;
  if (stands === 'aws')
    return deed.kind === 'operation' && deed.provider === 'aws' && (!module || deed.path.startsWith(`${module}.`));
  if (stands === 'rows')
    return (
      (deed.kind === 'operation' && /\.(?:delete|update)_all$/.test(deed.path)) ||
      (deed.kind === 'sql' && /^\s*(?:delete|update)\b[^;]*;?\s*$/i.test(asText(deed.text, holes) ?? ''))
    );
  if (stands === 'files')
    return deed.kind === 'program' && /^(?:rm|mv|tee|truncate|cp)$/.test(asText(deed.words[0], holes) ?? '');
  if (deed.kind !== 'request') return false;
  const url = asText(deed.url, holes)?.toLowerCase() ?? '';
  return host === undefined || url === host || url.startsWith(`${host}/`);
}

/** Whether all that a deed works on is known. */
function isCertain(deed: LocatedDeed, holes: Holes): boolean {
  const values =
    deed.kind === 'program' ? deed.words : deed.kind === 'shell' || deed.kind === 'sql' ? [deed.text] : null;
  return values?.every((value) => value.kind !== 'thing' && !holes.within(asText(value, holes) ?? '')) ?? false;
}

/** The first thing an argument names: itself, or an entry of a table. */
function targetOf(value: Value, holes: Holes, span: Span): string | null {
  if (value.kind === 'table') {
    for (const inner of value.entries.values()) {
      const found = targetOf(inner, holes, span);
      if (found !== null) return found;
    }
    return null;
  }
  if (value.kind === 'list') return value.items[0] ? targetOf(value.items[0], holes, span) : null;
  if (value.kind === 'function' || value.kind === 'plain') return null;
  // `Request.builder().bucket("x").build()`: what it was built of.
  if (value.kind === 'thing' && value.path.endsWith('.build()')) {
    for (let at: Value | undefined = value.owner; at?.kind === 'thing'; at = at.owner) {
      const named = at.made?.all.find((one) => one.kind === 'text');
      if (named?.kind === 'text') return targetOf(named, holes, span);
    }
  }
  const word: Word = asWord(value, holes, span);
  return word.kind === 'unknown' ? word.text : word.value;
}

/** `eval('1 + ' + x)`: numbers, signs and gaps, as a calculator is given. */
function isArithmetic(text: string): boolean {
  return /^[\d\s+*/().,%-]+$/.test(text);
}
