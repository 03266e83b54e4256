import { emptied, isHeld, isOnlyName, weighed } from './http-held.ts';
import { isCollection, isNoun, lastNounOf, nounsOf, type Target } from './http-target.ts';
import { type NameReading, readName, readRestoration } from './verbs.ts';
import { wordsOf } from './words.ts';

/** What `DELETE` on an address takes away, by the nouns of its path. Never null: an unseen thing may be anything. */
export function deletionAt(target: Target): NameReading {
  const nouns = nounsOf(target.parts);
  const last = lastNounOf(target.parts);
  // `/tags` at the root: a whole collection, an index, a database.
  if (last === undefined || target.parts.length < 2) return { ...nothingNamed, resource: last ?? 'resource' };
  // `/volumes/vol_1`: what stands last by itself is the name of one of them.
  const words = wordsOf(last);
  if (isMultipartUpload(target)) return mildly('upload');
  // `/my/follows/collections/7`, `/announcements/3/reactions/smile`: one end of it stays where it was.
  const liking = target.parts.slice(-3, -1).find((part) => likings.test(part));
  if (liking && !target.parts.slice(-2).some((part) => /^(?:comments?|messages?|keys?|data|posts)$/i.test(part)))
    return mildly(liking);
  // The record of a call that has ended: https://google.aip.dev/151
  if (last === 'operations' && target.host.endsWith('.googleapis.com')) return mildly('operation');
  const only = isOnlyName(words, nouns.slice(0, -1).flatMap(wordsOf));
  const ending = /^(?:delete|destroy|remove|purge)$/i.test(last) ? (nouns.at(-2) ?? last) : last;
  const named = readName(`delete ${wordsOf(ending).join(' ')}${only ? ' image' : ''}`);
  if (named?.reversibility === 'reversible' && isHeld(ending, nouns, target))
    return { ...named, reversibility: 'irreversible' };
  return named ?? { ...nothingNamed, resource: ending };
}

/** What somebody may have of somebody else's thing, taken back and given again by a click. */
const likings =
  /^(?:follows|following|starred|stars|likes?|liked|reactions?|reposts?|retweets|favou?rites|bookmarked|watch_?later|watchlist|wants)$/i;

const nothingNamed: NameReading = {
  verb: 'delete',
  resource: 'resource',
  asset: 'other',
  reversibility: 'irreversible',
};

function mildly(resource: string): NameReading {
  return { verb: 'delete', resource, asset: 'other', reversibility: 'reversible' };
}

function isMultipartUpload({ url }: Target): boolean {
  return url?.searchParams.has('uploadId') === true;
}

/** Verbs of a path as a part of its own: `/secret/destroy/prod/db`, `/dns/delete/7`, `/users/1/merge/2`. */
const verbPart =
  /^(?:merge(?:to|into)?|redact|delete|destroy|purge|truncate|drop|wipe|erase|terminate|deregister|(?:force|hard|bulk|batch|mass|tree|recursive|deep|async|multi|soft|cascade|permanent)[-_]?(?:delete|destroy|purge|erase|wipe)s?|(?:delete|destroy|purge|drop|revoke|flush)[-_](?:all|force|prefix|many)|undeploy|obliterate|nuke|expunge|del)$/i;
/** A list to which what is to be deleted is added: `POST /deletions/users`. */
const deletions =
  /^(?:(?:data|users?|customers?|contacts?|accounts?|profiles?|persons?|subjects?|gdpr|privacy|bulk|batch|mass)[-_]?)*(?:deletions?|deletes|erasures?|wipes|decommissions|(?:delete|deletion|erasure|forget)[-_]requests?|forget[-_]me|right[-_]to[-_]be[-_]forgotten)$/i;
/** What stands behind a deletion and only asks: `/delete_batch/check`, `/items/delete/validate`, `/purge/estimate`. */
const asksOfIt =
  /^(?:check|status|progress|previews?|estimate|validate|simulate|search|query|list|count|dry[-_]?run|explain|lint|parse|undelete)$/i;
