import { maximumRecursion } from '../limits.ts';
import { gappedWord } from '../shell-word.ts';
import { shellPrograms } from '../wrappers.ts';
import { builtins } from './builtins.ts';
import { runGitSettings, runVariables } from './configured.ts';
import { emit, emitOwnRedirections, programName } from './emit.ts';
import { runFd, runFind } from './find.ts';
import { outputOf } from './outputs.ts';
import { noteScripts } from './package-file.ts';
import type { Call, Reading, Scene } from './reading.ts';
import { filePath, noteWritten } from './redirections.ts';
import { fetchedFile, runScriptFile, runShellProgram, setVariables } from './run-shell.ts';
import { habitualTool } from './tool-names.ts';
import { unwrap } from './unwrap.ts';
import { type Field, literal, type Output, silent, unknownOutput } from './value.ts';

/** Judges one program call: function, alias, builtin, shell, wrapper, or a program of its own. */
export function runCall(reading: Reading, scene: Scene, call: Call): Output {
  reading.budget.command(scene.depth);
  const name = call.argv[0];
  if (!name) return silent;
  const program = programName(reading, name);
  if (program === null) {
    const tool = reading.holes.only(name.text)?.source;
    const meant = tool === undefined ? null : habitualTool(tool);
    if (meant !== null)
      return runCall(reading, scene, { ...call, argv: [literal(meant, name.span), ...call.argv.slice(1)] });
    const fetched = reading.holes.of(name.text).some((hole) => hole.output?.decoded);
    // `- \`npm test\` passes`: a list in prose. Only zsh would run what stands behind the dash.
    const prose = !fetched && reading.dialect === 'bash' && scene.wrappers.at(-1)?.program === '-';
    if (!scene.recovered && !prose) emit(reading, scene, call, { program: null, computed: fetched });
    return unknownOutput;
  }
  if (!call.external) {
    const replaced = call.withoutFunctions ? null : runReplacement(reading, scene, call, name.text);
    if (replaced) return replaced;
    const builtin = builtins.get(name.text);
    const output = builtin?.(reading, readsText.has(name.text) ? withVariables(reading, scene, call) : scene, call);
    if (output) return output;
  }
  if (shellPrograms.has(program)) return runShellProgram(reading, scene, call);
  if (isForeignShell(program, call)) {
    reading.runForeign(scene, call, program.toLowerCase());
    return unknownOutput;
  }
  const inner = { ...scene, depth: scene.depth + 1 };
  runVariables(reading, inner, call, program);
  if (program === 'git') runGitSettings(reading, inner, call);
  const unwrapped = unwrap(reading, inner, call, program);
  if (unwrapped) return unwrapped;
  const ownPath = name.text.includes('/');
  emit(reading, scene, call, { computed: ownPath && fetchedFile(reading, scene, name, scene.recovered) });
  if (program === 'find' || program === 'gfind') runFind(reading, inner, call);
  if (program === 'fd' || program === 'fdfind') runFd(reading, inner, call);
  if (ownPath && /\.ps1$/i.test(name.text)) {
    const [pwsh, file] = ['pwsh', '-File'].map((text) => ({ ...name, text }));
    if (pwsh && file) reading.runForeign(inner, { ...call, argv: [pwsh, file, ...call.argv] }, 'pwsh');
  } else if (ownPath) runScriptFile(reading, inner, call, name, { always: false });
  noteFiles(reading, scene, program, call);
  return scene.captured ? outputOf(reading, scene, program, call.argv.slice(1)) : unknownOutput;
}

/** PowerShell, or cmd where it is given a command. */
function isForeignShell(program: string, call: Call): boolean {
  if (/^(?:powershell|pwsh)$/i.test(program)) return true;
  return /^cmd$/i.test(program) && call.argv.some(({ text }) => /^\/{1,2}[ck]/i.test(text));
}

