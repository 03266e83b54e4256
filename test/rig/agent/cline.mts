// Cline's command line, everything approved by itself.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, writeConfiguration } from './driver.mts';

const quiet = { CLINE_TELEMETRY_DISABLED: '1', TELEMETRY_SERVICE_HOST: '', CLINE_NO_AUTO_UPDATE: '1' };

/** Drives Cline. */
export const clineDriver: AgentDriver = {
  name: 'cline',
  settle: (place) => writeConfiguration(path.join(place.home, 'Documents', 'Cline', 'Rules', 'mine.md'), '# mine\n'),
  prepare({ place, modelUrl, prompt, program }) {
    const provider = 'openai-compatible';
    execFileSync(program, ['auth', provider, '-k', 'synthetic', '-m', 'fake-model', '-b', `${modelUrl}/v1`], {
      env: { ...place.environment, ...quiet },
      cwd: place.workspace,
      timeout: 60_000,
      stdio: 'ignore',
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
      case 'delegate':
        return { tool: 'spawn_agent', input: { task: subagentTask, systemPrompt: 'You clean up.' } };
      default:
        return undefined;
    }
  },
  refused: /Holdpoint/,
  endsSilently: true,
};
