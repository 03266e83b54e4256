import type { Action } from '../action/action.ts';
import { canonicalJson, sha256 } from '../action/canonical.ts';

/**
 * Fields of a tool's input that say how or why to call, not what it does. A model words them anew on every retry,
 * and hosts add ids of their own; DESIGN 5.3 keeps them out of the digest. Only at the top level and only plain
 * values: deeper down, a `description` is content.
 */
const asides = new Set([
  'description',
  'explanation',
  'timeout',
  'timeout_ms',
  'timeoutMs',
  'timeout_seconds',
  'timeoutSeconds',
  'call_id',
  'callId',
  'tool_call_id',
  'toolCallId',
  'tool_use_id',
  'toolUseId',
]);

function withoutAsides(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  // Object.fromEntries defines own properties, so that an input named `__proto__` stays part of the meaning.
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => !asides.has(name) || (typeof value === 'object' && value !== null)),
  );
}

/** Headers under lower-case names. Two spellings of one name are both kept. */
function headersOf(headers: Readonly<Record<string, string>>): [name: string, value: string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * What an action does, as JSON: its input without descriptions, timeouts, call ids and explanations.
 * Two actions with the same meaning, session, directory and facts are the same call said twice.
 */
export function meaningOf(action: Action): unknown {
  switch (action.kind) {
    case 'shell':
      return { command: action.command, shell: action.shell };
    case 'mcp':
      return { server: action.server, tool: action.tool, input: withoutAsides(action.input) };
    case 'http':
      return {
        method: action.method.toUpperCase(),
        url: action.url,
        headers: headersOf(action.headers),
        body: action.body,
      };
    case 'sql':
      return { dialect: action.dialect, text: action.text, connection: action.connection };
    case 'read':
      return { path: action.path };
    case 'write':
      return { path: action.path, content: action.content, edits: action.edits };
    case 'delete':
      return { path: action.path };
    case 'search':
      return { pattern: action.pattern, path: action.path };
    case 'web':
      return { url: action.url, query: action.query };
    case 'task':
      return { name: action.name, program: action.program, args: action.args, shell: action.shell };
  }
}

/**
 * The digest an approval is bound to: SHA-256, 64 hex digits, over the RFC 8785 JSON of
 * `{host, session, cwd, kind, meaning, facts}` (DESIGN 5.3).
 *
 * @param realCwd the working directory after all links
 * @param factHashes a hash of each fact the verdict rested on, under its `factKey`
 * Throws for an input JSON cannot hold (an infinite number) or one nested too deep; the caller then denies.
 */
export function callDigest(action: Action, realCwd: string, factHashes: Readonly<Record<string, string>>): string {
  const call = {
    host: action.host,
    session: action.session,
    cwd: realCwd,
    kind: action.kind,
    meaning: meaningOf(action),
    facts: factHashes,
  };
  // RFC 8785 has no form for half a surrogate pair, but an agent may well send one. JSON's own escape tells every
  // such text apart, and the wrapping object cannot be mistaken for a call.
  const plain = JSON.stringify(call);
  return sha256(loneSurrogate.test(plain) ? canonicalJson({ escaped: plain }) : canonicalJson(call));
}

/** `JSON.stringify` escapes a surrogate only where it stands alone; an odd run of backslashes makes it an escape. */
const loneSurrogate = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;
