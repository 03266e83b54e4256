import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { ShimInput } from './call.ts';
import { type InputUse, shimmedPrograms } from './programs.ts';

/** Bytes of piped input that are read to judge a call. */
const mostBytes = 256 * 1024;
/** Milliseconds until a pipe that goes on has to be judged as unread. */
const patience = 3_000;

/** The input as it is judged, and the bytes that were taken out of the pipe and must be given to the program. */
export interface TakenInput {
  readonly input: ShimInput;
  readonly taken?: Buffer;
  /** Set where nothing but `taken` was read of a pipe that goes on, so that the program can be given the rest. */
  readonly goesOn?: true;
}

/**
 * Looks at the standard input of a program about to run, open on `descriptor`. A file is named, a pipe is read to its
 * end where the program would run what it says; nothing else is touched. `named` is the file's path where the shim knows
 * it (Windows). Never throws.
 */
export async function inputOf(
  program: string,
  args: readonly string[],
  descriptor: number,
  named?: string,
): Promise<TakenInput> {
  const use = shimmedPrograms.find(({ name }) => name === program)?.reads;
  if (!use || !readsInput(use, args)) return { input: { kind: 'none' } };
  try {
    const status = fstatSync(descriptor);
    if (status.isFile()) return { input: named === undefined ? namedFile(descriptor) : { kind: 'file', path: named } };
    if (!isPipe(status) && !status.isSocket()) return { input: { kind: 'none' } };
    return await (isPipe(status) && process.platform === 'linux' ? readWhatIsThere(descriptor) : readPipe(descriptor));
  } catch {
    return { input: { kind: 'none' } };
  }
}

/** Node says of nothing on Windows that it is a pipe; the type in its mode says it there, too (stat(2)). */
function isPipe({ mode }: { readonly mode: number }): boolean {
  return (mode & constants.S_IFMT) === 0o010000;
}

/** Keeps what was taken out of a pipe for the real program; gives the file's absolute path. */
export function spoolInput(stateDirectory: string, taken: Buffer): string {
  const folder = path.join(stateDirectory, 'run');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `input-${process.pid}`);
  writeFileSync(file, taken, { mode: 0o600, flag: 'wx' });
  return file;
}

/** A word that names standard input as a file. */
const namesInput = /^(?:-|-[A-Za-z]-|--[\w-]+=-)$|\/dev\/stdin\b|\/(?:dev|proc\/\w+)\/fd\/0\b/;

/** Whether a call takes what it does from its standard input. */
function readsInput(use: InputUse, args: readonly string[]): boolean {
  // `psql -f -`, `mongosh /dev/stdin`: said in so many words, whatever other options say.
  if (args.some((word) => namesInput.test(word))) return true;
  if ('unless' in use) return !args.some((word) => use.unless.some((option) => word.startsWith(option)));
  if ('where' in use) return args.some((word) => use.where.includes(word));
  const operands = args.filter((word, at) => !word.startsWith('-') && !use.valued.includes(args[at - 1] ?? ''));
  return operands.length <= use.operands;
}

/** Linux names an open file under /proc; elsewhere its content is not known here. */
function namedFile(descriptor: number): ShimInput {
  try {
    const named = readlinkSync(`/proc/self/fd/${descriptor}`);
    return path.isAbsolute(named) ? { kind: 'file', path: named } : { kind: 'open' };
  } catch {
    return { kind: 'open' };
  }
}

/**
 * Reads a pipe only as far as bytes stand in it, so that none is lost where it goes on: Linux gives a pipe opened anew
 * under /proc an open file of its own, whose reads need not wait (proc(5), fcntl(2)).
 */
async function readWhatIsThere(descriptor: number): Promise<TakenInput> {
  const own = openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK);
  const parts: Buffer[] = [];
  const all = () => Buffer.concat(parts);
  const from = performance.now();
  let length = 0;
  let pause = 1;
  try {
    while (length <= mostBytes) {
      const part = readNow(own);
      if (part?.length === 0) return { input: { kind: 'text', text: all().toString('utf8') }, taken: all() };
      if (part !== null) {
        parts.push(part);
        length += part.length;
        pause = 1;
      } else if (performance.now() - from > patience) {
        break;
      } else {
        const wait = pause;
        await new Promise((resolve) => setTimeout(resolve, wait));
        pause = Math.min(pause * 2, 20);
      }
    }
  } finally {
    closeSync(own);
  }
  return { input: { kind: 'open' }, taken: all(), goesOn: true };
}

/** The bytes that stand in a pipe now; none at its end, null where nothing stands in it yet. */
function readNow(descriptor: number): Buffer | null {
  const room = Buffer.allocUnsafe(65_536);
  try {
    return room.subarray(0, readSync(descriptor, room));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
    throw error;
  }
}

function readPipe(descriptor: number): Promise<TakenInput> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    const stream = createReadStream('', { fd: descriptor, autoClose: false });
    const settle = (ended: boolean) => {
      clearTimeout(timer);
      stream.removeAllListeners();
      stream.on('error', () => undefined);
      const taken = Buffer.concat(parts);
      resolve({ input: ended ? { kind: 'text', text: taken.toString('utf8') } : { kind: 'open' }, taken });
    };
    const timer = setTimeout(() => settle(false), patience);
    stream.on('data', (part) => {
      parts.push(Buffer.from(part));
      length += part.length;
      if (length > mostBytes) settle(false);
    });
    stream.on('end', () => settle(true));
    stream.on('error', () => settle(false));
  });
}
