import { isRecord, readJson } from '../guard/json.ts';
import { limits } from './limits.ts';
import type { OwnTool } from './own-tools.ts';
import { lineOf, type RequestId, waiting } from './replies.ts';

/** What a server says of itself. */
export interface ServerAbout {
  readonly name: string;
  readonly version: string;
  /** What an agent reads of it as a whole. */
  readonly instructions: string;
}

/** One call of a tool of ours. */
export interface OwnCall {
  /** Aborted where the host takes the call back or leaves. */
  readonly signal: AbortSignal;
  /** What the calling program says its name is; empty where it says none. */
  readonly client: string;
  /** The host wants signs of life, and so waits as long as it gets them. */
  readonly isPatient: boolean;
}

/** A server of tools that speaks the Model Context Protocol over lines: what little of it tools need. */
export interface OwnServer {
  /** Takes one line; answers come through `send`. */
  take(line: string): void;
  /** The host is gone: what is asked is let go of. Resolves when nothing is under way any more. */
  end(): Promise<void>;
}

/** Revisions with a handshake, newest first; from 2026-07-28 on there is none and every request says its own. */
const handshakes = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
const stateless = '2026-07-28';

const codes = { parse: -32700, request: -32600, method: -32601, params: -32602 } as const;

/** Nothing asked yet. `send` gets whole lines. */
export function createOwnServer(
  about: ServerAbout,
  tools: readonly OwnTool[],
  send: (line: Buffer) => void,
): OwnServer {
  const calls = new Map<RequestId, AbortController>();
  const underWay = new Set<Promise<void>>();
  let client = '';
  const serverInfo = { name: about.name, version: about.version };
  const { instructions } = about;
  const capabilities = { tools: {} };

  const reply = (id: RequestId, result: object) => send(lineOf({ jsonrpc: '2.0', id, result }));
  const refuse = (id: RequestId, code: number, message: string) =>
    send(lineOf({ jsonrpc: '2.0', id, error: { code, message } }));

  const call = async (id: RequestId, params: Readonly<Record<string, unknown>>, done: object) => {
    const tool = tools.find(({ about: { name } }) => name === params.name);
    if (!tool) return refuse(id, codes.params, `There is no tool ${String(params.name)}.`);
    if (calls.size >= limits.callsAtOnce) return refuse(id, codes.request, 'Too many calls wait for an answer.');
    const gone = new AbortController();
    calls.set(id, gone);
    const token = metaOf(params).progressToken;
    const isPatient = typeof token === 'string' || typeof token === 'number';
    let signs = 0;
    const signOfLife = () => {
      signs += 1;
      if (isPatient && !gone.signal.aborted) send(lineOf(waiting(token, signs)));
    };
    const living = isPatient ? setInterval(signOfLife, limits.progressMilliseconds) : undefined;
    const about = { signal: gone.signal, client: nameIn(metaOf(params)[clientInfo]) || client, isPatient };
    const result = await tool.run(isRecord(params.arguments) ? params.arguments : {}, about);
    clearInterval(living);
    calls.delete(id);
    if (!gone.signal.aborted) reply(id, { ...result, ...done });
  };

  const request = (id: RequestId, method: unknown, params: Readonly<Record<string, unknown>>) => {
    const done = isStateless(params) ? { resultType: 'complete' } : {};
    switch (method) {
      case 'initialize': {
        const wanted = String(params.protocolVersion);
        client = nameIn(params.clientInfo);
        const protocolVersion = handshakes.includes(wanted) ? wanted : handshakes[0];
        return reply(id, { protocolVersion, capabilities, serverInfo, instructions });
      }
      case 'server/discover':
        return reply(id, { supportedVersions: [stateless], capabilities, serverInfo, instructions, ...done });
      case 'ping':
        return reply(id, done);
      case 'tools/list':
        return reply(id, { tools: tools.map((tool) => tool.about), ...done });
      case 'tools/call': {
        const running = call(id, params, done).finally(() => underWay.delete(running));
        underWay.add(running);
        return;
      }
      default:
        return refuse(id, codes.method, `Holdpoint does not know the method ${String(method)}.`);
    }
  };

  const message = (value: unknown) => {
    if (!isRecord(value)) return refuse(null, codes.request, 'This is no message of the protocol.');
    const params = isRecord(value.params) ? value.params : {};
    const { id, method } = value;
    if (typeof id === 'string' || typeof id === 'number') {
      if (method !== undefined) request(id, method, params);
    } else if (method === 'notifications/cancelled') {
      const { requestId } = params;
      if (typeof requestId === 'string' || typeof requestId === 'number') calls.get(requestId)?.abort();
    }
  };

  return {
    take(line) {
      if (line.trim() === '') return;
      const read = readJson(line, 'The message');
      if (read.kind === 'unreadable') return refuse(null, codes.parse, read.problem);
      for (const one of Array.isArray(read.value) ? read.value : [read.value]) message(one);
    },
    async end() {
      for (const gone of calls.values()) gone.abort();
      await Promise.all(underWay);
    },
  };
}

function isStateless(params: Readonly<Record<string, unknown>>): boolean {
  const version = metaOf(params)['io.modelcontextprotocol/protocolVersion'];
  return typeof version === 'string' && version >= stateless;
}

/** Where a request without a handshake says who sends it. */
const clientInfo = 'io.modelcontextprotocol/clientInfo';

function metaOf({ _meta }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isRecord(_meta) ? _meta : {};
}

/** The title or name of a client; empty where there is none. */
function nameIn(info: unknown): string {
  if (!isRecord(info)) return '';
  const name = typeof info.title === 'string' && info.title !== '' ? info.title : info.name;
  return typeof name === 'string' ? name : '';
}
