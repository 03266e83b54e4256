import type { Effect } from '../action/effect.ts';
import type { Decision, Mode } from '../action/verdict.ts';

/** The rows of DESIGN 5.6. */
export type Row =
  | 'harmless'
  | 'grave'
  | 'irreversible-workspace'
  | 'recoverable-remote'
  | 'recoverable-remote-development'
  | 'recoverable-machine'
  | 'recoverable-workspace'
  | 'unknown-beyond'
  | 'unknown-workspace'
  | 'touches-guard';

/** What a cell says. `snapshot`: allow where a snapshot can be made first, else hold. */
export type Cell = 'allow' | 'snapshot' | 'hold' | 'deny';

/** One row: what happens in a quiet session, and after a credential was discovered in it. */
export interface TableRow {
  readonly row: Row;
  readonly quiet: Cell;
  readonly discovered: Cell;
  /** After a discovery a person types the target's name before approving. */
  readonly typedName: boolean;
}

/** The default policy, DESIGN 5.6, gravest row first. */
export const verdictTable: readonly TableRow[] = [
  { row: 'touches-guard', quiet: 'deny', discovered: 'deny', typedName: false },
  { row: 'grave', quiet: 'hold', discovered: 'hold', typedName: true },
  { row: 'unknown-beyond', quiet: 'hold', discovered: 'hold', typedName: false },
  { row: 'recoverable-remote', quiet: 'hold', discovered: 'hold', typedName: false },
  { row: 'recoverable-machine', quiet: 'hold', discovered: 'hold', typedName: false },
  { row: 'irreversible-workspace', quiet: 'snapshot', discovered: 'snapshot', typedName: false },
  { row: 'recoverable-remote-development', quiet: 'allow', discovered: 'hold', typedName: false },
  { row: 'unknown-workspace', quiet: 'allow', discovered: 'hold', typedName: false },
  { row: 'recoverable-workspace', quiet: 'allow', discovered: 'allow', typedName: false },
  { row: 'harmless', quiet: 'allow', discovered: 'allow', typedName: false },
];

/**
 * What becomes of a decision of the table in a mode. Observing holds nothing up, but what takes the guard away stays
 * denied: who may watch only must not lose the eyes as well.
 */
export function decisionIn(mode: Mode, decision: Decision): Decision {
  switch (mode) {
    case 'guarding':
      return decision;
    case 'observing':
      return decision === 'deny' ? 'deny' : 'allow';
    case 'off':
      return 'allow';
  }
}

/** The row an effect belongs to. */
export function rowOf(effect: Effect): Row {
  if (effect.touchesGuard) return 'touches-guard';
  switch (effect.reversibility) {
    case 'reversible':
      return 'harmless';
    case 'irreversible':
      return effect.scope !== 'workspace' || effect.asset === 'data-store' || effect.asset === 'backup'
        ? 'grave'
        : 'irreversible-workspace';
    case 'recoverable':
      switch (effect.scope) {
        case 'remote':
          return effect.environment === 'development' || effect.environment === 'staging'
            ? 'recoverable-remote-development'
            : 'recoverable-remote';
        case 'machine':
          return 'recoverable-machine';
        case 'workspace':
          return 'recoverable-workspace';
      }
      break;
    case 'unknown':
      return effect.scope === 'workspace' ? 'unknown-workspace' : 'unknown-beyond';
  }
}
