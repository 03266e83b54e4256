import type { HostId } from '../action/kinds.ts';

/** The names people know hosts by. Proper names; the editor translates the others. */
export const hostTitles: Readonly<Record<HostId, string>> = {
  cursor: 'Cursor',
  vscode: 'VS Code',
  copilot: 'GitHub Copilot',
  claude: 'Claude Code',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  qwen: 'Qwen Code',
  opencode: 'OpenCode',
  windsurf: 'Windsurf',
  cline: 'Cline',
  kiro: 'Kiro',
  terminal: 'Terminal',
  task: 'Task',
  mcp: 'MCP',
  cli: 'Command line',
};
