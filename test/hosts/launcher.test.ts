import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/hosts/adapter.ts';
import { inspectLauncher, installLauncher, type LauncherSource, removeLauncher } from '../../src/hosts/launcher.ts';
import { isLauncherCommand, launcherCommand, launcherPath } from '../../src/hosts/launcher-command.ts';
import { hookScriptWindows } from '../../src/hosts/launcher-script.ts';

/** A bundle whose `cli.js` is `program`, installed in a fresh home whose path holds a blank and a quote. */
function installed(program: string, runtime = process.execPath): LauncherSource {
  const home = mkdtempSync(path.join(tmpdir(), "holdpoint l'aunch "));
  const bundle = path.join(home, 'dist');
  mkdirSync(path.join(bundle, 'chunks'), { recursive: true });
  writeFileSync(path.join(bundle, 'cli.js'), program);
  writeFileSync(path.join(bundle, 'chunks', 'a.js'), 'module.exports = 1;');
  writeFileSync(path.join(bundle, 'chunks', 'grammar.wasm'), 'wasm');
  writeFileSync(path.join(bundle, 'chunks', 'editor-guard-core.js'), 'module.exports = 2;');
  const machine: Machine = {
    home,
    platform: 'linux',
    environment: { USER: 'dev', SECRET_TOKEN: 'SYNTHETIC' },
    stateDirectory: path.join(home, 'state', 'holdpoint'),
  };
  const source = { machine, bundle, version: '1.0.0', runtime: { path: runtime, electron: false } };
  installLauncher(source);
  return source;
}

/** Runs the command line as a host does: a shell, the payload on standard input. */
function run(source: LauncherSource, payload: unknown = {}, environment: NodeJS.ProcessEnv = process.env) {
  const input = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const command = launcherCommand(source.machine, 'claude');
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], {
    input,
    encoding: 'utf8',
    env: environment,
  });
  return { status, stdout, stderr };
}

const answer = (code: number, text: string) =>
  `process.stdout.write(${JSON.stringify(text)}); process.exitCode = ${code};`;
const stopped = { status: 2, stdout: '', stderr: expect.stringContaining('holdpoint disconnect') };

