import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { panelPage, stylesOf } from '../../src/editor/panel-page.ts';
import { themes } from './themes.ts';

const root = path.join(import.meta.dirname, '../..');
const origin = 'http://panel.test';

/** Chromium on this machine, or undefined where there is none. */
export const chromiumPath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((each) => each !== undefined && existsSync(each));

/** A panel's page in a real browser, under its real content security policy. */
export interface PanelInBrowser {
  readonly page: Page;
  /** What the page has sent to the extension. */
  sent(): Promise<readonly Record<string, unknown>[]>;
  post(message: unknown): Promise<void>;
  /** Breaches of the content security policy and errors of the page. */
  readonly problems: string[];
}

/** Builds the panels once; gives each file's bytes by its name. */
export async function buildPanels(): Promise<ReadonlyMap<string, Uint8Array>> {
  const built = await build({
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    logLevel: 'error',
    entryPoints: ['hold.ts', 'audit.ts'].map((name) => path.join(root, 'src/webview', name)),
    outdir: '/out',
    tsconfig: path.join(root, 'tsconfig.webview.json'),
    loader: { '.ttf': 'file' },
  });
  return new Map(built.outputFiles.map((file) => [path.basename(file.path), file.contents]));
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: ['--no-sandbox', '--disable-gpu'],
  });
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};

/** Opens one panel as VS Code would: theme variables on the root, `acquireVsCodeApi` before the script. */
export async function openPanel(
  browser: Browser,
  files: ReadonlyMap<string, Uint8Array>,
  options: { panel: 'hold' | 'audit'; theme?: string; width?: number; height?: number },
): Promise<PanelInBrowser> {
  const theme = themes[options.theme ?? 'dark'] ?? { kind: 'vscode-dark', variables: {} };
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1000, height: options.height ?? 820 },
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.addInitScript(() => {
    const sent: unknown[] = [];
    Object.assign(window, {
      sent,
      acquireVsCodeApi: () => ({ postMessage: (message: unknown) => sent.push(message), getState() {}, setState() {} }),
    });
  });
  await page.route(`${origin}/**`, (route) => {
    const name = path.basename(new URL(route.request().url()).pathname);
    if (name === 'index.html') {
      const html = panelPage({
        title: 'Holdpoint',
        language: 'en',
        cspSource: origin,
        nonce: 'test',
        script: `${origin}/${options.panel}.js`,
        codicons: `${origin}/${options.panel}.css`,
        styles: stylesOf(options.panel).map((style) => `${origin}/media/${style}`),
      });
      return route.fulfill({ contentType: 'text/html', body: html.replace('<body>', `<body class="${theme.kind}">`) });
    }
    const isMedia = route.request().url().includes('/media/');
    const bytes = isMedia ? readFileSync(path.join(root, 'media', name)) : files.get(name);
    if (!bytes) return route.fulfill({ status: 404, body: name });
    return route.fulfill({ contentType: types[path.extname(name)] ?? 'text/plain', body: Buffer.from(bytes) });
  });
  await page.goto(`${origin}/index.html`);
  await page.evaluate((variables) => {
    for (const [name, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
  }, theme.variables);
  return {
    page,
    problems,
    sent: () => page.evaluate(() => (window as unknown as { sent: Record<string, unknown>[] }).sent),
    post: (message) => page.evaluate((each) => window.postMessage(each, '*'), message),
  };
}
