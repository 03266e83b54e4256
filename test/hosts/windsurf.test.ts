import { describe, expect, test } from 'vitest';
import { isIncident, scriptedGate, send } from './gate.ts';

const common = { trajectory_id: 'tr-1', execution_id: 'ex-1', timestamp: '2026-05-01T10:00:00Z' };
const event = (agent_action_name: string, tool_info: object) => ({ ...common, agent_action_name, tool_info });
const neutral = { stdout: '', stderr: '', exitCode: 0 };

describe('Windsurf', () => {
  test.each<[string, object, object]>([
    [
      'a command',
      event('pre_run_command', { command_line: 'dropdb prod', cwd: '/home/dev/app/db' }),
      { kind: 'shell', command: 'dropdb prod', cwd: '/home/dev/app/db', session: 'tr-1', host: 'windsurf' },
    ],
    [
      'a tool of a server',
      event('pre_mcp_tool_use', {
        mcp_server_name: 'billing',
        mcp_tool_name: 'refund_payment',
        mcp_tool_arguments: { payment_id: 'pay_1' },
      }),
      { kind: 'mcp', server: 'billing', tool: 'refund_payment', input: { payment_id: 'pay_1' } },
    ],
    [
      'arguments in a string',
      event('pre_mcp_tool_use', { mcp_tool_name: 'x', mcp_tool_arguments: '{"a":1}' }),
      { kind: 'mcp', server: '', tool: 'x', input: { a: 1 } },
    ],
    [
      'a read',
      event('pre_read_code', { file_path: '/home/dev/app/.env' }),
      { kind: 'read', path: '/home/dev/app/.env' },
    ],
    [
      'an edit',
      event('pre_write_code', { file_path: '/w/a', edits: [{ old_string: 'a', new_string: 'b' }] }),
      { kind: 'write', path: '/w/a', edits: [{ oldText: 'a', newText: 'b' }] },
    ],
    ['an event of tomorrow', event('pre_shell', { command: 'dropdb prod' }), { kind: 'mcp', tool: 'shell' }],
  ])('is understood: %s', async (_what, payload, action) => {
    const gate = scriptedGate(() => 'allow');
    const reply = await send('windsurf', payload, gate);
    expect(gate.asked[0]).toMatchObject(action);
    expect(reply.output).toEqual(neutral);
  });

  test('judges an event of tomorrow by what it carries', async () => {
    const gate = scriptedGate((action) => (action.kind === 'shell' ? 'deny' : 'allow'));
    expect((await send('windsurf', event('pre_shell', { command: 'dropdb prod' }), gate)).output.exitCode).toBe(2);
  });

  test('is told no by an exit code and a sentence, and nothing else', async () => {
    const payload = event('pre_mcp_tool_use', { mcp_server_name: 'railway', mcp_tool_name: 'volume-delete' });
    const { output } = await send(
      'windsurf',
      payload,
      scriptedGate((action) => (isIncident(action) ? 'deny' : 'allow')),
    );
    expect(output).toEqual({ stdout: '', stderr: expect.stringContaining('A person declined.'), exitCode: 2 });
  });

  test.each([
    ['no command', event('pre_run_command', {})],
    ['no file', event('pre_write_code', {})],
    ['half a message', Buffer.from('{"agent_action_name":')],
    ['a key named twice', Buffer.from('{"agent_action_name":"pre_read_code","agent_action_name":"pre_run_command"}')],
  ])('is not let go on where nobody can tell what it would do: %s', async (_what, payload) => {
    const gate = scriptedGate(() => 'allow');
    expect((await send('windsurf', payload, gate)).output.exitCode).toBe(2);
    expect(gate.asked).toEqual([]);
  });

  test('says afterwards what a tool answered', async () => {
    const gate = scriptedGate(() => 'deny');
    const info = {
      mcp_server_name: 'fs',
      mcp_tool_name: 'read',
      mcp_tool_arguments: {},
      mcp_result: 'TOKEN=SYNTHETIC',
    };
    expect((await send('windsurf', event('post_mcp_tool_use', info), gate)).output).toEqual(neutral);
    expect(gate.reported[0]?.outcome).toEqual({ output: 'TOKEN=SYNTHETIC', ok: null, denied: false });
  });

  test.each(['pre_user_prompt', 'post_cascade_response'])('is not asked about %s', async (name) => {
    const gate = scriptedGate(() => 'deny');
    expect((await send('windsurf', event(name, { user_prompt: 'rm -rf /' }), gate)).output).toEqual(neutral);
    expect(gate.asked).toEqual([]);
  });

  test("is recognised by its payload, whichever host's entry started the hook", async () => {
    const gate = scriptedGate(() => 'allow');
    await send('claude', event('pre_run_command', { command_line: 'ls' }), gate);
    expect(gate.asked[0]?.host).toBe('windsurf');
  });
});
