import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import type { AuditEntry } from '../action/audit.ts';
import type { Signer } from '../action/signing.ts';
import type { Mode } from '../action/verdict.ts';
import { type Announcement, announceWindow, removeStaleWindows, socketPathFor } from '../guard/announcement.ts';
import { keepSequence, loadKeys, type SecretStore } from '../guard/keys.ts';
import { openRecordStore } from '../guard/record.ts';
import { type GuardServer, startGuardServer } from '../guard/server.ts';
import { statePaths } from '../guard/state-directory.ts';
import type { Machine } from '../hosts/adapter.ts';
import type { GuardCore, GuardSurroundings } from './guard-core.ts';

/** What {@link openGuardWindow} takes. */
export interface GuardWindowDeps extends GuardSurroundings {
  readonly secrets: SecretStore;
  isFocused(): boolean;
  /**
   * Raw public keys of other editors that the person said are theirs, from this editor's own memory. What merely
   * stands in `pins.json` an agent could have written.
   */
  knownKeys(): readonly string[];
  /** An action came in from an agent that works in this directory. Whoever sent it named it. */
  onCall(directory: string): void;
}

/** What is known of the guard without waking the pipeline. */
interface GuardState {
  readonly mode: Mode;
  /** When `off` ends, milliseconds since the epoch. */
  readonly until?: number;
  readonly heightened: boolean;
  readonly problems: readonly string[];
}

/** The guard of this editor window: it listens at once, and loads the pipeline with the first action. */
export interface GuardWindow {
  readonly id: string;
  /** Raw public key of this editor, base64url. */
  readonly publicKey: string;
  /** Signs with this editor's key. */
  readonly signer: Signer;
  /** Key of the credential fingerprints, hex. */
  readonly fingerprintKey: string;
  state(): GuardState;
  /** The pipeline where it is loaded; this loads nothing. */
  awake(): GuardCore | undefined;
  /** The loaded pipeline. Rejects with one sentence where it cannot be had. */
  core(): Promise<GuardCore>;
  /** Records an entry, loading what that needs. Never rejects. */
  record(entry: AuditEntry): Promise<void>;
  trustedKeys(): readonly string[];
  foldersChanged(): void;
  focused(): void;
  onDidChange(listener: () => void): () => void;
  close(): Promise<void>;
}

/** Starts listening for agents. Rejects with one sentence where this window cannot guard. */
export async function openGuardWindow(deps: GuardWindowDeps): Promise<GuardWindow> {
  const { machine } = deps;
  const paths = statePaths(machine.stateDirectory);
  const keys = await loadKeys(deps.secrets);
  const id = `w${randomBytes(6).toString('hex')}`;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const trustedKeys = () => [keys.signer.publicKey, ...deps.knownKeys()];
  const record = openRecordStore({
    path: paths.record,
    signer: keys.signer,
    trustedKeys,
    lowestSequence: keys.lowestSequence,
    onSequence: (sequence) => {
      keepSequence(deps.secrets, sequence).then(undefined, (error) => deps.onProblem(String(error)));
    },
  });
  const { holds } = deps;
  holds.onDidChange(changed);

  let loading: Promise<GuardCore> | undefined;
  let loaded: GuardCore | undefined;
  let closed = false;

  async function load(): Promise<GuardCore> {
    const { createGuardCore } = await import('./guard-core.ts');
    if (closed) throw new Error('This window is closing.');
    const core = createGuardCore({
      machine,
      window: id,
      version: deps.version,
      folders: deps.folders,
      signer: keys.signer,
      fingerprintKey: keys.fingerprintKey,
      record,
      holds,
      trustedKeys,
      retentionDays: deps.retentionDays,
      stopsOnDiscovery: deps.stopsOnDiscovery,
      readAside: deps.readAside,
      habitsAside: deps.habitsAside,
      exportAside: deps.exportAside,
      onProblem: deps.onProblem,
      ...(deps.lend ? { lend: deps.lend } : {}),
      ...(deps.askForCredential ? { askForCredential: deps.askForCredential } : {}),
      ...(deps.decoys ? { decoys: deps.decoys } : {}),
    });
    loaded = core;
    core.guard.onDidChange(changed);
    return core;
  }
  const core = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };

  let server: GuardServer | undefined;
  let announcement: Announcement | undefined;
  try {
    const socket = socketPathFor(machine.stateDirectory, id, os.tmpdir());
    server = await startGuardServer({
      socketPath: socket,
      signer: keys.signer,
      now: () => Date.now(),
      async onCall(call, exchange) {
        deps.onCall(call.cwd);
        return (await core()).answer(call, exchange);
      },
      onRejected(problem) {
        void recordEntry({ type: 'rejected', input: 'socket', problem });
      },
    });
    removeStaleWindows(machine.stateDirectory);
    announcement = announceWindow(machine.stateDirectory, {
      v: 1,
      id,
      pid: process.pid,
      socket,
      folders: deps.folders(),
      focusedAt: deps.isFocused() ? Date.now() : 0,
      key: keys.signer.publicKey,
    });
  } catch (error) {
    await server?.close();
    throw error;
  }

  async function recordEntry(entry: AuditEntry): Promise<void> {
    try {
      (await core()).record(entry);
    } catch (error) {
      deps.onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return {
    id,
    publicKey: keys.signer.publicKey,
    signer: keys.signer,
    fingerprintKey: keys.fingerprintKey,
    state() {
      if (loaded) {
        const { mode, heightened, problems } = loaded.guard.snapshot();
        return {
          mode: mode.mode,
          ...(mode.until === undefined ? {} : { until: mode.until }),
          heightened,
          problems,
        };
      }
      const { mode, until, problem } = record.current(Date.now());
      return {
        mode,
        ...(until === undefined ? {} : { until }),
        heightened: false,
        problems: problem === undefined ? [] : [problem],
      };
    },
    awake: () => loaded,
    core,
    record: recordEntry,
    trustedKeys,
    foldersChanged() {
      announcement?.update({ folders: deps.folders() });
      loaded?.foldersChanged();
    },
    focused() {
      announcement?.update({ focusedAt: Date.now() });
    },
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      closed = true;
      // First out of sight, so that no hook comes any more; then what is held is denied, recorded and answered.
      announcement?.withdraw();
      holds.closeAll();
      await new Promise((resolve) => setImmediate(resolve));
      loaded?.close();
      await server?.close();
    },
  };
}

/** Whether something waits in the spool of what no window saw. */
export function spoolHasEntries(machine: Machine): boolean {
  try {
    return readdirSync(statePaths(machine.stateDirectory).spool).length > 0;
  } catch {
    return false;
  }
}
