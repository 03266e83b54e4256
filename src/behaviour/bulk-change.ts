import type { Action } from '../action/action.ts';
import type { Effect } from '../action/effect.ts';
import type { Signal } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { limits } from './limits.ts';
import { shortened } from './places.ts';
import { signal } from './signals.ts';

/** Targets that stand for all there is of something. */
const everything = /^(?:\*|all of them|all)$|[*]$/;

/**
 * Unusually many things changed or deleted at once: one action over everything of a kind beyond the workspace's
 * files, or over many targets by name; or one deletion of a run of them. `deletions` are the times of those before.
 */
export function bulkSignals(
  action: Action,
  { effects }: Pick<Analysis, 'effects'>,
  deletions: readonly number[],
  at: number,
): Signal[] {
  const lasting = effects.filter(({ reversibility }) => reversibility !== 'reversible');
  const many = lasting.find((effect) => isGrave(effect) && everything.test(effect.target));
  if (many) {
    return [
      signal(
        'bulk-change',
        0.5,
        `Sets out to ${many.verb} everything at once: ${many.resource} ${shortened(many.target, 60)}`,
        {
          subject: `${many.rule} ${many.target}`,
          span: many.span,
        },
      ),
    ];
  }
  const targets = new Set(lasting.filter(isGrave).map(({ resource, target }) => `${resource} ${target}`));
  if (targets.size >= limits.bulkTargets) {
    return [
      signal('bulk-change', 0.5, `Sets out to change ${targets.size} things at once`, { subject: 'many targets' }),
    ];
  }
  if (!isDeletion(action, effects)) return [];
  const recent = deletions.filter((time) => at - time <= limits.bulkMilliseconds).length + 1;
  // Said once for a run, and again for every further one of the same length.
  if (recent < limits.bulkDeletions || recent % limits.bulkDeletions !== 0) return [];
  return [
    signal('bulk-change', 0.5, `Deleted ${recent} times within ${limits.bulkMilliseconds / 1000} s`, {
      subject: 'deletions in a row',
    }),
  ];
}

/** Whether an action counts as one deletion of a run. */
export function isDeletion(action: Pick<Action, 'kind'>, effects: readonly Effect[]): boolean {
  if (action.kind === 'delete') return true;
  return effects.some(
    ({ verb, reversibility }) =>
      /^(?:delete|drop|destroy|truncate|remove|purge)$/.test(verb) && reversibility !== 'reversible',
  );
}

/** Lost beyond the files of a checkout: ordinary work tidies whole folders of those. */
function isGrave({ scope, asset, reversibility }: Effect): boolean {
  if (asset === 'data-store' || asset === 'backup') return true;
  return scope !== 'workspace' && asset !== 'history' && (scope === 'remote' || reversibility === 'irreversible');
}
