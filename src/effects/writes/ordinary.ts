import type { Effect } from '../../action/effect.ts';

/**
 * What pipelines do every day though it takes something away for good: each release replaces the one before, each
 * preview ends. What nobody means to lose in one (databases, states, clusters, backups) is not among it.
 */
const everyday =
  /^git\/(?:force-push|delete-remote-ref|mirror-push|tag-delete|reset-hard|clean|discard)|^files\/mirror-delete|\/.*(?:sync|cache|invalidat|release|artifact)/;
const everydayThings =
  /^(?:cache|run|workflow run|release|artifact|(?:\w+ )?image|tag|preview|deployment|pull request|label|comment|version)s?$/;
/** What is made for one change and named by its number or branch: `pr-$NUMBER`, `preview/$BRANCH`. */
const ofOneChange =
  /(?:^|[-_/.])(?:pr|mr|pull|preview|review|branch|feature|ephemeral|ci)[-_/.]?.*\$|\$\{?(?:\w*_)?(?:PR|MR|BRANCH|PREVIEW|REVIEW)(?![A-Z])/;
/** Folders of a server that hold more than a release of one application. */
const wholeServer =
  /^(?:\/|~)(?:[\w.-]+)?(?:\/\*?|\*)?$|(?:^|[/_.-])(?:data|db|database|postgres\w*|mysql|mongo\w*|volumes?|backups?|home)(?:[/_.*-]|$)/;

/** True for an effect that an ordinary build or deployment has. */
export function ordinaryInPipelines(effect: Effect): boolean {
  const { environment, rule, resource, target, asset } = effect;
  if (environment === 'development' || environment === 'staging') return true;
  if (everyday.test(rule) || everydayThings.test(resource) || ofOneChange.test(target)) return true;
  // A deployment over SSH clears the folder it fills.
  if (rule === 'files/delete') return !wholeServer.test(target);
  // What a run names by its own number, a run made.
  return asset !== 'data-store' && asset !== 'backup' && /^\?$|\$/.test(target);
}
