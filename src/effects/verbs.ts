import type { Asset, Reversibility } from '../action/effect.ts';
import { wordsOf } from './words.ts';

/** What the words of an operation's name say it does. */
export interface NameReading {
  readonly verb: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
}

/** Verbs that destroy whatever they are said of. */
const strong = new Set(
  (
    'delete destroy drop truncate purge wipe erase terminate deprovision decommission nuke obliterate unpublish expunge ' +
    'deregister teardown shred overwrite deallocate forcedelete harddelete softdelete bulkdelete batchdelete massdelete ' +
    'deleteall removeall destroyall purgeall dropall deletemany deletion removal destruction erasure termination redact scrub ' +
    'unregister unprovision flushall flushdb revoke'
  ).split(' '),
);
/** Verbs that lose data only together with something that holds some. */
const weak = new Set(
  (
    'remove rm del rmdir reset clear flush kill rollback empty evict cleanup prune uninstall unlink deactivate retire discard ' +
    'expire trim forget dispose detach trash void yank withdraw release disconnect vacate'
  ).split(' '),
);
/** Verbs that begin a machine, or what is stored on it, anew. */
const afresh = new Set(
  'rebuild reinstall reimage reformat format reprovision recreate recycle reinit reinitialize reinitialise'.split(' '),
);
/** The same in several words, as interfaces of Alibaba Cloud, Tencent Cloud, IBM and OVH have it. */
const anew =
  /\b(?:(?:replace|switch) (?:system|boot|root) (?:disk|volume)s?|(?:change|switch|reload|replace|reset) (?:os|operating system)|offline isolated|restore virtual machine|factory (?:reset|restore|defaults?))\b/;
const machines =
  /^(?:servers?|instances?|droplets?|linodes?|machines?|vms?|devices?|disks?|drives?|volumes?|nodes?|environments?|databases?|clusters?|partitions?|workspaces?|desktops?)$/;
/** Switching these off leaves nothing to come back to, or no trace. */
const switchedOff = new Set('disable stop suspend pause deactivate deenroll turnoff'.split(' '));
const guarding =
  /^(?:backups?|logging|trails?|audit|versioning|pitr|recovery|recorders?|recorder|snapshots?|retention|detectors?)$/;
/** A name that begins like this asks, whatever stands behind it: `list_deleted_items`, `get_delete_status`. */
const asking = new Set(
  (
    'get list read search find fetch describe show query check count view lookup is has can may preview validate verify explain inspect ' +
    'download export suggest estimate diff compare undelete undo cancel simulate dry await wait poll monitor watch on abort recover reject batchget'
  ).split(' '),
);
/** `ResetInstance` with an image (Tencent Cloud, Huawei Cloud): the machine's disk is written anew. */
export function isWrittenAnew(name: string, text: string): boolean {
  return /^(?:Reset|Change|Replace)\w*(?:Instance|Server|System|Image|OS)s?$/.test(name) && /Image_?Id/i.test(text);
}

/** Behind one of these a destructive word is what the new or changed thing is about: `createDeleteRequestDraft`. */
const making = new Set('create update set put enable add configure modify edit register subscribe'.split(' '));
const aboutIt =
  /^(?:protection|polic(?:y|ies)|settings?|drafts?|previews?|reason|markers?|status|reports?|history|events?|webhooks?|notifications?|permissions?|allowed|confirmation|schedule)$/;

/** Things whose loss is nobody's grief or is undone by one click. */
const mild = new Set(
  (
    'label labels reaction reactions star stars starred watch watcher watchers watched bookmark bookmarks tag tags like likes liked ' +
    'favorite favorites favourite favourites notification notifications cache caches cursor cursors selection breakpoint breakpoints tab tabs ' +
    'highlight session sessions assignee assignees reviewer reviewers requested follow following followers mute muted pin unpin badge ' +
    'emoji cookie cookies invitation invitations invite invites reminder reminders vote votes upvote scroll typing presence ' +
    'read unread suggestion suggestions popup modal toast breadcrumb cart basket'
  ).split(' '),
);
/** Where a tag is the only name of an image, or a commit. */
const tagged = /^(?:images?|registr(?:y|ies)|repositor(?:y|ies)|manifests?|containers?|packages?|git|release)$/;

