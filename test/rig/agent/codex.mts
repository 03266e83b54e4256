// Codex (`codex exec`), sandbox and approvals bypassed.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { subagentTask } from '../model/server.mts';
import { descendants, kill } from '../processes.mts';
import { type AgentDriver, type AgentPlace, writeConfiguration } from './driver.mts';

const home = (place: AgentPlace): string => path.join(place.home, '.codex');

/**
 * Trusts every hook Codex has, as a person does with `/hooks`: asks its app server for their keys and hashes, and notes
 * them where Codex notes them.
 */
async function trustHooks(place: AgentPlace, program: string): Promise<void> {
  const file = path.join(home(place), 'config.toml');
  const records = (await hooksOf(place, program)).map(
    ({ key, currentHash }) => `[hooks.state.${JSON.stringify(key)}]\ntrusted_hash = "${currentHash}"\n`,
  );
  if (records.length === 0) throw new Error('Codex knows of no hooks.');
  writeConfiguration(file, `${readFileSync(file, 'utf8')}\n${records.join('')}`);
}

interface KnownHook {
  readonly key: string;
  readonly currentHash: string;
  readonly trustStatus: string;
}

function hooksOf(place: AgentPlace, program: string): Promise<readonly KnownHook[]> {
  const environment = { ...place.environment, CODEX_HOME: home(place), HOLDPOINT_RUN: 'agent' };
  const server = spawn(program, ['app-server'], { env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
  const send = (message: object): void => void server.stdin.write(`${JSON.stringify(message)}\n`);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error('The app server of Codex does not answer.'))), 20_000);
    const end = (done: () => void): void => {
      clearTimeout(timer);
      for (const entry of [...descendants(server.pid ?? 0), { pid: server.pid ?? 0 }]) kill(entry.pid);
      done();
    };
    createInterface({ input: server.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.id === 1) {
        send({ method: 'initialized' });
        send({ id: 2, method: 'hooks/list', params: { cwds: [place.workspace] } });
      } else if (message.id === 2) {
        end(() => resolve(message.result.data.flatMap((each: { hooks: KnownHook[] }) => each.hooks)));
      }
    });
    server.on('error', (error) => end(() => reject(error)));
    send({ id: 1, method: 'initialize', params: { clientInfo: { name: 'rig', title: 'rig', version: '1' } } });
  });
}

/** Drives Codex. Its hooks have to be trusted by a person: {@link trustHooks}. */
export const codexDriver: AgentDriver = {
  name: 'codex',
  homeVariables: (place) => ({ CODEX_HOME: home(place) }),
  settle: (place) => writeConfiguration(path.join(home(place), 'config.toml'), '# mine\nmodel = "gpt-5"\n'),
  takeRemainingStep: trustHooks,
  prepare({ place, modelUrl, prompt, mcp }) {
    const file = path.join(home(place), 'config.toml');
    const own = existsSync(file) ? readFileSync(file, 'utf8').split('# of this run\n')[0] : '';
    const server = mcp
      ? `[mcp_servers.railway]\ncommand = ${JSON.stringify(mcp.command)}\nargs = ${JSON.stringify(mcp.args)}\n[mcp_servers.railway.env]\n${Object.entries(
          mcp.env,
        )
          .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
          .join('')}`
      : '';
    const run = [
      '# of this run',
      `[model_providers.lab]`,
      'name = "lab"',
      `base_url = "${modelUrl}/v1"`,
      'wire_api = "responses"',
      'env_key = "LAB_KEY"',
      'request_max_retries = 0',
      'stream_max_retries = 0',
      `[projects.${JSON.stringify(place.workspace)}]`,
      'trust_level = "trusted"',
      '[analytics]',
      'enabled = false',
      server,
    ];
    writeConfiguration(file, `${own}${run.join('\n')}`);
    const args = ['exec', '--skip-git-repo-check', '--json', '-c', 'model_provider="lab"'];
    const bypass = '--dangerously-bypass-approvals-and-sandbox';
    return { args: [...args, bypass, prompt], environment: { LAB_KEY: 'synthetic' } };
  },
  call(deed, { workspace }) {
    switch (deed.do) {
      case 'shell':
        return { tool: 'exec_command', input: { cmd: deed.command, yield_time_ms: 20_000 } };
      case 'read':
        return { tool: 'exec_command', input: { cmd: `cat ${path.relative(workspace, deed.path)}` } };
      case 'write':
        // A model that Codex does not know is offered no tool for files.
        return { tool: 'exec_command', input: { cmd: `cat > ${deed.path} <<'END'\n${deed.content}\nEND` } };
      case 'mcp':
        return { tool: deed.tool.replaceAll('-', '_'), input: deed.input };
      case 'delegate':
        return [
          { tool: 'spawn_agent', input: { message: subagentTask } },
          {
            tool: 'wait_agent',
            input: (seen) => ({
              timeout_ms: 30_000,
              targets: [/agent_id[\\":]+([0-9a-f-]{20,})/.exec(seen)?.[1] ?? ''],
            }),
          },
        ];
      case 'type':
        return [
          { tool: 'exec_command', input: { cmd: 'bash', tty: true, yield_time_ms: 500 } },
          {
            tool: 'write_stdin',
            input: (seen) => ({
              session_id: Number(/session ID (\d+)/i.exec(seen)?.[1] ?? 0),
              chars: `${deed.line}\n`,
              yield_time_ms: 2_000,
            }),
          },
        ];
      default:
        return undefined;
    }
  },
  refused: /Holdpoint|hook/i,
};
