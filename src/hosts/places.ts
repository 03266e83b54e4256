import path from 'node:path';
import type { AdaptedHost, Machine } from './adapter.ts';

/**
 * Where a host keeps its hooks, and what can silence them. Data alone, apart from the adapters, because every hook
 * needs to know all of these files and no other host's code.
 */
export interface HostPlaces {
  /** The user-level file that holds the hooks. */
  hookFile(machine: Machine): string;
  /** The administrator's file, where the host has one that a user's settings cannot switch off. */
  managedFile?(machine: Machine): string;
  /** Further files of the person in which the hook can be silenced. Absolute. */
  personal?(machine: Machine): readonly string[];
  /** Files of a project in which the hook can be silenced, relative to its root. */
  readonly project: readonly string[];
  /** What else no agent may change: folders of hooks, records of trust. Absolute. */
  guarded?(machine: Machine): readonly string[];
  /** The same below a project's root. */
  readonly guardedInProject?: readonly string[];
}

/** Every host's places (reference/agent-hooks.md 1.4 and 1.5). */
export const places: Readonly<Record<AdaptedHost, HostPlaces>> = {
  claude: {
    hookFile: (machine) => path.join(claudeHome(machine), 'settings.json'),
    managedFile: ({ platform }) =>
      ({
        darwin: '/Library/Application Support/ClaudeCode/managed-settings.json',
        linux: '/etc/claude-code/managed-settings.json',
        win32: 'C:\\Program Files\\ClaudeCode\\managed-settings.json',
      })[platform],
    personal: (machine) => [path.join(claudeHome(machine), 'settings.local.json')],
    project: ['.claude/settings.json', '.claude/settings.local.json'],
  },
  cursor: {
    hookFile: ({ home }) => path.join(home, '.cursor', 'hooks.json'),
    project: ['.cursor/hooks.json'],
  },
};

function claudeHome(machine: Machine): string {
  return machine.environment.CLAUDE_CONFIG_DIR || path.join(machine.home, '.claude');
}
