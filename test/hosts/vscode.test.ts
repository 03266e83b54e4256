import { describe, expect, it } from 'vitest';
import { vscode } from '../../src/hosts/vscode.ts';
import { incident, keepsTheContract, refusal } from './contract.ts';
import { isIncident, scriptedGate, send } from './gate.ts';

const call = (tool_name: string, tool_input: unknown, more: object = {}) => ({
  timestamp: '2026-09-20T10:00:00.000Z',
  hook_event_name: 'PreToolUse',
  session_id: 's-1',
  transcript_path: '/home/dev/t/s-1.jsonl',
  cwd: '/home/dev/app',
  tool_name,
  tool_input,
  tool_use_id: 'call_9__vscode-12',
  ...more,
});
const decision = { permissionDecision: 'deny', permissionDecisionReason: refusal };
const denied = JSON.stringify({ ...decision, hookSpecificOutput: { hookEventName: 'PreToolUse', ...decision } });

keepsTheContract({
  adapter: vscode,
  call,
  shell: 'run_in_terminal',
  mcp: [call('mcp_railway_volume-delete', { volumeId: 'vol_prod_1' }), 'railway', 'volume-delete'],
  neutral: '',
  denied,
  deeds: [
    ['run_in_terminal', { command: 'ls', explanation: 'x', mode: 'sync' }, { kind: 'shell', command: 'ls' }],
    ['send_to_terminal', { id: '1', command: 'rm -rf data' }, { kind: 'shell', command: 'rm -rf data' }],
    [
      'create_and_run_task',
      { workspaceFolder: '/w', task: { label: 't', type: 'shell', command: 'rm', args: ['-rf', 'x'] } },
      { kind: 'shell', command: 'rm -rf x' },
    ],
    [
      'create_and_run_task',
      { task: { label: 't', type: 'process', command: 'rm', args: ['-rf', 'a b'] } },
      { kind: 'shell', command: "rm -rf 'a b'" },
    ],
    ['read_file', { filePath: '/home/dev/app/.env', startLine: 1 }, { kind: 'read', path: '/home/dev/app/.env' }],
    ['create_file', { filePath: 'a', content: 'b' }, { kind: 'write', path: 'a', content: 'b' }],
    [
      'replace_string_in_file',
      { filePath: 'a', oldString: 'x', newString: 'y' },
      { kind: 'write', path: 'a', edits: [{ oldText: 'x', newText: 'y' }] },
    ],
    [
      'multi_replace_string_in_file',
      {
        replacements: [
          { filePath: 'a', oldString: 'x', newString: 'y' },
          { filePath: 'b', oldString: '1', newString: '2' },
        ],
      },
      { kind: 'write', path: 'a', edits: [{ oldText: 'x', newText: 'y' }] },
      { kind: 'write', path: 'b', edits: [{ oldText: '1', newText: '2' }] },
    ],
    ['apply_patch', { input: '*** Begin Patch\n*** Delete File: a\n*** End Patch' }, { kind: 'delete', path: 'a' }],
    ['grep_search', { query: 'TOKEN' }, { kind: 'search', pattern: 'TOKEN' }],
    [
      'fetch_webpage',
      { urls: ['https://a.example'], query: 'x' },
      { kind: 'web', url: 'https://a.example', query: 'x' },
    ],
    [
      'runSubagent',
      { description: 'd', prompt: 'p' },
      { kind: 'task', name: 'd', program: 'subagent:general', args: ['p'], shell: false },
    ],
    [
      'run_vscode_command',
      { commandId: 'workbench.extensions.uninstallExtension', name: 'x', args: ['holdpoint.holdpoint'] },
      { kind: 'mcp', server: 'vscode', tool: 'workbench.extensions.uninstallExtension' },
    ],
    [
      'run_vscode_command',
      { commandId: 'workbench.action.terminal.sendSequence', args: [{ text: 'rm -rf data\n' }] },
      { kind: 'shell', command: 'rm -rf data\n' },
    ],
  ],
  harmless: ['manage_todo_list', 'get_errors', 'get_terminal_output'],
});

describe("VS Code's agent alone", () => {
  it('reads field names of older versions (V5)', async () => {
    const payload = {
      hookEventName: 'PreToolUse',
      sessionId: 's-1',
      tool_name: 'run_in_terminal',
      tool_input: { command: incident },
    };
    const gate = scriptedGate((action) => (isIncident(action) ? 'held' : 'allow'));
    const { output } = await send('copilot', payload, gate);
    expect(JSON.parse(output.stdout).hookSpecificOutput).toEqual({ hookEventName: 'PreToolUse', ...decision });
    expect(gate.asked[0]).toMatchObject({ host: 'vscode', session: 's-1' });
  });

  it('names the event in a denial, for one without is dropped (V2)', async () => {
    const { output } = await send(
      'copilot',
      call('run_in_terminal', { command: incident }),
      scriptedGate(() => 'deny'),
    );
    expect(JSON.parse(output.stdout).hookSpecificOutput.hookEventName).toBe('PreToolUse');
  });
});
