// Recorded sessions of real agents as the lines that `holdpoint replay` reads (DESIGN 5.2).
import { linesIn } from '../accuracy/writing.mts';

/** One session as the shared file has it. */
export interface SharedSession {
  readonly session: string;
  readonly host: string;
  /** The repository it was published in: what is weighed and held out as one. */
  readonly group: string;
  readonly events: readonly SharedEvent[];
}

interface SharedEvent {
  /** Ordinal; there is no clock. */
  readonly t: number;
  readonly tool: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly ok?: boolean;
  readonly denied?: boolean;
}

/** One line of a replay, before it is written as JSON. */
export type ReplayLine = Readonly<Record<string, unknown>> & { readonly kind: string };

/** Seconds between two events of sessions that have no clock. */
const pace = 20;

/** Every session of a file (JSON Lines, gzip or not). */
export const sessionsIn = (file: string): Iterable<SharedSession> => linesIn<SharedSession>(file);

const hosts: Readonly<Record<string, string>> = {
  'claude-code': 'claude',
  'gemini-cli': 'gemini',
  'vscode-copilot': 'copilot',
  'copilot-cli': 'copilot',
  pi: 'cli',
};

/** Our own id of the host a shared session ran in; `cli` where we have none. */
export function hostOf({ host }: Pick<SharedSession, 'host'>): string {
  return hosts[host] ?? host;
}

/** A session's events as replay lines, in order, `pace` seconds apart; what says nothing is left out. */
export function replayLines(session: SharedSession): ReplayLine[] {
  const root = rootOf(session);
  const origin = { session: session.session, host: hostOf(session) };
  return session.events.flatMap((event, at) => {
    const deed = deedOf(event);
    if (!deed) return [];
    const cwd = typeof event.input.cwd === 'string' && isAbsolute(event.input.cwd) ? event.input.cwd : root;
    const end = {
      ...(event.ok === undefined ? {} : { ok: event.ok }),
      ...(event.denied === true ? { denied: true } : {}),
    };
    return [{ ...origin, t: at * pace, ...deed, cwd: at === 0 ? root : cwd, ...end }];
  });
}

function deedOf({ tool, name, input }: SharedEvent): ReplayLine | undefined {
  const text = (key: string) => (typeof input[key] === 'string' ? (input[key] as string) : undefined);
  switch (tool) {
    case 'shell':
      return text('cmd') === undefined ? undefined : { kind: 'shell', command: text('cmd') };
    case 'read':
      return text('path') === undefined ? { kind: 'search', pattern: '' } : { kind: 'read', path: text('path') };
    case 'edit': {
      const path = text('path') ?? (Array.isArray(input.paths) ? String(input.paths[0]) : patchedFile(text('head')));
      if (path === undefined) return undefined;
      if (name === 'delete_file') return { kind: 'delete', path };
      return { kind: 'write', path };
    }
    case 'search':
      return { kind: 'search', pattern: text('pattern') ?? '', ...(text('path') ? { path: text('path') } : {}) };
    case 'web':
      return {
        kind: 'web',
        ...(text('target')?.startsWith('http') ? { url: text('target') } : { query: text('target') ?? '' }),
      };
    case 'mcp':
      return mcpCall(name, input.args);
    default:
      return undefined;
  }
}

function patchedFile(head: string | undefined): string | undefined {
  return /^\*\*\* (?:Add|Update|Delete) File: (.+)$/m.exec(head ?? '')?.[1];
}

/** An MCP call of a recorded session: `mcp__SERVER__TOOL`, or the name of a tool whose server nobody noted. */
export function mcpCall(name: string, args: unknown): ReplayLine {
  const [server, ...rest] = name.replace(/^mcp__/, '').split('__');
  const named = rest.length > 0 ? { server: server ?? '', tool: rest.join('__') } : { server: '', tool: name };
  return { kind: 'mcp', ...named, input: argumentsIn(args) };
}

function argumentsIn(args: unknown): unknown {
  if (typeof args !== 'string') return args ?? {};
  try {
    return JSON.parse(args);
  } catch {
    // Long arguments were cut when the sessions were collected.
    return { text: args };
  }
}

const isAbsolute = (path: string) => /^(?:\/|[A-Za-z]:[\\/])/.test(path);

/** The folder most of a session's files lie in: the sessions do not say which workspace was open. */
export function rootOf(session: SharedSession): string {
  const files = session.events
    .flatMap(({ input }) => [input.path, input.cwd])
    .filter((path): path is string => typeof path === 'string' && isAbsolute(path))
    .map((path) => path.replaceAll('\\', '/').split('/'));
  if (files.length === 0) return '/workspace';
  let depth = 0;
  let under = files;
  for (;;) {
    const counts = new Map<string, number>();
    for (const parts of under) {
      const part = parts[depth];
      // The last part is the file itself.
      if (part !== undefined && parts.length > depth + 1) counts.set(part, (counts.get(part) ?? 0) + 1);
    }
    const [best] = [...counts].sort((a, b) => b[1] - a[1]);
    if (!best || best[1] < files.length * 0.7 || depth > 8) break;
    under = under.filter((parts) => parts[depth] === best[0]);
    depth += 1;
    if (/^(?:src|app|apps|packages|lib|test|tests|docs)$/.test(best[0])) {
      depth -= 1;
      break;
    }
  }
  return under[0]?.slice(0, depth).join('/') || '/workspace';
}
