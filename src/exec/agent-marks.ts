import { readFileSync } from 'node:fs';
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

/** What agents call themselves in `AI_AGENT`, and how their programs are named, by how the name begins. */
const names: readonly (readonly [beginning: string, host: HostId])[] = [
  ['github_copilot', 'vscode'],
  ['cursor-agent', 'cursor'],
  ['cursor', 'cursor'],
  ['claude', 'claude'],
  ['codex', 'codex'],
  ['gemini', 'gemini'],
  ['qwen', 'qwen'],
  ['opencode', 'opencode'],
  ['copilot', 'copilot'],
  ['cline', 'cline'],
];

/** Programs above a shell that are looked at, and bytes of each one's command line. */
const mostParents = 24;
const mostBytes = 512;

/** The agent whose shell this environment belongs to, or null for a person's own, or one nobody can tell. */
export function agentOf(environment: Readonly<Record<string, string | null | undefined>>): HostId | null {
  const said = environment.AI_AGENT;
  const named = said ? names.find(([beginning]) => said.toLowerCase().startsWith(beginning))?.[1] : undefined;
  return named ?? marks.find(([variable]) => environment[variable])?.[1] ?? null;
}

/**
 * The agent that a program was started by, seen from its parents' names, or null. Linux alone tells (proc(5)): for
 * agents that leave no mark in the environment, or whose mark was taken away.
 */
export function agentAbove(pid: number): HostId | null {
  let current = pid;
  for (let steps = 0; steps < mostParents && current > 1; steps += 1) {
    try {
      const host = agentNamed(readFileSync(`/proc/${current}/cmdline`, 'utf8').slice(0, mostBytes));
      if (host !== null) return host;
      const status = readFileSync(`/proc/${current}/stat`, 'latin1');
      current = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      return null;
    }
  }
  return null;
}

/** The agent a command line (words apart by NUL) starts: by its program, or the script its interpreter runs. */
export function agentNamed(commandLine: string): HostId | null {
  const [program = '', script = ''] = commandLine.split('\0').filter((word, at) => at === 0 || !word.startsWith('-'));
  for (const word of [program, /(?:^|\/)(?:node|bun|deno)[\d.]*$/.test(program) ? script : '']) {
    const name = word.slice(word.lastIndexOf('/') + 1).replace(/\.[cm]?js$/, '');
    const host = names.find(([beginning]) => name === beginning)?.[1];
    if (host !== undefined) return host;
  }
  return null;
}
