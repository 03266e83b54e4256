import type { Signer } from '../action/signing.ts';
import type { Mode } from '../action/verdict.ts';
import type { Exception } from '../policy/exceptions.ts';

/** The one authenticated record of everything that loosens (DESIGN 3): mode, exceptions, accepted policy files. */
export interface GuardRecord {
  readonly v: 1;
  /** Grows with every change; a lower one than seen before is an old record put back. */
  readonly sequence: number;
  readonly mode: Mode;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
  /** When `off` ends; null for the other modes. */
  readonly until: number | null;
  readonly exceptions: readonly Exception[];
  /** SHA-256 of policy files a person accepted. */
  readonly acceptedPolicies: readonly string[];
}

/** Where the record is kept, read and changed. */
export interface RecordStore {
  /** The record in force and the mode that follows from it at `now`. Re-reads the file when another window changed it. */
  current(now: number): { record: GuardRecord; mode: Mode; until?: number; problem?: string };
  /** After a modal dialog. */
  setMode(mode: Mode, now: number): void;
  addException(exception: Exception, now: number): void;
  revokeException(exception: Exception, now: number): void;
  acceptPolicy(hash: string, now: number): void;
}

/** Options of {@link openRecordStore}. */
export interface RecordStoreOptions {
  /** `record.json` in the state directory. */
  readonly path: string;
  readonly signer: Signer;
  /** Raw public keys, base64url, whose records count. */
  trustedKeys(): readonly string[];
  /** The highest sequence number ever seen, kept in the editor's secret storage. */
  readonly lowestSequence: number;
  /** Called with every sequence number seen, to be kept. */
  onSequence(sequence: number): void;
}

/** Opens the record. A file that cannot be authenticated counts as tampering: the strictest mode is in force. */
export function openRecordStore(_options: RecordStoreOptions): RecordStore {
  throw new Error('not built yet');
}

/** The mode a hook without a window may honour: the strictest unless the file is authentic and has not run out. */
export function readModeRecord(_path: string, _trustedKeys: readonly string[], _now: number): Mode {
  throw new Error('not built yet');
}
