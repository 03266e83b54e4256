/** Where a scan met a credential. Never holds the credential itself. */
export interface FoundSecret {
  /** Absolute. */
  readonly file: string;
  /** Relative to the scanned folder, with slashes. */
  readonly shown: string;
  /** 1-based; absent where the file itself is the secret. */
  readonly line?: number;
  /** Kind id from `credentials/kinds.ts`. */
  readonly kind: string;
  /** The variable or key that holds it. */
  readonly variable?: string;
  /** Keyed fingerprint, hex; of a file that is a secret as a whole, of its path. */
  readonly fingerprint: string;
  /** Whether git tracks the file: its past versions hold the secret too. Null where that is not known. */
  readonly committed: boolean | null;
  /** Whether an ignore file leaves it out of the repository. */
  readonly ignored: boolean;
  /** Who may read the file besides its owner, by its modes; null where there are none. */
  readonly readers: 'owner' | 'group' | 'everyone' | null;
}

/** What a scan is asked. */
export interface ScanOrder {
  /** Absolute. */
  readonly folder: string;
  readonly fingerprintKey: string;
  /** Globs of further files that hold secrets, relative to the folder. */
  readonly patterns: readonly string[];
}

/** How far a scan is. */
export interface ScanProgress {
  readonly files: number;
  readonly found: number;
}

/** What a scan came to. */
export interface ScanResult {
  readonly secrets: readonly FoundSecret[];
  /** Files met, and those of them whose text was read. */
  readonly files: number;
  readonly read: number;
  readonly milliseconds: number;
  /** What was left out, one plain sentence each. */
  readonly gaps: readonly string[];
}
