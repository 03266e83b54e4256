import * as vscode from 'vscode';
import { keyFingerprint } from '../audit/checkpoints.ts';
import { statePaths } from '../guard/state-directory.ts';
import type { Machine } from '../hosts/adapter.ts';
import { exportAuditLog } from './audit-export.ts';
import { createAuditPanel } from './audit-panel.ts';
import type { GuardCore } from './guard-core.ts';
import type { GuardWindow } from './guard-window.ts';
import { logDirectories } from './log-place.ts';
import type { SessionExportDeps } from './session-export.ts';
import type { Translate } from './translate.ts';
import { aside, type LogTasks } from './verify-aside.ts';
import { foldersOf } from './workspace.ts';

/** What {@link createAuditSurface} takes. */
export interface AuditSurfaceDeps {
  readonly extension: vscode.Uri;
  readonly machine: Machine;
  readonly t: Translate;
  guard(): GuardWindow | undefined;
  core(): Promise<GuardCore>;
  /** "Don't ask again for this" was chosen for an approved hold. */
  except(hold: string): Promise<void>;
}

/** Everything the person can do with the log. */
export interface AuditSurface extends vscode.Disposable {
  show(): void;
  verify(): void;
  /** Opens the view at the sessions. */
  showSessions(): void;
  exportLog(): Promise<void>;
  /** Asks which session, and writes it signed. */
  exportSession(): Promise<void>;
}

/** Puts the audit view over this workspace's log: the folders' own, and the one kept where they cannot hold any. */
export function createAuditSurface(deps: AuditSurfaceDeps): AuditSurface {
  const { machine, t } = deps;
  const directories = () => logDirectories(machine.stateDirectory, foldersOf());
  const worker = vscode.Uri.joinPath(deps.extension, 'dist', 'verify-worker.js').fsPath;
  const work = <Task extends keyof LogTasks>(task: Task, order: LogTasks[Task]['order']) => aside(worker, task, order);
  const sessions = (intact: boolean | null) =>
    work('sessions', { directories: directories(), now: Date.now(), intact });
  const exporting: SessionExportDeps = {
    t,
    sessions: async () => (await sessions(null)).sessions,
    text: (name, format) => work('export', { directories: directories(), name, format }),
    signer: () => deps.guard()?.signer,
  };
  // What writes reports comes along with the first one.
  const writing = () => import('./session-export.ts');
  const panel = createAuditPanel({
    extension: deps.extension,
    t,
    folders: foldersOf,
    directories,
    verify: (directory) =>
      work('verify', {
        directory,
        checkpointDirectory: statePaths(machine.stateDirectory).checkpoints,
        publicKeys: deps.guard()?.trustedKeys() ?? [],
      }),
    ownKey() {
      const key = deps.guard()?.publicKey;
      return key === undefined ? undefined : keyFingerprint(key);
    },
    mayExcept: async (hold) => (await deps.core()).guard.exceptionsFor(hold).length > 0,
    except: deps.except,
    sessions,
    course: (name) => work('course', { directories: directories(), name }),
    exportSession: async (name, format) => (await writing()).exportSession(exporting, name, format),
  });
  return {
    show: panel.show,
    verify: panel.verify,
    showSessions: panel.showSessions,
    exportLog: () => exportAuditLog(directories(), t),
    exportSession: async () => (await writing()).exportSomeSession(exporting),
    dispose: () => panel.dispose(),
  };
}
