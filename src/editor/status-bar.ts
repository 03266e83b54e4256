import * as vscode from 'vscode';
import { type StatusInput, statusView } from './status-view.ts';
import type { Translate } from './translate.ts';

/** How often the time left, and a state switched in another window, is brought up to date. */
const tickMilliseconds = 5_000;

/** The status bar item. */
export interface StatusBar extends vscode.Disposable {
  refresh(): void;
}

/** Shows the state as icon and words, for eyes and screen readers; a click opens the switch. */
export function createStatusBar(deps: { t: Translate; input(): StatusInput }): StatusBar {
  const item = vscode.window.createStatusBarItem('holdpoint.state', vscode.StatusBarAlignment.Left, 90);
  item.name = 'Holdpoint';
  item.command = 'holdpoint.switchState';

  function refresh(): void {
    const view = statusView(deps.input(), deps.t);
    item.text = view.text;
    const tooltip = new vscode.MarkdownString('', true);
    view.tooltip.forEach((line, index) => {
      if (index > 0) tooltip.appendMarkdown('\n\n');
      tooltip.appendText(line);
    });
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: view.spoken, role: 'button' };
    item.backgroundColor = view.background && new vscode.ThemeColor(`statusBarItem.${view.background}Background`);
  }

  refresh();
  item.show();
  const timer = setInterval(refresh, tickMilliseconds);
  return {
    refresh,
    dispose() {
      clearInterval(timer);
      item.dispose();
    },
  };
}
