import { type ParsedScript, parse } from 'unbash';
import type { Inquiry } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { ShellDialect } from '../action/kinds.ts';
import { readCmd } from './cmd/cmd.ts';
import { readPowerShell, readStartedShell } from './powershell/powershell.ts';
import type { ForeignOptions } from './powershell/reading.ts';
import { runCall } from './shell/call.ts';
import { emit, emitOwnRedirections } from './shell/emit.ts';
import {
  Budget,
  type Call,
  inherited,
  lineAt,
  OverBound,
  type Reading,
  type Scene,
  type SourceText,
  typedInto,
} from './shell/reading.ts';
import { Scope } from './shell/scope.ts';
import { fromWord, Holes, literal, type Output, silent, toWord, unknownOutput } from './shell/value.ts';
import { runFunctionBody, runStatements } from './shell/walk.ts';

/** The surroundings a command text is read in. */
export interface ShellOptions {
  readonly dialect: ShellDialect;
  /** Absolute, or null where it is not known. */
  readonly cwd: string | null;
  readonly inquiry: Inquiry;
  /** Variables known from outside; what is missing is asked as a `variable` fact. */
  readonly environment?: Readonly<Record<string, Word>>;
  /** Levels of nesting it stands in already. */
  readonly depth?: number;
  /** True where its programs may be typed into while they run: what they read is not known, unlike a person's typing. */
  readonly typedInto?: boolean;
}

/** Every program a command text runs, in order of appearance, and what could not be read. */
export interface ShellReading {
  readonly invocations: Invocation[];
  readonly problems: string[];
}

/**
 * Reads a command text into the programs it runs. Never throws.
 * What goes over a bound is one invocation whose program is null, and a problem.
 */
export function parseShell(text: string, options: ShellOptions): ShellReading {
  if (options.dialect === 'pwsh') return readPowerShell(text, foreignOptions(options));
  if (options.dialect === 'cmd') return readCmd(text, foreignOptions(options));
  const reading = startReading(options);
  const scene = startScene(text, options, reading);
  try {
    runSource(reading, scene, text);
    if (text.includes('\0')) {
      reading.problems.push('The command holds a NUL character.');
      // A shell that reads it from a file or a pipe leaves NUL characters out.
      const bare = text.replaceAll('\0', '');
      runSource(
        reading,
        { ...startScene(text, options, reading), text: { ...scene.text, text: bare, offset: null } },
        bare,
      );
    }
  } catch (error) {
    // Whatever went wrong in here, the command is not known, and what is not known is not safe.
    const why = error instanceof OverBound ? error.message : 'its structure could not be followed';
    reading.problems.push(`The command could not be read to its end: ${why}.`);
    emit(
      reading,
      { ...scene, scope: new Scope(null) },
      {
        argv: [literal(text.slice(0, 200), [0, text.length])],
        span: [0, text.length],
        position: 0,
        environment: null,
        redirections: [],
        external: true,
      },
      { program: null },
    );
  }
  return { invocations: reading.invocations, problems: reading.problems };
}

/** How PowerShell and cmd read what they start in turn. */
function foreignOptions(options: Pick<ShellOptions, 'cwd' | 'inquiry'>): ForeignOptions {
  const { cwd, inquiry } = options;
  return {
    cwd,
    inquiry,
    bash: (text, given) => parseShell(text, { ...given, dialect: 'bash', inquiry }).invocations,
    started: readStartedShell,
  };
}

/**
 * `cmd /c "rmdir /s \\"D:\\x\\""` typed where a backslash escapes no quote (cmd, PowerShell) removes something else than
 * it says: a whole drive, once. Where it was typed is not known, so neither is what goes.
 */
function withOpenTarget(invocation: Invocation): Invocation {
  if (!/^(?:rmdir|rd|del|erase)$/.test(invocation.program ?? '')) return invocation;
  const open = (word: Word): Word =>
    word.kind === 'known' && /^(?:[a-z]:|\/(?!\w$))/i.test(word.value)
      ? { kind: 'unknown', text: `\\"${word.value}\\"`, prefix: '', span: word.span }
      : word;
  return { ...invocation, args: invocation.args.map(open) };
}

/** `powershell -Command …`, `cmd /c …`: what they run, in the place of the call. */
function runForeign(reading: Reading, scene: Scene, call: Call, program: string): void {
  emitOwnRedirections(reading, scene, call);
  const words = call.argv.slice(1).map((field) => toWord(field, reading.holes));
  const { output } = scene.input;
  const found = readStartedShell(program, words, {
    ...foreignOptions({ cwd: scene.scope.cwd, inquiry: reading.inquiry }),
    wrappers: scene.wrappers,
    computed: scene.computed,
    depth: scene.depth + 1,
    source: { offset: null, span: call.span },
    ...(output ? { input: output.text === null || output.decoded ? null : reading.holes.show(output.text) } : {}),
  });
  const base = reading.invocations.length;
  const { file } = scene.text;
  const written = scene.text.text.slice(call.position, call.position + call.span[1] - call.span[0]);
  for (const read of found.invocations) {
    const one = program === 'cmd' && written.includes('\\"') ? withOpenTarget(read) : read;
    reading.budget.command(scene.depth);
    reading.invocations.push({
      ...one,
      ...(one.stdin.kind === 'pipe' ? { stdin: { kind: 'pipe', from: one.stdin.from + base } } : {}),
      ...(file && !one.source
        ? { source: { file: file.path, line: file.line ?? lineAt(file.lineStarts, call.position) } }
        : {}),
    });
  }
  reading.problems.push(...found.problems);
}

