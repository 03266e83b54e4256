import type { Action } from '../action/action.ts';
import type { AuditLog } from '../audit/log.ts';
import { newSession } from '../behaviour/session.ts';
import type { Context } from '../context/context.ts';
import type { Evaluation } from './gate.ts';
import { judgedEntry } from './judgement.ts';
import { judge } from './judging.ts';

/** The session of every test call. */
const testSession = 'holdpoint-doctor';
const mark = /^[0-9a-f]{12}$/;

/** What a test sends: one command that does nothing, one that would destroy something that does not exist. */
export interface TestCommands {
  readonly harmless: string;
  readonly destructive: string;
}

/** The two commands of a test; `nonce` (twelve hexadecimal digits) tells this test from every other. */
export function testCommands(nonce: string): TestCommands {
  return {
    harmless: `echo holdpoint-test-${nonce}`,
    destructive: `curl -s https://backboard.railway.com/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"vol_canary_${nonce}\\") }"}'`,
  };
}

/**
 * Whether this is a call of a test, by its session and its whole text. Nobody is asked about it, and what anybody else
 * would be asked about is denied: whoever imitates one gains nothing.
 */
export function isTestCall(action: Action): boolean {
  if (action.session !== testSession || action.kind !== 'shell') return false;
  const nonce = /(?:holdpoint-test-|vol_canary_)([0-9a-f]{12})/.exec(action.command)?.[1] ?? '';
  if (!mark.test(nonce)) return false;
  return Object.values(testCommands(nonce)).includes(action.command);
}

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
