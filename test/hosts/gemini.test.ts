import { describe, expect, it } from 'vitest';
import { gemini } from '../../src/hosts/gemini.ts';
import { keepsTheContract, refusal } from './contract.ts';
import { scriptedGate, send } from './gate.ts';

const call = (tool_name: string, tool_input: unknown, more: object = {}) => ({
  session_id: 's-1',
  transcript_path: '/home/dev/.gemini/t.json',
  cwd: '/home/dev/app',
  hook_event_name: 'BeforeTool',
  timestamp: '2026-08-20T10:00:00.000Z',
  tool_name,
  tool_input,
  ...more,
});

keepsTheContract({
  adapter: gemini,
  call,
  shell: 'run_shell_command',
  mcp: [
    call(
      'mcp_railway_volume-delete',
      { volumeId: 'vol_prod_1' },
      { mcp_context: { server_name: 'railway', tool_name: 'volume-delete', command: 'node' } },
    ),
    'railway',
    'volume-delete',
  ],
  neutral: '{}',
  denied: JSON.stringify({ decision: 'deny', reason: refusal }),
  deeds: [
    ['run_shell_command', { command: 'ls', description: 'x' }, { kind: 'shell', command: 'ls' }],
    ['read_file', { file_path: '/home/dev/app/.env' }, { kind: 'read', path: '/home/dev/app/.env' }],
    [
      'read_many_files',
      { include: ['a.ts', 'src/**'] },
      { kind: 'read', path: 'a.ts' },
      { kind: 'search', pattern: 'src/**' },
    ],
    ['write_file', { file_path: 'a', content: 'b' }, { kind: 'write', path: 'a', content: 'b' }],
    [
      'replace',
      { file_path: 'a', old_string: 'x', new_string: 'y' },
      { kind: 'write', path: 'a', edits: [{ oldText: 'x', newText: 'y' }] },
    ],
    ['grep_search', { pattern: 'TOKEN', dir_path: 'infra' }, { kind: 'search', pattern: 'TOKEN', path: 'infra' }],
    ['google_web_search', { query: 'x' }, { kind: 'web', query: 'x' }],
    [
      'invoke_agent',
      { agent_name: 'generalist', prompt: 'clean up' },
      { kind: 'task', name: 'generalist', program: 'subagent:generalist', args: ['clean up'], shell: false },
    ],
  ],
  harmless: ['write_todos', 'enter_plan_mode', 'update_topic'],
});

describe('Gemini CLI alone', () => {
  it('writes its timeout in milliseconds (G4)', () => {
    const [gate] = gemini.installation.entries('x');
    expect(gate).toMatchObject({ event: 'BeforeTool', value: { matcher: '*', hooks: [{ timeout: 900_000 }] } });
  });

  it('a command runs in the folder it asks for', async () => {
    const gate = scriptedGate(() => 'allow');
    await send('gemini', call('run_shell_command', { command: 'ls', dir_path: 'src' }), gate);
    expect(gate.asked[0]).toMatchObject({ cwd: '/home/dev/app/src', workspaceRoot: '/home/dev/app' });
  });

  it('an MCP tool without its context is one all the same', async () => {
    const gate = scriptedGate(() => 'allow');
    await send('gemini', call('mcp_billing_refund_payment', { payment_id: 'pay_1' }), gate);
    expect(gate.asked[0]).toMatchObject({ kind: 'mcp', server: 'billing', tool: 'refund_payment' });
  });

  it('events without a tool are nothing to judge', async () => {
    const gate = scriptedGate(() => 'deny');
    const { output } = await send('gemini', { hook_event_name: 'SessionStart', session_id: 's', cwd: '/x' }, gate);
    expect(output).toEqual({ stdout: '{}', stderr: '', exitCode: 0 });
  });
});
