import { Buffer } from 'node:buffer';
import { posix } from 'node:path';
import { look } from '../../action/facts.ts';
import { decoders } from './decoders.ts';
import { foundPaths } from './find.ts';
import type { Reading, Scene } from './reading.ts';
import { printsSetUp } from './set-up.ts';
import { placeOfTool } from './tool-names.ts';
import { type Field, type Output, silent, unknownOutput } from './value.ts';

/** What a program prints, as far as it follows from its arguments and its input. */
export function outputOf(reading: Reading, scene: Scene, program: string, args: readonly Field[]): Output {
  const output = knownOutput(reading, scene, program, args);
  if (output) return output;
  if (
    printsSetUp(
      program,
      args.map(({ text }) => text),
    )
  )
    return { text: null, decoded: false, initialiser: true };
  if (decoders.has(program)) return { text: null, decoded: true };
  return unknownOutput;
}

function knownOutput(reading: Reading, scene: Scene, program: string, args: readonly Field[]): Output | null {
  switch (program) {
    case 'echo':
      return echo(args);
    case 'printf':
      return printf(reading, args);
    case 'true':
    case ':':
    case 'cd':
    case 'false':
    case 'sleep':
    case 'mkdir':
    case 'rm':
    case 'touch':
    case 'chmod':
      return silent;
    case 'cat':
      return cat(scene, args);
    case 'tee':
      return scene.input.output ?? null;
    case 'head':
    case 'tail':
    case 'sort':
    case 'uniq':
    case 'tac':
      // Of a listing they keep some names or all, in another order.
      return scene.input.output?.listing ? scene.input.output : null;
    case 'grep':
    case 'egrep':
    case 'rg':
    case 'ag':
      return filesMatching(args) ?? narrowed(scene, args);
    case 'pwd':
      return scene.scope.cwd === null ? null : { text: `${scene.scope.cwd}\n`, decoded: false };
    case 'which':
    case 'command':
    case 'type':
      return locate(args);
    case 'dirname':
    case 'basename':
      return pathPart(program, args);
    case 'mktemp':
      return makeTemporary(reading, args);
    case 'git':
      return repositoryRoot(reading, scene, args);
    case 'seq':
      return sequence(args);
    case 'find':
    case 'gfind':
      return foundPaths(args);
    case 'ls':
      return listing(args);
    case 'base64':
    case 'gbase64':
      return args.some((field) => /^(-d|-D|--decode|-di|-id)$/.test(field.text)) ? decode(scene, 'base64') : null;
    case 'xxd':
      return args.some((field) => /^-(r|rp|pr|p)$/.test(field.text)) && args.some((field) => field.text.includes('r'))
        ? decode(scene, 'hex')
        : null;
    case 'rev':
      return transform(scene, (text) =>
        text
          .split('\n')
          .map((line) => [...line].reverse().join(''))
          .join('\n'),
      );
    case 'tr':
      return translate(scene, args);
    case 'sed':
    case 'gsed':
      return withoutReturns(scene, args);
    case 'dos2unix':
      return args.length === 0 ? linesOf(scene.input.output) : null;
    default:
      return placeOfTool(program, args);
  }
}

function echo(args: readonly Field[]): Output {
  let from = 0;
  let escapes = false;
  let newline = true;
  for (; from < args.length; from++) {
    const option = args[from]?.text ?? '';
    if (!/^-[neE]+$/.test(option)) break;
    if (option.includes('n')) newline = false;
    if (option.includes('e')) escapes = true;
  }
  const words = args.slice(from);
  const text = words.map((field) => field.glob ?? field.text).join(' ');
  const [only] = words;
  const spoken = escapes ? decodeEscapes(text) : text;
  const offset = words.length === 1 && only && spoken === only.text ? only.offset : -1;
  const span = only?.span;
  return { text: newline ? `${spoken}\n` : spoken, decoded: false, ...(span ? { span, offset } : {}) };
}

function printf(reading: Reading, args: readonly Field[]): Output | null {
  const rest = args[0]?.text === '--' ? args.slice(1) : args;
  const [format, ...values] = rest;
  if (!format || format.text === '-v') return null;
  const directives = format.text.match(/%[^%a-zA-Z]*[a-zA-Z%]/g) ?? [];
  if (directives.some((directive) => !/^%(%|[-0-9]*[sdib])$/.test(directive))) return null;
  const taken = directives.filter((directive) => directive !== '%%').length;
  const rounds = taken === 0 ? 1 : Math.max(1, Math.ceil(values.length / taken));
  if (rounds * format.text.length > 100_000) return null;
  let text = '';
  let next = 0;
  for (let round = 0; round < rounds; round++) {
    text += decodeEscapes(format.text).replace(/%(%|[-0-9]*[sdib])/g, (directive) => {
      if (directive === '%%') return '%';
      const value = values[next++]?.text ?? '';
      return directive.endsWith('b') ? decodeEscapes(value) : value;
    });
  }
  reading.budget.word(text.length);
  const [only] = values;
  const offset = only && values.length === 1 && text.startsWith(only.text) ? only.offset : -1;
  return { text, decoded: false, ...(only && offset >= 0 ? { span: only.span, offset } : {}) };
}

