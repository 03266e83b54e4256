import type { Action } from '../action/action.ts';
import type { HostId } from '../action/kinds.ts';
import type { Mode } from '../action/verdict.ts';
import type { AuditLog } from '../audit/log.ts';
import type { HoldRegistry } from '../confirmation/registry.ts';
import type { Context } from '../context/context.ts';
import type { Evaluation, Gate } from './gate.ts';
import type { History } from './history.ts';
import type { RecordStore } from './record.ts';

/** Everything the guard takes from outside, so that a test can give it all. */
export interface GuardDeps {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A clock that only goes forward, in milliseconds with fractions. */
  monotonic(): number;
  readonly holds: HoldRegistry;
  readonly context: Context;
  readonly audit: AuditLog;
  /** Mode, exceptions, accepted policies. */
  readonly record: RecordStore;
  /** Key of the credential fingerprints; hex, per machine, from `keys.ts`. */
  readonly fingerprintKey: string;
  /** What the log says about earlier sessions; asked once, at the first action. */
  history(): History;
  /** Whether local destruction can be undone by a snapshot. False until `undo/` is there. */
  readonly canSnapshot: boolean;
  /** Default time a hold waits, in milliseconds. */
  readonly holdMilliseconds: number;
  /** One plain sentence for the person: something does not work as it should. */
  onProblem(problem: string): void;
}

/** The mode now in force. */
export interface ModeState {
  readonly mode: Mode;
  /** When `off` ends, milliseconds since the epoch. */
  readonly until?: number;
  /** Why the strictest mode is in force although the record says otherwise. */
  readonly problem?: string;
}

/** What the status bar shows. */
export interface GuardSnapshot {
  readonly mode: ModeState;
  /** True while any live session is heightened. */
  readonly heightened: boolean;
  readonly pending: number;
  /** Milliseconds since the epoch of the last event of each host. */
  readonly lastEventByHost: Readonly<Partial<Record<HostId, number>>>;
  /** Sentences about what does not work, newest last; bounded. */
  readonly problems: readonly string[];
}

/** The guard of one editor window. */
export interface Guard extends Gate {
  evaluate(action: Action, options?: { waitMilliseconds?: number }): Promise<Evaluation>;
  readonly holds: HoldRegistry;
  mode(): ModeState;
  /** After the person confirmed it in a modal dialog. `off` ends by itself after 30 minutes. */
  setMode(mode: Mode): void;
  /** The person looked at a session and found nothing wrong with it; without a session, at all of them. */
  allClear(session?: { host: HostId; session: string }): void;
  snapshot(): GuardSnapshot;
  onDidChange(listener: () => void): () => void;
  /** Ends all holds as closed, records that, and lets go. */
  close(): void;
}

/** The pipeline of DESIGN 3 with its memory: one entrance, whatever the source. */
export function createGuard(_deps: GuardDeps): Guard {
  throw new Error('not built yet');
}

