import type { Conduct } from './conduct.ts';
import type { ConfirmationRequired, RedactedAction } from './confirmation.ts';
import type { Effect, Reversibility } from './effect.ts';
import type { HostId } from './kinds.ts';
import type { CredentialOrigin, SequenceMatch, Signal } from './signal.ts';
import type { Decision, Mode } from './verdict.ts';

/** What is recorded, before the chain adds version, sequence number, time and hashes. */
export type AuditEntry =
  | { readonly type: 'opened'; readonly window: string; readonly version: string; readonly key: string }
  | { readonly type: 'closed'; readonly window: string }
  | {
      readonly type: 'judged';
      readonly host: HostId;
      readonly session: string;
      readonly callId?: string;
      /** The subagent that acted. */
      readonly agentId?: string;
      readonly action: RedactedAction;
      readonly decision: Decision;
      readonly reversibility: Reversibility;
      readonly reason: string;
      readonly effects: readonly Effect[];
      readonly signals: readonly Signal[];
      readonly sequences: readonly SequenceMatch[];
      /** Fingerprints of credentials this action revealed. */
      readonly revealed: readonly CredentialOrigin[];
      readonly restraint: number;
      /** Absent where no baseline was at hand, and in records of versions before it. */
      readonly conduct?: Conduct;
      /** True where no window saw it and it came through the spool. */
      readonly unattested?: boolean;
      /** `Origin.at` of the action; the link's own `at` is when it was written. */
      readonly actionAt?: number;
      readonly micros: number;
      /** What was saved before it went out; `holdpoint undo restore ID` brings it back. */
      readonly snapshot?: {
        readonly id: string;
        readonly files: number;
        readonly bytes: number;
        readonly milliseconds: number;
      };
    }
  | { readonly type: 'held'; readonly host: HostId; readonly session: string; readonly artifact: ConfirmationRequired }
  | {
      readonly type: 'answered';
      readonly host: HostId;
      readonly session: string;
      readonly hold: string;
      readonly callId?: string;
      readonly digest: string;
      readonly answer: HoldAnswer;
      /** What the person told the agent, if anything. */
      readonly message?: string;
      readonly waitedMs: number;
    }
  | {
      readonly type: 'outcome';
      readonly host: HostId;
      readonly session: string;
      readonly callId?: string;
      readonly ok: boolean | null;
      /** True where the host says that a person or a rule refused it. */
      readonly denied?: boolean;
      readonly revealed: readonly CredentialOrigin[];
      readonly signals: readonly Signal[];
    }
  /** A person's all-clear, signed: the only record that makes calls judged less strictly after a restart. */
  | {
      readonly type: 'cleared';
      /** Whose session; without, all of the workspace. */
      readonly host?: HostId;
      readonly session?: string;
      /** Milliseconds since the epoch: what was seen later is not cleared. */
      readonly clearedAt: number;
      /** SHA-256 of each sentence about damage of the log that the person was told. */
      readonly damage: readonly string[];
      readonly key: string;
      readonly signature: string;
    }
  /** What the editor reported only after it had begun was stopped until a person decided, or was over by then. */
  | {
      readonly type: 'stopped';
      readonly host: HostId;
      readonly session: string;
      readonly callId?: string;
      readonly detail: string;
    }
  | { readonly type: 'mode'; readonly from: Mode; readonly to: Mode; readonly until?: string }
  | { readonly type: 'connection'; readonly host: HostId; readonly state: string; readonly detail: string }
  | { readonly type: 'tampering'; readonly subject: string; readonly detail: string }
  | { readonly type: 'rejected'; readonly input: string; readonly problem: string }
  | { readonly type: 'policy'; readonly detail: string }
  /** A person brought a snapshot back; `before` is the one of what was there until then. */
  | { readonly type: 'restored'; readonly snapshot: string; readonly before: string | null; readonly files: number }
  /** Something happened to the log itself that need not be an attack: a torn last line, a full disk. */
  | { readonly type: 'log'; readonly subject: string; readonly detail: string }
  | { readonly type: 'pruned'; readonly files: readonly string[]; readonly head: string; readonly signature: string };

/** How a hold ended. Everything but `approved` means that the call does not go out. */
export type HoldAnswer = 'approved' | 'denied' | 'expired' | 'closed' | 'abandoned';

/** What the chain adds to every entry. */
export interface ChainLink {
  readonly v: 1;
  /** Runs on through a window's date files, from 1. */
  readonly seq: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Hash of the record before, or 64 zeros for a window's first. */
  readonly prev: string;
  /** SHA-256 over the canonical JSON of the record without `hash`. */
  readonly hash: string;
}

/** One line of the log (DESIGN 5.4). */
export type AuditRecord = ChainLink & AuditEntry;
