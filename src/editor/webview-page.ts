import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelPage, stylesOf } from './panel-page.ts';

/** Where a panel's page may load from: our own built pages and styles, nothing else. */
export function panelRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist', 'webview'), vscode.Uri.joinPath(extension, 'media')];
}

/** The page of a panel for one webview, with a nonce of its own. `name` is that of its script and of its style. */
export function pageFor(
  webview: vscode.Webview,
  options: { extension: vscode.Uri; name: 'hold' | 'audit'; title: string },
): string {
  const at = (...parts: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(options.extension, ...parts)).toString();
  return panelPage({
    title: options.title,
    language: vscode.env.language,
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64url'),
    script: at('dist', 'webview', `${options.name}.js`),
    codicons: at('dist', 'webview', `${options.name}.css`),
    styles: stylesOf(options.name).map((style) => at('media', style)),
  });
}
