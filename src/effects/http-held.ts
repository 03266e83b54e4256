import { isNoun, type Target } from './http-target.ts';
import { recorded } from './verb-words.ts';
import type { NameReading } from './verbs.ts';
import { wordsOf } from './words.ts';

/** Whose sessions only let somebody in, or keep a place for a while. */
const letsIn =
  /^(?:users?|accounts?|auth\w*|oauth\w*|log(?:in|out|ins)|sign(?:in|out)|sso|saml|oidc|identit(?:y|ies)|members?|me|self|my|current|active|web|admins?|customers?|clients?|employees?|staff|people|persons?|subscribers?|tenants?|org\w*|compan(?:y|ies)|realms?|devices?|tokens?|security|cookies?|checkouts?|payments?|billing|portals?|uploads?|resumable|browsers?|webdriver|hub|grid|selenium|appium|databases?|sql|spark|livy|ssh|vpn|prox(?:y|ies)|gateways?|servers?|hosts?|nodes?|clusters?|instances?|consoles?|terminals?|shells?|debug|manage\w*|system|internal|open|store|shop|mobile|app|client|server|side|refresh|active|all|user|platform|control|core|main|common|rpc|dashboard|ui|wallets?|link|connect|files?)$/;
/** What a service is called whose sessions are what it keeps. */
const keepsSessions =
  /chat|replay|record|transcri|voice|convers|dialog|meeting|webinar|interview|tutor|coach|therap|notebook|story|rocket|smartlook|mouseflow|hotjar|posthog|anthropic|letta|getzep/;
/** Small things that are a store of their own, or somebody's work, beside these; without them, wherever they stand. */
const kept: readonly (readonly [noun: RegExp, beside?: RegExp])[] = [
  [/^(?:carts?|baskets?)$/],
  [/^(?:up)?votes?$/, /^(?:elections?|ballots?|referend\w+|petitions?)$/],
  [/^labels?$/, /^(?:datasets?|annotations?|annotators?|corpus|corpora|shipping|shipments?|parcels?)$/],
  [/^tabs?$/, /^(?:documents?|docs|spreadsheets?|workbooks?|notebooks?)$/],
  [/^suggestions?$/, /^(?:forums?|feedback|ideas?)$/],
];
/** Parameters by which the deletion takes along what was recorded. */
const withRecords =
  /[?&](?:delete|purge|remove|with|include|erase)[-_]?(?:recordings?|transcripts?|messages|history|media|files|data)=(?:true|1|yes)\b/i;

/** Whether what stands last in a path is a store there, though its name is that of a small thing. */
export function isHeld(noun: string, nouns: readonly string[], { host, parts, url }: Target): boolean {
  const all = nouns.join('/').toLowerCase();
  if (/pinning|ipfs|redis|memcache|cache-?clusters|caches\/.*keys/.test(all)) return true;
  const own = wordsOf(noun);
  const head = own.at(-1) ?? '';
  const before = parts.slice(0, parts.lastIndexOf(noun)).filter(isNoun).flatMap(wordsOf);
  if (/^sessions?$/.test(head)) {
    const said = [...before, ...own.slice(0, -1)];
    const nearest = said.at(-1);
    return (
      said.some((word) => recorded.test(word)) ||
      (nearest !== undefined && !letsIn.test(nearest)) ||
      keepsSessions.test(host) ||
      withRecords.test(url?.search ?? '')
    );
  }
  // A service named after it keeps nothing else: `api.bookmarks.acme.io/bookmarks/3`.
  if (/^(?:bookmark|reminder|vote|suggestion)/.test(head) && host.includes(head.replace(/s$/, ''))) return true;
  return kept.some(([of, beside]) => of.test(head) && (!beside || before.some((word) => beside.test(word))));
}

/** `/chat/sessions/7/delete`: what its name makes small may be a store where it stands. */
export function weighed(reading: NameReading | null, parts: readonly string[], target: Target): NameReading | null {
  if (reading?.reversibility !== 'reversible') return reading;
  const noun = parts.findLast((part) => wordsOf(part).at(-1) === reading.resource && !part.startsWith(reading.verb));
  return noun !== undefined && /^(?:delete|remove|destroy|purge)$/.test(reading.verb) && isHeld(noun, [], target)
    ? { ...reading, reversibility: 'irreversible' }
    : reading;
}

/** `/lists/7/clear`, `/transcripts/7/redact`: of a thing that keeps what stands in it, and not of a text handed over. */
export function emptied(verb: string, owner: readonly string[], isList: boolean): boolean {
  if (/^redact$/i.test(verb)) return owner.length > 0 && !isList;
  const kept = /^(?:leaderboards?|inventor(?:y|ies)|scores?|knowledge|bases?|answers|submissions|entries)$/;
  const said = /^(?:conversations?|lists?|responses)$/;
  const head = owner.at(-1) ?? '';
  return /^(?:clear|empty)$/i.test(verb)
    ? kept.test(head) || said.test(head)
    : /^reset$/i.test(verb) && kept.test(head);
}

/** `/repository/tags`, `/registry/x/tags`, `/packages/y/tags`: a tag may be the only name of what it names. */
export function isOnlyName(words: readonly string[], around: readonly string[]): boolean {
  const has = (shape: RegExp): boolean => around.some((word) => shape.test(word));
  if (!words.some((word) => /^(?:tags?|labels?)$/.test(word))) return false;
  if (has(/^(?:registry|repository|packages?|images?|git|manifests?)$/)) return true;
  return (
    /^tags?$/.test(words.at(-1) ?? '') &&
    has(/^(?:repos|repositories|modules?|models|charts|artifacts)$/) &&
    !has(/^(?:issues?|pulls?|requests?|tickets?|tasks?|runners?|topics)$/)
  );
}
