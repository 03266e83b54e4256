// Cline's command line, everything approved by itself.
import path from 'node:path';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, type AgentPlace, writeConfiguration } from './driver.mts';

const quiet = { CLINE_TELEMETRY_DISABLED: '1', TELEMETRY_SERVICE_HOST: '', CLINE_NO_AUTO_UPDATE: '1' };

const provider = 'openai-compatible';
const settingsOf = (place: AgentPlace): string => path.join(place.home, '.cline', 'data', 'settings');

/** Drives Cline. */
export const clineDriver: AgentDriver = {
  name: 'cline',
  settle: (place) => writeConfiguration(path.join(place.home, 'Documents', 'Cline', 'Rules', 'mine.md'), '# mine\n'),
  prepare({ place, modelUrl, prompt, mcp }) {
    if (mcp) {
      const railway = { transport: { type: 'stdio', ...mcp } };
      writeConfiguration(path.join(settingsOf(place), 'cline_mcp_settings.json'), { mcpServers: { railway } });
    }
    const settings = { provider, apiKey: 'synthetic', model: 'fake-model', baseUrl: `${modelUrl}/v1` };
    // What `cline auth` writes; starting it for that takes as long as a scenario.
    writeConfiguration(path.join(settingsOf(place), 'providers.json'), {
      version: 1,
      lastUsedProvider: provider,
      modes: {},
      providers: { [provider]: { settings, updatedAt: new Date().toISOString(), tokenSource: 'manual' } },
    });
    return {
      args: ['--json', '-P', provider, '-m', 'fake-model', '--retries', '2', '--auto-approve', 'true', prompt],
      environment: quiet,
    };
  },
  call(deed) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'run_commands', input: { commands: [deed.command] } };
      case 'read':
        return { tool: 'read_files', input: { files: [{ path: deed.path }] } };
      case 'write':
        return { tool: 'editor', input: { path: deed.path, new_text: deed.content } };
      case 'mcp':
        return { tool: `railway__${deed.tool}`, input: deed.input };
      case 'delegate':
        return { tool: 'spawn_agent', input: { task: subagentTask, systemPrompt: 'You clean up.' } };
      default:
        return undefined;
    }
  },
  refused: /Holdpoint/,
  endsSilently: true,
};
