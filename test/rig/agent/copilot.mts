// Copilot CLI, `--yolo`, with a provider of its own in place of GitHub's.
import path from 'node:path';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, writeConfiguration } from './driver.mts';

/** Drives Copilot CLI. */
export const copilotDriver: AgentDriver = {
  name: 'copilot',
  homeVariables: (place) => ({ COPILOT_HOME: path.join(place.home, '.copilot') }),
  settle: (place) => writeConfiguration(path.join(place.home, '.copilot', 'config.json'), { banner: 'never' }),
  prepare({ place, modelUrl, prompt, mcp }) {
    const railway = { type: 'local', tools: ['*'], ...mcp };
    return {
      args: [
        ...['-p', prompt, '--no-color', '--yolo', '--no-auto-update', '--disable-builtin-mcps'],
        ...['--log-dir', path.join(place.home, 'copilot-logs'), '--log-level', 'debug'],
        ...(mcp ? ['--additional-mcp-config', JSON.stringify({ mcpServers: { railway } })] : []),
      ],
      environment: {
        COPILOT_PROVIDER_BASE_URL: `${modelUrl}/v1`,
        COPILOT_PROVIDER_TYPE: 'openai',
        COPILOT_PROVIDER_API_KEY: 'synthetic',
        COPILOT_MODEL: 'gpt-5.1',
        COPILOT_PROVIDER_WIRE_API: 'completions',
        COPILOT_OFFLINE: 'true',
      },
    };
  },
  call(deed) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'bash', input: { command: deed.command, description: 'a step' } };
      case 'read':
        return { tool: 'view', input: { path: deed.path } };
      case 'write':
        return { tool: 'create', input: { path: deed.path, file_text: deed.content } };
      case 'mcp':
        return { tool: `railway-${deed.tool}`, input: deed.input };
      case 'delegate':
        return {
          tool: 'task',
          input: { name: 'clean', description: 'sub task', prompt: subagentTask, agent_type: 'explore', mode: 'sync' },
        };
      default:
        return undefined;
    }
  },
  // It does not pass on what a failing hook says.
  refused: /Holdpoint|Denied by|hook/i,
};
