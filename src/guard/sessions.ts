import type { Action, Origin } from '../action/action.ts';
import type { AuditRecord } from '../action/audit.ts';
import { foldRecord } from '../behaviour/log-fold.ts';
import type { SequenceRule } from '../behaviour/sequence-rules.ts';
import { newSession, type SessionState } from '../behaviour/session.ts';
import { identityOf } from './created-files.ts';
import type { History } from './history.ts';
import { limits } from './limits.ts';

/** What the guard remembers of one session. Changed in place by the guard alone. */
export interface Session {
  state: SessionState;
  /** True where what came before is not known for certain: the session then counts as heightened. */
  distrusted: boolean;
  /** Files this session made, as the host reported them done: absolute path to identity. */
  readonly created: Map<string, string>;
  /** Files that calls now running will make, by call. */
  readonly creating: Map<string, { readonly files: readonly string[]; readonly since: number }>;
  /** Searches for credentials that have not ended. The next call waits for them. */
  readonly searches: Set<Promise<void>>;
}

/** The sessions of one window; the one unused longest goes first, quiet ones before heightened ones. */
export interface Sessions {
  of(origin: Pick<Origin, 'host' | 'session'>): Session;
  all(): Iterable<Session>;
  /**
   * Whether any session is heightened but those of terminals no agent is known to have opened: what a person reads in
   * a terminal of their own counts there alone.
   */
  anyHeightened(): boolean;
  /** What came before is not known yet: until it is, every session is distrusted. */
  awaitPast(): void;
  /**
   * Rebuilds from what the log says, and then from what was recorded meanwhile. A log that is not intact leaves every
   * session distrusted.
   */
  rebuild(history: History, since?: readonly AuditRecord[]): void;
  /** A person looked: from now on nothing is distrusted. */
  trustAgain(): void;
  /** True while new sessions begin distrusted. */
  readonly distrusting: boolean;
}

/** No sessions yet. `now` gives milliseconds since the epoch, `own` a person's own sequences in force. */
export function createSessions(now: () => number, own: () => readonly SequenceRule[] = () => []): Sessions {
  const kept = new Map<string, Session>();
  let distrusting = false;

  const keep = (key: string, session: Session) => {
    kept.delete(key);
    kept.set(key, session);
    if (kept.size <= limits.sessions) return;
    for (const [other, candidate] of kept) {
      if (other === key || isHeightened(candidate, now())) continue;
      kept.delete(other);
      return;
    }
    // All are heightened: forgetting one must not help anybody, so whoever is new begins distrusted.
    const oldest = kept.keys().next();
    if (!oldest.done) kept.delete(oldest.value);
    distrusting = true;
  };

  return {
    of(origin) {
      const key = `${origin.host}\n${origin.session}`;
      const session = kept.get(key) ?? fresh(distrusting, own());
      keep(key, session);
      return session;
    },
    all: () => kept.values(),
    anyHeightened: () =>
      [...kept].some(([key, session]) => !key.startsWith('terminal\n') && isHeightened(session, now())),
    awaitPast() {
      distrusting = true;
    },
    rebuild(history, since = []) {
      // What was recorded meanwhile is folded again, after what came before it.
      for (const session of kept.values()) session.state = newSession(own());
      distrusting = !history.intact;
      for (const record of [...history.records, ...since]) {
        if (record.type === 'cleared' && record.session === undefined) {
          for (const session of kept.values()) session.state = foldRecord(session.state, record);
        }
        const key = keyOf(record);
        if (key === null) continue;
        const session = kept.get(key) ?? fresh(false, own());
        session.state = foldRecord(session.state, record);
        keep(key, session);
      }
      for (const session of kept.values()) session.distrusted = !history.intact;
    },
    trustAgain() {
      distrusting = false;
      for (const session of kept.values()) session.distrusted = false;
    },
    get distrusting() {
      return distrusting;
    },
  };
}

/** Whether a session counts as heightened at `now`. */
export function isHeightened(session: Session, now: number): boolean {
  return session.distrusted || session.state.heightenedUntil > now;
}

/** Remembers which files a call will make; they count once the host reports it done. `since` as the clock of the disk. */
export function willCreate(session: Session, call: string, files: readonly string[], since: number): void {
  if (files.length === 0) return;
  session.creating.set(call, { files, since });
  if (session.creating.size > limits.createdFiles) {
    const oldest = session.creating.keys().next();
    if (!oldest.done) session.creating.delete(oldest.value);
  }
}

/** The host reported a call's end. Only files that are there now, and were born since, are the session's own. */
export function created(session: Session, call: string, succeeded: boolean): void {
  const creating = session.creating.get(call);
  session.creating.delete(call);
  if (!creating || !succeeded) return;
  for (const file of creating.files) {
    const identity = identityOf(file, creating.since);
    if (identity !== null && session.created.size < limits.createdFiles) session.created.set(file, identity);
  }
}

/** The name under which a call's report finds it again. */
export function callName(action: Action, meaning: string): string {
  return action.callId ?? meaning;
}

function fresh(distrusted: boolean, own: readonly SequenceRule[]): Session {
  return { state: newSession(own), distrusted, created: new Map(), creating: new Map(), searches: new Set() };
}

function keyOf(record: AuditRecord): string | null {
  return 'session' in record && record.session !== undefined ? `${record.host}\n${record.session}` : null;
}
