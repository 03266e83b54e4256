import { isRecord, readJson } from '../guard/json.ts';
import type { RequestId } from './replies.ts';

/** A tool call as a host wants it sent. */
export interface ToolCall {
  /** Undefined for a notification, which nobody answers. */
  readonly id: RequestId | undefined;
  readonly tool: string;
  /** The arguments as they came; an empty object where there are none. */
  readonly input: unknown;
  /** Whether it goes on with a call that the server answered with questions (revision 2026-07-28). */
  readonly continues: boolean;
  /** Where the client wants signs of life. */
  readonly progressToken?: string | number;
  /** Whether the client speaks a revision without sessions (2026-07-28 or later). */
  readonly modern: boolean;
}

/** What one message of the host means to the proxy. */
export type Reading =
  /** Acts on nothing by itself: goes on byte for byte. */
  | { readonly kind: 'pass' }
  /** Calls tools: goes on byte for byte once all of them may go out. `others` are the ids of a batch's other requests. */
  | {
      readonly kind: 'calls';
      readonly calls: readonly [ToolCall, ...ToolCall[]];
      readonly others: readonly RequestId[];
    }
  /** The host no longer wants an answer. */
  | { readonly kind: 'cancelled'; readonly id: RequestId }
  /** Nobody can tell what a server would make of it: does not go on. `ids` are to be answered. */
  | { readonly kind: 'unreadable'; readonly problem: string; readonly ids: readonly RequestId[] };

/**
 * Reads one message. What is not JSON, names a key twice or names its method in a way only some readers see does not
 * go on: servers differ in what they make of it.
 */
export function readMessage(text: string): Reading {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (plain.trim() === '') return { kind: 'pass' };
  const reading = readJson(plain, "The host's message to the server");
  if (reading.kind === 'unreadable') {
    return { kind: 'unreadable', problem: reading.problem, ids: idsOf(parsedLoosely(plain)) };
  }
  const messages = Array.isArray(reading.value) ? reading.value : [reading.value];
  const ambiguous = messages.find(isAmbiguous);
  if (ambiguous !== undefined) {
    const problem =
      "The host's message to the server names a key in two spellings, so nobody can tell which one counts.";
    return { kind: 'unreadable', problem, ids: idsOf(reading.value) };
  }
  const calls = messages.filter(isToolCall).map(callIn);
  const [first, ...rest] = calls;
  if (first) {
    const others = messages.filter((message) => !isToolCall(message)).flatMap(idsOf);
    return { kind: 'calls', calls: [first, ...rest], others };
  }
  const only = messages.length === 1 && !Array.isArray(reading.value) ? messages[0] : undefined;
  return isRecord(only) && only.method === 'notifications/cancelled' ? cancelledBy(only) : { kind: 'pass' };
}

/** The id in the first bytes of a message too long to be read; null where it does not stand there. */
export function idIn(head: Buffer): RequestId {
  const found = /^\s*\{[^{}[\]]{0,200}?"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,15})\s*[,}]/.exec(
    head.toString('utf8'),
  );
  try {
    const id: unknown = found?.[1] === undefined ? null : JSON.parse(found[1]);
    return isId(id) ? id : null;
  } catch {
    return null;
  }
}

function isToolCall(message: unknown): message is Readonly<Record<string, unknown>> {
  return isRecord(message) && message.method === 'tools/call';
}

function callIn(message: Readonly<Record<string, unknown>>): ToolCall {
  const params = isRecord(message.params) ? message.params : {};
  const meta = isRecord(params._meta) ? params._meta : {};
  const token = meta.progressToken;
  const version = meta['io.modelcontextprotocol/protocolVersion'];
  return {
    id: 'id' in message ? (isId(message.id) ? message.id : null) : undefined,
    tool: typeof params.name === 'string' ? params.name : '',
    input: params.arguments ?? {},
    continues: 'inputResponses' in params,
    ...(typeof token === 'string' || typeof token === 'number' ? { progressToken: token } : {}),
    modern: typeof version === 'string' && version >= '2026-07-28',
  };
}

function cancelledBy(message: Readonly<Record<string, unknown>>): Reading {
  const id = isRecord(message.params) ? message.params.requestId : undefined;
  return isId(id) ? { kind: 'cancelled', id } : { kind: 'pass' };
}

/**
 * Readers that do not mind upper and lower case (Go's `encoding/json` is one) see a method where others see none, and
 * another tool where two spellings of `name` stand side by side.
 */
function isAmbiguous(message: unknown): boolean {
  if (!isRecord(message)) return false;
  const params = isRecord(message.params) ? message.params : {};
  return [
    { object: message, own: ['method', 'params', 'id', 'jsonrpc'] },
    { object: params, own: ['name', 'arguments', 'requestId', 'inputResponses'] },
  ].some(({ object, own }) =>
    Object.keys(object).some((key) => own.some((name) => key !== name && folded(key) === folded(name))),
  );
}

/** As Unicode folds: a long s is an s, a Kelvin sign a k, in upper case first. */
function folded(key: string): string {
  return key.toUpperCase().toLowerCase();
}

function idsOf(value: unknown): RequestId[] {
  if (Array.isArray(value)) return value.flatMap(idsOf);
  if (!isRecord(value) || !('id' in value) || 'result' in value || 'error' in value) return [];
  return [isId(value.id) ? value.id : null];
}

function parsedLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { id: null };
  }
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
}
