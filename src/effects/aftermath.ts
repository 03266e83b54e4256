import path from 'node:path';
import type { FactAnswer, FactRequest, Facts, GitFact, Inquiry, PathFact } from '../action/facts.ts';
import type { Invocation, Word } from '../action/invocation.ts';
import { type Made, madeBy, wasMade } from './made.ts';
import { absolutePath, isWithin } from './paths.ts';
import { has, literalOf, optionValue, readArguments } from './words.ts';

/**
 * The world as earlier calls of the same text leave it: facts are looked up before the text runs, and `git stash` makes
 * a stash, `mv src /tmp/x` puts the person's files where nobody would miss any.
 */
export interface Aftermath {
  /** Asks like the inquiry it was made from; answers what was noted since as well. */
  readonly inquiry: Inquiry;
  /** Notes what a call leaves behind, after it was judged. */
  note(invocation: Invocation): void;
}

/** The verbs of git that bring changes back into the working tree. */
const bringsChanges = /^(?:apply|am|cherry-pick|revert|merge)$/;
const maximumMoves = 200;

/** An aftermath in which nothing happened yet. `text`: all that is run. */
export function createAftermath(from: Inquiry, text: string): Aftermath {
  const made: Made[] = [];
  // Where the disk may be asked, it says what was not there before.
  const ordinary = from.facts.place.context === 'ordinary';
  const moves = new Map<string, string>();
  const links = new Map<string, string>();
  const tree: Tree = { stashed: false, changed: false, popped: false };
  const facts: Facts = {
    place: from.facts.place,
    answer<K extends FactRequest['kind']>(request: Extract<FactRequest, { kind: K }>) {
      const answer = from.facts.answer<K>(request);
      return answer?.known && (tree.stashed || tree.changed) ? adjusted<K>(answer, tree) : answer;
    },
    carriedTo(absolute, through = false) {
      const origins: string[] = [];
      for (const [to, origin] of links) {
        // A link that goes is itself; what is named below it lies elsewhere.
        if (isWithin(absolute, to) && (through || absolute !== to)) {
          origins.push(path.posix.join(origin, absolute.slice(to.length)));
        }
      }
      for (const [to, origin] of moves) {
        if (isWithin(absolute, to)) origins.push(path.posix.join(origin, absolute.slice(to.length)));
        else if (isWithin(to, absolute)) origins.push(origin);
      }
      return origins;
    },
    madeBefore: (absolute, at) => (made.length === 0 ? null : (wasMade(absolute, at, made, text, from)?.kind ?? null)),
  };
  const inquiry: Inquiry = { facts, needs: from.needs };
  return {
    inquiry,
    note(invocation) {
      const away = invocation.wrappers.find((wrapper) => wrapper.place !== 'here');
      if (away ? !away.fresh : invocation.cwd === null) return;
      if (!away) noteWritten(invocation, moves, inquiry);
      if (!away && ordinary && made.length < maximumMoves) made.push(...madeBy(invocation, inquiry));
      if (!away && invocation.program === 'git') noteGit(invocation, tree);
      if (invocation.program === 'ln' && links.size < maximumMoves) noteLink(invocation, links, inquiry);
      if (isMove(invocation) && moves.size < maximumMoves) noteMove(invocation, moves, inquiry);
    },
  };
}

interface Tree {
  stashed: boolean;
  changed: boolean;
  /** A stash was taken off the list: what it held lies in the working tree alone. */
  popped: boolean;
}

function adjusted<K extends FactRequest['kind']>(answer: FactAnswer<K>, tree: Tree): FactAnswer<K> {
  const later = laterValue(answer.known ? answer.value : null, tree);
  // `later` has the shape of the value that was given to a request of this kind.
  return later === null ? answer : ({ known: true, value: later } as FactAnswer<K>);
}

/** What a fact of git or of a path will be after the calls before; null where they leave it as it is. */
function laterValue(value: unknown, tree: Tree): GitFact | PathFact | null {
  if (isGitFact(value)) {
    const stashed = tree.stashed && (value.dirty || value.untracked > 0) ? 1 : 0;
    return { ...value, stashes: value.stashes + stashed, dirty: value.dirty || tree.changed };
  }
  if (isPathFact(value) && tree.popped && !value.exists && value.insideWorkspace) {
    return { ...value, exists: true, type: 'file', git: 'untracked', files: 1 };
  }
  return isPathFact(value) && tree.changed && value.git === 'clean' ? { ...value, git: 'dirty' } : null;
}

