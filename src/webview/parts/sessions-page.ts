import type { ProfileView, SessionRow, SessionView, SessionWords } from '../../editor/panel-messages.ts';
import { element, icon } from './dom.ts';
import { createSessionDetail } from './session-detail.ts';
import { createSessionList, profilesOf } from './session-list.ts';

/** What the page asks for. */
interface SessionsRequests {
  sessions(): void;
  session(key: string): void;
  exported(key: string, format: 'jsonl' | 'markdown'): void;
}

/** The log told by sessions. */
export interface SessionsPage {
  readonly root: HTMLElement;
  /** The page came into sight. */
  shown(): void;
  /** Something was recorded. */
  changed(): void;
  setSessions(rows: readonly SessionRow[], profiles: readonly ProfileView[]): void;
  show(view: SessionView): void;
  gone(): void;
}

/** While agents work, the list is read again at most this often, in milliseconds. */
const calmMilliseconds = 5_000;

/** A list of sessions, and the one that is chosen. Nothing is read before the page is first looked at. */
export function createSessionsPage(words: SessionWords, requests: SessionsRequests): SessionsPage {
  let asked = 0;
  let later: ReturnType<typeof setTimeout> | undefined;
  let chosen: string | undefined;
  /** Actions of the chosen session when it was last asked for. */
  let actions = 0;
  const list = createSessionList(words, {
    chosen(key, count) {
      chosen = key;
      actions = count;
      detail.say(element('p', { class: 'hint', text: words.reading }));
      requests.session(key);
    },
  });
  const detail = createSessionDetail(words, { exported: requests.exported });
  const empty = element(
    'div',
    { class: 'empty' },
    icon('graph-line', 'large'),
    element('p', { class: 'strong', text: words.empty }),
    element('p', { text: words.emptyHint }),
  );
  const split = element('div', { class: 'split sessions' }, element('div', { class: 'left' }, list.root), detail.root);
  const reading = element('p', { class: 'hint', text: words.reading });
  const root = element('div', { class: 'page' }, reading, empty, split);
  empty.hidden = true;
  split.hidden = true;

  const ask = () => {
    clearTimeout(later);
    later = undefined;
    asked = Date.now();
    requests.sessions();
  };

  return {
    root,
    shown() {
      if (Date.now() - asked > calmMilliseconds) ask();
    },
    changed() {
      if (root.hidden || asked === 0) return;
      later ??= setTimeout(ask, calmMilliseconds);
    },
    setSessions(rows, profiles) {
      reading.hidden = true;
      empty.hidden = rows.length > 0;
      split.hidden = rows.length === 0;
      list.setSessions(rows);
      const row = rows.find(({ key }) => key === chosen);
      // Not under the person's hands: whoever goes through the chart or the timeline keeps what is there.
      if (row && row.actions !== actions && !detail.root.contains(document.activeElement)) requests.session(row.key);
      actions = row?.actions ?? 0;
      if (chosen === undefined && rows.length > 0)
        detail.say(element('p', { class: 'hint', text: words.choose }), profilesOf(profiles, words));
    },
    show(view) {
      if (view.key !== chosen) return;
      list.select(view.key);
      detail.show(view);
    },
    gone() {
      detail.say(element('p', { class: 'hint', text: words.gone }));
    },
  };
}