/** Lists whose members bear names that people give them: `/flags/purge-all/enabled`, `PATCH /repos/acme/delete-bot`. */
const namers =
  /^(?:(?:feature[-_]?)?(?:flags?|toggles?)|features?|settings|repos|repositories|topics|experiments|gates|models|datasets)$/i;
/** Stores of files and values by a path of their own: what stands in it is a name throughout. */
const freePath =
  /^\/v1\/kv\/|^\/(?:artifactory|repository|remote\.php\/dav|dav|webdav)\/|\/kv\/(?:config|app)|\/(?:contents|files|raw|blobs?)\/.*\.\w{1,6}$/i;

const skipped =
  /^(?:bulk|batch|actions?|ops?|lifecycle|data|v\d.*|api|commands?|operations?|commit|force|all|many|admin|services?|rest|do|ajax|controller)$/i;
/** Content networks fill their caches again by themselves; Fastly's and Akamai's purges stand on these paths. */
const contentCache =
  /\/_cache\/clear$|\/_flush(?:\/synced)?$|purge[-_]?(?:build[-_]?)?cache|\/(?:edge-)?caches?\/.*(?:purge|clear|invalid|delete|flush)|\/service\/[^/]+\/purge|\/ccu\/v\d|\/cdn\/.*(?:purge|cache)/i;
/** Parameters by which a call leaves no copy, or takes the stored things with it. */
const withWhatItHolds =
  /[?&](?:(?:force_?)?purge|expunge|erase|wipe|destroy|truncate|(?:hard|force)_?delete|skip[-_]?(?:final[-_]?)?(?:snapshots?|backups?)|(?:delete|purge|remove|destroy|wipe|erase)[-_]?(?:all[-_]?)?(?:data|volumes?|storages?|disks?|backups?|snapshots?|everything|existing))=(?:true|1|yes)\b/i;
/** Paths on which a client gives its own token back (RFC 7009), or leaves. */
const ownToken =
  /(?:^|\/)(?:oauth2?|openid-connect|connect|auth|token|tokens|session|sessions|sso|jwt)(?:\/[\w.-]+)*\/(?:revoke|revocation|revoke[-_]?self|logout|reset)$|\/revoke-self$/i;
/** One of many tokens, by its number. */
const otherToken = /\/(?:api[-_]?)?tokens?\/(?!v\d)[^/]*\d[^/]*\/(?:revoke|reset)$/i;

/**
 * What a POST, PUT or PATCH does by a verb in its path: `/things/42/delete`, `/things:batchDelete`, `/actions/rebuild`,
 * `/pkg.Service/DeleteThing`, `/chat.delete`, `/index/_delete_by_query`; null where no such verb stands there.
 */
