import path from 'node:path';
import type { AdaptedHost, Machine } from './adapter.ts';
import { claudeHome } from './claude.ts';
import { launcherPath } from './launcher-command.ts';
import { adapters } from './registry.ts';

/** A file of a host that can carry off-switches, and whose it is. */
export interface SwitchFile {
  readonly file: string;
  readonly owner: 'person' | 'project' | 'administrator';
}

/** The files to watch: hook files and every file that can carry an off-switch. Absolute paths; they need not exist. */
export function watchedFiles(machine: Machine, workspaceRoots: readonly string[]): string[] {
  const files = Object.values(adapters).flatMap((adapter) =>
    switchFiles(adapter.id, machine, workspaceRoots).map(({ file }) => file),
  );
  return [...new Set([...files, launcherPath(machine)])];
}

/**
 * Files of the hosts' hook settings and of Holdpoint itself, for `Place.guardPaths`: the settings of hosts without an
 * adapter yet are among them, so that nobody prepares a way around (reference/agent-hooks.md 1.5).
 */
export function guardPaths(machine: Machine, workspaceRoots: readonly string[]): string[] {
  const { home } = machine;
  const users = ['.copilot/hooks', '.copilot/settings.json', '.codex/hooks.json', '.codex/config.toml'];
  const more = [
    '.gemini/settings.json',
    '.gemini/trusted_hooks.json',
    '.codeium/windsurf/hooks.json',
    '.codeium/hooks.json',
  ];
  const projects = ['.github/hooks', '.codex/hooks.json', '.gemini/settings.json', '.windsurf/hooks.json'];
  const shared = [
    '.devin/hooks.v1.json',
    '.clinerules/hooks',
    '.cline/hooks',
    '.opencode/plugins',
    '.kiro/hooks',
    '.agents/hooks.json',
  ];
  return [
    ...new Set([
      machine.stateDirectory,
      ...watchedFiles(machine, workspaceRoots),
      ...[...users, ...more].map((file) => path.join(home, file)),
      ...workspaceRoots.flatMap((root) => [...projects, ...shared, '.holdpoint'].map((file) => path.join(root, file))),
    ]),
  ];
}

/** Every file of a host in which a hook can be silenced. */
export function switchFiles(host: AdaptedHost, machine: Machine, workspaceRoots: readonly string[]): SwitchFile[] {
  const user: SwitchFile = { file: adapters[host].hookFile(machine), owner: 'person' };
  const managed = adapters[host].managedFile?.(machine);
  const administrators: SwitchFile[] = managed === undefined ? [] : [{ file: managed, owner: 'administrator' }];
  const names = host === 'claude' ? ['.claude/settings.json', '.claude/settings.local.json'] : ['.cursor/hooks.json'];
  const projects = workspaceRoots.flatMap((root) =>
    names.map((name): SwitchFile => ({ file: path.join(root, name), owner: 'project' })),
  );
  const local: SwitchFile[] =
    host === 'claude' ? [{ file: path.join(claudeHome(machine), 'settings.local.json'), owner: 'person' }] : [];
  const all = [user, ...local, ...projects, ...administrators];
  return all.filter((one, index) => all.findIndex((other) => other.file === one.file) === index);
}
