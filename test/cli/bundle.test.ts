import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { cachedModules } from '../../src/cli/compile-cache.ts';

const build = inject('build');
const folder = path.join(build, 'chunks');
const pipeline = path.join(folder, 'cli-hook-alone.js');

/** Every chunk of the command line but the grammars, whose modules are not ours. */
const chunks = readdirSync(folder).filter((name) => /^(?!editor-|.*grammar|unpack).*\.js$/.test(name));

describe("the command line's build", () => {
  const cache = mkdtempSync(path.join(tmpdir(), 'holdpoint-cache-'));
  const cached = () => {
    const { load, store } = cachedModules(cache);
    load(pipeline);
    return { load: (name: string) => load(path.join(folder, name)), store };
  };
  it.each([
    ['as Node loads it', () => ({ load: (name: string) => createRequire(pipeline)(`./${name}`), store: () => {} })],
    ['through the compile cache', cached],
    ['from the compile cache', cached],
  ])('holds chunks that load, %s, with all they export', (_how, make) => {
    const { load, store } = make();
    expect(chunks.length).toBeGreaterThan(60);
    for (const name of chunks) {
      const exported: Readonly<Record<string, unknown>> = Object(load(name));
      expect(Object.keys(exported), name).not.toEqual([]);
      for (const key of Object.keys(exported)) expect(exported[key], `${key} of ${name}`).toBeDefined();
    }
    store();
  });

  it('is at most 1.5 MB', () => {
    const chunks = readdirSync(folder).filter((name) => /\.(?:js|br)$/.test(name) && !name.startsWith('editor-'));
    const sizes = chunks.map((name) => statSync(path.join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, statSync(path.join(build, 'cli.js')).size)).toBeLessThan(1_500_000);
  });
});
