import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshHome, holdpoint, run } from './cli.ts';

/** A repository that carries its own hook, cloned onto a machine that has no Holdpoint. */
async function cloned(hosts: readonly string[]) {
  const { home, app } = freshHome();
  const result = await holdpoint(['connect', ...hosts, '--repository'], { home, cwd: app });
  const elsewhere = freshHome();
  rmSync(elsewhere.app, { recursive: true });
  cpSync(app, elsewhere.app, { recursive: true });
  const settings = (file: string) => JSON.parse(readFileSync(path.join(elsewhere.app, file), 'utf8'));
  return { ...elsewhere, origin: { home, app }, result, settings };
}

const call = (tool_name: string, tool_input: object) =>
  JSON.stringify({
    session_id: 's-1',
    transcript_path: '/t',
    cwd: '/w',
    permission_mode: 'bypassPermissions',
    hook_event_name: 'PreToolUse',
    tool_name,
    tool_input,
  });
const deadly = call('Bash', { command: 'terraform destroy -auto-approve' });
const harmless = call('Bash', { command: 'git status' });

describe('a repository that carries its own hook', { timeout: 30_000 }, () => {
  it('denies what nobody can confirm, where nobody has Holdpoint', async () => {
    const { home, app, result, settings } = await cloned(['claude']);
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('.claude/settings.json') });
    const { command } = settings('.claude/settings.json').hooks.PreToolUse[0].hooks[0];
    const deeper = path.join(app, 'src');
    mkdirSync(deeper);
    const hook = (input: string, options = {}) =>
      run('/bin/sh', ['-c', command], { home, cwd: app, input, environment: { CLAUDE_PROJECT_DIR: app }, ...options });
    expect(await hook(harmless)).toEqual({ code: 0, stdout: '', stderr: '' });
    const denied = await hook(deadly);
    expect(JSON.parse(denied.stdout).hookSpecificOutput).toMatchObject({
      permissionDecision: 'deny',
      permissionDecisionReason: expect.stringContaining('Nobody can confirm it here'),
    });
    expect((await hook(deadly, { cwd: deeper })).stdout).toBe(denied.stdout);
  });

  it.each([
    ['its program is gone', (app: string) => rmSync(path.join(app, '.holdpoint'), { recursive: true })],
    ['its program is broken', (app: string) => writeFileSync(path.join(app, '.holdpoint/hook/cli.js'), '{')],
    ['its program is empty', (app: string) => writeFileSync(path.join(app, '.holdpoint/hook/cli.js'), '')],
  ])('blocks where %s', async (_what, spoil) => {
    const { home, app, settings } = await cloned(['claude']);
    const { command } = settings('.claude/settings.json').hooks.PreToolUse[0].hooks[0];
    spoil(app);
    const environment = { CLAUDE_PROJECT_DIR: app };
    const result = await run('/bin/sh', ['-c', command], { home, cwd: app, input: deadly, environment });
    expect(result).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Holdpoint') });
  });

  it('is not led to a Node that lies in the repository', async () => {
    const { home, app, settings } = await cloned(['claude']);
    const { command } = settings('.claude/settings.json').hooks.PreToolUse[0].hooks[0];
    const planted = path.join(app, 'bin');
    mkdirSync(planted);
    writeFileSync(path.join(planted, 'node'), '#!/bin/sh\nexit 40\n', { mode: 0o755 });
    const environment = { CLAUDE_PROJECT_DIR: app, PATH: `${planted}:/usr/bin:/bin` };
    const result = await run('/bin/sh', ['-c', command], { home, cwd: app, input: deadly, environment });
    expect(result.code === 0 ? result.stdout : result.stderr).toMatch(/"deny"|not run/);
  });

  it('goes for every host that reads hooks there, and goes out to the byte', async () => {
    const { app, home } = freshHome();
    const own = '{\n  // ours\n  "hooks": {}\n}\n';
    mkdirSync(path.join(app, '.gemini'));
    writeFileSync(path.join(app, '.gemini/settings.json'), own);
    const hosts = ['claude', 'cursor', 'codex', 'gemini', 'qwen', 'copilot', 'windsurf', 'kiro', 'opencode', 'cline'];
    expect(await holdpoint(['connect', ...hosts, '--repository'], { home, cwd: app })).toMatchObject({ code: 0 });
    expect(existsSync(path.join(app, '.clinerules/hooks/PreToolUse'))).toBe(true);
    expect(existsSync(path.join(home, '.claude'))).toBe(false);
    await holdpoint(['disconnect', 'claude', '--repository'], { home, cwd: app });
    expect(existsSync(path.join(app, '.holdpoint/hook/run'))).toBe(true);
    expect(await holdpoint(['disconnect', ...hosts, '--repository'], { home, cwd: app })).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(app, '.gemini/settings.json'), 'utf8')).toBe(own);
    for (const file of ['.holdpoint/hook', '.claude/settings.json', '.kiro/hooks/holdpoint.json']) {
      expect(existsSync(path.join(app, file))).toBe(false);
    }
  });
});
