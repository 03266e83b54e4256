import { posix } from 'node:path';
import type { Invocation, Redirection, Word } from '../../action/invocation.ts';
import type { Span } from '../../action/kinds.ts';
import { maximumCommands, maximumDepth } from '../limits.ts';
import { lineOf, readCmdCall } from '../powershell/command-line.ts';
import { emit, emitProgram } from '../powershell/emit.ts';
import {
  type CommandCall,
  type ForeignOptions,
  OverBound,
  type Reading,
  type Scene,
  spanIn,
} from '../powershell/reading.ts';
import type { Item } from '../powershell/values.ts';
import { type CmdCommand, type CmdWord, splitCommands } from './lexer.ts';
import { expandedWord, pathWord, removalWords } from './words.ts';

/**
 * Reads a cmd.exe line or batch text into the programs it runs: `&`, `&&`, `||`, `|`, brackets, `^`, quotes, `for`,
 * `if`, `call`, `start`, `cd`, `set`, redirections. A variable that is not set here is not known. Never throws.
 */
export function readCmd(text: string, options: ForeignOptions): { invocations: Invocation[]; problems: string[] } {
  const span = options.source?.span ?? ([0, text.length] as const);
  const reading: Reading = {
    options,
    inquiry: options.inquiry,
    dialect: 'cmd',
    parse: null,
    invocations: [],
    problems: [],
    written: new Map(),
    openFunctions: new Set(),
    budget: { commands: 0, parsed: 0 },
    runText: () => [],
    evaluate: () => [],
    call: () => [],
  };
  const scene: Scene = {
    scope: { variables: new Map(), environment: new Map(), functions: new Map(), cwd: options.cwd },
    source: { text, offset: options.source ? options.source.offset : 0, span },
    input: null,
    wrappers: options.wrappers ?? [],
    depth: options.depth ?? 0,
    computed: options.computed ?? false,
  };
  try {
    runLine(reading, scene);
  } catch (error) {
    const why = error instanceof OverBound ? error.message : 'its structure could not be followed';
    reading.problems.push(`The cmd command could not be read to its end: ${why}.`);
    emit(reading, scene, { ...emptyCall(span), name: known(text.slice(0, 200), span) }, { program: null, args: [] });
  }
  return { invocations: reading.invocations, problems: reading.problems };
}

function emptyCall(span: Span): CommandCall {
  return { name: known('', span), words: [], redirections: [], span, position: 0 };
}

function known(value: string, span: Span): Item {
  return { word: { kind: 'known', value, span } };
}

function runLine(reading: Reading, scene: Scene): void {
  if (scene.depth > maximumDepth) throw new OverBound(`more than ${maximumDepth} levels of nesting`);
  // A shell in a shell reads again all that stands behind its name.
  if (scene.source.text.length * (scene.depth + 1) > maximumCmdText)
    throw new OverBound(`more than ${maximumCmdText} characters`);
  for (const command of splitCommands(scene.source.text)) {
    reading.budget.commands += 1;
    if (reading.budget.commands > maximumCommands) throw new OverBound(`more than ${maximumCommands} commands`);
    runCommand(reading, command.piped ? { ...scene, input: [] } : scene, command, command.words);
  }
}

/** Characters of one text; cmd itself takes 8191 in a line. */
const maximumCmdText = 50_000;

/** Words in front of a command that leave it what it is. */
const leading = /^(?:@|else|do|call)$/i;

function runCommand(reading: Reading, scene: Scene, command: CmdCommand, given: readonly CmdWord[]): void {
  const head = given[0];
  if (!head) return;
  // Each `if`, `do`, `call` in front of a command is one level.
  if (scene.depth > maximumDepth) throw new OverBound(`more than ${maximumDepth} levels of nesting`);
  const rest = given.slice(1);
  const inner: Scene = { ...scene, depth: scene.depth + 1 };
  const first = { ...head, text: head.text.replace(/^@+/, '') };
  const name = first.text.toLowerCase();
  if (name === '' || leading.test(first.text)) {
    runCommand(reading, inner, command, rest);
    return;
  }
  switch (name) {
    case 'rem':
    case 'echo':
    case 'echo.':
    case 'title':
    case 'setlocal':
    case 'endlocal':
    case 'prompt':
    case 'exit':
    case 'goto':
    case 'cls':
    case 'ver':
    case 'dir':
    case 'pause':
      note(reading, scene, command, first, name === 'rem' ? [] : rest);
      return;
    case 'if':
      runCommand(reading, inner, command, conditioned(rest));
      return;
    case 'for':
      runFor(reading, scene, command, rest);
      return;
    case 'set':
      assign(reading, scene, rest);
      return;
    case 'cd':
    case 'chdir':
    case 'pushd':
      scene.scope.cwd = placeOf(scene, rest.filter(({ text }) => !/^\/d$/i.test(text))[0]);
      return;
    case 'start': {
      const program = rest.findIndex((word, index) => !/^\/\w/.test(word.text) && !(index === 0 && word.quoted));
      if (program >= 0) runCommand(reading, inner, command, rest.slice(program));
      return;
    }
    case 'forfiles':
      runForfiles(reading, scene, command, rest);
      return;
    default:
      note(reading, scene, command, first, rest);
      return;
  }
}

