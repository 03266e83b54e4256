import type { AuditDetail, AuditWords } from '../../editor/panel-messages.ts';
import { element, icon, pieces } from './dom.ts';

/** The pane beside the list. */
export interface AuditDetailPane {
  readonly root: HTMLElement;
  show(detail: AuditDetail): void;
}

/** Shows one entry in full. */
export function createAuditDetail(
  words: AuditWords,
  requests: { except(key: number): void; closed(): void },
): AuditDetailPane {
  const root = element('aside', { class: 'detail', attributes: { 'aria-live': 'polite', tabindex: '0' } });
  const hint = () => element('p', { class: 'hint', text: words.chooseEntry });
  root.append(hint());
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') requests.closed();
  });

  function show(detail: AuditDetail): void {
    const facts = element('dl', { class: 'facts' });
    for (const fact of detail.facts) {
      facts.append(element('dt', { text: fact.label }), element('dd', { text: fact.value }));
    }
    const parts: HTMLElement[] = [
      element('h1', { class: detail.tone }, icon(detail.icon), element('span', { text: detail.title })),
      facts,
    ];
    if (detail.mayExcept) {
      const except = element('vscode-button', {
        text: words.except,
        attributes: { secondary: '', icon: 'bell-slash' },
      });
      except.addEventListener('click', () => requests.except(detail.key));
      parts.push(element('p', {}, except));
    }
    if (detail.command) {
      const code = element('pre', { class: 'code' });
      pieces(code, detail.command);
      parts.push(element('section', {}, element('h2', { text: words.command }), code));
    }
    for (const section of detail.sections) {
      const lines = element('ul', {});
      for (const line of section.lines) lines.append(element('li', { text: line }));
      parts.push(element('section', {}, element('h2', { text: section.title }), lines));
    }
    parts.push(
      element(
        'details',
        {},
        element('summary', { text: words.raw }),
        element('pre', { class: 'code', text: detail.raw }),
      ),
    );
    root.replaceChildren(...parts);
    root.scrollTop = 0;
  }
  return { root, show };
}
