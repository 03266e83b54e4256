import { describe, expect, it } from 'vitest';
import { codex } from '../../src/hosts/codex.ts';
import { isLauncherCommand } from '../../src/hosts/launcher-command.ts';
import { incident, keepsTheContract, refusal } from './contract.ts';
import { scriptedGate, send } from './gate.ts';

const call = (tool_name: string, tool_input: unknown, more: object = {}) => ({
  session_id: 's-1',
  turn_id: 't-4',
  transcript_path: null,
  cwd: '/home/dev/app',
  hook_event_name: 'PreToolUse',
  model: 'example-model',
  permission_mode: 'bypassPermissions',
  tool_name,
  tool_input,
  tool_use_id: 'call_1',
  ...more,
});

const patch = [
  '*** Begin Patch',
  '*** Delete File: data/x.db',
  '*** Add File: a.sh',
  '+rm -rf /',
  '+',
  '*** Update File: src/a.ts',
  '@@ class A',
  ' const a = 1;',
  '-const b = 2;',
  '+const b = 3;',
  '*** Update File: old name.ts',
  '*** Move to: new.ts',
  '*** End Patch',
].join('\n');

const patchDeeds = [
  { kind: 'delete', path: 'data/x.db' },
  { kind: 'write', path: 'a.sh', content: 'rm -rf /\n\n' },
  {
    kind: 'write',
    path: 'src/a.ts',
    edits: [{ oldText: 'const a = 1;\nconst b = 2;\n', newText: 'const a = 1;\nconst b = 3;\n' }],
  },
  { kind: 'shell', command: "mv -- 'old name.ts' 'new.ts'" },
] as const;

keepsTheContract({
  adapter: codex,
  call,
  shell: 'Bash',
  mcp: [call('mcp__railway__volume_delete', { volumeId: 'vol_prod_1' }), 'railway', 'volume_delete'],
  neutral: '',
  denied: JSON.stringify({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: refusal,
    },
  }),
  deeds: [
    ['Bash', { command: 'git status' }, { kind: 'shell', command: 'git status', typedInto: true }],
    ['exec_command', { cmd: ['ls', '-l'] }, { kind: 'shell', command: 'ls -l', typedInto: true }],
    ['apply_patch', { command: patch }, ...patchDeeds],
    ['apply_patch', patch, ...patchDeeds],
    ['view_image', { path: 'a.png' }, { kind: 'read', path: 'a.png' }],
    [
      'spawn_agent',
      { message: 'clean up' },
      { kind: 'task', name: 'spawn_agent', program: 'subagent:general', args: ['clean up'], shell: false },
    ],
    ['web_search', { query: 'railway token' }, { kind: 'web', query: 'railway token' }],
  ],
  harmless: ['update_plan', 'wait_agent', 'multi_agent_v1wait_agent', 'request_user_input'],
});

describe('Codex alone', () => {
  it('is told nothing but the documented keys, with a reason, for it runs the call otherwise (X6)', async () => {
    const { output } = await send(
      'codex',
      call('Bash', { command: incident }),
      scriptedGate(() => 'deny'),
    );
    const { hookSpecificOutput, ...others } = JSON.parse(output.stdout);
    expect(others).toEqual({});
    expect(Object.keys(hookSpecificOutput)).toEqual([
      'hookEventName',
      'permissionDecision',
      'permissionDecisionReason',
    ]);
    expect(hookSpecificOutput.permissionDecisionReason).not.toBe('');
  });

  it('a patch that names no file is not waved through', async () => {
    const gate = scriptedGate(() => 'allow');
    const { output } = await send('codex', call('apply_patch', { command: 'rm -rf /' }), gate);
    expect(output.stdout).toContain('"permissionDecision":"deny"');
    expect(gate.rejected).toHaveLength(1);
  });

  it('is given a path that cmd starts, on Windows', () => {
    const [gate] = codex.installation.entries('C:/Users/dev/AppData/Local/holdpoint/bin/holdpoint-hook.cmd codex');
    const command = 'C:\\Users\\dev\\AppData\\Local\\holdpoint\\bin\\holdpoint-hook.cmd codex';
    expect(gate).toMatchObject({ value: { hooks: [{ command }] } });
    expect(isLauncherCommand(command)).toBe(true);
  });

  it('a subagent is named', async () => {
    const gate = scriptedGate(() => 'allow');
    await send('codex', call('Bash', { command: 'ls' }, { agent_id: 'a-1', agent_type: 'x' }), gate);
    expect(gate.asked[0]).toMatchObject({ host: 'codex', agentId: 'a-1', session: 's-1', callId: 'call_1' });
  });

  it('a call runs in the folder it asks for, which does not become the workspace', async () => {
    const gate = scriptedGate(() => 'allow');
    await send('codex', call('Bash', { command: 'rm -rf data' }, { cwd: '/srv' }), gate);
    expect(gate.asked[0]).toMatchObject({ cwd: '/srv', workspaceRoot: '/home/dev/app' });
  });

  it('a permission request is denied in its own form', async () => {
    const payload = call('Bash', { command: incident }, { hook_event_name: 'PermissionRequest' });
    const { output } = await send(
      'codex',
      payload,
      scriptedGate(() => 'deny'),
    );
    expect(JSON.parse(output.stdout)).toEqual({
      hookSpecificOutput: {
        hookEventName: 'PermissionRequest',
        decision: { behavior: 'deny', message: refusal },
      },
    });
  });
});
