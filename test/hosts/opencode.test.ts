import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { opencodePlugin } from '../../src/hosts/opencode-plugin.ts';
import { scriptedGate, send } from './gate.ts';

/** As our plugin sends it. */
const call = (tool_name: string, args: unknown, more: object = {}) => ({
  hook_event_name: 'tool.execute.before',
  session_id: 'ses_1',
  call_id: 'fk1',
  cwd: '/home/dev/app',
  tool_name,
  args,
  ...more,
});

describe('OpenCode', () => {
  test.each<[string, object, object[]]>([
    [
      'a command',
      call('bash', { command: 'ls', description: 'x' }),
      [{ kind: 'shell', command: 'ls', session: 'ses_1', callId: 'fk1', host: 'opencode' }],
    ],
    ['a command elsewhere', call('bash', { command: 'ls', workdir: 'db' }), [{ cwd: '/home/dev/app/db' }]],
    [
      'a read',
      call('read', { filePath: '/home/dev/app/infra/domains/.env' }),
      [{ kind: 'read', path: '/home/dev/app/infra/domains/.env' }],
    ],
    [
      'an edit',
      call('edit', { filePath: 'a', oldString: 'x', newString: 'y' }),
      [{ kind: 'write', edits: [{ oldText: 'x', newText: 'y' }] }],
    ],
    [
      'a tool of a server',
      call('railway_volume-delete', { volumeId: 'vol_prod_1' }),
      [{ kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { volumeId: 'vol_prod_1' } }],
    ],
    [
      'a tool of a server that runs commands',
      call('shell_exec', { command: 'dropdb prod' }),
      [{ kind: 'mcp' }, { kind: 'shell', command: 'dropdb prod' }],
    ],
    [
      'a subagent',
      call('task', { prompt: 'Clean up.', description: 'sub', subagent_type: 'general' }),
      [{ kind: 'task' }],
    ],
    [
      'several at once',
      call('batch', {
        tool_calls: [
          { tool: 'read', parameters: { filePath: 'a' } },
          { tool: 'bash', parameters: { command: 'ls' } },
        ],
      }),
      [{ kind: 'read' }, { kind: 'shell' }],
    ],
    [
      'a patch',
      call('apply_patch', { patchText: '*** Begin Patch\n*** Delete File: data.db\n*** End Patch' }),
      [{ kind: 'delete', path: 'data.db' }],
    ],
  ])('is understood: %s', async (_what, payload, actions) => {
    const gate = scriptedGate(() => 'allow');
    const reply = await send('opencode', payload, gate);
    expect(gate.asked).toMatchObject(actions);
    expect(reply.output).toEqual({ stdout: '{"decision":"neutral"}', stderr: '', exitCode: 0 });
  });

  test('is told no by an exit code and a sentence', async () => {
    const { output } = await send(
      'opencode',
      call('bash', { command: 'x' }),
      scriptedGate(() => 'deny'),
    );
    expect(output).toEqual({ stdout: '', stderr: expect.stringContaining('A person declined.'), exitCode: 2 });
  });

  test.each([
    ['no command', call('bash', {})],
    ['no calls', call('batch', {})],
    ['one of several that cannot be read', call('batch', { tool_calls: [{ tool: 'bash', parameters: {} }] })],
    ['no tool', { hook_event_name: 'tool.execute.before' }],
    ['half a message', Buffer.from('{')],
  ])('is not let go on where nobody can tell what it would do: %s', async (_what, payload) => {
    const gate = scriptedGate(() => 'allow');
    expect((await send('opencode', payload, gate)).output.exitCode).toBe(2);
  });

  test('says afterwards what a tool printed', async () => {
    const gate = scriptedGate(() => 'deny');
    const payload = call(
      'bash',
      { command: 'cat .env' },
      { hook_event_name: 'tool.execute.after', output: 'TOKEN=SYNTHETIC' },
    );
    expect((await send('opencode', payload, gate)).output.exitCode).toBe(0);
    expect(gate.reported[0]?.outcome.output).toBe('TOKEN=SYNTHETIC');
  });
});

describe("OpenCode's plugin", () => {
  /** The plugin's hooks, with a launcher that does this. What it is sent stands in `seen`. */
  async function loaded(launcher: string) {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-opencode-'));
    const program = path.join(folder, 'holdpoint-hook');
    const seen = path.join(folder, 'seen');
    writeFileSync(program, `#!/bin/sh\n/bin/cat >'${seen}'\n${launcher}\n`);
    chmodSync(program, 0o755);
    const file = path.join(folder, 'holdpoint.mjs');
    writeFileSync(file, opencodePlugin(`${program} opencode || /bin/sh -c 'echo "$0 gone" >&2; exit 2'`));
    const { Holdpoint } = await import(pathToFileURL(file).href);
    const hooks = await Holdpoint({ directory: '/home/dev/app' });
    const called = () =>
      hooks['tool.execute.before']({ tool: 'bash', sessionID: 'ses_1', callID: 'c1' }, { args: { command: 'ls' } });
    return { called, seen: () => JSON.parse(readFileSync(seen, 'utf8')) };
  }

  test('lets a call go on a plain yes, and tells the launcher what it needs', async () => {
    const { called, seen } = await loaded(`printf '{"decision":"neutral"}'`);
    await called();
    expect(seen()).toEqual(call('bash', { command: 'ls' }, { call_id: 'c1' }));
  });

  test.each<[string, string, RegExp]>([
    ['says no', `echo 'Holdpoint: Deletes it all.' >&2; exit 2`, /Deletes it all/],
    ['crashes', 'exit 1', /gone|could not check/],
    ['is killed', 'kill -9 $$', /gone|could not check/],
    ['says nothing', 'exit 0', /could not check/],
    ['says something else', `printf '{"decision":"allow"}'`, /could not check/],
  ])('throws, which blocks the call, where the launcher %s', async (_what, launcher, reason) => {
    const { called } = await loaded(launcher);
    await expect(called()).rejects.toThrow(reason);
  });
});
