import type { Decision } from '../action/verdict.ts';
import type { Signer } from '../action/signing.ts';

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

/** What the hook process is to print, and how it exits. */
export interface HookOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
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

/** Options of {@link startGuardServer}. */
export interface GuardServerOptions {
  readonly socketPath: string;
  readonly signer: Signer;
  onCall(call: HookCall, exchange: Exchange): Promise<HookReply>;
  /** Input that was no call; at most one sentence a second. */
  onRejected(problem: string): void;
}

/** A listening server. */
export interface GuardServer {
  readonly socketPath: string;
  /** Drops every connection and the socket file. */
  close(): Promise<void>;
}

/** Listens for hooks. Rejects where the socket cannot be made. */
export function startGuardServer(_options: GuardServerOptions): Promise<GuardServer> {
  throw new Error('not built yet');
}
