import type { AuditRecord } from '../action/audit.ts';
import type { AuditLog } from '../audit/log.ts';
import type { History } from './history.ts';
import { limits } from './limits.ts';
import type { Notices } from './notices.ts';
import type { Sessions } from './sessions.ts';
import { codeOf } from './state-directory.ts';

/** What {@link createPast} works with. */
export interface PastDeps {
  readonly audit: Pick<AuditLog, 'append'>;
  /** What the log says about earlier sessions; asked once. */
  history(): History | Promise<History>;
  /** Calls `fn` once after `milliseconds`; the answer cancels it. */
  schedule(milliseconds: number, fn: () => void): () => void;
}

/** What came before this window: read once, while the window goes on recording. */
export interface Past {
  /** Appends to the log, and remembers what is recorded while the past is not known yet. */
  readonly append: AuditLog['append'];
  /** Begins to rebuild the sessions from the log; only the first call does anything. */
  read(into: { readonly sessions: Sessions; readonly notices: Notices }): void;
  /** The end of the reading under way, or soon; undefined where none is. */
  settled(): Promise<void> | undefined;
  /** All that was found wrong with the log, one sentence each. */
  damage(): readonly string[];
}

/** Nothing read yet. */
export function createPast(deps: PastDeps): Past {
  /** What was recorded while the past was not known yet. */
  let meanwhile: AuditRecord[] | null = null;
  let begun = false;
  /** Set while the past is being read. */
  let reading: Promise<void> | null = null;
  let damage: readonly string[] = [];

  const remember = (history: History, { sessions, notices }: Parameters<Past['read']>[0]) => {
    damage = history.damage ?? (history.problem === undefined ? [] : [history.problem]);
    const since = meanwhile ?? [];
    meanwhile = null;
    try {
      sessions.rebuild(history, since);
    } catch (error) {
      sessions.rebuild({ records: [], intact: false });
      notices.problem(`What happened before this start could not be rebuilt (${codeOf(error)}).`);
    }
    if (history.intact) return;
    const detail = history.problem ?? 'The audit log is not intact.';
    notices.note({ type: 'tampering', subject: 'audit log', detail });
    notices.problem(`${detail} Every session is watched more closely until you give the all-clear.`);
  };

  return {
    append(entry, options) {
      const record = deps.audit.append(entry, options);
      if (meanwhile && meanwhile.length < limits.recordsMeanwhile) meanwhile.push(record);
      return record;
    },
    read(into) {
      if (begun) return;
      begun = true;
      const history = historyOf(deps);
      if (!(history instanceof Promise)) return remember(history, into);
      meanwhile = [];
      into.sessions.awaitPast();
      reading = history
        .then((known) => remember(known, into))
        .finally(() => {
          reading = null;
          into.notices.changed();
        });
    },
    settled: () => (reading ? soon(reading, deps) : undefined),
    damage: () => damage,
  };
}

/** What the log says; a failure is a log that is not intact. */
function historyOf(deps: Pick<PastDeps, 'history'>): History | Promise<History> {
  const failed = (error: unknown): History => ({
    records: [],
    intact: false,
    problem: `The audit log could not be read (${codeOf(error)}).`,
  });
  try {
    const history = deps.history();
    return history instanceof Promise ? history.catch(failed) : history;
  } catch (error) {
    return failed(error);
  }
}

/** Waits for something under way, but not for long. */
async function soon(under: Promise<void>, deps: Pick<PastDeps, 'schedule'>): Promise<void> {
  let cancel: () => void = () => {};
  const enough = new Promise<void>((resolve) => {
    cancel = deps.schedule(limits.historyWaitMilliseconds, resolve);
  });
  await Promise.race([under, enough]);
  cancel();
}
