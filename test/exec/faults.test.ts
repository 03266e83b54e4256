import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bashGuard } from '../../src/exec/shell-guards.ts';
import { writeShims } from '../../src/exec/shim-directory.ts';
import type { GuardServerOptions } from '../../src/guard/server.ts';
import { run } from '../cli/cli.ts';
import { openWindow } from '../guard/rig.ts';
import { deletion, type Ground, newGround } from './ground.ts';

let ground: Ground;
beforeAll(() => {
  ground = newGround();
});
afterAll(() => ground.remove());

const says = (goesOut: boolean, reason = '') => ({
  decision: goesOut ? ('allow' as const) : ('deny' as const),
  output: { stdout: JSON.stringify({ goesOut, reason }), stderr: '', exitCode: 0 },
});
const window = (onCall: GuardServerOptions['onCall'], id = 'w1') =>
  openWindow(ground.state, { id, folders: [ground.app], onCall });

/** A window in which nobody answers: when it was asked, and when it let go. */
async function silentWindow() {
  let asked = (): void => {};
  let gone = (): void => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const isGone = new Promise<void>((resolve) => (gone = resolve));
  const { server } = await window((_, { held, signal }) => {
    held('h1');
    asked();
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        gone();
        resolve(says(false, 'The caller went away.'));
      }),
    );
  });
  return { server, isAsked, isGone };
}

/** The shell that a person's terminal would run, a process group of its own. */
function started(text: string) {
  const child = spawn('/bin/sh', ['-c', text], {
    cwd: ground.app,
    env: { PATH: ground.PATH, HOME: ground.home },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (printed += part));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null; printed: string }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, printed })),
  );
  return { pid: child.pid ?? 0, ended };
}

describe('while a person is asked', { timeout: 60_000 }, () => {
  test('the editor goes away: the call does not go out, and that is said', async () => {
    const { server, isAsked } = await silentWindow();
    const { ended } = started(deletion);
    await isAsked;
    await server.close();
    const { code, printed } = await ended;
    expect(code).toBe(126);
    expect(printed).toContain('The editor window went away while a person was being asked');
  });

  test('Ctrl+C ends it, and nobody is asked any longer', async () => {
    const { isAsked, isGone } = await silentWindow();
    const { pid, ended } = started(deletion);
    await isAsked;
    process.kill(-pid, 'SIGINT');
    await isGone;
    const { code, signal, printed } = await ended;
    expect([code, signal]).toSatisfy(([by, how]) => by === 130 || how === 'SIGINT');
    expect(printed).not.toContain('railway volume');
  });

  test('its terminal is closed: nobody is asked any longer', async () => {
    const { isAsked, isGone } = await silentWindow();
    const { pid, ended } = started(deletion);
    await isAsked;
    process.kill(-pid, 'SIGHUP');
    await isGone;
    expect((await ended).signal).toBe('SIGHUP');
  });

  test('its shim alone is killed, as `timeout` or a subprocess does: nobody is asked any longer', async () => {
    const { isAsked, isGone } = await silentWindow();
    const { pid, ended } = started(`exec ${deletion}`);
    await isAsked;
    process.kill(pid, 'SIGKILL');
    await isGone;
    expect((await ended).printed).toBe('');
  });
});

describe('without a guard that can answer', { timeout: 60_000 }, () => {
  test('a socket that nobody listens on: judged alone, denied', async () => {
    const { server } = await window(async () => says(true));
    await server.close();
    writeFileSync(server.socketPath, '');
    const { code, stderr } = await ground.shell(deletion);
    rmSync(server.socketPath, { force: true });
    expect(code).toBe(126);
    expect(stderr).toContain('Deletes the Railway volume vol_1');
  });

  test('a window that closes the connection unanswered: judged alone, denied', async () => {
    await window(() => Promise.reject(new Error('failed')));
    expect((await ground.shell(deletion)).code).toBe(126);
  });

  test('an answer that nobody signed with a pinned key: judged alone, denied', async () => {
    await openWindow(ground.state, { id: 'w2', folders: [ground.app], pinned: false, onCall: async () => says(true) });
    expect((await ground.shell(deletion)).code).toBe(126);
  });
});

