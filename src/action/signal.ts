import type { Span } from './kinds.ts';

/** The behavioural observations of DESIGN 5.2. */
export type SignalName =
  | 'credential-search'
  | 'secret-read'
  | 'secret-printed'
  | 'foreign-credential'
  | 'privilege-probe'
  | 'environment-switch'
  | 'retry-after-denial'
  | 'evasion'
  | 'guard-probing'
  | 'bulk-change'
  | 'exfiltration'
  | 'interactive-shell'
  | 'recovery-destruction';

/** One behavioural observation about a session. */
export interface Signal {
  readonly name: SignalName;
  /** MITRE ATT&CK technique id. */
  readonly attack?: string;
  /** 0..1: how strongly this alone speaks for trouble. */
  readonly score: number;
  /** One plain sentence: what was seen, with secrets redacted. */
  readonly evidence: string;
  readonly span?: Span;
  /** The file, variable or store it is about, where there is one. */
  readonly subject?: string;
  /**
   * The file a secret was put into, absolute: sending that away sends the secret. `$NAME` for a variable, `$*` for all of
   * them, `run FILE` for a script that reads it when it runs.
   */
  readonly into?: string;
}

/** Where a credential was seen in this session. Never holds the credential itself. */
export interface CredentialOrigin {
  /** Kind id from `credentials/kinds.ts`, for example `railway-token`. */
  readonly kind: string;
  /** Keyed fingerprint, hex. */
  readonly fingerprint: string;
  /** Workspace-relative path where it lies inside, else absolute; or a description (`output of npm test`). */
  readonly foundIn: string;
  /** 1-based, where known. */
  readonly line?: number;
  /** The variable or key that held it, where it had one. */
  readonly variable?: string;
  /** Milliseconds since the epoch. */
  readonly foundAt: number;
  /** Index of the event in its session. */
  readonly event: number;
  /** It could as well have been made up where it was found, so no signal told of it. */
  readonly untold?: true;
}

/** A credential found in this session that an action is about to use. */
export interface CredentialUse extends CredentialOrigin {
  /** What that kind is able to destroy, one plain sentence. */
  readonly canDestroy: string;
  /** Found in a file that is not among those of the task. */
  readonly foreign?: true;
}

/** A completed sequence. `steps` are event indexes within the session, in order. */
export interface SequenceMatch {
  readonly name: string;
  readonly title: string;
  readonly attack?: string;
  readonly steps: readonly number[];
  readonly credential?: CredentialUse;
  /** The policy file asks for a hold of whatever completes it. */
  readonly holds?: true;
}
