import type { Effect } from '../../action/effect.ts';

/**
 * What pipelines do every day though it takes something away for good: each release replaces the one before, each
 * preview ends. What nobody means to lose in one (databases, states, clusters, backups) is not among it.
 */
const everyday =
  /\/(?:force-push|delete-remote-ref|mirror-push|tag-delete|.*(?:sync|cache|invalidat|release|artifact|unpublish|yank))/;
const everydayThings =
  /^(?:cache|run|workflow run|release|artifact|image|tag|preview|deployment|pull request|label|comment|version)s?$/;

/** True for an effect that an ordinary build or deployment has. */
export function ordinaryInPipelines(effect: Effect): boolean {
  if (effect.environment === 'development' || effect.environment === 'staging') return true;
  // `kubectl delete namespace pr-$NUMBER`: what a run names by its own number, a run made.
  if (effect.asset !== 'data-store' && effect.asset !== 'backup' && /^\?$|\$/.test(effect.target)) return true;
  return everyday.test(effect.rule) || everydayThings.test(effect.resource);
}
