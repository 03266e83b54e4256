import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * Canonical JSON by RFC 8785: the one text for one value, so that a hash over it is a hash over the meaning.
 * Throws `TypeError` for a value JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('A value without a JSON form cannot be hashed or signed.');
  return text;
}

/** SHA-256 of UTF-8 text, as 64 hex digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** SHA-256 over the canonical JSON of a value, as 64 hex digits. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value));
}
