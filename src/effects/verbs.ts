import type { Asset, Reversibility } from '../action/effect.ts';
import { dealt, readSwitch, takenAway } from './takings.ts';
import {
  aboutIt,
  afresh,
  anew,
  asking,
  assets,
  dropped,
  filler,
  gluedBehind,
  machines,
  making,
  mild,
  oneOfMany,
  prepositions,
  recorded,
  strong,
  tagged,
  thing,
  weak,
} from './verb-words.ts';
import { wordsOf } from './words.ts';

/** What the words of an operation's name say it does. */
export interface NameReading {
  readonly verb: string;
  readonly resource: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
}

/** `ResetInstance` with an image (Tencent Cloud, Huawei Cloud): the machine's disk is written anew. */
export function isWrittenAnew(name: string, text: string): boolean {
  return /^(?:Reset|Change|Replace)\w*(?:Instance|Server|System|Image|OS)s?$/.test(name) && /Image_?Id/i.test(text);
}

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

/** `deleterange`, `terminateservicejob`, `databasecollectiondelete`: a verb and its object written as one word. */
function apart(word: string, at: number, words: readonly string[]): string[] {
  // `tear_down`, `clean_up`
  const next = words[at + 1];
  if ((word === 'tear' && next === 'down') || (word === 'clean' && next === 'up')) return [`${word}${next}`];
  if ((word === 'down' && words[at - 1] === 'tear') || (word === 'up' && words[at - 1] === 'clean')) return [];
  // `ReInitDisk`
  if (word === 're' && afresh.has(`re${words[at + 1]}`)) return [];
  if (at > 0 && words[at - 1] === 're' && afresh.has(`re${word}`)) return [`re${word}`];
  const joined = /^(delete|destroy|truncate|purge|terminate)(?!d$|s$|r$|rs$)([a-z]{2,})$/.exec(word);
  if (joined) return [joined[1] ?? word, joined[2] ?? ''];
  // `removenodes`, `wipedisk`, `voidinvoice`
  const [, front = '', behind = ''] = /^(remove|wipe|erase|void|cancel)([a-z]{4,})$/.exec(word) ?? [];
  if (/^[vc]/.test(front) ? dealt.test(behind) : thing.exec(behind)?.index === 0) return [front, behind];
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
  // `send-reset-email`
  if (words[0] === 'send' && weak.has(verb)) return null;
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
      (word, at) =>
        (/^(?:status|previews?|protection|dry)$/.test(word) && !isUpdate(words, first, at)) ||
        (word === 'history' && first < words.length - 1),
    )
  )
    return words.includes('protection') ? readSwitch(words, context) : null;
  // `delete_batch_check`: how far the deletion has come.
  if (/^(?:check|status|progress|results?)$/.test(words.at(-1) ?? '') && words.some((word) => oneOfMany.test(word)))
    return null;
  if (before.some((word) => making.has(word)) && words.slice(first + 1).some((word) => aboutIt.test(word))) return null;
  const object = objectOf(words, first, context);
  const found = assetOf(object) ?? (isKept(object, words, context) ? 'data-store' : undefined);
  const resource = object.find((word) => found && assetShape(found).test(word)) ?? object.at(-1) ?? 'resource';
  const asset = found ?? 'other';
  if (isMild(object, words, context))
    return { verb, resource: object.at(-1) ?? resource, asset: 'other', reversibility: 'reversible' };
  // What is written can be published again; a published version of a package is gone.
  if (verb === 'unpublish' && object.some((word) => written.test(word))) return null;
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

/** `asana_delete_project_status`: what somebody wrote of how a thing stands. */
function isUpdate(words: readonly string[], verb: number, at: number): boolean {
  const between = words.slice(verb + 1, at);
  return (
    words[at] === 'status' &&
    /^(?:delete|remove)$/.test(words[verb] ?? '') &&
    between.length > 0 &&
    !between.some((word) => oneOfMany.test(word) || /^(?:operation|process|request)s?$/.test(word))
  );
}

/** The place of the verb: a strong one anywhere counts before a weak one; what is neither is none. */
function verbIn(words: readonly string[]): number {
  const certain = words.findIndex((word) => strong.has(word));
  if (certain >= 0) return certain;
  // `restore_from_trash`: a place, and no verb.
  const possible = words.findIndex(
    (word, at) =>
      weak.has(word) &&
      !(word === 'trash' && prepositions.has(words[at - 1] ?? '') && !(words[at - 1] === 'to' && words[0] === 'move')),
  );
  return possible >= 0 ? possible : words.findIndex((word) => afresh.has(word));
}