export function actionAt(target: Target, method = 'POST'): NameReading | null {
  const { url } = target;
  // `/bulk/delete/contacts/list`: the list is what is deleted.
  const isListed = target.parts.at(-1) === 'list' && target.parts.slice(0, -2).some((part) => verbPart.test(part));
  const parts = isListed ? target.parts.slice(0, -1) : target.parts;
  const last = (parts.at(-1) ?? '')
    .replace(/\.(?:json|xml|php|action|do|aspx?|html?|cgi)$/i, '')
    // `Patient/$merge` (FHIR), `delete-project~delete` (Gerrit)
    .replace(/^\$/, '')
    .replace(/^[\w-]+~/, '')
    .replace(/^del(?=[A-Z])/, 'delete')
    // What a path's last thing does by a name of OData's: `teams/7/microsoft.graph.archive`
    .replace(/^(?:microsoft|default)\.(?:\w+\.)*(?=\w+$)/i, '')
    .replace(/^cancell?ations?$/i, 'cancel');
  // `?delete` (S3)
  if (url?.searchParams.has('delete') && /^(?:|true|1)$/.test(url.searchParams.get('delete') ?? ''))
    return readName('delete objects');
  if (last === '' || (url && ownToken.test(url.pathname) && !otherToken.test(url.pathname)) || asksOfIt.test(last))
    return null;
  const path = url?.pathname ?? '';
  // `/repository/7/delete`: a verb alone is what an interface calls it; in Consul's store it is a name.
  const isFree = freePath.test(path) && (path.startsWith('/v1/kv/') || !verbPart.test(parts.at(-1) ?? ''));
  if (/^(?:PUT|PATCH)$/.test(method) && (isFree || isGivenName(parts))) return null;
  // An archived project of GitLab is only read from then on, until it is unarchived.
  if (
    contentCache.test(path) ||
    (path === '/purge' && url?.searchParams.has('url')) ||
    /^\/(?:api\/v[34]\/)?projects\/[^/]+\/archive$/.test(path)
  )
    return null;
  // `PUT /flags/delete-button`: the name of one of them.
  if (
    method !== 'POST' &&
    wordsOf(last).length > 1 &&
    isCollection(parts.at(-2)) &&
    !/^(?:bulk|batch|(?:delete|remove|purge|destroy|wipe|erase)[A-Z])/.test(last) &&
    !parts.slice(1, -1).some((part) => verbPart.test(part))
  )
    return null;
  const before = nounsBefore(parts, parts.length - 1);
  const colon = last.lastIndexOf(':');
  // `@bob:acme.org` is a name of Matrix'.
  if (colon >= 0 && !/^[!@#$]/.test(last))
    // `/environments/prod:reset`, `/orders:purge`: what stands in front of the colon is a list or one of a list.
    return weighed(
      readName(last.slice(colon + 1), [
        ...before,
        ...(isNoun(last.slice(0, colon)) ? wordsOf(last.slice(0, colon)) : []),
      ]) ?? readRestoration(last.slice(colon + 1)),
      parts,
      target,
    );
  // `/deletion/data/logs`, and not `/deletion/requests/7/cancel`
  const listed = parts.findLastIndex((part) => deletions.test(part));
  if (
    listed >= Math.max(0, parts.length - 3) &&
    // `/topics/user-deletions`, and not `/deletions/topics/orders`
    !/^(?:topics|streams|queues|tables|collections|index(?:es)?|channels)$/i.test(parts[listed - 1] ?? '') &&
    !/^(?:cancel|preview|status|search|validate|abort|reject|settings?|polic(?:y|ies))$/i.test(last)
  )
    return { verb: 'delete', resource: before.at(-1) ?? 'records', asset: 'data-store', reversibility: 'irreversible' };
  if (/^trash(?:ed)?$/.test(last) && before.length > 0)
    return { verb: 'trash', resource: before.at(-1) ?? 'item', asset: 'data-store', reversibility: 'recoverable' };
  // Elastic Cloud takes a deployment away so, its last snapshot with it or not.
  if (last === '_shutdown')
    return {
      verb: 'terminate',
      resource: before.at(-1) ?? 'cluster',
      asset: 'data-store',
      reversibility: 'irreversible',
    };
  if (url && withWhatItHolds.test(url.search))
    return { verb: 'delete', resource: before.at(-1) ?? 'data', asset: 'data-store', reversibility: 'irreversible' };
  if (last === '_close') return { verb: 'close', resource: 'index', asset: 'data-store', reversibility: 'recoverable' };
  if (/^del$/i.test(last)) return readName('delete', before);
  const restored = restorationAt(last, parts);
  if (restored) return restored;
  const dotted = last.includes('.') ? last.slice(last.lastIndexOf('.', last.length - 2) + 1) : last;
  const owner = dotted === last ? before : wordsOf(last.slice(0, last.length - dotted.length));
  if (isNoun(last.replaceAll(/[.\d]/g, '')) || /^_?[a-z]\w*(?:[-._]\w+)*$/i.test(last)) {
    // `/api/v2/reset`: of everything there is.
    const around = /^re(?:install|image)$/i.test(dotted)
      ? nounsOf(parts).flatMap(wordsOf)
      : owner.length === 0 && /^(?:reset|clear|wipe|flush|empty|prune|clean[-_]?up)$/i.test(dotted)
        ? ['everything']
        : owner;
    // A machine that is switched off is switched on again; a whole cluster is another matter.
    if (/^(?:shutdown|power[-_]?off|halt)$/i.test(dotted) && !owner.some((word) => /^clusters?$/.test(word)))
      return null;
    const reading = isAction(dotted) ? readName(dotted, around) : null;
    if (reading) return weighed(reading, parts, target);
    if (method === 'POST' && emptied(dotted, owner, isNoun(parts.at(-2) ?? '')))
      return {
        verb: dotted.toLowerCase(),
        resource: owner.at(-1) ?? 'data',
        asset: 'data-store',
        reversibility: 'irreversible',
      };
    // As much as a DELETE of what stands in front.
    if (method === 'POST' && /^remove$/i.test(dotted)) return removed(owner, parts, target);
    // A service is a thing of its own here, and no part of an address that every interface has.
    if (/^(?:suspend|deactivate|disable|stop|shutdown|pause)$/i.test(dotted))
      return readName(dotted, ownersOf(parts.slice(0, -1)));
    if (method === 'POST' && /^refunds?$/i.test(dotted)) return readName('create refund');
  }
  for (let at = parts.length - 2; at > 0 && at >= parts.length - 5; at -= 1) {
    const part = parts[at] ?? '';
    if (namers.test(parts[at - 1] ?? '') && wordsOf(part).length > 1) continue;
    // `/delete-jobs/7/cancel`
    if (verbPart.test(part) && !/^(?:cancel|abort|reject|undo|restore)$/i.test(last))
      return readName(/^del$/i.test(part) ? 'delete' : part, nounsBefore(parts, at));
    if (
      /^(?:destroy|delete|terminate|purge|erase|wipe)_[a-z_]+$|^(?:Erase|Wipe|Delete|Destroy|del)[A-Z][a-z]+$/.test(
        part,
      )
    )
      return readName(part.replace(/^del(?=[A-Z])/, 'delete'));
    // `/skuseller/remove/7/8`, `/shipments/7/deleteLine/8`
    if (method !== 'POST' || parts.slice(at + 1).some(isNoun)) continue;
    const older = readRestoration(part);
    if (older) return older;
    if (/^remove$/i.test(part)) return removed(nounsBefore(parts, at), parts, target);
    if (/^(?:delete|destroy|erase|purge|remove|wipe)(?:[A-Z]|_[a-z])\w+$/.test(part))
      return readName(part, nounsBefore(parts, at));
  }
  const asked = askedFor(url, isNoun(last) ? wordsOf(last) : before);
  if (asked) return asked;
  if (last === 'archive' && /^(?:batch|bulk)$/i.test(parts.at(-2) ?? ''))
    return { verb: 'archive', resource: before.at(-1) ?? 'records', asset: 'data-store', reversibility: 'recoverable' };
  return null;
}

/** `/watchlist/remove`: what a DELETE of it would take. */
function removed(owner: readonly string[], parts: readonly string[], target: Target): NameReading | null {
  return weighed(owner.length === 0 ? null : readName('delete', owner), parts, target);
}

/** What stands in front last, with its list where it is a name: a service is a thing of its own here. */
function ownersOf(parts: readonly string[]): string[] {
  const named = parts.filter((part) => !skipped.test(part) || /^services?$/i.test(part));
  const [list, last] = named.slice(-2);
  return [...(isCollection(list) && isNoun(last ?? '') ? wordsOf(list) : []), ...wordsOf(lastNounOf(named) ?? '')];
}

/** Parameters that name an operation, as interfaces with one address for everything have them. */
const operationNames = /^(?:action|op|operation|method|cmd|command|act|do|func|function|wsfunction|program|task|api)$/i;

/** `?action=snapshotRevert`, `?method=SitesManager.deleteSite`, `?sites_web_domain_delete`: what a query names. */
export function askedFor(url: URL | null, context: readonly string[]): NameReading | null {
  if (!url || url.search.length < 5) return null;
  for (const [name, value] of url.searchParams) {
    const said = operationNames.test(name)
      ? value
          .split(/ --?\w/, 1)[0]
          ?.trim()
          .replaceAll(' ', '_')
      : '';
    const asked = value === '' && wordsOf(name).length > 1 ? name : (said ?? '');
    if (!/^[\w.:/-]{2,60}$/.test(asked)) continue;
    const reading = readName(asked, context) ?? readRestoration(asked);
    if (reading && reading.reversibility !== 'reversible') return reading;
  }
  return null;
}

/** `PATCH /repos/acme/delete-old-branches`, `PATCH /flags/mobile/hard-delete-v2`: the name of one of them. */
function isGivenName(parts: readonly string[]): boolean {
  if (wordsOf(parts.at(-1) ?? '').length < 2) return false;
  // `/topics/orders/delete-records`: only these have two names, an owner's and their own.
  return namers.test(parts.at(-2) ?? '') || /^(?:flags?|toggles?|repos|repositories)$/.test(parts.at(-3) ?? '');
}

/**
 * A part that does something: a verb in front (`deleteUser`, `purge-all`), at the end after a quantity (`bulk-delete`),
 * or alone. `deletion-previews`, `delete-requests` name things.
 */
function isAction(part: string): boolean {
  const words = wordsOf(part);
  if (words.length === 0 || words.length > 12 || /^failover[-_]cluster/i.test(part)) return false;
  const tail = words.at(-1) ?? '';
  if (
    /^(?:deletions?|removals?|inquir(?:y|ies)|previews?|drafts?|policy|policies|settings?|status|events?|protections?|reasons?)$/.test(
      tail,
    ) &&
    words.length < 3
  )
    return (
      /^(?:deletion|removal)$/.test(tail) &&
      (words.length === 1 || /^(?:schedule|start|confirm|users?|accounts?|customers?)$/.test(words[0] ?? ''))
    );
  if (words[0] === 'remove' && tail === 'token') return false;
  return true;
}

/** `/backups/7/restore`, `/snapshots/restore`: an older state takes the place of the present one. */
function restorationAt(last: string, parts: readonly string[]): NameReading | null {
  if (
    !/^(?:restore|rollback|revert|rewind)(?:[-_]?(?:pitr|backup|snapshot|database|volume|to[-_]?point[-_]?in[-_]?time))?$/i.test(
      last,
    )
  )
    return null;
  const nouns = nounsOf(parts).slice(0, -1).flatMap(wordsOf);
  const kept = nouns.find((word) =>
    /^(?:backups?|snapshots?|pitr|databases?|volumes?|disks?|branch(?:es)?|travel|dumps?)$/.test(word),
  );
  const named = /pitr|backup|snapshot|database|volume|point/i.exec(last)?.[0].toLowerCase();
  const resource = kept ?? named;
  if (resource === undefined) return null;
  return { verb: 'overwrite', resource, asset: 'data-store', reversibility: 'irreversible' };
}

function nounsBefore(parts: readonly string[], end: number): string[] {
  for (let at = end; at > 0; at -= 1) {
    const part = parts[at - 1] ?? '';
    // `/repos/acme/app/transfer`: two names, an owner's and its own.
    if (/^(?:repos|repositories)$/.test(parts[at - 3] ?? '') && !/^[\d.]+$/.test(parts[at - 2] ?? ''))
      return ['repository'];
    if (isNoun(part) && !skipped.test(part)) return wordsOf(lastNounOf(parts.slice(0, at)) ?? part);
  }
  return [];
}
