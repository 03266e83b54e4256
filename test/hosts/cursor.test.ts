import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import { cursor } from '../../src/hosts/cursor.ts';
import { isIncident, scriptedGate, send } from './gate.ts';

const common = {
  conversation_id: 'c-7f1',
  generation_id: 'g-02',
  model: 'default',
  cursor_version: '3.9.16',
  workspace_roots: ['/home/dev/app'],
  user_email: null,
  transcript_path: null,
};
const event = (hook_event_name: string, more: object) => ({ ...common, hook_event_name, ...more });
const incident = 'railway volume delete --volume vol_prod_1 # volumeDelete';
const allowed = { stdout: '{"permission":"allow"}', stderr: '', exitCode: 0 };
const text = 'Holdpoint: Deletes the volume vol_prod_1. A person declined.';
const denied = {
  stdout: JSON.stringify({ permission: 'deny', user_message: text, agent_message: text }),
  stderr: '',
  exitCode: 0,
};
const gate = () => scriptedGate((action) => (isIncident(action) ? 'held' : 'allow'));

describe("Cursor's contract (agent-hooks.md 2.12)", () => {
  it('C1: a harmless command gets one object and exit 0', async () => {
    const payload = event('beforeShellExecution', { command: 'ls', cwd: '' });
    expect((await send('cursor', payload, gate())).output).toEqual(allowed);
  });

  it('C2, C3: a refusal or the deadline gets a deny with both messages', async () => {
    const payload = event('beforeShellExecution', { command: incident, cwd: '' });
    expect(await send('cursor', payload, gate())).toEqual({ decision: 'hold', output: denied });
    expect(cursor.deadlineMs).toBeLessThan(cursor.hostTimeoutSeconds * 1000 - 15_000);
  });

  it('C4: an MCP input as a string is the same as an object', async () => {
    const input = { volumeId: 'vol_prod_1' };
    const one = gate();
    const more = { mcp_server_name: 'railway', tool_name: 'volumeDelete', command: 'npx railway-mcp' };
    for (const tool_input of [input, JSON.stringify(input)]) {
      expect((await send('cursor', event('beforeMCPExecution', { ...more, tool_input }), one)).output).toEqual(denied);
    }
    expect(one.asked[0]).toEqual(one.asked[1]);
    expect(one.asked[0]).toMatchObject({ kind: 'mcp', server: 'railway', tool: 'volumeDelete', input });
  });

  it('C5: a byte order mark is dropped', async () => {
    const payload = Buffer.from(`\uFEFF${JSON.stringify(event('beforeShellExecution', { command: 'ls', cwd: '' }))}`);
    expect((await send('cursor', payload, gate())).output).toEqual(allowed);
  });

  it("C6: an empty cwd is the workspace's root", async () => {
    const one = gate();
    const payload = event('beforeShellExecution', { command: 'ls', cwd: '', workspace_roots: ['/srv/shop'] });
    await send('cursor', payload, one);
    expect(one.asked[0]).toMatchObject({ cwd: '/srv/shop', workspaceRoot: '/srv/shop' });
  });

  it('C7: unreadable input gets exit 2, no output, and the reason', async () => {
    const { output } = await send('cursor', Buffer.from('not json'), gate());
    expect(output).toMatchObject({ stdout: '', exitCode: 2 });
    expect(output.stderr).toMatch(/not valid JSON/);
  });

  it.each([
    ['preToolUse', 'Shell'],
    ['PreToolUse', 'Bash'],
  ])("C8: a Claude Code entry that Cursor runs answers in Cursor's dialect (%s)", async (name, tool_name) => {
    const harmless = event(name, {
      tool_name,
      tool_input: { command: 'ls', cwd: '', timeout: 5 },
      permission_mode: 'x',
    });
    expect((await send('claude', harmless, gate())).output).toEqual(allowed);
    const deadly = event(name, { tool_name, tool_input: { command: incident } });
    expect((await send('claude', deadly, gate())).output).toEqual(denied);
  });

  it('C9: both reports of one call mean the same action', async () => {
    const one = gate();
    await send('cursor', event('preToolUse', { tool_name: 'Shell', tool_input: { command: 'ls' }, cwd: '' }), one);
    await send('cursor', event('beforeShellExecution', { command: 'ls', cwd: '', sandbox: false }), one);
    expect(one.asked[0]).toEqual(one.asked[1]);
  });

  it('C10: never asks', async () => {
    for (const decision of ['allow', 'deny', 'held'] as const) {
      const payload = event('beforeShellExecution', { command: 'ls' });
      expect(
        (
          await send(
            'cursor',
            payload,
            scriptedGate(() => decision),
          )
        ).output.stdout,
      ).not.toContain('ask');
    }
  });
});

