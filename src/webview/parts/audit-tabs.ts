import { element } from './dom.ts';

/** One page behind a tab. */
interface Tab<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly page: HTMLElement;
}

/** Tabs over pages of which one is shown. */
export interface Tabs<Name extends string> {
  readonly root: HTMLElement;
  select(name: Name): void;
}

/** Tabs as the accessibility guidelines have them: arrows go from one to the next, only the chosen one takes the Tab key. */
export function createTabs<Name extends string>(
  label: string,
  tabs: readonly Tab<Name>[],
  shown: (name: Name) => void,
): Tabs<Name> {
  const root = element('div', { class: 'tabs', attributes: { role: 'tablist', 'aria-label': label } });
  const buttons = tabs.map(({ name, title, page }) => {
    page.id = `page-${name}`;
    page.setAttribute('role', 'tabpanel');
    page.setAttribute('aria-labelledby', `tab-${name}`);
    const button = element('button', {
      id: `tab-${name}`,
      class: 'tab',
      text: title,
      attributes: { role: 'tab', type: 'button', 'aria-controls': page.id },
    });
    button.addEventListener('click', () => select(name));
    return button;
  });
  root.append(...buttons);

  function select(name: Name): void {
    for (const [at, tab] of tabs.entries()) {
      const isChosen = tab.name === name;
      tab.page.hidden = !isChosen;
      buttons[at]?.setAttribute('aria-selected', String(isChosen));
      buttons[at]?.setAttribute('tabindex', isChosen ? '0' : '-1');
    }
    shown(name);
  }

  root.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const now = tabs.findIndex(({ page }) => !page.hidden);
    const next = tabs[(now + step + tabs.length) % tabs.length];
    if (!next) return;
    select(next.name);
    document.getElementById(`tab-${next.name}`)?.focus();
  });
  const [first] = tabs;
  if (first) select(first.name);
  return { root, select };
}
