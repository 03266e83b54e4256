// Claude Code itself, headless, every permission bypassed.
import path from 'node:path';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, type AgentRun, writeConfiguration } from './driver.mts';

/** Drives Claude Code. */
export const claudeDriver: AgentDriver = {
  name: 'claude',
  settle: (place) =>
    writeConfiguration(
      path.join(place.home, '.claude', 'settings.json'),
      `{\n  "theme": "dark",\n  "permissions": { "allow": ["Bash(ls:*)"] }\n}\n`,
    ),
  prepare({ place, modelUrl, prompt, mcp }) {
    const servers = path.join(place.home, 'mcp.json');
    if (mcp) writeConfiguration(servers, { mcpServers: { railway: mcp } });
    return {
      args: [
        ...['-p', prompt, '--output-format', 'json', '--model', 'claude-sonnet-4-5', '--max-turns', '100'],
        '--dangerously-skip-permissions',
        ...(mcp ? ['--mcp-config', servers] : []),
      ],
      environment: {
        ANTHROPIC_BASE_URL: modelUrl,
        ANTHROPIC_API_KEY: 'sk-ant-SYNTHETIC',
        // Lets the agent bypass permissions as root, as in a container.
        IS_SANDBOX: '1',
        ENABLE_TOOL_SEARCH: 'false',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
      },
    };
  },
  call(deed) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'Bash', input: { command: deed.command, description: 'a step' } };
      case 'read':
        return { tool: 'Read', input: { file_path: deed.path } };
      case 'write':
        return { tool: 'Write', input: { file_path: deed.path, content: deed.content } };
      case 'mcp':
        return { tool: `mcp__railway__${deed.tool}`, input: deed.input };
      case 'delegate':
        return {
          tool: 'Agent',
          input: { description: 'sub task', prompt: subagentTask, subagent_type: 'general-purpose' },
        };
      default:
        return undefined;
    }
  },
  refused: /Holdpoint|hook/i,
};

/** What the agent heard last, without what Claude Code adds to it; or why it heard nothing. */
export function lastWords(run: AgentRun): string {
  const text = run.results.at(-1)?.text ?? run.stderr;
  return (text.split('<system-reminder>')[0] ?? text).trim();
}
