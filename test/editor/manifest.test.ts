import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(path.join(root, name), 'utf8');
const manifest = JSON.parse(read('package.json'));
const sentences: Record<string, string> = JSON.parse(read('package.nls.json'));
const sources = readdirSync(path.join(root, 'src/editor')).map((name) => read(`src/editor/${name}`));

/** Every literal that `t('…')` is called with. */
function translated(): Set<string> {
  const found = new Set<string>();
  for (const source of sources) {
    for (const match of source.matchAll(/\bt\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g)) {
      const literal = match[1] ?? '';
      found.add(literal.slice(1, -1).replace(/\\(['"\\])/g, '$1'));
    }
  }
  return found;
}

describe('the manifest', () => {
  it('has a sentence for every placeholder, and none to spare', () => {
    const used = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ''));
    expect([...used].sort()).toEqual(Object.keys(sentences).sort());
  });

  it('contributes exactly the commands the extension registers', () => {
    const registered =
      /const commands: Record<string, \([^)]*\) => unknown> = \{([\s\S]*?)\n {2}\};/.exec(
        read('src/editor/extension.ts'),
      )?.[1] ?? '';
    const ids = [...registered.matchAll(/^ {4}(\w+):/gm)].map((match) => `holdpoint.${match[1]}`);
    const contributed = manifest.contributes.commands.map((command: { command: string }) => command.command);
    expect(contributed.sort()).toEqual(ids.sort());
  });

  it('has no command that approves', () => {
    const text = JSON.stringify(manifest.contributes.commands) + Object.keys(sentences).join();
    expect(text).not.toMatch(/approve/i);
    expect(sources.filter((source) => /\.approve\(/.test(source))).toHaveLength(1);
  });

  it('loosens through no setting of a folder', () => {
    const { properties } = manifest.contributes.configuration;
    expect(Object.values(properties).map((setting) => (setting as { scope: string }).scope)).toEqual(
      Object.keys(properties).map(() => 'application'),
    );
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(Object.keys(properties));
  });

  it('ships every file it names', () => {
    const files = [...read('package.json').matchAll(/"((?:media|l10n)\/[\w./-]+)"/g)].map((match) => match[1] ?? '');
    expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('offers every sentence of the code to translators', () => {
    const bundle: Record<string, string> = JSON.parse(read('l10n/bundle.l10n.json'));
    expect(Object.keys(bundle).sort()).toEqual([...translated()].sort());
  });
});
