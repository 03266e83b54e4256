import { look } from '../../action/facts.ts';
import { maximumTextLength } from '../limits.ts';
import { isUnread } from '../unread.ts';
import { emit, emitOwnRedirections } from './emit.ts';
import { type Call, inherited, lineStartsOf, type Reading, type Scene } from './reading.ts';
import { filePath } from './redirections.ts';
import { Scope } from './scope.ts';
import { setUpFiles } from './set-up.ts';
import { type Field, fromWord, type Output, unknownOutput } from './value.ts';

/** Names of a program's own standard input. */
const ownInput = /^\/(dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/;

/** What a shell's command line asks it to run. */
interface ShellCall {
  readonly kind: 'text' | 'file' | 'input' | 'nothing';
  readonly subject?: Field;
  readonly positional: readonly Field[];
  readonly zero?: Field;
}

/** Runs `bash -c TEXT`, `bash FILE`, `bash < FILE`, `… | bash`. */
export function runShellProgram(reading: Reading, scene: Scene, call: Call): Output {
  const asked = readShellCall(call.argv);
  const scope = new Scope(scene.scope.cwd);
  for (const [name, variable] of scene.scope.exported() ?? []) scope.set(name, variable);
  setVariables(reading, scope, call);
  scope.positional = asked.positional;
  scope.zero = asked.zero ?? null;
  const inner: Scene = { ...scene, scope, depth: scene.depth + 1 };
  if (asked.kind !== 'file' && asked.kind !== 'nothing') emitOwnRedirections(reading, scene, call);
  switch (asked.kind) {
    case 'text':
      return asked.subject ? runShellText(reading, inner, call, withoutCarets(call, asked.subject)) : unknownOutput;
    case 'file':
      emit(reading, scene, call, { computed: asked.subject ? fetchedFile(reading, scene, asked.subject) : false });
      if (asked.subject) runScriptFile(reading, inner, call, asked.subject, { always: true });
      return unknownOutput;
    case 'input':
      return runShellInput(reading, inner, call);
    case 'nothing':
      emit(reading, scene, call);
      return unknownOutput;
  }
}

/** `nu -c '^rm -r x'`: a caret in front of a program of the machine's, where nu has a command of that name. */
function withoutCarets({ argv: [program] }: Call, text: Field): Field {
  if (program && !/(?:^|\/)nu$/.test(program.text)) return text;
  return { ...text, text: text.text.replace(/(^|[\s;|({])\^(?=[\w./~"'-])/g, '$1 ') };
}

/** Gives a shell the variables that stand in front of its call. */
export function setVariables(reading: Reading, scope: Scope, call: Call): void {
  for (const [name, word] of Object.entries(call.environment ?? {})) {
    scope.set(name, { value: fromWord(word, reading.holes), exported: true });
  }
}

function readShellCall(argv: readonly Field[]): ShellCall {
  let wantsText = false;
  let fromInput = false;
  let index = 1;
  for (; index < argv.length; index++) {
    const field = argv[index];
    if (!field) break;
    const { text } = field;
    if (text === '--' || text === '-') {
      index++;
      break;
    }
    if (text === '--rcfile' || text === '--init-file') {
      index++;
      continue;
    }
    // `bash -n FILE` reads the commands without running them.
    const reads = /^-[evxuf]*n[evxuf]*$/.test(text) && /(?:^|\/)(?:ba|z|da|k|a)?sh$/.test(argv[0]?.text ?? '');
    if (text === '--version' || text === '--help' || reads) return { kind: 'nothing', positional: [] };
    if (text.startsWith('--command=')) {
      const subject: Field = { ...field, text: text.slice('--command='.length), offset: -1 };
      return { kind: 'text', subject, positional: argv.slice(index + 1) };
    }
    if (text === '--command') {
      wantsText = true;
      continue;
    }
    if (text.startsWith('--')) continue;
    if (!/^[-+][a-zA-Z]/.test(text)) break;
    if (text.startsWith('-') && text.includes('c')) wantsText = true;
    if (text.startsWith('-') && text.includes('s')) fromInput = true;
    index += text.match(/[oO]/g)?.length ?? 0;
  }
  const subject = argv[index];
  const rest = argv.slice(index + 1);
  if (wantsText)
    return subject
      ? { kind: 'text', subject, positional: rest.slice(1), ...(rest[0] ? { zero: rest[0] } : {}) }
      : { kind: 'nothing', positional: [] };
  if (fromInput || !subject) return { kind: 'input', positional: argv.slice(index) };
  return { kind: 'file', subject, positional: rest };
}

/** Runs a text that a shell was given as an argument; what it is made of may be unknown as a whole. */
export function runShellText(reading: Reading, scene: Scene, call: Call, text: Field): Output {
  const hole = reading.holes.only(text.text.trim());
  if (hole) return runUnknownText(reading, scene, call, hole.output, text);
  return reading.runText(scene, text);
}

/** A shell that reads its standard input. Nothing redirected: an interactive shell. */
function runShellInput(reading: Reading, scene: Scene, call: Call): Output {
  const { input } = scene;
  const { output } = input;
  if (!output) {
    emit(reading, scene, call);
    return unknownOutput;
  }
  const inner = { ...scene, input: inherited };
  const hole = output.text === null ? undefined : reading.holes.only(output.text.trim());
  if (output.text === null || hole) return runUnknownText(reading, scene, call, hole ? hole.output : output, undefined);
  if (output.decoded) emit(reading, scene, call, { computed: true });
  const span = output.span ?? call.span;
  const text: Field = {
    text: output.text,
    glob: null,
    holed: reading.holes.within(output.text),
    span,
    offset: output.offset ?? -1,
  };
  return reading.runText({ ...inner, computed: scene.computed || output.decoded }, text);
}

/** Shell text of which nothing stands here: a file's, a program's output, an unset variable's. */
function runUnknownText(
  reading: Reading,
  scene: Scene,
  call: Call,
  output: Output | undefined,
  text: Field | undefined,
): Output {
  if (output?.initialiser) {
    emit(reading, scene, call);
    return unknownOutput;
  }
  if (output?.path) {
    emit(reading, scene, call, { computed: fetchedFile(reading, scene, output.path) });
    // The file was opened here, whatever machine the shell runs on.
    runScriptFile(reading, { ...scene, input: inherited }, call, output.path, { always: true, local: true });
    return unknownOutput;
  }
  if (output) {
    emit(reading, scene, call, { computed: true });
    return unknownOutput;
  }
  // A variable's text: a command whose very name is not known.
  emit(reading, scene, { ...call, argv: text ? [text] : call.argv }, text ? { program: null } : { computed: true });
  return unknownOutput;
}

/**
 * True where a file's content was fetched or decoded by an earlier command of the same text, or by `<(curl …)`; what is
 * not known counts as well, except where `certain` asks for more: behind a syntax error a `>` may be none.
 */
export function fetchedFile(reading: Reading, scene: Scene, file: Field, certain = false): boolean {
  const hole = reading.holes.only(file.text);
  if (hole)
    return (
      hole.file === true &&
      hole.output !== undefined &&
      hole.output.path === undefined &&
      !hole.output.initialiser &&
      hole.output.text === null
    );
  const path = filePath(scene, file);
  const written = path === null ? undefined : reading.written.get(path);
  return written !== undefined && (written.decoded || (written.text === null && !certain));
}

/**
 * Reads the script a file holds: one that this text wrote, one that a process substitution makes, or one on the disk.
 * Without `always`, only a file that looks like a shell script is asked for.
 */
export function runScriptFile(
  reading: Reading,
  scene: Scene,
  call: Call,
  file: Field,
  options: { readonly always: boolean; readonly local?: boolean },
): void {
  const hole = reading.holes.only(file.text);
  if (hole?.file && hole.output) {
    const { text, path } = hole.output;
    if (text !== null)
      reading.runText({ ...scene, computed: scene.computed || hole.output.decoded }, fieldOf(reading, text, call));
    else if (path) runScriptFile(reading, scene, call, path, options);
    return;
  }
  if (ownInput.test(file.text)) {
    runShellInput(reading, scene, call);
    return;
  }
  const path = filePath(scene, file);
  if (path === null || reading.openFiles.has(path)) return;
  reading.openFiles.add(path);
  const written = reading.written.get(path);
  if (written) {
    if (written.origin && !scene.away) runFileOnDisk(reading, scene, call, written.origin);
    if (written.text) {
      const offset = written.offset ?? -1;
      const text = { ...fieldOf(reading, written.text, call), span: written.span, offset };
      reading.runText({ ...scene, computed: scene.computed || written.decoded }, text);
    }
  } else if ((!scene.away || options.local) && (options.always || /\.(sh|bash|zsh|ksh|command)$/.test(path))) {
    runFileOnDisk(reading, scene, call, path);
  }
  reading.openFiles.delete(path);
}

function runFileOnDisk(reading: Reading, scene: Scene, call: Call, path: string): void {
  const { home } = reading.inquiry.facts.place;
  if (setUpFiles.some((file) => (file.startsWith('~') ? home + file.slice(1) : file) === path)) return;
  const answer = look<'file-text'>(reading.inquiry, { kind: 'file-text', path });
  if (!answer.known) {
    if (!isUnread(reading.inquiry, path)) return;
    reading.problems.push(`${path} could not be read.`);
    emit(reading, scene, call, { program: null });
    return;
  }
  const { bytes } = answer.value;
  // A script that has been through `tr -d '\r'` runs as it then is; with them it would run nothing.
  const text = answer.value.text.replaceAll('\r\n', '\n');
  if (text.length > maximumTextLength || bytes > maximumTextLength) {
    reading.problems.push(`${path} is too large to read.`);
    emit(reading, scene, call, { program: null });
    return;
  }
  if (/^#!.*\b(python|node|ruby|perl|php|deno|bun|osascript|awk)/.test(text.slice(0, 100))) return;
  const field: Field = { text, glob: null, holed: false, span: call.span, offset: -1 };
  reading.runText(scene, field, { path, lineStarts: lineStartsOf(text) });
}

function fieldOf(reading: Reading, text: string, call: Call): Field {
  return { text, glob: null, holed: reading.holes.within(text), span: call.span, offset: -1 };
}
