import { createHash } from 'node:crypto';
import type { AuditEntry, AuditRecord, ChainLink } from '../action/audit.ts';
import { canonicalJson, digestOf } from '../action/canonical.ts';

/** `prev` of a chain's first record. */
export const genesis = '0'.repeat(64);

/** The end of a chain: the last record's number and hash. */
export interface ChainHead {
  readonly seq: number;
  readonly head: string;
}

/** The end of a chain without records. */
export const emptyChain: ChainHead = { seq: 0, head: genesis };

/**
 * The record that follows `end`, and its line with the line end. `at` in milliseconds since the epoch.
 * Throws for an entry canonical JSON cannot hold; `redactEntry` leaves none.
 */
export function chained(entry: AuditEntry, end: ChainHead, at: number): { record: AuditRecord; line: string } {
  const open = { ...entry, v: 1 as const, seq: end.seq + 1, at: new Date(at).toISOString(), prev: end.head };
  const record: AuditRecord = { ...open, hash: digestOf(open) };
  return { record, line: `${canonicalJson(record)}\n` };
}

/** A line of a log: a record whose own hash is right, or why it is none. */
export type LineReading =
  | { readonly ok: true; readonly link: ChainLink; readonly record: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly why: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const hex64 = /^[0-9a-f]{64}$/;

/**
 * Reads one line (without its line end) and checks it as far as it can be checked alone: UTF-8, canonical JSON to
 * the byte, the link's fields, the record's own hash. Never throws.
 */
export function readLine(bytes: Uint8Array): LineReading {
  let text: string;
  let parsed: unknown;
  try {
    text = utf8.decode(bytes);
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, why: 'is not readable JSON' };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { ok: false, why: 'is not a record' };
  }
  const record: Readonly<Record<string, unknown>> = { ...parsed };
  const { v, seq, at, prev, hash, ...entry } = record;
  if (v !== 1 || typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1 || typeof at !== 'string') {
    return { ok: false, why: 'is not a record' };
  }
  if (typeof prev !== 'string' || !hex64.test(prev) || typeof hash !== 'string' || !hex64.test(hash)) {
    return { ok: false, why: 'is not a record' };
  }
  try {
    if (canonicalJson(record) !== text) return { ok: false, why: 'is not written as Holdpoint writes' };
    if (digestOf({ ...entry, v, seq, at, prev }) !== hash) return { ok: false, why: 'does not match its own hash' };
  } catch {
    return { ok: false, why: 'is not written as Holdpoint writes' };
  }
  return { ok: true, link: { v, seq, at, prev, hash }, record };
}

/** SHA-256 of bytes, 64 hex digits. */
export function sha256Bytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
