// Writes l10n/bundle.l10n.json: every sentence src/editor passes to `t`, for translators to copy and translate.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const found = new Set<string>();
for (const name of readdirSync(path.join(root, 'src/editor')).sort()) {
  const source = readFileSync(path.join(root, 'src/editor', name), 'utf8');
  for (const match of source.matchAll(/\bt\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g)) {
    const literal = match[1] ?? '';
    found.add(literal.slice(1, -1).replace(/\\(['"\\])/g, '$1'));
  }
}
const bundle = Object.fromEntries([...found].sort().map((sentence) => [sentence, sentence]));
writeFileSync(path.join(root, 'l10n/bundle.l10n.json'), `${JSON.stringify(bundle, null, 2)}\n`);
