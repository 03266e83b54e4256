import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * The process group that has a shell's terminal now, or null where the shell itself has it, or nobody can tell.
 * Linux: `tpgid`, the eighth field of `/proc/PID/stat` (proc(5)); elsewhere `ps -o tpgid=`.
 */
export function foregroundGroup(shell: number): number | null {
  const group = process.platform === 'linux' ? fieldOf(shell, 8) : printedNumber(['-o', 'tpgid=', '-p', `${shell}`]);
  return group !== null && group > 1 && group !== shell ? group : null;
}

/** The process group a process belongs to, or null where nobody can tell. */
export function groupOf(pid: number): number | null {
  const group = process.platform === 'linux' ? fieldOf(pid, 5) : printedNumber(['-o', 'pgid=', '-p', `${pid}`]);
  return group !== null && group > 1 ? group : null;
}

/**
 * Whether a process that leads a group of its own is there. One that was forked a moment ago still belongs to the
 * group of whoever starts it, which must never be stopped in its place.
 */
export function leadsGroup(pid: number): boolean {
  return groupOf(pid) === pid;
}

/**
 * Whether a process has become the program it was forked for: until then it shows the command line and environment of
 * its parent (Linux, proc(5); elsewhere taken as true).
 */
export function hasBegun(pid: number): boolean {
  const parent = process.platform === 'linux' ? fieldOf(pid, 4) : null;
  if (parent === null || parent <= 1) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== readFileSync(`/proc/${parent}/cmdline`, 'utf8');
  } catch {
    return true;
  }
}

/** Sends a signal to every process of a group; whether there was one. */
export function signalGroup(group: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): boolean {
  // 0 and 1 mean one's own group, and every process one may signal (kill(2)).
  if (!Number.isInteger(group) || group <= 1) return false;
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

/** Sends a signal to one process; whether there was one. */
export function signalProcess(pid: number, signal: 'SIGSTOP' | 'SIGCONT' | 'SIGINT'): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/**
 * Whether a process was started with a folder in its PATH: true, false, or null where the system does not tell.
 * Linux shows what stood in the environment at the start (`/proc/PID/environ`).
 */
export function startedWithFolder(pid: number, folder: string): boolean | null {
  if (process.platform !== 'linux') return null;
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
    const path = entries.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length) ?? '';
    return path.split(':').includes(folder);
  } catch {
    return null;
  }
}

/**
 * Whether a process stands still after SIGSTOP: the signal is sent at once and taken some time later (Linux, `T` in
 * `/proc/PID/stat`; elsewhere taken as true).
 */
export function isStopped(pid: number): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return 'Tt'.includes(status.charAt(status.lastIndexOf(')') + 2));
  } catch {
    return true;
  }
}

/** The process that started another one (Linux), or null. */
export function parentOf(pid: number): number | null {
  return fieldOf(pid, 4);
}

/** When a process was forked, in seconds since the system started, to a hundredth (Linux), or null. */
export function startedAt(pid: number): number | null {
  const ticks = fieldOf(pid, 22);
  // USER_HZ, in which the kernel counts for programs, is 100 on every system that Node runs on (proc(5)).
  return ticks === null ? null : ticks / 100;
}

/** Seconds since the system started, on the clock of {@link startedAt}. Throws where the system does not tell. */
export function secondsSinceBoot(): number {
  return Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]);
}

/** A field of `/proc/PID/stat`, counted from 1; the second, in brackets, may hold anything. */
function fieldOf(pid: number, field: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const value = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[field - 3]);
    return Number.isInteger(value) ? value : null;
  } catch {
    return null;
  }
}

function printedNumber(args: readonly string[]): number | null {
  try {
    const printed = execFileSync('/bin/ps', args, {
      encoding: 'utf8',
      timeout: 500,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const value = Number(printed.trim());
    return Number.isInteger(value) ? value : null;
  } catch {
    return null;
  }
}
