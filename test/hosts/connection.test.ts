import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AdaptedHost, Machine } from '../../src/hosts/adapter.ts';
import { connectHost, disconnectHost, inspectHost, planConnect } from '../../src/hosts/connection.ts';
import { guardPaths } from '../../src/hosts/host-files.ts';
import { installLauncher } from '../../src/hosts/launcher.ts';
import { inspectOffSwitches, repairOffSwitch, undoRepair } from '../../src/hosts/off-switches.ts';
import { adapters } from '../../src/hosts/registry.ts';

function freshMachine(environment: Record<string, string> = {}): Machine {
  const home = mkdtempSync(path.join(tmpdir(), 'holdpoint-home-'));
  return { home, platform: 'linux', environment, stateDirectory: path.join(home, '.local/state/holdpoint') };
}

/** What the person does where a host asks for it: Codex notes that its hooks were reviewed. */
function takeRemainingStep(host: AdaptedHost, machine: Machine): void {
  if (host !== 'codex') return;
  const hooks = inspectHost(host, machine, []).file;
  write(
    path.join(path.dirname(hooks), 'config.toml'),
    `model = "x"\n[hooks.state."${hooks}:pre_tool_use:0:0"]\ntrusted_hash = "sha256:SYNTHETIC"\n`,
  );
}

