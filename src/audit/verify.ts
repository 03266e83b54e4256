/** What happened to a record. */
export type Damage = 'edited' | 'removed' | 'inserted' | 'reordered' | 'truncated' | 'forged' | 'torn';

/** The first bad record of a log. */
export interface BadRecord {
  readonly what: Damage;
  readonly window: string;
  /** File name inside the directory; where a whole file is missing, the one it should have been before. */
  readonly file: string;
  /** 1-based line in that file; 0 where the record is not there any more. */
  readonly line: number;
  /** Sequence number of the bad record, as far as it is known. */
  readonly seq: number | null;
  /** One plain sentence. */
  readonly detail: string;
}

/** What verifying a directory found. */
export interface VerifyResult {
  readonly intact: boolean;
  readonly records: number;
  readonly windows: readonly string[];
  readonly bad?: BadRecord;
  /** `none`: without checkpoints, so that a cut end or a wholly rewritten file cannot be told. */
  readonly checkpoints: 'checked' | 'none';
  /** Fingerprints of the keys whose checkpoints were checked, as a person compares them. */
  readonly keys: readonly string[];
  /** What a person should know although nothing is wrong. */
  readonly notes: readonly string[];
}

/** Verifies every chain of an audit directory. Reads only. Never throws: what cannot be read is bad. */
export function verifyAuditLog(
  _directory: string,
  _options: { readonly checkpointDirectory?: string; readonly publicKeys?: readonly string[] } = {},
): VerifyResult {
  throw new Error('not built yet');
}
