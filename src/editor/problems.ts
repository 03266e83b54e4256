import * as vscode from 'vscode';

/** What does not work as it should: in the output channel, and the last few in the status bar's tooltip. */
export interface Problems extends vscode.Disposable {
  report(problem: string): void;
  recent(): readonly string[];
  onDidChange(listener: () => void): void;
}

const mostRecent = 5;

/** Collects problems. The output channel exists from the first one on. */
export function createProblems(): Problems {
  const listeners: (() => void)[] = [];
  let channel: vscode.LogOutputChannel | undefined;
  let recent: string[] = [];
  return {
    report(problem) {
      channel ??= vscode.window.createOutputChannel('Holdpoint', { log: true });
      channel.warn(problem);
      recent = [...recent.filter((each) => each !== problem), problem].slice(-mostRecent);
      for (const listener of listeners) listener();
    },
    recent: () => recent,
    onDidChange: (listener) => void listeners.push(listener),
    dispose: () => channel?.dispose(),
  };
}