describe("the hook's launcher", () => {
  it('comes with the chunks and grammars the command line loads, without those of the editor', () => {
    const { machine } = installed(answer(40, '{}'));
    const chunks = readdirSync(path.join(machine.stateDirectory, 'lib', 'current', 'chunks'));
    expect(chunks.sort()).toEqual(['a.js', 'grammar.wasm']);
  });

  it('passes an answer on', () => {
    expect(run(installed(answer(40, '{"a":"%s \\\\n"}')))).toEqual({
      status: 0,
      stdout: '{"a":"%s \\\\n"}',
      stderr: '',
    });
    expect(run(installed(answer(40, '')))).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('turns a block into exit 2 with the sentence on standard error', () => {
    expect(run(installed(answer(42, 'No.')))).toEqual({ status: 2, stdout: '', stderr: 'No.\n' });
  });

  it.each([
    ['ends with 0 without an answer (an emptied bundle)', ''],
    ['ends with 0 after printing', 'process.stdout.write("{}")'],
    ['throws', 'throw new Error("x")'],
    ['does not parse', 'const ='],
    ['prints half an answer and crashes', 'process.stdout.write("{\\"permi"); process.exit(1)'],
    ['prints an allow and is killed', 'require("fs").writeSync(1, "{}"); process.kill(process.pid, "SIGKILL")'],
    ['runs out of memory', 'process.abort()'],
    ['ends with 127', 'process.exit(127)'],
  ])('blocks where the hook %s', (_what, program) => {
    expect(run(installed(program))).toEqual(stopped);
  });

  it('hands the payload over and starts the hook for its host', () => {
    const program = 'const a = process.argv.slice(2).join(" "); const i = require("fs").readFileSync(0, "utf8");';
    const source = installed(`${program} process.stdout.write(a + " " + i); process.exitCode = 40;`);
    expect(run(source, '{"x":1}').stdout).toBe('hook claude {"x":1}');
  });

  /** A stand-in for a Node that knows none of the options named in a file, and notes how it was started for the rest. */
  const standIn = (program: string, refused: string) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-node-'));
    const node = path.join(folder, 'node');
    const [started, list] = [path.join(folder, 'started'), path.join(folder, 'refused')];
    writeFileSync(list, refused);
    const lines = [
      '#!/bin/sh',
      `for one in "$@"; do case $one in --*) /bin/grep -qxe "$one" '${list}' && exit 9 ;; esac; done`,
      'case "$*" in *--version) exit 0 ;; esac',
      `printf '%s\\n' "$*" >> '${started}'`,
      program,
    ];
    writeFileSync(node, `${lines.join('\n')}\n`, { mode: 0o755 });
    return { node, starts: () => readFileSync(started, 'utf8').split('\n').slice(0, -1), list };
  };
  const real = `exec '${process.execPath}' "$@"`;
  const echo = 'process.stdout.write(require("fs").readFileSync(0, "utf8")); process.exitCode = 40;';
  const echoed = { status: 0, stdout: '{"x":1}', stderr: '' };

  it('gives Node the options that this one knows', () => {
    const { node, starts } = standIn(real, '--disable-sigusr1\n');
    expect(run(installed(echo, node), '{"x":1}')).toEqual(echoed);
    expect(starts()).toEqual([expect.stringMatching(/^--v8-pool-size=1 --disable-wasm-trap-handler \/.*cli\.js hook/)]);
  });

  it('starts again without options where Node was replaced by one that does not know them, with the payload unread', () => {
    const { node, starts, list } = standIn(real, '');
    const source = installed(echo, node);
    writeFileSync(list, '--v8-pool-size=1\n');
    expect(run(source, '{"x":1}')).toEqual(echoed);
    expect(starts()).toEqual([expect.stringMatching(/^\/.*cli\.js hook/)]);
  });

  it('blocks where Node ends with that code without options too', () => {
    expect(run(installed('', standIn('exit 9', '').node))).toEqual(stopped);
    expect(run(installed('process.exit(9)'))).toEqual(stopped);
  });

  it("gives the editor's program no options", () => {
    const source = installed(echo);
    installLauncher({ ...source, runtime: { path: process.execPath, electron: true } });
    expect(readFileSync(launcherPath(source.machine), 'utf8')).not.toMatch(/ --(?!foreground)/);
  });

  it("does not mind a person's own package.json", () => {
    const source = installed('require("node:fs"); process.exitCode = 40;');
    writeFileSync(path.join(source.machine.home, 'package.json'), '{"type":"module"}');
    expect(run(source)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it.skipIf(!existsSync('/bin/bash'))('is not answered by a function from the environment where sh is bash', () => {
    const source = installed(answer(42, 'No.'));
    const sh = path.join(source.machine.home, 'sh');
    symlinkSync('/bin/bash', sh);
    const environment: NodeJS.ProcessEnv = { ...process.env };
    for (const name of ['printf', 'unset', 'exit', 'exec', 'case', 'stop', 'env', 'cat']) {
      environment[`BASH_FUNC_${name}%%`] = '() { builtin exit 0; }';
    }
    const { status, stdout } = spawnSync(sh, [launcherPath(source.machine), 'claude'], {
      input: '{}',
      encoding: 'utf8',
      env: environment,
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('clears the environment but for what was fixed at connect', () => {
    const source = installed('process.stdout.write(JSON.stringify(process.env)); process.exitCode = 40;');
    const planted = path.join(source.machine.home, 'planted.js');
    writeFileSync(planted, 'process.exit(40)');
    const { stdout } = run(
      source,
      {},
      {
        PATH: source.machine.home,
        HOME: '/elsewhere',
        NODE_OPTIONS: `--require ${planted}`,
        NODE_PATH: source.machine.home,
        LD_PRELOAD: '',
        SECRET_TOKEN: 'SYNTHETIC',
        HOLDPOINT_STATE: '/elsewhere',
      },
    );
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({
      HOME: source.machine.home,
      USER: 'dev',
      HOLDPOINT_STATE: source.machine.stateDirectory,
    });
    expect(Object.keys(seen).filter((name) => /^(NODE_|LD_|SECRET)/.test(name))).toEqual([]);
    expect(seen.PATH.split(':')).toContain('/usr/bin');
  });

  const read = { hook_event_name: 'PreToolUse', tool_name: 'Read', tool_input: { file_path: 'a' } };
  const cursorRead = { cursor_version: '3', hook_event_name: 'beforeReadFile', file_path: 'a', content: '"x"' };
  describe.each([
    [
      'its bundle',
      (source: LauncherSource) => rmSync(path.join(source.machine.stateDirectory, 'lib'), { recursive: true }),
    ],
    ['its Node', (source: LauncherSource) => rmSync(source.runtime.path)],
  ])('without %s', (_what, remove) => {
    const withOwnNode = () => {
      const node = path.join(mkdtempSync(path.join(tmpdir(), 'holdpoint-node-')), 'node');
      writeFileSync(node, '#!/bin/sh\n');
      chmodSync(node, 0o755);
      const source = installed(answer(40, ''), node);
      remove(source);
      return source;
    };
    const source = withOwnNode();

    it.each([
      ['a shell command', { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'ls' } }],
      ['a write', { hook_event_name: 'PreToolUse', tool_name: 'Write', tool_input: { file_path: 'a' } }],
      ['an MCP tool', { hook_event_name: 'PreToolUse', tool_name: 'mcp__a__b', tool_input: {} }],
      ['a tool that calls itself a read', { tool_name: 'Bash', tool_input: { tool_name: 'Read', command: 'x' } }],
      ['a read named in a command', { tool_name: 'Bash', tool_input: { command: '"tool_name":"Read"' } }],
      ['an event named in an input', { hook_event_name: 'x', tool_input: { hook_event_name: 'beforeReadFile' } }],
      ['nothing', ''],
    ])('blocks %s', (_payload, payload) => {
      expect(run(source, payload)).toEqual(stopped);
    });

    it('lets reads and searches pass', () => {
      expect(run(source, read)).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(run(source, { ...read, tool_name: 'Grep' })).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(run(source, JSON.stringify(read, null, 2))).toEqual({ status: 0, stdout: '', stderr: '' });
      expect(run(source, cursorRead)).toEqual({ status: 0, stdout: '{"permission":"allow"}', stderr: '' });
      expect(run(source, { ...read, cursor_version: '3' }).stdout).toBe('{"permission":"allow"}');
    });
  });
});

describe('the launcher for Windows', () => {
  const machine: Machine = {
    home: 'C:\\Users\\dev',
    platform: 'win32',
    environment: { USERNAME: 'dev', PATH: 'C:\\Windows' },
    stateDirectory: 'C:\\Users\\dev\\AppData\\Local\\holdpoint',
  };
  const parts = {
    node: 'C:\\node.exe',
    main: 'C:\\lib\\cli.js',
    command: 'C:\\holdpoint.cmd',
    variables: { HOME: machine.home, A: '100%' },
    electron: false,
    options: ['--v8-pool-size=1'],
  };

  it('blocks unless the hook says that it ran to its end', () => {
    const lines = hookScriptWindows(parts).split('\r\n');
    expect(lines).toContain('set "A=100%%"');
    expect(lines.slice(-8)).toEqual([
      expect.stringMatching(/^"C:\\node\.exe" --\S.* "C:\\lib\\cli\.js" hook %\*$/),
      'if %errorlevel% equ 9 "C:\\node.exe" "C:\\lib\\cli.js" hook %*',
      'if %errorlevel% equ 40 exit /b 0',
      'if %errorlevel% equ 42 exit /b 2',
      ':stop',
      expect.stringMatching(/^>&2 echo Holdpoint could not check this call/),
      'exit /b 2',
      '',
    ]);
  });

  it('gives the hook the PATH of the person without the shims of a guarded terminal', () => {
    const { machine: there, ...source } = installed(answer(40, ''));
    const shims = `${there.stateDirectory}/exec/ab12/bin`;
    const environment = { Path: `${shims};C:\\Windows;C:\\Git\\cmd`, SYSTEMROOT: 'C:\\Windows' };
    const { hook } = installLauncher({ ...source, machine: { ...there, platform: 'win32', environment } });
    const lines = readFileSync(hook, 'utf8').split('\r\n');
    expect(lines).toContain('set "PATH=C:\\Windows;C:\\Git\\cmd"');
    expect(lines).toContain('set "SystemRoot=C:\\Windows"');
  });

  it('has a command line that Git Bash, PowerShell and cmd all start', () => {
    expect(launcherCommand(machine, 'claude')).toMatch(/^C:\/Users\/dev\/.*holdpoint-hook\.cmd claude$/);
  });
});

describe('installing the launcher', () => {
  it('keeps its path and command line over versions, and points at the new bundle', () => {
    const source = installed(answer(40, 'old'));
    const before = launcherCommand(source.machine, 'claude');
    writeFileSync(path.join(source.bundle, 'cli.js'), answer(40, 'new'));
    expect(inspectLauncher(source)).toHaveLength(1);
    installLauncher({ ...source, version: '1.1.0' });
    expect(run(source).stdout).toBe('new');
    expect(launcherCommand(source.machine, 'claude')).toBe(before);
    expect(inspectLauncher({ ...source, version: '1.1.0' })).toEqual([]);
  });

  it('takes another build of the same version in', () => {
    const source = installed(answer(40, 'one'));
    for (const text of ['two', 'three', 'four']) {
      writeFileSync(path.join(source.bundle, 'cli.js'), answer(40, text));
      installLauncher(source);
      expect(run(source).stdout).toBe(text);
    }
    expect(readdirSync(path.join(source.machine.stateDirectory, 'lib')).length).toBeLessThanOrEqual(3);
    expect(installLauncher(source).written).toEqual([]);
  });

  it('names what was changed behind its back', () => {
    const source = installed(answer(40, ''));
    expect(inspectLauncher(source)).toEqual([]);
    writeFileSync(launcherPath(source.machine), '#!/bin/sh\nexit 0\n');
    writeFileSync(path.join(source.machine.stateDirectory, 'lib/current/chunks/a.js'), 'evil');
    expect(inspectLauncher(source)).toHaveLength(2);
    installLauncher(source);
    expect(inspectLauncher(source)).toEqual([]);
  });

  it('writes for this user only', () => {
    const { machine } = installed(answer(40, ''));
    for (const folder of ['', 'bin', 'lib', 'cache']) {
      expect(statSync(path.join(machine.stateDirectory, folder)).mode & 0o077).toBe(0);
    }
  });

  it('removes all of it', () => {
    const source = installed(answer(40, ''));
    removeLauncher(source.machine);
    expect(existsSync(launcherPath(source.machine))).toBe(false);
    expect(existsSync(path.join(source.machine.stateDirectory, 'lib'))).toBe(false);
  });

  it.each([
    ['/home/dev/.local/state/holdpoint/bin/holdpoint-hook claude', true],
    ["'/home/a b/holdpoint/bin/holdpoint-hook' cursor", true],
    ['C:/Users/x/AppData/Local/holdpoint/bin/holdpoint-hook.cmd claude', true],
    ['node my-holdpoint-hook.js claude', false],
    ['echo holdpoint-hook', false],
  ])('knows its own command line: %s', (command, ours) => {
    expect(isLauncherCommand(command)).toBe(ours);
  });

  it('leaves a plain path unquoted, so that every shell starts it', () => {
    const machine: Machine = {
      home: '/h',
      platform: 'linux',
      environment: {},
      stateDirectory: '/h/.local/state/holdpoint',
    };
    expect(launcherCommand(machine, 'claude')).toBe('/h/.local/state/holdpoint/bin/holdpoint-hook claude');
  });
});

describe('where a host runs a call whose hook fails or hangs', () => {
  const commandOf = (source: LauncherSource, host: string) => launcherCommand(source.machine, host);
  const inShell = (command: string) => {
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { input: '{}', encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('its own shell blocks where the launcher is missing, with a sentence', () => {
    const source = installed(answer(40, ''));
    expect(inShell(commandOf(source, 'codex'))).toEqual({ status: 0, stdout: '', stderr: '' });
    rmSync(launcherPath(source.machine));
    expect(inShell(commandOf(source, 'codex'))).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/Holdpoint: this call was not run/),
    });
  });

  it('its own shell blocks where the launcher is killed', () => {
    const source = installed(answer(40, ''));
    writeFileSync(launcherPath(source.machine), '#!/bin/sh\nkill -9 $$\n');
    expect(inShell(commandOf(source, 'gemini'))).toMatchObject({ status: 2, stdout: '' });
  });

  it.each(['codex', 'gemini', 'qwen', 'copilot'])('its command line is still known as ours: %s', (host) => {
    expect(isLauncherCommand(commandOf(installed(answer(40, '')), host))).toBe(true);
  });

  it.skipIf(!existsSync('/usr/bin/timeout'))('ends a hook that hangs, before the host gives up', () => {
    const source = installed('setInterval(() => {}, 1000); process.kill(process.pid, "SIGSTOP");');
    const text = readFileSync(launcherPath(source.machine), 'utf8');
    expect(text).toMatch(/\n {2}qwen\) limit='\/usr\/bin\/timeout --foreground -s KILL 57' ;;\n/);
    expect(text).toMatch(/\n {2}claude \| cursor\) limit= ;;\n/);
    writeFileSync(launcherPath(source.machine), text.replaceAll(/KILL \d+/g, 'KILL 1'));
    expect(inShell(`${launcherPath(source.machine)} codex`)).toMatchObject({ status: 2, stdout: '' });
  });
});
