import type { Effect, Environment } from './effect.ts';
import type { ActionKind, HostId, Span } from './kinds.ts';
import type { SequenceMatch } from './signal.ts';

/** The action as a person and the log may see it: secrets replaced. */
export interface RedactedAction {
  readonly kind: ActionKind;
  /** Command, SQL, URL, path or tool call, as one text. */
  readonly text: string;
  readonly cwd: string;
  /** Dangerous parts of `text`. */
  readonly marks: readonly Span[];
}

/** One step of how a session got where it is. */
export interface TimelineEntry {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** One plain sentence, redacted. */
  readonly what: string;
  readonly weight: 'ordinary' | 'signal' | 'this';
}

/** The artifact of a hold (DESIGN 5.3). Without an approval bound to it the call does not go out. */
export interface ConfirmationRequired {
  readonly kind: 'confirmation_required';
  readonly version: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly action: RedactedAction;
  /** SHA-256, hex, over the canonical JSON of host, session, real cwd, kind, meaning and facts. */
  readonly digest: string;
  readonly reason: string;
  readonly effects: readonly Effect[];
  readonly sequence?: SequenceMatch;
  readonly credential?: {
    readonly kind: string;
    readonly fingerprint: string;
    readonly foundIn: string;
    readonly line?: number;
    readonly foundAt: string;
    readonly canDestroy: string;
    /** Found in a file that is not among those of the task. */
    readonly foreign?: true;
    /** All of this in one plain sentence. */
    readonly says?: string;
  };
  readonly environment: Environment;
  readonly safer?: string;
  readonly session: string;
  readonly host: HostId;
  /** The subagent that asks, where the host says so. */
  readonly agentId?: string;
  readonly timeline: readonly TimelineEntry[];
  /** Text a person has to type before approving. */
  readonly typedName?: string;
}