function isGitFact(value: unknown): value is GitFact {
  return typeof value === 'object' && value !== null && 'stashes' in value && 'unpushedCommits' in value;
}

function isPathFact(value: unknown): value is PathFact {
  return typeof value === 'object' && value !== null && 'insideWorkspace' in value && 'git' in value;
}

function noteGit({ args }: Invocation, tree: Tree): void {
  const { operands } = readArguments(args, new Set(['-C', '-c', '--git-dir', '--work-tree', '-m', '--message']));
  const verb = literalOf(operands[0]) ?? '';
  const second = literalOf(operands[1]) ?? 'push';
  if (verb === 'stash' && /^(?:push|save)$/.test(second)) tree.stashed = true;
  if (verb === 'stash' && second === 'pop') tree.popped = true;
  if ((verb === 'stash' && /^(?:pop|apply)$/.test(second)) || bringsChanges.test(verb)) tree.changed = true;
}

function isMove({ program, args }: Invocation): boolean {
  return (
    program === 'mv' ||
    (program === 'rsync' && args.some((word) => /^--remove-s(?:ource|ent)-files$/.test(literalOf(word) ?? '')))
  );
}

/** `mv A B`: what lies at B then is what lay at A. */
function noteMove(invocation: Invocation, moves: Map<string, string>, inquiry: Inquiry): void {
  const { options, operands } = readArguments(invocation.args, new Set(['-t', '--target-directory', '-S', '--suffix']));
  if (has(options, '--help', '--version')) return;
  const given = optionValue(options, '-t', '--target-directory');
  const destination = resolved(given ?? operands.at(-1), invocation, inquiry);
  if (destination === null) return;
  for (const word of given ? operands : operands.slice(0, -1)) {
    const source = resolved(word, invocation, inquiry);
    if (source === null) continue;
    // What was moved twice still came from where it first lay.
    const [first] = inquiry.facts.carriedTo?.(source) ?? [];
    const origin = first ?? source;
    for (const [to] of moves) if (isWithin(to, source)) moves.delete(to);
    if (word.kind !== 'pattern') moves.set(destination, origin);
    moves.set(path.posix.join(destination, path.posix.basename(source)), origin);
  }
}

/** `ln -s A B`: what is named below B from then on lies at A. A target is read from the link's own folder. */
function noteLink(invocation: Invocation, links: Map<string, string>, inquiry: Inquiry): void {
  const { options, operands } = readArguments(invocation.args, new Set(['-t', '--target-directory', '-S', '--suffix']));
  if (!has(options, '-s', '--symbolic')) return;
  const given = optionValue(options, '-t', '--target-directory');
  const [first] = operands;
  const beside = given ?? (operands.length > 1 ? operands.at(-1) : undefined);
  const destination = beside ? resolved(beside, invocation, inquiry) : invocation.cwd;
  if (destination === null || !first) return;
  for (const word of given || operands.length === 1 ? operands : operands.slice(0, -1)) {
    if (word.kind === 'unknown' || word.value === '') continue;
    const name = path.posix.basename(word.value);
    const from = (folder: string): string | null => {
      const named = absolutePath(word.value, folder, inquiry.facts.place);
      // A link to what was moved or linked a moment ago.
      return named === null ? null : (inquiry.facts.carriedTo?.(named, true)[0] ?? named);
    };
    const here = from(path.posix.dirname(destination));
    const below = from(destination);
    if (here !== null && beside && !given) links.set(destination, here);
    if (below !== null && name !== '.' && name !== '..') links.set(path.posix.join(destination, name), below);
  }
}

/** What is written anew at its old place was no loss there: `mv a a.bak; jq . a.bak > a; rm a.bak`. */
function noteWritten(invocation: Invocation, moves: Map<string, string>, inquiry: Inquiry): void {
  if (moves.size === 0) return;
  const written = invocation.redirections
    .filter(({ mode }) => mode !== 'read')
    .map(({ target }) => resolved(target, invocation, inquiry));
  if (invocation.program === 'cp' || invocation.program === 'mv' || invocation.program === 'tee') {
    written.push(resolved(invocation.args.at(-1), invocation, inquiry));
  }
  for (const file of written) for (const [to, origin] of moves) if (origin === file) moves.delete(to);
}

function resolved(word: Word | undefined, invocation: Invocation, inquiry: Inquiry): string | null {
  if (!word || word.kind === 'unknown' || word.value === '') return null;
  return absolutePath(word.value, invocation.cwd, inquiry.facts.place);
}
