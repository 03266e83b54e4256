// Gemini CLI, approval mode `yolo`.
import path from 'node:path';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, addToConfiguration, writeConfiguration } from './driver.mts';

const own = { ui: { hideBanner: true }, general: { disableUpdateNag: true, enableAutoUpdate: false } };

/** Drives Gemini CLI. */
export const geminiDriver: AgentDriver = {
  name: 'gemini',
  settle: (place) => writeConfiguration(path.join(place.home, '.gemini', 'settings.json'), own),
  prepare({ place, modelUrl, prompt, mcp }) {
    addToConfiguration(path.join(place.home, '.gemini', 'settings.json'), {
      security: { auth: { selectedType: 'gemini-api-key' } },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      ...(mcp ? { mcpServers: { railway: mcp } } : {}),
    });
    return {
      args: [
        '-p',
        prompt,
        '--output-format',
        'json',
        '-m',
        'gemini-2.5-flash',
        '--approval-mode',
        'yolo',
        '--skip-trust',
      ],
      environment: {
        GEMINI_API_KEY: 'synthetic',
        GOOGLE_GEMINI_BASE_URL: modelUrl,
        GEMINI_CLI_NO_RELAUNCH: '1',
        GEMINI_SANDBOX: 'false',
      },
    };
  },
  call(deed) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'run_shell_command', input: { command: deed.command, description: 'a step' } };
      case 'read':
        return { tool: 'read_file', input: { file_path: deed.path } };
      case 'write':
        return { tool: 'write_file', input: { file_path: deed.path, content: deed.content } };
      case 'mcp':
        return { tool: `mcp_railway_${deed.tool}`, input: deed.input };
      case 'delegate':
        return { tool: 'invoke_agent', input: { agent_name: 'generalist', prompt: subagentTask } };
      default:
        return undefined;
    }
  },
  refused: /Holdpoint/,
};
