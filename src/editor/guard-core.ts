import type { AuditEntry } from '../action/audit.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import type { Signer } from '../action/signing.ts';
import type { ExportOrder } from '../audit/export.ts';
import { type AuditLog, openAuditLog } from '../audit/log.ts';
import type { Exported } from '../audit/seal.ts';
import type { Habits } from '../behaviour/habits.ts';
import type { HoldRegistry } from '../confirmation/registry.ts';
import { type Context, createContext } from '../context/context.ts';
import type { AskForCredential } from '../guard/answer-credential.ts';
import { credentialHost } from '../guard/credential-request.ts';
import { createGuard, type Guard } from '../guard/guard.ts';
import { surroundingsHere } from '../guard/here.ts';
import { type History, type HistoryOrder, readHistory } from '../guard/history.ts';
import type { Lend } from '../guard/lend.ts';
import type { RecordStore } from '../guard/record.ts';
import { reportHost } from '../guard/report-request.ts';
import type { Exchange, HookCall, HookReply } from '../guard/server.ts';
import { codeOf, statePaths } from '../guard/state-directory.ts';
import type { Machine } from '../hosts/adapter.ts';
import { answerCall } from '../hosts/answer.ts';
import { guardPaths } from '../hosts/off-switches.ts';
import { auditDirectory, fallbackDirectory, logDirectories } from './log-place.ts';
import { savingLater } from './undo-saving.ts';

/** What the window gives to its guard: at once, and again when the pipeline is loaded. */
export interface GuardSurroundings {
  readonly machine: Machine;
  readonly version: string;
  readonly holds: HoldRegistry;
  /** Absolute paths of the open folders, now. */
  folders(): readonly string[];
  readonly retentionDays: number;
  /** The person's settings ask that a search for credentials is stopped, now. */
  stopsOnDiscovery(): boolean;
  /** Reads the log's past in a thread of its own. */
  readAside(order: HistoryOrder): Promise<History>;
  /** Learns in a thread of its own what is ordinary in this workspace. */
  habitsAside(order: HistoryOrder): Promise<Habits>;
  /** Writes a session's report in a thread of its own; null where there is no such session. */
  exportAside(order: ExportOrder): Promise<Exported | null>;
  /** One plain sentence: something does not work as it should. */
  onProblem(problem: string): void;
  /** Hands a credential that a person offered to one call. */
  readonly lend?: Lend;
  /** Asks the person at this window for a credential that an agent lacks. */
  readonly askForCredential?: AskForCredential;
  /** Synthetic credentials that only a search finds, as if every session had found them. */
  decoys?(): readonly CredentialOrigin[];
}

/** What {@link createGuardCore} takes. */
export interface GuardCoreDeps extends GuardSurroundings {
  /** Names this window, and its chain in the log. */
  readonly window: string;
  readonly signer: Signer;
  readonly fingerprintKey: string;
  readonly record: RecordStore;
  /** Raw public keys whose checkpoints count. */
  trustedKeys(): readonly string[];
}

/** Everything of the guard that is too heavy for the editor's start: the pipeline, its log and the hosts' dialects. */
export interface GuardCore {
  readonly guard: Guard;
  /** Records something the guard itself did not see. Never throws. */
  record(entry: AuditEntry): void;
  answer(call: HookCall, exchange: Exchange): Promise<HookReply>;
  /** Takes what no window saw into the log. Never rejects: what fails is a problem, and stays in the spool. */
  ingestSpool(): Promise<void>;
  /** The folders of the window changed. */
  foldersChanged(): void;
  close(): void;
}

/** Default time a hold waits, in milliseconds: as long as the hosts' hooks do (`HostAdapter.deadlineMs`). */
const holdMilliseconds = 840_000;

