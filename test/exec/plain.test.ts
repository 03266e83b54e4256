import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bashGuard, fishGuard, zshGuard } from '../../src/exec/shell-guards.ts';
import { run } from '../cli/cli.ts';
import { openWindow } from '../guard/rig.ts';
import { deletion, type Ground, newGround } from './ground.ts';

let ground: Ground;
beforeAll(() => {
  ground = newGround();
});
afterAll(() => ground.remove());

/** A window in which everything is approved; the commands it was asked about. */
async function approving(): Promise<string[]> {
  const asked: string[] = [];
  await openWindow(ground.state, {
    folders: [ground.app],
    onCall: async ({ stdin }) => {
      asked.push(String(JSON.parse(stdin.toString('utf8')).action.command));
      return { decision: 'allow', output: { stdout: '{"goesOut":true}', stderr: '', exitCode: 0 } };
    },
  });
  return asked;
}

describe('a call that was approved reaches the program as it was made', { timeout: 60_000 }, () => {
  test('with an input that goes on after it was looked at: no byte is lost, and none comes twice', async () => {
    const [asked] = [await approving()];
    const text = `{ echo 'select 1;'; sleep 4; echo 'select 2;'; } | psql; echo "ended $?"`;
    expect((await ground.shell(text)).stdout).toBe('select 1;\nselect 2;\nended 0\n');
    expect(asked).toEqual(['$HOLDPOINT_UNREAD_INPUT | psql']);
  });

  test('with an input of megabytes', async () => {
    await approving();
    const { stdout } = await ground.shell('seq 400000 | psql | cksum; seq 400000 | cksum');
    const [through, direct] = stdout.trim().split('\n');
    expect(through).toBe(direct);
  });

  test.each([
    ['closed input', `railway down <&-; echo "$?"`],
    ['closed output', `railway down >&-; echo "$?"`],
    ['closed streams', `railway down <&- >&- 2>&-; echo "$?"`],
  ])('with %s', async (_, text) => {
    await approving();
    const bare = await ground.shell(text, { environment: { PATH: `${ground.programs}:/usr/bin:/bin` } });
    const through = await ground.shell(text);
    expect({ ...through, stderr: '' }).toEqual({ ...bare, stderr: '' });
  });

  test('from a shell that is no terminal, in the background, in a coprocess', async () => {
    await approving();
    const text = 'coproc railway down; cat <&"${COPROC[0]}"; railway up & wait; echo $?';
    const result = await run('/bin/bash', ['-c', text], {
      cwd: ground.app,
      home: ground.home,
      environment: { PATH: ground.PATH },
    });
    expect(result.stdout).toBe('railway down\nrailway up\n0\n');
  });

  test('from a parallel make, whose jobs share descriptors', async () => {
    await approving();
    const targets = Array.from({ length: 12 }, (_, at) => `t${at}`);
    const rules = targets.map((name) => `${name}:\n\t@railway up ${name} >> out`);
    writeFileSync(path.join(ground.app, 'Makefile'), `all: ${targets.join(' ')}\n${rules.join('\n')}\n`);
    expect(await ground.shell('make -s -j6 all && sort -u out | wc -l')).toMatchObject({
      code: 0,
      stdout: '12\n',
      stderr: '',
    });
  });
});

describe('what stands in the environment', { timeout: 60_000 }, () => {
  test.each([
    ['options that end a shell', { SHELLOPTS: 'errexit:nounset' }],
    ['a separator of its own', { IFS: ':/x' }],
    ['a locale that is not there', { LC_ALL: 'xx_XX.UTF-8' }],
    ['a shell function of a builtin name', { 'BASH_FUNC_printf%%': '() { echo odd; }' }],
  ])('does not change what a shim does: %s', async (_, environment: Record<string, string>) => {
    expect(await ground.shell('railway logs', { environment })).toMatchObject({ code: 0, stdout: 'railway logs\n' });
    expect((await ground.shell(deletion, { environment })).code).toBe(126);
  });

  test('options reach a shim even where `sh` is bash, and change nothing', async () => {
    const shim = path.join(ground.parts.directory, 'railway');
    const environment = { PATH: ground.PATH, SHELLOPTS: 'errexit:nounset:xtrace' };
    const options = { cwd: ground.app, home: ground.home, environment };
    expect(await run('/bin/bash', [shim, 'logs'], options)).toMatchObject({ code: 0, stdout: 'railway logs\n' });
    expect((await run('/bin/bash', [shim, ...deletion.split(' ').slice(1)], options)).code).toBe(126);
  });

  test('an empty folder in PATH is the current one', async () => {
    mkdirSync(path.join(ground.app, 'here'), { recursive: true });
    writeFileSync(path.join(ground.app, 'here', 'railway'), '#!/bin/sh\necho from here\n', { mode: 0o755 });
    const environment = { PATH: `${ground.parts.directory}:/usr/bin:/bin:` };
    expect((await ground.shell('cd here && railway logs', { environment })).stdout).toBe('from here\n');
  });

  test('sixty calls inside one another find the program all the same', async () => {
    ground.program('helm', 'n=$2; [ "$n" -gt 0 ] || { echo the end; exit; }; helm list $((n - 1)); exit $?');
    expect(await ground.shell('helm list 60')).toEqual({ code: 0, stdout: 'the end\n', stderr: '' });
  });

  test('as many arguments as the system takes', async () => {
    const text = 'getconf ARG_MAX > max; printf "x%.0s " $(seq 60000) | xargs -s 131072 railway logs | wc -c';
    const bare = await ground.shell(text, { environment: { PATH: `${ground.programs}:/usr/bin:/bin` } });
    expect(await ground.shell(text)).toEqual(bare);
  });
});

