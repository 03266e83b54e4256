import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { HoldView, HoldWords } from '../../editor/panel-messages.ts';
import { element, fill, icon } from './dom.ts';
import type { KeyPlace } from './hold-keys.ts';
import type { HoldRequests } from './hold-page.ts';

/** The answers at the foot of the panel. */
export interface HoldActions {
  readonly root: HTMLElement;
  /** False while the panel is new: approving is disabled. */
  setReady(ready: boolean): void;
  setAnswered(answered: boolean): void;
  setProblem(problem: string): void;
  /** Nobody is behind the panel any more: says so, and nothing can be pressed. */
  setGone(gone: boolean): void;
  mayApprove(): boolean;
  typed(): string;
  reason(): string;
  showReason(visible: boolean): void;
  focusDeny(): void;
  /** Goes round: the focus never leaves the panel. */
  moveFocus(step: 1 | -1): void;
  placeOf(path: readonly EventTarget[]): KeyPlace;
}

declare global {
  interface HTMLElementTagNameMap {
    'vscode-textfield': VscodeTextfield;
  }
}

/** Builds the answers. Deny comes first and has the focus; approving takes a click or Space, never Enter. */
export function createHoldActions(view: HoldView, words: HoldWords, requests: HoldRequests): HoldActions {
  const deny = element('vscode-button', { text: words.deny, id: 'deny' });
  const tell = element('vscode-button', { text: words.denyAndTell, id: 'tell', attributes: { secondary: '' } });
  const approveButton = element('vscode-button', {
    text: words.approve,
    id: 'approve',
    attributes: { secondary: '', disabled: '', 'aria-describedby': 'keys', 'aria-disabled': 'true' },
  });
  const sendButton = element('vscode-button', { text: words.send, id: 'send' });
  const back = element('vscode-button', { text: words.back, id: 'back', attributes: { secondary: '' } });
  const reasonField = element('vscode-textfield', { id: 'reason' });
  reasonField.placeholder = words.reasonPlaceholder;
  reasonField.label = words.reasonLabel;
  reasonField.maxLength = 1000;
  const typedField = view.typedName === undefined ? undefined : element('vscode-textfield', { id: 'typed' });
  const problem = element('p', { class: 'problem', attributes: { role: 'alert' } });
  problem.hidden = true;

  let ready = false;
  let answered = false;
  let gone = false;
  const mayApprove = () =>
    ready && !answered && !gone && (typedField === undefined || typedField.value === view.typedName);
  const update = () => {
    approveButton.disabled = !mayApprove();
    approveButton.setAttribute('aria-disabled', String(!mayApprove()));
    for (const button of [deny, tell, sendButton, back]) button.disabled = answered || gone;
  };

  // A click made by a script or by a control's own key handling does not count: Space goes through the key rules.
  approveButton.addEventListener('click', (event) => {
    if (event.isTrusted) requests.approve();
  });
  deny.addEventListener('click', () => requests.deny());
  sendButton.addEventListener('click', () => requests.deny(reasonField.value.trim()));

  const typeRow = element('div', { class: 'type-row' });
  if (typedField && view.typedName !== undefined) {
    const [before = '', after = ''] = words.typeToApprove.split('{0}');
    const sentence = fill(words.typeToApprove, view.typedName);
    typedField.label = sentence;
    typedField.addEventListener('input', update);
    typeRow.append(
      element(
        'p',
        { attributes: { 'aria-hidden': 'true' } },
        before,
        element('code', { class: 'name', text: view.typedName }),
        after,
      ),
      typedField,
    );
  }
  typeRow.hidden = typedField === undefined;

  const answers = element(
    'div',
    { class: 'buttons' },
    deny,
    tell,
    element('span', { class: 'gap' }),
    element('div', { class: 'approving' }, typeRow, approveButton),
  );
  const reasonRow = element(
    'div',
    { class: 'reason-row' },
    element('p', { text: words.reasonLabel, attributes: { 'aria-hidden': 'true' } }),
    reasonField,
    element('div', { class: 'buttons' }, sendButton, back),
  );
  reasonRow.hidden = true;
  const showReason = (visible: boolean) => {
    reasonRow.hidden = !visible;
    answers.hidden = visible;
    if (visible) reasonField.focus();
    else tell.focus();
  };
  tell.addEventListener('click', () => {
    if (!answered) showReason(true);
  });
  back.addEventListener('click', () => showReason(false));

  const root = element(
    'footer',
    { class: 'answers' },
    problem,
    answers,
    reasonRow,
    element(
      'p',
      { class: 'keys', id: 'keys' },
      icon('keyboard'),
      element('span', { text: `${words.keys} ${words.closing}` }),
    ),
  );

  /** What Tab goes round, in order. */
  const stops = (): HTMLElement[] => {
    const all = [
      document.getElementById('command'),
      document.getElementById('copy'),
      ...(reasonRow.hidden ? [deny, tell, typedField, approveButton] : [reasonField, sendButton, back]),
    ];
    return all.filter((each) => !!each).filter((each) => !each.hasAttribute('disabled'));
  };

  return {
    root,
    setReady(value) {
      ready = value;
      update();
    },
    setAnswered(value) {
      answered = value;
      update();
    },
    setProblem(text) {
      problem.textContent = `${words.refused}: ${text}`;
      problem.hidden = false;
    },
    setGone(value) {
      if (value === gone) return;
      gone = value;
      problem.textContent = words.gone;
      problem.hidden = !gone;
      update();
    },
    mayApprove,
    typed: () => typedField?.value ?? '',
    reason: () => reasonField.value.trim(),
    showReason,
    focusDeny() {
      void deny.updateComplete.then(() => deny.focus());
    },
    moveFocus(step) {
      const all = stops();
      const active = document.activeElement;
      const at = active instanceof HTMLElement ? all.indexOf(active) : -1;
      const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
      all[next]?.focus();
    },
    placeOf(path) {
      if (path.includes(approveButton)) return 'approve';
      if (typedField && path.includes(typedField)) return 'typed-name';
      if (path.includes(reasonField)) return 'reason';
      return path.some((each) => each instanceof HTMLElement && each.tagName === 'VSCODE-BUTTON')
        ? 'other-button'
        : 'elsewhere';
    },
  };
}
