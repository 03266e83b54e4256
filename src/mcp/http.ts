import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCalls } from './calls.ts';
import { eventOf } from './events.ts';
import { agrees, refusedFor } from './http-headers.ts';
import { answer, bodyOf, elsewhere, type Passing, pass } from './http-passing.ts';
import type { About, Ask } from './judging.ts';
import { limits } from './limits.ts';
import { readMessage, type ToolCall } from './messages.ts';
import { type RequestId, refusal, unreadable } from './replies.ts';

/** A listening proxy. */
export interface HttpProxy {
  /** What the host is given in place of the server's address. Holds a secret of this run. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A proxy in front of a server reached by an address, for streamable HTTP and for the older HTTP with SSE. Listens on
 * the loopback interface alone, under a secret path. Rejects where the port is taken.
 */
export async function proxyHttp(server: URL, ask: Ask, about: About, port = 0): Promise<HttpProxy> {
  const secret = `/${randomBytes(24).toString('base64url')}`;
  const calls = createCalls(ask, about);
  const held = new Map<RequestId, AbortController>();
  const streams = new Map<string, ServerResponse>();
  const listening = createServer((request, response) => {
    const own = (listening.address() as AddressInfo).port;
    void exchange({ server, secret, calls, held, streams, own }, request, response).catch((error: unknown) => {
      answer(response, 502, error instanceof Error ? error.message : String(error));
    });
  });
  // A hold lasts as long as a person needs.
  listening.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    listening.once('error', reject);
    listening.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = listening.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}${secret}`,
    close: () =>
      new Promise((resolve) => {
        for (const call of held.values()) call.abort();
        listening.close(() => resolve());
        listening.closeAllConnections();
      }),
  };
}

interface Door extends Passing {
  /** The server's address. */
  readonly server: URL;
  /** Calls a person is asked about, by id, for the host to take back. */
  readonly held: Map<RequestId, AbortController>;
  readonly own: number;
}

async function exchange(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refused = refusedFor(request.headers, door.own);
  if (refused) return answer(response, refused.status, refused.reason);
  const target = targetOf(door, request.url ?? '');
  if (!target) return answer(response, 404, 'There is nothing at this address.');
  switch (request.method) {
    case 'GET':
    case 'DELETE':
    case 'HEAD':
      return pass(door, request, response, { target });
    case 'POST':
      return post(door, request, response, target);
    default:
      return answer(response, 405, 'The Model Context Protocol has no such method.');
  }
}

async function post(door: Door, request: IncomingMessage, response: ServerResponse, target: URL): Promise<void> {
  const body = await bodyOf(request);
  if (body === null) return answer(response, 413, `This message is over ${limits.frameBytes / 1024 / 1024} MB.`);
  const text = body.toString('utf8');
  const older = door.streams.get(target.href);
  if (!agrees(request.headers, text)) {
    return answer(response, 400, 'The headers say another call than the message, so it was not passed on.');
  }
  const reading = readMessage(text);
  switch (reading.kind) {
    case 'pass':
      return pass(door, request, response, { target, body });
    case 'unreadable': {
      const problem = `${reading.problem} It was not passed on.`;
      return reply(
        response,
        older,
        reading.ids.length === 0 ? [null] : reading.ids,
        (id) => unreadable(id, problem),
        400,
      );
    }
    case 'cancelled': {
      const call = door.held.get(reading.id);
      if (!call) return pass(door, request, response, { target, body });
      call.abort();
      return answer(response, 202, '');
    }
    case 'calls':
      return call(door, request, response, { target, body, older, ...reading });
  }
}

/** Judges, and while a person is asked keeps the connection alive as an event stream. */
async function call(
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  sent: {
    readonly target: URL;
    readonly body: Buffer;
    readonly older: ServerResponse | undefined;
    readonly calls: readonly ToolCall[];
    readonly others: readonly RequestId[];
  },
): Promise<void> {
  const gone = new AbortController();
  const ids = sent.calls.flatMap(({ id }) => (id === undefined ? [] : [id]));
  let alive: ReturnType<typeof setInterval> | undefined;
  const onHeld = () => {
    for (const id of ids) door.held.set(id, gone);
    if (sent.older || !/text\/event-stream/.test(request.headers.accept ?? '') || response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': waiting for a person to decide in the editor\n\n');
    alive = setInterval(() => response.write(': waiting\n\n'), limits.progressMilliseconds);
  };
  response.on('close', () => gone.abort());
  const { goes, reason } = await door.calls.mayGo(sent.calls, { signal: gone.signal, onHeld });
  clearInterval(alive);
  for (const id of ids) if (door.held.get(id) === gone) door.held.delete(id);
  if (gone.signal.aborted) {
    response.end();
    return;
  }
  if (goes) return pass(door, request, response, sent);
  const modern = new Map(sent.calls.map((one) => [one.id, one.modern]));
  const together = `It came in one message with a call that does not go out. ${reason}`;
  const ours = (id: RequestId) =>
    sent.others.includes(id) ? unreadable(id, together) : refusal(id, reason, modern.get(id) === true);
  return reply(response, sent.older, [...ids, ...sent.others], ours, 200);
}

/** Answers in the server's place: in the response, or for the older transport in the session's event stream. */
function reply(
  response: ServerResponse,
  older: ServerResponse | undefined,
  ids: readonly RequestId[],
  ours: (id: RequestId) => object,
  status: number,
): void {
  const messages = ids.map(ours);
  if (older) {
    for (const message of messages) older.write(eventOf(message));
    answer(response, 202, '');
    return;
  }
  if (response.headersSent) {
    response.end(messages.map(eventOf).join(''));
    return;
  }
  const [only] = messages;
  if (only === undefined) {
    answer(response, 202, '');
    return;
  }
  const text = JSON.stringify(messages.length === 1 ? only : messages);
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

/** What a path of ours stands for; null for those that are none. */
function targetOf({ server, secret }: Door, url: string): URL | null {
  const given = Buffer.from(url.slice(0, secret.length));
  const expected = Buffer.from(secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const rest = url.slice(secret.length);
  if (rest === '' || rest === '/') return server;
  if (rest.startsWith('?')) {
    const target = new URL(server);
    target.search = rest;
    return target;
  }
  const path = rest.startsWith(`${elsewhere}/`) ? rest.slice(elsewhere.length) : null;
  const target = path === null ? null : new URL(path.replace(/^\/+/, '/'), server.origin);
  return target?.origin === server.origin ? target : null;
}
