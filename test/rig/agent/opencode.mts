// OpenCode (`opencode run`), permissions skipped.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { agentPackages } from '../../../scripts/setup/agent.mts';
import { subagentTask } from '../model/server.mts';
import { type AgentDriver, type AgentPlace, addToConfiguration, writeConfiguration } from './driver.mts';

const home = (place: AgentPlace): string => path.join(place.home, '.config', 'opencode');

/** With any plugin it fetches a package of its own for plugins, and waits a minute for a network that is not there. */
function bringPluginPackage(place: AgentPlace, program: string): void {
  const modules = path.resolve(program, '..', '..');
  const target = path.join(home(place), 'node_modules');
  if (existsSync(target)) return;
  mkdirSync(target, { recursive: true });
  const names = readdirSync(modules).filter((name) => !/^(?:opencode-.*|\.bin)$/.test(name));
  // 3,600 files for every conversation: they are linked where the disk can do that.
  const copied = ['-al', '-a'].some(
    (how) => spawnSync('cp', [how, ...names.map((name) => path.join(modules, name)), target]).status === 0,
  );
  if (!copied) throw new Error(`OpenCode's own packages could not be copied to ${target}.`);
  const dependencies = { '@opencode-ai/plugin': agentPackages.opencode.version };
  writeConfiguration(path.join(home(place), 'package.json'), { dependencies });
  copyFileSync(path.resolve(modules, '..', 'package-lock.json'), path.join(home(place), 'package-lock.json'));
}

/** Drives OpenCode. */
export const opencodeDriver: AgentDriver = {
  name: 'opencode',
  settle: (place) =>
    writeConfiguration(path.join(home(place), 'opencode.json'), '{\n  // mine\n  "autoupdate": false\n}\n'),
  prepare({ place, modelUrl, prompt, program, mcp }) {
    bringPluginPackage(place, program);
    addToConfiguration(path.join(home(place), 'opencode.json'), {
      share: 'disabled',
      model: 'lab/fake-model',
      small_model: 'lab/fake-model',
      provider: {
        lab: {
          npm: '@ai-sdk/openai-compatible',
          name: 'lab',
          options: { baseURL: `${modelUrl}/v1`, apiKey: 'synthetic' },
          models: { 'fake-model': { name: 'fake', tool_call: true, limit: { context: 128_000, output: 8_192 } } },
        },
      },
      ...(mcp
        ? {
            mcp: {
              railway: { type: 'local', command: [mcp.command, ...mcp.args], environment: mcp.env, enabled: true },
            },
          }
        : {}),
    });
    return {
      args: ['run', prompt, '--dangerously-skip-permissions'],
      environment: {
        OPENCODE_DISABLE_AUTOUPDATE: '1',
        OPENCODE_DISABLE_MODELS_FETCH: '1',
        OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
        XDG_CONFIG_HOME: path.join(place.home, '.config'),
        XDG_DATA_HOME: path.join(place.home, '.local', 'share'),
      },
    };
  },
  call(deed) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'bash', input: { command: deed.command, description: 'run' } };
      case 'read':
        return { tool: 'read', input: { filePath: deed.path } };
      case 'write':
        return { tool: 'write', input: { filePath: deed.path, content: deed.content } };
      case 'mcp':
        return { tool: `railway_${deed.tool}`, input: deed.input };
      case 'delegate':
        return { tool: 'task', input: { description: 'sub task', prompt: subagentTask, subagent_type: 'general' } };
      default:
        return undefined;
    }
  },
  refused: /Holdpoint/,
};
