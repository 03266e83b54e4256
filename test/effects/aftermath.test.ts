import { describe, expect, it } from 'vitest';
import type { FactAnswer, GitFact, PathFact, Place } from '../../src/action/facts.ts';
import { analysed, isStopped, ordinary } from './judging.ts';

const place: Place = { ...ordinary, context: 'ask' };
const root = ordinary.cwd;

const repository: GitFact = {
  root,
  branch: 'x',
  upstream: null,
  defaultBranch: 'main',
  remotes: {},
  dirty: true,
  untracked: 1,
  stashes: 0,
  unpushedCommits: 0,
  aliases: {},
};

function file(git: PathFact['git'], more: Partial<PathFact> = {}): PathFact {
  return {
    exists: true,
    type: 'file',
    real: root,
    insideWorkspace: true,
    temporary: false,
    regenerable: false,
    git,
    pushed: false,
    files: 1,
    bytes: 10,
    more: false,
    ...more,
  };
}

const absent = file('unknown', { exists: false, type: 'absent', files: 0, bytes: 0 });
const known = (value: PathFact | GitFact): FactAnswer => ({ known: true, value });

async function stopped(command: string, changes: Partial<GitFact> = {}): Promise<boolean> {
  const answers = new Map<string, FactAnswer>([
    [`git\n${root}`, known({ ...repository, ...changes })],
    [`path\n${root}/notes.md\n`, known(file('untracked'))],
    [`path\n${root}/a.ts\n`, known(file('clean'))],
    [`path\n${root}/b.ts\n`, known(file('dirty'))],
    [`path\n${root}/keep.md\n`, known(absent)],
    [`path\n${root}/keep\n`, known(absent)],
    [`path\n${root}/new\n`, known(absent)],
  ]);
  const { effects } = await analysed({ kind: 'shell', command }, { place, answers });
  return effects.some(isStopped);
}

describe('what earlier calls of a text change', () => {
  it.each([
    'git stash -u && git stash drop',
    'git stash; git stash clear',
    'mv notes.md keep.md && rm keep.md',
    'ln -s /srv/data keep && rm -rf keep/*',
    'ln -s /srv/data keep && rm -rf keep/',
    'ln -s /srv/data keep && rm -rf keep/x',
    'ln -s /srv/data keep && find keep/ -delete',
    'ln -s /srv/data keep; cd keep && rm -rf *',
    'ln -sfn /srv/data keep; truncate -s 0 keep/f',
    'ln -s /srv/data/f keep; : > keep',
    'cd new; ln -s /srv/data; cd data; rm -rf ./*',
    'mkdir new; ln -st new /srv/data; rm -rf new/data/',
    'ln -s /srv/data /tmp/x; rm -rf /tmp/x/*',
    'ln -s /srv/data keep; ln -s keep new; rm -rf new/*',
    'git stash pop && rm -rf keep.md',
    'mv notes.md /tmp/x && rm -rf /tmp/x',
    'mv notes.md /tmp/ && rm /tmp/notes.md',
    'mkdir new && mv notes.md new/ && rm -rf new',
    'mkdir new && rsync -a --remove-source-files notes.md new/ && rm -rf new',
    'mv notes.md keep.md; mv keep.md /tmp/x; rm /tmp/x',
    'mv b.ts /tmp/x && rm -rf /tmp/x',
  ])('%s is held', async (command) => {
    expect(await stopped(command)).toBe(true);
  });

  it.each([
    'git stash pop && git reset --hard',
    'git stash apply; git checkout -- a.ts',
    'git merge x; git checkout -f',
  ])('%s is held in a clean tree', async (command) => {
    expect(await stopped(command, { dirty: false, untracked: 0, stashes: 1 })).toBe(true);
  });

  it.each([
    'git stash && git pull && git stash pop',
    'git stash drop',
    'ln -s /srv/data keep',
    'ln -s /srv/data keep && rm keep',
    'ln -s ../node_modules node_modules; npm test; rm node_modules',
    'ln -sf a.ts keep && rm -f keep',
    'ln a.ts keep && rm -f keep',
    'ln -s /srv/data keep && ls keep/ && rm -rf new/*',
    'git stash apply && rm -rf keep.md',
    'mv a.ts /tmp/x && rm -rf /tmp/x',
    'mv a.ts keep.md && rm keep.md',
    'mv notes.md keep.md && jq . keep.md > notes.md && rm keep.md',
    'mv notes.md keep.md',
    'rm -rf /tmp/x',
    'git reset --hard',
    'git rm -f a.ts',
    'git checkout main -- a.ts',
  ])('%s passes', async (command) => {
    expect(await stopped(command, { dirty: false, untracked: 0 })).toBe(false);
  });

  it.each(['git rm -f b.ts', 'git mv -f a.ts b.ts', 'git checkout main -- b.ts', 'git restore -s x b.ts'])(
    '%s is held where changes go with it',
    async (command) => {
      expect(await stopped(command)).toBe(true);
    },
  );
});

describe('aliases of git that are shell commands', () => {
  const aliases = { wipe: '!rm -rf /data', again: '!git again', up: '!git pull --rebase' };

  it.each([
    ['git wipe', true],
    ['git -C . wipe', true],
    ['git again', false],
    ['git up', false],
    ['git status', false],
  ])('%s is held: %s', async (command, held) => {
    expect(await stopped(command, { aliases })).toBe(held);
  });
});