const assets: readonly (readonly [Asset, RegExp])[] = [
  ['backup', /^(?:backups?|snapshots?|archives?|recovery|checkpoints?|restore|pitr|retention)$/],
  ['log', /^(?:logs?|audit|trails?|logging|recorders?|history)$/],
  [
    'key',
    /^(?:keys?|secrets?|tokens?|credentials?|certificates?|certs?|passwords?|passkeys?|apikeys?|kms|vaults?|jwks|mfa)$/,
  ],
  ['state', /^(?:states?|tfstate|migrations?|migrate)$/],
  [
    'data-store',
    /^(?:data|metadata|databases?|db|dbs|tables?|columns?|volumes?|buckets?|disks?|drives?|collections?|clusters?|instances?|projects?|environments?|envs?|indexes|index|indices|queues?|topics?|streams?|repos?|repositor(?:y|ies)|schemas?|datasets?|storage|stores?|objects?|records?|rows?|documents?|docs?|items?|entit(?:y|ies)|users?|accounts?|workspaces?|organizations?|organisations?|orgs?|tenants?|realms?|warehouses?|namespaces?|filesystems?|shares?|blobs?|containers?|customers?|contacts?|zones?|stacks?|services?|apps?|applications?|sites?|branch(?:es)?|keyspaces?|files?|folders?|director(?:y|ies)|pages?|blocks?|messages?|emails?|mails?|threads?|posts?|comments?|issues?|tickets?|boards?|cards?|calendars?|playlists?|forms?|surveys?|responses?|articles?|conversations?|campaigns?|audiences?|segments?|stories|story|products?|orders?|images?|artifacts?|packages?|pkgs?|registr(?:y|ies)|spaces?|channels?|events?|metrics?|series|points|vectors|vertices|edges|catalogs?|catalogue|assets?|media|videos?|recordings?|photos?|notes?|lists?|contents?|variables?|configs?|configurations?|everything|all|redis|postgres|postgresql|pg|mysql|mongo|mongodb|sqlite|kv|cache-store|addons?|trash|bin|resources?|systems?|models?|versions?|releases?|deals?|leads?|invoices?|payments?|subscriptions?|memory|memories|helm)$/,
  ],
  [
    'data-store',
    /^(?:backlogs?|mailbox(?:es)?|dlqs?|attachments?|embeddings?|partitions?|shards?|persons?|people|ledgers?|wikis?|websites?|chats?|inbox(?:es)?|spam|trends?|candidates?|applicants?|requesters?|patients?|webapps?|graphs?)$/,
  ],
  [
    'access',
    /^(?:roles?|polic(?:y|ies)|permissions?|members?|memberships?|grants?|access|dns|domains?|firewalls?|networks?|vpcs?|subnets?|groups?|teams?|collaborators?|admins?|owners?|identit(?:y|ies)|registrations?|devices?|protection|providers?|connections?|clients?|ips?|addresses|address|endpoints?|tunnels?)$/,
  ],
  [
    'compute',
    /^(?:deployments?|servers?|droplets?|machines?|functions?|vms?|pods?|nodes?|workers?|jobs?|webhooks?|pipelines?|workflows?)$/,
  ],
];

/** A deletion of many that runs on by itself, and is asked after. */
const oneOfMany = /^(?:batch|bulk|jobs?|tasks?|async)$/;

const prepositions = new Set('from by for on with in at to via within using of as into when where'.split(' '));
const filler = new Set(
  'tool mcp do factory batch bulk many multiple force hard permanently permanent dangerously async request requests schedule one v1 v2 v3 and or'.split(
    ' ',
  ),
);

/**
 * Reads an operation's name (`deleteProject`, `remove-volume`, `DynamoDB_20120810.DeleteTable`); null where it destroys
 * nothing. `context` gives the nouns around it where the name is a bare verb: a path's, a tool server's.
 */
export function readName(name: string, context: readonly string[] = []): NameReading | null {
  const words = wordsOf(name.slice(0, 400))
    .filter((word) => word !== 'tool' && word !== 'mcp')
    .flatMap(apart);
  return readWords(words, context);
}

const gluedBehind = /^([a-z]{3,40}?)(delete|destroy|truncate|purge|terminate|remove|drop)$/;
/** `filedrop`, `airdrop` take nothing away. */
const dropped = /(?:database|collection|table|index|keyspace|schema|partition)s?$/;
const thing =
  /(?:databases?|collections?|tables?|index(?:es)?|documents?|records?|buckets?|volumes?|disks?|instances?|clusters?|servers?|accounts?|users?|members?|projects?|tenants?|domains?|snapshots?|backups?|objects?|files?|folders?|queues?|topics?|customers?|contacts?|namespaces?|environments?|keyspaces?|schemas?|partitions?|messages?|zones?|nodes?|groups?|keys?|secrets?)$/;

