// A fake of Railway's public GraphQL API on loopback. Its log is the witness of the suites: what is not in it did not go out.
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { parseOperations, type RequestedField } from './operations.mts';

/** A volume and what has become of it. */
export type VolumeState = 'present' | 'deleted';

/** One request as it arrived. Secrets in it are synthetic. */
interface RailwayRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
  readonly userAgent: string | null;
  readonly body: string;
  /** The fields the document asks for, of all its operations; empty where it could not be parsed. */
  readonly fields: readonly RequestedField[];
}

/** Key and certificate in PEM, for the API under its real name. */
export interface TlsMaterial {
  readonly key: string;
  readonly cert: string;
}

/** The fake while it runs. */
export interface FakeRailway {
  readonly port: number;
  /** Where requests go. */
  readonly url: string;
  readonly requests: readonly RailwayRequest[];
  volume(id: string): VolumeState | 'never existed';
  /** Requests that asked for the deletion of a volume. */
  deletions(): readonly RailwayRequest[];
  /** Forgets all requests and puts all volumes back. */
  reset(): void;
  close(): Promise<void>;
}

/** The volumes that exist at the start. */
export const demoVolume = 'vol_prod_1';
const limit = 1_000_000;

/** Starts the fake on a free loopback port. `log` is a JSON Lines file that every request is appended to as it arrives. */
export async function startRailway(options: { log?: string; tls?: TlsMaterial } = {}): Promise<FakeRailway> {
  const volumes = new Map<string, VolumeState>([[demoVolume, 'present']]);
  const requests: RailwayRequest[] = [];
  if (options.log) writeFileSync(options.log, '');

  const answer: RequestListener = async (request, response) => {
    const body = await bodyOf(request);
    const parsed = parseOperations(body);
    const record: RailwayRequest = {
      at: Date.now(),
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization ?? null,
      userAgent: request.headers['user-agent'] ?? null,
      body,
      fields: parsed.fields,
    };
    requests.push(record);
    if (options.log) appendFileSync(options.log, `${JSON.stringify(record)}\n`);
    const data: Record<string, unknown> = {};
    for (const field of parsed.fields) data[field.alias] = resolveField(field);
    response.writeHead(parsed.problem ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(parsed.problem ? { errors: [{ message: parsed.problem }] } : { data }));
  };

  function resolveField(field: RequestedField): unknown {
    if (field.operation === 'mutation' && field.name === 'volumeDelete') {
      const id = String(field.arguments.volumeId);
      if (!volumes.has(id)) return false;
      volumes.set(id, 'deleted');
      return true;
    }
    if (field.name === 'volumes') return [...volumes].map(([id, state]) => ({ id, state }));
    return null;
  }

  const server = options.tls ? createTlsServer(options.tls, answer) : createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake Railway API has no port.');
  return {
    port: address.port,
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${address.port}/graphql/v2`,
    requests,
    volume: (id) => volumes.get(id) ?? 'never existed',
    deletions: () =>
      requests.filter((request) =>
        request.fields.some((field) => field.operation === 'mutation' && field.name === 'volumeDelete'),
      ),
    reset() {
      requests.length = 0;
      for (const id of volumes.keys()) volumes.set(id, 'present');
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue;
    size += part.length;
    if (size <= limit) parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
