import { spawnSync } from 'node:child_process';
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

  it('judges by patterns that hold more than ASCII, as its sources do', () => {
    // A chunk packed in the wrong encoding loads, and its patterns never match: `␣` stands for a blank in a word.
    const rows = [
      ['hold', "lftp -e 'mirror -R --delete . /www; bye' ftp.example.com"],
      ['allow', "lftp -e 'mirror -R . /www; bye' ftp.example.com"],
      ['hold', 'mysqlsh root@db.example.com -- cluster dissolve'],
      ['hold', "ssh sw1 'write erase'"],
      ['hold', "cypher-shell -a neo4j://db.example.com 'MATCH (n) DETACH DELETE n'"],
      ['allow', "cypher-shell -a neo4j://db.example.com 'MATCH (n) RETURN n'"],
      ['hold', 'psql -h db.example.com -c "DROP TABLE bücher, книги"'],
      ['allow', 'psql -h db.example.com -c "SELECT * FROM bücher"'],
    ] as const;
    const input = rows.map(([, command], id) => JSON.stringify({ id: String(id), kind: 'shell', command })).join('\n');
    const ran = spawnSync(process.execPath, [path.join(build, 'cli.js'), 'check', '--batch', '--no-context'], {
      input: `${input}\n`,
      encoding: 'utf8',
    });
    const decisions = ran.stdout
      .trim()
      .split('\n')
      .map((line, index) => [Object(JSON.parse(line)).decision, rows[index]?.[1]]);
    expect(decisions).toEqual(rows);
  });

  it('is at most 1.5 MB', () => {
    const chunks = readdirSync(folder).filter((name) => /\.(?:js|br)$/.test(name) && !name.startsWith('editor-'));
    const sizes = chunks.map((name) => statSync(path.join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, statSync(path.join(build, 'cli.js')).size)).toBeLessThan(1_500_000);
  });
});
