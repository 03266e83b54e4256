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
  codex: {
    hookFile: (machine) => path.join(codexHome(machine), 'hooks.json'),
    personal: (machine) => [path.join(codexHome(machine), 'config.toml')],
    project: ['.codex/config.toml'],
    guardedInProject: ['.codex/hooks.json'],
  },
  gemini: {
    hookFile: ({ home }) => path.join(home, '.gemini', 'settings.json'),
    managedFile: ({ platform }) =>
      ({
        darwin: '/Library/Application Support/GeminiCli/settings.json',
        linux: '/etc/gemini-cli/settings.json',
        win32: 'C:\\ProgramData\\gemini-cli\\settings.json',
      })[platform],
    project: ['.gemini/settings.json'],
    guarded: ({ home }) => [path.join(home, '.gemini', 'trusted_hooks.json')],
  },
  qwen: {
    hookFile: ({ home }) => path.join(home, '.qwen', 'settings.json'),
    managedFile: ({ platform }) =>
      ({
        darwin: '/Library/Application Support/QwenCode/settings.json',
        linux: '/etc/qwen-code/settings.json',
        win32: 'C:\\ProgramData\\qwen-code\\settings.json',
      })[platform],
    project: ['.qwen/settings.json'],
  },
  copilot: {
    hookFile: (machine) => path.join(copilotHome(machine), 'hooks', 'holdpoint.json'),
    managedFile: ({ platform }) =>
      platform === 'win32'
        ? 'C:\\ProgramData\\GitHub\\Copilot\\policy.d\\holdpoint.json'
        : '/etc/github-copilot/policy.d/holdpoint.json',
    personal: (machine) => ['settings.json', 'config.json'].map((name) => path.join(copilotHome(machine), name)),
    project: [
      '.github/copilot/settings.json',
      '.github/copilot/settings.local.json',
      '.claude/settings.json',
      '.claude/settings.local.json',
    ],
    guarded: (machine) => [path.join(copilotHome(machine), 'hooks')],
    guardedInProject: ['.github/hooks'],
  },
  vscode: {
    hookFile: ({ home }) => path.join(home, '.copilot', 'hooks', 'holdpoint.json'),
    personal: (machine) => editorSettings(machine),
    project: ['.vscode/settings.json'],
    guarded: ({ home }) => [path.join(home, '.copilot', 'hooks')],
    guardedInProject: ['.github/hooks'],
  },
  opencode: {
    hookFile: (machine) => path.join(opencodeHome(machine), 'plugins', 'holdpoint.js'),
    project: [],
    guarded: (machine) => ['plugins', 'plugin'].map((name) => path.join(opencodeHome(machine), name)),
    guardedInProject: ['.opencode/plugins', '.opencode/plugin'],
  },
  windsurf: {
    hookFile: ({ home }) => path.join(home, '.codeium', 'windsurf', 'hooks.json'),
    managedFile: ({ platform }) =>
      ({
        darwin: '/Library/Application Support/Windsurf/hooks.json',
        linux: '/etc/windsurf/hooks.json',
        win32: 'C:\\ProgramData\\Windsurf\\hooks.json',
      })[platform],
    project: [],
    guarded: ({ home }) => [path.join(home, '.codeium', 'hooks.json')],
    guardedInProject: ['.windsurf/hooks.json', '.devin/hooks.v1.json'],
  },
  cline: {
    hookFile: clineHooks,
    project: [],
    guarded: (machine) => [path.dirname(clineHooks(machine)), path.join(machine.home, '.cline', 'hooks')],
    guardedInProject: ['.clinerules/hooks', '.cline/hooks'],
  },
  kiro: {
    hookFile: ({ home }) => path.join(home, '.kiro', 'hooks', 'holdpoint.json'),
    project: [],
    guarded: ({ home }) => [path.join(home, '.kiro', 'hooks')],
    guardedInProject: ['.kiro/hooks'],
  },
};

/** Cline's folder for hooks of a person, which the extension and the command line both read. */
function clineHooks({ home, platform }: Machine): string {
  const name = platform === 'win32' ? 'PreToolUse.ps1' : 'PreToolUse';
  return path.join(home, 'Documents', 'Cline', 'Hooks', name);
}

function opencodeHome({ home, environment }: Machine): string {
  return path.join(environment.XDG_CONFIG_HOME || path.join(home, '.config'), 'opencode');
}

/** The user settings of VS Code and the editors made from it. */
function editorSettings({ home, platform, environment }: Machine): string[] {
  const names = ['Code', 'Code - Insiders', 'VSCodium'];
  const base = {
    darwin: path.join(home, 'Library', 'Application Support'),
    linux: environment.XDG_CONFIG_HOME || path.join(home, '.config'),
    win32: environment.APPDATA || path.join(home, 'AppData', 'Roaming'),
  }[platform];
  const servers = ['.vscode-server/data/Machine', '.vscode-remote/data/Machine', '.local/share/code-server/User'];
  return [
    ...names.map((name) => path.join(base, name, 'User', 'settings.json')),
    ...servers.map((folder) => path.join(home, folder, 'settings.json')),
  ];
}

function codexHome({ home, environment }: Machine): string {
  return environment.CODEX_HOME || path.join(home, '.codex');
}

function copilotHome({ home, environment }: Machine): string {
  return environment.COPILOT_HOME || path.join(home, '.copilot');
}

function claudeHome(machine: Machine): string {
  return machine.environment.CLAUDE_CONFIG_DIR || path.join(machine.home, '.claude');
}
