import type { SessionStep, SessionView, SessionWords } from '../../editor/panel-messages.ts';
import { dateClock } from './date-clock.ts';
import { element, fill, icon } from './dom.ts';
import { createSessionChart, type SessionChart } from './session-chart.ts';
import { meter } from './session-list.ts';

/** The pane that shows one session. */
export interface SessionDetail {
  readonly root: HTMLElement;
  show(view: SessionView): void;
  /** One sentence, or what else stands there while no session is shown. */
  say(...content: readonly (Node | string)[]): void;
}

/** Shows one session: chart, what was ordinary and what was not, dimensions, timeline. */
export function createSessionDetail(
  words: SessionWords,
  requests: { exported(key: string, format: 'jsonl' | 'markdown'): void },
): SessionDetail {
  const root = element('article', { class: 'session-detail', attributes: { tabindex: '0' } });
  let chart: SessionChart | undefined;
  let shownKey: string | undefined;

  const lines = (title: string, list: readonly string[], tone = '') =>
    list.length === 0
      ? undefined
      : element(
          'section',
          { class: tone },
          element('h2', { text: title }),
          element('ul', { class: 'lines' }, ...list.map((line) => element('li', { text: line }))),
        );

  function show(view: SessionView): void {
    chart?.close();
    const told = element('p', { class: 'pointed', attributes: { role: 'status', 'aria-live': 'polite' } });
    const steps = timelineOf(view, (number) => chart?.point(number));
    chart = createSessionChart(view, words, {
      pointed(number) {
        told.textContent = sentenceAt(view, words, number);
        steps.point(number);
      },
    });
    const exportButton = (text: string, format: 'jsonl' | 'markdown', secondary: boolean) => {
      const button = element('vscode-button', {
        text,
        attributes: { icon: 'export', ...(secondary ? { secondary: '' } : {}) },
      });
      button.addEventListener('click', () => requests.exported(view.key, format));
      return button;
    };
    const facts = element('dl', { class: 'facts' });
    for (const fact of view.facts)
      facts.append(element('dt', { text: fact.label }), element('dd', { text: fact.value }));
    root.replaceChildren(
      element(
        'header',
        { class: 'session-head' },
        element('h1', { class: view.tone }, element('span', { text: view.title })),
        element(
          'div',
          { class: 'does' },
          exportButton(words.exportReport, 'markdown', false),
          exportButton(words.exportLines, 'jsonl', true),
        ),
      ),
      facts,
      element(
        'section',
        {},
        element('h2', { text: words.chart }),
        legendOf(words),
        chart.root,
        told,
        tableOf(view, words),
      ),
      ...[lines(words.reasons, view.reasons, 'reasons')].filter((one) => one !== undefined),
      lines(words.unusual, view.unusual.length > 0 ? view.unusual : [words.nothingUnusual]) ?? '',
      lines(words.normal, view.normal) ?? '',
      dimensionsOf(view, words),
      element(
        'section',
        {},
        element('h2', { text: words.timeline }),
        steps.root,
        view.left > 0 ? element('p', { class: 'seen', text: fill(words.left, view.left.toLocaleString()) }) : '',
      ),
    );
    root.setAttribute('aria-label', view.title);
    // The same session once more, because something was added: what is under the person's eyes stays.
    if (shownKey !== view.key) root.scrollTop = 0;
    shownKey = view.key;
  }

  return {
    root,
    show,
    say(...content) {
      chart?.close();
      chart = undefined;
      shownKey = undefined;
      root.replaceChildren(...content);
    },
  };
}

function sentenceAt({ points, steps }: SessionView, words: SessionWords, number: number): string {
  const index = points.number.indexOf(number);
  const step = steps.find((each) => each.number === number);
  const bits = points.surprise[index];
  const surprise = bits === null || bits === undefined ? '' : ` · ${words.surprise} ${bits.toFixed(1)}`;
  const what = step ? ` · ${step.label}: ${step.text}` : '';
  return `${words.number} ${number} · ${dateClock(points.at[index] ?? 0)} · ${words.restraint} ${(points.restraint[index] ?? 0).toFixed(2)}${surprise}${what}`;
}