describe('the folder of the shims', { timeout: 60_000 }, () => {
  test('is missing: the programs run as if Holdpoint were not there', async () => {
    const gone = path.join(ground.root, 'gone');
    const result = await ground.shell(deletion, {
      environment: { PATH: ground.PATH.replace(ground.parts.directory, gone) },
    });
    expect(result).toMatchObject({ code: 0, stdout: 'railway volume delete --volume vol_1 --yes\n' });
  });

  test('cannot be written: that is an error, not a silence', () => {
    const file = path.join(ground.root, 'a-file');
    writeFileSync(file, '');
    expect(() => writeShims({ ...ground.parts, directory: path.join(file, 'bin') }, [])).toThrow();
  });

  test('of another editor stands behind ours in PATH: one question, not two', async () => {
    const other = { ...ground.parts, directory: path.join(ground.state, 'exec', 'other', 'bin') };
    writeShims(other, [ground.programs]);
    let asked = 0;
    await window(async () => {
      asked += 1;
      return says(true);
    });
    const environment = { PATH: `${other.directory}:${ground.PATH}` };
    expect((await ground.shell(deletion, { environment })).stdout).toContain('railway volume delete');
    expect(asked).toBe(1);
    rmSync(path.dirname(other.directory), { recursive: true });
  });
});

