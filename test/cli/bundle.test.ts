import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { cachedModules } from '../../src/cli/compile-cache.ts';

/** The pipeline's file: its own exports, and the parts and compressed chunks it gives to others. */
interface PipelineFile {
  part(name: string): Readonly<Record<string, unknown>>;
}

const build = inject('build');
const folder = path.join(build, 'chunks');
const file = path.join(folder, 'cli-hook-alone.js');
const isPipelineFile = (value: unknown): value is PipelineFile =>
  typeof value === 'object' && value !== null && 'part' in value && typeof value.part === 'function';

/** Every chunk the pipeline's file can be asked for. */
const names = [
  ...[...readFileSync(file, 'latin1').matchAll(/"(\.\/[\w-]+\.js)"\(exports,require,module\)/g)].map(
    ([, name]) => name,
  ),
  ...readdirSync(folder)
    .filter((name) => /^(?!.*grammar).*\.js\.br$/.test(name))
    .map((name) => `./${name.slice(0, -3)}`),
].filter((name) => name !== undefined);

describe("the command line's build", () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'holdpoint-cache-'));
  const cached = () => {
    const modules = cachedModules(cache);
    return { exports: modules.load(file), store: modules.store };
  };
  it.each([
    ['as Node loads it', () => ({ exports: createRequire(file)(file), store: () => undefined })],
    ['through the compile cache', cached],
    ['from the compile cache', cached],
  ])('gives every chunk, %s, with all it exports', (_how, load) => {
    const { exports, store } = load();
    if (!isPipelineFile(exports)) throw new Error('The pipeline gives no parts.');
    expect(names.length).toBeGreaterThan(80);
    for (const name of names) {
      const chunk = exports.part(name);
      expect(Object.keys(chunk).filter((key) => chunk[key] === undefined)).toEqual([]);
    }
    store();
  });

  it('is at most 1.5 MB', () => {
    const chunks = readdirSync(folder).filter((name) => /\.(?:js|br)$/.test(name) && !name.startsWith('editor-'));
    const sizes = chunks.map((name) => statSync(path.join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, statSync(path.join(build, 'cli.js')).size)).toBeLessThan(1_500_000);
  });
});
