import { describe, expect, it } from 'vitest';
import { analysed, isStopped, ordinary } from './judging.ts';

const place = { ...ordinary, context: 'ask' } as const;

async function outcome(command: string): Promise<'deny' | 'hold' | 'allow'> {
  const { effects } = await analysed({ kind: 'shell', command }, { place });
  if (effects.some((effect) => effect.touchesGuard)) return 'deny';
  return effects.some((effect) => isStopped(effect) && !effect.loss) ? 'hold' : 'allow';
}

describe('what takes snapshots away is denied', () => {
  it.each([
    'git update-ref -d refs/holdpoint/261120-091500-abc123/worktree',
    'git update-ref refs/holdpoint/261120-091500-abc123/head HEAD',
    "printf 'delete refs/holdpoint/261120-091500-abc123/head\\n' | git update-ref --stdin",
    'git -C . update-ref -d refs/holdpoint/x',
    'git push . :refs/holdpoint/x',
    "git fetch . '+refs/heads/main:refs/holdpoint/x'",
    'git symbolic-ref -d refs/holdpoint/x',
    'git-update-ref -d refs/holdpoint/x',
    'rm -rf .git/refs/holdpoint',
    'mv .git/refs/holdpoint /tmp',
    'echo 0 > .git/refs/holdpoint/x',
    'rm -rf ~/.local/state/holdpoint/undo',
    'rm ~/.local/state/holdpoint/undo/snapshots/261120-091500-abc123.json',
  ])('%s', async (command) => {
    expect(await outcome(command)).toBe('deny');
  });
});

describe('what may take them away, or puts them back over present work, is held', () => {
  it.each([
    "git for-each-ref --format='%(refname)' refs/holdpoint | xargs -n1 git update-ref -d",
    "git for-each-ref --format='delete %(refname)' refs/holdpoint | git update-ref --stdin",
    "git fetch --prune origin '+refs/*:refs/*'",
    "sed -i '/holdpoint/d' .git/packed-refs",
    ': > .git/packed-refs',
    'rm -rf .git',
    'rm -rf .git/objects',
    'holdpoint undo restore last',
    'holdpoint undo restore 261120-091500-abc123 --yes',
    'node ~/.vscode/extensions/holdpoint.holdpoint-0.1.0/dist/cli.js undo restore last --yes',
  ])('%s', async (command) => {
    expect(await outcome(command)).toBe('hold');
  });
});

describe('looking at them, and everyday work with refs, passes', () => {
  it.each([
    'holdpoint undo list',
    'holdpoint undo show last',
    'git for-each-ref refs/holdpoint',
    'git show refs/holdpoint/261120-091500-abc123/worktree:src/a.ts',
    'git diff refs/holdpoint/261120-091500-abc123/worktree',
    'git log refs/holdpoint/261120-091500-abc123/head',
    "git log --exclude='refs/holdpoint/*' --all --oneline",
    'git gc',
    'git pack-refs --all',
    'git fetch --prune origin',
    "git fetch origin '+refs/heads/*:refs/remotes/origin/*' --prune",
    'git update-ref refs/heads/topic HEAD',
    'rm -f .git/refs/heads/main.lock',
    'cat .git/packed-refs',
    'node build.js undo',
    'npm run undo restore',
  ])('%s', async (command) => {
    expect(await outcome(command)).toBe('allow');
  });
});
