import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AuditRecord } from '../action/audit.ts';
import type { ReportFormat } from '../audit/seal.ts';
import type { SessionCourse } from '../audit/session-course.ts';
import type { SessionName } from '../audit/session-records.ts';
import { isEntry } from '../audit/shape.ts';
import type { VerifyResult } from '../audit/verify.ts';
import type { SessionsRead } from '../guard/sessions-read.ts';
import { auditDetail } from './audit-detail.ts';
import { createAuditIndex, type IndexedRecord } from './audit-index.ts';
import { readAuditMessage } from './audit-messages.ts';
import { auditWords, filterChoices, filtered, rowOf } from './audit-rows.ts';
import type { AuditFilter, FromAuditPanel, ToAuditPanel } from './panel-messages.ts';
import { profileView, sessionNamed, sessionRow, sessionView } from './session-view.ts';
import type { Translate } from './translate.ts';
import { verifiedText } from './verified-text.ts';
import { pageFor, panelRoots } from './webview-page.ts';

/** What {@link createAuditPanel} takes. */
export interface AuditPanelDeps {
  readonly extension: vscode.Uri;
  readonly t: Translate;
  /** Absolute paths of the open folders. */
  folders(): readonly string[];
  /** Absolute paths of the directories this workspace's log lies in. */
  directories(): readonly string[];
  /** Verifies one directory away from the extension's own thread. */
  verify(directory: string): Promise<VerifyResult>;
  /** Fingerprint of this editor's key, to compare. */
  ownKey(): string | undefined;
  /** Whether "Don't ask again for this" may be offered for an approved hold. */
  mayExcept(hold: string): Promise<boolean>;
  /** Asks in a modal dialog and makes the exception. */
  except(hold: string): Promise<void>;
  /** The log's sessions and its hosts' profiles, read away from the extension's own thread. */
  sessions(intact: boolean | null): Promise<SessionsRead>;
  course(name: SessionName): Promise<SessionCourse | null>;
  exportSession(name: SessionName, format: ReportFormat): Promise<void>;
}

/** The audit view. */
export interface AuditPanel extends vscode.Disposable {
  show(): void;
  /** Opens the view and verifies at once. */
  verify(): void;
  /** Opens the view at the sessions. */
  showSessions(): void;
}

const viewType = 'holdpoint.audit';
const noFilter: AuditFilter = { text: '', type: '', decision: '', host: '' };
/** Other windows write too, and not every file system reports changes: look again this often while the view is open. */
const pollMilliseconds = 2_000;

/** "Holdpoint: Open Audit Log": a list over all windows' records that searches, filters, follows and verifies. */
export function createAuditPanel(deps: AuditPanelDeps): AuditPanel {
  let open: OpenView | undefined;

  function adopt(panel: vscode.WebviewPanel): OpenView {
    const view = openView(deps, panel);
    open = view;
    panel.onDidDispose(() => {
      view.close();
      if (open === view) open = undefined;
    });
    return view;
  }

  function show(): OpenView {
    if (open) {
      open.panel.reveal();
      return open;
    }
    return adopt(
      vscode.window.createWebviewPanel(viewType, deps.t('Audit Log'), vscode.ViewColumn.Active, {
        enableFindWidget: false,
      }),
    );
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
    async deserializeWebviewPanel(panel) {
      open?.panel.dispose();
      adopt(panel);
    },
  });

  return {
    show: () => void show(),
    verify: () => show().verify(),
    showSessions: () => show().showSessions(),
    dispose() {
      serializer.dispose();
      open?.close();
      open = undefined;
    },
  };
}

interface OpenView {
  readonly panel: vscode.WebviewPanel;
  verify(): void;
  showSessions(): void;
  close(): void;
}

