import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { isRecord } from '../guard/json.ts';

/** Headers that mean one connection, not the message (RFC 9110 7.6.1), and those we set ourselves. */
const ownToConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'origin',
  'content-length',
  'expect',
]);

/** A client's headers as the server gets them. What comes back must be readable here, so it is not compressed. */
export function forServer(headers: IncomingHttpHeaders, length: number | undefined): OutgoingHttpHeaders {
  return {
    ...passedOn(headers),
    'accept-encoding': 'identity',
    ...(length === undefined ? {} : { 'content-length': length }),
  };
}

/** A server's headers as the client gets them. */
export function forClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return passedOn(headers);
}

/**
 * Why a request may not be passed on for what its headers say, or null. Only this machine's own programs may ask: a
 * page in a browser sends its origin, and one that had a name point here (DNS rebinding) another host.
 */
export function refusedFor(headers: IncomingHttpHeaders, port: number): { status: number; reason: string } | null {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!own.includes(headers.host ?? '')) return { status: 403, reason: 'This address is not for that host name.' };
  const { origin } = headers;
  if (origin !== undefined && !own.some((name) => origin === `http://${name}`)) {
    return { status: 403, reason: 'Pages of a browser may not use this address.' };
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return { status: 415, reason: 'A compressed message cannot be judged, so it was not passed on.' };
  }
  if (/charset\s*=\s*"?(?!utf-?8)/i.test(headers['content-type'] ?? '')) {
    return { status: 415, reason: 'Only messages in UTF-8 can be judged, so this one was not passed on.' };
  }
  return null;
}

/**
 * Whether the headers of revision 2026-07-28 (`Mcp-Method`, `Mcp-Name`) say the same as the message: a gateway may
 * read the one and a server the other.
 */
export function agrees(headers: IncomingHttpHeaders, text: string): boolean {
  const method = one(headers['mcp-method']);
  const name = one(headers['mcp-name']);
  if (method === undefined && name === undefined) return true;
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    return false;
  }
  if (!isRecord(message)) return false;
  const params = isRecord(message.params) ? message.params : {};
  const named = params.name ?? params.uri ?? params.taskId;
  return (method === undefined || method === message.method) && (name === undefined || plain(name) === named);
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value;
}

/** Names that are no ASCII come encoded as `=?base64?…?=`. */
function plain(value: string): string {
  const encoded = /^=\?base64\?(.*)\?=$/.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}

function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ownToConnection.has(name) && !named.has(name)));
}