function legendOf(words: SessionWords): HTMLElement {
  const entry = (kind: string, text: string) =>
    element('li', {}, element('span', { class: `key ${kind}`, attributes: { 'aria-hidden': 'true' } }), text);
  return element(
    'ul',
    { class: 'legend' },
    entry('restraint', words.restraint),
    entry('surprise', words.surprise),
    entry('floor', words.floor),
  );
}

/** Rows of the table: a browser is slow with more, and the report has all. */
const mostRows = 1_000;

function tableOf({ points, steps }: SessionView, words: SessionWords): HTMLElement {
  const details = element('details', { class: 'as-table' }, element('summary', { text: words.asTable }));
  details.addEventListener(
    'toggle',
    () => {
      const byNumber = new Map(steps.map((step) => [step.number, step]));
      const head = [words.number, words.time, words.decision, words.restraint, words.surprise, words.action];
      const rows = points.number.slice(0, mostRows).map((number, index) => {
        const step = byNumber.get(number);
        const cells = [
          dateClock(points.at[index] ?? 0),
          step?.label ?? '',
          (points.restraint[index] ?? 0).toFixed(2),
          points.surprise[index]?.toFixed(1) ?? '–',
          step?.text ?? '',
        ];
        return element(
          'tr',
          {},
          element('th', { text: String(number), attributes: { scope: 'row' } }),
          ...cells.map((cell) => element('td', { text: cell })),
        );
      });
      details.append(
        element(
          'table',
          {},
          element('caption', { class: 'only-heard', text: words.chart }),
          element(
            'thead',
            {},
            element('tr', {}, ...head.map((text) => element('th', { text, attributes: { scope: 'col' } }))),
          ),
          element('tbody', {}, ...rows),
        ),
      );
    },
    { once: true },
  );
  return details;
}

function dimensionsOf({ dimensions }: SessionView, words: SessionWords): HTMLElement {
  const list = element('dl', { class: 'dimensions' });
  for (const { title, value, confidence, counts, sentence } of dimensions) {
    const measured = fill(words.measured, value.toFixed(2), Math.round(confidence * 100));
    const why = element('span', { class: 'why', text: sentence });
    if (!counts) why.append(element('span', { class: 'seen', text: ` (${words.noWeight})` }));
    list.append(
      element('dt', { text: title }),
      element('dd', {}, meter(value), element('span', { class: 'measured', text: measured }), why),
    );
  }
  return element('section', {}, element('h2', { text: words.dimensions }), list);
}

function timelineOf(view: SessionView, chosen: (number: number) => void) {
  const root = element('ol', { class: 'timeline' });
  const byNumber = new Map<number, HTMLElement>();
  for (const step of view.steps) {
    const made = stepElement(step);
    made.addEventListener('click', () => chosen(step.number));
    byNumber.set(step.number, made);
    root.append(made);
  }
  return {
    root,
    point(number: number) {
      for (const each of root.querySelectorAll('.pointed-at')) each.classList.remove('pointed-at');
      byNumber.get(number)?.classList.add('pointed-at');
    },
  };
}

function stepElement(step: SessionStep): HTMLElement {
  const bits = step.surprise === null ? '' : step.surprise.toFixed(1);
  return element(
    'li',
    { class: `step ${step.tone}` },
    element('span', { class: 'number', text: String(step.number) }),
    element('time', { class: 'at', text: dateClock(step.at) }),
    element('span', { class: 'label' }, icon(step.icon), element('span', { text: step.label })),
    element('span', { class: 'text', text: step.text }),
    element('span', {
      class: 'figures',
      text: bits === '' ? step.restraint.toFixed(2) : `${step.restraint.toFixed(2)} · ${bits}`,
    }),
    step.notes.length > 0 &&
      element('ul', { class: 'notes' }, ...step.notes.map((note) => element('li', { text: note }))),
  );
}
