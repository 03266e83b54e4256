import * as vscode from 'vscode';
import type { HoldDesk } from './hold-desk.ts';
import { readHoldMessage } from './hold-desk.ts';
import { holdView, holdWords, queueEntry, quietMilliseconds } from './hold-view.ts';
import type { ToHoldPanel } from './panel-messages.ts';
import type { Translate } from './translate.ts';
import { visibleLine } from './visible-text.ts';
import { pageFor, panelRoots } from './webview-page.ts';

/** How often the panel hears that the guard behind it is there. */
const aliveMilliseconds = 2_000;

/** What {@link createHoldPanel} takes. */
export interface HoldPanelDeps {
  readonly desk: HoldDesk;
  readonly extension: vscode.Uri;
  readonly t: Translate;
  now(): number;
  onProblem(problem: string): void;
}

/** The confirmation panel. */
export interface HoldPanel extends vscode.Disposable {
  /** Brings the panel to the front with the focus in it; says so where nothing is held. */
  show(id?: string): void;
  /** Whether it is before the person's eyes: in front, in a focused window. */
  isSeen(): boolean;
}

/**
 * Shows the hold at the desk, comes to the front by itself, and closes when nothing waits. Closing it denies all
 * that is in it. An approval enters through this panel's own message channel and nowhere else in the extension.
 */
export function createHoldPanel(deps: HoldPanelDeps): HoldPanel {
  const { desk, t } = deps;
  let panel: vscode.WebviewPanel | undefined;
  let ready = false;
  let shownId: string | undefined;
  /** True while we close the panel ourselves because nothing waits any more. */
  let closing = false;
  /** Holds that have brought the panel to the front. */
  let raised = new Set<string>();

  const post = (message: ToHoldPanel) => {
    panel?.webview.postMessage(message).then(undefined, () => {});
  };
  const column = () =>
    vscode.workspace.getConfiguration('holdpoint').get('confirmation.column') === 'beside'
      ? vscode.ViewColumn.Beside
      : vscode.ViewColumn.Active;

  function open(): vscode.WebviewPanel {
    ready = false;
    shownId = undefined;
    const made = vscode.window.createWebviewPanel(
      'holdpoint.hold',
      t('Held: your decision'),
      { viewColumn: column(), preserveFocus: false },
      {
        enableScripts: true,
        enableForms: false,
        enableCommandUris: false,
        // Hidden, the panel keeps what was typed; coming back it starts its quiet time anew.
        retainContextWhenHidden: true,
        localResourceRoots: panelRoots(deps.extension),
      },
    );
    made.iconPath = vscode.Uri.joinPath(deps.extension, 'media', 'icon.png');
    made.webview.onDidReceiveMessage((message) => receive(message));
    made.onDidDispose(() => {
      panel = undefined;
      if (!closing) desk.closeAll();
    });
    made.webview.html = pageFor(made.webview, {
      extension: deps.extension,
      name: 'hold',
      title: t('Held: your decision'),
    });
    return made;
  }

  async function receive(value: unknown): Promise<void> {
    const message = readHoldMessage(value);
    if (!message) return;
    if (message.type === 'ready') {
      ready = true;
      shownId = undefined;
      post({ type: 'words', words: holdWords(t), quietMs: quietMilliseconds });
      refresh();
      return;
    }
    if (message.type === 'copy') {
      const safer = desk.queue().find((held) => held.hold.artifact.id === message.id)?.hold.artifact.safer;
      // What is shown, on one line: a hidden character or a line end could make a terminal act on it.
      if (safer) await vscode.env.clipboard.writeText(visibleLine(safer, 2_000));
      return;
    }
    const answer = await desk.answer(message);
    if (!answer.counted) post({ type: 'refused', id: message.id, why: answer.why });
    // The page offers to approve only after this: an honest first press must not be told that it came too early.
    if (message.type === 'shown') post({ type: 'seen' });
  }

  /** Brings what is on the screen in line with the desk. */
  function refresh(): void {
    const queue = desk.queue();
    const [first] = queue;
    if (!first) {
      close();
      return;
    }
    const ids = queue.map((held) => held.hold.artifact.id);
    const isNew = ids.some((each) => !raised.has(each));
    raised = new Set(ids);
    panel ??= open();
    const id = first.hold.artifact.id;
    panel.title = queue.length > 1 ? t('Held: {0} decisions', queue.length) : t('Held: your decision');
    if (!ready) return;
    const byAge = [...queue].sort((a, b) => a.hold.openedAt - b.hold.openedAt);
    const entries = byAge.map((held) => queueEntry(held.hold.artifact, t));
    const position = byAge.indexOf(first) + 1;
    if (id === shownId) {
      post({ type: 'queue', position, queue: entries });
      // Every hold comes to the front, also when the person has gone to another tab meanwhile.
      if (isNew && !panel.visible) panel.reveal(undefined, false);
      return;
    }
    shownId = id;
    const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
    const hold = holdView(first.hold.artifact, { now: deps.now(), folders, t, rehearsal: first.rehearsal });
    post({ type: 'show', hold, position, queue: entries });
    panel.reveal(undefined, false);
  }

  function close(): void {
    if (!panel) return;
    closing = true;
    panel.dispose();
    closing = false;
    panel = undefined;
    shownId = undefined;
  }

  function show(id?: string): void {
    if (id !== undefined && !desk.choose(id)) {
      void vscode.window.showInformationMessage(t('That call has been answered. Nothing waits for you there.'));
      return;
    }
    if (!desk.current()) {
      void vscode.window.showInformationMessage(t('Nothing is held.'));
      return;
    }
    refresh();
    panel?.reveal(undefined, false);
  }

  const alive = setInterval(() => post({ type: 'alive' }), aliveMilliseconds);
  const stop = desk.onDidChange(() => {
    try {
      refresh();
    } catch (error) {
      deps.onProblem(t('The confirmation panel could not be shown: {0}', String(error)));
    }
  });

  return {
    show,
    isSeen: () => shownId !== undefined && panel?.visible === true && vscode.window.state.focused,
    dispose() {
      stop();
      clearInterval(alive);
      // Not `closing`: when the extension goes, what is held is denied.
      panel?.dispose();
    },
  };
}
