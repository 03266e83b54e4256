import { describe, expect, it } from 'vitest';
import { copilot } from '../../src/hosts/copilot.ts';
import { incident, keepsTheContract, refusal } from './contract.ts';
import { isIncident, scriptedGate, send } from './gate.ts';

/** Under the key `PreToolUse`, which Holdpoint writes. */
const call = (tool_name: string, tool_input: unknown, more: object = {}) => ({
  hook_event_name: 'PreToolUse',
  session_id: 's-1',
  timestamp: '2026-09-20T10:00:00.000Z',
  cwd: '/home/dev/app',
  tool_name,
  tool_input,
  ...more,
});
/** Under the key `preToolUse`. */
const camel = (toolName: string, toolArgs: unknown) => ({
  sessionId: 's-1',
  timestamp: 1_790_000_000_000,
  cwd: '/home/dev/app',
  toolName,
  toolArgs,
});
const decision = { permissionDecision: 'deny', permissionDecisionReason: refusal };
const denied = JSON.stringify({ ...decision, hookSpecificOutput: { hookEventName: 'PreToolUse', ...decision } });

keepsTheContract({
  adapter: copilot,
  call,
  shell: 'Bash',
  mcp: [call('railway-volume-delete', { volumeId: 'vol_prod_1' }), '', 'railway-volume-delete'],
  neutral: '',
  denied,
  deeds: [
    ['Bash', { command: 'ls', description: 'x' }, { kind: 'shell', command: 'ls' }],
    ['powershell', { command: 'ls' }, { kind: 'shell', command: 'ls', shell: 'pwsh' }],
    ['Read', { path: '/home/dev/app/.env' }, { kind: 'read', path: '/home/dev/app/.env' }],
    ['Write', { path: 'a', file_text: 'b' }, { kind: 'write', path: 'a', content: 'b' }],
    [
      'Edit',
      { path: 'a', old_str: 'x', new_str: 'y' },
      { kind: 'write', path: 'a', edits: [{ oldText: 'x', newText: 'y' }] },
    ],
    ['Edit', '*** Begin Patch\n*** Delete File: a\n*** End Patch', { kind: 'delete', path: 'a' }],
    ['apply_patch', { input: '*** Begin Patch\n*** Delete File: a\n*** End Patch' }, { kind: 'delete', path: 'a' }],
    ['write_bash', { shellId: '1', input: 'rm -rf data{enter}' }, { kind: 'shell', command: 'rm -rf data\n' }],
    [
      'Agent',
      { description: 'd', prompt: 'p', agent_type: 'explore' },
      { kind: 'task', name: 'd', program: 'subagent:explore', args: ['p'], shell: false },
    ],
  ],
  harmless: ['report_intent', 'read_bash', 'AskUserQuestion'],
});

describe('Copilot CLI alone', () => {
  it.each([
    ['an object', { command: incident }],
    ['a string', JSON.stringify({ command: incident })],
  ])('reads `preToolUse` with its arguments as %s (P5)', async (_what, toolArgs) => {
    const gate = scriptedGate((action) => (isIncident(action) ? 'held' : 'allow'));
    const { output } = await send('copilot', camel('bash', toolArgs), gate);
    expect(output).toEqual({ stdout: denied, stderr: '', exitCode: 0 });
    expect(gate.asked[0]).toMatchObject({ host: 'copilot', session: 's-1', kind: 'shell' });
  });

  it('prints one JSON document and nothing else, for two would be none (P7)', async () => {
    const { output } = await send(
      'copilot',
      camel('bash', { command: incident }),
      scriptedGate(() => 'deny'),
    );
    expect(output.stdout.trim().split('\n')).toHaveLength(1);
    expect(() => JSON.parse(output.stdout)).not.toThrow();
  });

  it("answers VS Code's own agent in its dialect: the same file starts the hook for both (P8)", async () => {
    const payload = call('run_in_terminal', { command: incident }, { tool_use_id: 'call_9__vscode-12' });
    const gate = scriptedGate(() => 'deny');
    const { output } = await send('copilot', payload, gate);
    expect(JSON.parse(output.stdout).hookSpecificOutput).toEqual({ hookEventName: 'PreToolUse', ...decision });
    expect(gate.asked[0]).toMatchObject({ host: 'vscode' });
  });

  it('writes a timeout under both of its names', () => {
    if (copilot.installation.kind !== 'entries') throw new Error('Copilot has a file of entries.');
    const [gate] = copilot.installation.entries('x');
    expect(gate).toMatchObject({ event: 'PreToolUse', value: { timeout: 900, timeoutSec: 900 } });
  });
});