function startReading(options: ShellOptions): Reading {
  const reading: Reading = {
    dialect: options.dialect,
    inquiry: options.inquiry,
    holes: new Holes(),
    invocations: [],
    problems: [],
    written: new Map(),
    writtenTexts: new Map(),
    openFiles: new Set(),
    openFunctions: new Map(),
    gitAliases: new Map(),
    openAliases: new Set(),
    budget: new Budget(),
    substitute: (script, scene) => substitute(reading, scene, script),
    runText: (scene, text, source) => {
      const file = source ?? fileAround(scene);
      const inner: SourceText = {
        text: text.text,
        offset: text.offset >= 0 ? text.offset : null,
        span: text.span,
        ...(file ? { file } : {}),
      };
      return runSource(reading, { ...scene, text: inner, depth: scene.depth + 1 }, text.text);
    },
    runCall: (scene, call) => runCall(reading, scene, call),
    runBody: (scene, body) => runFunctionBody(reading, scene, body),
    runForeign: (scene, call, program) => runForeign(reading, scene, call, program),
  };
  return reading;
}

/**
 * Parses and runs a text. Where the grammar gives up before its end (zsh's own syntax, a stray parenthesis), it is
 * resumed behind the next separator, so that nothing that stands there is lost.
 */
function runSource(reading: Reading, scene: Scene, text: string): Output {
  reading.budget.text(text);
  // What is read again and again because nothing of it fits counts four times.
  if (scene.recovered) for (let more = 0; more < 3; more += 1) reading.budget.text(text);
  const script = parse(text);
  const output = runStatements(reading, scene, script.commands);
  const [error] = script.errors ?? [];
  if (!error) return output;
  noteErrors(reading, script);
  const reached = Math.max(error.pos, script.commands[script.commands.length - 1]?.end ?? 0);
  const separator = text.slice(reached).search(/[;|&\n(){}]/);
  const from = reached + separator + 1;
  if (separator < 0 || text.slice(from).trim() === '') return unknownOutput;
  const { offset } = scene.text;
  const rest: SourceText = { ...scene.text, text: text.slice(from), offset: offset === null ? null : offset + from };
  // One line may be resumed many times (`git add app/(shop)/a app/(shop)/b`): what is read again is what bounds it.
  const depth = scene.recovered ? scene.depth : scene.depth + 1;
  runSource(reading, { ...scene, text: rest, depth, recovered: true }, rest.text);
  return unknownOutput;
}

function startScene(text: string, options: ShellOptions, reading: Reading): Scene {
  const scope = new Scope(options.cwd);
  for (const [name, word] of Object.entries(options.environment ?? {})) {
    scope.set(name, { value: fromWord(word, reading.holes), exported: true });
  }
  return {
    scope,
    text: { text, offset: 0, span: [0, text.length] },
    input: options.typedInto ? typedInto : inherited,
    wrappers: [],
    depth: options.depth ?? 0,
    computed: false,
    away: false,
    captured: false,
  };
}

/** A text inside a file's text keeps the file; the line is that of the text it came from. */
function fileAround(scene: Scene): SourceText['file'] {
  const { file } = scene.text;
  return file && { path: file.path, lineStarts: [], line: file.line ?? lineAt(file.lineStarts, 0) };
}

/** Runs `$(…)` in a copy of the shell; its output is what stands in its place. */
function substitute(reading: Reading, scene: Scene, script: ParsedScript | undefined): Output {
  if (!script) return unknownOutput;
  if (script.errors && script.errors.length > 0) noteErrors(reading, script);
  const inner: Scene = { ...scene, scope: scene.scope.fork(), captured: true, depth: scene.depth + 1 };
  if (script.commands.length === 0) return silent;
  if (script.source === undefined) return runStatements(reading, inner, script.commands);
  // Escaped backticks: the script's positions belong to a text of its own.
  const text: SourceText = { ...scene.text, text: script.source, offset: null };
  return runStatements(reading, { ...inner, text }, script.commands);
}

function noteErrors(reading: Reading, script: ParsedScript): void {
  const [first] = script.errors ?? [];
  if (first) reading.problems.push(`The command is not well-formed: ${first.message}.`);
}