/** Loads the pipeline. Called once, at the first action. */
export function createGuardCore(deps: GuardCoreDeps): GuardCore {
  const paths = statePaths(deps.machine.stateDirectory);
  const now = () => Date.now();
  const folders = deps.folders();
  const log = openAuditLog({
    directory: auditDirectory(folders),
    fallbackDirectory: fallbackDirectory(deps.machine.stateDirectory, folders),
    window: deps.window,
    now,
    signer: deps.signer,
    checkpointDirectory: paths.checkpoints,
    retentionDays: deps.retentionDays,
  });
  const audit = openedFirst(log, {
    type: 'opened',
    window: deps.window,
    version: deps.version,
    key: deps.signer.publicKey,
  });
  for (const problem of log.problems) deps.onProblem(problem);

  /** Read aside, so that months of log keep no agent waiting; here only where that cannot be started. */
  const history = (order: Omit<HistoryOrder, 'publicKeys'>): Promise<History> => {
    const whole = { ...order, publicKeys: deps.trustedKeys() };
    return deps.readAside(whole).catch((error: unknown) => {
      deps.onProblem(`The log's past was read in the editor's own thread (${codeOf(error)}).`);
      return readHistory(whole);
    });
  };

  const freshContext = () =>
    createContext({ ...surroundingsHere(guardPaths(deps.machine, deps.folders())), stays: true });
  let inner = freshContext();
  const context: Context = {
    place: (action, created) => inner.place(action, created),
    resolve: (requests, budget, action) => inner.resolve(requests, budget, action),
  };
  const guard = createGuard({
    now,
    monotonic: () => performance.now(),
    schedule(milliseconds, fn) {
      const timer = setTimeout(fn, milliseconds);
      return () => clearTimeout(timer);
    },
    holds: deps.holds,
    context,
    audit,
    record: deps.record,
    fingerprintKey: deps.fingerprintKey,
    history: () =>
      history({
        directory: auditDirectory(folders) ?? audit.directory,
        fallbackDirectory: fallbackDirectory(deps.machine.stateDirectory, folders),
        checkpointDirectory: paths.checkpoints,
        now: now(),
      }),
    habits: () =>
      deps.habitsAside({
        directory: audit.directory,
        checkpointDirectory: paths.checkpoints,
        publicKeys: deps.trustedKeys(),
        now: now(),
      }),
    signer: deps.signer,
    ...(deps.decoys ? { decoys: deps.decoys } : {}),
    saving: savingLater({ machine: deps.machine, now }),
    folders: deps.folders,
    stopsOnDiscovery: deps.stopsOnDiscovery,
    holdMilliseconds,
    onProblem: deps.onProblem,
  });

  const judged = (call: HookCall, exchange: Exchange) =>
    answerCall(call, guard, exchange, {
      home: deps.machine.home,
      platform: process.platform,
      now,
      ...(deps.lend ? { lend: deps.lend } : {}),
    });

  const record = (entry: AuditEntry) => {
    try {
      audit.append(entry);
    } catch (error) {
      deps.onProblem(error instanceof Error ? error.message : String(error));
    }
  };

  return {
    guard,
    record,
    answer: async (call, exchange) => {
      if (call.host === credentialHost && deps.askForCredential) {
        const { answerCredential } = await import('../guard/answer-credential.ts');
        const { askForCredential: ask } = deps;
        return answerCredential(call, exchange, { folders: deps.folders(), platform: process.platform, ask });
      }
      if (call.host !== reportHost) return judged(call, exchange);
      const { answerReport } = await import('../guard/session-report.ts');
      return answerReport(call.stdin, {
        directories: logDirectories(deps.machine.stateDirectory, deps.folders()),
        text: deps.exportAside,
        now,
        signer: deps.signer,
      });
    },
    async ingestSpool() {
      try {
        const { ingestSpool } = await import('../audit/ingest.ts');
        const { problems } = ingestSpool(paths.spool, (entry) => audit.append(entry));
        for (const problem of problems) deps.onProblem(problem);
      } catch (error) {
        deps.onProblem(`What no window saw could not be taken into the log (${codeOf(error)}); it stays in the spool.`);
      }
    },
    foldersChanged() {
      inner = freshContext();
    },
    close() {
      guard.close();
      audit.finish();
    },
  };
}

/** A log whose chain begins with `opened` and, where it began, ends with `closed`: a window that saw nothing writes nothing. */
function openedFirst(log: AuditLog, opened: AuditEntry & { type: 'opened' }): AuditLog & { finish(): void } {
  let begun = false;
  return {
    get directory() {
      return log.directory;
    },
    get problems() {
      return log.problems;
    },
    append(entry, options) {
      if (!begun) {
        begun = true;
        log.append(opened);
      }
      return log.append(entry, options);
    },
    checkpoint: () => log.checkpoint(),
    close: () => log.close(),
    finish() {
      try {
        if (begun) log.append({ type: 'closed', window: opened.window });
        log.close();
      } catch {
        // The disk is full or gone; the chain ends without its last word, which `verify` says.
      }
    },
  };
}
