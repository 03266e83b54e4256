import { readdirSync, readFileSync } from 'node:fs';
import { hasBegun, leadsGroup, parentOf, secondsSinceBoot, signalGroup, startedAt } from './process-group.ts';

/** What {@link watchNewborns} works with. */
export interface NewbornsDeps {
  /** Process ids of the programs that start terminals and tasks; asked again until there is one. */
  hosts(): readonly number[];
  /** Once it ends by itself, in milliseconds: a process that was stopped and that nobody claimed goes on. */
  readonly milliseconds: number;
}

/** What is started while somebody waits for it, stopped before it does anything. */
export interface Newborns {
  /** From now on one more process is expected: what the hosts start is stopped at once. */
  expect(): void;
  /** One that was expected is there: it stays stopped, and is the caller's. Without one, it will not come. */
  arrived(pid?: number): void;
  /** Lets everything that nobody claimed go on. */
  close(): void;
}

/** What began so long before it was expected is looked at, too, in seconds: the editor tells of it on two ways. */
const before = 0.25;

/**
 * The editor tells an extension that a task starts some milliseconds before its process is forked, and that the process
 * is there some milliseconds after: too late for a program that does its work in that time. So the children of the
 * editor's terminal host are watched in between, and a new one is stopped as soon as it leads a group of its own and
 * has become its program, which then still has its libraries to load. Linux with `CONFIG_PROC_CHILDREN`; elsewhere it sees nothing.
 */
export function watchNewborns({ hosts, milliseconds }: NewbornsDeps): Newborns {
  const stopped = new Set<number>();
  const looked = new Set<number>();
  let expected = 0;
  let since = 0;
  let until = 0;
  let parents: readonly number[] = [];
  let next: ReturnType<typeof setImmediate> | undefined;

  function look(): void {
    next = undefined;
    if (expected === 0 || performance.now() > until) {
      close();
      return;
    }
    if (parents.length === 0) parents = hosts();
    // A host forks on its first thread, where its JavaScript runs.
    for (const pid of parents.flatMap((host) => childrenOf(host, host))) {
      if (looked.has(pid)) continue;
      const start = startedAt(pid);
      // Forked and not yet its program: seen again in some microseconds. A host may wait for it to get there.
      if (start !== null && start >= since && !(leadsGroup(pid) && hasBegun(pid))) continue;
      looked.add(pid);
      if (start !== null && start >= since && signalGroup(pid, 'SIGSTOP')) stopped.add(pid);
    }
    next = setImmediate(look);
  }

  function close(): void {
    expected = 0;
    clearImmediate(next);
    next = undefined;
    for (const pid of stopped) signalGroup(pid, 'SIGCONT');
    stopped.clear();
    looked.clear();
    parents = [];
  }

  return {
    expect() {
      if (process.platform !== 'linux') return;
      if (expected === 0) since = secondsSinceBoot() - before;
      expected += 1;
      until = performance.now() + milliseconds;
      if (next === undefined) look();
    },
    arrived(pid) {
      if (pid !== undefined) stopped.delete(pid);
      if (expected > 0) expected -= 1;
      if (expected === 0) close();
    },
    close,
  };
}

/**
 * The processes beside this one, children of the same parent, that start the editor's terminals: VS Code names them in
 * their command line (its server) or in their environment (its desktop).
 */
export function terminalHosts(): number[] {
  const parent = parentOf(process.pid);
  if (parent === null) return [];
  return namesIn(`/proc/${parent}/task`)
    .flatMap((thread) => childrenOf(parent, thread))
    .filter((pid) => pid !== process.pid && /ptyHost/.test(textOf(pid)));
}

function textOf(pid: number): string {
  return ['cmdline', 'environ']
    .map((name) => {
      try {
        return readFileSync(`/proc/${pid}/${name}`, 'latin1');
      } catch {
        return '';
      }
    })
    .join('\0');
}

/** What a thread of a process forked and is not yet gone; none where the system does not tell. */
function childrenOf(pid: number, thread: number | string): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1');
    return children.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