/** The command behind a condition: `if exist x`, `if not "%a%"=="b"`, `if %errorlevel% neq 0`, `if errorlevel 1`. */
function conditioned(words: readonly CmdWord[]): readonly CmdWord[] {
  let at = 0;
  while (/^(?:\/i|not)$/i.test(words[at]?.text ?? '')) at += 1;
  const text = words[at]?.text ?? '';
  if (/^(?:exist|defined|errorlevel)$/i.test(text)) return words.slice(at + 2);
  if (text.includes('==')) return words.slice(text.endsWith('==') ? at + 2 : at + 1);
  return words.slice(
    words[at + 1]?.text === '==' || /^(?:equ|neq|lss|leq|gtr|geq)$/i.test(words[at + 1]?.text ?? '') ? at + 3 : at + 1,
  );
}

/** `for /d %i in (C:\data\*) do rd /s /q "%i"`: the body with each name of the set in the variable's place. */
function runFor(reading: Reading, scene: Scene, command: CmdCommand, words: readonly CmdWord[]): void {
  const at = words.findIndex(({ text }) => /^in$/i.test(text));
  const body = words.findIndex(({ text }) => /^do$/i.test(text));
  const variable = /^%{1,2}~?(\w)$/.exec(words[at - 1]?.text ?? '')?.[1];
  if (at < 0 || body < 0 || !variable) {
    runCommand(reading, scene, command, body < 0 ? words.slice(1) : words.slice(body + 1));
    return;
  }
  const set = words
    .slice(at + 1, body)
    .map(({ text }) => text.replace(/^\(|\)$/g, ''))
    .filter((text) => text !== '' && text !== ',');
  const reads = words.slice(0, at).some(({ text }) => /^\/[fl]$/i.test(text));
  const root = words.slice(0, at).findIndex(({ text }) => /^\/r$/i.test(text));
  const folder =
    root >= 0 && words[root + 1] && !words[root + 1]?.text.startsWith('%') ? `${words[root + 1]?.text ?? ''}\\` : '';
  const own = new RegExp(`%{1,2}(?:~[a-z]*)?${variable}(?![a-z])`, 'gi');
  for (const value of reads || set.length === 0 ? [null] : set.slice(0, 24)) {
    const replaced = words.slice(body + 1).map((word) => ({
      ...word,
      text: word.text.replace(own, () => (value === null ? `%for-${variable}%` : folder + value)),
    }));
    runCommand(reading, { ...scene, depth: scene.depth + 1 }, command, replaced);
  }
}

