import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ConnectionMemory, createConnections } from '../../src/editor/connections.ts';
import { readPins } from '../../src/guard/pins.ts';
import { launcherPath } from '../../src/hosts/launcher.ts';
import { sealPath } from '../../src/hosts/launcher-seal.ts';
import { newSigner, temporaryDirectory } from '../guard/rig.ts';

function newMemory(): ConnectionMemory {
  const kept: Record<string, unknown> = { consented: [], knownKeys: [] };
  const keep = (name: string) => async (value: unknown) => {
    kept[name] = value;
  };
  return {
    consented: () => kept.consented as string[],
    setConsented: keep('consented'),
    runtime: () => kept.runtime as ReturnType<ConnectionMemory['runtime']>,
    setRuntime: keep('runtime'),
    launcherVersion: () => kept.launcherVersion as string | undefined,
    setLauncherVersion: keep('launcherVersion'),
    knownKeys: () => kept.knownKeys as string[],
    setKnownKeys: keep('knownKeys'),
  };
}

/** An editor of this person; `home` is shared by several. */
function editor(home: string, version: string, environment: Record<string, string> = {}) {
  const bundle = path.join(home, `dist-${version}`);
  mkdirSync(path.join(bundle, 'chunks'), { recursive: true });
  writeFileSync(path.join(bundle, 'cli.js'), `// ${version}`);
  const node = path.join(home, 'programs', 'node');
  mkdirSync(path.dirname(node), { recursive: true });
  writeFileSync(node, '#!/bin/sh\necho v24.0.0\n');
  chmodSync(node, 0o755);
  const signer = newSigner();
  const memory = newMemory();
  const machine = {
    home,
    platform: 'linux' as const,
    environment: { PATH: path.dirname(node), ...environment },
    stateDirectory: path.join(home, 'state', 'holdpoint'),
  };
  const connections = createConnections({
    machine,
    bundle,
    version,
    editor: 'VS Code',
    signer: () => signer,
    folders: () => [],
    memory,
  });
  return { connections, memory, machine, signer, bundle };
}

const current = (home: string) => readFileSync(path.join(home, 'state/holdpoint/lib/current/cli.js'), 'utf8');

describe.skipIf(process.platform === 'win32')('a launcher shared by two editors', () => {
  test('stays with the newest version, and neither takes the other for tampering', async () => {
    const home = temporaryDirectory();
    const older = editor(home, '1.0.0');
    const newer = editor(home, '1.1.0', { TMPDIR: '/elsewhere' });
    await older.connections.connect(['claude']);
    await newer.connections.connect(['claude']);
    expect(current(home)).toBe('// 1.1.0');
    await older.connections.trustPins();
    expect(await older.connections.renew()).toEqual([]);
    expect(await newer.connections.renew()).toEqual([]);
    expect(current(home)).toBe('// 1.1.0');
    await older.connections.connect(['cursor']);
    expect(current(home)).toBe('// 1.1.0');
    expect(readPins(path.join(home, 'state/holdpoint/pins.json'))).toHaveLength(2);
  });

  test('is brought to the newer version by the editor that has it, quietly', async () => {
    const home = temporaryDirectory();
    const older = editor(home, '1.0.0');
    await older.connections.connect(['claude']);
    const newer = editor(home, '1.1.0');
    await newer.memory.setConsented(['claude']);
    await newer.memory.setKnownKeys([older.signer.publicKey]);
    expect((await newer.connections.renew()).filter(({ what }) => what === 'launcher')).toEqual([]);
    expect(current(home)).toBe('// 1.1.0');
  });

  test('of a version nobody of ours signed is tampering and written anew', async () => {
    const home = temporaryDirectory();
    const one = editor(home, '1.0.0');
    await one.connections.connect(['claude']);
    const stranger = editor(home, '9.0.0');
    await stranger.connections.connect(['claude']);
    const found = await one.connections.renew();
    expect(found.map(({ what }) => what)).toContain('launcher');
    expect(current(home)).toBe('// 1.0.0');
  });
});

describe.skipIf(process.platform === 'win32')('a launcher', () => {
  test.each([
    ['its script', (home: string) => appendFileSync(path.join(home, 'state/holdpoint/bin/holdpoint-hook'), '\n#')],
    ['its bundle', (home: string) => appendFileSync(path.join(home, 'state/holdpoint/lib/current/cli.js'), '\n//')],
    [
      'its bundle and seal',
      (home: string) => {
        appendFileSync(path.join(home, 'state/holdpoint/lib/current/cli.js'), '\n//');
        rmSync(path.join(home, 'state/holdpoint/bin/seal.json'));
      },
    ],
  ])('is tampered with where somebody changed %s', async (_what, change) => {
    const home = temporaryDirectory();
    const one = editor(home, '1.0.0');
    await one.connections.connect(['claude']);
    expect(await one.connections.renew()).toEqual([]);
    change(home);
    expect((await one.connections.renew()).map(({ what }) => what)).toEqual(['launcher']);
    expect(await one.connections.renew()).toEqual([]);
    expect(current(home)).toBe('// 1.0.0');
  });

  test('stays as it is where the editor was started in another environment', async () => {
    const home = temporaryDirectory();
    const one = editor(home, '1.0.0');
    await one.connections.connect(['claude']);
    const before = readFileSync(launcherPath(one.machine), 'utf8');
    one.machine.environment = { ...one.machine.environment, TMPDIR: '/planted' } as typeof one.machine.environment;
    expect(await one.connections.renew()).toEqual([]);
    expect(readFileSync(launcherPath(one.machine), 'utf8')).toBe(before);
  });

  test('of a build made anew under the same version is replaced quietly', async () => {
    const home = temporaryDirectory();
    const one = editor(home, '1.0.0');
    await one.connections.connect(['claude']);
    writeFileSync(path.join(one.bundle, 'cli.js'), '// 1.0.0, again');
    expect(await one.connections.renew()).toEqual([]);
    expect(current(home)).toBe('// 1.0.0, again');
  });

  test('whose compiled form somebody planted does not keep it', async () => {
    const home = temporaryDirectory();
    const one = editor(home, '1.0.0');
    await one.connections.connect(['claude']);
    const planted = path.join(home, 'state/holdpoint/cache/cli-hook-alone.js-v24');
    writeFileSync(planted, 'x');
    await one.connections.renew();
    expect(() => readFileSync(planted)).toThrow();
  });

  test('is not vouched for by a seal of another launcher', async () => {
    const home = temporaryDirectory();
    const one = editor(home, '1.0.0');
    await one.connections.connect(['claude']);
    const old = readFileSync(sealPath(one.machine));
    const later = editor(home, '1.0.1');
    await later.connections.connect(['claude']);
    writeFileSync(sealPath(one.machine), old);
    await one.memory.setKnownKeys([later.signer.publicKey]);
    expect((await one.connections.renew()).map(({ what }) => what)).toContain('launcher');
  });
});
