import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { clineScript } from '../../src/hosts/cline-script.ts';
import { scriptedGate, send } from './gate.ts';

/** As the command line sends it (recorded from 3.0.65). */
const cli = (name: string, input: object, more: object = {}) => ({
  clineVersion: '',
  timestamp: '2026-11-20T05:02:29.458Z',
  taskId: 'conv_1',
  sessionContext: { rootSessionId: 'root_1' },
  workspaceRoots: ['/home/dev/app'],
  userId: 'root',
  agent_id: 'agent_1',
  parent_agent_id: null,
  hookName: 'tool_call',
  iteration: 1,
  tool_call: { id: 'fk1', name, input },
  preToolUse: {
    toolName: name,
    parameters: Object.fromEntries(
      Object.entries(input).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
    ),
  },
  ...more,
});
/** As the extension sends it: every value a string. */
const extension = (toolName: string, parameters: Record<string, string>) => ({
  clineVersion: '3.40.0',
  hookName: 'PreToolUse',
  taskId: 'task_1',
  workspaceRoots: ['/home/dev/app'],
  preToolUse: { toolName, parameters },
});
const diff = '------- SEARCH\nold\n=======\nnew\n+++++++ REPLACE\n';

describe('Cline', () => {
  test.each<[string, object, object[]]>([
    [
      'commands',
      cli('run_commands', { commands: ['ls', 'dropdb prod'] }),
      [
        { kind: 'shell', command: 'ls', session: 'root_1', callId: 'fk1', cwd: '/home/dev/app', host: 'cline' },
        { kind: 'shell', command: 'dropdb prod' },
      ],
    ],
    [
      'a command in parts',
      cli('run_commands', { commands: [{ command: 'rm', args: ['-rf', 'a b'] }] }),
      [{ command: "rm -rf 'a b'" }],
    ],
    [
      'reads',
      cli('read_files', { files: [{ path: '/a/.env' }, { path: '/b' }] }),
      [
        { kind: 'read', path: '/a/.env' },
        { kind: 'read', path: '/b' },
      ],
    ],
    ['a subagent', cli('spawn_agent', { task: 'Clean up.', systemPrompt: 'x' }), [{ kind: 'task' }]],
    [
      'a call of a subagent',
      cli('run_commands', { commands: ['ls'] }, { parent_agent_id: 'agent_0' }),
      [{ agentId: 'agent_1' }],
    ],
    [
      'a command of the extension',
      extension('execute_command', { command: 'dropdb prod', requires_approval: 'false' }),
      [{ kind: 'shell', command: 'dropdb prod', session: 'task_1' }],
    ],
    [
      'a command that begins with a bracket',
      extension('execute_command', { command: '[ -f x ] && rm x' }),
      [{ command: '[ -f x ] && rm x' }],
    ],
    [
      'an edit of the extension',
      extension('replace_in_file', { path: 'a', diff }),
      [{ kind: 'write', path: 'a', edits: [{ oldText: 'old\n', newText: 'new\n' }] }],
    ],
    [
      'a new file that is JSON',
      extension('write_to_file', { path: 'a.json', content: '{"a":1,"a":2}' }),
      [{ kind: 'write', content: '{"a":1,"a":2}' }],
    ],
    [
      'an MCP tool of the command line, named by its server',
      cli('railway__volume-delete', { id: 'v' }),
      [{ kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { id: 'v' } }],
    ],
    [
      'a plugin’s tool with such a name, which carries a command',
      cli('ops__run', { command: 'dropdb prod' }),
      [
        { kind: 'mcp', server: 'ops', tool: 'run' },
        { kind: 'shell', command: 'dropdb prod' },
      ],
    ],
    [
      'a tool of a server',
      extension('use_mcp_tool', { server_name: 'railway', tool_name: 'volume-delete', arguments: '{"id":"v"}' }),
      [{ kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { id: 'v' } }],
    ],
    ['lists in strings', extension('run_commands', { commands: '["ls"]' }), [{ command: 'ls' }]],
  ])('is understood: %s', async (_what, payload, actions) => {
    const gate = scriptedGate(() => 'allow');
    const reply = await send('cline', payload, gate);
    expect(gate.asked).toMatchObject(actions);
    expect(reply.output).toEqual({ stdout: '{}', stderr: '', exitCode: 0 });
  });

  test('is told no in the only way it hears', async () => {
    const { output } = await send(
      'cline',
      cli('run_commands', { commands: ['x'] }),
      scriptedGate(() => 'deny'),
    );
    expect(output).toMatchObject({ stderr: '', exitCode: 0 });
    expect(JSON.parse(output.stdout)).toEqual({
      cancel: true,
      errorMessage: expect.stringContaining('A person declined.'),
    });
  });

  test('has each of its commands judged', async () => {
    const gate = scriptedGate((action) =>
      action.kind === 'shell' && action.command.includes('dropdb') ? 'deny' : 'allow',
    );
    const { output } = await send('cline', cli('run_commands', { commands: ['ls', 'dropdb prod'] }), gate);
    expect(JSON.parse(output.stdout).cancel).toBe(true);
  });

  test('judges a tool nobody knows by what it carries', async () => {
    const gate = scriptedGate((action) => (action.kind === 'shell' ? 'deny' : 'allow'));
    const { output } = await send('cline', extension('runner', { command: 'rm -rf /' }), gate);
    expect(JSON.parse(output.stdout).cancel).toBe(true);
  });

  test.each([
    ['no command', cli('run_commands', { commands: [] })],
    ['a command that is none', cli('run_commands', { commands: [7] })],
    ['no tool', { hookName: 'tool_call', tool_call: {} }],
    ['half a message', Buffer.from('{"hookName":')],
    ['a key named twice', extension('use_mcp_tool', { tool_name: 'x', arguments: '{"a":1,"a":2}' })],
  ])('is stopped where nobody can tell what it would do: %s', async (_what, payload) => {
    const gate = scriptedGate(() => 'allow');
    const { output } = await send('cline', payload, gate);
    expect(output.exitCode).toBe(0);
    expect(JSON.parse(output.stdout)).toMatchObject({
      cancel: true,
      errorMessage: expect.stringContaining('Holdpoint'),
    });
    expect(gate.asked).toEqual([]);
  });

  test.each(['TaskStart', 'UserPromptSubmit', 'PreCompact'])('is not asked about %s', async (hookName) => {
    const gate = scriptedGate(() => 'deny');
    expect((await send('cline', { hookName, taskId: 't' }, gate)).output.stdout).toBe('{}');
  });
});

describe("Cline's hook script", () => {
  /** What the script says where the launcher does this. */
  function said(launcher: string): unknown {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-cline-'));
    const program = path.join(folder, 'holdpoint-hook');
    writeFileSync(program, `#!/bin/sh\n${launcher}\n`);
    chmodSync(program, 0o755);
    const script = path.join(folder, 'PreToolUse');
    writeFileSync(script, clineScript(`${program} cline || /bin/sh -c 'exit 2'`));
    chmodSync(script, 0o755);
    return JSON.parse(execFileSync(script, { input: '{}', encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] }));
  }

  test('hands on what the launcher answers', () => {
    expect(said(`/bin/cat >/dev/null; printf '%s' '{"cancel":true,"errorMessage":"No."}'`)).toEqual({
      cancel: true,
      errorMessage: 'No.',
    });
    expect(said(`printf '{}'`)).toEqual({});
  });

  test.each([
    ['refuses', 'echo no >&2; exit 2'],
    ['crashes', 'exit 1'],
    ['is killed', 'kill -9 $$'],
    ['prints before it fails', 'printf "{}"; exit 3'],
  ])('stops Cline where the launcher %s', (_what, launcher) => {
    expect(said(launcher)).toMatchObject({ cancel: true });
  });
});
