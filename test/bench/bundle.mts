// The command line's code on the disk: what `connect` copies beside the launcher, but for the PowerShell grammar's wasm.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Measure } from './measure.mts';

/** Bytes of `dist/cli.js` and of its chunks, in thousands; the editor's own chunks are not among them. */
export function measureBundle(): Measure {
  const dist = path.join(import.meta.dirname, '..', '..', 'dist');
  const chunks = readdirSync(path.join(dist, 'chunks')).filter((name) => /^(?!editor-).*\.(?:js|br)$/.test(name));
  const files = ['cli.js', ...chunks.map((name) => path.join('chunks', name))];
  const bytes = files.reduce((sum, name) => sum + statSync(path.join(dist, name)).size, 0);
  return { what: `the command line's code, ${files.length} files`, value: bytes / 1000, unit: 'kB', budget: 1500 };
}
