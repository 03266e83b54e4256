import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { inject } from 'vitest';
import { compileProgram, compilerVersion, shim, windowsNode, wine } from '../../../scripts/setup/windows.mts';
import type { WindowsShimParts } from '../../../src/exec/windows-shims.ts';
import { writeWindowsShims } from '../../../src/exec/windows-shims.ts';
import type { Run } from '../../cli/cli.ts';

/** What this machine lacks to run programs of Windows, in words to install it by; empty where nothing is. */
export function missingHere(): string {
  const lacks = [
    wine() === null ? 'wine64' : '',
    compilerVersion() === null ? 'gcc-mingw-w64-x86-64-win32' : '',
  ].filter(Boolean);
  return lacks.length > 0 ? `apt-get install ${lacks.join(' ')}` : '';
}

/** A Windows machine with programs of a test's making and shims in front of them. Paths are this system's. */
export interface WindowsGround {
  readonly root: string;
  readonly app: string;
  readonly real: string;
  readonly parts: WindowsShimParts;
  readonly node: string;
  /** Runs lines as a batch file, with the shims in front of PATH or without. */
  batch(lines: readonly string[], options?: { readonly shims?: boolean; readonly input?: string }): Promise<Run>;
  /** Runs lines as a batch file in a console; `keys` are typed once `when` stands on what a window printed. */
  console(lines: readonly string[], typing: { readonly keys: string; when(): boolean }): Promise<string>;
  /** Starts a window that approves everything, or one that never answers. */
  window(manner?: 'silent'): Promise<WindowsWindow>;
  /** Writes the shims anew, some of their parts changed. */
  shims(change?: Partial<WindowsShimParts>): void;
  remove(): void;
}

/** A window of the editor. */
interface WindowsWindow {
  /** What it was asked about so far: the command, and the session it came from. */
  asked(): readonly (readonly [command: string, session: string])[];
  /** Whether a call it held was let go. */
  letGo(): boolean;
  close(): void;
}

/** A path of this system as Wine names it. */
export const inWindows = (place: string) => `Z:${place.replaceAll('/', '\\')}`;