function write(file: string, text: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const entryHosts = Object.values(adapters).flatMap(({ id, installation }) =>
  installation.kind === 'entries' ? [id] : [],
);

describe.each(entryHosts)('connecting %s', (host) => {
  it('writes the entries, says so, and takes them out again', () => {
    const machine = freshMachine();
    const { file } = inspectHost(host, machine, []);
    write(file, '{\n\t// mine\n\t"x": [1,2]\n}\n');
    expect(inspectHost(host, machine, []).connection).toBe('not-connected');
    expect(planConnect(host, machine)).toHaveLength(1);
    expect(inspectHost(host, machine, []).connection).toBe('not-connected');
    expect(connectHost(host, machine).edits).toHaveLength(1);
    takeRemainingStep(host, machine);
    expect(inspectHost(host, machine, []).connection).toBe('connected');
    expect(connectHost(host, machine).edits).toHaveLength(0);
    expect(disconnectHost(host, machine).edits).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe('{\n\t// mine\n\t"x": [1,2]\n}\n');
  });

  it('calls an altered entry stale and heals it', () => {
    const machine = freshMachine();
    connectHost(host, machine);
    takeRemainingStep(host, machine);
    const { file } = inspectHost(host, machine, []);
    writeFileSync(file, readFileSync(file, 'utf8').replace(/("timeout": )\d+|("show_output": )true/, '$1$21'));
    expect(inspectHost(host, machine, [])).toMatchObject({ connection: 'stale', problems: [expect.any(String)] });
    connectHost(host, machine);
    expect(inspectHost(host, machine, []).connection).toBe('connected');
  });

  it('refuses a file it cannot read and leaves it', () => {
    const machine = freshMachine();
    const { file } = inspectHost(host, machine, []);
    write(file, '{"hooks": ');
    expect(() => connectHost(host, machine)).toThrow(/not valid JSON \(line 1/);
    expect(readFileSync(file, 'utf8')).toBe('{"hooks": ');
    expect(inspectHost(host, machine, []).connection).toBe('unreadable');
  });

  it('keeps a linked file a link', () => {
    const machine = freshMachine();
    const { file } = inspectHost(host, machine, []);
    const target = write(path.join(machine.home, 'dotfiles/x.json'), '{}');
    mkdirSync(path.dirname(file), { recursive: true });
    symlinkSync(target, file);
    const change = connectHost(host, machine);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('holdpoint-hook');
    expect(change.step !== undefined).toBe(['cursor', 'codex'].includes(host));
    disconnectHost(host, machine);
    expect(readFileSync(target, 'utf8')).toBe('{}');
  });
});

describe("Claude Code's off-switches", () => {
  it('honours CLAUDE_CONFIG_DIR', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-claude-'));
    const machine = freshMachine({ CLAUDE_CONFIG_DIR: folder });
    connectHost('claude', machine);
    expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toContain('holdpoint-hook claude');
  });

  it.each([
    ['.claude/settings.json', '{"disableAllHooks": true}', 'disableAllHooks'],
    ['.claude/settings.local.json', '{"disableAllHooks": "yes"}', 'disableAllHooks'],
    ['.claude/settings.json', '{"env": {"NODE_OPTIONS": "--require ./evil.js"}}', 'env.NODE_OPTIONS'],
    ['.claude/settings.json', '{"env": {"LD_PRELOAD": "/tmp/x.so"}}', 'env.LD_PRELOAD'],
    ['.claude/settings.local.json', '{"env": {"DYLD_INSERT_LIBRARIES": "/tmp/x"}}', 'env.DYLD_INSERT_LIBRARIES'],
    ['.claude/settings.json', '{"env": {"BASH_ENV": "x"}}', 'env.BASH_ENV'],
  ])('finds %s %s, repairs it, and undoes the repair', (name, text, key) => {
    const machine = freshMachine();
    const root = path.join(machine.home, 'app');
    connectHost('claude', machine);
    const file = write(path.join(root, name), text);
    const [found, ...more] = inspectOffSwitches(machine, [root]).filter(({ host }) => host === 'claude');
    expect(more).toHaveLength(0);
    expect(found?.key.join('.')).toBe(key);
    expect(inspectHost('claude', machine, [root])).toMatchObject({ connection: 'disabled' });
    if (!found) return;
    const undo = repairOffSwitch(found);
    expect(inspectHost('claude', machine, [root]).connection).toBe('connected');
    undoRepair(undo);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    '{"disableAllHooks": false}',
    '{"env": {"NODE_OPTIONS": "--max-old-space-size=8192", "FOO": "1"}}',
    '{"permissions": {"allow": ["Bash(ls)"]}}',
    '',
  ])('leaves %s alone', (text) => {
    const machine = freshMachine();
    const root = path.join(machine.home, 'app');
    connectHost('claude', machine);
    write(path.join(root, '.claude/settings.json'), text);
    expect(inspectHost('claude', machine, [root]).connection).toBe('connected');
  });

  it('counts a settings file it cannot read as a problem', () => {
    const machine = freshMachine();
    const root = path.join(machine.home, 'app');
    connectHost('claude', machine);
    write(path.join(root, '.claude/settings.json'), '{{');
    expect(inspectHost('claude', machine, [root]).problems[0]).toMatch(/settings\.json: The file is not valid JSON/);
  });

  it('names the files an agent must not touch', () => {
    const machine = freshMachine();
    const paths = guardPaths(machine, ['/w']);
    expect(paths).toContain(path.join(machine.home, '.claude/settings.json'));
    expect(paths).toContain('/w/.claude/settings.local.json');
    expect(paths).toContain(path.join(machine.home, '.cursor/hooks.json'));
    expect(paths).toContain(machine.stateDirectory);
    expect(paths).not.toContain(process.execPath);
    expect(paths).not.toContain('/usr/local/bin/git');
    const bundle = path.join(machine.home, 'dist');
    write(path.join(bundle, 'cli.js'), '');
    installLauncher({ machine, bundle, version: '1.0.0', runtime: { path: process.execPath, electron: false } });
    expect(guardPaths(machine, ['/w'])).toEqual(expect.arrayContaining([process.execPath, '/usr/local/bin/git']));
  });
});

describe('off-switches of the other hosts', () => {
  const home = (name: string) => (machine: Machine) => path.join(machine.home, name);
  const project = (name: string) => (machine: Machine) => path.join(machine.home, 'app', name);

  it.each<[AdaptedHost, (machine: Machine) => string, string, string]>([
    ['codex', home('.codex/config.toml'), '[features]\nhooks = false\n', 'features.hooks'],
    ['codex', project('.codex/config.toml'), 'features = { hooks = false }\n', 'features.hooks'],
    ['codex', home('.codex/config.toml'), 'allow_managed_hooks_only = true\n', 'allow_managed_hooks_only'],
    ['gemini', project('.gemini/settings.json'), '{"hooksConfig": {"enabled": false}}', 'hooksConfig.enabled'],
    [
      'gemini',
      project('.gemini/settings.json'),
      '{"hooksConfig": {"disabled": ["holdpoint"]}}',
      'hooksConfig.disabled',
    ],
    ['qwen', project('.qwen/settings.json'), '{"disableAllHooks": true}', 'disableAllHooks'],
    ['copilot', project('.github/copilot/settings.json'), '{"disableAllHooks": true}', 'disableAllHooks'],
    ['copilot', project('.claude/settings.local.json'), '{"disableAllHooks": true}', 'disableAllHooks'],
    ['copilot', home('.copilot/config.json'), '{"disableAllHooks": true}', 'disableAllHooks'],
    ['vscode', home('.config/Code/User/settings.json'), '{"chat.useHooks": false}', 'chat.useHooks'],
    [
      'vscode',
      project('.vscode/settings.json'),
      '{"chat.hookFilesLocations": {"~/.copilot/hooks": false}}',
      'chat.hookFilesLocations.~/.copilot/hooks',
    ],
  ])('%s: found, repaired, and the repair undone', (host, place, text, key) => {
    const machine = freshMachine();
    const root = path.join(machine.home, 'app');
    connectHost(host, machine);
    takeRemainingStep(host, machine);
    const file = place(machine);
    const before = host === 'codex' && existsSync(file) ? `${text}${readFileSync(file, 'utf8')}` : text;
    write(file, before);
    const [found, ...more] = inspectOffSwitches(machine, [root]).filter(
      (one) => one.host === host && one.file === file,
    );
    expect(more).toHaveLength(0);
    expect(found?.key.join('.')).toBe(key);
    expect(inspectHost(host, machine, [root]).connection).toBe('disabled');
    if (!found) return;
    const undo = repairOffSwitch(found);
    expect(inspectHost(host, machine, [root]).connection).toBe('connected');
    undoRepair(undo);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('Codex is not connected before its hook is trusted, nor after it is switched off there', () => {
    const machine = freshMachine();
    const { step } = connectHost('codex', machine);
    expect(step).toMatch(/type \/hooks/);
    expect(inspectHost('codex', machine, [])).toMatchObject({ connection: 'disabled', problems: [step] });
    takeRemainingStep('codex', machine);
    expect(inspectHost('codex', machine, []).connection).toBe('connected');
    const config = path.join(machine.home, '.codex/config.toml');
    writeFileSync(config, `${readFileSync(config, 'utf8')}enabled = false\n`);
    expect(inspectHost('codex', machine, [])).toMatchObject({
      connection: 'disabled',
      problems: [expect.stringMatching(/switched off in Codex/)],
    });
  });
});
