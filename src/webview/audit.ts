import '@vscode/codicons/dist/codicon.css';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { AuditWords, FromAuditPanel, ToAuditPanel } from '../editor/panel-messages.ts';
import { api } from './parts/api.ts';
import { createAuditBar } from './parts/audit-bar.ts';
import { createAuditDetail } from './parts/audit-detail.ts';
import { createAuditList } from './parts/audit-list.ts';
import { createAuditResult } from './parts/audit-result.ts';
import { createTabs } from './parts/audit-tabs.ts';
import { element, fill, icon } from './parts/dom.ts';
import { createSessionsPage } from './parts/sessions-page.ts';

const send = (message: FromAuditPanel) => api.postMessage(message);

function start(words: AuditWords): (message: ToAuditPanel) => void {
  const list = createAuditList(words.list, {
    rows: (generation, from, to) => send({ type: 'rows', generation, from, to }),
    chosen: (key) => send({ type: 'detail', key }),
  });
  const detail = createAuditDetail(words, {
    except: (key) => send({ type: 'except', key }),
    closed: () => list.focus(),
  });
  const result = createAuditResult(words, (key) => send({ type: 'detail', key }));
  const bar = createAuditBar(words, {
    filter(filter) {
      list.filterChanged();
      send({ type: 'filter', filter });
    },
    verify: () => send({ type: 'verify' }),
    exportLog: () => send({ type: 'export' }),
    exceptions: () => send({ type: 'exceptions' }),
    toList: () => list.focus(),
  });
  const emptyTitle = element('p', { class: 'strong' });
  const emptyHint = element('p', {});
  const clear = element('vscode-button', { text: words.clearFilters, attributes: { secondary: '' } });
  clear.addEventListener('click', () => bar.clear());
  const empty = element('div', { class: 'empty' }, icon('shield', 'large'), emptyTitle, emptyHint, clear);
  const count = element('p', { class: 'count', attributes: { role: 'status', 'aria-live': 'polite' } });
  const problems = element('ul', { class: 'problems' });
  const entries = element(
    'div',
    { class: 'page' },
    bar.root,
    result.root,
    problems,
    element('div', { class: 'split' }, element('div', { class: 'left' }, list.root, empty), detail.root),
    count,
  );
  const sessions = createSessionsPage(words.sessions, {
    sessions: () => send({ type: 'sessions' }),
    session: (key) => send({ type: 'session', key }),
    exported: (key, format) => send({ type: 'exportSession', key, format }),
  });
  const tabs = createTabs(
    words.title,
    [
      { name: 'entries', title: words.entriesTab, page: entries },
      { name: 'sessions', title: words.sessionsTab, page: sessions.root },
    ] as const,
    (name) => {
      if (name === 'sessions') sessions.shown();
    },
  );
  const main = element(
    'main',
    { class: 'audit', attributes: { 'aria-label': words.title } },
    tabs.root,
    entries,
    sessions.root,
  );
  document.body.replaceChildren(main);
  window.addEventListener('keydown', (event) => {
    if (entries.hidden || event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    bar.focusSearch();
  });

  return (message) => {
    switch (message.type) {
      case 'words':
        return;
      case 'tab':
        tabs.select(message.tab);
        return;
      case 'sessions':
        sessions.setSessions(message.sessions, message.profiles);
        return;
      case 'session':
        sessions.show(message.view);
        return;
      case 'session-gone':
        sessions.gone();
        return;
      case 'state': {
        const isEmpty = message.matching === 0;
        list.setTotal(message.matching);
        list.root.hidden = isEmpty;
        empty.hidden = !isEmpty || message.reading;
        emptyTitle.textContent = message.total === 0 ? words.empty : words.nothingMatches;
        emptyHint.textContent = message.total === 0 ? words.emptyHint : '';
        clear.hidden = message.total === 0;
        bar.setChoices(message);
        const shown =
          message.matching === message.total
            ? fill(words.count, message.total.toLocaleString())
            : fill(words.countOf, message.matching.toLocaleString(), message.total.toLocaleString());
        sessions.changed();
        count.textContent = message.reading ? words.reading : shown;
        problems.replaceChildren(...message.problems.map((problem) => element('li', {}, icon('warning'), problem)));
        problems.hidden = message.problems.length === 0;
        return;
      }
      case 'rows':
        list.setRows(message.generation, message.rows);
        return;
      case 'detail':
        detail.show(message.detail);
        return;
      case 'verifying':
        bar.setVerifying(true);
        result.verifying();
        return;
      case 'verified':
        bar.setVerifying(false);
        result.show(message);
        return;
    }
  };
}

let receive: ((message: ToAuditPanel) => void) | undefined;
window.addEventListener('message', (event: MessageEvent<ToAuditPanel>) => {
  if (event.data.type === 'words') receive = start(event.data.words);
  receive?.(event.data);
});
send({ type: 'ready' });
