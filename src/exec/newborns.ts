import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hasBegun, leadsGroup, parentOf, signalGroup, startedAt } from './process-group.ts';

/** A program and its arguments as they stand in a definition; null where something else has to be put in first. */
export interface DefinedCall {
  /** Its file's name, without folders. */
  readonly name: string;
  readonly args: readonly string[] | null;
}

/** What to stop as it is started. Times in seconds since the system started: what is older is left alone. */
export interface NewbornOrder {
  /** From when on everything is stopped; null where only the calls below are. */
  readonly everySince: number | null;
  readonly calls: readonly DefinedCall[];
  readonly callsSince: number;
  /** Process ids of the programs that start terminals and tasks; without them they are looked for. */
  readonly hosts?: readonly number[];
}

/** A process that was stopped just now. */
export interface Newborn {
  readonly pid: number;
  /** It is one of the order's calls. */
  readonly isCall: boolean;
}

/**
 * Looks once at what the editor's terminal host has started, and stops what the order names: as soon as it leads a
 * group of its own and has become its program, which then still has its libraries to load. Not before: a host may wait
 * for it to get there. `stopped` keeps those of earlier orders: nothing is stopped twice. Linux with
 * `CONFIG_PROC_CHILDREN`; elsewhere it sees nothing.
 */
export function newbornLook(order: NewbornOrder, stopped: Set<string>): () => Newborn[] {
  const { everySince, callsSince, calls } = order;
  const oldest = Math.min(everySince ?? Number.POSITIVE_INFINITY, callsSince);
  const looked = new Set<number>();
  let hosts: readonly number[] = [];

  function look(pid: number): Newborn[] {
    if (looked.has(pid)) return [];
    const start = startedAt(pid);
    const isNew = start !== null && start >= oldest && !stopped.has(`${pid} ${start}`);
    if (isNew && !(leadsGroup(pid) && hasBegun(pid))) return [];
    looked.add(pid);
    if (!isNew) return [];
    const words = textOf(pid, 'cmdline').split('\0').slice(0, -1);
    const isCall = start >= callsSince && calls.some((call) => isSame(call, words));
    if (!isCall && (everySince === null || start < everySince)) return [];
    stopped.add(`${pid} ${start}`);
    return signalGroup(pid, 'SIGSTOP') ? [{ pid, isCall }] : [];
  }

  return () => {
    if (hosts.length === 0) hosts = order.hosts ?? terminalHosts();
    // A host forks on its first thread, where its JavaScript runs.
    return hosts.flatMap((host) => childrenOf(host, host)).flatMap(look);
  };
}

function isSame({ name, args }: DefinedCall, [program = '', ...rest]: readonly string[]): boolean {
  if (path.basename(program) !== name) return false;
  return args === null || (args.length === rest.length && args.every((word, at) => word === rest[at]));
}

/**
 * The processes beside this one, children of the same parent, that start the editor's terminals: VS Code names them in
 * their command line (its server) or in their environment (its desktop).
 */
function terminalHosts(): number[] {
  const parent = parentOf(process.pid);
  if (parent === null) return [];
  return namesIn(`/proc/${parent}/task`)
    .flatMap((thread) => childrenOf(parent, thread))
    .filter((pid) => pid !== process.pid && /ptyHost/.test(textOf(pid, 'cmdline') + textOf(pid, 'environ')));
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

function textOf(pid: number, name: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
