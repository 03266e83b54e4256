import type { Word } from '../../action/invocation.ts';
import { maximumRounds } from '../limits.ts';
import type { WrapperRule } from '../wrappers/rule.ts';
import { appendedWords } from './appended.ts';
import { freshContainer } from './container-mounts.ts';
import { emit, emitOwnRedirections } from './emit.ts';
import type { Call, Reading, Scene } from './reading.ts';
import { filePath } from './redirections.ts';
import { runShellText } from './run-shell.ts';
import { Scope } from './scope.ts';
import { type Field, fromWord, literal, type Output, unknownOutput } from './value.ts';
import { imageProgram, packageProgram, typed } from './wrapped-words.ts';
import { type WrapperLine, wrapperLine } from './wrapper-line.ts';

/** Runs what a wrapper runs. Null where the program is no wrapper, or not in this use of it. */
export function unwrap(reading: Reading, scene: Scene, call: Call, program: string): Output | null {
  const line = wrapperLine(reading, call, program);
  return line && runLine(reading, scene, call, program, line);
}

/** The one program that the account of a wrapper's target runs, if it is such a one. */
function accountProgram({ rule: { accounts }, target }: WrapperLine, { span }: Call): Field[] {
  const account = /^([\w-]{1,40})@/.exec(target ?? '')?.[1];
  const program = account !== undefined && accounts && Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  return program === undefined ? [] : [literal(program, span)];
}

function runLine(reading: Reading, scene: Scene, call: Call, program: string, line: WrapperLine): Output {
  const { rule } = line;
  const entryPoint = line.options.find((option) => option.name === '--entrypoint')?.value;
  const image = rule.place === 'container' ? imageProgram(line.target) : null;
  const front = entryPoint ?? (image === null ? null : literal(image, call.span));
  const given = [...splitOff(line, call), ...call.argv.slice(line.start)];
  const argv = [...(front ? [front] : []), ...(given.length > 0 ? accountProgram(line, call) : []), ...given];
  const inner = sceneInside(reading, scene, call, program, line);
  const idle = argv.length === 0 && line.texts.length === 0;
  if (rule.self || idle) emit(reading, scene, call);
  const environment = mergedEnvironment(call, line);
  const innerCall: Call = {
    ...call,
    environment,
    redirections: rule.self ? [] : call.redirections,
    external: program !== 'builtin' && program !== 'command',
    withoutFunctions: true,
  };
  if (idle) {
    const file = line.options.find((option) => option.name === '-f')?.value;
    if (rule.shell && (file || scene.input.output)) {
      runShellInside(reading, inner, innerCall, file ?? literal('-s', call.span));
    }
    return unknownOutput;
  }
  const reads = line.texts.length > 0 || rule.takes !== 'words';
  if (reads && !rule.self) emitOwnRedirections(reading, scene, call);
  for (const text of line.texts) runShellText(reading, textScene(inner), innerCall, text);
  if (argv.length === 0) return unknownOutput;
  if (rule.appends) return runAppending(reading, inner, scene.input.output, innerCall, argv, line);
  const output = runWords(reading, inner, innerCall, rule, argv);
  if (line.alternative !== null && line.alternative < call.argv.length) {
    runWords(reading, inner, innerCall, rule, call.argv.slice(line.alternative));
  }
  return output;
}

/** `env -S "node --quiet" -e …`: the words of the text, where more words follow that belong to its program. */
function splitOff(line: WrapperLine, call: Call): Field[] {
  const [text] = line.texts;
  if (!line.rule.splits || !text || !/^[\w@%+:,./ =\\-]+$/.test(text.text)) return [];
  const words = text.text
    .replaceAll('\\_', ' ')
    .split(' ')
    .filter((word) => word !== '');
  // A text alone is read as a shell's, where it begins with a program.
  if (line.start >= call.argv.length && !words[0]?.startsWith('-') && !text.text.includes('\\')) return [];
  line.texts.length = 0;
  // Its own options may stand there too.
  const program = words.findIndex((word) => !/^\w+=/.test(word));
  const own = words[0]?.startsWith('-') ? ['env', ...words] : words.slice(Math.max(program, 0));
  return own.map((word) => literal(word, call.span));
}

function sceneInside(reading: Reading, scene: Scene, call: Call, program: string, line: WrapperLine): Scene {
  const { rule } = line;
  const away = scene.away || rule.place !== 'here';
  const fresh =
    rule.makes !== undefined && rule.makes === line.verb
      ? freshContainer(reading, scene, call, line.options, call.argv.slice(1, line.start))
      : null;
  const wrapper = {
    program,
    place: rule.place,
    privileged: rule.privileged ?? false,
    ...(line.target === undefined ? {} : { target: line.target }),
    ...(fresh ? { fresh } : {}),
  };
  let { scope } = scene;
  if (rule.place !== 'here') scope = new Scope(fresh?.directory ?? null);
  else if (line.directory) {
    scope = scope.fork();
    scope.chdir(filePath(scene, line.directory));
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

function mergedEnvironment(call: Call, line: WrapperLine): Record<string, Word> | null {
  if (Object.keys(line.environment).length === 0) return call.environment;
  return { ...call.environment, ...line.environment };
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

/** A shell that reads its standard input (`-s`) or a file: `at -f x.sh`. */
function runShellInside(reading: Reading, scene: Scene, call: Call, from: Field): Output {
  return reading.runCall({ ...scene, input: scene.input }, { ...call, argv: [literal('sh', call.span), from] });
}

/** `xargs`, `parallel`: the program's words and what is read from elsewhere. */
function runAppending(
  reading: Reading,
  scene: Scene,
  input: Output | undefined,
  call: Call,
  argv: readonly Field[],
  line: WrapperLine,
): Output {
  const { rule } = line;
  const listed = rule.takes === 'text' ? argv.findIndex((field) => /^:::[:+]*$/.test(field.text)) : -1;
  const words = listed < 0 ? argv : argv.slice(0, listed);
  const option = line.options.find((entry) => ['-I', '-J', '--replace', '-i'].includes(entry.name));
  const placeholder = option ? option.value?.text || '{}' : rule.takes === 'text' ? '{}' : null;
  const source =
    listed < 0
      ? appendedWords(reading, input, call, line.options)
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