/** `deleterange`, `terminateservicejob`, `databasecollectiondelete`: a verb and its object written as one word. */
function apart(word: string, at: number, words: readonly string[]): string[] {
  // `ReInitDisk`
  if (word === 're' && afresh.has(`re${words[at + 1]}`)) return [];
  if (at > 0 && words[at - 1] === 're' && afresh.has(`re${word}`)) return [`re${word}`];
  const joined = /^(delete|destroy|truncate|purge|terminate)(?!d$|s$|r$|rs$)([a-z]{2,})$/.exec(word);
  if (joined) return [joined[1] ?? word, joined[2] ?? ''];
  const [, object = '', verb = ''] = gluedBehind.exec(word) ?? [];
  const taken = (verb === 'drop' ? dropped : thing).exec(object)?.[0];
  return taken ? [taken, verb] : [word];
}

function readWords(words: readonly string[], context: readonly string[]): NameReading | null {
  if (anew.test(words.join(' ')) && !asking.has(words[0] ?? ''))
    return { verb: 'overwrite', resource: 'disk', asset: 'data-store', reversibility: 'irreversible' };
  const first = verbIn(words);
  const verb = words[first];
  if (verb === undefined) return readSwitch(words, context);
  const before = words.slice(0, first);
  // `contact_list_delete`: the list is deleted.
  const listed = before.at(-1) === 'list' && first === words.length - 1 && strong.has(verb);
  if (
    (before.some((word) => asking.has(word)) && before.at(-1) !== 'and' && !listed) ||
    words[0] === 'un' ||
    words.includes('undelete')
  )
    return null;
  if (
    first > 0 &&
    words.some(
      (word) => /^(?:status|previews?|protection|dry)$/.test(word) || (word === 'history' && first < words.length - 1),
    )
  )
    return null;
  // `delete_batch_check`: how far the deletion has come.
  if (/^(?:check|status|progress|results?)$/.test(words.at(-1) ?? '') && words.some((word) => oneOfMany.test(word)))
    return null;
  if (before.some((word) => making.has(word)) && words.slice(first + 1).some((word) => aboutIt.test(word))) return null;
  const object = objectOf(words, first, context);
  const found = assetOf(object);
  const resource = object.find((word) => found && assetShape(found).test(word)) ?? object.at(-1) ?? 'resource';
  const asset = found ?? 'other';
  if (isMild(object, words))
    return { verb, resource: object.at(-1) ?? resource, asset: 'other', reversibility: 'reversible' };
  // What is written can be published again; a published version of a package is gone.
  if (
    verb === 'unpublish' &&
    object.some((word) => /^(?:articles?|posts?|pages?|entries|entry|products?|drafts?)$/.test(word))
  )
    return null;
  // What is redacted is handed over, and what comes back is another text.
  if (verb === 'redact' && [...words, ...object].some((word) => handedOver.test(word))) return null;
  if (afresh.has(verb)) {
    if (!object.some((word) => machines.test(word))) return null;
    return { verb, resource, asset: 'data-store', reversibility: 'irreversible' };
  }
  if (
    weak.has(verb) &&
    (!found || isOwnPassword([...words, ...object], verb) || isSlight(verb, object, [...words, ...context]))
  )
    return takenAway(words, context);
  return { verb, resource, asset, reversibility: verb === 'detach' ? 'recoverable' : 'irreversible' };
}

/** The place of the verb: a strong one anywhere counts before a weak one; what is neither is none. */
function verbIn(words: readonly string[]): number {
  const certain = words.findIndex((word) => strong.has(word));
  if (certain >= 0) return certain;
  // `restore_from_trash`: a place, and no verb.
  const possible = words.findIndex(
    (word, at) => weak.has(word) && !(word === 'trash' && prepositions.has(words[at - 1] ?? '')),
  );
  return possible >= 0 ? possible : words.findIndex((word) => afresh.has(word));
}

