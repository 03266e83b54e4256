import * as v from 'valibot';
import { canonicalJson, sha256 } from '../action/canonical.ts';
import type { HostId } from '../action/kinds.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';
import { keyFingerprint } from './checkpoints.ts';
import type { WindowHead } from './session-records.ts';

/** How an exported session is written. */
export type ReportFormat = 'jsonl' | 'markdown';

/** What a seal says of the text before it. */
interface SealedAbout {
  readonly format: ReportFormat;
  readonly host: string;
  readonly session: string;
  /** Records of the session in the log up to the heads. */
  readonly records: number;
  /** The ends of the log's chains when it was exported. */
  readonly heads: readonly WindowHead[];
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A signed statement under an exported session: what stands before it is what the log held then. */
export interface Seal extends SealedAbout {
  readonly v: 1;
  /** SHA-256 of the text before the seal, hex. */
  readonly digest: string;
  /** Raw public key, base64url. */
  readonly key: string;
  /** Over the canonical JSON of all other fields. */
  readonly signature: string;
}

const sealSchema = v.strictObject({
  v: v.literal(1),
  format: v.picklist(['jsonl', 'markdown']),
  host: v.string(),
  session: v.string(),
  records: v.number(),
  heads: v.array(v.strictObject({ window: v.string(), seq: v.number(), head: v.string() })),
  at: v.string(),
  digest: v.string(),
  key: v.string(),
  signature: v.string(),
});

/** The line that begins the seal in a Markdown report; the fence after it ends the file. */
const fence = '\n```holdpoint-seal\n';
const fenceEnd = '\n```\n';

/** Signs a text. */
function sealFor(text: string, about: SealedAbout, signer: Signer): Seal {
  const unsigned = { v: 1, ...about, digest: sha256(text), key: signer.publicKey } as const;
  return { ...unsigned, signature: signer.sign(signedText(unsigned)) };
}

/** A session as text, and what a seal says of it. */
export interface Exported {
  readonly text: string;
  readonly host: HostId;
  readonly session: string;
  readonly records: number;
  readonly heads: readonly WindowHead[];
}

/** The seal of an exported session. `at` in milliseconds since the epoch. */
export function sealOf(exported: Exported, format: ReportFormat, at: number, signer: Signer): Seal {
  const { text, ...about } = exported;
  return sealFor(text, { ...about, format, at: new Date(at).toISOString() }, signer);
}

/** The text with its seal at the end. */
export function sealed(text: string, seal: Seal): string {
  const line = canonicalJson(seal);
  return seal.format === 'jsonl' ? `${text}${canonicalJson({ seal })}\n` : `${text}${fence}${line}${fenceEnd}`;
}

/** What checking an exported session found. */
export interface SealCheck {
  /** True where the text is as the key's holder signed it. Whose key that is, a person compares. */
  readonly intact: boolean;
  /** One plain sentence. */
  readonly detail: string;
  readonly seal?: Seal;
  /** `SHA256:…` of the key in the seal. */
  readonly fingerprint?: string;
}

/** Checks an exported session with what stands in it, and against a key where one is given (raw, or its fingerprint). */
export function checkSealed(content: string, expectedKey?: string): SealCheck {
  const parts = partsOf(content);
  if (!parts)
    return {
      intact: false,
      detail: 'This file has no seal of Holdpoint at its end: it was not signed, or it was cut.',
    };
  const seal = readSeal(parts.seal);
  if (!seal)
    return {
      intact: false,
      detail: 'The seal at the end of this file cannot be read: it was changed, or is from another version.',
    };
  const fingerprint = keyFingerprint(seal.key);
  const found = { seal, fingerprint };
  const { signature, ...unsigned } = seal;
  if (!isSignedBy(seal.key, signedText(unsigned), signature))
    return { ...found, intact: false, detail: 'The seal of this file was changed: its signature does not fit.' };
  if (sha256(parts.text) !== seal.digest)
    return { ...found, intact: false, detail: 'The text of this file was changed after it was signed.' };
  if (expectedKey !== undefined && expectedKey !== seal.key && expectedKey !== fingerprint)
    return { ...found, intact: false, detail: `This file is signed by another key than ${expectedKey}.` };
  return { ...found, intact: true, detail: 'The text is as it was signed.' };
}

function partsOf(content: string): { text: string; seal: string } | null {
  if (content.endsWith(fenceEnd)) {
    const at = content.lastIndexOf(fence);
    if (at < 0) return null;
    return { text: content.slice(0, at), seal: content.slice(at + fence.length, -fenceEnd.length) };
  }
  if (!content.endsWith('\n')) return null;
  const at = content.lastIndexOf('\n', content.length - 2) + 1;
  const line = content.slice(at, -1);
  const inner = /^\{"seal":(.+)\}$/.exec(line)?.[1];
  return inner === undefined ? null : { text: content.slice(0, at), seal: inner };
}

function readSeal(text: string): Seal | null {
  try {
    const read = v.safeParse(sealSchema, JSON.parse(text));
    return read.success && canonicalJson(read.output) === text ? read.output : null;
  } catch {
    return null;
  }
}

/** The first word keeps the signature apart from everything else the key signs. */
function signedText(unsigned: Omit<Seal, 'signature'>): string {
  return `holdpoint report\n${canonicalJson(unsigned)}`;
}
