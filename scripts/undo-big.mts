// Snapshot and restore of a repository with many files: time, size, exactness. Cleans up after itself.
// Usage: npm run undo:big [-- --files 50000 --megabytes 2000 --folder DIR]
import { execFileSync } from 'node:child_process';
import { createHash, randomFillSync } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Loss } from '../src/action/effect.ts';
import { openSavedWork } from '../src/undo/saved-work.ts';
import { openWorld, type World } from '../test/undo/world.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '50000' },
    megabytes: { type: 'string', default: '2000' },
    folder: { type: 'string', default: os.tmpdir() },
  },
});
const files = Number(values.files);
const bytes = Math.round((Number(values.megabytes) * 1_000_000) / files);
const { bavail, bsize } = statfsSync(values.folder);
const needed = files * bytes * 8;
if (bavail * bsize < needed) {
  console.error(`This needs ${Math.round(needed / 1e9)} GB of free disk in ${values.folder}.`);
  process.exit(2);
}
const root = realpathSync(mkdtempSync(path.join(values.folder, 'hp-big-')));
const rows: string[][] = [];
try {
  const world = openWorld(root, { bounds: { bytes: files * bytes * 2, milliseconds: 600_000 } });
  say(`Making ${files} files of ${bytes} bytes`);
  fill(world);
  world.run('git init -q -b main && git add -A && git -c gc.auto=0 commit -qm all');
  rows.push(['what', 'saved', 'seconds', 'saved files', 'written', 'restored', 'seconds', 'exact']);
  const work: Loss = { kind: 'work', directory: world.workspace, ignored: false };
  await measure(world, 'git reset --hard, nothing changed', work, () => {}, 'git reset -q --hard');
  await measure(world, 'git reset --hard, 500 files changed', work, () => touch(world, 500), 'git reset -q --hard');
  await measure(world, 'git clean -fd, 500 new files', work, () => add(world, 500), 'git clean -qfd');
  await measure(world, 'rm -rf of half the tree, committed', tree(world, 'd0'), () => {}, 'rm -rf d0');
  await measure(world, 'rm -rf of half the tree, changed', tree(world, 'd0'), () => change(world, 'd0'), 'rm -rf d0');
  world.run('git rm -rq --cached d1 && git commit -qm untracked');
  await measure(world, 'git clean -fd, half the tree in no commit', work, () => {}, 'git clean -qfd');
  const width = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  console.log(
    `\n${files} files, ${values.megabytes} MB, git ${execFileSync('git', ['--version'], { encoding: 'utf8' }).trim().slice(12)}`,
  );
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(width[column] ?? 0)).join('  '));
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function measure(world: World, what: string, loss: Loss, before: () => void, command: string): Promise<void> {
  say(what);
  before();
  const print = fingerprint(world.workspace);
  const result = await world.save([loss]);
  if (result.kind !== 'saved') throw new Error(`${what}: ${JSON.stringify(result)}`);
  const { id, files: kept, bytes: written, milliseconds } = result.snapshot;
  world.run(command);
  const saved = openSavedWork(world.deps);
  const started = performance.now();
  const report = await saved.restore(await saved.find(id));
  const seconds = (performance.now() - started) / 1_000;
  const exact = fingerprint(world.workspace) === print;
  const list = statSize(path.join(world.deps.stateDirectory, 'undo', 'snapshots', `${id}.json`));
  rows.push([
    what,
    'yes',
    (milliseconds / 1_000).toFixed(2),
    String(kept),
    `${(written / 1e6).toFixed(1)} MB + list ${(list / 1e6).toFixed(1)} MB`,
    String(report.files),
    seconds.toFixed(2),
    exact ? 'yes' : 'NO',
  ]);
  if (!exact) process.exitCode = 1;
}

function statSize(file: string): number {
  return readFileSync(file).length;
}

function tree(world: World, folder: string): Loss {
  return { kind: 'path', path: path.join(world.workspace, folder) };
}

/** Half of the bytes random, half text: neither all nor nothing of it can be pressed together. */
function content(): Buffer {
  const buffer = Buffer.alloc(bytes, 'the quick brown fox jumps over the lazy dog\n');
  randomFillSync(buffer, 0, bytes >> 1);
  return buffer;
}

function fill(world: World): void {
  for (let index = 0; index < files; index += 1) {
    const folder = path.join(world.workspace, `d${index % 2}`, `s${Math.floor(index / 2) % 100}`);
    if (index < 200) mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `f${index}`), content());
  }
}

function touch(world: World, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const at = index * 10;
    writeFileSync(path.join(world.workspace, `d${at % 2}`, `s${Math.floor(at / 2) % 100}`, `f${at}`), content());
  }
}

function add(world: World, count: number): void {
  mkdirSync(path.join(world.workspace, 'new'), { recursive: true });
  for (let index = 0; index < count; index += 1)
    writeFileSync(path.join(world.workspace, 'new', `n${index}`), content());
}

function change(world: World, folder: string): void {
  for (const file of listed(path.join(world.workspace, folder))) writeFileSync(file, content());
}

function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/.git/'))
    .sort();
}

function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  for (const file of listed(folder)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  hash.update(execFileSync('git', ['ls-files', '-s'], { cwd: folder, maxBuffer: 1 << 28 }));
  return hash.digest('hex');
}

function say(text: string): void {
  process.stderr.write(`${text} …\n`);
}
