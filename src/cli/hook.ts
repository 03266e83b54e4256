import { readSync, writeSync } from 'node:fs';
import { askGuard } from '../guard/client.ts';
import { launcherCodes } from '../hosts/launcher-codes.ts';
import { waitOf } from '../hosts/waits.ts';
import { answerWithoutWindow } from './hook-unanswered.ts';
import { openNoDebugger } from './no-debugger.ts';
import { usualState } from './usual-state.ts';

// The person's agent waits for this file: it uses node: modules and the guard's client, nothing else. What a call that
// a window answers never reaches is read at its first use (`lateInEntry` in scripts/build-late.mjs).

/** What the process writes and how it ends. */
interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** One more than this and the input counts as too large; the bound of the hosts' door. */
const largestInput = 32 * 1024 * 1024 + 1;

/**
 * `holdpoint hook HOST`: reads the host's payload on standard input, answers in its dialect. Whatever goes wrong ends
 * in the hosts' closed path, exit 2 with a sentence on standard error and nothing on standard output.
 */
export async function runHook(args: readonly string[]): Promise<void> {
  const fail = (error: unknown) => finish(closed(`Holdpoint failed while checking this call (${textOf(error)}).`));
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  const [host] = args;
  if (host === undefined || !/^[a-z]{1,20}$/.test(host)) {
    finish(closed('Holdpoint was started without the name of the host, as in: holdpoint hook claude.'));
    return;
  }
  setTimeout(() => finish(closed('Nobody answered in time.')), waitOf(host) + 10_000).unref();
  leaveWithParent();
  try {
    finish(await answerFor(host));
  } catch (error) {
    fail(error);
  }
}

async function answerFor(host: string): Promise<Output> {
  const stdin = await readInput();
  const cwd = currentDirectory();
  const question = { host, cwd, stdin, environment: {}, waitMilliseconds: waitOf(host) };
  const state = process.env.HOLDPOINT_STATE || usualState();
  const reply = await askGuard(state, question, { onHeld: openNoDebugger });
  if (reply.kind === 'answered') return reply.output;
  return answerWithoutWindow(question, state, reply);
}

/** All of standard input. Some hosts hand over a pipe that does not block: what is not there yet is awaited. */
async function readInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    parts.push(part);
    length += part.length;
    return length < largestInput;
  };
  try {
    for (let buffer = Buffer.allocUnsafe(65_536); ; buffer = Buffer.allocUnsafe(length > 65_536 ? 1 << 20 : 65_536)) {
      const bytes = readSync(0, buffer);
      if (bytes === 0 || !keep(buffer.subarray(0, bytes))) break;
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN') {
      for await (const part of process.stdin) if (!keep(part)) break;
    } else if (code !== 'EOF') {
      throw error;
    }
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

/** The folder the host started the hook in; gone folders have no name any more. */
function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/**
 * A host that gives up kills its shell or the launcher, not this process: with either of them nobody is left to read
 * the answer, and a hold that waits for a person is abandoned.
 */
function leaveWithParent(): void {
  const parent = process.ppid;
  const shell = Number(process.env.HOLDPOINT_PARENT);
  setInterval(() => {
    if (process.ppid !== parent || (shell > 1 && !isRunning(shell))) process.exit(2);
  }, 1_000).unref();
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function closed(problem: string): Output {
  return { stdout: '', stderr: `Holdpoint: ${problem} The call was not run.\n`, exitCode: 2 };
}

/**
 * Writes the answer and ends. Under the launcher the codes say that this process ran to its end, and one channel
 * carries what belongs on either stream (hosts/launcher-script.ts).
 */
function finish(output: Output): void {
  const launcher = process.env.HOLDPOINT_LAUNCHER;
  const oneChannel = launcher === '1';
  const { answered, blocked } = launcher ? launcherCodes : { answered: 0, blocked: 2 };
  if (output.exitCode === 0) {
    write(1, output.stdout);
    process.exit(answered);
  }
  write(oneChannel ? 1 : 2, output.stderr);
  process.exit(blocked);
}

function write(descriptor: 1 | 2, text: string): void {
  let rest = Buffer.from(text, 'utf8');
  for (let tries = 0; rest.length > 0 && tries < 10_000; tries += 1) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
