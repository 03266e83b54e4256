import type { Action, Deed } from '../action/action.ts';
import { type HostId, hostIds } from '../action/kinds.ts';
import type { Outcome } from '../action/session.ts';
import { isRecord } from '../guard/json.ts';
import { textAt } from '../hosts/tools.ts';

/** One line of a recorded session (DESIGN 5.2). */
export interface ReplayEvent {
  readonly session: string;
  /** Seconds since the session's beginning, as given. */
  readonly t: number;
  readonly action: Action;
  readonly outcome: Outcome;
  /** Path and text of a file that the event leaves known: what a write wrote, what a read read. */
  readonly known?: { readonly path: string; readonly text: string };
}

/** Directory of events that name none. */
const nowhere = '/workspace';

/** Reads one line. Throws `TypeError` with one sentence. `rootOf` gives a session's folder once it is known. */
export function readReplayEvent(line: string, rootOf: (session: string, cwd: string) => string): ReplayEvent {
  const event = parse(line);
  const session = typeof event.session === 'number' ? String(event.session) : (textAt(event, 'session') ?? 'session');
  const t = event.t ?? 0;
  if (typeof t !== 'number' || !Number.isFinite(t)) throw new TypeError('"t" is not a number of seconds.');
  const cwd = textAt(event, 'cwd') ?? rootOf(session, nowhere);
  const at = Math.round(t * 1000);
  const origin = { host: hostOf(event.host), session, cwd, workspaceRoot: rootOf(session, cwd), at };
  const deed = deedOf(event);
  const output = typeof event.output === 'string' ? event.output : undefined;
  const text = typeof event.content === 'string' ? event.content : deed.kind === 'read' ? output : undefined;
  return {
    session,
    t,
    action: { ...origin, ...deed },
    outcome: {
      ...(output === undefined ? {} : { output }),
      ok: typeof event.ok === 'boolean' ? event.ok : null,
      denied: event.denied === true,
    },
    ...('path' in deed && deed.path !== undefined && text !== undefined ? { known: { path: deed.path, text } } : {}),
  };
}

function parse(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TypeError('The line is not valid JSON.');
  }
  if (!isRecord(value)) throw new TypeError('The line is not a JSON object.');
  return value;
}

function hostOf(value: unknown): HostId {
  return hostIds.find((id) => id === value) ?? 'cli';
}

function deedOf(event: Readonly<Record<string, unknown>>): Deed {
  const text = (key: string): string => {
    const value = event[key];
    if (typeof value !== 'string') throw new TypeError(`An event of kind "${String(event.kind)}" needs "${key}".`);
    return value;
  };
  const optional = (key: string) => {
    const value = event[key];
    return typeof value === 'string' ? { [key]: value } : {};
  };
  switch (event.kind) {
    case 'shell':
      return { kind: 'shell', command: text('command') };
    case 'read':
      return { kind: 'read', path: text('path'), ...optional('content') };
    case 'write':
      return { kind: 'write', path: text('path'), ...optional('content') };
    case 'delete':
      return { kind: 'delete', path: text('path') };
    case 'search': {
      const pattern = textAt(event, 'pattern', 'query', 'command') ?? '';
      return { kind: 'search', pattern, ...optional('path') };
    }
    case 'mcp':
      return { kind: 'mcp', server: textAt(event, 'server') ?? '', tool: text('tool'), input: event.input ?? {} };
    case 'web':
      return { kind: 'web', ...optional('url'), ...optional('query') };
    case 'sql':
      return { kind: 'sql', text: textAt(event, 'text') ?? text('command'), ...optional('dialect') };
    default:
      throw new TypeError(`There is no event kind "${String(event.kind)}".`);
  }
}
