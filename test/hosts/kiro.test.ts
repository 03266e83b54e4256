import { describe, expect, test } from 'vitest';
import { scriptedGate, send } from './gate.ts';

const call = (tool_name: string, tool_input: unknown, hook_event_name = 'PreToolUse') => ({
  session_id: 'sess_1',
  hook_event_name,
  cwd: '/home/dev/app',
  tool_name,
  tool_input,
});
const neutral = { stdout: '', stderr: '', exitCode: 0 };

describe('Kiro', () => {
  test.each<[string, object, object]>([
    [
      'a command',
      call('execute_bash', { command: 'ls' }),
      { kind: 'shell', command: 'ls', host: 'kiro', session: 'sess_1' },
    ],
    ['PowerShell', call('executePwsh', { command: 'ls' }), { kind: 'shell', shell: 'pwsh' }],
    [
      'the command line’s own spelling of the event',
      call('execute_bash', { command: 'ls' }, 'preToolUse'),
      { kind: 'shell', command: 'ls' },
    ],
    ['a new file', call('fs_write', { path: 'a', text: 'x' }), { kind: 'write', path: 'a', content: 'x' }],
    [
      'a new file on the command line, whose "command" is no command',
      call('fs_write', { command: 'create', path: 'a', file_text: 'x' }),
      { kind: 'write', path: 'a', content: 'x' },
    ],
    [
      'an edit',
      call('str_replace', { path: 'a', oldStr: 'x', newStr: 'y' }),
      { kind: 'write', path: 'a', edits: [{ oldText: 'x', newText: 'y' }] },
    ],
    ['a read', call('fs_read', { operations: [{ mode: 'Line', path: '.env' }] }), { kind: 'read', path: '.env' }],
    ['a read of one', call('read_file', { path: '.env' }), { kind: 'read', path: '.env' }],
    ['a removal', call('delete_file', { path: 'a' }), { kind: 'delete', path: 'a' }],
    [
      'the AWS command line in fields',
      call('use_aws', {
        service_name: 'rds',
        operation_name: 'DeleteDBInstance',
        parameters: { db_instance_identifier: 'prod', SkipFinalSnapshot: true },
        region: 'eu-west-1',
      }),
      {
        kind: 'shell',
        command:
          'aws rds delete-dbinstance --db-instance-identifier prod --skip-final-snapshot true --region eu-west-1',
      },
    ],
    [
      'a tool of a server',
      call('@railway/volume-delete', { id: 'v' }),
      { kind: 'mcp', server: 'railway', tool: 'volume-delete' },
    ],
    [
      'a tool of a server, the IDE’s way',
      call('mcp_railway_volume_delete', {}),
      { kind: 'mcp', server: 'railway', tool: 'volume_delete' },
    ],
    ['input in a string', call('execute_bash', '{"command":"ls"}'), { kind: 'shell', command: 'ls' }],
  ])('is understood: %s', async (_what, payload, action) => {
    const gate = scriptedGate(() => 'allow');
    const reply = await send('kiro', payload, gate);
    expect(gate.asked[0]).toMatchObject(action);
    expect(reply.output).toEqual(neutral);
  });

  test('is told no by an exit code and a sentence', async () => {
    const { output } = await send(
      'kiro',
      call('execute_bash', { command: 'x' }),
      scriptedGate(() => 'deny'),
    );
    expect(output).toEqual({ stdout: '', stderr: expect.stringContaining('A person declined.'), exitCode: 2 });
  });

  test('judges a tool nobody knows by what it carries', async () => {
    const gate = scriptedGate((action) => (action.kind === 'shell' ? 'deny' : 'allow'));
    expect((await send('kiro', call('runner', { command: 'rm -rf /' }), gate)).output.exitCode).toBe(2);
  });

  test.each([
    ['a command that is none', call('execute_bash', {})],
    ['no operation', call('use_aws', { service_name: 's3' })],
    ['no tool', { hook_event_name: 'PreToolUse', cwd: '/w' }],
    ['half a message', Buffer.from('{"tool_name":')],
  ])('is not let go on where nobody can tell what it would do: %s', async (_what, payload) => {
    const gate = scriptedGate(() => 'allow');
    expect((await send('kiro', payload, gate)).output.exitCode).toBe(2);
  });

  test('is answered in its own dialect though its messages look like another host’s', async () => {
    const payload = {
      ...call('execute_bash', { command: 'x' }),
      timestamp: '2026-09-01T00:00:00Z',
      transcript_path: '/t',
    };
    const { output } = await send(
      'kiro',
      payload,
      scriptedGate(() => 'deny'),
    );
    expect(output.exitCode).toBe(2);
    expect(output.stdout).toBe('');
  });

  test('says afterwards what a tool answered', async () => {
    const gate = scriptedGate(() => 'deny');
    const payload = {
      ...call('execute_bash', { command: 'cat .env' }, 'PostToolUse'),
      tool_response: { success: true, output: 'TOKEN=SYNTHETIC' },
    };
    expect((await send('kiro', payload, gate)).output).toEqual(neutral);
    expect(gate.reported[0]?.outcome).toEqual({ output: 'TOKEN=SYNTHETIC', ok: true, denied: false });
  });

  test.each(['agentSpawn', 'UserPromptSubmit', 'stop'])('is not asked about %s', async (hook_event_name) => {
    const gate = scriptedGate(() => 'deny');
    expect((await send('kiro', { hook_event_name, cwd: '/w', prompt: 'x' }, gate)).output).toEqual(neutral);
  });
});
