import type { Call, Reading, Scene } from './reading.ts';
import { type Field, literal, type Output, unknownOutput } from './value.ts';

const leadingOptions = new Set(['-H', '-L', '-P']);
const executing = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/**
 * A glob over the paths a `find` command line finds: its starting points and the last `-name` that is not negated.
 * Wider than what it finds where other tests narrow it.
 */
export function foundPaths(args: readonly Field[]): string {
  return findPatterns(args)[0] ?? '**';
}

function findPatterns(args: readonly Field[]): string[] {
  const { starts, expression } = splitFind(args);
  let name: string | null = null;
  const given = alternatives(expression);
  if (given) {
    const from = starts.length > 0 ? starts : ['.'];
    return from.flatMap((start) => given.map((one) => `${start.replace(/(.)\/+$/, '$1')}/**/${one}`));
  }
  for (let index = 0; index < expression.length; index++) {
    const test = expression[index]?.text;
    // Alternatives and negations widen: only a single plain name narrows.
    if (test === '-o' || test === '-or' || test === '!' || test === '-not' || test === ',') {
      name = null;
      break;
    }
    if (test !== '-name' && test !== '-iname') continue;
    const value = expression[index + 1];
    if (value && !value.holed) name = value.text;
  }
  return (starts.length > 0 ? starts : ['.']).map(
    (start) => `${start.replace(/(.)\/+$/, '$1')}/**${name === null ? '' : `/${name}`}`,
  );
}

/** The names of `-name a -o -name b`, where nothing else narrows or widens. */
function alternatives(expression: readonly Field[]): string[] | null {
  const texts = expression.map((field) => field.text);
  if (!texts.includes('-o') && !texts.includes('-or')) return null;
  const names: string[] = [];
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index] ?? '';
    if (/^-i?name$/.test(text)) {
      const value = expression[++index];
      if (!value || value.holed) return null;
      names.push(value.text);
    } else if (/^-(?:type|maxdepth|mindepth)$/.test(text)) index += 1;
    else if (/^-(?:exec|execdir|ok|okdir)$/.test(text)) break;
    else if (!/^(?:-o|-or|-a|-and|\(|\)|-print0?|-delete|-depth|-prune)$/.test(text)) return null;
  }
  // `-type f -o -name x` takes every file.
  const parts = texts.join(' ').split(/ -or? /);
  return parts.every((part) => /-i?name /.test(part)) ? names : null;
}

function splitFind(args: readonly Field[]): { starts: string[]; expression: readonly Field[]; holed: boolean } {
  const starts: string[] = [];
  let index = 0;
  let holed = false;
  for (; index < args.length; index++) {
    const field = args[index];
    if (!field) break;
    if (leadingOptions.has(field.text) || /^-O\d?$/.test(field.text)) continue;
    if (/^[-(!,)]/.test(field.text)) break;
    if (field.holed) holed = true;
    starts.push(field.glob ?? field.text);
  }
  return { starts, expression: args.slice(index), holed };
}

/**
 * The programs a `find` runs: `-exec … {} ;` with the paths as a glob, and `-delete` as an `rm -r` of them.
 * The `find` itself has been noted before.
 */
export function runFind(reading: Reading, scene: Scene, call: Call): Output {
  const args = call.argv.slice(1);
  const { expression, holed } = splitFind(args);
  const patterns = findPatterns(args);
  const paths = patterns.map((pattern): Field => {
    const isHoled = holed || reading.holes.within(pattern);
    return { text: pattern, glob: pattern, holed: isHoled, span: call.span, offset: -1 };
  });
  const inner: Scene = {
    ...scene,
    wrappers: [...scene.wrappers, { program: 'find', place: 'here', privileged: false }],
  };
  for (let index = 0; index < expression.length; index++) {
    const field = expression[index];
    if (!field) continue;
    if (field.text === '-delete') {
      const argv = [literal('rm', field.span), literal('-r', field.span), ...paths];
      reading.runCall(inner, { ...call, argv, redirections: [], external: true });
    }
    if (!executing.has(field.text)) continue;
    const end = expression.findIndex(
      (word, at) => at > index && (word.text === ';' || (word.text === '+' && expression[at - 1]?.text === '{}')),
    );
    const words = expression.slice(index + 1, end < 0 ? undefined : end);
    reading.runCall(inner, { ...call, argv: withPaths(words, paths), redirections: [], external: true });
    if (end >= 0) index = end;
  }
  return unknownOutput;
}

