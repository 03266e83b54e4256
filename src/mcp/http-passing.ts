import { type IncomingMessage, request as plainRequest, type ServerResponse } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Calls } from './calls.ts';
import { createEventReader, eventOf } from './events.ts';
import { forClient, forServer } from './http-headers.ts';
import { limits } from './limits.ts';

/** What is passed between a host and a server reached by an address. */
export interface Passing {
  /** The secret first part of our paths. */
  readonly secret: string;
  readonly calls: Calls;
  /** Event streams of the older transport by the server's address for messages, for what we answer ourselves. */
  readonly streams: Map<string, ServerResponse>;
}

/** Where a path of the server itself lies under ours. */
export const elsewhere = '/~';

/** Sends a request on and what comes back with it, learning from what it reads on the way. */
export function pass(
  door: Passing,
  request: IncomingMessage,
  response: ServerResponse,
  { target, body }: { readonly target: URL; readonly body?: Buffer },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const send = target.protocol === 'https:' ? secureRequest : plainRequest;
    const headers = forServer(request.headers, body?.length);
    const outgoing = send(target, { method: request.method, headers }, (incoming) => {
      const status = incoming.statusCode ?? 502;
      if (status >= 300 && status < 400) {
        // Followed by the host, it would go past the proxy.
        incoming.resume();
        answer(
          response,
          502,
          `The server has moved to ${incoming.headers.location ?? 'another address'}. Use that address.`,
        );
        return resolve();
      }
      incoming.on('error', reject);
      incoming.on('end', resolve);
      const isStream = /^text\/event-stream/i.test(incoming.headers['content-type'] ?? '');
      if (!response.headersSent) response.writeHead(status, forClient(incoming.headers));
      // A stream that began while a person was asked goes on as one, whatever the server answers with.
      else if (!isStream) return void afterwards(door, incoming, response);
      if (isStream) passEvents(door, incoming, response, target);
      else passBody(door, incoming, response);
    });
    outgoing.on('error', (error) =>
      reject(new Error(`The server ${target.origin} cannot be reached (${error.message}).`)),
    );
    response.on('close', () => outgoing.destroy());
    outgoing.end(body);
  });
}

function passBody({ calls }: Passing, incoming: IncomingMessage, response: ServerResponse): void {
  const read: Buffer[] = [];
  let length = 0;
  incoming.on('data', (part: Buffer) => {
    length += part.length;
    if (length <= limits.readBytes) read.push(part);
    if (!response.write(part)) {
      incoming.pause();
      response.once('drain', () => incoming.resume());
    }
  });
  incoming.on('end', () => {
    if (length <= limits.readBytes) calls.fromServer(Buffer.concat(read).toString('utf8'));
    response.end();
  });
}

/** A body that comes after the stream has begun: as one event. */
async function afterwards({ calls }: Passing, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming).catch(() => null);
  const text = body?.toString('utf8').trim() ?? '';
  calls.fromServer(text);
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message === 'object' && message !== null) response.write(eventOf(message));
  } catch {
    // The server answered with an error page after the person approved: the stream ends without an answer.
  }
  response.end();
}

function passEvents(door: Passing, incoming: IncomingMessage, response: ServerResponse, target: URL): void {
  const reader = createEventReader(limits.readBytes);
  incoming.setEncoding('utf8');
  incoming.on('data', (part: string) => {
    for (const event of reader.feed(part)) {
      if (typeof event === 'string') {
        response.write(event);
      } else if (event.name === 'endpoint') {
        const here = endpointHere(door, event.data, target, response);
        if (here === null) incoming.destroy(new Error('The server names an address elsewhere for its messages.'));
        else response.write(`event: endpoint\ndata: ${here}\n\n`);
      } else {
        door.calls.fromServer(event.data);
        response.write(event.text);
      }
    }
  });
  incoming.on('end', () => response.end(reader.end()));
}

/** The older transport names the address for messages in its stream: ours stands in for it. */
function endpointHere(door: Passing, data: string, target: URL, response: ServerResponse): string | null {
  const named = new URL(data.trim(), target);
  if (named.origin !== target.origin) return null;
  door.streams.set(named.href, response);
  response.on('close', () => door.streams.delete(named.href));
  return `${door.secret}${elsewhere}${named.pathname}${named.search}`;
}

/** The whole body, or null over the bound. */
export async function bodyOf(message: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of message) {
    length += part.length;
    if (length > limits.frameBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Ends a response with one sentence, where it has not begun; else as it is. */
export function answer(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const body = text === '' ? '' : `Holdpoint: ${text}\n`;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}