/** `disableBackups`, `StopLogging`: nothing is lost yet, but what would have brought it back is no longer made. */
function readSwitch(words: readonly string[], context: readonly string[]): NameReading | null {
  const away = takenAway(words, context);
  if (away) return away;
  const at = words.findIndex((word) => switchedOff.has(word));
  // A subscription that has ended is not taken up again, what was paid for with it goes.
  const ended = words.find((word) => word !== 'cancel') ?? context.at(-1) ?? '';
  if (words.includes('cancel') && words.length < 3 && /^(?:subscriptions?|numbers?|mandates?)$/.test(ended))
    return { verb: 'cancel', resource: ended.replace(/s$/, ''), asset: 'access', reversibility: 'irreversible' };
  const cancelled = words.includes('cancel') && [...words, ...context].includes('backups');
  if (at < 0 && !cancelled) return null;
  if (words.slice(0, Math.max(at, 0)).some((word) => asking.has(word)) && !cancelled) return null;
  const all = [...words, ...context];
  const guarded = all.find((word) => guarding.test(word));
  if (
    guarded === undefined ||
    words.some((word) => /^(?:restores?|block|fast|standby|job|jobs|task|image)$/.test(word))
  )
    return null;
  const verb = words[at] ?? 'cancel';
  const asset = /log|trail|audit|recorder|detector/.test(guarded) ? 'log' : 'backup';
  return { verb, resource: guarded, asset, reversibility: cancelled ? 'irreversible' : 'recoverable' };
}

/** A person or a company, as interfaces for customers, patients and staff call them. */
const somebody =
  /^(?:users?|customers?|contacts?|members?|persons?|people|profiles?|accounts?|organi[sz]ations?|leads?|candidates?|applicants?|prospects?|opportunit(?:y|ies)|employees?|requesters?|patients?|subjects?|guests?|visitors?|clients?|players?|subscribers?|recipients?|drivers?|students?)$/;

/** Verbs that take something out of everybody's reach until somebody puts it back, and what they count for. */
const takings: readonly (readonly [verb: RegExp, of: RegExp, asset: Asset, reversibility: Reversibility])[] = [
  [
    /^archive$/,
    /^(?:projects?|repos?|repositor(?:y|ies)|workspaces?|teams?|channels?|conversations?|boards?|products?|customers?|contacts?|objects?|databases?|initiatives?|spaces?|accounts?|organi[sz]ations?|companies|deals?|lists?|dashboards?)$/,
    'access',
    'recoverable',
  ],
  [
    /^lock$/,
    /^(?:users?|members?|accounts?|customers?|employees?|people|admins?|subscriptions?)$/,
    'access',
    'recoverable',
  ],
  [
    /^(?:suspend|deactivate|disable|ban|kick|deprovision)$/,
    /^(?:users?|members?|accounts?|customers?|projects?|services?|organi[sz]ations?|orgs?|tenants?|clusters?|databases?|sites?|domains?|subscriptions?|apps?|applications?|keys?|environments?|workspaces?|employees?|people|admins?)$/,
    'access',
    'recoverable',
  ],
  // A machine or service that is stopped is started again as it was: nothing is lost. What is put to rest as a whole is
  // out of everybody's reach, and may not come back by the same interface.
  [/^(?:pause|suspend|hibernate)$/, /^(?:clusters?|databases?|dbs?|projects?)$/, 'compute', 'recoverable'],
  [/^(?:shutdown|poweroff|halt)$/, /^(?:clusters?|servers?|databases?|dbs?|projects?)$/, 'compute', 'recoverable'],
  [/^failover$/, /^(?:clusters?|databases?|instances?|servers?|dbs?)$/, 'compute', 'recoverable'],
  [/^(?:anonymi[sz]e|pseudonymi[sz]e|depersonali[sz]e|forget)$/, somebody, 'data-store', 'irreversible'],
  // One of the two is gone with its name, its history and its rights. Branches and requests are merged into history.
  [
    /^merge(?:to|into|with)?$/,
    new RegExp(
      `${somebody.source}|^(?:tickets?|cases?|companies|company|duplicates?|opportunit(?:y|ies)|deals?|records?|conversations?|products?|entit(?:y|ies)|vendors?|suppliers?|locations?)$`,
    ),
    'data-store',
    'irreversible',
  ],
  [
    /^clean$/,
    /^(?:history|messages?|chats?|rooms?|channels?|queues?|databases?|db|tables?|buckets?|mailbox(?:es)?|trash|bin|storages?|volumes?|disks?|collections?|index(?:es)?|indices|datasets?|windows)$/,
    'data-store',
    'irreversible',
  ],
  [/^offboard$/, /^(?:users?|members?|employees?|people|devices?|machines?|accounts?)$/, 'access', 'recoverable'],
  [/^transfer$/, /^(?:domains?|ownership|repos?|repositor(?:y|ies))$/, 'access', 'irreversible'],
  [/^release$/, /^numbers?$/, 'access', 'irreversible'],
  [/^void$/, /^(?:invoices?|payments?|transactions?|envelopes?|bills?)$/, 'other', 'irreversible'],
  [/^close$/, /^(?:accounts?|organi[sz]ations?|tenants?|companies)$/, 'access', 'irreversible'],
  [/^(?:rotate|regenerate|roll|reroll)$/, /^(?:keys?|secrets?|credentials?|passwords?)$/, 'key', 'irreversible'],
  [
    /^refund$/,
    /^(?:payments?|charges?|orders?|transactions?|invoices?|captures?|purchases?|sales?|bookings?)$/,
    'other',
    'irreversible',
  ],
];

