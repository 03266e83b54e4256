import { posix } from 'node:path';
import { type Inquiry, look } from '../../action/facts.ts';
import type { Invocation, Word, Wrapper } from '../../action/invocation.ts';
import { maximumTextLength } from '../limits.ts';
import { lineAt, lineStartsOf } from '../shell/reading.ts';
import { parseShell } from '../shell.ts';
import { shellWord } from '../shell-word.ts';
import { isUnread } from '../unread.ts';

/** A text that a call runs and that stands in a file. */
export interface Body {
  readonly text: string;
  /** True where the text could not be read: what runs is not known. */
  readonly unread?: true;
  /** Absolute path, or null where the file could not be read; and the line its first line stands on, from 1. */
  readonly file: string | null;
  readonly line: number;
  /** Directory it runs in, absolute. */
  readonly cwd: string;
  /** Variables set for it, besides those of the call. */
  readonly variables?: ReadonlyMap<string, string>;
  /** Where it runs, where that is not here. */
  readonly away?: Wrapper;
}

/** Bodies followed for one call. */
export const maximumBodies = 64;

/** Lines of a file that recipes stand in; one that a generator made has ten thousand. */
const maximumLines = 20_000;

/** Thrown where a file that recipes stand in is there and could not be read: see {@link firstFile}. */
export class Unread extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} could not be read`);
    this.file = file;
  }
}

/** The text of a file a call may run from, or null: not there, not known, not to be read. */
export function fileText(path: string, invocation: Invocation, inquiry: Inquiry): string | null {
  const written = invocation.written?.get(path);
  if (typeof written === 'string') return written;
  const answer = look(inquiry, { kind: 'file-text', path });
  return answer.known && answer.value.text.length <= maximumTextLength ? answer.value.text : null;
}

/**
 * The first of several files of a directory that is there.
 * @throws {Unread} where it is there and too large or too slow: what it would run is not known.
 */
export function firstFile(
  directory: string,
  names: readonly string[],
  invocation: Invocation,
  inquiry: Inquiry,
): { readonly file: string; readonly text: string } | null {
  for (const name of names) {
    const file = posix.resolve(directory, name);
    const text = fileText(file, invocation, inquiry);
    if (text !== null && !isBeyondLines(text)) return { file, text };
    if (text !== null || isUnread(inquiry, file)) throw new Unread(file);
  }
  return null;
}

function isBeyondLines(text: string): boolean {
  if (text.length < maximumLines) return false;
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines > maximumLines;
}

/** The value of the first of these options, apart from it or attached to it, taken out of the words. */
export function takenOption(words: string[], ...names: readonly string[]): string | null {
  for (const [index, word] of words.entries()) {
    if (names.includes(word)) {
      const [, value] = words.splice(index, 2);
      return value ?? null;
    }
    const name = names.find((one) => one.startsWith('--') && word.startsWith(`${one}=`));
    if (name === undefined) continue;
    words.splice(index, 1);
    return word.slice(name.length + 1);
  }
  return null;
}

/** The same, in the directory or the nearest one above it inside the workspace; it throws the same. */
export function nearestFile(
  directory: string,
  names: readonly string[],
  invocation: Invocation,
  inquiry: Inquiry,
): { readonly file: string; readonly text: string; readonly directory: string } | null {
  const root = inquiry.facts.place.workspaceRoot;
  for (let at = directory, step = 0; step < 8; at = posix.dirname(at), step += 1) {
    const found = firstFile(at, names, invocation, inquiry);
    if (found) return { ...found, directory: at };
    if (at === root || at === '/' || !at.startsWith(root)) return null;
  }
  return null;
}

/** The calls of a body, as made by the call that runs it. */
export function callsOf(body: Body, invocation: Invocation, inquiry: Inquiry): Invocation[] {
  if (body.unread) {
    const name: Word = { kind: 'known', value: `${body.file} could not be read`, span: invocation.span };
    return [{ ...invocation, program: null, name, args: [], redirections: [] }];
  }
  const environment: Record<string, Word> = { ...invocation.environment };
  for (const [name, value] of body.variables ?? []) environment[name] = { kind: 'known', value, span: invocation.span };
  const { invocations } = parseShell(body.text, { dialect: 'bash', cwd: body.cwd, inquiry, environment });
  const own: Wrapper = { program: invocation.program ?? '?', place: 'here', privileged: false };
  const around = [...invocation.wrappers, own, ...(body.away ? [body.away] : [])];
  const starts = lineStartsOf(body.text);
  const { span } = invocation;
  const at = (word: Word): Word => ({ ...word, span });
  return invocations.map((inner) => ({
    ...inner,
    name: at(inner.name),
    args: inner.args.map(at),
    redirections: inner.redirections.map((one) => ({ ...one, target: at(one.target) })),
    stdin: inner.stdin.kind === 'text' ? { ...inner.stdin, span } : inner.stdin,
    wrappers: [...around, ...inner.wrappers],
    span,
    ...sourceOfCall(inner, body, starts),
    ...(inner.written || invocation.written ? { written: inner.written ?? invocation.written ?? new Map() } : {}),
  }));
}

function sourceOfCall(inner: Invocation, body: Body, starts: readonly number[]): Pick<Invocation, 'source'> {
  if (inner.source || body.file === null) return {};
  return { source: { file: body.file, line: body.line + lineAt(starts, inner.span[0]) - 1 } };
}

/** The line of a position in a text, from 1. */
export function lineOf(text: string, position: number): number {
  return lineAt(lineStartsOf(text), Math.max(position, 0));
}

/** A call's arguments as known texts; null in the place of one that is not known. */
export function textsOf(invocation: Invocation): (string | null)[] {
  return invocation.args.map((word) => (word.kind === 'known' ? word.value : null));
}

/** An argument as shell source again; one that is not known is a variable nobody set. */
export function sourceOf(text: string | null): string {
  if (text === null) return '"$UNRESOLVED_ARGUMENT"';
  return shellWord(text);
}