/** `forfiles /p C:\data /s /c "cmd /c del @path"`: the command with the files it meets in the name's place. */
function runForfiles(reading: Reading, scene: Scene, command: CmdCommand, words: readonly CmdWord[]): void {
  const after = (option: RegExp): CmdWord | undefined => words[words.findIndex(({ text }) => option.test(text)) + 1];
  const given = (option: RegExp): string | null =>
    words.some(({ text }) => option.test(text)) ? (after(option)?.text ?? null) : null;
  const inner = given(/^\/c$/i);
  if (inner === null) return;
  const found = `${(given(/^\/p$/i) ?? '.').replace(/[\\/]+$/, '')}\\${given(/^\/m$/i) ?? '*'}`;
  const text = inner.replace(/@(?:path|file|fname|relpath)/gi, `"${found}"`);
  const span = spanIn(scene.source, command.words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
  runLine(reading, { ...scene, source: { text, offset: null, span }, depth: scene.depth + 1 });
}

function assign(reading: Reading, scene: Scene, words: readonly CmdWord[]): void {
  const text = words.map((word) => word.text).join(' ');
  const [first] = words;
  // The guard's own way into a terminal is read there (effects/guard-shell.ts); no other variable is a program's call.
  if (first && /^"?path=.*holdpoint/is.test(text)) {
    const span = spanIn(scene.source, first.start, words.at(-1)?.end ?? first.end);
    const arg: Word = { kind: 'unknown', text, prefix: '', span };
    emit(reading, scene, { ...emptyCall(span), name: known('set', span) }, { program: 'set', args: [arg] });
  }
  if (/^\/[ap]\b/i.test(text)) {
    const name = /^\/[ap]\s+"?(\w+)=/i.exec(text)?.[1];
    if (name) scene.scope.environment.delete(name.toLowerCase());
    return;
  }
  const match = /^([^=]+)=(.*)$/s.exec(text);
  if (!match?.[1]) return;
  const word = expandedWord(scene, {
    text: match[2] ?? '',
    quoted: true,
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
  });
  scene.scope.environment.set(match[1].trim().toLowerCase(), [{ word }]);
}

function placeOf(scene: Scene, word: CmdWord | undefined): string | null {
  if (!word) return scene.scope.cwd;
  const target = expandedWord(scene, word);
  if (target.kind !== 'known') return null;
  const slashed = target.value.replaceAll('\\', '/');
  if (/^[a-z]:/i.test(slashed) || slashed.startsWith('/'))
    return slashed.length > 3 ? slashed.replace(/\/+$/, '') : slashed;
  return scene.scope.cwd === null ? null : posix.join(scene.scope.cwd, slashed);
}

const removals = /^(?:del|erase|rd|rmdir)$/;
/** Commands of cmd's own, by the programs that packs know for the same. */
const ownCommands: Readonly<Record<string, string>> = { move: 'mv', copy: 'cp', xcopy: 'cp' };

function note(reading: Reading, scene: Scene, command: CmdCommand, first: CmdWord, rest: readonly CmdWord[]): void {
  const span = spanIn(scene.source, first.start, Math.max(rest.at(-1)?.end ?? first.end, first.end));
  const head = expandedWord(scene, first);
  const words = rest.map((word) => ({ word: expandedWord(scene, word), quoted: word.quoted }));
  const redirections = command.redirections.map(
    ({ mode, target }): Redirection => ({ mode, descriptor: 1, target: pathWord(expandedWord(scene, target)) }),
  );
  const call: CommandCall = {
    name: { word: head },
    words: words.map(({ word, quoted }) => ({
      kind: 'value',
      value: [{ word, ...(quoted ? { quoted } : {}) }],
      span: word.span,
    })),
    redirections: redirections.filter(({ target }) => !(target.kind === 'known' && /^nul:?$/i.test(target.value))),
    span,
    position: first.start,
  };
  if (head.kind === 'unknown') {
    const tail = /[\\/]([\w.+-]+)$/.exec(head.text)?.[1];
    if (tail === undefined)
      emit(reading, scene, call, { program: null, args: words.map(({ word }) => pathWord(word)) });
    else emitProgram(reading, scene, call, tail);
    return;
  }
  const written = head.kind === 'known' ? head.value.replaceAll('\\', '/') : '';
  const name = written.slice(written.lastIndexOf('/') + 1);
  const program = name.toLowerCase().replace(/\.(?:exe|com)$/, '');
  // `rd/s/q x`, `del/q`: the flags may touch the name.
  const glued = /^(del|erase|rd|rmdir|format|cd)((?:\/\w)+)/.exec(written.toLowerCase());
  if (glued?.[1]) {
    const flags = (glued[2] ?? '').match(/\/\w/g) ?? [];
    const texts: CmdWord[] = flags.map((flag) => ({ text: flag, quoted: false, start: first.start, end: first.end }));
    note(reading, scene, command, { ...first, text: glued[1] }, [...texts, ...rest]);
    return;
  }
  const given = words.map(({ word }) => word);
  if (/^(?:cmd|powershell|pwsh)$/.test(program)) runStarted(reading, scene, program, given, span);
  else if (removals.test(program)) emit(reading, scene, call, { program, args: given.flatMap(removalWords) });
  else if (ownCommands[program]) {
    const args = given
      .filter((word) => !(word.kind === 'known' && /^\/[-a-z]+(?::\S*)?$/i.test(word.value)))
      .map(pathWord);
    emit(reading, scene, call, { program: ownCommands[program] ?? program, args });
  } else if (isOwn.test(program)) emit(reading, scene, call, { program, args: given });
  else emitProgram(reading, scene, call, name);
}

/** `cmd /c …`, `powershell …` inside cmd. */
function runStarted(reading: Reading, scene: Scene, program: string, words: readonly Word[], span: Span): void {
  if (program === 'cmd') {
    const asked = readCmdCall(words);
    const text = asked.kind === 'text' ? lineOf(asked.words) : '';
    runLine(reading, { ...scene, source: { text, offset: null, span }, depth: scene.depth + 1 });
    return;
  }
  const { invocations, problems } = reading.options.started(program, words, {
    ...reading.options,
    cwd: scene.scope.cwd,
    wrappers: scene.wrappers,
    computed: scene.computed,
    depth: scene.depth + 1,
    source: { offset: null, span },
  });
  reading.invocations.push(...invocations);
  reading.problems.push(...problems);
}

/** Commands with `/` options of their own, which no POSIX shell would start as they stand. */
const isOwn =
  /^(?:echo\.?|format|diskpart|reg|net1?|sc|schtasks|vssadmin|wbadmin|bcdedit|wmic|cipher|wevtutil|fsutil|robocopy|taskkill|shutdown|dir|type|cls|ver|vol|icacls|takeown|attrib|netsh|title|exit|goto|pause|setlocal|endlocal|prompt)$/;