const notIt = /^(?:status|events?|policy|settings?|requests?|text|html|code)$/;
const slightNext =
  /^(?:status|events?|history|policy|settings?|requests?|reasons?|emails?|messages?|fields?|tags?|cells?|branch(?:es)?|refs?|pulls?|upstream|validation|text)$/;

/** `archiveProject`, `ban_user`, `/instances/7/stop`, `rotate_api_key`, `create_refund`; null for anything else. */
function takenAway(words: readonly string[], context: readonly string[]): NameReading | null {
  if (words.length > 7 || asking.has(words[0] ?? '') || /^(?:schedule|test|mock|draft|un|auto)$/.test(words[0] ?? ''))
    return null;
  if (/^(?:create|issue|make)$/.test(words[0] ?? '') && /^refunds?$/.test(words.at(-1) ?? ''))
    return { verb: 'refund', resource: 'payment', asset: 'other', reversibility: 'irreversible' };
  if (words.includes('force') && words.includes('unlock'))
    return { verb: 'unlock', resource: 'state lock', asset: 'state', reversibility: 'recoverable' };
  for (const [verb, of, asset, reversibility] of takings) {
    const at = words.findIndex((word) => verb.test(word));
    if (at < 0 || words.slice(0, at).some((word) => asking.has(word) || making.has(word))) continue;
    const around = [...words.slice(0, at), ...words.slice(at + 1)];
    const resource = (around.some((word) => !filler.has(word)) ? around : context).findLast((word) => of.test(word));
    if (
      resource !== undefined &&
      !around.some((word) => (verb.source.includes('clean') ? notIt : slightNext).test(word))
    )
      return { verb: words[at] ?? '', resource, asset, reversibility };
  }
  return null;
}

/** What the verb is said of: the words behind it up to a preposition, else those in front, else what stands around. */
function objectOf(words: readonly string[], at: number, context: readonly string[]): readonly string[] {
  const behind: string[] = [];
  for (const word of words.slice(at + 1)) {
    if (prepositions.has(word)) break;
    if (!filler.has(word)) behind.push(word);
  }
  const ahead = words.slice(0, at).filter((word) => !filler.has(word) && !making.has(word));
  if (behind.length > 0) {
    // `users_delete_all`, `volume.delete.force`: a quantity behind the verb says nothing of what it is.
    return behind.every((word) => /^(?:all|everything|\d+)$/.test(word)) ? [...ahead, ...behind] : behind;
  }
  return ahead.length > 0 ? ahead : context;
}

function assetOf(object: readonly string[]): Asset | undefined {
  const graver = assets.find(
    ([asset, shape]) => /^(?:backup|log|state)$/.test(asset) && object.some((word) => shape.test(word)),
  );
  if (graver) return graver[0];
  const head = object.at(-1);
  const byHead = assets.find(([, shape]) => head !== undefined && shape.test(head));
  return (byHead ?? assets.find(([, shape]) => object.some((word) => shape.test(word))))?.[0];
}

function assetShape(asset: Asset): RegExp {
  return assets.find(([name]) => name === asset)?.[1] ?? /$^/;
}