/** Makes one: a Wine prefix of its own, in a folder with blanks and letters that cmd and other code pages stumble over. */
export async function newWindowsGround(): Promise<WindowsGround> {
  const program = wine();
  if (program === null) throw new Error(missingHere());
  const node = await windowsNode(() => undefined);
  const top = mkdtempSync(path.join(tmpdir(), 'hp-wine-'));
  const root = path.join(top, "ünusual it's (1) a&b");
  const [app, real, state] = ['app', 'real', 'state'].map((name) => path.join(root, name)) as [string, string, string];
  for (const folder of [path.join(app, '.git'), real, state]) mkdirSync(folder, { recursive: true });
  compileProgram(path.join(import.meta.dirname, 'target.c'), path.join(real, 'railway.exe'));
  for (const name of ['psql', 'kubectl', 'terraform', 'rm', 'terragrunt']) {
    copyFileSync(path.join(real, 'railway.exe'), path.join(real, `${name}.exe`));
  }
  for (const name of ['az.cmd', 'vercel.cmd', 'liquibase.bat']) {
    writeFileSync(path.join(real, name), '@"%~dp0railway.exe" %*\r\n');
  }
  writeFileSync(path.join(real, 'vercel.ps1'), '');
  const parts: WindowsShimParts = {
    directory: path.join(state, 'exec', 'editor', 'bin'),
    shimProgram: shim.built,
    node: inWindows(node),
    main: inWindows(path.join(inject('build'), 'cli.js')),
    variables: {
      SystemRoot: 'C:\\windows',
      PATH: 'C:\\windows\\system32',
      USERPROFILE: inWindows(root),
      HOLDPOINT_STATE: inWindows(state),
      HOLDPOINT_LAUNCHER: '1',
    },
  };
  const shims = (change: Partial<WindowsShimParts> = {}) => void writeWindowsShims({ ...parts, ...change }, [real]);
  shims();
  const environment = (withShims: boolean): Record<string, string> => ({
    WINEPREFIX: path.join(top, 'prefix'),
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=;winemenubuilder.exe=d',
    LC_ALL: 'C.UTF-8',
    WINEPATH: [...(withShims ? [parts.directory] : []), real].map(inWindows).join(';'),
  });
  let count = 0;
  /** Starts a program of Windows. Its streams are files: what is a pipe here Wine shows Node as nothing it knows. */
  const start = (args: readonly string[], withShims: boolean, input = '') => {
    const streams = path.join(top, `streams${++count}`);
    mkdirSync(streams);
    const [given, out, err] = ['in', 'out', 'err'].map((name) => path.join(streams, name)) as [string, string, string];
    writeFileSync(given, input);
    const open = [openSync(given, 'r'), openSync(out, 'w'), openSync(err, 'w')];
    const env = { PATH: process.env.PATH, HOME: top, ...environment(withShims) };
    const child = spawn(program, args, { cwd: app, env, stdio: open });
    for (const descriptor of open) closeSync(descriptor);
    const printed = () => ({ stdout: readFileSync(out, 'utf8'), stderr: readFileSync(err, 'utf8') });
    const ended = new Promise<Run>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code) => resolve({ code, ...printed() }));
    });
    return { child, printed, ended };
  };
  // Node asks for Windows 10.
  await start(['reg', 'add', 'HKCU\\Software\\Wine', '/v', 'Version', '/d', 'win10', '/f'], false).ended;
  return {
    root,
    app,
    real,
    parts,
    node,
    async batch(lines, { shims: withShims = true, input } = {}) {
      const file = `run${++count}.cmd`;
      writeFileSync(path.join(app, file), ['@echo off', ...lines, ''].join('\r\n'));
      return start(['cmd', '/d', '/c', file], withShims, input).ended;
    },
    async console(lines, { keys, when }) {
      const file = `run${++count}.cmd`;
      writeFileSync(path.join(app, file), ['@echo off', ...lines, ''].join('\r\n'));
      const env = { PATH: process.env.PATH, HOME: top, TERM: 'xterm', ...environment(true) };
      const child = spawn('script', ['-qefc', `${program} cmd /d /c ${file}`, '/dev/null'], { cwd: app, env });
      let printed = '';
      child.stdout.on('data', (part) => (printed += String(part)));
      const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
      const last = Date.now() + 60_000;
      while (!when() && child.exitCode === null && Date.now() < last) await sleep(50);
      child.stdin.write(keys);
      await ended;
      return printed;
    },
    async window(manner) {
      const bundle = path.join(root, 'window.cjs');
      buildSync({
        entryPoints: [path.join(import.meta.dirname, 'window.ts')],
        outfile: bundle,
        bundle: true,
        platform: 'node',
        format: 'cjs',
      });
      const { child, printed, ended } = start([node, ...[bundle, state, app].map(inWindows), manner ?? ''], false);
      const gone = ended.then(({ stdout, stderr }) =>
        Promise.reject(new Error(`The window ended: ${stdout}${stderr}`)),
      );
      const ready = (async () => {
        while (!printed().stdout.includes('ready')) await sleep(50);
      })();
      await Promise.race([ready, gone]);
      return {
        asked: () =>
          printed()
            .stdout.split(/\r?\n/)
            .flatMap((line) => (line.startsWith('[') ? [JSON.parse(line) as [string, string]] : [])),
        letGo: () => printed().stdout.includes('let go'),
        close() {
          child.kill('SIGKILL');
          rmSync(path.join(state, 'windows'), { recursive: true, force: true });
        },
      };
    },
    shims,
    remove() {
      const server = path.join(path.dirname(program), 'wineserver');
      const file = existsSync(server) ? server : 'wineserver';
      spawnSync(file, ['-k'], { env: { ...process.env, ...environment(false) } });
      rmSync(top, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
