/** What a panel's page is made of. All addresses as the webview gave them (`asWebviewUri`). */
export interface PanelPage {
  readonly title: string;
  /** Language of the texts, for screen readers. */
  readonly language: string;
  readonly cspSource: string;
  readonly nonce: string;
  readonly script: string;
  /** The codicons' stylesheet; the controls look for it by its id. */
  readonly codicons: string;
  readonly styles: readonly string[];
}

const escaped = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[character] ?? '',
  );

/** The stylesheets of a panel, in `media/`. */
export function stylesOf(name: 'hold' | 'audit'): readonly string[] {
  return name === 'audit' ? ['common.css', 'audit.css', 'sessions.css'] : ['common.css', 'hold.css'];
}

/** The page of a panel: an empty body, its own script by nonce, its own styles, and nothing from anywhere else. */
export function panelPage(page: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    `script-src 'nonce-${page.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const styles = page.styles.map((style) => `<link rel="stylesheet" href="${escaped(style)}">`).join('\n');
  return `<!DOCTYPE html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="${escaped(page.codicons)}">
${styles}
</head>
<body>
<script nonce="${escaped(page.nonce)}" src="${escaped(page.script)}"></script>
</body>
</html>`;
}
