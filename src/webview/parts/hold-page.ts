import type { VscodeBadge } from '@vscode-elements/elements/dist/vscode-badge/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import type { HoldView, HoldWords, QueueEntry } from '../../editor/panel-messages.ts';
import { element, fill, icon, pieces } from './dom.ts';
import { createHoldActions, type HoldActions } from './hold-actions.ts';

/** What the page can ask for. */
export interface HoldRequests {
  approve(): void;
  deny(message?: string): void;
  copy(): void;
}

/** The page of one hold. */
export interface HoldPage extends Omit<HoldActions, 'root'> {
  readonly root: HTMLElement;
  setTime(clock: string, share: number, isShort: boolean): void;
  setQueue(position: number, queue: readonly QueueEntry[]): void;
  /** Scrolls a long command so that its first dangerous part is in sight. */
  revealMark(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'vscode-badge': VscodeBadge;
    'vscode-button': VscodeButton;
  }
}

/** A block with a small heading of its own. */
function block(name: string, title: string, ...children: readonly HTMLElement[]): HTMLElement {
  const id = `title-${name}`;
  return element(
    'section',
    { class: `block ${name}`, attributes: { 'aria-labelledby': id } },
    element('h2', { id, text: title }),
    ...children,
  );
}

function loss(view: HoldView): HTMLElement {
  const badges = element('ul', { class: 'badges' });
  for (const badge of view.badges) {
    badges.append(
      element('li', { class: `badge ${badge.tone}` }, icon(badge.icon), element('span', { text: badge.text })),
    );
  }
  return element(
    'section',
    { class: 'loss' },
    element('h1', { id: 'headline', text: view.headline }),
    element(
      'p',
      { id: 'way-back', class: `way-back ${view.wayBack.tone}` },
      icon(view.wayBack.icon),
      element('span', { text: view.wayBack.text }),
    ),
    view.badges.length > 0 && badges,
  );
}

function credential(view: HoldView): HTMLElement | undefined {
  if (!view.credential) return undefined;
  return element(
    'section',
    { id: 'credential', class: 'callout' },
    icon('key'),
    element(
      'div',
      {},
      element('p', { class: 'strong', text: view.credential.title }),
      element('p', { class: 'found', text: view.credential.found }),
      element('p', { text: view.credential.canDestroy }),
    ),
  );
}

function timeline(view: HoldView, words: HoldWords): HTMLElement | undefined {
  if (view.timeline.length === 0) return undefined;
  const list = element('ol', { class: 'steps' });
  for (const step of view.timeline) {
    list.append(
      element(
        'li',
        { class: `step ${step.weight}` },
        element('span', { class: 'when', text: step.when }),
        element('span', { class: 'what', text: step.what }),
      ),
    );
  }
  const sequence = view.sequence ? element('p', { class: 'sequence', text: view.sequence }) : undefined;
  return block('timeline', words.timeline, ...(sequence ? [sequence] : []), list);
}

function command(view: HoldView, words: HoldWords): { section: HTMLElement; code: HTMLElement } {
  const code = element('pre', {
    class: 'code',
    id: 'command',
    attributes: { tabindex: '0', 'aria-labelledby': 'title-command' },
  });
  pieces(code, view.command);
  const facts = element('dl', { class: 'facts' });
  for (const fact of view.facts) {
    facts.append(element('dt', { text: fact.label }), element('dd', { text: fact.value }));
  }
  return { section: block('command', words.command, code, facts), code };
}

function safer(view: HoldView, words: HoldWords, copy: () => void): HTMLElement | undefined {
  if (!view.safer) return undefined;
  const button = element('vscode-button', {
    text: words.copy,
    attributes: { secondary: '', icon: 'copy', id: 'copy' },
  });
  button.addEventListener('click', () => {
    copy();
    button.textContent = words.copied;
  });
  const row = element('div', { class: 'row' }, element('pre', { class: 'code one', text: view.safer }), button);
  return block('safer', words.safer, row);
}

function further(view: HoldView, words: HoldWords): HTMLElement | undefined {
  if (view.further.length === 0) return undefined;
  const list = element('ul', { class: 'plain' });
  for (const each of view.further) list.append(element('li', { text: each }));
  return block('further', words.further, list);
}

/** Builds the page of one hold: what would be lost first, the answer last and always in sight. */
export function createHoldPage(view: HoldView, words: HoldWords, requests: HoldRequests): HoldPage {
  const badge = element('vscode-badge', { attributes: { variant: 'counter' } });
  const clock = element('span', { class: 'clock', attributes: { 'aria-hidden': 'true', title: words.waiting } });
  const bar = element('progress', { class: 'time', attributes: { max: '1', 'aria-hidden': 'true' } });
  const queueBox = element('section', { class: 'block queue' });
  const { section, code } = command(view, words);
  const actions = createHoldActions(view, words, requests);
  const top = element(
    'header',
    { class: 'top' },
    icon('debug-pause'),
    element('span', { class: 'held', text: words.title }),
    badge,
    element('span', { class: 'asker', text: view.asker }),
    clock,
  );
  const content = element(
    'div',
    { class: 'content' },
    view.rehearsal && element('p', { class: 'rehearsal' }, icon('info'), element('span', { text: words.rehearsal })),
    loss(view),
    credential(view),
    section,
    further(view, words),
    timeline(view, words),
    safer(view, words, requests.copy),
    queueBox,
  );
  const root = element(
    'main',
    {
      class: 'hold',
      attributes: {
        role: 'alertdialog',
        'aria-modal': 'true',
        'aria-labelledby': 'headline',
        'aria-describedby': view.credential ? 'way-back credential' : 'way-back',
      },
    },
    top,
    bar,
    content,
    actions.root,
  );
  return {
    ...actions,
    root,
    setTime(text, share, isShort) {
      clock.textContent = fill(words.left, text);
      clock.classList.toggle('short', isShort);
      bar.value = Math.min(1, Math.max(0, share));
    },
    setQueue(position, queue) {
      badge.hidden = queue.length < 2;
      badge.textContent = fill(words.position, position, queue.length);
      queueBox.hidden = queue.length < 2;
      const list = element('ol', { class: 'waiting' });
      for (const entry of queue) {
        const isThis = entry.id === view.id;
        const item = element(
          'li',
          isThis ? { class: 'this', attributes: { 'aria-current': 'true' } } : {},
          element('span', { class: 'what', text: entry.headline }),
          element('span', { class: 'who', text: entry.asker }),
        );
        list.append(item);
      }
      queueBox.replaceChildren(element('h2', { text: words.queue }), list);
    },
    revealMark() {
      const mark = code.querySelector('mark');
      if (mark) code.scrollTop = Math.max(0, mark.offsetTop - code.clientHeight / 3);
    },
  };
}
