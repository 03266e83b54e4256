import type { Action } from '../action/action.ts';
import type { Span } from '../action/kinds.ts';

/** An action as one text a person can read. */
export interface ActionText {
  readonly text: string;
  /** True where the text is the one that the spans of effects refer to. */
  readonly own: boolean;
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
      return written([action.program, ...action.args].join(' '));
    case 'mcp':
      return written(`${action.server === '' ? '' : `${action.server} `}${action.tool} ${inputText(action.input)}`);
    case 'http':
      return requestText(action);
  }
}

function own(text: string): ActionText {
  return { text, own: true, secret: [] };
}

function written(text: string): ActionText {
  return { text, own: false, secret: [] };
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
  let text = `${action.method.toUpperCase()} ${action.url}`;
  for (const [name, value] of Object.entries(action.headers)) {
    text += `\n${name}: `;
    // `Bearer` and its like stay readable; what follows is the secret.
    const scheme = /^(?:bearer|basic|token|digest) +/i.exec(value)?.[0].length ?? 0;
    const start = text.length + scheme;
    text += value;
    if (secretHeader.test(name) && start < text.length) secret.push({ start, end: text.length, kind: 'credential' });
  }
  if (action.body !== undefined) text += `\n\n${action.body}`;
  return { text, own: false, secret };
}

/** Where an effect's target stands in a text that was written out; the first line where it is not named. */
export function targetSpan(text: string, target: string): Span {
  const at = target.length > 1 ? text.indexOf(target) : -1;
  if (at >= 0) return [at, at + target.length];
  const end = text.indexOf('\n');
  return [0, end === -1 ? text.length : end];
}
