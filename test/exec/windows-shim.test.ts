import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compilerVersion, compileShim, shim, shimCompiler } from '../../scripts/setup/windows.mts';
import { readingsOf } from '../../src/exec/windows-line.ts';
import { inWindows, missingHere, newWindowsGround, type WindowsGround } from './windows/ground.ts';

const missing = missingHere();
const named = (title: string) => (missing === '' ? title : `${title} (to run it: ${missing})`);

const built = compilerVersion();
test.skipIf(built !== shimCompiler)(
  `the shim in the repository is what its source says (to run it: ${shimCompiler})`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hp-shim-'));
    const anew = path.join(folder, 'shim.exe');
    compileShim(anew);
    expect(readFileSync(anew).equals(readFileSync(shim.built))).toBe(true);
    rmSync(folder, { recursive: true });
  },
);

describe.skipIf(missing !== '')(named('a shim of Windows, under Wine'), { timeout: 240_000 }, () => {
  let ground: WindowsGround;
  beforeAll(async () => {
    ground = await newWindowsGround();
  }, 300_000);
  afterAll(() => ground?.remove());

  const deletion = 'railway volume delete --volume vol_1 --yes';
  const words = String.raw`"a b" c^^d "" \"q\" x%OS%y "g&h" e^&f "p|q" "<in>" C:\dir\ "C:\d ir\\" a=b,c;d 'x y' ü日本 *.txt "a""b" (1) !x!`;

  /** The same lines with the shims in front and without them. */
  async function bothWays(lines: readonly string[], input?: string) {
    const options = input === undefined ? {} : { input };
    const direct = await ground.batch(lines, { ...options, shims: false });
    return { direct, through: await ground.batch(lines, options) };
  }

  describe('a call that goes out', () => {
    test.each([
      ['of a program, decided by the shim', `railway logs ${words}`],
      ['of a program, decided by the guard', `terragrunt plan ${words}`],
      ['of a batch file, decided by the guard', `call az account list "a b" "g&h" "p|q" "" \\"q\\" C:\\dir\\ "x y"`],
      ['of a batch file with a PowerShell script beside it', `call vercel ls "a b" "g&h" "p|q" "" C:\\dir\\ "x y"`],
      ['of that batch file by its whole name', `call vercel.cmd ls "a b" "g&h" "p|q" ""`],
    ])('reaches the program as it was written: %s', async (_, line) => {
      const { direct, through } = await bothWays([line]);
      expect(through).toEqual(direct);
      expect(through.stdout).toContain('[2] ');
    });

    test('keeps exit code, input, output and environment', async () => {
      const lines = [
        'terraform fmt exit:7',
        'echo %errorlevel%',
        'terragrunt plan exit:3 && echo yes || echo no',
        'az x exit:4 || echo ends here, as a batch file without call does',
      ];
      const { direct, through } = await bothWays(lines);
      expect(through).toEqual(direct);
      expect(through.stdout).toContain('\n7');
      const { direct: copied, through: alike } = await bothWays(['railway logs input'], 'in\u0000\u0001put\r\nx');
      expect(alike).toEqual(copied);
      expect(alike.stdout).toContain('in\u0000\u0001put\r\nx');
      const marks = await bothWays([
        'set ODD=a^&b',
        'railway logs variable:ODD',
        'railway logs variable:HOLDPOINT_FOLDER',
      ]);
      expect(marks.through).toEqual(marks.direct);
    });

    test('ends a batch file that calls a batch file without call, as it always did', async () => {
      const { direct, through } = await bothWays(['az account list', 'echo never']);
      expect(through).toEqual(direct);
      expect(through.stdout).not.toContain('never');
    });

    test('hands a batch file each word whole, whoever calls', async () => {
      const given = ['a b', 'x"y', 'g&h', 'p|q', '"', 'a\\"b', 'c\\', 'd e\\', '', '>out', '^'];
      const script = path.join(ground.app, 'spawn.js');
      const call = `spawnSync('vercel.exe', ['ls', ...${JSON.stringify(given)}], { encoding: 'utf8' })`;
      writeFileSync(script, `const { spawnSync } = require('child_process'); process.stdout.write(${call}.stdout);`);
      const { stdout } = await ground.batch([`"${inWindows(ground.node)}" spawn.js > spawned.txt`, 'type spawned.txt']);
      const expected = ['ls', ...given].map((word, at) => `[${at + 1}] ${word}`);
      expect(stdout.trim().split(/\r?\n/)).toEqual(expected);
    });
  });

  describe('a call that cannot be undone, with no window to ask', () => {
    test.each([
      ['of a program', deletion],
      ['of a batch file', 'az group delete --name prod --yes'],
      ['of a batch file with a PowerShell script beside it', 'vercel remove prod --yes'],
      ['of that batch file by its whole name', 'vercel.cmd remove prod --yes'],
      ['on the input', 'echo DROP TABLE users; | psql'],
      ['in a file on the input', 'psql < drop.sql'],
      ['of files, by a pattern the program expands', 'rm -rf ..\\*'],
      ['from a script in a script', 'call inner.cmd'],
    ])('does not go out: %s', async (_, line) => {
      writeFileSync(path.join(ground.app, 'drop.sql'), 'DROP TABLE users;\n');
      writeFileSync(path.join(ground.app, 'inner.cmd'), `@${deletion}\r\n`);
      const { stdout, stderr } = await ground.batch([line]);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/Nobody can confirm it here|and with it Holdpoint itself/);
    });

    test('ends with 126 and says what would be lost', async () => {
      const { stdout, stderr } = await ground.batch([deletion, 'echo code %errorlevel%']);
      expect(stdout).toBe('code 126\r\n');
      expect(stderr).toContain('Deletes the Railway volume vol_1');
    });

    test('does not go out from a program that starts programs', async () => {
      writeFileSync(
        path.join(ground.app, 'deep.js'),
        `const { spawnSync } = require('child_process');
         const { status, stdout } = spawnSync('railway', ${JSON.stringify(deletion.split(' ').slice(1))});
         require('fs').writeFileSync('deep.json', JSON.stringify({ status, stdout: String(stdout) }));`,
      );
      await ground.batch([`"${inWindows(ground.node)}" deep.js`]);
      expect(JSON.parse(readFileSync(path.join(ground.app, 'deep.json'), 'utf8'))).toEqual({ status: 126, stdout: '' });
    });
  });

  describe('what stands on the input', () => {
    /** Starts a program with this on a pipe, as programs of Windows start one another. */
    const piped = async (input: string, ...args: readonly string[]) => {
      writeFileSync(path.join(ground.app, 'given'), input);
      writeFileSync(
        path.join(ground.app, 'pipe.js'),
        `const fs = require('fs');
         const options = { input: fs.readFileSync('given'), maxBuffer: 1e8 };
         const { status, stdout, stderr } = require('child_process').spawnSync('psql', ${JSON.stringify(args)}, options);
         fs.writeFileSync('piped.json', JSON.stringify({ status, stdout: String(stdout), stderr: String(stderr) }));`,
      );
      await ground.batch([`"${inWindows(ground.node)}" pipe.js`]);
      return JSON.parse(readFileSync(path.join(ground.app, 'piped.json'), 'utf8'));
    };

    test('is read where the program would run it, from a pipe', async () => {
      expect(await piped('DROP TABLE users;\n', '-q')).toEqual({
        status: 126,
        stdout: '',
        stderr: expect.stringContaining('Drops the table users'),
      });
    });

    test('comes through whole where it only looks, from a pipe and from a file', async () => {
      const rows = `SELECT '${'x'.repeat(70_000)}';\n`;
      const whole = `[1] -q\n[2] input\n${rows}`;
      expect(await piped(rows, '-q', 'input')).toEqual({ status: 0, stdout: whole, stderr: '' });
      expect(readdirSync(path.join(ground.root, 'state', 'run'))).toEqual([]);
      expect((await ground.batch(['psql -q input < given'])).stdout).toBe(whole);
    });
  });

  test('a window is asked about the very call, and what it approves goes out', async () => {
    const window = await ground.window();
    const { stdout } = await ground.batch([
      `${deletion} exit:5`,
      'echo code %errorlevel%',
      'echo DROP TABLE x; | psql input',
    ]);
    const asked = window.asked().map(([command]) => command);
    window.close();
    expect(asked[0]).toBe('railway volume delete --volume vol_1 --yes exit:5');
    // Wine's cmd makes a pipe of a file.
    expect(asked[1]).toMatch(/^psql input < 'C:\\users\\[^']+\.tmp'$/);
    expect(stdout).toContain('[6] exit:5');
    expect(stdout).toContain('code 5');
    expect(stdout).toMatch(/\[1\] input\r?\nDROP TABLE x;/);
  });

  test('a call is of the terminal whose shell the program of the editor started', async () => {
    const window = await ground.window();
    writeFileSync(
      path.join(ground.app, 'host.js'),
      `const { spawn } = require('child_process');
       const shell = spawn('cmd', ['/d', '/c', 'inside.cmd'], { stdio: 'ignore' });
       require('fs').writeFileSync('shell.txt', String(shell.pid));`,
    );
    writeFileSync(path.join(ground.app, 'inside.cmd'), `@cmd /d /c ${deletion}\r\n`);
    await ground.batch([`"${inWindows(ground.node)}" host.js`]);
    const shell = readFileSync(path.join(ground.app, 'shell.txt'), 'utf8');
    const asked = window.asked();
    window.close();
    expect(asked).toEqual([[deletion, `terminal-${shell}`]]);
  });

  test('Ctrl+C in a console ends a call that waits for a person, and nobody is asked any longer', async () => {
    const window = await ground.window('silent');
    const when = () => window.asked().length > 0;
    const printed = await ground.console([`${deletion} later:gone-out`], { keys: '\x03', when });
    const end = Date.now() + 10_000;
    while (!window.letGo() && Date.now() < end) await sleep(50);
    const letGo = window.letGo();
    window.close();
    expect(letGo).toBe(true);
    expect(printed).not.toContain('vol_1');
    expect(existsSync(path.join(ground.app, 'gone-out'))).toBe(false);
  });

  test('Ctrl+C in a console reaches the program', async () => {
    rmSync(path.join(ground.app, 'begun'), { force: true });
    const begun = () => existsSync(path.join(ground.app, 'begun'));
    await ground.console(['railway logs later:woke-up'], { keys: '\x03', when: begun });
    await sleep(3_500);
    expect(existsSync(path.join(ground.app, 'woke-up'))).toBe(false);
  });

  describe('a shim whose guard cannot run', () => {
    test.each([
      ['without Node', { node: 'C:\\nowhere\\node.exe' }],
      ['without the bundle', { main: 'C:\\nowhere\\cli.js' }],
      ['with a Node that says nothing', { node: 'C:\\windows\\system32\\hostname.exe' }],
    ])('does not run what it would have asked about, and runs what it decides itself: %s', async (_, change) => {
      ground.shims(change);
      const { stdout, stderr } = await ground.batch(['railway down --yes', 'echo %errorlevel%', 'railway logs']);
      ground.shims();
      expect(stdout.replaceAll('\r', '')).toBe('126\n[1] logs\n');
      expect(stderr).toContain('railway was not run, because Holdpoint could not check it');
    });

    test.each([
      ['rm', '-f main.o lib.so', true],
      ['rm', '-f src\\*.o', true],
      ['rm', '-f not-there.c', false],
      ['rm', '-f C:\\x\\main.o', false],
      ['rm', '-f \\x\\main.o', false],
      ['rm', '-f ..\\main.o', false],
      ['rm', '-f @list.o', false],
      ['rm', "-f '/x'/main.o", false],
      ['kubectl', 'get pods -A', true],
      ['kubectl', 'get "secret" db', false],
      ['kubectl', 'get "pods""', false],
      ['kubectl', 'delete pod x', false],
      ['railway', '', false],
      ['railway', '--version', true],
      ['railway', '--version down', false],
      ['railway', 'logs --since *elete*', false],
      ['terragrunt', 'plan', false],
    ])('lets through by itself what the table says, and no more: %s %s', async (program, args, through) => {
      ground.shims({ node: 'C:\\nowhere\\node.exe' });
      const { stdout } = await ground.batch([`${program} ${args}`, 'echo code %errorlevel%']);
      ground.shims();
      expect(stdout.includes('code 0')).toBe(through);
    });

    test('runs nothing without its table', async () => {
      rmSync(path.join(path.dirname(ground.parts.directory), 'shims.txt'));
      const { stdout } = await ground.batch(['railway logs', 'echo %errorlevel%']);
      ground.shims();
      expect(stdout).toBe('126\r\n');
    });

    test('runs no batch file without the shim', async () => {
      rmSync(path.join(path.dirname(ground.parts.directory), 'holdpoint-shim.exe'));
      const { stdout } = await ground.batch(['call az --version', 'echo end']);
      ground.shims();
      expect(stdout).toBe('end\r\n');
    });
  });

  test('a program that is gone is not found, in the words of cmd', async () => {
    const real = path.join(ground.real, 'terraform.exe');
    const content = readFileSync(real);
    rmSync(real);
    const { stdout, stderr } = await ground.batch(['terraform fmt', 'echo %errorlevel%']);
    writeFileSync(real, content);
    expect(stdout).toBe('9009\r\n');
    expect(stderr).toContain("'terraform' is not recognized as an internal or external command");
  });

  test('the program ends with its shim', async () => {
    const [mark, other] = ['woke', 'woke-other'].map((name) => path.join(ground.app, name)) as [string, string];
    writeFileSync(
      path.join(ground.app, 'kill.js'),
      `const { spawn } = require('child_process');
       const start = (file) => spawn('railway.exe', ['logs', 'later:' + file], { stdio: 'ignore' });
       const killed = start('woke'), left = start('woke-other');
       setTimeout(() => killed.kill(), 1500);
       left.on('exit', () => setTimeout(() => process.exit(), 1500));`,
    );
    await ground.batch([`"${inWindows(ground.node)}" kill.js`]);
    await sleep(500);
    expect(existsSync(other)).toBe(true);
    expect(existsSync(mark)).toBe(false);
  });

  test('words are read as programs of Windows read them', async () => {
    const letters = fc.constantFrom(' ', '"', '"', '\\', '\\', 'a', '\t', 'ü', '&');
    const line = fc.array(letters, { minLength: 1, maxLength: 14 }).map((all) => `x${all.join('')}`);
    const lines = fc.sample(line, { numRuns: 400, seed: 7 });
    const { stdout } = await ground.batch(['railway logs split'], { input: `${lines.join('\n')}\n`, shims: false });
    const read = stdout
      .trimEnd()
      .split('\n')
      .map((each) => each.split('\x1f'));
    const last = lines.map((each) => [...(readingsOf(each).at(-1) ?? [])]);
    expect(read).toEqual(last);
    const script = path.join(ground.app, 'words.js');
    const some = lines.slice(0, 25);
    writeFileSync(
      script,
      `const { spawnSync } = require('child_process'); const fs = require('fs');
       const show = 'require("fs").writeFileSync("one.json", JSON.stringify(process.argv.slice(1)))';
       fs.writeFileSync('show.js', 'require("fs").writeFileSync("one.json", JSON.stringify(process.argv.slice(2)))');
       const all = ${JSON.stringify(some)}.map((line) => {
         spawnSync(process.execPath, ['show.js', line], { windowsVerbatimArguments: true, stdio: 'ignore' });
         return JSON.parse(fs.readFileSync('one.json', 'utf8'));
       });
       fs.writeFileSync('all.json', JSON.stringify(all));`,
    );
    await ground.batch([`"${inWindows(ground.node)}" words.js`]);
    expect(JSON.parse(readFileSync(path.join(ground.app, 'all.json'), 'utf8'))).toEqual(
      some.map((each) => readingsOf(each)[0]),
    );
  });
});