function openView(deps: AuditPanelDeps, panel: vscode.WebviewPanel): OpenView {
  const { t } = deps;
  const index = createAuditIndex(deps.directories);
  let filter = noFilter;
  let matching: readonly IndexedRecord[] = [];
  let ready = false;
  let closed = false;
  let verifyWhenReady = false;
  let sessionsWhenReady = false;
  let intact: boolean | null = null;
  let watchers: FSWatcher[] = [];

  panel.iconPath = vscode.Uri.joinPath(deps.extension, 'media', 'icon.png');
  panel.webview.options = {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: panelRoots(deps.extension),
  };
  const post = (message: ToAuditPanel) => {
    if (!closed) panel.webview.postMessage(message).then(undefined, () => {});
  };

  function state(reading: boolean): void {
    matching = filtered(index.records(), filter, t);
    const total = index.records().length;
    const choices = filterChoices(index.records(), t);
    post({ type: 'state', total, matching: matching.length, reading, ...choices, problems: index.problems() });
  }

  async function refresh(): Promise<void> {
    if (closed || !ready) return;
    if (await index.refresh()) state(false);
  }

  const approvedHold = (record: AuditRecord | undefined) =>
    record?.type === 'answered' && isEntry(record) && record.answer === 'approved' ? record.hold : undefined;

  async function detail(key: number): Promise<void> {
    const record = await index.record(key);
    const indexed = index.records().find((each) => each.key === key);
    if (!record || !indexed) return;
    const hold = approvedHold(record);
    const mayExcept = hold !== undefined && (await deps.mayExcept(hold));
    const place = t('{0}, line {1}', path.basename(indexed.file), indexed.line);
    post({ type: 'detail', detail: auditDetail(record, { key, place, mayExcept, t }) });
  }

  async function verify(): Promise<void> {
    if (!ready) {
      verifyWhenReady = true;
      return;
    }
    post({ type: 'verifying' });
    const results: { directory: string; result: VerifyResult }[] = [];
    for (const directory of deps.directories()) results.push({ directory, result: await deps.verify(directory) });
    const text = verifiedText(
      results.map(({ result }) => result),
      deps.ownKey(),
      t,
    );
    const bad = results.find(({ result }) => result.bad)?.result.bad;
    const key =
      bad && index.records().find((each) => path.basename(each.file) === bad.file && each.line === bad.line)?.key;
    intact = results.every(({ result }) => result.intact);
    post({ type: 'verified', ...text, ...(key !== undefined ? { key } : {}) });
  }

  async function receive(message: FromAuditPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        ready = true;
        post({ type: 'words', words: auditWords(t) });
        state(true);
        await index.refresh();
        state(false);
        follow();
        if (verifyWhenReady) await verify();
        verifyWhenReady = false;
        if (sessionsWhenReady) post({ type: 'tab', tab: 'sessions' });
        sessionsWhenReady = false;
        return;
      case 'filter':
        filter = message.filter;
        state(false);
        return;
      case 'rows':
        post({
          type: 'rows',
          generation: message.generation,
          rows: matching
            .slice(message.from, message.to)
            .map((record, at) => rowOf(record, message.from + at, t, deps.folders())),
        });
        return;
      case 'detail':
        await detail(message.key);
        return;
      case 'verify':
        await verify();
        return;
      case 'sessions': {
        const { sessions, profiles } = await deps.sessions(intact);
        post({
          type: 'sessions',
          sessions: sessions.map((entry) => sessionRow(entry, t)),
          profiles: profiles.map((profile) => profileView(profile, t)),
        });
        return;
      }
      case 'session': {
        const name = sessionNamed(message.key);
        const course = name ? await deps.course(name) : null;
        post(course ? { type: 'session', view: sessionView(course, t) } : { type: 'session-gone', key: message.key });
        return;
      }
      case 'exportSession': {
        const name = sessionNamed(message.key);
        if (name) await deps.exportSession(name, message.format);
        return;
      }
      case 'export':
        await vscode.commands.executeCommand('holdpoint.exportAuditLog');
        return;
      case 'exceptions':
        await vscode.commands.executeCommand('holdpoint.manageExceptions');
        return;
      case 'except': {
        const hold = approvedHold(await index.record(message.key));
        if (hold !== undefined && (await deps.mayExcept(hold))) await deps.except(hold);
        await detail(message.key);
        return;
      }
    }
  }

  function follow(): void {
    for (const watcher of watchers) watcher.close();
    watchers = deps.directories().flatMap((directory) => {
      try {
        return [watch(directory, () => void refresh()).on('error', () => {})];
      } catch {
        return []; // Not there yet; the timer finds it.
      }
    });
  }

  const timer = setInterval(() => void refresh(), pollMilliseconds);
  panel.webview.onDidReceiveMessage((value) => {
    const message = readAuditMessage(value);
    if (!message) return;
    receive(message).catch((error) => {
      void vscode.window.showErrorMessage(t('The audit log could not be shown: {0}', String(error)));
    });
  });
  panel.webview.html = pageFor(panel.webview, { extension: deps.extension, name: 'audit', title: t('Audit Log') });

  return {
    panel,
    verify: () => void verify(),
    showSessions() {
      if (ready) post({ type: 'tab', tab: 'sessions' });
      else sessionsWhenReady = true;
    },
    close() {
      closed = true;
      clearInterval(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
