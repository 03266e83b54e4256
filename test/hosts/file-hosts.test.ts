import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/hosts/adapter.ts';
import { connectHost, disconnectHost, inspectHost } from '../../src/hosts/connection.ts';
import { guardPaths } from '../../src/hosts/host-files.ts';
import { adapters } from '../../src/hosts/registry.ts';

function freshMachine(platform: Machine['platform'] = 'linux'): Machine {
  const home = mkdtempSync(path.join(tmpdir(), 'holdpoint-home-'));
  return { home, platform, environment: {}, stateDirectory: path.join(home, '.local/state/holdpoint') };
}

/** Every file below a folder, with its text. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file), readFileSync(file, 'latin1')];
    }),
  );
}

const fileHosts = Object.values(adapters).flatMap(({ id, installation }) =>
  installation.kind === 'file' ? [{ host: id, mode: installation.mode }] : [],
);

test('OpenCode, Cline and Kiro run what lies in a folder', () => {
  expect(fileHosts.map(({ host }) => host)).toEqual(['opencode', 'cline', 'kiro']);
});

describe.each(fileHosts)('connecting $host', ({ host, mode }) => {
  test('writes a file of its own, says so, and takes it away again', () => {
    const machine = freshMachine();
    expect(inspectHost(host, machine, []).connection).toBe('not-connected');
    expect(connectHost(host, machine).edits).toHaveLength(1);
    const { file, connection } = inspectHost(host, machine, []);
    expect(connection).toBe('connected');
    expect(statSync(file).mode & 0o777).toBe(mode);
    expect(readFileSync(file, 'utf8')).toContain('holdpoint-hook');
    expect(connectHost(host, machine).edits).toEqual([]);
    expect(disconnectHost(host, machine).edits).toHaveLength(1);
    expect(inspectHost(host, machine, []).connection).toBe('not-connected');
  });

  test('calls an altered file stale and heals it', () => {
    const machine = freshMachine();
    connectHost(host, machine);
    const { file } = inspectHost(host, machine, []);
    writeFileSync(file, `${readFileSync(file, 'utf8')} `);
    expect(inspectHost(host, machine, []).connection).toBe('stale');
    connectHost(host, machine);
    expect(inspectHost(host, machine, []).connection).toBe('connected');
  });

  test('leaves a file of somebody else under that name', () => {
    const machine = freshMachine();
    const { file } = inspectHost(host, machine, []);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'mine');
    expect(() => connectHost(host, machine)).toThrow(/not Holdpoint’s/);
    expect(disconnectHost(host, machine).edits).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(inspectHost(host, machine, []).connection).toBe('not-connected');
  });

  test('touches nothing beside it, whatever lies there, for 50 homes', { timeout: 30_000 }, () => {
    const names = fc.constantFrom('mine.js', 'PreToolUse.md', 'PostToolUse', 'team.json', 'a b', '.hidden');
    fc.assert(
      fc.property(fc.dictionary(names, fc.string({ unit: 'binary', maxLength: 30 }), { maxKeys: 4 }), (others) => {
        const machine = freshMachine();
        const folder = path.dirname(inspectHost(host, machine, []).file);
        mkdirSync(folder, { recursive: true });
        for (const [name, text] of Object.entries(others)) writeFileSync(path.join(folder, name), text);
        const before = contents(machine.home);
        connectHost(host, machine);
        expect(contents(machine.home)).toMatchObject(before);
        disconnectHost(host, machine);
        expect(contents(machine.home)).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  test('puts the folder under the guard', () => {
    const machine = freshMachine();
    const { file } = inspectHost(host, machine, []);
    const guarded = guardPaths(machine, ['/w']);
    expect(guarded).toContain(file);
    expect(guarded).toContain(path.dirname(file));
  });
});

test('Cline’s hook is a PowerShell script on Windows', () => {
  const { installation } = adapters.cline;
  const command = 'C:/Users/dev/AppData/Local/holdpoint/bin/holdpoint-hook.cmd cline';
  expect(installation.kind === 'file' && installation.text(command)).toContain(`& ${command}\r\n`);
  expect(inspectHost('cline', freshMachine('win32'), []).file).toMatch(/PreToolUse\.ps1$/);
});
