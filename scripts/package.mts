// `npm run package`: builds the extension and packs it into out/holdpoint.vsix.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from './setup/run.mts';

const root = path.join(import.meta.dirname, '..');
const vsix = path.join('out', 'holdpoint.vsix');

try {
  mkdirSync(path.join(root, 'out'), { recursive: true });
  // Everything is bundled, so no dependencies; the README's pictures stay relative until the project has a public address.
  const flags = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];
  const { stdout } = await mustRun('vsce', ['package', ...flags, '--out', vsix], { cwd: root });
  console.log(stdout.trim().split('\n').at(-1));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
