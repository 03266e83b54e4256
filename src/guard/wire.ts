import * as v from 'valibot';
import type { Signer } from '../action/signing.ts';
import { limits } from './limits.ts';
import { answerText, type HookOutput, heldText } from './signed-frame.ts';

/** The one line a client sends. Newline-delimited JSON, version 1. */
const requestSchema = v.strictObject({
  v: v.literal(1),
  nonce: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  host: v.pipe(v.string(), v.maxLength(64)),
  cwd: v.pipe(v.string(), v.maxLength(32_768)),
  environment: v.pipe(
    v.record(v.pipe(v.string(), v.maxLength(128)), v.pipe(v.string(), v.maxLength(8_192))),
    v.check((variables) => Object.keys(variables).length <= 64),
  ),
  waitMilliseconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.waitMilliseconds)),
  /** Base64 of the bytes the host wrote. */
  stdin: v.string(),
});

/** A request that keeps to the protocol. */
export interface RequestFrame {
  readonly nonce: string;
  readonly host: string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly waitMilliseconds: number;
  readonly stdin: Buffer;
}

/** Reads a request line. `problem` is one sentence. Never throws. */
export function readRequest(
  line: Buffer,
): { readonly request: RequestFrame } | { readonly request: null; readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch {
    return { request: null, problem: 'A program sent something that is not JSON to the guard.' };
  }
  const read = v.safeParse(requestSchema, value);
  if (!read.success) {
    const version = typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined;
    if (typeof version === 'number' && version !== 1) {
      return {
        request: null,
        problem: `A hook speaks version ${version} of the protocol; this window speaks version 1.`,
      };
    }
    return { request: null, problem: `A program sent the guard a request it cannot read: ${read.issues[0].message}` };
  }
  const stdin = Buffer.from(read.output.stdin, 'base64');
  if (stdin.length > limits.stdinBytes) {
    return { request: null, problem: `A hook sent ${stdin.length} bytes; the guard reads up to ${limits.stdinBytes}.` };
  }
  const { v: _version, ...request } = read.output;
  return { request: { ...request, stdin } };
}

/** The line that tells a client to wait for a person. */
export function heldLine(signer: Signer, exchange: { nonce: string; request: string }, hold: string): string {
  const frame = { v: 1, type: 'held', nonce: exchange.nonce, request: exchange.request, hold } as const;
  return `${JSON.stringify({ ...frame, signature: signer.sign(heldText(frame)) })}\n`;
}

/** The line that ends an exchange. */
export function answerLine(
  signer: Signer,
  exchange: { nonce: string; request: string },
  reply: { decision: 'allow' | 'hold' | 'deny'; output: HookOutput },
): string {
  const { stdout, stderr, exitCode } = reply.output;
  const frame = {
    v: 1,
    type: 'answer',
    nonce: exchange.nonce,
    request: exchange.request,
    decision: reply.decision,
    output: { stdout, stderr, exitCode },
  } as const;
  return `${JSON.stringify({ ...frame, signature: signer.sign(answerText(frame)) })}\n`;
}
