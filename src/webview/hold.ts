import '@vscode/codicons/dist/codicon.css';
import '@vscode-elements/elements/dist/vscode-badge/index.js';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { FromHoldPanel, HoldView, HoldWords, QueueEntry, ToHoldPanel } from '../editor/panel-messages.ts';
import { api } from './parts/api.ts';
import { clockText, crossed } from './parts/clock.ts';
import { element, fill } from './parts/dom.ts';
import { type KeyPlace, keyMeaning } from './parts/hold-keys.ts';
import { createHoldPage, type HoldPage } from './parts/hold-page.ts';

const live = element('p', { class: 'only-heard', attributes: { role: 'status', 'aria-live': 'polite' } });

let words: HoldWords | undefined;
let quietMs = 700;
let page: HoldPage | undefined;
let hold: HoldView | undefined;
/** `performance.now()` at which the hold on show came up, or the panel came back into sight. */
let shownAt = 0;
/** How often the page said that a hold is shown, without an answer yet. */
let unseen = 0;
let deadline = 0;
let left = 0;
let answered = false;
/** `performance.now()` at which the extension was last heard. */
let heardAt = 0;

/** After this long without a word the extension behind the panel is gone: its buttons would lead nowhere. */
const silenceMilliseconds = 12_000;

const send = (message: FromHoldPanel) => api.postMessage(message);
const isQuiet = () => performance.now() - shownAt < quietMs;

/** Starts the time in which nothing counts, and tells the guard, whose own such time starts when it hears of it. */
function startQuiet(id: string): void {
  shownAt = performance.now();
  page?.setReady(false);
  unseen += 1;
  send({ type: 'shown', id });
}

/** The guard has heard. Approving is offered once its quiet time is over as well: before, it would not count. */
function seen(): void {
  unseen = Math.max(0, unseen - 1);
  const of = shownAt;
  setTimeout(() => {
    if (unseen === 0 && of === shownAt) page?.setReady(true);
  }, quietMs + 10);
}

function approve(): void {
  if (!hold || !page || answered || isQuiet() || !page.mayApprove()) return;
  answered = true;
  page.setAnswered(true);
  send({ type: 'approve', id: hold.id, ...(hold.typedName !== undefined ? { typed: page.typed() } : {}) });
}

function deny(message?: string): void {
  if (!hold || answered || isQuiet()) return;
  answered = true;
  page?.setAnswered(true);
  send({ type: 'deny', id: hold.id, ...(message ? { message } : {}) });
}

function close(): void {
  if (!hold || answered) return;
  answered = true;
  page?.setAnswered(true);
  send({ type: 'close', id: hold.id });
}

function show(view: HoldView, position: number, queue: readonly QueueEntry[]): void {
  if (!words) return;
  hold = view;
  answered = false;
  deadline = performance.now() + view.remainingMs;
  left = view.remainingMs;
  page = createHoldPage(view, words, { approve, deny, copy: () => send({ type: 'copy', id: view.id }) });
  page.setQueue(position, queue);
  document.body.replaceChildren(page.root, live);
  startQuiet(view.id);
  tick();
  page.focusDeny();
  page.revealMark();
}

function tick(): void {
  if (!hold || !words) return;
  const now = Math.max(0, deadline - performance.now());
  page?.setTime(clockText(now), now / hold.totalMs, now < 30_000);
  const threshold = crossed(left, now);
  if (threshold !== undefined) {
    live.textContent =
      threshold >= 120 ? fill(words.announceMinutes, threshold / 60) : fill(words.announceSeconds, threshold);
  }
  left = now;
  page?.setGone(performance.now() - heardAt > silenceMilliseconds);
}

function placeOf(event: KeyboardEvent): KeyPlace {
  return page?.placeOf(event.composedPath()) ?? 'elsewhere';
}

function onKey(event: KeyboardEvent): void {
  if (!page) return;
  const press = {
    key: event.key,
    shift: event.shiftKey,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    repeat: event.repeat,
    composing: event.isComposing,
  };
  const meaning = keyMeaning(press, placeOf(event), isQuiet());
  if (meaning === 'pass') return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (meaning === 'approve') approve();
  if (meaning === 'send-reason') deny(page.reason());
  if (meaning === 'leave-reason') page.showReason(false);
  if (meaning === 'close') close();
  if (meaning === 'next') page.moveFocus(1);
  if (meaning === 'previous') page.moveFocus(-1);
}

window.addEventListener('keydown', onKey, true);
window.addEventListener('keypress', (event) => {
  if (isQuiet()) event.preventDefault();
});
window.addEventListener('focus', () => {
  if (document.activeElement === document.body || !document.activeElement) page?.focusDeny();
});
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible' || !hold) return;
  // Coming back into sight is like coming up: what a person is typing elsewhere must not land here.
  startQuiet(hold.id);
});
setInterval(tick, 250);

window.addEventListener('message', (event: MessageEvent<ToHoldPanel>) => {
  const message = event.data;
  heardAt = performance.now();
  switch (message.type) {
    case 'words':
      words = message.words;
      quietMs = message.quietMs;
      return;
    case 'show':
      show(message.hold, message.position, message.queue);
      return;
    case 'alive':
      return;
    case 'seen':
      seen();
      return;
    case 'queue':
      page?.setQueue(message.position, message.queue);
      return;
    case 'ended':
      if (hold?.id === message.id) page?.setAnswered(true);
      return;
    case 'refused':
      if (hold?.id !== message.id) return;
      answered = false;
      page?.setAnswered(false);
      page?.setProblem(message.why);
      return;
  }
});

send({ type: 'ready' });
