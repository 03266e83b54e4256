import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { bashGuard, zshGuard } from '../../src/exec/shell-guards.ts';
import { inspectShims, removeShims, writeShims } from '../../src/exec/shim-directory.ts';
import type { ShimParts } from '../../src/exec/shim-script.ts';
import { type Run, type RunOptions, run } from '../cli/cli.ts';

/** A folder with a space, quotes and letters from elsewhere, where shims, programs and projects stand. */
const root = path.join(mkdtempSync(path.join(tmpdir(), 'holdpoint-shim-')), "it's ünusual $HOME");
const programs = path.join(root, 'programs');
const app = path.join(root, 'app');
const home = path.join(root, 'home');
const parts: ShimParts = {
  directory: path.join(root, 'shims'),
  node: process.execPath,
  main: path.join(inject('build'), 'cli.js'),
  variables: { HOME: home, PATH: '/usr/bin:/bin', HOLDPOINT_STATE: path.join(home, 'state'), HOLDPOINT_LAUNCHER: '1' },
};
const searched = [programs, '/usr/bin', '/bin'];
const PATH = [parts.directory, ...searched].join(':');

function program(name: string, text: string): void {
  writeFileSync(path.join(programs, name), `#!/bin/sh\n${text}\n`);
  chmodSync(path.join(programs, name), 0o755);
}

/** Runs shell text as a terminal of the editor would: the shims in front of PATH. */
const shell = (text: string, options: RunOptions = {}): Promise<Run> =>
  run('/bin/sh', ['-c', text], { cwd: app, home, ...options, environment: { PATH, ...options.environment } });

beforeAll(() => {
  for (const folder of [programs, app, home]) mkdirSync(folder, { recursive: true });
  program('railway', 'printf "%s\\n" "$#" "$@"; cat');
  program('psql', 'printf "args %s\\n" "$*"; printf "input "; cat');
  program('terraform', 'exit 7');
  writeShims(parts, searched);
});
afterAll(() => rmSync(path.dirname(root), { recursive: true, force: true }));

describe('a harmless call', () => {
  test('reaches the program with the same words, input, output and exit code', async () => {
    const words = ['logs', '', 'a b', '*', "it's", '$x', 'new\nline', '-n', '"'];
    const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
    const result = await shell(`railway ${quoted}`, { input: 'what stood on the input\u0000\u0001' });
    expect(result).toEqual({
      code: 0,
      stdout: `${words.length}\n${words.join('\n')}\nwhat stood on the input\u0000\u0001`,
      stderr: '',
    });
    expect((await shell('terraform fmt')).code).toBe(7);
  });

  test('leaves the environment as it was but for one mark', async () => {
    program('wrangler', 'env -0 | sort -z');
    writeShims(parts, searched);
    const environment = { IFS: ':', hp: '1', real: 'kept', d: 'x y', ODD: 'two\nlines' };
    const through = await shell('wrangler whoami', { environment });
    const direct = await shell(`'${path.join(programs, 'wrangler').replaceAll("'", "'\\''")}' whoami`, { environment });
    const without = (text: string) => text.split('\0').filter((line) => !line.startsWith('HOLDPOINT_SHIM='));
    expect(without(through.stdout)).toEqual(without(direct.stdout));
  });

  test('keeps the process: signals reach the program and its own end is seen', async () => {
    program('fly', 'echo ready; exec sleep 30');
    writeShims(parts, searched);
    const child = spawn(path.join(parts.directory, 'fly'), ['logs'], { cwd: app, env: { PATH, HOME: home } });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
    expect(signal).toBe('SIGTERM');
  });

  test('of a program that is a wrapper around itself comes to its end', async () => {
    mkdirSync(path.join(root, 'wrappers'), { recursive: true });
    const wrapper = path.join(root, 'wrappers', 'helm');
    writeFileSync(wrapper, '#!/bin/sh\nhelm "$@"\n');
    chmodSync(wrapper, 0o755);
    program('helm', 'echo the real one: "$@"');
    writeShims(parts, [path.dirname(wrapper), ...searched]);
    const environment = { PATH: [parts.directory, path.dirname(wrapper), ...searched].join(':') };
    expect(await shell('helm list', { environment })).toMatchObject({ code: 0, stdout: 'the real one: list\n' });
  });

  test('finds a program through a link, and skips folders and files that cannot be run', async () => {
    mkdirSync(path.join(root, 'odd', 'vault'), { recursive: true });
    writeFileSync(path.join(root, 'odd', 'consul'), 'not a program');
    program('tool', 'echo linked "$@"');
    for (const name of ['vault', 'consul']) symlinkSync('tool', path.join(programs, name));
    writeShims(parts, searched);
    const environment = { PATH: [parts.directory, path.join(root, 'odd'), ...searched].join(':') };
    expect((await shell('vault status; consul members', { environment })).stdout).toBe(
      'linked status\nlinked members\n',
    );
  });
});

