import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** What a run of the command line left. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const source = path.join(import.meta.dirname, '..', '..', 'src', 'cli');
let bundle: Promise<string> | undefined;

/** Builds the command line once per test file, as `npm run build` lays it out. Gives the folder with `cli.js`. */
export function builtCli(): Promise<string> {
  bundle ??= buildInto(mkdtempSync(path.join(tmpdir(), 'holdpoint-cli-')));
  return bundle;
}

async function buildInto(outdir: string): Promise<string> {
  await build({
    entryPoints: {
      cli: path.join(source, 'main.ts'),
      'chunks/cli-hook-alone': path.join(source, 'hook-alone.ts'),
    },
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    logLevel: 'error',
    outdir,
  });
  return outdir;
}

/** A fresh home with a folder `app` that counts as a workspace. */
export function freshHome(): { home: string; app: string } {
  const home = mkdtempSync(path.join(tmpdir(), 'holdpoint-home-'));
  const app = path.join(home, 'app');
  mkdirSync(path.join(app, '.git'), { recursive: true });
  return { home, app };
}

/** How a program of a test is run. */
export interface RunOptions {
  readonly cwd?: string;
  readonly home?: string;
  readonly input?: string | Buffer;
  readonly environment?: Record<string, string>;
  /** Told of the process, for tests that stop it. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs a program with an environment of its own. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { home = tmpdir(), cwd = home, input = '', environment = {} } = options;
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, HOME: home, ...environment };
    const child = spawn(program, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    options.onStart?.(child);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      stderr += part;
    });
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

/** Runs `holdpoint …` on the Node of the tests. */
export async function holdpoint(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return run(process.execPath, [path.join(await builtCli(), 'cli.js'), ...args], options);
}
