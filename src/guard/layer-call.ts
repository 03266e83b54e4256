import * as v from 'valibot';
import type { Action } from '../action/action.ts';
import { type AskingLayer, type HostId, hostIds } from '../action/kinds.ts';
import type { Outcome } from '../action/session.ts';
import { readCheckInput } from './check-input.ts';

/** {@link import('./layer-client.ts').LayerCall} as it comes in, but for its action. */
const schema = v.strictObject({
  host: v.optional(v.picklist(hostIds)),
  session: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  callId: v.optional(v.pipe(v.string(), v.maxLength(200))),
  action: v.record(v.string(), v.unknown()),
  lend: v.optional(
    v.strictObject({
      credential: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
      program: v.pipe(v.string(), v.minLength(1), v.maxLength(4_096)),
    }),
  ),
  outcome: v.optional(
    v.strictObject({ ok: v.nullable(v.boolean()), denied: v.boolean(), output: v.optional(v.string()) }),
  ),
});

/** Hosts that stand for a layer nobody told whose calls it sees. */
const ownHosts: Readonly<Record<AskingLayer, HostId>> = { mcp: 'mcp', exec: 'terminal' };

/** A layer's call, or one plain sentence why it cannot be read. */
export type LayerReading =
  | {
      readonly ok: true;
      readonly action: Action;
      readonly outcome?: Outcome;
      /** Set where the call asks for a stored credential. */
      readonly lend?: { readonly credential: string; readonly program: string };
    }
  | { readonly ok: false; readonly problem: string };

/** Reads what a layer below the hooks sent. `cwd` is absolute, `at` milliseconds since the epoch. Never throws. */
export function readLayerCall(
  stdin: Buffer,
  layer: AskingLayer,
  place: { readonly cwd: string; readonly at: number; workspaceOf(directory: string): string },
): LayerReading {
  let value: unknown;
  try {
    value = JSON.parse(stdin.toString('utf8'));
  } catch {
    return { ok: false, problem: `What Holdpoint's own ${layer} layer sent is not JSON.` };
  }
  const read = v.safeParse(schema, value);
  if (!read.success) {
    const problem = `What Holdpoint's own ${layer} layer sent cannot be read: ${read.issues[0].message}`;
    return { ok: false, problem };
  }
  const { host = ownHosts[layer], session, callId, action, lend, outcome } = read.output;
  const input = readCheckInput(action, { cwd: place.cwd, workspaceRootOf: place.workspaceOf, at: place.at });
  if (!input.ok) return { ok: false, problem: input.error };
  return {
    ok: true,
    action: { ...input.action, host, session, layer, ...(callId === undefined ? {} : { callId }) },
    ...(lend === undefined ? {} : { lend }),
    ...(outcome === undefined ? {} : { outcome: withOutput(outcome) }),
  };
}

function withOutput({ ok, denied, output }: v.InferOutput<typeof schema>['outcome'] & object): Outcome {
  return { ok, denied, ...(output === undefined ? {} : { output }) };
}
