import type { Action } from '../action/action.ts';
import type { AuditEntry } from '../action/audit.ts';
import type { RedactedAction } from '../action/confirmation.ts';
import type { Effect } from '../action/effect.ts';
import type { Analysis } from '../action/verdict.ts';

/** The action as a person and the log may see it: one text, secrets replaced, dangerous parts marked. */
export function redactAction(_action: Action, _analysis: Pick<Analysis, 'effects'>): RedactedAction {
  throw new Error('not built yet');
}

/** Effects whose spans lie in the text of {@link redactAction}, with secrets replaced in all their sentences. */
export function redactEffects(_action: Action, _effects: readonly Effect[]): Effect[] {
  throw new Error('not built yet');
}

/** The one door into the log: every text of an entry with its secrets replaced. `AuditLog.append` calls it. */
export function redactEntry(_entry: AuditEntry): AuditEntry {
  throw new Error('not built yet');
}
