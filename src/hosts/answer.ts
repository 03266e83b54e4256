import { answerLayer } from '../guard/answer-layer.ts';
import type { Gate } from '../guard/gate.ts';
import { workspaceRootOf } from '../guard/here.ts';
import { layerOf } from '../guard/layer-client.ts';
import type { Lend } from '../guard/lend.ts';
import type { Exchange, HookCall, HookReply } from '../guard/server.ts';
import type { HostAdapter, HostOutput, Surroundings } from './adapter.ts';
import { adapterOf } from './dialects.ts';
import { readPayload } from './payload.ts';
import { visibleText } from './visible.ts';
import { usualWait } from './waits.ts';

/** What the one who answers adds to a call: the machine and the clock. */
export interface AnswerSurroundings {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Fixed by `--workspace`; else the nearest `.git` above the action's directory. */
  readonly workspaceRoot?: string;
  /** Hands stored credentials to calls; where it is not set, nobody lends any. */
  readonly lend?: Lend;
}

/** An exchange for where nobody is told of a hold: a hook without a window. */
export const alone: Exchange = {
  held: () => undefined,
  // Made where it is asked for: a harmless call never does.
  get signal() {
    return new AbortController().signal;
  },
};

/**
 * From a hook's raw input to the host's answer (or that of a layer of our own below the hooks): decode, judge, wait for the person where held, encode.
 * Used by the editor's server and by a hook without a window. Never rejects: a failure of its own is the host's
 * closed path, which blocks.
 */
export async function answerCall(
  call: HookCall,
  gate: Gate,
  exchange: Exchange,
  surroundings: AnswerSurroundings,
): Promise<HookReply> {
  const layer = layerOf(call.host);
  if (layer !== null) {
    const place = {
      at: surroundings.now(),
      workspaceOf: () => surroundings.workspaceRoot ?? workspaceRootOf(call.cwd),
      ...(surroundings.lend ? { lend: surroundings.lend } : {}),
    };
    return answerLayer(layer, call, gate, exchange, place);
  }
  let adapter = adapterOf({}, call.host);
  try {
    const reading = readPayload(call.stdin);
    if (reading.kind === 'unreadable') return refuse(adapter, gate, call.host, reading.problem);
    adapter = adapterOf(reading.payload, call.host);
    return await answerPayload(adapter, reading.payload, call, gate, exchange, surroundings);
  } catch (error) {
    return refuse(adapter, gate, call.host, `Holdpoint failed while judging this call (${nameOf(error)}).`);
  }
}

async function answerPayload(
  adapter: HostAdapter,
  payload: Readonly<Record<string, unknown>>,
  call: HookCall,
  gate: Gate,
  exchange: Exchange,
  surroundings: AnswerSurroundings,
): Promise<HookReply> {
  const decoded = adapter.decode(payload, decodingSurroundings(call, surroundings));
  switch (decoded.kind) {
    case 'nothing':
      return { decision: 'allow', output: adapter.encode({ decision: 'neutral' }, decoded.event) };
    case 'outcome':
      await gate.report(decoded.action, decoded.outcome);
      return { decision: 'allow', output: adapter.encode({ decision: 'neutral' }, decoded.event) };
    case 'unreadable':
      gate.reject(adapter.id, decoded.problem);
      return { decision: 'deny', output: adapter.encode(denial(notRun(decoded.problem)), decoded.event) };
    case 'call':
      for (const action of decoded.actions) {
        const answer = await gate.answer(action, {
          signal: exchange.signal,
          onHeld: (hold) => exchange.held(hold),
          waitMilliseconds: Math.min(call.waitMilliseconds, adapter.deadlineMs),
          ...(adapter.deadlineMs < usualWait ? { openMilliseconds: usualWait } : {}),
        });
        if (!answer.goesOut) {
          const decision = answer.held ? 'hold' : 'deny';
          return { decision, output: adapter.encode(denial(answer.reason), decoded.event) };
        }
      }
      return { decision: 'allow', output: adapter.encode({ decision: 'neutral' }, decoded.event) };
  }
}

/** Linux stands for every platform without rules of its own. */
export function platformOf(platform: NodeJS.Platform): Surroundings['platform'] {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}

function decodingSurroundings(call: HookCall, surroundings: AnswerSurroundings): Surroundings {
  return {
    cwd: call.cwd,
    home: surroundings.home,
    platform: platformOf(surroundings.platform),
    at: surroundings.now(),
    workspaceOf: workspaceRootOf,
    ...(surroundings.workspaceRoot === undefined ? {} : { workspaceRoot: surroundings.workspaceRoot }),
  };
}

function denial(message: string): { decision: 'deny'; message: string } {
  const plain = visibleText(message);
  return { decision: 'deny', message: plain.startsWith('Holdpoint') ? plain : `Holdpoint: ${plain}` };
}

function notRun(problem: string): string {
  return `${problem} It was not run, because Holdpoint cannot tell what it would do.`;
}

/** The host's closed path: blocks without any JSON. The problem is recorded where there is a log. */
function refuse(adapter: HostAdapter, gate: Gate, door: string, problem: string): HookReply {
  gate.reject(door, problem);
  return { decision: 'deny', output: failureOutput(adapter, problem) };
}

function failureOutput(adapter: HostAdapter, problem: string): HostOutput {
  return adapter.failure(`Holdpoint: ${visibleText(notRun(problem))}`);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
