import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { limits } from './limits.ts';

/** One repository as a snapshot works with it. */
export interface Git {
  /** Absolute: the top folder of the working tree. */
  readonly top: string;
  /** Runs git and gives what it printed. Rejects with one sentence where it fails or prints too much. */
  run(args: readonly string[], options?: GitOptions): Promise<Buffer>;
  /** What git printed, or null where it failed: for questions whose answer may be "there is none". */
  ask(args: readonly string[], options?: GitOptions): Promise<string | null>;
  /** A git that is asked one thing after the other. */
  talk(args: readonly string[]): Talk;
}

/** The two ends of a git that runs on until `end`. */
interface Talk {
  readonly stdin: Writable;
  readonly stdout: Readable;
  end(): void;
}

/** How one git call is made. */
interface GitOptions {
  /** What it reads on its standard input. */
  readonly input?: string | Buffer | AsyncIterable<string | Buffer>;
  /** Another index than the repository's own. */
  readonly index?: string;
  /** True where the repository's own clean and smudge filters may run: what a person asked for. */
  readonly filters?: boolean;
  /** Ends the call. */
  readonly signal?: AbortSignal;
}

/**
 * Options under which git runs no program that a repository's configuration names, asks nobody, fetches nothing and
 * tidies nothing up.
 */
const quiet = [
  '--no-optional-locks',
  ...[
    'core.fsmonitor=false',
    'core.hooksPath=/dev/null',
    'core.quotePath=false',
    'gc.auto=0',
    'maintenance.auto=false',
  ],
  ...['protocol.allow=never', 'core.compression=1', 'submodule.recurse=false', 'core.alternateRefsCommand='],
].flatMap((option) => (option.startsWith('--') ? [option] : ['-c', option]));

/** The repository whose working tree a folder lies in, or null where it lies in none. Rejects where git cannot run. */
export async function openGit(
  directory: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Git | null> {
  const plain = withoutGit(environment);
  const top = await tryRun(directory, ['rev-parse', '--show-toplevel'], plain);
  if (top === null) return null;
  const named = await tryRun(directory, ['config', '-z', '--name-only', '--get-regexp', '^filter\\.'], plain);
  const filterless = { ...plain, ...withoutFilters((named ?? '').split('\0')) };
  const root = top.replace(/\n$/, '');
  const run: Git['run'] = (args, options = {}) => {
    const own = options.filters ? plain : filterless;
    const env = options.index === undefined ? own : { ...own, GIT_INDEX_FILE: options.index };
    return start(root, args, env, options);
  };
  return {
    top: root,
    run,
    ask: async (args, options) => {
      try {
        return (await run(args, options)).toString('utf8');
      } catch {
        return null;
      }
    },
    talk(args) {
      const child = spawn('git', [...quiet, ...args], {
        cwd: root,
        env: filterless,
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      // A git that cannot be run or ends early shows as the end of what it prints.
      child.on('error', () => child.stdout.destroy());
      child.stdin.on('error', () => undefined);
      return { stdin: child.stdin, stdout: child.stdout, end: () => void child.kill('SIGKILL') };
    },
  };
}

/** The environment without what would turn git to another repository; git then speaks plain English and asks nobody. */
function withoutGit(environment: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LITERAL_PATHSPECS: '1',
  };
}

/** Settings that leave every clean and smudge filter without a program (gitattributes(5)): bytes are taken as they are. */
function withoutFilters(names: readonly string[]): Record<string, string> {
  const filters = new Set(names.flatMap((name) => /^filter\.(.*)\.\w+$/s.exec(name)?.slice(1, 2) ?? []));
  const settings = [...filters].flatMap((name) => [
    ...['clean', 'smudge', 'process'].map((part) => [`filter.${name}.${part}`, '']),
    [`filter.${name}.required`, 'false'],
  ]);
  const variables = settings.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    ...Object.fromEntries(variables),
    ...(settings.length > 0 ? { GIT_CONFIG_COUNT: `${settings.length}` } : {}),
  };
}

async function tryRun(directory: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    return (await start(directory, args, env, {})).toString('utf8');
  } catch (error) {
    if (error instanceof GitFailure) return null;
    throw error;
  }
}

/** Git ran and said no. */
class GitFailure extends Error {}

function start(
  directory: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { input, signal }: GitOptions,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...quiet, ...args], {
      cwd: directory,
      env,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      ...(signal ? { signal } : {}),
    });
    const parts: Buffer[] = [];
    let length = 0;
    let complaint = '';
    let unfed: unknown;
    child.stdout.on('data', (part: Buffer) => {
      length += part.length;
      if (length > limits.gitBytes) child.kill('SIGKILL');
      else parts.push(part);
    });
    child.stderr.on('data', (part: Buffer) => {
      if (complaint.length < 2_000) complaint += part.toString('utf8');
    });
    child.on('error', (error) => reject(new Error(`git could not be run (${error.message})`)));
    child.on('close', (code) => {
      if (unfed !== undefined) return reject(unfed);
      if (code === 0) return resolve(Buffer.concat(parts));
      const why = length > limits.gitBytes ? 'it printed too much' : (complaint.trim().split('\n')[0] ?? '');
      reject(new GitFailure(`git ${args[0] ?? ''} failed${why === '' ? '' : ` (${why})`}`));
    });
    // A git that ends early closes its end: what it says then is the reason.
    child.stdin.on('error', () => undefined);
    feed(child.stdin, input).catch((error: unknown) => {
      unfed = error;
      child.kill('SIGKILL');
    });
  });
}

async function feed(stdin: NodeJS.WritableStream, input: GitOptions['input']): Promise<void> {
  if (input !== undefined) {
    if (typeof input === 'string' || Buffer.isBuffer(input)) stdin.write(input);
    else
      for await (const part of input) {
        if (!stdin.writable) break;
        if (!stdin.write(part)) await drained(stdin);
      }
  }
  stdin.end();
}

/** Waits until a stream takes more, or will never take anything again. */
function drained(stdin: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stdin.removeListener('drain', done);
      stdin.removeListener('close', done);
      resolve();
    };
    stdin.on('drain', done);
    stdin.on('close', done);
  });
}
