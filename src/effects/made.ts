import path from 'node:path';
import type { Inquiry } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { absolutePath, isWithin, readPath } from './paths.ts';
import { has, literalOf, optionValue, readArguments } from './words.ts';

/** Something that an earlier call of the same text made. */
export interface Made {
  /** Absolute. */
  readonly path: string;
  /**
   * `file`: written whole, so that its old content went there and then. `copy`: the same, or a folder that was copied
   * into. `folder`: made new, or the call failed. `repository`: a folder with a repository of its own.
   */
  readonly kind: 'file' | 'copy' | 'folder' | 'repository';
  readonly span: Span;
}

/** Programs that write what they make to the file behind `-o`. */
const builders = /^(?:curl|go|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|rustc|swiftc|bun|deno|zig|ffmpeg|pandoc)$/;
const none: ReadonlySet<string> = new Set();
const cloneValues = new Set(
  '-b --branch -o --origin -c --config --depth --reference -u --upload-pack --template -j --jobs --filter'.split(' '),
);

/** What a call leaves behind that was not there before; empty for one that makes nothing. */
export function madeBy(invocation: Invocation, inquiry: Inquiry): readonly Made[] {
  const found: Made[] = [];
  const add = (word: Word | null | undefined, kind: Made['kind']): void => {
    if (word?.kind !== 'known' || word.value === '') return;
    const absolute = absolutePath(word.value, invocation.cwd, inquiry.facts.place);
    if (absolute !== null && isOwnPlace(absolute, inquiry)) found.push({ path: absolute, kind, span: invocation.span });
  };
  for (const { mode, target } of invocation.redirections) if (mode === 'truncate') add(target, 'file');
  const program = invocation.program ?? '';
  if (builders.test(program))
    add(optionValue(readArguments(invocation.args, new Set(['-o'])).options, '-o', '--output'), 'file');
  else if (program === 'wget') add(optionValue(readArguments(invocation.args, new Set(['-O'])).options, '-O'), 'file');
  else if (program === 'cp') {
    const { options, operands } = readArguments(invocation.args, new Set(['-t', '--target-directory', '-S']));
    const whole = !has(options, '-t', '--target-directory', '-n', '--no-clobber', '-u', '--update', '-i');
    if (whole && operands.length === 2) add(operands[1], 'copy');
  } else if (program === 'sed' || program === 'gsed') {
    for (const word of besideEdited(invocation)) add(word, 'file');
  } else if (program === 'mkdir') {
    const { options, operands } = readArguments(invocation.args, new Set(['-m', '--mode']));
    if (!has(options, '-p', '--parents')) for (const word of operands) add(word, 'folder');
  } else if (program === 'git' || program === 'gh') {
    const [first, second] = invocation.args.map((word) => literalOf(word));
    if (first === 'clone' || (first === 'repo' && second === 'clone')) {
      const { operands } = readArguments(invocation.args.slice(first === 'clone' ? 1 : 2), cloneValues);
      add(operands[1] ?? namedByAddress(operands[0]), 'repository');
    } else if (first === 'worktree' && second === 'add') {
      add(readArguments(invocation.args.slice(2), new Set(['-b', '-B', '--reason'])).operands[0], 'folder');
    }
  } else if (/^create-[\w.-]+$/.test(program) || (program === 'cargo' && literalOf(invocation.args[0]) === 'new')) {
    // They refuse a folder that holds something.
    add(
      readArguments(program === 'cargo' ? invocation.args.slice(1) : invocation.args, none).operands[0],
      'repository',
    );
  }
  return found;
}

/** `sed -i.bak s/a/b/ x`: x as it was is kept as `x.bak`. */
function besideEdited({ args }: Invocation): Word[] {
  const suffix = args.map((word) => /^(?:-i|--in-place=)([\w.~-]+)$/.exec(literalOf(word) ?? '')?.[1]).find(Boolean);
  if (!suffix) return [];
  const { options, operands } = readArguments(args, new Set(['-e', '-f', '--expression', '--file']));
  return (has(options, '-e', '-f', '--expression', '--file') ? operands : operands.slice(1)).flatMap((word) =>
    word.kind === 'known' ? [{ ...word, value: `${word.value}${suffix}` }] : [],
  );
}

/** `https://example.com/acme/shop.git` and `acme/shop` are cloned into `shop`. */
function namedByAddress(word: Word | undefined): Word | null {
  const name = /([^/:]+?)(?:\.git)?\/*$/.exec(literalOf(word) ?? '')?.[1];
  return word && name ? { kind: 'known', value: name, span: word.span } : null;
}

/** A place of its own: no folder that the workspace lies in, no home, nothing of the system's. */
function isOwnPlace(absolute: string, { facts }: Inquiry): boolean {
  if (isWithin(facts.place.workspaceRoot, absolute)) return false;
  const { region } = readPath(absolute, facts.place);
  return region !== 'root' && region !== 'home' && region !== 'device' && path.posix.basename(absolute) !== '.git';
}

/** Whether a path was made by one of the calls before, as far as the text says that they ran and did not fail. */
export function wasMade(
  absolute: string,
  at: number,
  made: readonly Made[],
  text: string,
  inquiry: Inquiry,
): Made | null {
  return (
    made.find((one) => {
      const alone = one.kind === 'file' || one.kind === 'copy';
      if (!isWithin(absolute, one.path) || (alone && absolute !== one.path)) return false;
      return isCertain(one, at, text, inquiry);
    }) ?? null
  );
}

/** Words behind which a call may not run, or after which a folder is another one. */
const doubtful = /\|\||\b(?:if|for|while|until|case|function|false|exit|mount|sshfs|bindfs)\b|\(\)/;

function isCertain({ kind, path: folder, span }: Made, at: number, text: string, { facts }: Inquiry): boolean {
  const before = text.slice(0, at);
  if (span[1] > at || doubtful.test(before)) return false;
  const between = text.slice(span[1], at);
  if (/^[^;|&\n]*(?:&&[^;|&\n]*)+$/.test(between)) return true;
  const start = Math.max(before.lastIndexOf(';', span[0] - 1), before.lastIndexOf('\n', span[0] - 1)) + 1;
  if (before.slice(start, span[0]).includes('&&')) return false;
  // A clone that fails has met something: in a checkout that nobody has told us of, only what lies in it is known.
  return kind === 'file' || kind === 'copy' || (kind === 'repository' && isWithin(folder, facts.place.workspaceRoot));
}
