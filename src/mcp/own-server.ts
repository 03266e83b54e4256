import { isRecord, readJson } from '../guard/json.ts';
import { limits } from './limits.ts';
import type { OwnTool } from './own-tools.ts';
import { lineOf, type RequestId } from './replies.ts';

/** What a server says of itself. */
export interface ServerAbout {
  readonly name: string;
  readonly version: string;
  /** What an agent reads of it as a whole. */
  readonly instructions: string;
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
    const result = await tool.run(isRecord(params.arguments) ? params.arguments : {}, gone.signal);
    calls.delete(id);
    if (!gone.signal.aborted) reply(id, { ...result, ...done });
  };

  const request = (id: RequestId, method: unknown, params: Readonly<Record<string, unknown>>) => {
    const done = isStateless(params) ? { resultType: 'complete' } : {};
    switch (method) {
      case 'initialize': {
        const wanted = String(params.protocolVersion);
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
  const version = isRecord(params._meta) ? params._meta['io.modelcontextprotocol/protocolVersion'] : undefined;
  return typeof version === 'string' && version >= stateless;
}
