import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { openSavedWork } from '../../src/undo/saved-work.ts';
import { temporaryDirectory } from '../guard/rig.ts';
import { openWorld, type World } from './world.ts';

// Git processes on a busy machine take seconds.
vi.setConfig({ testTimeout: 60_000 });

const day = 24 * 60 * 60_000;

function small(): World {
  const world = openWorld(temporaryDirectory());
  world.run('git init -q -b main && echo a > a && git add a && git commit -qm one && echo "*.x" > .gitignore');
  return world;
}

const refs = (world: World) =>
  execFileSync('git', ['for-each-ref', 'refs/holdpoint'], { cwd: world.workspace, encoding: 'utf8' }).trim();
const stored = (world: World) =>
  readdirSync(path.join(world.deps.stateDirectory, 'undo', 'objects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);

describe('old snapshots', () => {
  test('go after two weeks with their refs and copies; younger ones stay', async () => {
    const world = small();
    writeFileSync(path.join(world.workspace, 'old.x'), 'old');
    writeFileSync(path.join(world.workspace, 'b'), 'b');
    await world.save([
      { kind: 'path', path: path.join(world.workspace, 'old.x') },
      { kind: 'path', path: path.join(world.workspace, 'b') },
    ]);
    expect(refs(world)).not.toBe('');
    expect(stored(world)).toHaveLength(1);
    const later = openSavedWork({ ...world.deps, now: () => Date.now() + 13 * day });
    expect(await later.prune()).toEqual([]);
    const after = openSavedWork({ ...world.deps, now: () => Date.now() + 15 * day });
    expect(await after.prune()).toHaveLength(1);
    expect(refs(world)).toBe('');
    expect(stored(world)).toHaveLength(0);
    expect(await after.list()).toEqual([]);
  });

  test('of files written over go before what a call destroyed, where there are too many', async () => {
    const world = small();
    const file = path.join(world.workspace, 'b');
    writeFileSync(file, 'b');
    const saved = await world.save([{ kind: 'path', path: file }]);
    const id = saved.kind === 'saved' ? saved.snapshot.id : '';
    const work = openSavedWork(world.deps);
    const snapshot = await work.find(id);
    const folder = path.join(world.deps.stateDirectory, 'undo', 'snapshots');
    for (let index = 0; index < 2_001; index += 1) {
      const other = `991231-235959-${String(index).padStart(6, '0')}`;
      const text = JSON.stringify({ ...snapshot, id: other, at: Date.now(), why: 'overwritten', parts: [] });
      writeFileSync(path.join(folder, `${other}.json`), text);
    }
    const gone = await work.prune();
    expect(gone).toHaveLength(2);
    expect(gone).not.toContain(id);
  });

  test('of a repository that is gone go all the same', async () => {
    const world = small();
    writeFileSync(path.join(world.workspace, 'b'), 'b');
    await world.save([{ kind: 'path', path: path.join(world.workspace, 'b') }]);
    world.run('rm -rf .git');
    const after = openSavedWork({ ...world.deps, now: () => Date.now() + 15 * day });
    expect(await after.prune()).toHaveLength(1);
  });
});

describe('bringing back', () => {
  test('refuses what reaches outside, is gone, or was changed by somebody else', async () => {
    const world = small();
    const work = openSavedWork(world.deps);
    writeFileSync(path.join(world.workspace, 'b'), 'b');
    const result = await world.save([{ kind: 'path', path: path.join(world.workspace, 'b') }]);
    const id = result.kind === 'saved' ? result.snapshot.id : '';
    const snapshot = await work.find(id);
    await expect(work.restore({ ...snapshot, workspace: '/nowhere' })).rejects.toThrow(/is gone or is a link/);
    const [part] = snapshot.parts;
    if (part?.kind !== 'tree') throw new Error('a tree was saved');
    await expect(work.restore({ ...snapshot, parts: [{ ...part, roots: ['../x'] }] })).rejects.toThrow(/outside/);
    const list = path.join(world.deps.stateDirectory, 'undo', 'snapshots', `${id}.json`);
    for (const text of ['{', '{"v":1}', JSON.stringify({ ...snapshot, id: 'other' }), '']) {
      writeFileSync(list, text);
      await expect(work.find(id)).rejects.toThrow(/there is no snapshot/);
      expect(await work.list()).toEqual([]);
    }
  });

  test('puts nothing through a link that took a folder’s place', async () => {
    const world = small();
    world.run('mkdir d && echo x > d/f');
    const result = await world.save([{ kind: 'path', path: path.join(world.workspace, 'd') }]);
    world.run('rm -rf d && mkdir ../elsewhere && ln -s ../elsewhere d');
    const work = openSavedWork(world.deps);
    await work.restore(await work.find(result.kind === 'saved' ? result.snapshot.id : ''));
    expect(existsSync(path.join(world.workspace, '../elsewhere/f'))).toBe(false);
    expect(existsSync(path.join(world.workspace, 'd/f'))).toBe(true);
  });

  test('gives a file in the place of a folder, and a folder in the place of a file', async () => {
    const world = small();
    world.run('mkdir -p d/e && echo x > d/e/f && echo y > g');
    const before = world.print();
    const losses = ['d', 'g'].map((name) => ({ kind: 'path' as const, path: path.join(world.workspace, name) }));
    const result = await world.save(losses);
    world.run('rm -rf d g && echo z > d && mkdir g && echo z > g/h');
    const work = openSavedWork(world.deps);
    await work.restore(await work.find(result.kind === 'saved' ? result.snapshot.id : ''));
    expect(world.print()).toBe(before);
  });
});
