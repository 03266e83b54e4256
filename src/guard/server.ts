import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { Signer } from '../action/signing.ts';
import type { Decision } from '../action/verdict.ts';
import { limits } from './limits.ts';
import type { HookOutput } from './signed-frame.ts';
import { codeOf } from './state-directory.ts';
import { answerLine, heldLine, readRequest } from './wire.ts';

/** One call as it came in over the socket, not yet decoded. */
export interface HookCall {
  /** As the client named it; not yet known to be a host. */
  readonly host: string;
  /** The client's working directory. */
  readonly cwd: string;
  /** What the host wrote to the hook's standard input, as bytes. */
  readonly stdin: Buffer;
  /** Variables of the client's environment that adapters ask for. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long the client will wait, in milliseconds. */
  readonly waitMilliseconds: number;
}

/** The answer to one call. */
export interface HookReply {
  readonly decision: Decision;
  readonly output: HookOutput;
}

/** What the one who answers can say meanwhile. */
export interface Exchange {
  /** Tells the client that a person is asked, so that it waits. */
  held(hold: string): void;
  /** Aborted when the client went away. */
  readonly signal: AbortSignal;
}

/** The bounds a test may narrow. */
interface ServerBounds {
  readonly connections: number;
  readonly requestBytes: number;
  readonly requestMilliseconds: number;
}

/** Options of {@link startGuardServer}. */
export interface GuardServerOptions {
  readonly socketPath: string;
  readonly signer: Signer;
  /** Decodes, judges, encodes. A rejection closes the connection unanswered, which the client takes as no guard. */
  onCall(call: HookCall, exchange: Exchange): Promise<HookReply>;
  /** Input that was no call, one sentence; at most one a second, the rest are counted in the next. */
  onRejected(problem: string): void;
  /** Milliseconds; for the rate of `onRejected`. */
  now(): number;
  readonly bounds?: Partial<ServerBounds>;
}

/** A listening server. */
export interface GuardServer {
  readonly socketPath: string;
  /** Drops every connection and the socket file. */
  close(): Promise<void>;
}

/** Listens for hooks. Rejects with one sentence where the socket cannot be made. */
export function startGuardServer(options: GuardServerOptions): Promise<GuardServer> {
  const bounds: ServerBounds = { ...limits, ...options.bounds };
  const reject = rationed(options.onRejected, options.now);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if (open.size >= bounds.connections) {
      reject(`More than ${bounds.connections} programs are connected to the guard; one more was turned away.`);
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    converse(socket, options, bounds, reject);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      for (const socket of open) socket.destroy();
      server.close(() => resolve());
    });

  const pipe = options.socketPath.startsWith('\\\\.\\pipe\\');
  return new Promise((resolve, refuse) => {
    if (!pipe) rmSync(options.socketPath, { force: true });
    server.once('error', (error) => {
      refuse(new Error(`The guard cannot listen at ${options.socketPath} (${codeOf(error)}).`));
    });
    server.listen(options.socketPath, () => {
      if (!pipe) chmodSync(options.socketPath, 0o600);
      server.on('error', (error) => reject(`The guard's socket failed (${codeOf(error)}).`));
      resolve({ socketPath: options.socketPath, close });
    });
  });
}

/** One connection: one request, perhaps one `held`, one answer. */
function converse(
  socket: Socket,
  options: GuardServerOptions,
  bounds: ServerBounds,
  reject: (problem: string) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let asked = false;
  const gone = new AbortController();
  const drop = (problem: string) => {
    reject(problem);
    socket.destroy();
  };
  const timer = setTimeout(() => {
    drop(`A program connected to the guard and sent no whole request in ${bounds.requestMilliseconds} ms.`);
  }, bounds.requestMilliseconds);

  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    clearTimeout(timer);
    gone.abort();
  });
  socket.on('data', (chunk) => {
    if (asked) return drop('A program went on sending after its request.');
    const end = chunk.indexOf(10);
    size += end < 0 ? chunk.length : end;
    if (size > bounds.requestBytes) {
      return drop(`A program sent the guard more than ${bounds.requestBytes} bytes; it was not read.`);
    }
    if (end < 0) {
      chunks.push(chunk);
      return;
    }
    asked = true;
    clearTimeout(timer);
    if (chunk.length > end + 1) return drop('A program sent more than one request over one connection.');
    const line = Buffer.concat([...chunks, chunk.subarray(0, end)]);
    const read = readRequest(line);
    if (read.request === null) return drop(read.problem);
    const { nonce, ...call } = read.request;
    const about = { nonce, request: createHash('sha256').update(line).digest('hex') };
    const exchange: Exchange = {
      signal: gone.signal,
      held(hold) {
        if (socket.writable) socket.write(heldLine(options.signer, about, hold));
      },
    };
    // A call that throws at once is a call that fails, not a broken server.
    Promise.resolve()
      .then(() => options.onCall(call, exchange))
      .then((reply) => {
        const answer = answerLine(options.signer, about, reply);
        if (answer.length > limits.answerBytes) throw new Error('the answer is too long to send');
        if (socket.writable) socket.end(answer);
      })
      .catch((error: unknown) => drop(`The guard could not answer a hook: ${codeOf(error)}.`));
  });
}

/** Passes on at most one sentence a second and says with the next how many were left out. */
function rationed(report: (problem: string) => void, now: () => number): (problem: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  let left = 0;
  return (problem) => {
    if (now() - last < 1000) {
      left += 1;
      return;
    }
    last = now();
    report(left > 0 ? `${problem} (${left} more like it before)` : problem);
    left = 0;
  };
}
