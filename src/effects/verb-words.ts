import type { Asset } from '../action/effect.ts';

/** Verbs that destroy whatever they are said of. */
export const strong = new Set(
  (
    'delete destroy drop truncate purge wipe erase terminate deprovision decommission nuke obliterate unpublish expunge ' +
    'deregister teardown shred overwrite deallocate forcedelete harddelete softdelete bulkdelete batchdelete massdelete ' +
    'deleteall removeall destroyall purgeall dropall deletemany deletion removal destruction erasure termination redact scrub dissolve disband ' +
    'unregister unprovision flushall flushdb revoke'
  ).split(' '),
);
/** Verbs that lose data only together with something that holds some. */
export const weak = new Set(
  (
    'remove rm del rmdir reset clear flush kill rollback empty evict cleanup prune uninstall unlink deactivate retire discard ' +
    'expire trim forget dispose detach trash void yank withdraw release disconnect vacate'
  ).split(' '),
);
/** Verbs that begin a machine, or what is stored on it, anew. */
export const afresh = new Set(
  'rebuild reinstall reimage reformat format reprovision recreate recycle reinit reinitialize reinitialise'.split(' '),
);
/** The same in several words, as interfaces of Alibaba Cloud, Tencent Cloud, IBM and OVH have it. */
export const anew =
  /\b(?:(?:replace|switch) (?:system|boot|root) (?:disk|volume)s?|(?:change|switch|reload|replace|reset) (?:os|operating system)|offline isolated|restore virtual machine|factory (?:reset|restore|defaults?))\b/;
/** Kinds of things that are begun anew. */
export const machines =
  /^(?:servers?|instances?|droplets?|linodes?|machines?|vms?|devices?|disks?|drives?|volumes?|nodes?|environments?|databases?|clusters?|partitions?|workspaces?|desktops?)$/;
/** Switching these off leaves nothing to come back to, or no trace. */
export const switchedOff = new Set('disable stop suspend pause deactivate deenroll turnoff'.split(' '));
/** What brings something back, or shows what was done. */
export const guarding =
  /^(?:backups?|logging|trails?|audit|versioning|pitr|recovery|recorders?|recorder|snapshots?|retention|detectors?|archiv(?:e|ing)|protection)$/;
/** A name that begins like this asks, whatever stands behind it: `list_deleted_items`, `get_delete_status`. */
export const asking = new Set(
  (
    'get list read search find fetch describe show query check count view lookup is has can may preview validate verify explain inspect ' +
    'download export suggest estimate diff compare undelete undo cancel simulate dry retrieve analyze analyse assess evaluate calculate identify recommend await wait poll monitor watch on abort recover reject batchget'
  ).split(' '),
);
/** Behind one of these a destructive word is what the new or changed thing is about: `createDeleteRequestDraft`. */
export const making = new Set(
  'create update set put change enable add configure modify edit register subscribe'.split(' '),
);
/** What a new or changed thing of that kind is called. */
export const aboutIt =
  /^(?:protection|polic(?:y|ies)|settings?|drafts?|previews?|reason|markers?|status|reports?|history|events?|webhooks?|notifications?|permissions?|allowed|confirmation|schedule)$/;

/** Things whose loss is nobody's grief or is undone by one click. */
export const mild = new Set(
  (
    'label labels reaction reactions star stars starred watch watcher watchers watched bookmark bookmarks tag tags like likes liked ' +
    'favorite favorites favourite favourites notification notifications cache caches cursor cursors selection breakpoint breakpoints tab tabs ' +
    'session sessions assignee assignees reviewer reviewers requested follow following followers mute muted pin unpin badge ' +
    'emoji cookie cookies invitation invitations invite invites vote votes upvote scroll typing presence ' +
    'read unread suggestion suggestions popup modal toast breadcrumb cart basket'
  ).split(' '),
);
/** What is said, recorded, taught, measured or played: a session of it holds what took place. */
export const recorded =
  /^(?:recordings?|records?|replays?|chats?|chatbots?|bots?|agents?|assistants?|conversations?|dialog(?:ue)?s?|messages?|threads?|calls?|voice|transcri\w+|interviews?|meetings?|webinars?|labs?|experiments?|stud(?:y|ies)|trials?|games?|matches|courses?|class(?:es|rooms?)?|lessons?|learning|training|workouts?|exercises?|therap\w+|coach\w*|tutor\w*|surveys?|research|telemetry|captures?|broadcasts?|notebooks?|practice|mentoring|quiz(?:zes)?|exams?|rehearsals?)$/;
/** Where a tag is the only name of an image, or a commit. */
export const tagged = /^(?:images?|registr(?:y|ies)|repositor(?:y|ies)|manifests?|containers?|packages?|git|release)$/;

