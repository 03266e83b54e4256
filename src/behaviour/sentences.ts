import type { Action } from '../action/action.ts';
import type { ActionKind } from '../action/kinds.ts';
import { type RedactedText, redactText } from '../credentials/redact.ts';
import { inputJson } from './input-json.ts';
import { type KnownSecret, rangesOf } from './known-secrets.ts';
import { limits } from './limits.ts';
import { shortened } from './places.ts';

/** Enough of a text that its first words come out as they do from the whole. */
const summarised = 8192;

const beginnings: Readonly<Record<ActionKind, string>> = {
  shell: 'Ran',
  mcp: 'Called',
  http: 'Sent',
  sql: 'Ran SQL',
  read: 'Read',
  write: 'Wrote',
  delete: 'Deleted',
  search: 'Searched for',
  web: 'Looked up',
  task: 'Ran the task',
};

/** One sentence of the timeline from an action's kind and its text with secrets already replaced. */
export function sentenceOf(kind: ActionKind, redacted: string): string {
  const [first = ''] = kind === 'http' ? redacted.split('\n', 1) : [redacted];
  return shortened(`${beginnings[kind]} ${first.slice(0, 4 * limits.sentence)}`, limits.sentence);
}

/** Characters of an action's line that a person's own sequences are held against. */
const ruled = 4096;

/** What a person's own sequences are held against, from an action's text with secrets already replaced. */
export function ruleText(kind: ActionKind, redacted: string): string {
  const [first = ''] = kind === 'http' ? redacted.split('\n', 1) : [redacted];
  return first.slice(0, ruled);
}

/** The one line a person knows an action by, secrets replaced, those that only the session knows as well. */
export function redactedLine(action: Action, known: readonly KnownSecret[] = []): RedactedText {
  const line = lineOf(action).slice(0, summarised);
  return redactText(line, rangesOf(line, known));
}

/** The one line as it came. */
export function lineOf(action: Action): string {
  switch (action.kind) {
    case 'shell':
      return action.command;
    case 'mcp':
      return `${action.server === '' ? '' : `${action.server} `}${action.tool} ${inputJson(action.input, limits.usedCharacters)}`;
    case 'http':
      return `${action.method.toUpperCase()} ${action.url}`;
    case 'sql':
      return action.text;
    case 'read':
    case 'write':
    case 'delete':
      return action.path;
    case 'search':
      return action.path === undefined ? action.pattern : `${action.pattern} in ${action.path}`;
    case 'web':
      return action.url ?? action.query ?? '';
    case 'task':
      return [action.program, ...action.args].join(' ');
  }
}
