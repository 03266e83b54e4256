import {
  type FactAnswer,
  type FactRequest,
  factKey,
  factsFrom,
  type Inquiry,
  type Place,
} from '../../src/action/facts.ts';
import type { Invocation, Word } from '../../src/action/invocation.ts';
import type { ShellDialect } from '../../src/action/kinds.ts';
import { parseShell } from '../../src/parse/shell.ts';

/** The place all tables of this room are judged in. */
const place: Place = {
  workspaceRoot: '/w',
  cwd: '/w',
  home: '/home/me',
  platform: 'linux',
  temporary: ['/tmp'],
  guardPaths: [],
  createdBySession: [],
  context: 'ask',
};

/** An inquiry whose facts are given: files by path, variables by name. */
export function inquiryWith(
  known: { files?: Record<string, string>; variables?: Record<string, string | null> } = {},
): Inquiry {
  const answers = new Map<string, FactAnswer>();
  const answer = (request: FactRequest, value: FactAnswer) => answers.set(factKey(request), value);
  for (const [path, text] of Object.entries(known.files ?? {})) {
    answer({ kind: 'file-text', path }, { known: true, value: { text, bytes: text.length } });
  }
  for (const [name, value] of Object.entries(known.variables ?? {})) {
    answer({ kind: 'variable', name }, { known: true, value });
  }
  return { facts: factsFrom(place, answers), needs: [] };
}

/** Reads a bash text in {@link place}. */
export function read(text: string, inquiry: Inquiry = inquiryWith(), dialect: ShellDialect = 'bash') {
  return parseShell(text, { dialect, cwd: '/w', inquiry });
}

/** A word in one short form: `text`, `~glob~` for a pattern, `?text?` for an unknown one. */
export function brief(word: Word): string {
  if (word.kind === 'known') return word.value;
  return word.kind === 'pattern' ? `~${word.value}~` : `?${word.text}?`;
}

/** An invocation on one line: its wrappers, its program and its arguments. */
export function line(invocation: Invocation): string {
  const wrappers = invocation.wrappers.map((wrapper) => `${wrapper.program}>`);
  const computed = invocation.computed ? ['computed'] : [];
  return [...wrappers, ...computed, invocation.program ?? '(unknown)', ...invocation.args.map(brief)].join(' ');
}

/** All invocations of a text, one line each. */
export function lines(text: string, inquiry?: Inquiry): string[] {
  return read(text, inquiry).invocations.map(line);
}
