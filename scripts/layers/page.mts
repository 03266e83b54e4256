import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { End, Way } from './play.mts';

/** All runs of one way. */
export interface WayResult {
  readonly way: Way;
  readonly ends: readonly End[];
}

/** docs/layers.md, from what was counted. */
export function layersPage(results: readonly WayResult[], runs: number): string {
  const rows = results.map(({ way, ends }) => {
    const caught = ends.filter((end) => end === 'caught').length;
    const leaked = caught < ends.length ? `LEAKED, see ${way.known ?? 'SECURITY.md'}` : '';
    return `| ${way.name} | ${way.layer} | caught ${caught} of ${ends.length} | ${leaked} |`;
  });
  const lock = readFileSync(path.join(import.meta.dirname, '..', '..', 'package-lock.json'), 'utf8');
  const node = /"node_modules\/node": \{\s*"version": "([^"]+)"/.exec(lock)?.[1] ?? '';
  return `# What the layer below the hooks catches

Written by \`npm run layers\`: the incident's deletion, started in the real embedded editor (code-server) in each of these
ways, ${runs} times, half of them denied and half approved. *Caught* means that nothing had reached the fake Railway server
before a person decided, that nothing did after a denial, and exactly one call after an approval. The witness is that
server's own log. Linux, bash, Node ${node} for the shims. No hook of an agent is involved.

| Started as | Layer | Counted | |
|---|---|---|---|
${rows.join('\n')}

A row marked LEAKED stands in [SECURITY.md](../SECURITY.md) under its number, with the layer that answers it elsewhere.
`;
}
