import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshHome, holdpoint } from './cli.ts';

/** A home with a repository in it, one commit and unsaved work. */
function withWork() {
  const { home, app } = freshHome();
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: app, env: { PATH: process.env.PATH, HOME: home } });
  git('init', '-q', '-b', 'main');
  writeFileSync(path.join(app, 'a.txt'), 'one\n');
  git('add', '-A');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'one');
  writeFileSync(path.join(app, 'a.txt'), 'unsaved\n');
  const on = (args: readonly string[], input = '') => holdpoint(args, { home, cwd: app, input });
  return { home, app, git, on };
}

describe('holdpoint undo', () => {
  it('brings back what a hook without a window saved, and that can be undone too', async () => {
    const { app, git, on } = withWork();
    const tool_input = { command: 'git reset --hard' };
    const call = { session_id: 's', cwd: app, hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input };
    expect((await on(['hook', 'claude'], JSON.stringify(call))).code).toBe(0);
    git('reset', '-q', '--hard');
    expect(readFileSync(path.join(app, 'a.txt'), 'utf8')).toBe('one\n');

    const list = await on(['undo', 'list']);
    expect(list.stdout).toContain('git reset --hard');
    expect((await on(['undo', 'show', 'last'])).stdout).toContain('~ a.txt');
    const unsure = await on(['undo', 'restore', 'last']);
    expect([unsure.code, readFileSync(path.join(app, 'a.txt'), 'utf8')]).toEqual([2, 'one\n']);
    const restored = await on(['undo', 'restore', 'last', '--yes']);
    expect(restored.code).toBe(0);
    expect(readFileSync(path.join(app, 'a.txt'), 'utf8')).toBe('unsaved\n');
    const back = /holdpoint undo restore (\S+)/.exec(restored.stdout)?.[1] ?? '';
    expect((await on(['undo', 'restore', back, '--yes'])).code).toBe(0);
    expect(readFileSync(path.join(app, 'a.txt'), 'utf8')).toBe('one\n');
  }, 120_000);

  it('says in plain words what does not go', async () => {
    const { on } = withWork();
    expect((await on(['undo', 'list'])).stdout).toContain('Nothing was saved in this folder');
    expect(await on(['undo', 'show', 'nothing'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no snapshot nothing'),
    });
    expect(await on(['undo'])).toMatchObject({ code: 2 });
    expect(await on(['undo', 'restore'])).toMatchObject({ code: 2 });
  }, 60_000);
});

describe('holdpoint check', () => {
  it('foresees the snapshot a window takes, and takes none', async () => {
    const { home, on } = withWork();
    const checked = await on(['check', '--', 'git reset --hard']);
    expect(checked.code).toBe(0);
    expect(checked.stdout).toContain('A snapshot is taken first.');
    expect((await on(['check', '--no-context', '--', 'git reset --hard'])).code).toBe(20);
    expect(existsSync(path.join(home, '.local/state/holdpoint/undo'))).toBe(false);
  }, 60_000);
});
