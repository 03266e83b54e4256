import type { Action } from '../action/action.ts';
import type { AuditRecord } from '../action/audit.ts';
import type { TimelineEntry } from '../action/confirmation.ts';
import type { Outcome } from '../action/session.ts';
import type { CredentialOrigin, Signal } from '../action/signal.ts';
import type { Analysis, Observation } from '../action/verdict.ts';

/** What is remembered of one session: bounded, never a secret, never mutated. Fields are this room's own. */
export interface SessionState {
  /** How many actions were observed; the next action's event index. */
  readonly events: number;
  /** Milliseconds since the epoch; the session counts as heightened before this. */
  readonly heightenedUntil: number;
  /** 0..1 */
  readonly restraint: number;
}

export interface ObservationContext {
  readonly fingerprintKey: string;
}

export function newSession(): SessionState {
  throw new Error('not built yet');
}
/** `revealed`: what the action itself reveals (a read that carries its content). */
export function observeAction(
  _state: SessionState,
  _action: Action,
  _analysis: Analysis,
  _context: ObservationContext,
): { state: SessionState; observation: Observation; revealed: CredentialOrigin[] } {
  throw new Error('not built yet');
}
export function observeOutcome(
  _state: SessionState,
  _action: Action,
  _outcome: Outcome,
  _context: ObservationContext,
): { state: SessionState; signals: Signal[]; revealed: CredentialOrigin[] } {
  throw new Error('not built yet');
}
/** A call was refused: `decide` said deny, or a hold ended without approval. Call it so that a retry is seen. */
export function observeDenial(_state: SessionState, _denied: { callId?: string; at: number }): SessionState {
  throw new Error('not built yet');
}
export function observeText(
  _state: SessionState,
  _revealed: { text: string; foundIn: string; at: number; firstLine?: number },
  _context: ObservationContext,
): { state: SessionState; revealed: CredentialOrigin[]; signals: Signal[] } {
  throw new Error('not built yet');
}
export function foldRecord(_state: SessionState, _record: AuditRecord): SessionState {
  throw new Error('not built yet');
}
export function timelineOf(_state: SessionState): TimelineEntry[] {
  throw new Error('not built yet');
}
export function allClear(_state: SessionState, _at: number): SessionState {
  throw new Error('not built yet');
}
