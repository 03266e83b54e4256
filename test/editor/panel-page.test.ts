import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { panelPage } from '../../src/editor/panel-page.ts';

const html = panelPage({
  title: 'a "title" <b>',
  language: 'en',
  cspSource: 'https://webview.test',
  nonce: 'n0nce',
  script: 'https://webview.test/hold.js',
  codicons: 'https://webview.test/hold.css',
  styles: ['https://webview.test/common.css'],
});

describe('the page of a panel', () => {
  it('loads nothing but its own files', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe(
      "default-src 'none'; style-src https://webview.test; font-src https://webview.test; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'",
    );
  });

  it('carries no inline script, style or handler', () => {
    expect(html).not.toMatch(/ style=|<style| on\w+=|<script(?![^>]* src=)/);
  });

  it('escapes what it is given', () => {
    expect(html).toContain('<title>a &quot;title&quot; &lt;b&gt;</title>');
  });

  it('is filled without ever parsing text as markup', () => {
    const folder = path.join(import.meta.dirname, '../../src/webview');
    const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    for (const source of sources)
      expect(source).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/);
  });
});
