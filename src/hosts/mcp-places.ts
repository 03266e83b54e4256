import path from 'node:path';
import type { HostId } from '../action/kinds.ts';
import type { Machine } from './adapter.ts';

/** Where a host's configuration names MCP servers. */
export interface McpPlace {
  readonly host: HostId;
  /** Files of the person. Absolute; they need not exist. */
  personal(machine: Machine): readonly string[];
  /** Files of a project, relative to its root. */
  readonly project: readonly string[];
  /**
   * Paths to the object whose keys are the servers' names; `*` stands for any key. `pair`: a server is
   * `{"command": …, "args": […]}`; `list`: its `command` is a list that begins with the program.
   */
  readonly servers: readonly (readonly string[])[];
  readonly style: 'pair' | 'list';
}

/** Every place known (the hosts' own documentation, 2026). */
export const mcpPlaces: readonly McpPlace[] = [
  {
    host: 'claude',
    personal: ({ home, environment }) => [path.join(environment.CLAUDE_CONFIG_DIR || home, '.claude.json')],
    project: ['.mcp.json'],
    servers: [['mcpServers'], ['projects', '*', 'mcpServers']],
    style: 'pair',
  },
  {
    host: 'cursor',
    personal: ({ home }) => [path.join(home, '.cursor', 'mcp.json')],
    project: ['.cursor/mcp.json'],
    servers: [['mcpServers']],
    style: 'pair',
  },
  {
    host: 'vscode',
    personal: (machine) => userFolders(machine).map((folder) => path.join(folder, 'mcp.json')),
    project: ['.vscode/mcp.json'],
    servers: [['servers']],
    style: 'pair',
  },
  {
    host: 'codex',
    personal: ({ home, environment }) => [
      path.join(environment.CODEX_HOME || path.join(home, '.codex'), 'config.toml'),
    ],
    project: ['.codex/config.toml'],
    servers: [['mcp_servers']],
    style: 'pair',
  },
  {
    host: 'gemini',
    personal: ({ home }) => [path.join(home, '.gemini', 'settings.json')],
    project: ['.gemini/settings.json'],
    servers: [['mcpServers']],
    style: 'pair',
  },
  {
    host: 'qwen',
    personal: ({ home }) => [path.join(home, '.qwen', 'settings.json')],
    project: ['.qwen/settings.json'],
    servers: [['mcpServers']],
    style: 'pair',
  },
  {
    host: 'copilot',
    personal: ({ home, environment }) => [
      path.join(environment.COPILOT_HOME || path.join(home, '.copilot'), 'mcp-config.json'),
    ],
    project: ['.github/mcp.json'],
    servers: [['mcpServers']],
    style: 'pair',
  },
  {
    host: 'opencode',
    personal: ({ home, environment }) =>
      ['opencode.json', 'opencode.jsonc'].map((name) =>
        path.join(environment.XDG_CONFIG_HOME || path.join(home, '.config'), 'opencode', name),
      ),
    project: ['opencode.json', 'opencode.jsonc'],
    servers: [['mcp']],
    style: 'list',
  },
  {
    host: 'windsurf',
    personal: ({ home }) => [path.join(home, '.codeium', 'windsurf', 'mcp_config.json')],
    project: [],
    servers: [['mcpServers']],
    style: 'pair',
  },
  {
    host: 'cline',
    personal: (machine) => [
      ...userFolders(machine).map((folder) =>
        path.join(folder, 'globalStorage', 'saoudrizwan.claude-dev', 'settings', 'cline_mcp_settings.json'),
      ),
      path.join(machine.home, '.cline', 'data', 'settings', 'cline_mcp_settings.json'),
    ],
    project: [],
    servers: [['mcpServers']],
    style: 'pair',
  },
  {
    host: 'kiro',
    personal: ({ home }) => [path.join(home, '.kiro', 'settings', 'mcp.json')],
    project: ['.kiro/settings/mcp.json'],
    servers: [['mcpServers']],
    style: 'pair',
  },
];

/** The user folders of VS Code and the editors made from it. */
function userFolders({ home, platform, environment }: Machine): string[] {
  const base = {
    darwin: path.join(home, 'Library', 'Application Support'),
    linux: environment.XDG_CONFIG_HOME || path.join(home, '.config'),
    win32: environment.APPDATA || path.join(home, 'AppData', 'Roaming'),
  }[platform];
  return ['Code', 'Code - Insiders', 'VSCodium'].map((name) => path.join(base, name, 'User'));
}
