import { shellPrograms } from '../wrappers.ts';
import { programName } from './emit.ts';
import { endOfCommand, type Found, readTests, whatIsEmpty } from './find-tests.ts';
import type { Call, Reading, Scene } from './reading.ts';
import { type Field, literal, type Output, unknownOutput } from './value.ts';

const leadingOptions = new Set(['-H', '-L', '-P']);
const maximumStarts = 16;

/** Globs over the paths a `find` command line prints. Wider than what it finds where a test is none that a glob can say. */
export function foundPaths(args: readonly Field[]): Output {
  const { starts, expression } = splitFind(args);
  const found = readAll(starts, expression).flatMap(([start, { listed }]) => globsBelow(start, listed));
  const empty = found.every((one) => one.empty) ? { empty: true as const } : {};
  return { text: null, decoded: false, listing: found.map(({ glob }) => glob), ...empty };
}

/** The tests as each starting point sees them; with many of those, as one sees them that no `-path` names. */
function readAll(starts: readonly string[], expression: readonly Field[]): (readonly [start: string, Found])[] {
  const same = starts.length > maximumStarts ? readTests(expression, '\0') : null;
  return starts.map((start) => [start, same ?? readTests(expression, start)]);
}

/** Globs below a starting point as whole ones. */
function globsBelow(start: string, globs: readonly string[]): { readonly glob: string; readonly empty?: true }[] {
  const from = start.replace(/(.)\/+$/, '$1');
  return globs.map((glob) =>
    glob === whatIsEmpty ? { glob: `${from}/**/*`, empty: true } : { glob: `${from}/${glob}` },
  );
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
  return { starts: starts.length > 0 ? starts : ['.'], expression: args.slice(index), holed };
}

/**
 * The programs a `find` runs: `-exec … {} ;` with the paths as a glob, and `-delete` as an `rm -r` of them.
 * The `find` itself has been noted before.
 */
export function runFind(reading: Reading, scene: Scene, call: Call): Output {
  const args = call.argv.slice(1);
  const { starts, expression, holed } = splitFind(args);
  const inner: Scene = {
    ...scene,
    wrappers: [...scene.wrappers, { program: 'find', place: 'here', privileged: false }],
  };
  const found = readAll(starts, expression);
  for (const index of found[0]?.[1].reached.keys() ?? []) {
    const field = expression[index];
    if (!field || field.text.startsWith('-print')) continue;
    const paths = found.flatMap(([start, { reached }]) =>
      globsBelow(start, reached.get(index) ?? []).map((one): Field => {
        const { glob } = one;
        return { ...one, text: glob, holed: holed || reading.holes.within(glob), span: call.span, offset: -1 };
      }),
    );
    const words =
      field.text === '-delete'
        ? ['rm', '-r', '{}'].map((word) => literal(word, field.span))
        : expression.slice(index + 1, endOfCommand(expression, index));
    if (words.length === 0) continue;
    // A shell reads its `$1` of each.
    const shares = shellPrograms.has((words[0] && programName(reading, words[0])) ?? '')
      ? paths.map((path) => [path])
      : [paths];
    for (const share of shares)
      reading.runCall(inner, { ...call, argv: withPaths(words, share), redirections: [], external: true });
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
