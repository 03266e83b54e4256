import path from 'node:path';
import type { Inquiry } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { absolutePath, isWithin, readPath } from './paths.ts';
import { has, literalOf, optionValue, readArguments, shown } from './words.ts';

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
  /** By the shell itself, which leaves a file as it is only where it may not write it. */
  readonly redirected?: boolean;
}

/** Programs that write what they make to the file behind `-o`. */
const builders = /^(?:curl|go|bun|deno|zig|ffmpeg|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|rustc|swiftc|pandoc)$/;
/** With these a program only tells of itself, or leaves or goes on with a file that is there. */
const leaves =
  /^(?:-h|-n|-V|-\?|--h(?:e(?:l(?:p)?)?)?|--ver\w*|-vV?|-###|-C|--continue-at|-z|--time-cond|--no-clobber|--skip-existing|--remove-on-error|--force|--overwrite)(?:=|$)/;
const none: ReadonlySet<string> = new Set();
/** Options of cp that leave it putting all of one thing where it is told. */
const keepsWhole = /^(?:-[arRpvfdTL]|--(?:recursive|archive|preserve|verbose|force|no-target-directory|dereference))$/;
/** Programs that start another and wait for it. */
const waits =
  /^(?:sudo|doas|env|time|nice|ionice|command|builtin|nohup|bash|sh|zsh|dash|xcrun|stdbuf|npx|bunx|pnpm|pnpx|yarn|npm)$/;
const cloneValues = new Set(
  '-b --branch -o --origin -c --config --depth --reference -u --upload-pack --template -j --jobs --filter'.split(' '),
);

/** Whether {@link madeBy} knows anything that a program makes. */
function makes(program: string): boolean {
  return makers.has(program) || program.startsWith('create-') || builders.test(program);
}

const makers = new Set(['wget', 'cp', 'sed', 'gsed', 'mkdir', 'git', 'gh', 'cargo']);

/** What a call leaves behind that was not there before; empty for one that makes nothing. */
export function madeBy(invocation: Invocation, inquiry: Inquiry): readonly Made[] {
  if (invocation.redirections.length === 0 && !makes(invocation.program ?? '')) return [];
  const found: Made[] = [];
  const add = (word: Word | null | undefined, kind: Made['kind'], redirected = false): void => {
    if (word?.kind !== 'known' || word.value === '') return;
    const absolute = absolutePath(word.value, invocation.cwd, inquiry.facts.place);
    if (absolute !== null && isOwnPlace(absolute, inquiry))
      found.push({ path: absolute, kind, span: invocation.span, ...(redirected ? { redirected } : {}) });
  };
  for (const { mode, target } of invocation.redirections) if (mode === 'truncate') add(target, 'copy', true);
  const program = invocation.program ?? '';
  // Another program decides whether it runs, and when.
  if (invocation.wrappers.some((wrapper) => !waits.test(wrapper.program)) || invocation.environment.PATH) return found;
  if (program !== 'mkdir' && invocation.args.some((word) => leaves.test(literalOf(word) ?? ''))) return found;
  if (builders.test(program))
    add(optionValue(readArguments(invocation.args, new Set(['-o'])).options, '-o', '--output'), 'copy');
  else if (program === 'wget' && !invocation.args.some((word) => /^-(?:nc?|c|N)|^--(?:c|ti|no-cl)/.test(shown(word))))
    add(optionValue(readArguments(invocation.args, new Set(['-O'])).options, '-O'), 'copy');
  else if (program === 'cp') {
    const { options, operands } = readArguments(invocation.args, new Set(['-t', '--target-directory', '-S']));
    const whole = [...options.keys()].every((name) => keepsWhole.test(name));
    if (whole && operands.length === 2) add(operands[1], 'copy');
  } else if (program === 'sed' || program === 'gsed') {
    for (const word of besideEdited(invocation)) add(word, 'file');
  } else if (program === 'mkdir') {
    const { options, operands } = readArguments(invocation.args, new Set(['-m', '--mode']));
    if ([...options.keys()].every((name) => /^(?:-m|-v|--mode|--verbose)$/.test(name)))
      for (const word of operands) add(word, 'folder');
  } else if (program === 'git' || program === 'gh') {
    const [first, second] = invocation.args.map((word) => literalOf(word));
    if (first === 'clone' || (first === 'repo' && second === 'clone')) {
      if (invocation.args.some((word) => shown(word).startsWith('--separate-git-dir'))) return found;
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

/** Words behind which a call may not run, is another one, or after which a folder is or holds something else. */
const doubtful =
  /\|\||\b(?:if|for|while|until|case|function|false|exit|alias|eval|hash|enable|noclobber|mount|bindfs|goofys|rclone|juicefs|move|mv|remove-source-files|remove-files|sdel)\b|\b\w+fs\b|\w*fuse\d?\b|\(\)|(?:^|[;&|(\s])!\s|\bset\s+-\w*[Cn]|\bzip\s+-\w*m|\b(?:PATH|BASH_ENV)=/;

function isCertain(
  { kind, path: folder, span, redirected }: Made,
  at: number,
  text: string,
  { facts }: Inquiry,
): boolean {
  const before = text.slice(0, at);
  if (span[1] > at || doubtful.test(before)) return false;
  const between = text.slice(span[1], at);
  if (/^[^;|&\n]*(?:&&[^;|&\n]*)+$/.test(between)) return true;
  const start = Math.max(before.lastIndexOf(';', span[0] - 1), before.lastIndexOf('\n', span[0] - 1)) + 1;
  if (before.slice(start, span[0]).includes('&&')) return false;
  // A clone that fails has met something: in a checkout that nobody has told us of, only what lies in it is known.
  return redirected === true || (isWithin(folder, facts.place.workspaceRoot) && kind !== 'folder');
}
