import type { Asset, Reversibility } from '../action/effect.ts';
import { asking, filler, guarding, making, prepositions, switchedOff } from './verb-words.ts';
import type { NameReading } from './verbs.ts';

/** `disableBackups`, `StopLogging`: nothing is lost yet, but what would have brought it back is no longer made. */
export function readSwitch(words: readonly string[], context: readonly string[]): NameReading | null {
  const away = takenAway(words, context);
  if (away) return away;
  const at = words.findIndex((word) => switchedOff.has(word));
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

/** Beside one of these it is said of something else. */
const notIt = /^(?:status|events?|settings?|requests?|text|html|code|previews?|versions?)$/;
const slightNext =
  /^(?:status|events?|history|policy|settings?|requests?|reasons?|emails?|messages?|fields?|tags?|cells?|branch(?:es)?|refs?|pulls?|upstream|validation|text)$/;

/** What is ordered, paid for, promised or met for: once it is called off, no call takes it up again. */
export const dealt =
  /^(?:orders?|subscriptions?|plans?|invoices?|bills?|checks?|payments?|charges?|payouts?|refunds?|transfers?|withdrawals?|shipments?|deliver(?:y|ies)|fulfil?lments?|labels?|pickups?|bookings?|reservations?|appointments?|events?|meetings?|webinars?|memberships?|mandates?|contracts?|agreements?|envelopes?|polic(?:y|ies)|projects?|transactions?|purchases?|sales?|rentals?|leases?|rides?|trips?|flights?|lessons?|interviews?|consultations?|enrol?lments?|numbers?|accounts?|storages?|hostings?|servers?|domains?)$/;

/** Verbs that take something out of everybody's reach until somebody puts it back, and what they count for; `beside` takes the place of the usual words that say otherwise. */
const takings: readonly (readonly [
  verb: RegExp,
  of: RegExp,
  asset: Asset,
  reversibility: Reversibility,
  beside?: RegExp,
])[] = [
  [
    /^archive$/,
    /^(?:projects?|repos?|repositor(?:y|ies)|workspaces?|teams?|channels?|conversations?|boards?|products?|customers?|contacts?|objects?|databases?|initiatives?|spaces?|accounts?|organi[sz]ations?|companies|deals?|lists?|dashboards?|environments?|pipelines?|streams?|courses?)$/,
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
  [/^drain$/, /^queues?$/, 'data-store', 'irreversible'],
  [/^drain$/, /^(?:nodes?|servers?|instances?)$/, 'compute', 'recoverable'],
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
    notIt,
  ],
  [/^offboard$/, /^(?:users?|members?|employees?|people|devices?|machines?|accounts?)$/, 'access', 'recoverable'],
  [/^transfer$/, /^(?:domains?|ownership|repos?|repositor(?:y|ies))$/, 'access', 'irreversible'],
  [/^release$/, /^numbers?$/, 'access', 'irreversible'],
  [/^unpin$/, /^(?:ipfs|pinata|pinning|filebase|cids?)$/, 'data-store', 'irreversible'],
  [/^detach$/, /^(?:methods?|mandates?)$/, 'other', 'irreversible'],
  [/^replace$/, /^(?:polic(?:y|ies)|acls?|permissions|grants|bindings)$/, 'access', 'irreversible', notIt],
  [
    /^(?:cancel|void)$/,
    dealt,
    'other',
    'irreversible',
    /^(?:status|reasons?|previews?|jobs?|requests?|fees?|scheduled|deletion)$/,
  ],
  [/^close$/, /^(?:accounts?|organi[sz]ations?|tenants?|companies)$/, 'access', 'irreversible'],
  [/^(?:rotate|regenerate|roll|reroll)$/, /^(?:keys?|secrets?|credentials?|passwords?)$/, 'key', 'irreversible'],
  [
    /^refund$/,
    /^(?:payments?|charges?|orders?|transactions?|invoices?|captures?|purchases?|sales?|bookings?)$/,
    'other',
    'irreversible',
  ],
];

/** `archiveProject`, `ban_user`, `/instances/7/stop`, `rotate_api_key`, `create_refund`; null for anything else. */
export function takenAway(words: readonly string[], context: readonly string[]): NameReading | null {
  const begin = words[0] ?? '';
  if (
    words.length > 7 ||
    (asking.has(begin) && begin !== 'cancel') ||
    /^(?:schedule|test|mock|draft|un|auto)$/.test(begin)
  )
    return null;
  if (/^(?:create|issue|make)$/.test(words[0] ?? '') && /^refunds?$/.test(words.at(-1) ?? ''))
    return { verb: 'refund', resource: 'payment', asset: 'other', reversibility: 'irreversible' };
  if (words.includes('force') && words.includes('push'))
    return { verb: 'overwrite', resource: 'branch', asset: 'history', reversibility: 'irreversible' };
  if (words.includes('force') && words.includes('unlock'))
    return { verb: 'unlock', resource: 'state lock', asset: 'state', reversibility: 'recoverable' };
  for (const [verb, of, asset, reversibility, beside = slightNext] of takings) {
    const at = words.findIndex((word) => verb.test(word));
    if (at < 0 || words.slice(0, at).some((word) => asking.has(word) || making.has(word))) continue;
    const around = [...words.slice(0, at), ...words.slice(at + 1)];
    const said = around.some((word) => !filler.has(word)) ? around : context;
    // `cancel_order_export`: the last word is what is called off.
    const resource = (of === dealt ? headOf(said) : said).findLast((word) => of.test(word));
    if (resource !== undefined && !around.some((word) => beside.test(word)))
      return { verb: words[at] ?? '', resource, asset, reversibility };
  }
  return null;
}

/** The last of some words that names a thing. */
function headOf(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word, at) => at > 0 && prepositions.has(word));
  const things = (end < 0 ? words : words.slice(0, end)).filter(
    (word) => !filler.has(word) && !/^(?:ids?|all|now|immediately|\d+)$/.test(word),
  );
  return things.slice(-1);
}
