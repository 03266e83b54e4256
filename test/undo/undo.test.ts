import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openSavedWork } from '../../src/undo/saved-work.ts';
import type { UndoDeps } from '../../src/undo/undo.ts';
import { temporaryDirectory } from '../guard/rig.ts';
import { fillRepository, openWorld, type World } from './world.ts';

// A dozen git processes each; on a busy machine that takes seconds.
vi.setConfig({ testTimeout: 60_000 });

let template: World;
let away: string;
beforeAll(() => {
  away = mkdtempSync(path.join(os.tmpdir(), 'hp-'));
  template = openWorld(realpathSync(away));
  fillRepository(template);
});
afterAll(() => rmSync(away, { recursive: true, force: true }));

/** A repository with work of every kind in it. */
function repository(bounds?: UndoDeps['bounds']): World {
  return openWorld(temporaryDirectory(), { template: template.workspace, ...(bounds ? { bounds } : {}) });
}

/** Runs a command the way an agent's call goes: judged, saved, run; then brings back what was saved. */
async function undone(world: World, command: string) {
  const before = world.print();
  // On a machine that is too busy to say what a path is in half a second, a call is held: that is not the subject here.
  let { verdict, snapshot } = await world.saved(command);
  for (let tries = 0; tries < 5 && verdict.decision === 'hold'; tries += 1) {
    ({ verdict, snapshot } = await world.saved(command));
  }
  world.run(command);
  const changed = world.print();
  const work = openSavedWork(world.deps);
  if (snapshot) await work.restore(await work.find(snapshot.id));
  return { before, changed, after: world.print(), verdict, snapshot };
}

describe('what only takes local work', () => {
  const commands = [
    'git reset --hard',
    'git reset --hard HEAD~1',
    'git reset --hard feature',
    'git checkout -- .',
    'git checkout -f feature',
    'git restore .',
    'git restore src/a.ts',
    'git clean -fd',
    'git clean -fdx',
    'git stash drop',
    'git stash drop stash@{1}',
    'git stash clear',
    'git stash && git stash drop',
    'git stash -u; git stash clear',
    'git stash -a && git stash drop',
    'rm .gitignore && git clean -fd',
    'git checkout -q -f feature && git clean -fd',
    'git add -A && git commit -qm wip && git reset -q --hard HEAD~1',
    'git branch -D feature',
    'git update-ref -d refs/heads/feature',
    'git tag -d v1',
    "git stash -aq; git filter-branch -f --env-filter 'export GIT_AUTHOR_NAME=Other' HEAD >&2; git stash pop -q",
    'rm -rf drafts',
    'rm drafts/one.md',
    'rm -r src drafts',
    'rm -f *.local',
    'rm -rf secret',
    'find drafts -name "*.md" -delete',
    'truncate -s 0 src/a.ts',
    ': > drafts/one.md',
    'git clean -fdx && git reset --hard feature && git stash clear && git branch -D feature',
  ];
  test.each(commands)('is saved, goes out, and comes back byte for byte: %s', async (command) => {
    const { before, changed, after, verdict, snapshot } = await undone(repository(), command);
    expect(verdict.decision).toBe('allow');
    expect(snapshot).toBeDefined();
    expect(changed).not.toBe(before);
    expect(after).toBe(before);
  });

  test('is back as well where a step brought something that stays: a stash popped, then discarded', async () => {
    const { before, after } = await undone(repository(), 'git stash pop -q; git reset --hard');
    const lines = new Set(after.split('\n'));
    expect(before.split('\n').filter((line) => !lines.has(line))).toEqual([]);
  });

  const overwritten = [
    'echo new > drafts/one.md',
    'sed -i s/plain/other/ src/b.ts',
    'cp src/a.ts drafts/one.md',
    'mv src/a.ts drafts/one.md',
    'mv src/b.ts drafts/',
    'tee src/b.ts < src/a.ts',
    "sed -i 's/1/9/' src/*.ts",
  ];
  test.each(overwritten)('is kept where it is written over: %s', async (command) => {
    const { before, after, verdict } = await undone(repository(), command);
    expect(verdict.decision).toBe('allow');
    if (command.startsWith('mv src/b.ts')) return;
    expect(after).toBe(before);
  });
});

