import { createHash, hash } from 'node:crypto';
import { connect } from 'node:net';
import path from 'node:path';
import { signatureCheck } from '../action/signing.ts';
import { askerWentAway, nobodyAnswered, tooLarge, windowWentAway } from './client-sentences.ts';
import { readWindows, type WindowEntry, windowsFor } from './discovery.ts';
import { hookLimits } from './hook-limits.ts';
import { readPins } from './pins.ts';
import { unforeseeable } from './random.ts';
import { type HookOutput, type SignedFrame, textOf } from './signed-frame.ts';

// Start-up is the person's waiting time (DESIGN 7): this file and what it imports use node: modules alone.

/** What a hook asks a window. */
export interface Question {
  readonly host: string;
  readonly cwd: string;
  readonly stdin: Buffer;
  /** Variables adapters ask for. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long this process may wait for a person, in milliseconds. */
  readonly waitMilliseconds: number;
}

/** How a caller that lives longer than one question follows it. */
export interface Watch {
  /** Aborted where nobody wants the answer any more: the window lets go of the hold. */
  readonly signal?: AbortSignal;
  /** Called once, where a person is asked. */
  readonly onHeld?: (hold: string) => void;
}

/** What came back. */
export type Reply =
  /** A verified answer; to be printed as it is. */
  | { readonly kind: 'answered'; readonly decision: 'allow' | 'hold' | 'deny'; readonly output: HookOutput }
  /** A person was being asked when the window went away or the time ran out: deny with this sentence. */
  | { readonly kind: 'lost'; readonly hold: string; readonly reason: string }
  /** The input is over the bound and was sent to nobody: deny with this sentence. */
  | { readonly kind: 'too-large'; readonly reason: string }
  /** No window that can prove itself: judge without one. */
  | { readonly kind: 'none'; readonly why: string };

/** Asks the window that owns the folder, else the most recently focused one. Never rejects. */
export async function askGuard(stateDirectory: string, question: Question, watch: Watch = {}): Promise<Reply> {
  if (question.stdin.length > hookLimits.stdinBytes)
    return { kind: 'too-large', reason: tooLarge(question.stdin.length) };
  const keys = new Set(readPins(path.join(stateDirectory, 'pins.json')).map((pin) => pin.key));
  if (keys.size === 0) return { kind: 'none', why: 'No editor is connected on this machine.' };
  const windows = windowsFor(question.cwd, readWindows(path.join(stateDirectory, 'windows')))
    .filter((entry) => keys.has(entry.key))
    .slice(0, hookLimits.windowsAsked);
  let why = 'No editor window with Holdpoint is open.';
  for (const entry of windows) {
    if (watch.signal?.aborted) return abandoned();
    const reply = await askWindow(entry, question, watch);
    if (reply.kind !== 'none') return reply;
    why = reply.why;
  }
  return { kind: 'none', why };
}

/** One exchange with one window. */
function askWindow(entry: WindowEntry, question: Question, { signal, onHeld }: Watch): Promise<Reply> {
  const nonce = unforeseeable(16);
  const line = JSON.stringify({
    v: 1,
    nonce,
    host: question.host,
    cwd: question.cwd,
    environment: question.environment,
    waitMilliseconds: Math.max(0, Math.min(hookLimits.waitMilliseconds, Math.floor(question.waitMilliseconds))),
    stdin: question.stdin.toString('base64'),
  });
  let request = '';
  // Until the connection stands nothing is believed.
  let isSigned: ReturnType<typeof signatureCheck> = () => false;

  return new Promise((resolve) => {
    let held: string | null = null;
    let received = Buffer.alloc(0);
    // As an object: a bare number in its place would be taken for a port.
    const socket = connect({ path: entry.socket });
    let timer = setTimeout(() => lose('did not take the connection in time'), hookLimits.connectMilliseconds);
    const deadline = setTimeout(
      () => {
        if (held !== null) finish({ kind: 'lost', hold: held, reason: nobodyAnswered(question.waitMilliseconds) });
        else lose('did not answer in time');
      },
      Math.max(1, question.waitMilliseconds),
    );

    const finish = (reply: Reply) => {
      clearTimeout(timer);
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abandon);
      resolve(reply);
      // A hook that has its answer ends before this: closing a socket costs it more than all of its own code.
      setImmediate(() => socket.destroy());
    };
    const abandon = () => finish(abandoned());
    signal?.addEventListener('abort', abandon, { once: true });
    const lose = (what: string) => {
      finish(
        held === null
          ? { kind: 'none', why: `The Holdpoint window ${entry.id} ${what}.` }
          : { kind: 'lost', hold: held, reason: windowWentAway() },
      );
    };
    const verified = (text: string): SignedFrame | null => {
      try {
        const read = textOf(JSON.parse(text));
        if (!read || read.frame.nonce !== nonce || read.frame.request !== request) return null;
        return isSigned(read.text, read.frame.signature) ? read.frame : null;
      } catch {
        return null;
      }
    };

    socket.on('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => lose('did not answer in time'), hookLimits.firstFrameMilliseconds);
      // As text: the first write of a buffer takes three times as long in a fresh process.
      socket.write(`${line}\n`);
      // Only now, while the window judges: the first use of node:crypto loads it.
      request = digestOf(line);
      isSigned = signatureCheck(entry.key);
    });
    socket.on('error', () => lose('could not be reached'));
    socket.on('close', () => lose('closed the connection'));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (let end = received.indexOf(10); end >= 0; end = received.indexOf(10)) {
        const frame = verified(received.toString('utf8', 0, end));
        received = received.subarray(end + 1);
        if (!frame) return lose('gave an answer that cannot be verified');
        if (frame.type === 'answer') {
          return finish({ kind: 'answered', decision: frame.decision, output: frame.output });
        }
        if (held === null) onHeld?.(frame.hold);
        held = frame.hold;
        clearTimeout(timer);
      }
      if (received.length > hookLimits.answerBytes) lose('sent more than an answer');
    });
  });
}

/** SHA-256, hexadecimal. In one call, which a fresh process has ready sooner; Node before 20.12 does not have it. */
function digestOf(text: string): string {
  try {
    return hash('sha256', text);
  } catch {
    return createHash('sha256').update(text).digest('hex');
  }
}

function abandoned(): Reply {
  return { kind: 'lost', hold: '', reason: askerWentAway() };
}
