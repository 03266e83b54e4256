import type { AskingLayer } from '../action/kinds.ts';
import type { Gate } from './gate.ts';
import { readLayerCall } from './layer-call.ts';
import { layerOutput } from './layer-client.ts';
import type { Lend } from './lend.ts';
import { limits } from './limits.ts';
import type { Exchange, HookCall, HookReply } from './server.ts';
import { codeOf } from './state-directory.ts';

/**
 * From what a layer of our own below the hooks sent to its answer: read, judge, wait for the person where held. Never
 * rejects: what fails does not go out. A report of a call's end is answered as if it went out; nobody waits for it.
 */
export async function answerLayer(
  layer: AskingLayer,
  call: HookCall,
  gate: Gate,
  exchange: Exchange,
  place: { readonly at: number; workspaceOf(directory: string): string; readonly lend?: Lend },
): Promise<HookReply> {
  try {
    const read = readLayerCall(call.stdin, layer, { cwd: call.cwd, ...place });
    if (!read.ok) return refused(gate, layer, `${read.problem} It was not run.`);
    if (read.outcome) {
      await gate.report(read.action, read.outcome);
      return { decision: 'allow', output: layerOutput({ goesOut: true, reason: '' }) };
    }
    const { waitMilliseconds } = call;
    const onHeld = (hold: string) => exchange.held(hold);
    const open = waitMilliseconds < limits.impatientMilliseconds ? { openMilliseconds: limits.waitMilliseconds } : {};
    const answer = await gate.answer(read.action, { signal: exchange.signal, onHeld, waitMilliseconds, ...open });
    const { held } = answer;
    const asked = held ? ({ asked: true } as const) : {};
    if (answer.goesOut && read.lend) {
      const lent = await (place.lend ?? nobodyLends)({ ...read.lend, cwd: call.cwd });
      // Without what it asked for the call would fail in a way that sends an agent searching.
      if (lent.kind === 'refused')
        return { decision: 'deny', output: layerOutput({ goesOut: false, reason: lent.reason }) };
      const { variable, value } = lent;
      return {
        decision: 'allow',
        output: layerOutput({ goesOut: true, reason: '', ...asked, lent: { variable, value } }),
      };
    }
    const { goesOut } = answer;
    const reason = goesOut ? '' : answer.reason;
    const output = layerOutput({ goesOut, reason, ...asked });
    return { decision: goesOut ? 'allow' : held ? 'hold' : 'deny', output };
  } catch (error) {
    return refused(gate, layer, `Holdpoint failed while judging this call (${codeOf(error)}). It was not run.`);
  }
}

const nobodyLends: Lend = async ({ credential }) => ({
  kind: 'refused',
  reason: `Nobody can lend ${credential} here. Open this folder in VS Code or Cursor with Holdpoint, then ask the person for it.`,
});

function refused(gate: Gate, layer: AskingLayer, reason: string): HookReply {
  gate.reject(layer, reason);
  return { decision: 'deny', output: layerOutput({ goesOut: false, reason }) };
}
