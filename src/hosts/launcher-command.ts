import path from 'node:path';
import type { Machine } from './adapter.ts';

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
  return `${/[^\w/.+-]/.test(launcher) ? `'${launcher.replaceAll("'", "'\\''")}'` : launcher} ${host}`;
}

/** Whether a hook's command line starts our launcher, from whatever state directory: the managed marker. */
export function isLauncherCommand(command: string): boolean {
  return /(^|[\\/])holdpoint-hook(\.cmd)?['"]?\s+\w+\s*$/.test(command.trim());
}