/** Escapes of `echo -e`, `printf` and `%b`. */
function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  const named: Record<string, string> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
    e: '\x1b',
    '\\': '\\',
    '"': '"',
    "'": "'",
  };
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|0?([0-7]{1,3})|([\\"'ntrabfve]))/g,
    (_, hex?: string, unicode?: string, octal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? name;
      const code = octal === undefined ? Number.parseInt(hex ?? unicode ?? '0', 16) : Number.parseInt(octal, 8);
      return String.fromCharCode(code & 0xffff);
    },
  );
}

function cat(scene: Scene, args: readonly Field[]): Output | null {
  const files = args.filter((field) => !/^-[AbeEnstTuv]+$/.test(field.text));
  const [file] = files;
  if (!file || (files.length === 1 && file.text === '-')) return scene.input.output ?? null;
  return files.length === 1 && !file.holed && file.glob === null ? { text: null, decoded: false, path: file } : null;
}

function locate(args: readonly Field[]): Output | null {
  const names = args.filter((field) => !field.text.startsWith('-'));
  const [name] = names;
  return name && names.length === 1 ? { text: `${name.text}\n`, decoded: false } : null;
}

function pathPart(program: 'dirname' | 'basename', args: readonly Field[]): Output | null {
  const [path, suffix] = args;
  if (!path || path.holed || path.glob !== null || path.text.startsWith('-')) return null;
  const part = program === 'dirname' ? posix.dirname(path.text) : posix.basename(path.text, suffix?.text ?? '');
  return { text: `${part}\n`, decoded: false };
}

/** A path below the temporary directory: which one does not matter, it is new. */
function makeTemporary(reading: Reading, args: readonly Field[]): Output | null {
  const options = args.filter((field) => field.text.startsWith('-'));
  const templates = args.filter((field) => !field.text.startsWith('-'));
  if (options.some((field) => !/^(-d|-q|-u|-t|-dt|--directory)$/.test(field.text))) return null;
  const [template] = templates;
  if (templates.length > 1 || template?.holed) return null;
  const inTemporary = !template || options.some((field) => field.text.includes('t'));
  const directory = reading.inquiry.facts.place.temporary[0] ?? '/tmp';
  const name = template?.text ?? 'tmp.XXXXXXXXXX';
  return { text: `${inTemporary ? posix.join(directory, name) : name}\n`, decoded: false };
}

function repositoryRoot(reading: Reading, scene: Scene, args: readonly Field[]): Output | null {
  if (args.length !== 2 || args[0]?.text !== 'rev-parse' || args[1]?.text !== '--show-toplevel') return null;
  const directory = scene.scope.cwd;
  if (directory === null || scene.away) return null;
  const { place } = reading.inquiry.facts;
  if (place.context === 'ordinary') return { text: `${place.workspaceRoot}\n`, decoded: false };
  const answer = look<'git'>(reading.inquiry, { kind: 'git', directory });
  return answer.known && answer.value ? { text: `${answer.value.root}\n`, decoded: false } : null;
}

function sequence(args: readonly Field[]): Output | null {
  const numbers = args.map((field) => (/^-?\d{1,6}$/.test(field.text) ? Number(field.text) : Number.NaN));
  const [first = 1, second] = numbers;
  if (numbers.length === 0 || numbers.length > 2 || numbers.some(Number.isNaN)) return null;
  const [from, to] = second === undefined ? [1, first] : [first, second];
  if (to - from > 1000) return null;
  let text = '';
  for (let value = from; value <= to; value++) text += `${value}\n`;
  return { text, decoded: false };
}

function listing(args: readonly Field[]): Output | null {
  const operands = args.filter((field) => !field.text.startsWith('-'));
  const [operand] = operands;
  if (operands.length > 1 || operand?.holed) return null;
  if (!operand) {
    const hidden = args.some((field) => /^-[a-zA-Z]*[aA]/.test(field.text) || /^--(?:almost-)?all$/.test(field.text));
    return { text: null, decoded: false, listing: [hidden ? '{*,.*}' : '*'] };
  }
  return operand.glob === null ? null : { text: null, decoded: false, listing: [operand.glob] };
}

/** `grep -rl PATTERN dir`, `rg -l PATTERN dir`: names of files below it. */
function filesMatching(args: readonly Field[]): Output | null {
  if (!args.some((field) => /^(?:-[a-zA-Z]*[lL][a-zA-Z]*|--files-with(?:out)?-match(?:es)?)$/.test(field.text)))
    return null;
  const operands = args.filter((field) => !field.text.startsWith('-'));
  const places = operands.slice(args.some((field) => /^-\w*e$/.test(field.text)) ? 0 : 1);
  const [place] = places;
  if (!place || places.length > 1 || place.holed || place.glob !== null) return null;
  return { text: null, decoded: false, listing: [`${place.text.replace(/(.)\/+$/, '$1')}/**/?*`] };
}