describe('a program that is not installed', () => {
  test('has no shim, so that scripts that look for it see the truth', async () => {
    expect(existsSync(path.join(parts.directory, 'hcloud'))).toBe(false);
    expect((await shell('command -v hcloud')).code).not.toBe(0);
  });

  test('and was there when the shim was written is not found', async () => {
    program('turso', 'echo here');
    writeShims(parts, searched);
    rmSync(path.join(programs, 'turso'));
    expect(await shell('turso db list')).toMatchObject({ code: 127, stderr: 'turso: command not found\n' });
    writeShims(parts, searched);
    expect(existsSync(path.join(parts.directory, 'turso'))).toBe(false);
  });
});

describe('a call that cannot be undone, with no window to ask', () => {
  const refused = { code: 126, stdout: '' };
  const railwayDown = 'railway volume delete --volume vol_1 --yes';

  test.each([
    ['as typed', railwayDown],
    ['inside a script in a script', `printf '%s' '${railwayDown}' > a.sh; printf 'sh a.sh' > b.sh; sh b.sh`],
    ['from a Makefile', `printf 'all:\\n\\t@${railwayDown}\\n' > Makefile; make -s all 2>/dev/null; exit 126`],
    ['from Python', `python3 -c 'import subprocess,sys; sys.exit(subprocess.call("${railwayDown}".split()))'`],
    ['through a variable that only the shell knows', `verb=delete; railway volume "$verb" --volume vol_1 --yes`],
    ['through xargs', 'echo vol_1 | xargs railway volume delete --yes --volume; exit 126'],
  ])('does not go out: %s', async (_, text) => {
    const result = await shell(text);
    expect(result).toMatchObject(refused);
  });

  test('says what would be lost and what to do', async () => {
    const { stderr } = await shell(railwayDown);
    expect(stderr).toContain('Deletes the Railway volume vol_1');
    expect(stderr).toContain('Open this folder in VS Code or Cursor');
  });

  test.each([
    ['through a pipe', `echo 'DROP TABLE users' | psql`],
    ['from a heredoc', `psql <<X\nTRUNCATE orders;\nX`],
    ['from a file', `echo 'DROP DATABASE shop' > drop.sql; psql < drop.sql`],
  ])('is read where the program would run what it says: %s', async (_, text) => {
    expect(await shell(text)).toMatchObject(refused);
  });

  test('and input that only looks comes through whole', async () => {
    const rows = `SELECT '${'x'.repeat(70_000)}';\n`;
    writeFileSync(path.join(app, 'rows.sql'), rows);
    expect((await shell('cat rows.sql | psql -d shop')).stdout).toBe(`args -d shop\ninput ${rows}`);
    expect((await shell('psql -d shop < rows.sql')).stdout).toBe(`args -d shop\ninput ${rows}`);
    expect(readdirSync(path.join(home, 'state', 'run'))).toEqual([]);
  });
});

