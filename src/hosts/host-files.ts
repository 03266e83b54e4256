import path from 'node:path';
import { readSmallFile } from '../guard/small-file.ts';
import type { AdaptedHost, Machine } from './adapter.ts';
import { launcherPath } from './launcher-command.ts';
import { type HostPlaces, places } from './places.ts';

/** A file of a host that can carry off-switches, and whose it is. */
export interface SwitchFile {
  readonly file: string;
  readonly owner: 'person' | 'project' | 'administrator';
}

/** The files to watch: hook files and every file that can carry an off-switch. Absolute paths; they need not exist. */
export function watchedFiles(machine: Machine, workspaceRoots: readonly string[]): string[] {
  const files = Object.values(places).flatMap((host) => filesOf(host, machine, workspaceRoots).map(({ file }) => file));
  return [...new Set([...files, launcherPath(machine)])];
}

/**
 * Files of the hosts' hook settings and of Holdpoint itself, for `Place.guardPaths`: the settings of hosts without an
 * adapter yet are among them, so that nobody prepares a way around (reference/agent-hooks.md 1.5). So is the Node that
 * the launcher starts: another program in its place would answer every call.
 */
export function guardPaths(machine: Machine, workspaceRoots: readonly string[]): string[] {
  const projects = ['.agents/hooks.json'];
  const hosts = Object.values(places);
  const inProjects = [...hosts.flatMap((host) => host.guardedInProject ?? []), ...projects, '.holdpoint'];
  return [
    ...new Set([
      machine.stateDirectory,
      ...hookPrograms(machine),
      ...watchedFiles(machine, workspaceRoots),
      ...hosts.flatMap((host) => host.guarded?.(machine) ?? []),
      ...workspaceRoots.flatMap((root) => inProjects.map((file) => path.join(root, file))),
    ]),
  ];
}

/** Where the hook finds a git before the system's own (launcher.ts): one put there could call any file committed. */
const askedFirst = ['/usr/local/sbin/git', '/usr/local/bin/git', '/opt/homebrew/bin/git'];

function hookPrograms(machine: Machine): string[] {
  try {
    const { text } = readSmallFile(launcherPath(machine), 64 * 1024);
    const [, node] = /(?:\[ -x '|not exist ")([^'"]+)/.exec(text) ?? [];
    const others = machine.platform === 'win32' ? [] : askedFirst;
    return node === undefined ? others : [node, ...others];
  } catch {
    return [];
  }
}

/** Every file of a host in which a hook can be silenced. */
export function switchFiles(host: AdaptedHost, machine: Machine, workspaceRoots: readonly string[]): SwitchFile[] {
  return filesOf(places[host], machine, workspaceRoots);
}

function filesOf(host: HostPlaces, machine: Machine, workspaceRoots: readonly string[]): SwitchFile[] {
  const person = [host.hookFile(machine), ...(host.personal?.(machine) ?? [])];
  const projects = workspaceRoots.flatMap((root) => host.project.map((name) => path.join(root, name)));
  const managed = host.managedFile?.(machine);
  const all: SwitchFile[] = [
    ...person.map((file) => ({ file, owner: 'person' as const })),
    ...projects.map((file) => ({ file, owner: 'project' as const })),
    ...(managed === undefined ? [] : [{ file: managed, owner: 'administrator' as const }]),
  ];
  return all.filter((one, index) => all.findIndex((other) => other.file === one.file) === index);
}
