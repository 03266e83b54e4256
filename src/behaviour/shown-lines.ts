import type { Invocation } from '../action/invocation.ts';
import { textOf } from './places.ts';

/** Lines of a file, counted from 1; without `last` up to its end. */
interface Lines {
  readonly first: number;
  readonly last?: number;
}

/** Programs that print nothing of their own before a file is shown. */
const silent = new Set('cd export set source . true : mkdir test [ unset shopt pushd popd umask'.split(' '));
/** Programs that give every line on. */
const plain = new Set(
  'cat less more bat batcat most pg tee type git zcat gzcat zless xzcat bzcat zstdcat gunzip gzip xz zstd unzip tar bsdtar dd'.split(
    ' ',
  ),
);

/** Code that prints a file from its beginning to its end, and does nothing else with it. */
const printsFile =
  /(?:print|puts|echo|console\.log|process\.stdout\.write|sys\.stdout\.write)\s?\(?\s?(?:(?:open|(?:pathlib\.)?Path|File\.read|readFileSync|(?:require\(["'](?:node:)?fs["']\)|fs|Deno|File)\.\w+|file_get_contents)\(["'][^"']+["'](?:,\s?["']utf-?8["'])?\)(?:\.read(?:_text)?\(\))?(?:\.toString\(\))?)\s?\)?;?\s*$/;

/**
 * Which line of the file a command's output begins with: 1 for `cat f`, 3 for `sed -n 3,5p f`, 9 for
 * `head f | tail -n 2`. It may be 0 or less where the command says something before it shows the file.
 * Null where the output's lines are not the file's, one after the other.
 */
export function firstLineShown(invocations: readonly Invocation[]): number | null {
  let before = 0;
  for (const [index, invocation] of invocations.entries()) {
    const { program, args, redirections, wrappers } = invocation;
    if (program === null) return null;
    const outer = invocations
      .slice(index + 1)
      .some((one) => one.wrappers.some((wrapper) => wrapper.program === program));
    if (silent.has(program) || (outer && !plain.has(program))) continue;
    const out = redirections.find(({ mode, descriptor }) => mode !== 'read' && descriptor !== 2);
    if (out && textOf(out.target) === '/dev/null') continue;
    if (out) return null;
    if (program === 'echo') {
      if (args.some(({ kind }) => kind !== 'known')) return null;
      before += args.map(textOf).join(' ').split('\n').length;
      continue;
    }
    if (wrappers.some((wrapper) => wrapper.program === 'find' || wrapper.program === 'xargs')) return null;
    const lines = through(invocations, index, narrowed({ first: 1 }, invocation));
    return lines ? lines.first - before : null;
  }
  return null;
}

/** Whether each program of a command that prints something shows what it shows from its first line on. */
export function showsFromStart(invocations: readonly Invocation[]): boolean {
  return invocations.every(
    (invocation) =>
      /^(?:echo|printf|find|ls|xargs|for|basename|dirname|sort)$/.test(invocation.program ?? '') ||
      silent.has(invocation.program ?? '') ||
      narrowed({ first: 1 }, invocation)?.first === 1,
  );
}

/** `cat a b`, `cat a; echo ---; cat b`: whole files, one behind the other. */
export function showsOneByOne(invocations: readonly Invocation[]): boolean {
  return invocations.every(
    ({ program, args, stdin }) =>
      program === 'echo' ||
      silent.has(program ?? '') ||
      (program === 'cat' && stdin.kind !== 'pipe' && args.every((word) => !textOf(word).startsWith('-'))),
  );
}

/** The lines that a command says between what it shows. */
export function echoed(invocations: readonly Invocation[]): string[] {
  return invocations.filter(({ program }) => program === 'echo').map(({ args }) => args.map(textOf).join(' '));
}

/** What the programs of a pipe let through, one behind the other. */
function through(invocations: readonly Invocation[], from: number, shown: Lines | undefined): Lines | undefined {
  let lines = shown;
  let at = from;
  for (let index = from + 1; index < invocations.length && lines; index += 1) {
    const next = invocations[index];
    const source = invocations[at];
    if (!next || !source) break;
    const { stdin } = next;
    const reads =
      (stdin.kind === 'pipe' && stdin.from === at) ||
      // `cat f | head` is read as `head < f`.
      (stdin.kind === 'file' && index === at + 1 && source.args.some((word) => textOf(word) === textOf(stdin.path)));
    if (!reads) continue;
    lines = narrowed(lines, next);
    at = index;
  }
  return lines;
}

function narrowed(lines: Lines, { program, args, stdin }: Invocation): Lines | undefined {
  const words = args.map(textOf);
  const line = words.join(' ').slice(0, 2000);
  if (program === 'git' && words[0] === 'config') return undefined;
  if (plain.has(program ?? ''))
    return /^(?:cat|bat|batcat|less)$/.test(program ?? '') && /(?:^| )-(?:[a-zA-Z]*s|r)\b/.test(line)
      ? undefined
      : lines;
  switch (program) {
    case 'head':
      return upTo(lines, /^-\d+$/.test(words[0] ?? '') ? -Number(words[0]) : (counted(line) ?? 10));
    case 'tail': {
      const start = /(?:^| )(?:-n ?|--lines[= ])?\+(\d{1,7})(?: |$)/.exec(line)?.[1];
      if (start !== undefined) return { ...lines, first: lines.first + Math.max(1, Number(start)) - 1 };
      const count = /^-\d+$/.test(words[0] ?? '') ? -Number(words[0]) : (counted(line) ?? 10);
      return lines.last === undefined ? undefined : { ...lines, first: Math.max(lines.first, lines.last - count + 1) };
    }
    case 'sed':
      return ofSed(lines, words);
    case 'awk':
    case 'gawk':
    case 'mawk':
      return ofAwk(lines, words.find((word) => !word.startsWith('-')) ?? '');
    case 'tr':
      return line.includes('\\n') ? undefined : lines;
    case 'python':
    case 'python3':
    case 'node':
      if (words[0] === '-m' && words[1] === 'json.tool') return lines;
      return printsFile.test(stdin.kind === 'text' ? stdin.value : (words.at(-1) ?? '')) ? lines : undefined;
    case 'ruby':
    case 'php':
    case 'deno':
    case 'bun':
      return printsFile.test(stdin.kind === 'text' ? stdin.value : (words.at(-1) ?? '')) ? lines : undefined;
    case 'perl':
      return words.some((word) => /^-[a-z]*p/.test(word)) && words.includes('') ? lines : undefined;
    default:
      return undefined;
  }
}

function counted(line: string): number | undefined {
  const count = /(?:^| )(?:-n ?|--lines[= ])(\d{1,7})(?: |$)/.exec(line)?.[1];
  return count === undefined ? undefined : Number(count);
}

function upTo(lines: Lines, count: number): Lines {
  const last = lines.first + count - 1;
  return { ...lines, last: Math.min(last, lines.last ?? last) };
}

/** `sed -n 3,5p`, `sed -n '7p;7q'`, `sed 3q`, `sed 1,2d`, and substitutions, which keep lines as many as they were. */
function ofSed(lines: Lines, words: readonly string[]): Lines | undefined {
  const quiet = words.some((word) => /^-[a-zA-Z]*n/.test(word) || word === '--quiet' || word === '--silent');
  const script = words.find((word) => !word.startsWith('-')) ?? '';
  const printed = /^(\d{1,7})(?:,(?:(\d{1,7})|\$|\+\d{1,7}))?\s?p(?:;\s?\d{1,7}q)?$/.exec(script);
  if (quiet) {
    if (!printed) return undefined;
    const first = lines.first + Number(printed[1]) - 1;
    return printed[2] === undefined ? { first } : { first, last: lines.first + Number(printed[2]) - 1 };
  }
  // `sed '7q;d'`
  const only = /^(\d{1,7})q;d$/.exec(script)?.[1];
  if (only !== undefined) return { first: lines.first + Number(only) - 1 };
  const quit = /^(\d{1,7})q$/.exec(script)?.[1];
  if (quit !== undefined) return upTo(lines, Number(quit));
  const dropped = /^1,(\d{1,7})d$|^1d$/.exec(script);
  if (dropped) return { ...lines, first: lines.first + Number(dropped[1] ?? 1) };
  return /^s(.).*\1.*\1[gi]*$/.test(script) ? lines : undefined;
}

/** `NR>=3 && NR<=5`, `NR==3`, `NR==3,NR==5`, `NR>2`, with or without a plain `{print}`. */
function ofAwk(lines: Lines, script: string): Lines | undefined {
  const until = /^\s*F?NR\s?<=?\s?(\d{1,7})\s*(?:\{\s?print(?: \$0)?;?\s?\})?\s*$/.exec(script)?.[1];
  if (until !== undefined) return upTo(lines, Number(until));
  const found =
    /^\s*F?NR\s?(==|>=|>)\s?(\d{1,7})(?:\s?(?:&&|,)\s?F?NR\s?(?:==|<=|<)\s?\d{1,7})?\s*(?:\{\s?print(?: \$0)?;?\s?\})?\s*$/.exec(
      script,
    );
  return found ? { first: lines.first + Number(found[2]) - (found[1] === '>' ? 0 : 1) } : undefined;
}
