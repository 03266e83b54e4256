import type { Action } from '../action/action.ts';
import type { Outcome } from '../action/session.ts';
import type { Decision } from '../action/verdict.ts';
import type { Hold } from '../confirmation/registry.ts';
import type { Evaluation } from '../guard/guard.ts';
import type { HostOutput } from './adapter.ts';

/** The part of the guard a call needs. `reject` records what could not be read. */
export interface CallGuard {
  evaluate(action: Action): Promise<Evaluation>;
  report(action: Action, outcome: Outcome): Promise<void>;
  reject(input: string, problem: string): void;
}

/** One run of a hook, as it reached the door. */
export interface HookCall {
  /** The host that `holdpoint hook` was started for; the payload decides the dialect. */
  readonly host: string;
  /** The hook's whole standard input, as bytes. */
  readonly stdin: Uint8Array;
  /** Directory the hook process was started in. */
  readonly cwd: string;
  readonly home: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly workspaceRoot?: string;
}

/** What goes back to the hook process. */
export interface CallAnswer {
  readonly output: HostOutput;
  /** The strictest verdict; `none` where the event asked for none. */
  readonly decision: Decision | 'none';
}

/**
 * From a hook's raw input to the host's answer: decode, judge, wait for the person where held, encode.
 * Used by the editor's server and by a hook without a window. Never throws: a failure of its own is the host's
 * closed path. `onHeld` is told of each hold while the call waits.
 */
export async function answerCall(
  _call: HookCall,
  _guard: CallGuard,
  _events: { onHeld?(hold: Hold): void } = {},
): Promise<CallAnswer> {
  throw new Error('not built yet');
}
