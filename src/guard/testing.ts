import type { Action } from '../action/action.ts';
import type { AuditLog } from '../audit/log.ts';
import { newSession } from '../behaviour/session.ts';
import type { Context } from '../context/context.ts';
import type { Evaluation } from './gate.ts';
import { judgedEntry } from './judgement.ts';
import { judge } from './judging.ts';

/**
 * Judges a test call as every other while guarding, without a session's memory, and records it. It is denied where
 * another would be held, whatever the mode: the test asks whether the hook can say no. Rejects where it cannot be recorded.
 */
export async function judgeTestCall(
  action: Action,
  deps: {
    monotonic(): number;
    readonly context: Context;
    readonly fingerprintKey: string;
    readonly audit: Pick<AuditLog, 'append'>;
  },
): Promise<Evaluation> {
  const started = deps.monotonic();
  const judged = await judge({
    ...deps,
    action,
    created: () => [],
    state: newSession,
    commit: () => undefined,
    distrusted: false,
    mode: 'guarding',
    exceptions: [],
    canSnapshot: false,
  });
  const denied = judged.verdict.decision !== 'allow';
  const verdict = {
    ...judged.verdict,
    decision: denied ? ('deny' as const) : ('allow' as const),
    reason: `A test of the hook; nothing runs. ${judged.verdict.reason}`,
    signals: [],
    sequences: [],
  };
  const micros = Math.max(0, Math.round((deps.monotonic() - started) * 1000));
  deps.audit.append(judgedEntry({ ...judged, action, verdict, micros }));
  return { verdict, observation: judged.observation, micros };
}