/** What a thing is, by the words for it; the first that fits. */
export const assets: readonly (readonly [Asset, RegExp])[] = [
  ['backup', /^(?:backups?|snapshots?|archives?|recovery|checkpoints?|restore|pitr|retention)$/],
  ['log', /^(?:logs?|audit|trails?|logging|recorders?|history)$/],
  [
    'key',
    /^(?:keys?|secrets?|tokens?|credentials?|certificates?|certs?|passwords?|passkeys?|apikeys?|kms|vaults?|jwks|mfa|factors)$/,
  ],
  ['state', /^(?:states?|tfstate|migrations?|migrate)$/],
  [
    'data-store',
    /^(?:data|metadata|databases?|db|dbs|tables?|columns?|volumes?|buckets?|disks?|drives?|collections?|clusters?|instances?|projects?|environments?|envs?|indexes|index|indices|queues?|topics?|streams?|repos?|repositor(?:y|ies)|schemas?|datasets?|storage|stores?|objects?|records?|rows?|documents?|docs?|items?|entit(?:y|ies)|users?|accounts?|workspaces?|organizations?|organisations?|orgs?|tenants?|realms?|warehouses?|namespaces?|filesystems?|shares?|blobs?|containers?|customers?|contacts?|zones?|stacks?|services?|apps?|applications?|sites?|branch(?:es)?|keyspaces?|files?|folders?|director(?:y|ies)|pages?|blocks?|messages?|emails?|mails?|threads?|posts?|comments?|issues?|tickets?|boards?|cards?|calendars?|playlists?|forms?|surveys?|responses?|articles?|conversations?|campaigns?|audiences?|segments?|stories|story|products?|orders?|images?|artifacts?|packages?|pkgs?|registr(?:y|ies)|spaces?|channels?|events?|metrics?|series|points|vectors|vertices|edges|catalogs?|catalogue|assets?|media|videos?|recordings?|photos?|notes?|lists?|contents?|variables?|configs?|configurations?|everything|all|redis|postgres|postgresql|pg|mysql|mongo|mongodb|sqlite|kv|cache-store|addons?|trash|bin|resources?|systems?|models?|versions?|releases?|deals?|leads?|invoices?|payments?|subscriptions?|memory|memories|helm)$/,
  ],
  [
    'data-store',
    /^(?:backlogs?|mailbox(?:es)?|dlqs?|attachments?|embeddings?|partitions?|shards?|persons?|people|ledgers?|wikis?|websites?|chats?|inbox(?:es)?|spam|trends?|candidates?|applicants?|requesters?|patients?|webapps?|graphs?|notebooks?|courses?|albums?|galler(?:y|ies)|compan(?:y|ies)|meetings?|bookings?|appointments?|reservations?|employees?|students?|dashboards?|transcripts?|voicemails?|contracts?|agreements?|envelopes?|transactions?|receipts?|expenses?|episodes?|podcasts?|recipes?|corpus|corpora|ranges?|values|sheets?|slides?|decks?|presentations?|templates?|designs?|diagrams?|monitors?|worksheets?|spreadsheets?|opportunit(?:y|ies)|experiments?|encounters?|listings?|vehicles?|shipments?|communit(?:y|ies)|canvas(?:es)?|whiteboards?|drawings?|scenes?|shelf|shelves|e?books?|movies?|films?)$/,
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
export const oneOfMany = /^(?:batch|bulk|jobs?|tasks?|async)$/;

/** Behind one of these stands where, not what. */
export const prepositions = new Set('from by for on with in at to via within using of as into when where'.split(' '));
/** Words that say nothing of what is meant. */
export const filler = new Set(
  'tool mcp do swap factory batch bulk many multiple force hard permanently permanent dangerously async request requests schedule one v1 v2 v3 and or'.split(
    ' ',
  ),
);

/** A verb written as one word with what stands in front of it. */
export const gluedBehind = /^([a-z]{3,40}?)(delete|destroy|truncate|purge|terminate|remove|drop)$/;
/** `filedrop`, `airdrop` take nothing away. */
export const dropped = /(?:database|collection|table|index|keyspace|schema|partition)s?$/;
/** Kinds of things that are written as one word with a verb behind them. */
export const thing =
  /(?:databases?|collections?|tables?|index(?:es)?|documents?|records?|buckets?|volumes?|disks?|instances?|clusters?|servers?|accounts?|users?|members?|projects?|tenants?|domains?|snapshots?|backups?|objects?|files?|folders?|queues?|topics?|customers?|contacts?|namespaces?|environments?|keyspaces?|schemas?|partitions?|messages?|zones?|nodes?|groups?|keys?|secrets?)$/;
