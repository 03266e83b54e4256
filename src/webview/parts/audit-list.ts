import type { AuditRow } from '../../editor/panel-messages.ts';
import { dateClock } from './date-clock.ts';
import { element, icon } from './dom.ts';

/** What the list asks for. */
export interface AuditListRequests {
  /** Rows `[from, to)`; the answer carries the same generation. */
  rows(generation: number, from: number, to: number): void;
  chosen(key: number): void;
}

/** The list of entries. */
export interface AuditList {
  readonly root: HTMLElement;
  setTotal(total: number): void;
  setRows(generation: number, rows: readonly AuditRow[]): void;
  /** Another filter: start again at the top. */
  filterChanged(): void;
  focus(): void;
}

const rowPixels = 26;
/** Rows kept ready above and below what is in sight. */
const spare = 30;

/**
 * A list of any length: only the rows in sight exist, and only they are asked for. While the person reads further
 * down, new entries at the top do not move what is under their eyes.
 */
export function createAuditList(label: string, requests: AuditListRequests): AuditList {
  const space = element('div', { class: 'space' });
  const root = element(
    'div',
    { class: 'list', attributes: { role: 'listbox', tabindex: '0', 'aria-label': label } },
    space,
  );
  let total = 0;
  let generation = 0;
  let selected = -1;
  let selectedKey: number | undefined;
  let keepPlace = false;
  let rows = new Map<number, AuditRow>();
  let asked = '';

  const range = () => {
    const first = Math.floor(root.scrollTop / rowPixels);
    const count = Math.ceil(root.clientHeight / rowPixels) + 1;
    return { from: Math.max(0, first - spare), to: Math.min(total, first + count + spare) };
  };

  function ask(): void {
    const { from, to } = range();
    let missing = false;
    for (let at = from; at < to; at += 1) if (!rows.has(at)) missing = true;
    const key = `${generation} ${from} ${to}`;
    if (!missing || asked === key) return;
    asked = key;
    requests.rows(generation, from, to);
  }

  function draw(): void {
    const { from, to } = range();
    const drawn: HTMLElement[] = [];
    for (let at = from; at < to; at += 1) {
      const row = rows.get(at);
      if (row) drawn.push(rowElement(row, at === selected));
    }
    space.style.height = `${total * rowPixels}px`;
    space.replaceChildren(...drawn);
    if (rows.has(selected)) root.setAttribute('aria-activedescendant', `row-${selected}`);
    else root.removeAttribute('aria-activedescendant');
  }

  function rowElement(row: AuditRow, isSelected: boolean): HTMLElement {
    const made = element(
      'div',
      {
        class: `entry ${row.tone}${isSelected ? ' selected' : ''}`,
        id: `row-${row.index}`,
        attributes: {
          role: 'option',
          'aria-selected': String(isSelected),
          'aria-setsize': String(total),
          'aria-posinset': String(row.index + 1),
        },
      },
      element('time', { class: 'at', text: dateClock(row.at) }),
      element('span', { class: 'label' }, icon(row.icon), element('span', { text: row.label })),
      element('span', { class: 'host', text: row.host }),
      element('span', { class: 'text', text: row.text }),
    );
    made.dataset.index = String(row.index);
    made.style.transform = `translateY(${row.index * rowPixels}px)`;
    return made;
  }

  function select(index: number): void {
    if (total === 0) return;
    selected = Math.min(total - 1, Math.max(0, index));
    const top = selected * rowPixels;
    if (top < root.scrollTop) root.scrollTop = top;
    if (top + rowPixels > root.scrollTop + root.clientHeight) root.scrollTop = top + rowPixels - root.clientHeight;
    selectedKey = rows.get(selected)?.key;
    if (selectedKey !== undefined) requests.chosen(selectedKey);
    ask();
    draw();
  }

  root.addEventListener('scroll', () => {
    ask();
    draw();
  });
  new ResizeObserver(() => {
    ask();
    draw();
  }).observe(root);
  root.addEventListener('keydown', (event) => {
    const page = Math.max(1, Math.floor(root.clientHeight / rowPixels) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      PageDown: selected + page,
      PageUp: selected - page,
      Home: 0,
      End: total - 1,
      Enter: selected,
    };
    const to = steps[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    select(to);
  });
  // Rows are drawn anew whenever something comes in, so a click may begin on one element and end on another:
  // pressing chooses, and the press is told from the focus it brings.
  let isPressed = false;
  root.addEventListener('pointerdown', (event) => {
    isPressed = true;
    const row = event.target instanceof Element ? event.target.closest('.entry') : null;
    if (row instanceof HTMLElement && event.button === 0) select(Number(row.dataset.index));
  });
  window.addEventListener('pointerup', () => {
    isPressed = false;
  });
  root.addEventListener('focus', () => {
    if (!isPressed && selected < 0 && total > 0) select(0);
  });

  return {
    root,
    setTotal(next) {
      const added = next - total;
      const isFollowing = keepPlace && added > 0;
      if (isFollowing && selected >= 0) selected += added;
      const scrolled = root.scrollTop;
      total = next;
      generation += 1;
      rows = new Map();
      asked = '';
      if (!keepPlace) selected = -1;
      keepPlace = true;
      space.style.height = `${total * rowPixels}px`;
      if (isFollowing && scrolled > rowPixels) root.scrollTop = scrolled + added * rowPixels;
      requestAnimationFrame(ask);
      if (total === 0) draw();
    },
    setRows(of, received) {
      if (of !== generation) return;
      for (const row of received) rows.set(row.index, row);
      const waiting = selected >= 0 && selectedKey === undefined ? rows.get(selected) : undefined;
      if (waiting) {
        selectedKey = waiting.key;
        requests.chosen(waiting.key);
      }
      draw();
    },
    filterChanged() {
      keepPlace = false;
      selectedKey = undefined;
      root.scrollTop = 0;
    },
    focus: () => root.focus(),
  };
}