describe('what no snapshot can hold stays held', () => {
  const commands = [
    'rm -rf .git',
    'rm -rf .git/refs',
    'rm -rf * .git',
    'rm -rf .',
    'find . -delete',
    'shred -u drafts/one.md',
    'git gc --prune=now',
    "git filter-branch -f --env-filter 'export GIT_AUTHOR_NAME=Other' -- --all",
    'git filter-repo --path src --force',
    "git for-each-ref --format='delete %(refname)' refs/heads | git update-ref --stdin",
    'git reflog expire --expire=now --all',
    'git --git-dir=.git --work-tree=src reset --hard',
    'GIT_DIR=.git git reset --hard',
  ];
  test.each(commands)('%s', async (command) => {
    const world = repository();
    const { verdict, snapshot } = await world.saved(command);
    expect(verdict.decision).toBe('hold');
    expect(snapshot).toBeUndefined();
  });

  describe('in a repository with changes in a submodule', () => {
    const withSubmodule = () => {
      const world = repository();
      world.run('git init -q ../library && cd ../library && echo a > f && git add . && git commit -qm a');
      world.run('git -c protocol.file.allow=always submodule --quiet add ../library library && git commit -qm library');
      world.run('echo changed > library/f');
      return world;
    };

    test.each(['git reset --hard', 'git checkout -- .', 'git clean -fd', 'git reset -q --hard HEAD~1'])(
      '%s leaves them alone, and is saved',
      async (command) => {
        const world = withSubmodule();
        const { after, before, verdict } = await undone(world, command);
        expect(verdict.decision).toBe('allow');
        expect(after).toBe(before);
        expect(readFileSync(path.join(world.workspace, 'library/f'), 'utf8')).toBe('changed\n');
      },
    );

    test.each([
      'git clean -ffd',
      'git reset --hard --recurse-submodules',
      'git -c submodule.recurse=true checkout -- .',
    ])('%s stays held', async (command) => {
      expect((await withSubmodule().saved(command)).verdict.decision).toBe('hold');
    });

    test('stays held where git takes submodules along by its configuration', async () => {
      const world = withSubmodule();
      world.run('git config submodule.recurse true');
      expect((await world.saved('git reset --hard')).verdict.decision).toBe('hold');
    });
  });

  test('a folder that holds a repository of its own', async () => {
    const world = repository();
    world.run('git init -q drafts/inner && echo x > drafts/inner/file');
    const { verdict } = await world.saved('rm -rf drafts');
    expect(verdict.decision).toBe('hold');
  });

  test('a link to a folder outside the workspace', async () => {
    const world = repository();
    world.run('ln -s /usr/share away');
    expect((await world.saved('rm -rf away/')).verdict.decision).toBe('hold');
  });

  test('more than the bound of a snapshot', async () => {
    const world = repository({ bytes: 8 });
    const { verdict } = await world.saved('rm -rf drafts secret');
    expect(verdict.decision).toBe('hold');
    expect(verdict.reason).toMatch(/too large to be saved first/);
  });
});

describe('taking a snapshot', () => {
  test('leaves index, HEAD, stash, worktree and configuration as they are', async () => {
    const world = repository();
    const git = (name: string) => path.join(world.workspace, '.git', name);
    const stamp = (name: string) => `${statSync(git(name)).mtimeMs} ${readFileSync(git(name)).toString('base64')}`;
    const names = ['index', 'HEAD', 'config', 'logs/HEAD', 'refs/stash', 'logs/refs/stash'];
    const print = world.print();
    const before = names.map(stamp);
    expect((await world.saved('git reset --hard && git stash clear')).snapshot).toBeDefined();
    expect(names.map(stamp)).toEqual(before);
    expect(world.print()).toBe(print);
  });

  test('runs no hook, no filter and no file watcher of the repository', async () => {
    const world = repository();
    const mark = path.join(world.workspace, '..', 'ran');
    world.run(
      `mkdir -p .git/hooks && for h in reference-transaction post-index-change pre-auto-gc; do printf '#!/bin/sh\\ntouch ${mark}\\n' > .git/hooks/$h; chmod +x .git/hooks/$h; done`,
    );
    world.run(`git config filter.evil.clean "touch ${mark}; cat" && git config filter.evil.required true`);
    world.run(`git config core.fsmonitor "touch ${mark}"`);
    world.run("echo '*.ts filter=evil' > .git/info/attributes; echo again >> src/a.ts; rm -f ../ran");
    const result = await world.save([{ kind: 'work', directory: world.workspace, ignored: true }]);
    expect(result.kind).toBe('saved');
    expect(existsSync(mark)).toBe(false);
  });

  test('that fails leaves no ref behind', async () => {
    const world = repository({ milliseconds: 0 });
    expect((await world.saved('git reset --hard')).verdict.decision).toBe('hold');
    expect(existsSync(path.join(world.workspace, '.git/refs/holdpoint'))).toBe(false);
  });
});

describe('outside a repository', () => {
  test('files come back with modes, times, links and empty folders', async () => {
    const world = openWorld(temporaryDirectory());
    world.run(
      'mkdir -p notes/empty && echo one > notes/one && chmod 640 notes/one && touch -d 2019-01-01T01:01:01 notes/one',
    );
    world.run('ln -s one notes/link && ln -s /nowhere notes/broken && chmod 750 notes && touch -d 2018-01-01 notes');
    const one = path.join(world.workspace, 'notes/one');
    const time = statSync(one).mtimeMs;
    const folder = statSync(path.dirname(one)).mtimeMs;
    const { before, after, verdict } = await undone(world, 'rm -rf notes');
    expect(verdict.decision).toBe('allow');
    expect(after).toBe(before);
    expect(statSync(one).mtimeMs).toBeCloseTo(time, 0);
    expect(statSync(path.dirname(one)).mtimeMs).toBeCloseTo(folder, 0);
  });
});

test('bringing back can itself be undone', async () => {
  const world = repository();
  const { snapshot } = await world.saved('git reset --hard feature');
  world.run(
    'git reset --hard -q feature && echo later > src/feature.ts && git commit -qam later && echo unsaved > src/b.ts',
  );
  const now = world.print();
  const work = openSavedWork(world.deps);
  const { before } = await work.restore(await work.find(snapshot?.id ?? ''));
  expect(world.print()).not.toBe(now);
  await work.restore(await work.find(before?.id ?? ''));
  expect(world.print()).toBe(now);
});
