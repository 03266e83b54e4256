import { describe, expect, it } from 'vitest';
import { qwen } from '../../src/hosts/qwen.ts';
import { keepsTheContract, refusal } from './contract.ts';
import { scriptedGate, send } from './gate.ts';

const call = (tool_name: string, tool_input: unknown, more: object = {}) => ({
  session_id: 's-1',
  transcript_path: '/home/dev/.qwen/projects/app/chats/s-1.jsonl',
  cwd: '/home/dev/app',
  hook_event_name: 'PreToolUse',
  timestamp: '2026-11-20T04:48:14.434Z',
  permission_mode: 'yolo',
  prompt_id: 's-1########0',
  tool_name,
  tool_input,
  tool_use_id: 'toolu_1',
  tool_call_id: 'call_1',
  ...more,
});

keepsTheContract({
  adapter: qwen,
  call,
  shell: 'run_shell_command',
  mcp: [call('mcp__railway__volume-delete', { volumeId: 'vol_prod_1' }), 'railway', 'volume-delete'],
  neutral: '',
  denied: JSON.stringify({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: refusal,
    },
  }),
  deeds: [
    ['run_shell_command', { command: 'ls', is_background: false }, { kind: 'shell', command: 'ls' }],
    ['read_file', { file_path: '.env' }, { kind: 'read', path: '.env' }],
    ['write_file', { file_path: 'a', content: 'b' }, { kind: 'write', path: 'a', content: 'b' }],
    [
      'edit',
      { file_path: 'a', old_string: 'x', new_string: 'y' },
      { kind: 'write', path: 'a', edits: [{ oldText: 'x', newText: 'y' }] },
    ],
    ['glob', { pattern: '*.env' }, { kind: 'search', pattern: '*.env' }],
    [
      'agent',
      { description: 'sub task', prompt: 'clean up', subagent_type: 'general-purpose' },
      { kind: 'task', name: 'sub task', program: 'subagent:general-purpose', args: ['clean up'], shell: false },
    ],
    [
      'tool_call',
      { name: 'mcp__railway__volume-delete', arguments: { volumeId: 'v' } },
      { kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { volumeId: 'v' } },
    ],
    [
      'tool_call',
      { name: 'web_fetch', arguments: { url: 'https://a.example' } },
      { kind: 'web', url: 'https://a.example' },
    ],
  ],
  harmless: ['todo_write', 'skill', 'tool_search'],
});

describe('Qwen Code alone', () => {
  it('waits for nobody longer than its tools wait for a hook: 60 seconds, whatever the settings say', () => {
    expect(qwen.deadlineMs).toBe(45_000);
    const [gate] = qwen.installation.entries('x');
    expect(gate).toMatchObject({ value: { hooks: [{ timeout: 60 }] } });
  });

  it('a command runs in the folder it asks for', async () => {
    const gate = scriptedGate(() => 'allow');
    await send('qwen', call('run_shell_command', { command: 'ls', directory: '/srv' }), gate);
    expect(gate.asked[0]).toMatchObject({ cwd: '/srv', workspaceRoot: '/home/dev/app' });
  });
});
