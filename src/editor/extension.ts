import type * as vscode from 'vscode';

/** Wires the extension. Under construction: the surfaces arrive with the next commits. */
export function activate(_context: vscode.ExtensionContext): void {}
