import type { ProfileView, SessionRow, SessionWords } from '../../editor/panel-messages.ts';
import { dateClock } from './date-clock.ts';
import { element, fill, icon } from './dom.ts';

/** The sessions to choose from. */
export interface SessionList {
  readonly root: HTMLElement;
  setSessions(rows: readonly SessionRow[]): void;
  select(key: string): void;
  focus(): void;
}

/** A list of the log's sessions: one of them is chosen with pointer or arrows. */
export function createSessionList(
  words: SessionWords,
  requests: { chosen(key: string, actions: number): void },
): SessionList {
  const root = element('ul', {
    class: 'session-list',
    attributes: { role: 'listbox', tabindex: '0', 'aria-label': words.list },
  });
  let rows: readonly SessionRow[] = [];
  let selected = -1;

  function draw(): void {
    root.replaceChildren(...rows.map((row, at) => rowElement(row, at)));
    if (selected >= 0) root.setAttribute('aria-activedescendant', `session-${selected}`);
    else root.removeAttribute('aria-activedescendant');
    root.querySelector('.selected')?.scrollIntoView({ block: 'nearest' });
  }

  function rowElement(row: SessionRow, at: number): HTMLElement {
    const isSelected = at === selected;
    const made = element(
      'li',
      {
        class: `session ${row.tone}${isSelected ? ' selected' : ''}`,
        id: `session-${at}`,
        attributes: { role: 'option', 'aria-selected': String(isSelected) },
      },
      element(
        'span',
        { class: 'first' },
        icon(row.tone === 'danger' ? 'warning' : row.tone === 'warning' ? 'eye' : 'check'),
        element('span', { class: 'host', text: row.host }),
        element('time', { class: 'at', text: dateClock(row.at) }),
      ),
      element(
        'span',
        { class: 'second' },
        element('span', { class: 'name', text: row.session }),
        element('span', { text: fill(words.actions, row.actions.toLocaleString()) }),
        element('span', { class: 'lowest', text: row.lowest.toFixed(2) }),
      ),
    );
    made.addEventListener('pointerdown', (event) => {
      if (event.button === 0) choose(at);
    });
    return made;
  }

  function choose(at: number): void {
    const row = rows[Math.min(rows.length - 1, Math.max(0, at))];
    if (!row) return;
    selected = rows.indexOf(row);
    draw();
    requests.chosen(row.key, row.actions);
  }

  root.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      Home: 0,
      End: rows.length - 1,
      Enter: selected,
    };
    const to = steps[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(to);
  });

  return {
    root,
    setSessions(next) {
      const key = rows[selected]?.key;
      rows = next;
      selected = rows.findIndex((row) => row.key === key);
      draw();
    },
    select(key) {
      selected = rows.findIndex((row) => row.key === key);
      draw();
    },
    focus: () => root.focus(),
  };
}

/** A value of 0 to 1 as a bar, for the eye; the words beside it say the same. */
export function meter(value: number): HTMLElement {
  const bar = element('span', { class: 'bar-fill' });
  bar.style.width = `${Math.round(Math.min(1, Math.max(0, value)) * 100)}%`;
  const tone = value < 0.4 ? 'danger' : value < 0.7 ? 'warning' : 'good';
  return element('span', { class: `meter ${tone}`, attributes: { 'aria-hidden': 'true' } }, bar);
}

/** Three values for each host, never one alone, each with how sure it is and why. */
export function profilesOf(profiles: readonly ProfileView[], words: SessionWords): HTMLElement {
  const root = element('section', { class: 'profiles' }, element('h2', { text: words.profiles }));
  for (const { host, seen, parts } of profiles) {
    root.append(
      element('h3', { text: host }),
      element('p', { class: 'seen', text: seen }),
      element(
        'dl',
        { class: 'dimensions' },
        ...parts.flatMap(({ title, value, confidence, reasons }) => [
          element('dt', { text: title }),
          element(
            'dd',
            {},
            meter(value),
            element('span', {
              class: 'measured',
              text: fill(words.measured, value.toFixed(2), Math.round(confidence * 100)),
            }),
            element('ul', { class: 'why' }, ...reasons.map((reason) => element('li', { text: reason }))),
          ),
        ]),
      ),
    );
  }
  return root;
}
