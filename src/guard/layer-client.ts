import type { Deed } from '../action/action.ts';
import type { AskingLayer, HostId } from '../action/kinds.ts';
import type { Outcome } from '../action/session.ts';
import type { Question } from './client.ts';
import type { HookOutput } from './signed-frame.ts';

// A shim waits for this file: types and plain JSON alone.

/** What a layer below the hooks asks: one action and whose it is. JSON on the wire (DESIGN 3: one entrance). */
export interface LayerCall<Action extends object = Deed> {
  readonly layer: AskingLayer;
  /** Whose call it is, where the layer was told; else its own name stands for it. */
  readonly host?: HostId;
  /** The layer's own name for the run it sees: one process of a proxy, one terminal. */
  readonly session: string;
  /** The layer's name for the call, the same in every report of it. */
  readonly callId?: string;
  /** Absolute. */
  readonly cwd: string;
  /** As the guard's own door reads it (check-input.ts); what it cannot read does not go out. */
  readonly action: Action;
  /** Set where the call asks for a stored credential that a person lends it. */
  readonly lend?: { readonly credential: string; readonly program: string };
  /** Set where the call has ended: nothing is asked any more. */
  readonly outcome?: Outcome;
}

/** What the layer does with the call. */
export interface LayerAnswer {
  readonly goesOut: boolean;
  /** One plain sentence for the person and the agent; empty where it goes out. */
  readonly reason: string;
  /** Set where a person was asked. */
  readonly asked?: true;
  /** The credential the call asked for, for its environment alone. */
  readonly lent?: { readonly variable: string; readonly value: string };
}

/** The question for {@link Question.host}'s window. `waitMilliseconds`: how long the layer can wait for a person. */
export function layerQuestion(call: LayerCall<object>, waitMilliseconds: number): Question {
  const { layer, cwd, ...rest } = call;
  const stdin = Buffer.from(JSON.stringify(rest), 'utf8');
  return { host: `${layerMark}${layer}`, cwd, stdin, environment: {}, waitMilliseconds };
}

/** The answer as it comes back. What cannot be read does not go out. */
export function layerAnswerIn(output: HookOutput): LayerAnswer {
  try {
    const value: unknown = JSON.parse(output.stdout);
    if (output.exitCode === 0 && typeof value === 'object' && value !== null && 'goesOut' in value) {
      const reason = 'reason' in value && typeof value.reason === 'string' ? value.reason : '';
      const asked = 'asked' in value && value.asked === true ? ({ asked: true } as const) : {};
      const lent = 'lent' in value && isLent(value.lent) ? { lent: value.lent } : {};
      if (value.goesOut === true) return { goesOut: true, reason: '', ...asked, ...lent };
      if (reason !== '') return { goesOut: false, reason, ...asked };
    }
  } catch {
    // Said below.
  }
  const said = output.stderr.trim();
  return { goesOut: false, reason: said || 'Holdpoint could not judge this call, so it does not go out.' };
}

function isLent(value: unknown): value is { variable: string; value: string } {
  if (typeof value !== 'object' || value === null || !('variable' in value) || !('value' in value)) return false;
  return typeof value.variable === 'string' && typeof value.value === 'string';
}

/** The answer as it is sent. */
export function layerOutput(answer: LayerAnswer): HookOutput {
  return { stdout: JSON.stringify(answer), stderr: '', exitCode: 0 };
}

/** The layer a question comes from, or null for a host's hook. The mark cannot stand in a hook's command line. */
export function layerOf(host: string): AskingLayer | null {
  if (!host.startsWith(layerMark)) return null;
  const name = host.slice(layerMark.length);
  return name === 'mcp' || name === 'exec' ? name : null;
}

const layerMark = 'layer:';