describe('what takes the shims out of PATH', { timeout: 60_000 }, () => {
  const guard = () => {
    const file = path.join(ground.root, 'guard.bash');
    const paths = [`${ground.programs}/railway`];
    writeFileSync(file, bashGuard({ shims: ground.parts.directory, paths }));
    return { PATH: ground.PATH, BASH_ENV: file, SHLVL: '2' };
  };
  const bash = (args: readonly string[], more: Record<string, string> = {}) =>
    run('/bin/bash', args, { cwd: ground.app, home: ground.home, environment: { ...guard(), ...more } });

  test.each([
    ['a login shell that sets PATH anew', ['-lc', deletion]],
    ['a script that sets it', ['-c', `PATH=/usr/bin:${'$PROGRAMS'}; bash -c '${deletion}'`]],
    ['a full path', ['-c', `$PROGRAMS/${deletion}`]],
    ['a login shell and a full path', ['-lc', `$PROGRAMS/${deletion}`]],
  ])('%s: still held', async (_, args) => {
    const named = args.map((word) => word.replaceAll('$PROGRAMS', ground.programs));
    const profile = path.join(ground.home, '.bash_profile');
    writeFileSync(profile, `export PATH=${ground.programs}:/usr/bin:/bin\n`);
    expect((await bash(named)).code).toBe(126);
    rmSync(profile);
  });

  test.each([
    ['an empty environment', (programs: string) => `env -i PATH=${programs}:/usr/bin:/bin ${deletion}`],
    ['another PATH', (programs: string) => `env PATH=${programs}:/usr/bin:/bin ${deletion}`],
    ['a script in an empty environment', (programs: string) => `env -i PATH=${programs}:/usr/bin:/bin sh drop.sh`],
    ['a full path behind env', (programs: string) => `env A=1 ${programs}/${deletion}`],
    [
      'a full path behind a program that starts another',
      (programs: string) => `nice timeout 9 ${programs}/${deletion}`,
    ],
    ['a full path in the text of a shell behind one', (programs: string) => `nohup sh -c '${programs}/${deletion}'`],
  ])('%s: still held', async (_, text) => {
    writeFileSync(path.join(ground.app, 'drop.sh'), `${deletion}\n`);
    expect((await ground.shell(text(ground.programs))).code).toBe(126);
  });

  test('env, nice and timeout are the programs themselves in what they print, return and start', async () => {
    const real = (text: string) =>
      ground.shell(text, { environment: { PATH: `${ground.programs}:/usr/bin:/bin`, A: '1' } });
    const ours = (text: string) => ground.shell(text, { environment: { A: '1' } });
    for (const text of [
      'env B=2 sh -c \'echo "$A $B"; exit 3\'',
      'env | grep -c HOLDPOINT',
      'env -u A sh -c \'echo "${A-none}"\'',
      'env -i A=2 /bin/sh -c \'echo "$A"\'',
      'timeout 0.2 sleep 5',
      'nice -n 3 nice',
      'nohup sh -c "cat" </dev/null',
      'env no-such-program 2>/dev/null',
    ]) {
      expect(await ours(text)).toEqual(await real(text));
    }
  });

  test.each([
    ['a full path in plain sh', (programs: string) => `sh -c '${programs}/${deletion}'`],
    ['a full path behind xargs', (programs: string) => `echo ${deletion.slice(8)} | xargs ${programs}/railway`],
  ])('%s: not seen by this layer (SECURITY.md)', async (_, text) => {
    expect((await ground.shell(text(ground.programs))).stdout).toBe('railway volume delete --volume vol_1 --yes\n');
  });

  describe('a prompt of bash', () => {
    const prompt = async (line: string) => {
      const file = path.join(ground.root, 'guard.bash');
      const { stdout, stderr } = await run('/bin/bash', ['--norc', '--noprofile', '-i'], {
        cwd: ground.app,
        home: ground.home,
        input: `${line.replaceAll('FULL', `${ground.programs}/${deletion}`).replaceAll('NAME', deletion)}\nexit $?\n`,
        environment: {
          ...guard(),
          BASH_ENV: '',
          PROMPT_COMMAND: `[ -r ${file} ] && . ${file}`,
          PROGRAMS: ground.programs,
        },
      });
      return {
        out: stdout.includes('railway volume delete'),
        held: stderr.includes('Deletes the Railway volume vol_1'),
      };
    };

    test.each([
      'NAME',
      'FULL',
      '\\FULL',
      '"$PROGRAMS"/NAME',
      'command NAME',
      '(exec NAME)',
      'builtin command NAME',
      'env A=1 FULL',
      'nohup FULL',
      'alias drop="FULL"\ndrop',
      'drop() { FULL; }\ndrop',
      'drop=$PROGRAMS/railway\n$drop volume delete --volume vol_1 --yes',
      "eval 'FULL'",
      'time FULL',
      'if FULL; then true; fi',
      'for one in 1; do FULL; done',
      'PATH=$PROGRAMS:/usr/bin:/bin\nNAME',
      'FULL > copy.txt',
    ])('%s: held', async (line) => {
      expect(await prompt(line)).toEqual({ out: false, held: true });
    });

    test.each(['command FULL', '(exec FULL)', 'cd "$PROGRAMS"\n./NAME', '"$PROGRAMS/"/NAME'])(
      '%s: not seen by this layer (SECURITY.md)',
      async (line) => {
        expect(await prompt(line)).toEqual({ out: true, held: false });
      },
    );
  });

  test('shims that are gone while a terminal with their functions is open: the program itself runs', async () => {
    const environment = guard();
    const [program] = [`${ground.programs}/railway`];
    const text = `rm -rf ${ground.root}/copied; mv ${ground.parts.directory} ${ground.root}/copied; ${program} logs; mv ${ground.root}/copied ${ground.parts.directory}`;
    const result = await run('/bin/bash', ['-c', text], {
      cwd: ground.app,
      home: ground.home,
      environment: { ...environment, PATH: '/usr/bin:/bin' },
    });
    expect(result).toEqual({ code: 0, stdout: 'railway logs\n', stderr: '' });
    expect(existsSync(ground.parts.directory)).toBe(true);
  });
});