/** Builtins that run other text, with the assignments in front of them. */
const readsText = new Set(['eval', 'source', '.']);

/** The scene inside a call that has assignments in front; they hold for that call alone. */
function withVariables(reading: Reading, scene: Scene, call: Call): Scene {
  if (!call.environment) return scene;
  const scope = scene.scope.fork();
  setVariables(reading, scope, call);
  return { ...scene, scope };
}

/** A function or alias of that name, defined in the text. Null where the program of that name runs (as well). */
function runReplacement(reading: Reading, scene: Scene, call: Call, name: string): Output | null {
  const alias = call.quotedName ? undefined : scene.scope.alias(name);
  if (alias !== undefined) {
    // Whether aliases are on depends on the shell: both readings are judged.
    const rest = call.argv.slice(1);
    const text = [alias, ...rest.map((field) => field.glob ?? gappedWord(field.text))].join(' ');
    const scope = scene.scope.fork();
    scope.setAlias(name, undefined);
    reading.runText({ ...scene, scope }, { text, glob: null, holed: false, span: call.span, offset: -1 });
  }
  const shellFunction = scene.scope.shellFunction(name);
  if (!shellFunction) return null;
  // One that calls itself is followed a few times, for what it hands on; then it has been judged.
  const open = reading.openFunctions.get(shellFunction) ?? 0;
  if (open >= maximumRecursion) return silent;
  reading.openFunctions.set(shellFunction, open + 1);
  emitOwnRedirections(reading, scene, call);
  const inner: Scene = { ...withVariables(reading, scene, call), text: shellFunction.text, depth: scene.depth + 1 };
  const output = inner.scope.call(call.argv.slice(1), () => reading.runBody(inner, shellFunction.body));
  reading.openFunctions.set(shellFunction, open);
  return shellFunction.certain ? output : null;
}

/** The file an output option of curl or wget names, apart from it or attached to it. */
function writtenBy(option: Field, next: Field | undefined): Field | undefined {
  if (/^(-[a-zA-Z]*[oO]|--output|--output-document)$/.test(option.text)) return next;
  const attached = /^(?:-[a-zA-Z]*?[oO]|--output(?:-document)?=)([./\w].*)$/s.exec(option.text)?.[1];
  return attached === undefined ? undefined : { ...option, text: attached };
}

/** Remembers the files that common programs write, for a later command that runs them. */
function noteFiles(reading: Reading, scene: Scene, program: string, call: Call): void {
  if (program === 'tee') {
    for (const field of call.argv.slice(1)) {
      if (field.text.startsWith('-')) continue;
      noteWritten(reading, scene, field, scene.input.output ?? unknownOutput, false);
    }
    return;
  }
  if (program === 'curl' || program === 'wget') {
    call.argv.forEach((field, index) => {
      const written = writtenBy(field, call.argv[index + 1]);
      if (written) noteWritten(reading, scene, written, { text: null, decoded: true }, false);
      const url = /^https?:\/\//.test(field.text) ? field.text.split(/[?#]/)[0] : undefined;
      const base = url?.slice(url.lastIndexOf('/') + 1);
      if (base) noteWritten(reading, scene, { ...field, text: base }, { text: null, decoded: true }, false);
    });
    return;
  }
  if (program === 'npm' || program === 'pnpm') noteScripts(reading, scene, call);
  if ((program !== 'cp' && program !== 'mv' && program !== 'ln') || reading.written.size === 0) return;
  const operands = call.argv.slice(1).filter((field) => !field.text.startsWith('-'));
  const [from, to] = operands;
  if (!from || !to || operands.length !== 2) return;
  const source = filePath(scene, from);
  const file = source === null ? undefined : reading.written.get(source);
  const target = filePath(scene, to);
  if (!file || target === null) return;
  reading.written.set(target, file);
  reading.writtenTexts.set(target, source === null ? null : (reading.writtenTexts.get(source) ?? null));
}
