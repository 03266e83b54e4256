import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder the whole build went to, `cli.js` in it. */
    readonly build: string;
  }
}

/** Builds everything once for all tests of the project, away from `dist/`, as `npm run build` does. */
export default function setup(project: TestProject): () => void {
  const root = path.join(import.meta.dirname, '..', '..');
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-build-'));
  const build = path.join(folder, 'dist');
  execFileSync(process.execPath, ['esbuild.mjs', `--out=${build}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  project.provide('build', build);
  return () => rmSync(folder, { recursive: true, force: true });
}
