import type { Effect } from '../action/effect.ts';
import type { CredentialOrigin, SignalName } from '../action/signal.ts';
import type { Goal } from './denials.ts';
import type { Carrier } from './known-places.ts';
import { type RestraintState, untouched } from './restraint.ts';
import type { SequenceRule } from './sequence-rules.ts';
import type { Progress } from './sequences.ts';
import type { TimelineStep } from './steps.ts';
import { noTally, type Tally } from './tally.ts';

/** One of the latest actions. */
export interface RecentAction {
  readonly event: number;
  /** Milliseconds since the epoch. Reports on it count at this time, so that the log rebuilds the same. */
  readonly at: number;
  readonly callId?: string;
  readonly goals: readonly Goal[];
}

/** What is remembered of one session: bounded, never a secret, never changed in place. */
export interface SessionState {
  /** How many actions were observed; the next action's event index. */
  readonly events: number;
  /** The latest time seen, milliseconds since the epoch. A clock that jumps back does not take it back. */
  readonly lastAt: number;
  /** Events before this index were cleared by a person. */
  readonly cleared: number;
  /** The session counts as heightened before this, milliseconds since the epoch. */
  readonly heightenedUntil: number;
  /** 0..1 at `lastAt`. */
  readonly restraint: number;
  /** What weighs on the session's restraint, and how it went on so far. */
  readonly conduct: RestraintState;
  readonly tally: Tally;
  /** By fingerprint, oldest first. */
  readonly credentials: ReadonlyMap<string, CredentialOrigin>;
  /** Absolute paths this session wrote. */
  readonly written: readonly string[];
  /** Secret files read whose content was not seen, as the event and the display path. */
  readonly unseenReads: readonly { readonly event: number; readonly at: number; readonly file: string }[];
  readonly carriers: readonly Carrier[];
  /** Programs that were logged in with something found, and where that was. */
  readonly logins: readonly { readonly vendor: string; readonly from: string }[];
  /** When the latest deletions were, milliseconds since the epoch. */
  readonly deletions: readonly number[];
  /** Goals that were refused. */
  readonly denials: readonly Goal[];
  /** The latest actions with their goals, in case one is refused or reported on. */
  readonly recent: readonly RecentAction[];
  /** The environments this session's effects and switches were in, latest last. */
  readonly environments: readonly Effect['environment'][];
  readonly progress: Progress;
  /** A person's own sequences that were in force at the latest action. */
  readonly own: readonly SequenceRule[];
  readonly subjects: readonly string[];
  readonly timeline: readonly TimelineStep[];
}

/** The signals that raise the session's state (DESIGN 5.6, "credential-discovery signal"). */
export const discoverySignals: ReadonlySet<SignalName> = new Set([
  'credential-search',
  'secret-read',
  'secret-printed',
]);

/** A session of which nothing was seen. `own` are a person's own sequences. */
export function newSession(own: readonly SequenceRule[] = []): SessionState {
  return {
    events: 0,
    lastAt: 0,
    cleared: 0,
    heightenedUntil: 0,
    restraint: 1,
    conduct: untouched,
    tally: noTally,
    credentials: new Map(),
    written: [],
    unseenReads: [],
    carriers: [],
    logins: [],
    deletions: [],
    denials: [],
    recent: [],
    environments: [],
    progress: {},
    own,
    subjects: [],
    timeline: [],
  };
}