/** What the verb is said of: the words behind it up to a preposition, else those in front, else what stands around. */
function objectOf(words: readonly string[], at: number, context: readonly string[]): readonly string[] {
  const behind: string[] = [];
  for (const word of words.slice(at + 1)) {
    if (prepositions.has(word)) break;
    if (!filler.has(word)) behind.push(word);
  }
  const ahead = words
    .slice(0, at)
    .filter((word) => !filler.has(word) && !making.has(word) && !/^(?:move|to)$/.test(word));
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

function isMild(object: readonly string[], words: readonly string[], context: readonly string[]): boolean {
  const head = object.at(-1);
  if (head === undefined || !mild.has(head)) return false;
  // A label that is void is a parcel's.
  if (words.includes('void')) return false;
  // What is pinned to a board or a node is kept by the pin; in a conversation it is only a mark.
  if (keeping.test(head)) return !isKept(object, words, context);
  // A cache that is a store of its own, and what somebody drew.
  if (object.some((word) => /^(?:serverless|redis|valkey|memcached|elasti|replication|custom)$/.test(word)))
    return false;
  // What was said or recorded in it goes with it; a session that is only cleared or reset begins anew.
  if (/^sessions?$/.test(head) && words.some((word) => strong.has(word) || /^(?:remove|rm|del)$/.test(word)))
    return ![...object, ...context].some((word) => recorded.test(word));
  if (/^tags?$/.test(head))
    return !words.some((word) => tagged.test(word)) && !object.some((word) => tagged.test(word));
  return !/^(?:stars?|read|selection)$/.test(head) || object.length < 3;
}

/** Where a pin marks something that stands elsewhere. */
const marked =
  /^(?:slack|discord|telegram|teams|mattermost|rocket|zulip|channels?|chats?|conversations?|messages?|rooms?|threads?|issues?|repos?|projects?|groups?|posts?|comments?|notes?|tabs?|maps?)$/;

/** A mark at some services, and what somebody keeps at others. */
const keeping = /^(?:pins?|bookmarks?)$/;
/** Where the links themselves are kept, with their notes and copies. */
const keepers =
  /^(?:karakeep|hoarder|linkding|raindrop(?:io)?|linkwarden|linkace|shaarli|pinboard|pocket|wallabag|instapaper|readeck|readwise|omnivore|diigo|buku|grimoire|betula)$/;

/** Whether what is taken away is a pin that keeps something, on a board or in IPFS, or a link where links are kept. */
function isKept(object: readonly string[], words: readonly string[], context: readonly string[]): boolean {
  const head = object.at(-1) ?? '';
  if (!keeping.test(head)) return false;
  const all = [...words, ...context];
  if (/^b/.test(head))
    return all.some((word) => keepers.test(word)) || context.some((word) => /^bookmarks?$/.test(word));
  if (all.some((word) => /^(?:ipfs|pinata|pinning|filebase)$/.test(word))) return true;
  return words.some((word) => /^(?:delete|destroy|purge)$/.test(word)) && !all.some((word) => marked.test(word));
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

/** What is published again by a click, and no package. */
const written =
  /^(?:articles?|posts?|pages?|entries|entry|products?|drafts?|types?|surveys?|forms?|courses?|lessons?|events?|listings?|campaigns?|videos?|reports?|dashboards?|templates?|themes?|ads?|banners?|stories|story|blogs?|recipes?|assets?|contents?|documents?|docs|layouts?|menus?|widgets?|(?:work)?flows?)$/;

/** What only names the things it lists. */
const listing = /^(?:shelf|shelves|\w*lists?|queue|reading|favou?rites?|collections?|cart)$/;

const playing = /^(?:sonos|spotify|music|players?|playback|mpd|roon|volumio|plexamp|songs?|tracks?)$/;

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
  // What is in a cart is nobody's yet, and what a player plays next is chosen again.
  if (/^(?:remove|rm)$/.test(verb) && around.some((word) => /^(?:cart|basket)$/.test(word))) return true;
  if (/^queues?$/.test(head) && around.some((word) => playing.test(word))) return true;
  // A shelf or a list only names it.
  if (/^(?:e?books?|movies?|films?)$/.test(head)) return around.some((word) => listing.test(word));
  // What took place is written in them; one who records sends them on by a flush.
  if (/^events?$/.test(head) && /^(?:clear|empty)$/.test(verb)) return around.some((word) => ownHistory.test(word));
  // A machine that is reset starts again; an instance that is flushed or cleared is a store.
  if (verb === 'reset' && /^(?:instances?|servers?|machines?|vms?|droplets?|nodes?)$/.test(head)) return true;
  if (/^(?:clear|reset|flush|empty)$/.test(verb))
    return /^(?:metrics?|events?|connections?|members?|configs?|versions?|pages?|list|lists|jobs?|workers?|providers?|clients?|attributes?|settings?|group|id|validations?|format(?:s|ting)?|filters?|styles?|templates?|monitors?|designs?|diagrams?|slides?|servers?|machines?|vms?|droplets?|nodes?|conversations?|forms?|responses?|cards?)$/.test(
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
  if (kept === undefined || words.some((word) => /^(?:new|status|jobs?|clone|deleted|trash|previews?)$/.test(word)))
    return null;
  return { verb: 'overwrite', resource: kept, asset: 'data-store', reversibility: 'irreversible' };
}

/** True for a reading of something that is lost by it. */
export function isLoss(reading: NameReading | null): reading is NameReading {
  return reading !== null && reading.reversibility !== 'reversible';
}
