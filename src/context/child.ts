import { execFile } from 'node:child_process';
import { childDeadline, maximumOutput } from './limits.ts';

/** Runs a program and gives what it printed. Tests inject their own. */
export type Run = (
  program: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly milliseconds: number;
    readonly environment: Readonly<Record<string, string | undefined>>;
  },
) => Promise<string | null>;

/** Runs a program without a shell; null where it fails, prints too much or takes too long. */
export const runChild: Run = (program, args, options) =>
  new Promise((resolve) => {
    const timeout = Math.max(1, Math.min(options.milliseconds, childDeadline));
    try {
      execFile(
        program,
        [...args],
        {
          cwd: options.cwd,
          timeout,
          maxBuffer: maximumOutput,
          killSignal: 'SIGKILL',
          windowsHide: true,
          encoding: 'utf8',
          env: { ...options.environment },
        },
        (error, stdout) => resolve(error ? null : stdout),
      );
    } catch {
      // A directory that is gone, a name with NUL: no answer.
      resolve(null);
    }
  });
