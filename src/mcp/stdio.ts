import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import spawn from 'cross-spawn';
import { createCalls } from './calls.ts';
import type { About, Ask } from './judging.ts';
import { createProxy } from './proxy.ts';

/** A server started by its command line. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly environment: NodeJS.ProcessEnv;
}

/** How the server ended; what the proxy ends with as well. */
export interface ServerEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Signals that mean the server when they reach the proxy in its place. */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/**
 * Runs a server behind the proxy on this process's own standard input and output; its standard error stays its own.
 * Resolves when it has ended and its last byte is written. Rejects with one sentence where it cannot be started.
 */
export async function proxyStdio(server: ServerCommand, ask: Ask, about: About): Promise<ServerEnd> {
  const child = spawn(server.command, server.args, { stdio: ['pipe', 'pipe', 'inherit'], env: server.environment });
  const { stdin, stdout } = pipesOf(child);
  const ended = new Promise<ServerEnd>((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Error(`The server ${server.command} cannot be started (${error.message}).`)),
    );
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const proxy = createProxy(createCalls(ask, about), {
    toServer: (bytes) => send(stdin, bytes, process.stdin),
    toHost: (bytes) => send(process.stdout, bytes, stdout),
    every(milliseconds, fn) {
      const timer = setInterval(fn, milliseconds);
      return () => clearInterval(timer);
    },
  });
  const passOn = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of passedOn) process.on(signal, passOn);
  // The server is gone, or the host: what ends comes with the other's end.
  stdin.on('error', () => undefined);
  process.stdout.on('error', () => child.kill('SIGTERM'));

  stdout.on('data', (part: Buffer) => proxy.fromServer(part));
  process.stdin.on('data', (part: Buffer) => proxy.fromHost(part));
  process.stdin.on('end', () => void proxy.hostEnded().then(() => stdin.end()));
  try {
    const end = await ended;
    proxy.serverEnded();
    await written(process.stdout);
    return end;
  } finally {
    for (const signal of passedOn) process.off(signal, passOn);
    process.stdin.destroy();
  }
}

function pipesOf({ stdin, stdout }: ChildProcess): { stdin: Writable; stdout: Readable } {
  if (!stdin || !stdout) throw new Error('The server has no standard input and output.');
  return { stdin, stdout };
}

/** Writes, and where the reader is slower lets the source wait. */
function send(to: Writable, bytes: Buffer, source: Readable): void {
  if (to.write(bytes) || source.isPaused()) return;
  source.pause();
  to.once('drain', () => source.resume());
}

function written(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) return resolve();
    stream.once('drain', () => resolve());
    stream.once('error', () => resolve());
  });
}
