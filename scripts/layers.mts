// `npm run layers [-- --runs N] [--only WORD]`: plays the deletion through every way a program can start in a real
// editor, counts what was held before it went out, and writes docs/layers.md. The witness is the fake Railway server's
// own log. What was counted is kept in out/layers.json, so that ways can be played one by one.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Counted, layersPage } from './layers/page.mts';
import { type End, openLayerScene, playOnce, type Way } from './layers/play.mts';
import { ways } from './layers/ways.mts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, only: { type: 'string' } } });
const runs = Number(values.runs);
const root = path.join(import.meta.dirname, '..');
const kept = path.join(root, 'out', 'layers.json');
const counted: Record<string, Counted> = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};

const scene = await openLayerScene();
try {
  for (const way of ways.filter(({ name }) => values.only === undefined || name.includes(values.only))) {
    keep(way, await played(way));
  }
} finally {
  await scene.close();
}

async function played(way: Way): Promise<End[]> {
  const ends: End[] = [];
  for (let run = 0; run < runs; run += 1) ends.push(await playOnce(scene, way, run % 2 === 0 ? 'deny' : 'approve'));
  return ends;
}

function keep({ name }: Way, ends: readonly End[]): void {
  const caught = ends.filter((end) => end === 'caught').length;
  console.log(`${name}: caught ${caught} of ${runs}${caught < runs ? `  (${ends.join(' ')})` : ''}`);
  counted[name] = { runs, caught, leaked: ends.filter((end) => end === 'leaked').length };
  mkdirSync(path.dirname(kept), { recursive: true });
  writeFileSync(kept, `${JSON.stringify(counted, null, 2)}\n`);
  writeFileSync(path.join(root, 'docs', 'layers.md'), layersPage(ways, counted));
}
