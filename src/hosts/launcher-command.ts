import path from 'node:path';
import type { Machine } from './adapter.ts';
import { closedByHost } from './waits.ts';

/** Path of the hook's launcher. Does not change with the extension's version. */
export function launcherPath(machine: Machine): string {
  return path.join(
    machine.stateDirectory,
    'bin',
    machine.platform === 'win32' ? 'holdpoint-hook.cmd' : 'holdpoint-hook',
  );
}

/** Path of the command for people. */
export function commandPath(machine: Machine): string {
  return path.join(machine.stateDirectory, 'bin', machine.platform === 'win32' ? 'holdpoint.cmd' : 'holdpoint');
}

/** The command line a host's settings carry: quoted for a shell, the same in every version. */
export function launcherCommand(machine: Machine, host: string): string {
  const launcher = launcherPath(machine);
  // Git Bash, PowerShell and cmd all start an unquoted path with forward slashes; a quoted one PowerShell would print.
  if (machine.platform === 'win32') {
    const forward = launcher.replaceAll('\\', '/');
    return `${/[^\w:/.~-]/.test(forward) ? `"${forward}"` : forward} ${host}`;
  }
  const command = `${/[^\w/.+-]/.test(launcher) ? `'${launcher.replaceAll("'", "'\\''")}'` : launcher} ${host}`;
  return closedByHost.includes(host) ? command : `${command} ${otherwise}`;
}

/**
 * What a host's shell does where the launcher is missing or was killed: these hosts run a call whose hook ends in any
 * other way. In words that every shell has, fish too; Codex takes exit 2 for a denial only with a sentence.
 */
const otherwise = `|| /bin/sh -c 'echo "Holdpoint: this call was not run. Where no reason stands above, open your editor with Holdpoint to repair it." >&2; exit 2'`;

/** Whether a hook's command line starts our launcher, from whatever state directory: the managed marker. */
export function isLauncherCommand(command: string): boolean {
  return /(^|[\\/])holdpoint-hook(\.cmd)?['"]?\s+\w+(?:\s*\|\|\s*\/bin\/sh -c '[^']*')?\s*$/.test(command.trim());
}
