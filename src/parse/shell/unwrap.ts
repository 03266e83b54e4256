import type { Word } from '../../action/invocation.ts';
import { maximumRounds } from '../limits.ts';
import { defineOptions, leadingText, type OptionSpec, walkOptions } from '../options.ts';
import type { WrapperRule } from '../wrappers/rule.ts';
import { wrapperRules } from '../wrappers.ts';
import { appendedWords } from './appended.ts';
import { freshContainer } from './container-mounts.ts';
import { emit, emitOwnRedirections } from './emit.ts';
import type { Call, Reading, Scene } from './reading.ts';
import { filePath } from './redirections.ts';
import { runShellText } from './run-shell.ts';
import { Scope } from './scope.ts';
import { type Field, fromWord, literal, type Output, toWord, unknownOutput } from './value.ts';
import { imageProgram, packageProgram, textBehind, typed } from './wrapped-words.ts';

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

/** A wrapper's command line, taken apart. */
interface Taken {
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

/** Runs what a wrapper runs. Null where the program is no wrapper, or not in this use of it. */
export function unwrap(reading: Reading, scene: Scene, call: Call, program: string): Output | null {
  const entries = compiledFor(program);
  if (!entries) return null;
  const words = call.argv.slice(1).map((field) => toWord(field, reading.holes));
  for (const entry of entries) {
    const taken = takeApart(reading, entry, call, words);
    if (taken) return runTaken(reading, scene, call, program, entry, taken);
  }
  return null;
}

function takeApart(reading: Reading, entry: Compiled, call: Call, words: readonly Word[]): Taken | null {
  const { rule } = entry;
  const taken: Taken = {
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

/** The one program that the account of a wrapper's target runs, if it is such a one. */
function accountProgram({ accounts }: WrapperRule, { target }: Taken, { span }: Call): Field[] {
  const account = /^([\w-]{1,40})@/.exec(target ?? '')?.[1];
  const program = account !== undefined && accounts && Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  return program === undefined ? [] : [literal(program, span)];
}

function runTaken(reading: Reading, scene: Scene, call: Call, program: string, entry: Compiled, taken: Taken): Output {
  const { rule } = entry;
  const entryPoint = taken.options.find((option) => option.name === '--entrypoint')?.value;
  const image = rule.place === 'container' ? imageProgram(taken.target) : null;
  const front = entryPoint ?? (image === null ? null : literal(image, call.span));
  const given = [...splitOff(rule, taken, call), ...call.argv.slice(taken.start)];
  const argv = [...(front ? [front] : []), ...(given.length > 0 ? accountProgram(rule, taken, call) : []), ...given];
  const inner = sceneInside(reading, scene, call, program, rule, taken);
  const idle = argv.length === 0 && taken.texts.length === 0;
  if (rule.self || idle) emit(reading, scene, call);
  const environment = mergedEnvironment(call, taken);
  const innerCall: Call = {
    ...call,
    environment,
    redirections: rule.self ? [] : call.redirections,
    external: program !== 'builtin' && program !== 'command',
    withoutFunctions: true,
  };
  if (idle) {
    if (rule.shell && scene.input.output) runShellInside(reading, inner, innerCall);
    return unknownOutput;
  }
  const reads = taken.texts.length > 0 || rule.takes !== 'words';
  if (reads && !rule.self) emitOwnRedirections(reading, scene, call);
  for (const text of taken.texts) runShellText(reading, textScene(inner), innerCall, text);
  if (argv.length === 0) return unknownOutput;
  if (rule.appends) return runAppending(reading, inner, scene.input.output, innerCall, rule, argv, taken);
  const output = runWords(reading, inner, innerCall, rule, argv);
  if (taken.alternative !== null && taken.alternative < call.argv.length) {
    runWords(reading, inner, innerCall, rule, call.argv.slice(taken.alternative));
  }
  return output;
}

/** `env -S "node --quiet" -e …`: the words of the text, where more words follow that belong to its program. */
function splitOff({ splits }: WrapperRule, taken: Taken, call: Call): Field[] {
  const [text] = taken.texts;
  if (!splits || !text || !/^[\w@%+:,./ =\\-]+$/.test(text.text)) return [];
  const words = text.text
    .replaceAll('\\_', ' ')
    .split(' ')
    .filter((word) => word !== '');
  // A text alone is read as a shell's, where it begins with a program.
  if (taken.start >= call.argv.length && !words[0]?.startsWith('-') && !text.text.includes('\\')) return [];
  taken.texts.length = 0;
  // Its own options may stand there too.
  const program = words.findIndex((word) => !/^\w+=/.test(word));
  const own = words[0]?.startsWith('-') ? ['env', ...words] : words.slice(Math.max(program, 0));
  return own.map((word) => literal(word, call.span));
}

function sceneInside(
  reading: Reading,
  scene: Scene,
  call: Call,
  program: string,
  rule: WrapperRule,
  taken: Taken,
): Scene {
  const away = scene.away || rule.place !== 'here';
  const fresh =
    rule.makes !== undefined && rule.makes === taken.verb
      ? freshContainer(reading, scene, call, taken.options, call.argv.slice(1, taken.start))
      : null;
  const wrapper = {
    program,
    place: rule.place,
    privileged: rule.privileged ?? false,
    ...(taken.target === undefined ? {} : { target: taken.target }),
    ...(fresh ? { fresh } : {}),
  };
  let { scope } = scene;
  if (rule.place !== 'here') scope = new Scope(fresh?.directory ?? null);
  else if (taken.directory) {
    scope = scope.fork();
    scope.chdir(filePath(scene, taken.directory));
  }
  // What was appended from the input is no longer there to be read.
  const input = rule.appends ? { standard: { kind: 'none' as const } } : scene.input;
  reading.budget.command(scene.depth);
  return { ...scene, scope, input, away, wrappers: [...scene.wrappers, wrapper] };
}

function textScene(scene: Scene): Scene {
  const scope = new Scope(scene.scope.cwd);
  for (const [name, variable] of scene.scope.exported() ?? []) scope.set(name, variable);
  return { ...scene, scope };
}

function mergedEnvironment(call: Call, taken: Taken): Record<string, Word> | null {
  if (Object.keys(taken.environment).length === 0) return call.environment;
  return { ...call.environment, ...taken.environment };
}

function runWords(reading: Reading, scene: Scene, call: Call, rule: WrapperRule, argv: readonly Field[]): Output {
  const [first, ...rest] = argv;
  if (!first) return unknownOutput;
  const asWords = rule.takes === 'words' || (rule.takes === 'quoted' && argv.length > 1);
  if (!asWords) {
    const text = rule.takes === 'keys' ? typed(argv) : argv.map((field) => field.text).join(' ');
    const field: Field =
      argv.length === 1 && rule.takes !== 'keys'
        ? first
        : { text, glob: null, holed: reading.holes.within(text), span: call.span, offset: -1 };
    return runShellText(reading, textScene(scene), call, field);
  }
  if (rule.scripts !== undefined && /\.pyw?$/.test(first.text))
    return reading.runCall(scene, { ...call, argv: [literal(rule.scripts, call.span), ...argv] });
  const program = rule.package && !first.holed ? { ...first, text: packageProgram(first.text) } : first;
  return reading.runCall(scene, { ...call, argv: [program, ...rest] });
}

function runShellInside(reading: Reading, scene: Scene, call: Call): Output {
  return reading.runCall(
    { ...scene, input: scene.input },
    { ...call, argv: [literal('sh', call.span), literal('-s', call.span)] },
  );
}

/** `xargs`, `parallel`: the program's words and what is read from elsewhere. */
function runAppending(
  reading: Reading,
  scene: Scene,
  input: Output | undefined,
  call: Call,
  rule: WrapperRule,
  argv: readonly Field[],
  taken: Taken,
): Output {
  const listed = rule.takes === 'text' ? argv.findIndex((field) => /^:::[:+]*$/.test(field.text)) : -1;
  const words = listed < 0 ? argv : argv.slice(0, listed);
  const option = taken.options.find((entry) => ['-I', '-J', '--replace', '-i'].includes(entry.name));
  const placeholder = option ? option.value?.text || '{}' : rule.takes === 'text' ? '{}' : null;
  const source =
    listed < 0
      ? appendedWords(reading, input, call, taken.options)
      : argv.slice(listed + 1).filter((field) => !field.text.startsWith(':::'));
  if (placeholder === null) return runWords(reading, scene, call, rule, [...words, ...source]);
  let output: Output = unknownOutput;
  for (const item of source.slice(0, maximumRounds)) {
    output = runWords(reading, scene, call, rule, placed(reading, words, placeholder, item, rule));
  }
  if (source.length > maximumRounds) {
    const rest = fromWord({ kind: 'unknown', text: placeholder, prefix: '', span: call.span }, reading.holes);
    runWords(reading, scene, call, rule, placed(reading, words, placeholder, rest, rule));
  }
  return output;
}

function placed(
  reading: Reading,
  words: readonly Field[],
  placeholder: string,
  item: Field,
  rule: WrapperRule,
): Field[] {
  const within = (text: string) =>
    text.includes(placeholder) || (rule.takes === 'text' && /\{[^{}\s]{0,3}\}/.test(text));
  if (rule.takes === 'text' && !words.some((word) => within(word.text))) return [...words, item];
  return words.map((word) => {
    if (!within(word.text)) return word;
    if (word.text === placeholder) return { ...item, span: word.span };
    const text = word.text
      .replaceAll(placeholder, item.text)
      .replace(rule.takes === 'text' ? /\{[^{}\s]{0,3}\}/g : /(?!)/, item.text);
    return {
      ...word,
      text,
      glob: item.glob === null ? word.glob : text,
      holed: word.holed || item.holed || reading.holes.within(text),
      offset: -1,
    };
  });
}
