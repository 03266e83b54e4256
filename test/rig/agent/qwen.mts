// Qwen Code, approval mode `yolo`.
import path from 'node:path';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, addToConfiguration, writeConfiguration } from './driver.mts';

/** Drives Qwen Code. */
export const qwenDriver: AgentDriver = {
  name: 'qwen',
  settle: (place) =>
    writeConfiguration(
      path.join(place.home, '.qwen', 'settings.json'),
      '{\n  // mine\n  "ui": { "hideTips": true }\n}\n',
    ),
  prepare({ place, modelUrl, prompt, mcp }) {
    addToConfiguration(path.join(place.home, '.qwen', 'settings.json'), {
      security: { auth: { selectedType: 'openai' }, folderTrust: { enabled: false } },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      general: { disableAutoUpdate: true, enableAutoUpdate: false },
      ...(mcp ? { mcpServers: { railway: mcp } } : {}),
    });
    return {
      args: ['-p', prompt, '--output-format', 'json', '--approval-mode', 'yolo'],
      environment: {
        OPENAI_API_KEY: 'synthetic',
        OPENAI_BASE_URL: `${modelUrl}/v1`,
        OPENAI_MODEL: 'fake-model',
        QWEN_CODE_NO_RELAUNCH: '1',
      },
    };
  },
  call(deed) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'run_shell_command', input: { command: deed.command, is_background: false } };
      case 'read':
        return { tool: 'read_file', input: { file_path: deed.path } };
      case 'write':
        return { tool: 'write_file', input: { file_path: deed.path, content: deed.content } };
      case 'mcp':
        // Tools of MCP servers are called through one that names them.
        return { tool: 'tool_call', input: { name: `mcp__railway__${deed.tool}`, arguments: deed.input } };
      case 'delegate':
        return {
          tool: 'agent',
          input: {
            description: 'sub task',
            prompt: subagentTask,
            subagent_type: 'general-purpose',
            run_in_background: false,
          },
        };
      default:
        return undefined;
    }
  },
  refused: /Holdpoint/,
};
