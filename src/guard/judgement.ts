import type { Action } from '../action/action.ts';
import type { AuditEntry } from '../action/audit.ts';
import type { Effect } from '../action/effect.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import type { Analysis, Mode, Observation, Verdict } from '../action/verdict.ts';
import { redactAction, redactEffects } from '../audit/redact.ts';
import { type KnownSecret, withoutKnown } from '../behaviour/known-secrets.ts';
import { decisionIn } from '../policy/table.ts';
import type { TakenSnapshot } from './saving.ts';

/** Nothing known of the action. */
export const noAnalysis: Analysis = { invocations: [], requests: [], effects: [], needs: [], problems: [] };

/** What behaviour says where it could not be asked. */
export const noObservation: Observation = {
  signals: [],
  sequences: [],
  heightened: true,
  restraint: 0,
  reasons: [],
  alert: false,
};

/** The record of one judgement. */
export function judgedEntry(judged: {
  action: Action;
  analysis: Analysis;
  observation: Observation;
  verdict: Verdict;
  revealed: readonly CredentialOrigin[];
  known?: readonly KnownSecret[];
  micros: number;
  unattested?: boolean;
  snapshot?: TakenSnapshot;
}): AuditEntry {
  const { action, analysis, observation, known = [] } = judged;
  const { effects } = judged.verdict;
  const verdict = withoutKnown(judged.verdict, known);
  return {
    type: 'judged',
    host: action.host,
    session: action.session,
    ...(action.callId === undefined ? {} : { callId: action.callId }),
    ...(action.agentId === undefined ? {} : { agentId: action.agentId }),
    action: redactAction(action, analysis, known),
    decision: verdict.decision,
    reversibility: verdict.reversibility,
    reason: verdict.reason,
    effects: effects.length === 0 ? [] : redactEffects(action, effects, known),
    signals: verdict.signals,
    sequences: verdict.sequences,
    revealed: judged.revealed,
    restraint: observation.restraint,
    ...(observation.conduct ? { conduct: observation.conduct } : {}),
    ...(judged.unattested ? { unattested: true } : {}),
    ...(judged.snapshot ? { snapshot: judged.snapshot } : {}),
    actionAt: action.at,
    micros: judged.micros,
  };
}

/**
 * Whether an action certainly takes nothing away for good: it reads, or all its effects were found and can be undone
 * here. What decides when the guard itself fails.
 */
export function isHarmless(action: Action, analysis: Analysis | null): boolean {
  if (action.kind === 'read' || action.kind === 'search') return true;
  if (analysis === null || analysis.problems.length > 0) return false;
  return analysis.effects.every(isUndoable);
}

/** Whether an effect takes nothing away for good: nobody is asked about it. */
export function isUndoable(effect: Effect): boolean {
  if (effect.touchesGuard) return false;
  return (
    effect.reversibility === 'reversible' || (effect.reversibility === 'recoverable' && effect.scope === 'workspace')
  );
}

/** The verdict where the guard itself failed: what is not certainly harmless does not go out while it guards. */
export function failedVerdict(action: Action, analysis: Analysis | null, mode: Mode, what: string): Verdict {
  const guardIsTouched = analysis?.effects.some((effect) => effect.touchesGuard) === true;
  const decision = isHarmless(action, analysis) ? 'allow' : decisionIn(mode, guardIsTouched ? 'deny' : 'hold');
  const passes = decision === 'allow';
  return {
    decision: passes ? 'allow' : 'deny',
    reversibility: isHarmless(action, analysis) ? 'reversible' : 'unknown',
    reason: passes ? what : `${what} So this call does not go out. Tell the person at the editor.`,
    effects: analysis?.effects ?? [],
    signals: [],
    sequences: [],
  };
}