function isMild(object: readonly string[], words: readonly string[]): boolean {
  const head = object.at(-1);
  if (head === undefined || !mild.has(head)) return false;
  // A cache that is a store of its own, and what somebody drew.
  if (object.some((word) => /^(?:serverless|redis|valkey|memcached|elasti|replication|custom)$/.test(word)))
    return false;
  if (/^tags?$/.test(head))
    return !words.some((word) => tagged.test(word)) && !object.some((word) => tagged.test(word));
  return !/^(?:stars?|read|selection)$/.test(head) || object.length < 3;
}

/** `resetPassword`, `password/reset`: a person's own way back in. */
function isOwnPassword(words: readonly string[], verb: string): boolean {
  return (
    /^(?:reset|forget)$/.test(verb) &&
    words.includes('password') &&
    words.every((word) =>
      /^(?:reset|forget|password|forgot|send|request|email|mail|link|token|user|users|account|auth|confirm|my|me|verify|code|otp|finalize|complete|create)$/.test(
        word,
      ),
    )
  );
}

/** Histories of what somebody did at a screen, and of what a tool thought. */
const ownHistory =
  /^(?:brows\w+|browser|commands?|cmd|shell|terminal|console|bash|zsh|repl|search(?:es)?|undo|redo|downloads?|clipboard|think\w*|thoughts?|reasoning|calc\w*|input|navigation|nav|quer(?:y|ies)|local|view(?:ed)?|visits?|session|prompt|editor|cache)$/;
/** What a service that takes personal data out of a text is handed. */
const handedOver =
  /^(?:text|texts|pii|content|string|strings|prompts?|process|pdfs?|transcripts?|faces?|images?|documents?)$/;

/** Weak verbs that take nothing away from these. */
function isSlight(verb: string, object: readonly string[], around: readonly string[]): boolean {
  const head = object.at(-1) ?? '';
  // What was said in a room or measured of a machine is kept nowhere else; what somebody typed or looked at is.
  if (/^history|^histories/.test(head))
    return (
      !(verb === 'reset' ? around.includes('all') : /^(?:clear|empty|flush|prune|trim)$/.test(verb)) ||
      around.some((word) => ownHistory.test(word))
    );
  if (verb === 'retire' && /^devices?$/.test(head)) return false;
  if (/^(?:release|disconnect|detach|withdraw|retire|void)$/.test(verb))
    return !/^(?:volumes?|disks?|databases?|addresses|address|ips?|storage|grants?|certificates?|domains?|repos?|repositor(?:y|ies))$/.test(
      head,
    );
  if (verb === 'trim')
    return !/^(?:datasets?|streams?|topics?|queues?|series|logs?|tables?|history|backups?)$/.test(head);
  // What has expired is gone already.
  if (object.includes('expire') || object.includes('expired')) return true;
  // A machine that is reset starts again; an instance that is flushed or cleared is a store.
  if (verb === 'reset' && /^(?:instances?|servers?|machines?|vms?|droplets?|nodes?)$/.test(head)) return true;
  if (/^(?:clear|reset|flush|empty)$/.test(verb))
    return /^(?:metrics?|events?|connections?|members?|configs?|versions?|pages?|list|lists|jobs?|workers?|providers?|clients?|attributes?|settings?|group|id|servers?|machines?|vms?|droplets?|nodes?|conversations?|forms?|responses?|cards?)$/.test(
      head,
    );
  if (verb === 'rollback')
    return !/^(?:databases?|db|tables?|migrations?|volumes?|snapshots?|environments?)$/.test(head);
  if (verb === 'kill' || verb === 'evict')
    return /^(?:jobs?|pods?|workers?|connections?|queries|pipelines?|workflows?)$/.test(head);
  return false;
}

/**
 * `restoreDatabaseFromBackup`, `restore_snapshot`: an older state that takes the place of the present one; null where
 * the name says nothing of the kind. Not for interfaces whose restoring makes a new thing (AWS).
 */
export function readRestoration(name: string): NameReading | null {
  const words = wordsOf(name.slice(0, 400));
  const at = words.findIndex((word) => /^(?:restore|revert|rewind)$/.test(word));
  if (at < 0 || words.slice(0, at).some((word) => asking.has(word))) return null;
  const kept = words.find((word) =>
    /^(?:backups?|snapshots?|databases?|db|volumes?|pitr|dump|pg|postgres|mysql|mongo)$/.test(word),
  );
  if (kept === undefined || words.some((word) => /^(?:new|status|jobs?|clone|deleted|trash)$/.test(word))) return null;
  return { verb: 'overwrite', resource: kept, asset: 'data-store', reversibility: 'irreversible' };
}
