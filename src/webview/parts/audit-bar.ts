import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { AuditFilter, AuditWords, FilterChoice } from '../../editor/panel-messages.ts';
import { element } from './dom.ts';

declare global {
  interface HTMLElementTagNameMap {
    'vscode-single-select': VscodeSingleSelect;
  }
}

/** What the bar asks for. */
export interface AuditBarRequests {
  filter(filter: AuditFilter): void;
  verify(): void;
  exportLog(): void;
  exceptions(): void;
  /** The person wants on into the list. */
  toList(): void;
}

/** The bar above the list. */
export interface AuditBar {
  readonly root: HTMLElement;
  setChoices(choices: Record<'types' | 'decisions' | 'hosts', readonly FilterChoice[]>): void;
  setVerifying(running: boolean): void;
  clear(): void;
  focusSearch(): void;
}

/** Typing is answered once it pauses this long. */
const pauseMilliseconds = 150;

/** Search, filters and what can be done with the log as a whole. */
export function createAuditBar(words: AuditWords, requests: AuditBarRequests): AuditBar {
  const search = element('vscode-textfield', { class: 'search' });
  search.placeholder = words.search;
  search.label = words.search;
  search.append(element('span', { class: 'codicon codicon-search', attributes: { slot: 'content-before' } }));
  const selects = {
    types: element('vscode-single-select', { attributes: { 'aria-label': words.type } }),
    decisions: element('vscode-single-select', { attributes: { 'aria-label': words.decision } }),
    hosts: element('vscode-single-select', { attributes: { 'aria-label': words.host } }),
  };
  const shown = { types: '', decisions: '', hosts: '' };
  const verify = element('vscode-button', { text: words.verify, attributes: { icon: 'verified' } });
  const exportLog = element('vscode-button', { text: words.exportLog, attributes: { secondary: '', icon: 'export' } });
  const exceptions = element('vscode-button', {
    text: words.exceptions,
    attributes: { secondary: '', icon: 'list-selection' },
  });

  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    requests.filter({
      text: search.value,
      type: selects.types.value,
      decision: selects.decisions.value,
      host: selects.hosts.value,
    });
  };
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(changed, pauseMilliseconds);
  });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && search.value) {
      search.value = '';
      changed();
    }
    if (event.key === 'ArrowDown') requests.toList();
  });
  for (const select of Object.values(selects)) select.addEventListener('change', changed);
  verify.addEventListener('click', () => {
    if (!verify.disabled) requests.verify();
  });
  exportLog.addEventListener('click', () => requests.exportLog());
  exceptions.addEventListener('click', () => requests.exceptions());

  return {
    root: element(
      'header',
      { class: 'bar' },
      search,
      element('div', { class: 'filters' }, ...Object.values(selects)),
      element('div', { class: 'does' }, verify, exportLog, exceptions),
    ),
    setChoices(choices) {
      for (const name of ['types', 'decisions', 'hosts'] as const) {
        const key = JSON.stringify(choices[name]);
        // Rebuilding an open list would close it under the person's hand.
        if (shown[name] === key) continue;
        shown[name] = key;
        const select = selects[name];
        const { value } = select;
        select.replaceChildren(
          ...choices[name].map((choice) =>
            element('vscode-option', { text: choice.label, attributes: { value: choice.value } }),
          ),
        );
        void select.updateComplete.then(() => {
          select.value = choices[name].some((choice) => choice.value === value) ? value : '';
        });
      }
    },
    setVerifying(running) {
      verify.disabled = running;
      verify.textContent = running ? words.verifying : words.verify;
    },
    clear() {
      search.value = '';
      for (const select of Object.values(selects)) select.value = '';
      changed();
      search.focus();
    },
    focusSearch: () => search.focus(),
  };
}
