import type { AuditEntry, AuditRecord } from '../action/audit.ts';
import type { Signer } from '../action/signing.ts';

/** Where a log lies and what it needs. All directories absolute. */
export interface AuditLogOptions {
  /** `.holdpoint/audit` of the workspace; null for a window without a folder. */
  readonly directory: string | null;
  /** In the user's state directory; used where `directory` cannot be written. */
  readonly fallbackDirectory: string;
  /** Names this window's chain: letters, digits, `-` and `_`, at most 64, used by no other window or workspace. */
  readonly window: string;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly signer: Signer;
  /** In the user's state directory, outside every workspace. */
  readonly checkpointDirectory: string;
  readonly retentionDays?: number;
}

/** The log of one window, open for appending. */
export interface AuditLog {
  /** Redacts, chains and writes before it returns. Throws {@link AuditWriteError}: then nothing may go out. */
  append(entry: AuditEntry, options?: { readonly durable?: boolean }): AuditRecord;
  /** Signs the chain's head now. */
  checkpoint(): void;
  close(): void;
  /** Where records go now: the directory or its fallback. */
  readonly directory: string;
  /** Sentences about what was found or went wrong, oldest first. */
  readonly problems: readonly string[];
}

/** The log cannot be written, not even in the fallback directory. `message` is one sentence that names the file. */
export class AuditWriteError extends Error {
  override readonly name = 'AuditWriteError';
}

/** Opens or continues a window's chain. Writes nothing before the first append. */
export function openAuditLog(_options: AuditLogOptions): AuditLog {
  throw new Error('not built yet');
}
