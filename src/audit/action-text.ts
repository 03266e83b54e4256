import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Span } from '../action/kinds.ts';
import { shellWord } from '../parse/shell-word.ts';

/** An action as one text a person can read. */
export interface ActionText {
  readonly text: string;
  /** Where the evidence of an effect stands in it, not yet clipped to its length. */
  spanOf(effect: Pick<Effect, 'span' | 'target'>): Span;
  /** Ranges that are secret whatever they look like: the values of headers that carry credentials. */
  readonly secret: readonly { readonly start: number; readonly end: number; readonly kind: string }[];
}

/** Headers whose value is a credential (RFC 9110 11.6 and 11.7, RFC 6265, and the usual vendor names). */
const secretHeader =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|.*(?:api-?key|token|secret|password|credential).*)$/i;

/** The text of an action: the command, statement, path or pattern itself; a call or request written out. */
export function actionText(action: Action): ActionText {
  switch (action.kind) {
    case 'shell':
      return own(action.command);
    case 'sql':
      return own(action.text);
    case 'read':
    case 'write':
    case 'delete':
      return own(action.path);
    case 'search':
      return written(action.path === undefined ? action.pattern : `${action.pattern} in ${action.path}`);
    case 'web':
      return written(action.url ?? action.query ?? '');
    case 'task':
      return own([action.shell ? action.program : shellWord(action.program), ...action.args.map(shellWord)].join(' '));
    case 'mcp':
      return written(`${action.server === '' ? '' : `${action.server} `}${action.tool} ${inputText(action.input)}`);
    case 'http':
      return requestText(action);
  }
}

/** A text that the spans of effects refer to. */
function own(text: string): ActionText {
  return { text, spanOf: ({ span }) => span, secret: [] };
}

/** A text written out for a person; the spans of effects say nothing about it. */
function written(text: string): ActionText {
  return { text, spanOf: ({ target }) => targetSpan(text, target), secret: [] };
}

function inputText(input: unknown): string {
  try {
    return JSON.stringify(input) ?? '';
  } catch {
    return '(an input nested too deep to show)';
  }
}

function requestText(action: Extract<Action, { kind: 'http' }>): ActionText {
  const secret: { start: number; end: number; kind: string }[] = [];
  const line = `${action.method.toUpperCase()} ${action.url}`;
  let text = line;
  for (const [name, value] of Object.entries(action.headers)) {
    text += `\n${name}: `;
    // `Bearer` and its like stay readable; what follows is the secret.
    const scheme = /^(?:bearer|basic|token|digest) +/i.exec(value)?.[0].length ?? 0;
    const start = text.length + scheme;
    text += value;
    if (secretHeader.test(name) && start < text.length) secret.push({ start, end: text.length, kind: 'credential' });
  }
  const head = Object.keys(action.headers).length > 0 ? `${text}\n` : text;
  // Effects read the request line, a line end and the body; the headers stand between.
  const shift = head.length - line.length;
  const carry = (offset: number): number => (offset > line.length ? offset + shift : offset);
  const spanOf = ({ span: [start, end] }: Pick<Effect, 'span'>): Span => [carry(start), carry(end)];
  return { text: action.body === undefined ? text : `${head}\n${action.body}`, spanOf, secret };
}

/** Where an effect's target stands in a text that was written out; the first line where it is not named. */
function targetSpan(text: string, target: string): Span {
  const at = target.length > 1 ? text.indexOf(target) : -1;
  if (at >= 0) return [at, at + target.length];
  const end = text.indexOf('\n');
  return [0, end === -1 ? text.length : end];
}
