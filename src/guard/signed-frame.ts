/** What a hook process is to print, and how it exits. */
export interface HookOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A person is being asked: wait. */
export interface HeldFrame {
  readonly v: 1;
  readonly type: 'held';
  readonly nonce: string;
  readonly request: string;
  readonly hold: string;
  readonly signature: string;
}

/** The end of an exchange. */
export interface AnswerFrame {
  readonly v: 1;
  readonly type: 'answer';
  readonly nonce: string;
  /** SHA-256, hex, of the request line's bytes without its newline. */
  readonly request: string;
  readonly decision: 'allow' | 'hold' | 'deny';
  readonly output: HookOutput;
  readonly signature: string;
}

/** A frame the server sends. */
export type SignedFrame = HeldFrame | AnswerFrame;

/**
 * The text under a held frame's signature: `JSON.stringify` of an array whose order is fixed here. One text for one
 * meaning without a canonicalizer; the first element keeps it apart from everything else the key signs.
 */
export function heldText(frame: Omit<HeldFrame, 'signature'>): string {
  return JSON.stringify(['holdpoint held', frame.v, frame.nonce, frame.request, frame.hold]);
}

/** The text under an answer's signature, made like {@link heldText}. */
export function answerText(frame: Omit<AnswerFrame, 'signature'>): string {
  const { stdout, stderr, exitCode } = frame.output;
  return JSON.stringify([
    'holdpoint answer',
    frame.v,
    frame.nonce,
    frame.request,
    frame.decision,
    stdout,
    stderr,
    exitCode,
  ]);
}

/** The text a frame's signature stands for, or null where the value is no frame. Reads what came over the wire. */
export function textOf(frame: unknown): { readonly text: string; readonly frame: SignedFrame } | null {
  if (!isObject(frame) || frame.v !== 1) return null;
  const { type, nonce, request, signature } = frame;
  if (typeof nonce !== 'string' || typeof request !== 'string' || typeof signature !== 'string') return null;
  if (type === 'held') {
    if (typeof frame.hold !== 'string') return null;
    const held: HeldFrame = { v: 1, type, nonce, request, hold: frame.hold, signature };
    return { text: heldText(held), frame: held };
  }
  const { decision, output } = frame;
  if (type !== 'answer' || (decision !== 'allow' && decision !== 'hold' && decision !== 'deny')) return null;
  if (!isObject(output)) return null;
  const { stdout, stderr, exitCode } = output;
  if (typeof stdout !== 'string' || typeof stderr !== 'string' || typeof exitCode !== 'number') return null;
  if (!Number.isInteger(exitCode) || exitCode < 0 || exitCode > 255) return null;
  const answer: AnswerFrame = {
    v: 1,
    type,
    nonce,
    request,
    decision,
    output: { stdout, stderr, exitCode },
    signature,
  };
  return { text: answerText(answer), frame: answer };
}

/** Whether a value that came from outside is an object with keys. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
