import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshHome, holdpoint, run } from './cli.ts';

describe('holdpoint connect, doctor, disconnect', () => {
  it('writes what it says, proves it, and takes it out again', async () => {
    const { home, app } = freshHome();
    const settings = path.join(home, '.claude', 'settings.json');
    mkdirSync(path.dirname(settings));
    writeFileSync(settings, '{ "model": "x" } // mine\n');
    const connected = await holdpoint(['connect', 'claude', 'cursor'], { home, cwd: app });
    expect(connected.code).toBe(0);
    expect(connected.stdout).toContain(`wrote ${settings}`);
    expect(connected.stdout).toContain(`wrote ${path.join(home, '.cursor', 'hooks.json')}`);

    const doctor = await holdpoint(['doctor', '--json'], { home, cwd: app });
    const report = JSON.parse(doctor.stdout);
    expect(report.launcher.problems).toEqual([]);
    const hosts: { host: string; connection: string }[] = report.hosts;
    for (const host of hosts) {
      const isChosen = ['claude', 'cursor'].includes(host.host);
      expect(host).toMatchObject(
        isChosen ? { connection: 'connected', selfTest: { passed: true } } : { connection: 'not-connected' },
      );
      expect('selfTest' in host).toBe(isChosen);
    }
    expect(doctor.code).toBe(0);

    const again = await holdpoint(['connect', 'claude'], { home, cwd: app });
    expect(again).toMatchObject({ code: 0, stdout: 'Claude Code was connected already.\n' });

    expect((await holdpoint(['disconnect', 'claude', 'cursor'], { home, cwd: app })).code).toBe(0);
    expect(readFileSync(settings, 'utf8')).toBe('{ "model": "x" } // mine\n');
    expect(existsSync(path.join(home, '.cursor', 'hooks.json'))).toBe(false);
  });

  it('installs a command for people', async () => {
    const { home, app } = freshHome();
    await holdpoint(['connect', 'claude'], { home, cwd: app });
    const command = path.join(home, '.local/state/holdpoint/bin/holdpoint');
    expect(await run(command, ['--version'], { home })).toMatchObject({ code: 0 });
    rmSync(path.join(home, '.local/state/holdpoint/lib'), { recursive: true });
    expect(await run(command, ['disconnect', 'claude'], { home })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('take the entries that name holdpoint-hook out of your agents’ settings'),
    });
  });

  it('shows an off-switch and a bundle that was changed', async () => {
    const { home, app } = freshHome();
    await holdpoint(['connect', 'claude'], { home, cwd: app });
    mkdirSync(path.join(app, '.claude'));
    writeFileSync(path.join(app, '.claude', 'settings.json'), '{"disableAllHooks":true}');
    writeFileSync(path.join(home, '.local/state/holdpoint/lib/current/cli.js'), '');
    const doctor = await holdpoint(['doctor'], { home, cwd: app });
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toMatch(/disableAllHooks/);
    expect(doctor.stdout).toMatch(/differs from Holdpoint/);
    expect(doctor.stdout).toMatch(/did not get through/);
  });

  it('sends a harmless and a destructive call through every host’s installed hook', async () => {
    const { home, app } = freshHome();
    const hosts = 'claude cursor codex gemini qwen opencode windsurf cline kiro copilot vscode'.split(' ');
    await holdpoint(['connect', ...hosts], { home, cwd: app });
    const doctor = await holdpoint(['doctor', '--json'], { home, cwd: app });
    const report: { hosts: { host: string; selfTest: unknown }[] } = JSON.parse(doctor.stdout);
    expect(report.hosts.map(({ host, selfTest }) => ({ host, selfTest }))).toEqual(
      report.hosts.map(({ host }) => ({ host, selfTest: expect.objectContaining({ passed: true, problems: [] }) })),
    );
    // A person's step remains on Codex.
    expect(doctor.code).toBe(1);
  }, 60_000);

  it('sees a hook that says no to everything, and one that says yes to everything', async () => {
    const { home, app } = freshHome();
    await holdpoint(['connect', 'claude', 'kiro'], { home, cwd: app });
    const launcher = path.join(home, '.local/state/holdpoint/bin/holdpoint-hook');
    writeFileSync(launcher, '#!/bin/sh\nexit 0\n');
    const open = await holdpoint(['doctor'], { home, cwd: app });
    expect(open.code).toBe(1);
    expect(open.stdout).toMatch(/Kiro.*\n(?: .*\n)*.*was NOT stopped/);
    expect(open.stdout).toMatch(/left no record/);
    writeFileSync(launcher, '#!/bin/sh\necho no >&2\nexit 2\n');
    const shut = await holdpoint(['doctor'], { home, cwd: app });
    expect(shut.code).toBe(1);
    expect(shut.stdout).toMatch(/A harmless call did not get through/);
    expect(shut.stdout).toMatch(/not by Holdpoint's judgement/);
  }, 60_000);

  it.each([
    [2, ['connect']],
    [2, ['connect', 'notepad']],
    [2, ['disconnect', 'claude', '--nonsense']],
    [2, ['connect', 'claude', '--managed']],
  ])('ends with %i for %j', async (code, args) => {
    const { home } = freshHome();
    expect((await holdpoint(args, { home })).code).toBe(code);
  });

  it('leaves everything alone where one file cannot be edited', async () => {
    const { home, app } = freshHome();
    mkdirSync(path.join(home, '.cursor'));
    writeFileSync(path.join(home, '.cursor', 'hooks.json'), '{"hooks": [}');
    const result = await holdpoint(['connect', 'claude', 'cursor'], { home, cwd: app });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/hooks\.json: The file is not valid JSON/);
    expect(existsSync(path.join(home, '.claude', 'settings.json'))).toBe(false);
  });
});

describe('holdpoint audit verify', () => {
  it('says where there is no log', async () => {
    const { home, app } = freshHome();
    const result = await holdpoint(['audit', 'verify'], { home, cwd: app });
    expect(result).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no audit log') });
    expect((await holdpoint(['audit', 'burn'], { home, cwd: app })).code).toBe(2);
  });
});
