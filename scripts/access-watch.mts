// How well reads of a few files are noticed by their access times: missed and false reports over random deeds.
// Usage: npm run secrets:reads [-- --rounds 200]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createAccessWatch } from '../src/vault/access-watch.ts';
import { chanceFrom } from '../test/undo/edits.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' }, folder: { type: 'string' } } });
const root = realpathSync(mkdtempSync(path.join(values.folder ?? os.tmpdir(), 'hp-reads-')));
const files = Array.from({ length: 20 }, (_, index) => path.join(root, `f${index}.env`));
for (const file of files) writeFileSync(file, 'TOKEN=SYNTHETIC\n'.repeat(50));
/** Deeds that show the content, and deeds that do not. */
const deeds: readonly { readonly name: string; readonly reads: boolean; run(file: string): void }[] = [
  { name: 'cat', reads: true, run: (file) => void execFileSync('cat', [file]) },
  { name: 'grep', reads: true, run: (file) => void execFileSync('grep', ['-c', 'TOKEN', file]) },
  { name: 'grep -r', reads: true, run: (file) => void execFileSync('grep', ['-rc', 'TOKEN', file]) },
  { name: 'source', reads: true, run: (file) => void execFileSync('sh', ['-c', `. ${file}`]) },
  {
    name: 'python open',
    reads: true,
    run: (file) => void execFileSync('python3', ['-c', `open(${JSON.stringify(file)}).read()`]),
  },
  {
    name: 'python mmap',
    reads: true,
    run: (file) =>
      void execFileSync('python3', [
        '-c',
        `import mmap;f=open(${JSON.stringify(file)},'rb');mmap.mmap(f.fileno(),0,prot=mmap.PROT_READ)[0:9]`,
      ]),
  },
  { name: 'cp', reads: true, run: (file) => void execFileSync('cp', [file, `${file}.copy`]) },
  {
    name: 'python O_NOATIME',
    reads: true,
    run: (file) =>
      void execFileSync('python3', [
        '-c',
        `import os;os.read(os.open(${JSON.stringify(file)},os.O_RDONLY|os.O_NOATIME),9)`,
      ]),
  },
  { name: 'ls', reads: false, run: (file) => void execFileSync('ls', ['-la', file]) },
  { name: 'stat', reads: false, run: (file) => void execFileSync('stat', [file]) },
  { name: 'find', reads: false, run: (file) => void execFileSync('find', [file, '-name', '*.env']) },
  { name: 'chmod', reads: false, run: (file) => void execFileSync('chmod', ['600', file]) },
  { name: 'append', reads: false, run: (file) => void execFileSync('sh', ['-c', `echo X=1 >> ${file}`]) },
  {
    name: 'open alone',
    reads: false,
    run: (file) => void execFileSync('python3', ['-c', `open(${JSON.stringify(file)}).close()`]),
  },
];
const watch = createAccessWatch(files);
const offered = await watch.start();
const counts = new Map(deeds.map(({ name }) => [name, { done: 0, noticed: 0 }]));
let besides = 0;
const chance = chanceFrom(1);
for (let round = 0; offered && round < Number(values.rounds); round += 1) {
  const deed = deeds[round % deeds.length];
  const file = files[chance(files.length)];
  if (!deed || !file) continue;
  deed.run(file);
  const seen = await watch.look();
  const count = counts.get(deed.name);
  if (count) {
    count.done += 1;
    if (seen.includes(file)) count.noticed += 1;
  }
  besides += seen.filter((one) => one !== file).length;
}
rmSync(root, { recursive: true, force: true });
console.log(`Reads are ${offered ? '' : 'not '}noticed on this file system.`);
for (const { name, reads } of deeds) {
  const { done, noticed } = counts.get(name) ?? { done: 0, noticed: 0 };
  const wrong = reads ? done - noticed : noticed;
  console.log(
    `  ${name.padEnd(18)} ${reads ? 'reads ' : 'no read'} noticed ${noticed} of ${done}${wrong > 0 ? (reads ? '  MISSED' : '  FALSE') : ''}`,
  );
}
console.log(`  other files named: ${besides}`);
