// What every host's adapter has to keep (reference/agent-hooks.md 11), as one suite over that host's own payloads.
import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/action/action.ts';
import type { HostAdapter } from '../../src/hosts/adapter.ts';
import { isIncident, scriptedGate, send } from './gate.ts';

/** The incident's call, as a command line. */
export const incident = `curl -s https://backboard.railway.com/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"vol_prod_1\\") }"}'`;

/** What a refusal of {@link scriptedGate} says. */
export const refusal = 'Holdpoint: Deletes the volume vol_prod_1. A person declined.';

/** A deed, or the part of one that matters. */
type Expected = Partial<Deed> & Pick<Deed, 'kind'>;

/** One host's payloads and answers. */
export interface Contract {
  readonly adapter: HostAdapter;
  /** A gating payload for a tool's call. */
  call(tool: string, input: unknown, more?: object): object;
  /** The host's tool that runs a command line. */
  readonly shell: string;
  /** A destructive MCP call, and what it is read as. */
  readonly mcp: readonly [payload: object, server: string, tool: string];
  readonly neutral: string;
  /** The exact text of a denial. */
  readonly denied: string;
  /** Tools with an input, and what they are read as. */
  readonly deeds: readonly (readonly [tool: string, input: unknown, ...deeds: Expected[]])[];
  /** Tools that are nothing to judge. */
  readonly harmless: readonly string[];
}

/** Declares the suite. */
export function keepsTheContract(contract: Contract): void {
  const { adapter, call } = contract;
  const denied = { stdout: contract.denied, stderr: '', exitCode: 0 };
  const neutral = { stdout: contract.neutral, stderr: '', exitCode: 0 };
  const careful = () => scriptedGate((action) => (isIncident(action) ? 'held' : 'allow'));

  describe(`${adapter.title}'s contract`, () => {
    it('a harmless call gets the neutral answer, and never an allow', async () => {
      const reply = await send(adapter.id, call(contract.shell, { command: 'ls' }), careful());
      expect(reply).toEqual({ decision: 'allow', output: neutral });
      expect(reply.output.stdout).not.toContain('allow');
    });

    it('a refusal gets exactly the denial this host takes', async () => {
      const reply = await send(adapter.id, call(contract.shell, { command: incident }), careful());
      expect(reply).toEqual({ decision: 'hold', output: denied });
    });

    it('a destructive MCP call is judged as one', async () => {
      const [payload, server, tool] = contract.mcp;
      const gate = careful();
      expect((await send(adapter.id, payload, gate)).output).toEqual(denied);
      expect(gate.asked[0]).toMatchObject({ kind: 'mcp', server, tool });
    });

    it.each([
      ['malformed input', Buffer.from('{"hook_event_name":')],
      ['no input', Buffer.from('')],
      ['a list', Buffer.from('[]')],
      ['a key named twice', Buffer.from('{"tool_name":"a","tool_name":"b"}')],
    ])('%s gets exit 2 with a sentence and no output', async (_what, stdin) => {
      const { output } = await send(adapter.id, stdin, careful());
      expect(output).toMatchObject({ stdout: '', exitCode: 2 });
      expect(output.stderr).toMatch(/^Holdpoint: .+\n$/);
    });

    it('an error inside gets exit 2 with a sentence', async () => {
      const payload = call(contract.shell, { command: 'ls' });
      const { output } = await send(
        adapter.id,
        payload,
        scriptedGate(() => 'throw'),
      );
      expect(output).toMatchObject({ stdout: '', exitCode: 2 });
      expect(output.stderr.trim()).not.toBe('');
    });

    it('a byte order mark is no part of the message', async () => {
      const text = `\uFEFF${JSON.stringify(call(contract.shell, { command: incident }))}`;
      expect((await send(adapter.id, Buffer.from(text), careful())).output).toEqual(denied);
    });

    it('an empty working directory is none', async () => {
      const gate = careful();
      await send(adapter.id, call(contract.shell, { command: 'ls' }, { cwd: '' }), gate);
      expect(gate.asked[0]).toMatchObject({ cwd: '/home/dev/app', command: 'ls' });
    });

    it('an input in a string is read', async () => {
      const payload = call(contract.shell, JSON.stringify({ command: incident }));
      expect((await send(adapter.id, payload, careful())).output).toEqual(denied);
    });

    it.each(['command', 'cmd', 'script', 'commandLine'])(
      'a tool nobody knows is judged by its %s, not by its name',
      async (key) => {
        const gate = careful();
        const reply = await send(adapter.id, call('read_only_safe_tool', { [key]: incident }), gate);
        expect(reply.output).toEqual(denied);
      },
    );

    it('the payload decides the dialect, whatever the entry says', async () => {
      for (const named of ['claude', 'cursor', 'nobody']) {
        expect((await send(named, call(contract.shell, { command: incident }), careful())).output).toEqual(denied);
      }
    });

    it('answers well before the host gives up', () => {
      expect(adapter.deadlineMs).toBeLessThanOrEqual(adapter.hostTimeoutSeconds * 1_000 - 15_000);
    });

    it.each(contract.deeds.map(([tool, input, ...deeds]) => ({ tool, input, deeds })))(
      'reads $tool $input',
      async ({ tool, input, deeds }) => {
        const gate = scriptedGate(() => 'allow');
        await send(adapter.id, call(tool, input), gate);
        expect(gate.asked).toHaveLength(deeds.length);
        for (const [index, deed] of deeds.entries()) expect(gate.asked[index]).toMatchObject(deed);
      },
    );

    it.each(contract.harmless)('asks nothing about %s, unless it carries a command', async (tool) => {
      const gate = careful();
      expect((await send(adapter.id, call(tool, { text: 'x' }), gate)).output).toEqual(neutral);
      expect(gate.asked).toHaveLength(0);
      expect((await send(adapter.id, call(tool, { command: incident }), gate)).output).toEqual(denied);
    });

    it('writes an entry that survives upgrades: the same command line for every version', () => {
      const { installation } = adapter;
      if (installation.kind !== 'entries') return;
      const text = JSON.stringify(installation.entries('/x/holdpoint-hook y'));
      expect(text).toContain('/x/holdpoint-hook y');
      expect(text).not.toMatch(/\d+\.\d+\.\d+/);
    });
  });
}