/** Options of `fd` that take the next word. */
const fdValued =
  /^-[HIaLpuiFsg0l]*(?:[tedEcjSo]|-type|-extension|-max-depth|-min-depth|-exact-depth|-exclude|-color|-threads|-size|-owner|-changed-within|-changed-before|-newer|-older|-ignore-file|-max-results|-base-directory)$/;

/** The name all that `fd` finds has, as a glob: by its extension, or by a pattern that fits nothing longer. */
function fdName(options: readonly Field[], pattern: Field | undefined): string | null {
  const extension = options.findIndex((field) => /^(?:-e|--extension)$/.test(field.text));
  const value = options[extension + 1];
  const others = options.filter((field) => /^(?:-e|--extension)$/.test(field.text)).length > 1;
  if (extension >= 0 && value && !others) return value.holed ? null : `*.${value.text.replace(/^\./, '')}`;
  if (!pattern || pattern.holed) return null;
  if (options.some((field) => /^(?:-g|--glob)$/.test(field.text))) return pattern.text;
  return /^\^?(__\w+__)\$?$/.exec(pattern.text)?.[1] ?? /^\^([\w-]+)\$$/.exec(pattern.text)?.[1] ?? null;
}

/** `fd`'s `-x`, `-X`: the words behind them, run on what it finds. */
export function runFd(reading: Reading, scene: Scene, call: Call): Output {
  const args = call.argv.slice(1);
  const at = args.findIndex((field) => /^(-x|-X|--exec|--exec-batch)$/.test(field.text));
  if (at < 0) return unknownOutput;
  const end = args.findIndex((field, index) => index > at && field.text === ';');
  const words = args.slice(at + 1, end < 0 ? undefined : end);
  // `fd PATTERN PATH…`: what stands behind the pattern is where it looks.
  const operands = args
    .slice(0, at)
    .filter((field, index) => !field.text.startsWith('-') && !fdValued.test(args[index - 1]?.text ?? ''));
  const starts = operands.length > 1 ? operands.slice(1) : [literal('.', call.span)];
  const name = fdName(args.slice(0, at), operands[0]);
  const paths = starts.map((start): Field => {
    const below = start.text === '.' ? '**' : `${start.text.replace(/(.)\/+$/, '$1')}/**`;
    const text = name === null ? below : `${below}/${name}`;
    return { text, glob: text, holed: start.holed, span: call.span, offset: -1 };
  });
  const inner: Scene = { ...scene, wrappers: [...scene.wrappers, { program: 'fd', place: 'here', privileged: false }] };
  const argv = words.some((word) => /\{[/.]{0,2}\}/.test(word.text)) ? withPaths(words, paths) : [...words, ...paths];
  return reading.runCall(inner, { ...call, argv, redirections: [], external: true });
}

/** Words with the paths in place of `{}`; inside a longer word the whole becomes a glob. */
function withPaths(words: readonly Field[], paths: readonly Field[]): Field[] {
  return words.flatMap((word) => {
    if (/^\{[/.]{0,2}\}$/.test(word.text)) return paths;
    if (!word.text.includes('{}')) return [word];
    return paths.map((path) => {
      const text = word.text.replaceAll('{}', path.text);
      return { ...word, text, glob: text, holed: word.holed || path.holed, offset: -1 };
    });
  });
}
