import * as vscode from 'vscode';
import type { AuditEntry } from '../action/audit.ts';
import { realOf } from '../context/real-path.ts';
import type { Machine } from '../hosts/adapter.ts';
import type { Preview, SavedWork } from '../undo/saved-work.ts';
import type { Snapshot } from '../undo/snapshot.ts';
import type { Translate } from './translate.ts';
import { previewLines, reportLine, undoItems } from './undo-items.ts';
import { undoDeps } from './undo-saving.ts';
import { noticeText } from './visible-text.ts';

/** What {@link createUndo} takes. */
export interface UndoCommandDeps {
  readonly machine: Machine;
  readonly t: Translate;
  /** Absolute paths of the open folders. */
  folders(): readonly string[];
  record(entry: AuditEntry): void;
  onProblem(problem: string): void;
}

/** "Holdpoint: Undo…". */
export interface Undo extends vscode.Disposable {
  /** Lists what was saved in this window's folders, compares what the person picks with what is there, brings it back. */
  show(): Promise<void>;
}

/** The scheme under which saved files are shown. */
const scheme = 'holdpoint-snapshot';
/** Files compared at once, and bytes of one that are shown. */
const mostCompared = 300;
const mostBytes = 4 * 1024 * 1024;
/** The first look for what can go, after the start, and the time between two. */
const firstTidy = 5 * 60_000;
const tidyEvery = 60 * 60_000;

/** Puts "Holdpoint: Undo…" in place. */
export function createUndo(deps: UndoCommandDeps): Undo {
  const { t } = deps;
  const texts = new Map<string, () => Promise<Buffer>>();
  let opened: Promise<SavedWork> | undefined;
  const work = () => {
    opened ??= import('./undo-work.ts').then(({ openSavedWork }) => openSavedWork(undoDeps(deps.machine)));
    return opened;
  };
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent(uri) {
      const bytes = await texts.get(uri.query)?.();
      if (bytes === undefined) return '';
      return bytes.length > mostBytes ? t('This file is too large to be shown here.') : bytes.toString('utf8');
    },
  });
  const tidy = () => {
    work()
      .then((saved) => saved.prune())
      .catch((error: unknown) => deps.onProblem(t('Old snapshots could not be removed. {0}', String(error))));
  };
  const first = setTimeout(tidy, firstTidy);
  const later = setInterval(tidy, tidyEvery);

  const here = async (): Promise<Snapshot[]> => {
    const folders = new Set(deps.folders().map(realOf));
    const all = await (await work()).list();
    return all.filter(
      ({ workspace }) => folders.has(workspace) || [...folders].some((one) => isInside(workspace, one)),
    );
  };

  /** The comparison: what is there now on the left, what comes back on the right. */
  const compare = async (snapshot: Snapshot, { differences }: Preview) => {
    texts.clear();
    const files = differences.filter(({ kind, before }) => before !== null || kind === 'goes').slice(0, mostCompared);
    if (files.length === 0) return;
    const resources = files.map((one, index) => {
      const now = vscode.Uri.file(one.file);
      const key = `${snapshot.id}-${index}`;
      if (one.before) texts.set(key, one.before);
      const saved = one.before ? now.with({ scheme, query: key }) : undefined;
      return [now, one.kind === 'comes-back' ? undefined : now, saved];
    });
    await vscode.commands.executeCommand('vscode.changes', t('What comes back ({0})', snapshot.id), resources);
  };

  const bringBack = async (snapshot: Snapshot): Promise<void> => {
    const report = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: t('Saving what is there now, then bringing back…') },
      async () => (await work()).restore(snapshot),
    );
    const { before, files } = report;
    deps.record({ type: 'restored', snapshot: snapshot.id, before: before?.id ?? null, files });
    const back = t('Undo This');
    const chosen = await vscode.window.showInformationMessage(
      noticeText(reportLine(report, t)),
      ...(before ? [back] : []),
    );
    if (chosen === back && before) await bringBack(before);
  };

  const choose = async (): Promise<void> => {
    const snapshots = await here();
    if (snapshots.length === 0) {
      void vscode.window.showInformationMessage(
        t('Nothing was saved in this folder yet. Holdpoint saves what an agent is about to take away.'),
      );
      return;
    }
    const chosen = await vscode.window.showQuickPick(undoItems(snapshots, Date.now(), t), {
      title: t('Undo: what was saved before agents’ calls'),
      placeHolder: t('Pick one to compare it with what is there now'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!chosen) return;
    const { snapshot } = chosen;
    const preview = await (await work()).preview(snapshot);
    await compare(snapshot, preview);
    const { title, lines } = previewLines(preview, t);
    if (preview.differences.length + preview.notes.length === 0) {
      void vscode.window.showInformationMessage(title);
      return;
    }
    const yes = { label: `$(discard) ${t('Bring back')}`, detail: [title, ...lines].filter(Boolean).join(' · ') };
    const no = { label: `$(close) ${t('Leave everything as it is')}` };
    const answer = await vscode.window.showQuickPick([yes, no], {
      title: t('Bring this back?'),
      placeHolder: t('What is there now is saved first, so that this can be undone as well.'),
      ignoreFocusOut: true,
    });
    if (answer === yes) await bringBack(snapshot);
  };

  return {
    async show() {
      try {
        await choose();
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(t('That cannot be brought back: {0}.', why));
      }
    },
    dispose() {
      clearTimeout(first);
      clearInterval(later);
      provider.dispose();
    },
  };
}

function isInside(inner: string, outer: string): boolean {
  return inner.startsWith(`${outer}/`) || inner.startsWith(`${outer}\\`);
}
