import type { AuditWords, ToAuditPanel } from '../../editor/panel-messages.ts';
import { element, icon } from './dom.ts';

type Verified = Extract<ToAuditPanel, { type: 'verified' }>;

/** Says what verifying the log found, and leads to the first bad record. */
export function createAuditResult(
  words: AuditWords,
  showEntry: (key: number) => void,
): { readonly root: HTMLElement; verifying(): void; show(result: Verified): void } {
  const root = element('div', { class: 'result', attributes: { role: 'status', 'aria-live': 'polite' } });
  root.hidden = true;
  return {
    root,
    verifying() {
      root.hidden = false;
      root.className = 'result';
      root.replaceChildren(
        icon('loading', 'codicon-modifier-spin'),
        element('p', { class: 'strong', text: words.verifying }),
      );
    },
    show(result) {
      root.hidden = false;
      root.className = `result ${result.intact ? 'intact' : 'bad'}`;
      const said = element('div', {}, element('p', { class: 'strong', text: result.text }));
      for (const line of result.lines) said.append(element('p', { text: line }));
      root.replaceChildren(icon(result.intact ? 'pass-filled' : 'error'), said);
      const { key } = result;
      if (key === undefined) return;
      const button = element('vscode-button', { text: words.showBad, attributes: { secondary: '' } });
      button.addEventListener('click', () => showEntry(key));
      root.append(button);
    },
  };
}
