// Finding and stopping processes this rig itself has started, by their ids.
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process as /proc shows it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All descendants of a process, nearest first. Linux only: elsewhere it is empty. */
export function descendants(pid: number): ProcessEntry[] {
  const all = processes();
  const found: ProcessEntry[] = [];
  const wanted = [pid];
  for (let parent = wanted.shift(); parent !== undefined; parent = wanted.shift()) {
    for (const entry of all) {
      if (entry.parent !== parent) continue;
      found.push(entry);
      wanted.push(entry.pid);
    }
  }
  return found;
}

/** Everything that runs. Linux only: elsewhere it is empty. */
export function processes(): ProcessEntry[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), parent, command }];
    } catch {
      return [];
    }
  });
}

/** Kills one process outright; one that is gone already is fine. */
export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * Stops a child and everything below it: politely, then outright after two seconds. Waits until all of them are gone:
 * what still runs writes into folders that are about to be removed.
 */
export async function stopTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return;
  const { pid } = child;
  const below = descendants(pid);
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  child.kill('SIGTERM');
  await Promise.race([ended, sleep(2_000)]);
  const all = [...below, ...descendants(pid)];
  child.kill('SIGKILL');
  for (const entry of all) kill(entry.pid);
  await until('everything that was started is gone', () => {
    const now = processes();
    return !now.some((one) => all.some((other) => isSame(one, other)));
  });
}

/** A process that has ended and waits for its parent has no command any more, and another may get its number. */
const isSame = (one: ProcessEntry, other: ProcessEntry): boolean =>
  one.pid === other.pid && one.command === other.command && one.command !== '';

/** A loopback port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('The machine gives no free port.');
  return address.port;
}

/**
 * Asks again and again until there is an answer other than undefined, null or false. Throws, naming `what`, when time is
 * over: a minute, because what takes a second here takes many on a busy machine, and a wait that succeeds costs nothing.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  options: { milliseconds?: number; every?: number } = {},
): Promise<NonNullable<Exclude<T, false>>> {
  const milliseconds = options.milliseconds ?? 60_000;
  const end = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer as NonNullable<Exclude<T, false>>;
    if (Date.now() > end) throw new Error(`After ${milliseconds} ms still not: ${what}`);
    await sleep(options.every ?? 100);
  }
}
