import type { Action } from '../../src/action/action.ts';
import type { Outcome } from '../../src/action/session.ts';
import type { Gate } from '../../src/guard/gate.ts';
import { alone, answerCall } from '../../src/hosts/answer.ts';

/** A gate that answers as told and remembers what it was asked. */
export interface ScriptedGate extends Gate {
  readonly asked: Action[];
  readonly reported: { action: Action; outcome: Outcome }[];
  readonly rejected: string[];
}

/** `decide` says what becomes of an action; `held` waits for a person who says no. */
export function scriptedGate(decide: (action: Action) => 'allow' | 'deny' | 'held' | 'throw'): ScriptedGate {
  const asked: Action[] = [];
  const reported: { action: Action; outcome: Outcome }[] = [];
  const rejected: string[] = [];
  return {
    asked,
    reported,
    rejected,
    async answer(action, options) {
      asked.push(action);
      const decision = decide(action);
      if (decision === 'throw') throw new Error('out of order');
      if (decision === 'held') options?.onHeld?.('hold-1');
      return {
        goesOut: decision === 'allow',
        reason: decision === 'allow' ? 'Nothing is lost.' : 'Deletes the volume vol_prod_1. A person declined.',
        verdict: {
          decision: decision === 'allow' ? 'allow' : 'deny',
          reversibility: 'unknown',
          reason: '',
          effects: [],
          signals: [],
          sequences: [],
        },
        ...(decision === 'held' ? { held: { id: 'hold-1', answer: 'denied' as const } } : {}),
      };
    },
    async report(action, outcome) {
      reported.push({ action, outcome });
    },
    reject(_input, problem) {
      rejected.push(problem);
    },
  };
}

/** Runs one payload (an object or raw bytes) through the door of a host. */
export function send(host: string, payload: unknown, gate: Gate) {
  const stdin = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload), 'utf8');
  const call = { host, cwd: '/home/dev/app', stdin, environment: {}, waitMilliseconds: 840_000 };
  return answerCall(call, gate, alone, { home: '/home/dev', platform: 'linux', now: () => 1_000 });
}

/** True for whatever names the volume of the incident. */
export const isIncident = (action: Action): boolean => /volume[-_]?delete/i.test(JSON.stringify(action));
