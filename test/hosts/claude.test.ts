import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import { claude } from '../../src/hosts/claude.ts';
import { isIncident, scriptedGate, send } from './gate.ts';

const common = {
  session_id: 's-1',
  transcript_path: '/home/dev/.claude/projects/app/s-1.jsonl',
  cwd: '/home/dev/app',
  permission_mode: 'bypassPermissions',
  hook_event_name: 'PreToolUse',
  tool_use_id: 'toolu_01',
};
const call = (tool_name: string, tool_input: unknown, more: object = {}) => ({
  ...common,
  tool_name,
  tool_input,
  ...more,
});
const incident = `curl -s https://backboard.railway.com/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"vol_prod_1\\") }"}'`;
const neutral = { stdout: '', stderr: '', exitCode: 0 };
const denied = {
  stdout: JSON.stringify({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: 'Holdpoint: Deletes the volume vol_prod_1. A person declined.',
    },
  }),
  stderr: '',
  exitCode: 0,
};

describe("Claude Code's contract (agent-hooks.md 5.8)", () => {
  const gate = () => scriptedGate((action) => (isIncident(action) ? 'held' : 'allow'));

  it('L1: a harmless call gets exit 0 and silence', async () => {
    expect(await send('claude', call('Bash', { command: 'ls' }), gate())).toEqual({
      decision: 'allow',
      output: neutral,
    });
  });

  it.each(['default', 'plan', 'acceptEdits', 'auto', 'dontAsk', 'bypassPermissions'])(
    'L2, L4: a refusal or the deadline gets a wrapped deny in mode %s',
    async (permission_mode) => {
      const reply = await send('claude', call('Bash', { command: incident }, { permission_mode }), gate());
      expect(reply).toEqual({ decision: 'hold', output: denied });
    },
  );

  it.each([
    ['malformed input', Buffer.from('{"hook_event_name":')],
    ['no input', Buffer.from('')],
  ])('L3: %s gets exit 2, a sentence, and is recorded', async (_what, stdin) => {
    const one = gate();
    const { output } = await send('claude', stdin, one);
    expect(output).toMatchObject({ stdout: '', exitCode: 2 });
    expect(output.stderr).toMatch(/^Holdpoint: The host's message is .+\n$/);
    expect(one.rejected).toHaveLength(1);
  });

  it('L3: an error inside gets exit 2', async () => {
    const { output } = await send(
      'claude',
      call('Bash', { command: 'ls' }),
      scriptedGate(() => 'throw'),
    );
    expect(output).toMatchObject({ stdout: '', exitCode: 2 });
  });

  it('L5: a subagent gets the same decision, and is named', async () => {
    const one = gate();
    const more = { agent_id: 'a-7', agent_type: 'general-purpose' };
    const reply = await send('claude', call('Bash', { command: incident }, more), one);
    expect(reply.output).toEqual(denied);
    expect(one.asked[0]).toMatchObject({ agentId: 'a-7', session: 's-1', callId: 'toolu_01' });
  });

  it('L6: a destructive MCP tool is judged as one', async () => {
    const one = gate();
    const reply = await send('claude', call('mcp__railway__volume-delete', { volumeId: 'vol_prod_1' }), one);
    expect(reply.output).toEqual(denied);
    expect(one.asked[0]).toMatchObject({ kind: 'mcp', server: 'railway', tool: 'volume-delete' });
  });

  it('L7: PowerShell is inspected as a command', async () => {
    const one = gate();
    await send('claude', call('PowerShell', { command: 'Remove-Item -Recurse x' }), one);
    expect(one.asked[0]).toMatchObject({ kind: 'shell', shell: 'pwsh', command: 'Remove-Item -Recurse x' });
  });

  it('L8: onFailure stands on the handler, and a timeout longer than our own deadline', () => {
    const [gateEntry] = claude.installation.entries('/x/holdpoint-hook claude');
    const handler = { type: 'command', command: '/x/holdpoint-hook claude', timeout: 900, onFailure: 'block' };
    expect(gateEntry).toMatchObject({ event: 'PreToolUse', value: { matcher: '*', hooks: [handler] } });
    expect(claude.deadlineMs).toBeLessThan(claude.hostTimeoutSeconds * 1000 - 15_000);
  });

  it('never prints an allow', async () => {
    for (const tool of ['Bash', 'Read', 'mcp__a__b', 'Unknown']) {
      const { output } = await send(
        'claude',
        call(tool, { command: 'ls', file_path: 'a' }),
        scriptedGate(() => 'allow'),
      );
      expect(output.stdout).toBe('');
    }
  });
});

const deeds: [tool: string, input: unknown, deed: Deed][] = [
  ['Bash', { command: 'ls -l', description: 'list', timeout: 5 }, { kind: 'shell', command: 'ls -l' }],
  ['Bash', { command: ['rm', '-rf', 'a b'] }, { kind: 'shell', command: "rm -rf 'a b'" }],
  ['Bash', '{"command":"ls"}', { kind: 'shell', command: 'ls' }],
  ['Read', { file_path: '/home/dev/app/.env', limit: 5 }, { kind: 'read', path: '/home/dev/app/.env' }],
  ['Write', { file_path: 'a.sh', content: 'rm -rf /' }, { kind: 'write', path: 'a.sh', content: 'rm -rf /' }],
  [
    'Edit',
    { file_path: 'a.sh', old_string: 'ls', new_string: 'rm', replace_all: true },
    { kind: 'write', path: 'a.sh', edits: [{ oldText: 'ls', newText: 'rm' }] },
  ],
  [
    'NotebookEdit',
    { notebook_path: 'a.ipynb', new_source: 'x = 1' },
    { kind: 'write', path: 'a.ipynb', edits: [{ oldText: '', newText: 'x = 1' }] },
  ],
  ['Glob', { pattern: '**/*.env' }, { kind: 'search', pattern: '**/*.env' }],
  ['Grep', { pattern: 'TOKEN', path: 'infra' }, { kind: 'search', pattern: 'TOKEN', path: 'infra' }],
  ['WebFetch', { url: 'https://a.example', prompt: 'x' }, { kind: 'web', url: 'https://a.example' }],
  ['WebSearch', { query: 'railway token' }, { kind: 'web', query: 'railway token' }],
  [
    'Agent',
    { description: 'sub task', prompt: 'clean up', subagent_type: 'terraform' },
    { kind: 'task', name: 'sub task', program: 'subagent:terraform', args: ['clean up'], shell: false },
  ],
  ['mcp__a_b__c__d', { x: 1 }, { kind: 'mcp', server: 'a_b', tool: 'c__d', input: { x: 1 } }],
];

describe("Claude Code's tools", () => {
  it.each(deeds)('%s %j', async (tool, input, expected) => {
    const gate = scriptedGate(() => 'allow');
    await send('claude', call(tool, input), gate);
    expect(gate.asked).toHaveLength(1);
    expect(gate.asked[0]).toMatchObject(expected);
  });

  it("takes an MCP server's name from the payload where it holds the separator", async () => {
    const gate = scriptedGate(() => 'allow');
    await send('claude', call('mcp__my__server__drop', {}, { mcp_server: { name: 'my__server' } }), gate);
    expect(gate.asked[0]).toMatchObject({ server: 'my__server', tool: 'drop' });
  });

  it.each([
    ['a command', { command: incident }],
    ['a script', { script: incident }],
    ['a list of words', { cmd: ['bash', '-c', incident] }],
    ['an unknown field', { body: 'volumeDelete' }],
    ['content for a file', { path: 'a.sh', content: incident }],
  ])('judges an unknown tool by %s in it', async (_what, input) => {
    const { output } = await send(
      'claude',
      call('SomethingNew', input),
      scriptedGate((action) => (isIncident(action) ? 'deny' : 'allow')),
    );
    expect(output).toEqual(denied);
  });

  it.each([
    ['Bash without a command', call('Bash', {})],
    ['Write without a file', call('Write', { content: 'x' })],
    ['no tool at all', { ...common }],
    ['an input with a key named twice', call('Bash', '{"command":"ls","command":"rm -rf /"}')],
  ])('refuses %s and records it', async (_what, payload) => {
    const gate = scriptedGate(() => 'allow');
    const reply = await send('claude', payload, gate);
    expect(reply.decision).toBe('deny');
    expect(reply.output.stdout).toContain('"permissionDecision":"deny"');
    expect(gate.rejected).toHaveLength(1);
    expect(gate.asked).toHaveLength(0);
  });

  it.each(['TodoWrite', 'AskUserQuestion', 'ExitPlanMode', 'CronDelete'])('asks nobody about %s', async (tool) => {
    const gate = scriptedGate(() => 'deny');
    expect((await send('claude', call(tool, { todos: [] }), gate)).output).toEqual(neutral);
    expect(gate.asked).toHaveLength(0);
  });

  it('still judges a command under a harmless name', async () => {
    const gate = scriptedGate(() => 'deny');
    await send('claude', call('TodoWrite', { command: 'rm -rf /' }), gate);
    expect(gate.asked.length).toBeGreaterThan(0);
  });

  it('answers a permission request in its own form', async () => {
    const payload = { ...call('Bash', { command: incident }), hook_event_name: 'PermissionRequest' };
    const { output } = await send(
      'claude',
      payload,
      scriptedGate(() => 'deny'),
    );
    expect(JSON.parse(output.stdout).hookSpecificOutput.decision.behavior).toBe('deny');
  });

  it.each([
    ['PostToolUse', { tool_response: { stdout: 'RAILWAY_TOKEN=SYNTHETIC', stderr: '' } }, true],
    ['PostToolUseFailure', { error: 'exit 1\nRAILWAY_TOKEN=SYNTHETIC' }, false],
  ])('reports what a tool printed: %s', async (hook_event_name, more, ok) => {
    const gate = scriptedGate(() => 'deny');
    const reply = await send('claude', { ...call('Bash', { command: 'env' }), hook_event_name, ...more }, gate);
    expect(reply.output).toEqual(neutral);
    expect(gate.asked).toHaveLength(0);
    expect(gate.reported[0]).toMatchObject({
      action: { kind: 'shell', command: 'env' },
      outcome: { ok, denied: false },
    });
    expect(gate.reported[0]?.outcome.output).toContain('RAILWAY_TOKEN=SYNTHETIC');
  });

  it('gives a session without an id a stable name', async () => {
    const gate = scriptedGate(() => 'allow');
    const { session_id: _none, ...anonymous } = call('Bash', { command: 'ls' });
    await send('claude', anonymous, gate);
    await send('claude', anonymous, gate);
    expect(gate.asked[0]?.session).toMatch(/^claude-[0-9a-f]{16}$/);
    expect(gate.asked[1]?.session).toBe(gate.asked[0]?.session);
  });
});