/** What `grep` keeps of a listing: some of the names, never all there is. */
function narrowed(scene: Scene, args: readonly Field[]): Output | null {
  const listing = scene.input.output?.listing;
  const operands = args.filter((field) => !field.text.startsWith('-'));
  if (listing === undefined || operands.length > 1 || args.some((field) => /^-\w*[cloq]/.test(field.text))) return null;
  const [pattern] = operands;
  const inverted = args.some((field) => /^(?:-[a-zA-Z]*v[a-zA-Z]*|--invert-match)$/.test(field.text));
  const literal =
    !pattern || pattern.holed || inverted ? null : /^(\^?)([\w-]+|(?:[\w-]*\\\.)+[\w-]*)(\$?)$/.exec(pattern.text);
  // Of the names of one folder those that hold a text.
  const [only = ''] = listing;
  if (literal && listing.length === 1 && /^(?:\*|[^*?[{]*\/\*)$/.test(only)) {
    const named = (literal[2] ?? '').replaceAll('\\', '');
    const glob = `${literal[1] ? '' : '*'}${named}${literal[3] ? '' : '*'}`;
    return { text: null, decoded: false, listing: [`${only.slice(0, -1)}${glob}`] };
  }
  // What is left out may be nothing: `grep -v keep`, `grep .`.
  const below = inverted || !/\w/.test(pattern?.text ?? '') ? '**/*' : '**/?*';
  const rest = listing.map((glob) => glob.replace(/\*\*(?:\/\*)?$/, below));
  return { text: null, decoded: false, listing: rest };
}

/** The input's text where it is whole and known. */
function inputText(scene: Scene): string | null {
  return scene.input.output?.text ?? null;
}

function transform(scene: Scene, change: (text: string) => string): Output | null {
  const text = inputText(scene);
  if (text === null || /[\uE000-\uF8FF]/.test(text) || text.length > 65_536) return null;
  const changed = change(text);
  // What is no text is nothing that anybody has read.
  if (/[^\s -\uFFFC]/.test(changed)) return { text: null, decoded: true };
  return { text: changed, decoded: scene.input.output?.decoded === true };
}

function decode(scene: Scene, encoding: 'base64' | 'hex'): Output | null {
  return transform(scene, (text) => Buffer.from(text.replace(/\s+/g, ''), encoding).toString('utf8'));
}

function translate(scene: Scene, args: readonly Field[]): Output | null {
  const [first, second] = args;
  if (!first || first.holed || second?.holed) return null;
  if (first.text === '-d') {
    const unwanted = second && characterSet(second.text);
    if (unwanted?.length === 1 && unwanted[0] === '\r') return linesOf(scene.input.output);
    return unwanted
      ? transform(scene, (text) => [...text].filter((character) => !unwanted.includes(character)).join(''))
      : null;
  }
  if (first.text.startsWith('-') || !second) return null;
  const from = characterSet(first.text);
  const to = characterSet(second.text);
  if (!from || !to || to.length === 0) return null;
  return transform(scene, (text) =>
    [...text]
      .map((character) => {
        const at = from.lastIndexOf(character);
        return at < 0 ? character : (to[Math.min(at, to.length - 1)] ?? character);
      })
      .join(''),
  );
}

/** `sed 's/\r$//' [FILE]`: the same lines, ended as this system ends them. */
function withoutReturns(scene: Scene, args: readonly Field[]): Output | null {
  const [script, file] = args[0]?.text === '-e' ? args.slice(1) : args;
  if (!script || args.length > 3 || !/^s([/|,#])(?:\\r|\r)\$?\1\1g?$/.test(script.text)) return null;
  if (!file) return linesOf(scene.input.output);
  return file.holed || file.glob !== null || file.text.startsWith('-')
    ? null
    : { text: null, decoded: false, path: file };
}

/** A text without the carriage returns of another system: nothing that anybody could hide is worked out by it. */
function linesOf(output: Output | undefined): Output | null {
  if (!output || output.text === null) return output?.path || output?.decoded ? output : null;
  return { ...output, text: output.text.replaceAll('\r', '') };
}

/** The characters of a `tr` set; null where it uses what is not worked out here. */
function characterSet(text: string): string[] | null {
  const named: Record<string, string> = {
    '[:lower:]': 'a-z',
    '[:upper:]': 'A-Z',
    '[:digit:]': '0-9',
    '[:space:]': ' \t\n\r',
  };
  const plain = decodeEscapes(named[text] ?? text);
  if (plain.includes('[:')) return null;
  const found: string[] = [];
  const characters = [...plain];
  for (let index = 0; index < characters.length; index++) {
    const start = characters[index] ?? '';
    const end = characters[index + 2];
    if (characters[index + 1] !== '-' || end === undefined) {
      found.push(start);
      continue;
    }
    for (let code = start.charCodeAt(0); code <= end.charCodeAt(0); code++) found.push(String.fromCharCode(code));
    index += 2;
  }
  return found;
}