describe('a shell that reads the guard', { timeout: 60_000 }, () => {
  const file = () => path.join(ground.root, 'guard');
  const plain = () => `${ground.programs}/railway`;
  const parts = () => ({ shims: ground.parts.directory, paths: [plain()] });
  const bash = (args: readonly string[], guarded: boolean) => {
    writeFileSync(file(), bashGuard(parts()));
    const environment = { PATH: ground.PATH, SHLVL: '2', ...(guarded ? { BASH_ENV: file() } : {}) };
    return run('/bin/bash', args, { cwd: ground.app, home: ground.home, environment });
  };

  test.each([
    ['-x', ['-xc', 'echo a; false; echo $?']],
    ['-e', ['-ec', 'echo a; false; echo b']],
    ['-u', ['-uc', 'echo a; echo $PATH_OF_NOBODY']],
    ['--posix', ['--posix', '-c', 'echo a; railway logs']],
    ['-eux in a script', ['-c', 'set -eux; echo "$-"; (exit 3)']],
    [
      'its variables',
      ['-c', 'compgen -v | grep -vE "^(BASH|SRANDOM|RANDOM|EPOCH|SECONDS|_|PPID)" | grep -iE "hp_|holdpoint" | sort'],
    ],
  ])('behaves as without: %s', async (_, args) => {
    expect(await bash(args, true)).toEqual(await bash(args, false));
  });

  test('runs the very program a full path names, not the first of that name in PATH', async () => {
    const other = path.join(ground.root, 'other');
    mkdirSync(other, { recursive: true });
    writeFileSync(path.join(other, 'railway'), '#!/bin/sh\necho the other\n', { mode: 0o755 });
    writeFileSync(file(), bashGuard(parts()));
    const environment = { PATH: `${other}:${ground.PATH}`, SHLVL: '2', BASH_ENV: file() };
    const options = { cwd: ground.app, home: ground.home, environment };
    expect((await run('/bin/bash', ['-c', `${plain()} logs; railway logs`], options)).stdout).toBe(
      'railway logs\nthe other\n',
    );
  });

  test.skipIf(!existsSync('/usr/bin/zsh'))('zsh: a full path and a PATH that was set anew', async () => {
    writeFileSync(file(), zshGuard(parts()));
    const text = (call: string) => `. ${file()}; ${call}`;
    const options = { cwd: ground.app, home: ground.home, environment: { PATH: `${ground.programs}:/usr/bin:/bin` } };
    expect((await run('/usr/bin/zsh', ['-fc', text(deletion)], options)).code).toBe(126);
    expect((await run('/usr/bin/zsh', ['-fc', text(`${ground.programs}/${deletion}`)], options)).code).toBe(126);
    expect((await run('/usr/bin/zsh', ['-fc', text(`${plain()} logs`)], options)).stdout).toBe('railway logs\n');
  });

  test.skipIf(!existsSync('/usr/bin/fish'))(
    'fish: the shims in PATH, and a configuration that set it anew',
    async () => {
      const share = path.join(ground.root, 'share');
      const vendor = path.join(share, 'fish', 'vendor_conf.d');
      mkdirSync(vendor, { recursive: true });
      writeFileSync(path.join(vendor, 'holdpoint.fish'), fishGuard(parts()));
      const environment = { PATH: `${ground.programs}:/usr/bin:/bin`, XDG_DATA_DIRS: `${share}:/usr/share` };
      const options = { cwd: ground.app, home: ground.home, environment };
      expect((await run('/usr/bin/fish', ['-c', deletion], options)).code).toBe(126);
      expect((await run('/usr/bin/fish', ['-c', 'railway logs'], options)).stdout).toBe('railway logs\n');
    },
  );
});
