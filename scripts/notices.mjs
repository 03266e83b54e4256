// The licences of what the build took in. Called by esbuild.mjs, so that the list is what was bundled, not what
// somebody remembered.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Markdown with name, version, licence and licence text of every package that the given files come from.
 * @param {string} root folder that holds node_modules
 * @param {readonly string[]} inputs files esbuild read, relative to `root`
 */
export function noticesOf(root, inputs) {
  const found = inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  const names = [...new Set(found.filter((name) => name !== undefined))].sort();
  const sections = names.map((name) => {
    const folder = path.join(root, 'node_modules', name);
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const texts = readdirSync(folder)
      .filter((file) => /^licen[cs]e/i.test(file))
      .map((file) => `\n\n\`\`\`text\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n\`\`\``);
    return `## ${name} ${manifest.version}\n\nLicence: ${manifest.license}${texts.join('')}`;
  });
  const head = '# Third-party notices\n\nHoldpoint contains code or icons of these packages.';
  return `${[head, ...sections].join('\n\n')}\n`;
}
