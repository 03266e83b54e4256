import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import { printedBy } from '../../scripts/setup/run.mts';

/** What a run of the command line left. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
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
    const printed = printedBy(child);
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...printed }));
    child.stdin.end(input);
  });
}

/** Runs `holdpoint …` on the Node of the tests. */
export async function holdpoint(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  return run(process.execPath, [path.join(inject('build'), 'cli.js'), ...args], options);
}
