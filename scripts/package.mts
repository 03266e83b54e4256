// `npm run package`: builds the extension and packs it into out/holdpoint.vsix.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

const cwd = path.join(import.meta.dirname, '..');
mkdirSync(path.join(cwd, 'out'), { recursive: true });
await createVSIX({
  cwd,
  packagePath: path.join(cwd, 'out', 'holdpoint.vsix'),
  // Everything is bundled, so no dependencies; the README's pictures stay relative until the project has a public address.
  dependencies: false,
  rewriteRelativeLinks: false,
  allowMissingRepository: true,
});
