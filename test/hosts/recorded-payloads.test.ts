import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { isAdaptedHost } from '../../src/hosts/dialects.ts';
import { adapters } from '../../src/hosts/registry.ts';
import { scriptedGate, send } from './gate.ts';

/**
 * Verbatim standard input of real agents; values are synthetic. The file's name says agent, event and tool: `pre` and
 * `permreq` wait for an answer, `post` and `failed` report; `pascal` is Copilot under the key `PreToolUse`.
 */
const folder = path.join(import.meta.dirname, 'payloads');

/** What each call is judged as; an MCP tool that a host does not mark as one is judged by its name and input. */
const kinds: Readonly<Record<string, string>> = {
  'claude.pre.Bash.json': 'shell',
  'claude.permreq.Bash.json': 'shell',
  'claude.pre.Read.json': 'read',
  'claude.pre.Agent.json': 'task',
  'claude.pre.mcp__railway__volume-delete.json': 'mcp',
  'codex.pre.Bash.json': 'shell',
  'codex.pre.mcp__railway__volume_delete.json': 'mcp',
  'codex.pre.multi_agent_v1wait_agent.json': 'none',
  'codex.pre.spawn_agent.json': 'task',
  'copilot.pascal.Bash.json': 'shell',
  'copilot.pascal.Read.json': 'read',
  'copilot.pre.Write.json': 'write',
  'copilot.pre.bash.json': 'shell',
  'copilot.pre.railway-volume-delete.json': 'mcp',
  'copilot.pre.task.json': 'task',
  'copilot.pre.view.json': 'read',
  'gemini.pre.invoke_agent.json': 'task',
  'gemini.pre.mcp_railway_volume-delete.json': 'mcp',
  'gemini.pre.read_file.json': 'read',
  'gemini.pre.run_shell_command.json': 'shell',
  'gemini.pre.write_file.json': 'write',
  'qwen.pre.agent.json': 'task',
  'qwen.pre.read_file.json': 'read',
  'qwen.pre.run_shell_command.json': 'shell',
  'qwen.pre.write_file.json': 'write',
  'vscode.pre.run_in_terminal.json': 'shell',
  'vscode.pre.read_file.json': 'read',
  'vscode.pre.mcp_billing_refund_payment.json': 'mcp',
};

const recorded = readdirSync(folder);
const calls = recorded.filter((name) => name in kinds);
const outcomes = recorded.filter((name) => !(name in kinds));

/** The adapter of the agent that a file was recorded from. */
function adapterFor(name: string) {
  const host = name.split('.')[0] ?? '';
  if (!isAdaptedHost(host)) throw new Error(`${name} names no host.`);
  return adapters[host];
}

it.each(calls)('reads %s as recorded, and answers in that host’s dialect', async (name) => {
  const stdin = readFileSync(path.join(folder, name));
  const adapter = adapterFor(name);
  const event = JSON.parse(stdin.toString('utf8')).hook_event_name ?? 'preToolUse';
  const gate = scriptedGate(() => 'allow');
  // Whatever word the entry names: the payload decides.
  const { output } = await send('claude', stdin, gate);
  expect(output).toEqual(adapter.encode({ decision: 'neutral' }, event));
  expect(output.stdout).not.toContain('"allow"');
  expect(gate.asked.map((action) => action.kind)).toEqual(kinds[name] === 'none' ? [] : [kinds[name]]);
  if (kinds[name] === 'none') return;
  expect(gate.asked[0]).toMatchObject({ host: adapter.id, cwd: '/home/dev/app' });
  const refused = await send(
    'claude',
    stdin,
    scriptedGate(() => 'deny'),
  );
  const message = 'Holdpoint: Deletes the volume vol_prod_1. A person declined.';
  expect(refused.output).toEqual(adapter.encode({ decision: 'deny', message }, event));
  expect(refused.output.stdout).toMatch(/"permissionDecision":"deny"|"behavior":"deny"|"decision":"deny"/);
});

it.each(outcomes)('hears from %s what the tool printed', async (name) => {
  const adapter = adapterFor(name);
  const gate = scriptedGate(() => 'deny');
  const stdin = readFileSync(path.join(folder, name));
  const reply = await send('claude', stdin, gate);
  const event = JSON.parse(stdin.toString('utf8')).hook_event_name;
  expect(reply.output).toEqual(adapter.encode({ decision: 'neutral' }, event));
  expect(gate.asked).toHaveLength(0);
  expect(gate.reported).toHaveLength(1);
  const { outcome, action } = gate.reported[0] ?? {};
  expect(action?.host).toBe(adapter.id);
  expect(outcome?.ok).toBe(!name.includes('failed'));
  expect(outcome?.output).toMatch(/RAILWAY_TOKEN=rlwy_SYNTHETIC|FAIL staging/);
});
