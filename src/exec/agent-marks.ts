import type { HostId } from '../action/kinds.ts';

/**
 * Variables by which agents mark the shells they open, and whose they are. Measured for Claude Code, Gemini CLI and
 * VS Code (reference/agent-behaviour.md 6, vscode-behaviour.md 3); the others as their sources set them. They only say
 * who asks: a mark makes nothing less strict, and its absence nothing either.
 */
const marks: readonly (readonly [variable: string, host: HostId])[] = [
  ['COPILOT_AGENT', 'vscode'],
  ['CLAUDECODE', 'claude'],
  ['CURSOR_AGENT', 'cursor'],
  ['CODEX_SANDBOX', 'codex'],
  ['CODEX_THREAD_ID', 'codex'],
  ['QWEN_CODE', 'qwen'],
  ['GEMINI_CLI', 'gemini'],
  ['OPENCODE', 'opencode'],
  ['CLINE_ACTIVE', 'cline'],
];

/** The agent whose shell this environment belongs to, or null for a person's own, or one nobody can tell. */
export function agentOf(environment: Readonly<Record<string, string | null | undefined>>): HostId | null {
  return marks.find(([variable]) => environment[variable])?.[1] ?? null;
}