describe('a shim whose guard cannot run', () => {
  const broken = (change: Partial<ShimParts>, call: string) => {
    const directory = path.join(root, 'broken');
    writeShims({ ...parts, directory, ...change }, searched);
    return shell(call, { environment: { PATH: [directory, ...searched].join(':') } });
  };

  test.each([
    ['without Node', { node: '/nowhere/node' }],
    ['without the bundle', { main: '/nowhere/cli.js' }],
    ['with a bundle that says nothing', { main: '/dev/null' }],
    ['with a program that ends at once', { node: '/bin/true' }],
  ])('does not run what it would have asked about, %s', async (_, change) => {
    const result = await broken(change, 'railway down --yes');
    expect(result.code).toBe(126);
    expect(result.stderr).toContain('railway was not run, because Holdpoint could not check it');
  });

  test('still runs what it decides by itself', async () => {
    expect((await broken({ node: '/nowhere/node' }, 'terraform fmt')).code).toBe(7);
  });
});

describe('the directory of the shims', () => {
  test('is written once, repaired where it was changed, and gone after removal', async () => {
    const own = { ...parts, directory: path.join(root, 'own') };
    const first = writeShims(own, searched);
    expect(first.programs).toContain('railway');
    expect(first.changed).toBe(first.programs.length);
    expect(writeShims(own, searched).changed).toBe(0);
    writeFileSync(path.join(own.directory, 'railway'), '#!/bin/sh\nexec /usr/bin/railway "$@"\n');
    rmSync(path.join(own.directory, 'psql'));
    expect(inspectShims(own, first.programs)).toHaveLength(2);
    expect(writeShims(own, searched).changed).toBe(2);
    expect(inspectShims(own, first.programs)).toEqual([]);
    removeShims(own.directory);
    expect((await shell('railway logs', { environment: { PATH: [own.directory, ...searched].join(':') } })).code).toBe(
      0,
    );
  });
});

describe('the guard of a shell', () => {
  const plain = path.join(path.dirname(root), 'bin');
  const guardParts = { shims: parts.directory, paths: [`${plain}/railway`, `${plain}/psql`] };
  const file = path.join(root, 'guard.sh');
  // Without SHLVL, and with a socket for input, bash takes itself for a remote shell and reads no BASH_ENV.
  const environment = { PATH, BASH_ENV: '$HP_FILE', HP_FILE: file, SHLVL: '2' };
  const bash = (text: string, more: Record<string, string> = {}, guard = bashGuard(guardParts)) => {
    writeFileSync(file, guard);
    return run('/bin/bash', ['-c', text], { cwd: app, home, environment: { ...environment, ...more } });
  };
  beforeAll(() => symlinkSync(programs, plain));

  test('puts the shims back in front where something took them away', async () => {
    const result = await bash('railway volume delete --volume vol_1 --yes', { PATH: searched.join(':') });
    expect(result.code).toBe(126);
  });

  test('sends a program called by its full path through its shim', async () => {
    expect((await bash(`${plain}/railway volume delete --volume vol_1 --yes`)).code).toBe(126);
    expect((await bash(`${plain}/railway logs`)).stdout).toBe('1\nlogs\n');
  });

  test('prints nothing, and reads the file that BASH_ENV named before', async () => {
    const own = path.join(root, 'own-bash-env');
    writeFileSync(own, 'greeting=hello\n');
    const result = await bash('echo "$greeting"', {}, bashGuard({ ...guardParts, bashEnvironment: own }));
    expect(result).toEqual({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  test('is valid for zsh where one is installed', async () => {
    if (!existsSync('/usr/bin/zsh')) return;
    writeFileSync(file, zshGuard(guardParts));
    const text = `. "$HP_FILE"; ${plain}/railway volume delete --yes`;
    expect((await run('/usr/bin/zsh', ['-c', text], { cwd: app, home, environment })).code).toBe(126);
  });
});
