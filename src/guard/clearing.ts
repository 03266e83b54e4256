import type { AuditEntry } from '../action/audit.ts';
import { sha256 } from '../action/canonical.ts';
import type { HostId } from '../action/kinds.ts';
import { isSignedBy, type Signer } from '../action/signing.ts';

type Cleared = Extract<AuditEntry, { type: 'cleared' }>;

/** What a person looked at and found nothing wrong with. */
interface Clearing {
  /** One session; without, all of the workspace. */
  readonly session?: { readonly host: HostId; readonly session: string };
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What was wrong with the log, one sentence each. */
  readonly damage: readonly string[];
}

/**
 * The record of a person's all-clear, signed: whoever can write to the log's folder can write a record, and this is
 * the one record that makes calls judged less strictly after a restart. `directory` is the log's, so that the word
 * for one workspace is none for another.
 */
export function clearedEntry(clearing: Clearing, directory: string, signer: Signer): AuditEntry {
  const { session, at } = clearing;
  const unsigned = {
    type: 'cleared',
    ...(session ? { host: session.host, session: session.session } : {}),
    clearedAt: at,
    damage: clearing.damage.map(damageDigest),
    key: signer.publicKey,
  } as const;
  return { ...unsigned, signature: signer.sign(textOf(unsigned, directory)) };
}

/** Whether a trusted key signed this all-clear for this log. */
export function isGenuine(record: Cleared, directory: string, trustedKeys: readonly string[]): boolean {
  return trustedKeys.includes(record.key) && isSignedBy(record.key, textOf(record, directory), record.signature);
}

/** How an all-clear names what was wrong with the log. */
export function damageDigest(sentence: string): string {
  return sha256(sentence);
}

/** The first word keeps the signature apart from everything else the key signs. */
function textOf({ host, session, clearedAt, damage }: Omit<Cleared, 'signature'>, directory: string): string {
  return JSON.stringify(['holdpoint all-clear', 1, directory, host ?? '', session ?? '', clearedAt, damage]);
}
