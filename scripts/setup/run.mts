import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** How a program is run for set-up. */
export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds; then the program is stopped and the run fails. */
  readonly timeout?: number;
}

/** What a program printed, and how it ended. `code` is null where a signal ended it. */
export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment set-up steps run in: this very Node first on PATH, so that native modules are built for it. */
export function toolEnvironment(): Record<string, string | undefined> {
  const directory = path.dirname(process.execPath);
  return { ...process.env, PATH: [directory, process.env.PATH].filter(Boolean).join(path.delimiter) };
}

/** What a program has printed so far: the answer grows until the program ends. */
export function printedBy(child: { readonly stdout: Readable; readonly stderr: Readable }): {
  readonly stdout: string;
  readonly stderr: string;
} {
  const printed = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
    });
  }
  return printed;
}

/** Runs a program to its end and gives what it printed. Rejects where it cannot be started or takes too long. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...(options.environment ?? toolEnvironment()) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    });
    const printed = printedBy(child);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program} ${args.join(' ')} took longer than ${options.timeout} ms`));
    }, options.timeout ?? 1_800_000);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`${program} could not be started: ${error.message}`));
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...printed });
    });
  });
}

/** Like {@link run}, but a run that does not end with 0 is an error that shows the end of what was printed. */
export async function mustRun(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await run(program, args, options);
  if (result.code === 0) return result;
  const tail = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-25).join('\n');
  throw new Error(`${program} ${args.join(' ')} ended with ${result.code}:\n${tail}`);
}
