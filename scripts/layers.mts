// `npm run layers [-- --runs N] [--only WORD]`: plays the deletion through every way a program can start in a real
// editor, counts what was held before it went out, and writes docs/layers.md. The witness is the fake Railway server's
// own log. Ways that are not played keep the row they have.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { countedOn, layersPage } from './layers/page.mts';
import { type End, type LayerScene, openAgentScene, openLayerScene, playOnce, type Way } from './layers/play.mts';
import { ways } from './layers/ways.mts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '20' }, only: { type: 'string' } } });
const runs = Number(values.runs);
const page = path.join(import.meta.dirname, '..', 'docs', 'layers.md');

const chosen = ways.filter(({ name }) => values.only === undefined || name.includes(values.only));
if (chosen.length === 0) throw new Error(`No way is called ${values.only}.`);
await playAll(
  chosen.filter(({ agent }) => !agent),
  openLayerScene,
);
await playAll(
  chosen.filter(({ agent }) => agent),
  openAgentScene,
);

/** Plays some ways on a stage of their own, one after the other. */
async function playAll(some: readonly Way[], open: () => Promise<LayerScene>): Promise<void> {
  if (some.length === 0) return;
  const scene = await open();
  try {
    for (const way of some) keep(way, await played(scene, way));
  } finally {
    await scene.close();
  }
}

async function played(scene: LayerScene, way: Way): Promise<End[]> {
  const ends: End[] = [];
  for (let run = 0; run < runs; run += 1) {
    const end = await playOnce(scene, way, run % 2 === 0 ? 'deny' : 'approve');
    console.log(`  ${way.name}, run ${run + 1}: ${end}`);
    ends.push(end);
  }
  return ends;
}

function keep({ name }: Way, ends: readonly End[]): void {
  const caught = ends.filter((end) => end === 'caught').length;
  console.log(`${name}: caught ${caught} of ${runs}${caught < runs ? `  (${ends.join(' ')})` : ''}`);
  const counted = countedOn(readFileSync(page, 'utf8'));
  counted[name] = { runs, caught, leaked: ends.filter((end) => end === 'leaked').length };
  writeFileSync(page, layersPage(ways, counted));
}
