// `npm run layers [-- --runs N]`: plays the deletion through every way a program can start in a real editor, counts
// what was held before it went out, and writes docs/layers.md. The witness is the fake Railway server's own log.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { layersPage, type WayResult } from './layers/page.mts';
import { type LayerScene, openLayerScene, playOnce, type Way } from './layers/play.mts';
import { ways } from './layers/ways.mts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, only: { type: 'string' } } });
const runs = Number(values.runs);
const scene = await openLayerScene();
const results: WayResult[] = [];
try {
  for (const way of ways.filter(({ name }) => values.only === undefined || name.includes(values.only))) {
    results.push(await played(scene, way));
  }
} finally {
  await scene.close();
}
if (values.only === undefined) {
  writeFileSync(path.join(import.meta.dirname, '..', 'docs', 'layers.md'), layersPage(results, runs));
  console.log('docs/layers.md is written.');
}

async function played(on: LayerScene, way: Way): Promise<WayResult> {
  const ends: WayResult['ends'][number][] = [];
  for (let run = 0; run < runs; run += 1) ends.push(await playOnce(on, way, run % 2 === 0 ? 'deny' : 'approve'));
  const caught = ends.filter((end) => end === 'caught').length;
  console.log(`${way.name}: caught ${caught} of ${runs}${caught < runs ? `  (${ends.join(' ')})` : ''}`);
  return { way, ends };
}