const deeds: [string, object, Deed][] = [
  ['beforeShellExecution', { command: 'ls -l', cwd: '/x' }, { kind: 'shell', command: 'ls -l' }],
  [
    'beforeReadFile',
    { file_path: '/home/dev/app/.env', content: 'TOKEN=SYNTHETIC' },
    { kind: 'read', path: '/home/dev/app/.env', content: 'TOKEN=SYNTHETIC' },
  ],
  [
    'preToolUse',
    { tool_name: 'Write', tool_input: { file_path: 'a.txt', content: 'x' } },
    { kind: 'write', path: 'a.txt', content: 'x' },
  ],
  ['preToolUse', { tool_name: 'Delete', tool_input: { file_path: 'a.txt' } }, { kind: 'delete', path: 'a.txt' }],
  ['preToolUse', { tool_name: 'Grep', tool_input: { pattern: 'TOKEN' } }, { kind: 'search', pattern: 'TOKEN' }],
  [
    'preToolUse',
    { tool_name: 'MCP:volumeDelete', tool_input: '{"id":1}' },
    { kind: 'mcp', server: '', tool: 'volumeDelete', input: { id: 1 } },
  ],
  [
    'beforeMCPExecution',
    { tool_name: 'query', tool_input: 'SELECT 1', url: 'https://db.example/mcp' },
    { kind: 'mcp', server: 'https://db.example/mcp', tool: 'query', input: 'SELECT 1' },
  ],
  [
    'subagentStart',
    { subagent_id: 'x', subagent_type: 'general-purpose', task: 'clean up' },
    { kind: 'task', name: 'subagentStart', program: 'subagent:general-purpose', args: ['clean up'], shell: false },
  ],
  ['someNewEvent', { command: 'ls' }, { kind: 'shell', command: 'ls' }],
];

describe("Cursor's events", () => {
  it.each(deeds)('%s %j', async (name, more, expected) => {
    const one = scriptedGate(() => 'allow');
    expect((await send('cursor', event(name, more), one)).output).toEqual(allowed);
    expect(one.asked[0]).toMatchObject({ ...expected, session: 'c-7f1', host: 'cursor' });
  });

  it('judges files that go along with a read', async () => {
    const one = scriptedGate(() => 'allow');
    const attachments = [{ type: 'file', file_path: '/home/dev/app/infra/.env' }];
    await send('cursor', event('beforeReadFile', { file_path: 'README.md', content: '', attachments }), one);
    expect(one.asked.map((action) => action.kind === 'read' && action.path)).toEqual([
      'README.md',
      '/home/dev/app/infra/.env',
    ]);
  });

  it.each([
    ['afterShellExecution', { command: 'env', output: 'TOKEN=SYNTHETIC' }],
    ['afterMCPExecution', { tool_name: 'get', tool_input: '{}', result_json: '{"token":"TOKEN=SYNTHETIC"}' }],
    ['postToolUse', { tool_name: 'Grep', tool_input: { pattern: 'T' }, tool_output: 'a: TOKEN=SYNTHETIC' }],
  ])('reports what a tool printed: %s', async (name, more) => {
    const one = scriptedGate(() => 'deny');
    const { output } = await send('cursor', event(name, more), one);
    expect(output).toEqual({ stdout: '{}', stderr: '', exitCode: 0 });
    expect(one.reported[0]?.outcome.output).toContain('TOKEN=SYNTHETIC');
  });

  it.each([
    ['stop', '{}'],
    ['sessionStart', '{}'],
    ['beforeSubmitPrompt', '{"continue":true}'],
  ])('lets %s pass in its own form', async (name, stdout) => {
    const one = scriptedGate(() => 'deny');
    expect((await send('cursor', event(name, {}), one)).output.stdout).toBe(stdout);
    expect(one.asked).toHaveLength(0);
  });

  it.each([
    ['a command that is missing', event('beforeShellExecution', {})],
    ['an input with a key named twice', event('beforeMCPExecution', { tool_name: 'a', tool_input: '{"x":1,"x":2}' })],
    ['an event without content', event('someNewEvent', {})],
  ])('refuses %s', async (_what, payload) => {
    const one = scriptedGate(() => 'allow');
    const { output } = await send('cursor', payload, one);
    expect(JSON.parse(output.stdout).permission).toBe('deny');
    expect(one.rejected).toHaveLength(1);
  });
});
