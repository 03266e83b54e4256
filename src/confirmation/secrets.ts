import { redactText } from '../credentials/redact.ts';

/** Fields that hold hashes, ids and names of our own making. They look like secrets to a recogniser and are none. */
const ownFields = new Set([
  'type',
  'kind',
  'digest',
  'fingerprint',
  'head',
  'signature',
  'damage',
  'key',
  'hold',
  'id',
  'rule',
  'window',
  'session',
  'callId',
  'agentId',
  'host',
  'attack',
  'createdAt',
  'expiresAt',
]);

/** Texts longer than this are cut after their secrets are replaced: nobody reads on, and the log must stay small. */
const longestText = 65_536;

/** Items of a list that are kept. More than these nobody reads, and one record must not fill the disk. */
const mostItems = 200;

/**
 * A copy of `value` in which every text has its secrets replaced, however deep it lies; hashes, ids and other fields
 * of our own making stay. Half surrogate pairs become U+FFFD, and infinite numbers null, because canonical JSON has no
 * form for them.
 * Idempotent: what is redacted once stays as it is.
 */
export function withoutSecrets<T>(value: T): T {
  // Objects, lists and texts keep their shape, so the copy is of the same type.
  return replaced(value, undefined) as T;
}

function replaced(value: unknown, field: string | undefined): unknown {
  if (typeof value === 'string') return ownText(field) ? wellFormed(value) : redactedText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => replaced(item, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replaced(item, name)]));
}

function ownText(field: string | undefined): boolean {
  return field !== undefined && ownFields.has(field);
}

/** One text with its secrets replaced, cut to what a record may hold. */
function redactedText(text: string): string {
  const safe = redactText(wellFormed(text)).text;
  // The room for the note keeps a cut text from being cut again.
  if (safe.length <= longestText + 64) return safe;
  return `${wellFormed(safe.slice(0, longestText))}… (${safe.length - longestText} more characters)`;
}

/** The text with every half surrogate pair replaced by U+FFFD; length in UTF-16 code units stays. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
