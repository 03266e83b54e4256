import {
  CallToolResultSchema,
  DiscoverResultSchema,
  InitializeResultSchema,
  ListToolsResultSchema,
} from '@modelcontextprotocol/core';
import { describe, expect, test, vi } from 'vitest';
import type { LayerAnswer } from '../../src/guard/layer-client.ts';
import { type Asked, type CredentialWish, lendingThrough } from '../../src/mcp/lending.ts';
import { createOwnServer, type OwnCall } from '../../src/mcp/own-server.ts';
import { type OwnPorts, ownTools } from '../../src/mcp/own-tools.ts';

/** Holdpoint's own server over ports of the test's. */
function rig(ports: Partial<OwnPorts> = {}) {
  const sent: { id: unknown; result?: Record<string, unknown>; error?: { code: number } }[] = [];
  const given: OwnPorts = {
    lend: async () => ({ isLent: false, text: 'Nobody is there.' }),
    confirm: async () => ({ goesOut: true, reason: '' }),
    explain: async () => ({ decision: 'allow', reason: 'Nothing.', effects: [] }),
    ...ports,
  };
  const about = { name: 'holdpoint', version: '1.0.0', instructions: 'Ask.' };
  const server = createOwnServer(about, ownTools(given), (line) => sent.push(JSON.parse(line.toString())));
  const ask = async (method: string, params: object = {}, id: unknown = 1) => {
    server.take(JSON.stringify({ jsonrpc: '2.0', ...(id === null ? {} : { id }), method, params }));
    await new Promise((resolve) => setTimeout(resolve, 2));
    return sent.at(-1);
  };
  const call = async (name: string, args: object, id: unknown = 1) => {
    const answer = await ask('tools/call', { name, arguments: args }, id);
    const { content, isError } = CallToolResultSchema.parse(answer?.result);
    return { text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''), isError: isError === true };
  };
  return { server, sent, ask, call };
}

describe("Holdpoint's own server", () => {
  test.each(['2025-11-25', '2025-06-18', '2024-11-05'])(
    'shakes hands in the revision the host speaks: %s',
    async (version) => {
      const answer = await rig().ask('initialize', {
        protocolVersion: version,
        capabilities: {},
        clientInfo: { name: 't', version: '1' },
      });
      expect(InitializeResultSchema.parse(answer?.result)).toMatchObject({
        protocolVersion: version,
        serverInfo: { name: 'holdpoint' },
      });
    },
  );

  test('offers its newest revision to a host that speaks none it knows', async () => {
    expect(await rig().ask('initialize', { protocolVersion: '2099-01-01' })).toMatchObject({
      result: { protocolVersion: '2025-11-25' },
    });
  });

  test('answers without a handshake in the newest revision', async () => {
    const { ask } = rig();
    const params = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };
    expect(DiscoverResultSchema.parse((await ask('server/discover', params))?.result)).toMatchObject({
      supportedVersions: ['2026-07-28'],
    });
    expect((await ask('tools/list', params))?.result).toMatchObject({ resultType: 'complete' });
  });

  test('lists three tools, none of which changes anything', async () => {
    const { tools } = ListToolsResultSchema.parse((await rig().ask('tools/list'))?.result);
    expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
      ['request_confirmation', true],
      ['request_credential', true],
      ['explain_hold', true],
    ]);
  });

  test.each<[string, LayerAnswer, RegExp, boolean]>([
    ['a person agreed', { goesOut: true, reason: '', asked: true }, /A person confirmed it.*checked once more/, false],
    ['nobody has to', { goesOut: true, reason: '' }, /Nobody has to confirm this/, false],
    [
      'a person refused',
      { goesOut: false, reason: 'A person denied this call.', asked: true },
      /^Not confirmed\. A person denied/,
      true,
    ],
    ['nobody is there', { goesOut: false, reason: 'Nobody can confirm it here.' }, /^Not confirmed\. Nobody can/, true],
  ])('tells an agent that asks ahead what came of it: %s', async (_what, answer, text, isError) => {
    const asked: unknown[] = [];
    const { call } = rig({
      confirm: async (action) => {
        asked.push(action);
        return answer;
      },
    });
    const action = { kind: 'shell', command: 'terraform destroy' };
    expect(await call('request_confirmation', { action })).toEqual({ text: expect.stringMatching(text), isError });
    expect(asked).toEqual([action]);
  });

  test.each(['request_confirmation', 'explain_hold'])('asks for a description where %s has none', async (name) => {
    const { call } = rig({ confirm: () => Promise.reject(new Error('not to be asked')) });
    for (const args of [{}, { action: 'rm -rf /' }, { action: { command: 'x' } }]) {
      expect(await call(name, args)).toEqual({ text: expect.stringContaining('Describe the call'), isError: true });
    }
  });

  test.each<[string, Asked, RegExp]>([
    [
      'a person lends one',
      {
        kind: 'offered',
        name: 'RAILWAY_TOKEN',
        variable: 'RAILWAY_API_TOKEN',
        program: 'railway',
        folder: '/w',
        milliseconds: 600_000,
      },
      /^A person lends you RAILWAY_TOKEN for one call of railway, within 10 minutes\. Make that call in \/w as: holdpoint run --credential RAILWAY_TOKEN -- railway … .*as RAILWAY_API_TOKEN.*still checked/,
    ],
    ['a person refused', { kind: 'refused' }, /^A person refused\. Nothing is lent\. Do not search/],
    ['nobody answered', { kind: 'unanswered' }, /^Nobody answered.*Lend Credential.*--credential NAME -- railway/],
    ['nobody has answered yet', { kind: 'waiting' }, /^Nobody has answered yet.*call request_credential again/],
    [
      'nothing is stored',
      { kind: 'empty' },
      /^No credential is stored.*They can type one in.*--credential NAME -- rail/,
    ],
    ['too many wait', { kind: 'busy' }, /^Too many requests/],
    ['the folder is open nowhere', { kind: 'elsewhere' }, /^Nothing is lent\. No editor window .* has \/w open\./],
    [
      'no window answers',
      { kind: 'nobody', why: 'No editor window is open.' },
      /lent\. No editor window is open\. Stop/,
    ],
    ['the window went away', { kind: 'gone' }, /^Nothing is lent\. The editor window went away/],
    ['the window is of another version', { kind: 'unreadable' }, /^Nothing is lent\. .*reload that window/],
  ])('tells an agent that lacks a credential what came of asking: %s', async (_what, asked, text) => {
    const wishes: CredentialWish[] = [];
    const lend = lendingThrough(
      async (wish) => {
        wishes.push(wish);
        return asked;
      },
      { command: 'holdpoint', cwd: '/w' },
    );
    const { call } = rig({ lend });
    const wish = { purpose: 'deploy to staging', program: 'railway', provider: 'railway', kind: 'API token' };
    expect(await call('request_credential', { ...wish, name: 'RAILWAY_TOKEN' })).toEqual({
      text: expect.stringMatching(text),
      isError: asked.kind !== 'offered',
    });
    expect(wishes).toEqual([wish]);
  });

  test('asks nobody for a credential without a purpose and the plain name of a program', async () => {
    const { call } = rig({ lend: () => Promise.reject(new Error('not to be asked')) });
    for (const [args, text] of [
      [{}, /"purpose"/],
      [{ purpose: ' ', program: 'railway' }, /"purpose"/],
      [{ purpose: 'deploy' }, /"program"/],
      [{ purpose: 'deploy', program: './railway' }, /"program"/],
      [{ purpose: 'deploy', program: 'railway; curl' }, /"program"/],
      [{ purpose: 'deploy', program: 7 }, /"program"/],
    ] as const) {
      expect(await call('request_credential', args)).toEqual({ text: expect.stringMatching(text), isError: true });
    }
  });

  test('cuts what an agent says of a credential to what a person can read', async () => {
    const wishes: CredentialWish[] = [];
    const { call } = rig({
      lend: async (wish) => {
        wishes.push(wish);
        return { isLent: true, text: '' };
      },
    });
    await call('request_credential', { purpose: 'x'.repeat(900), program: 'aws', provider: 'y'.repeat(90), kind: {} });
    expect(wishes).toEqual([{ purpose: 'x'.repeat(300), program: 'aws', provider: 'y'.repeat(60) }]);
  });

  test('knows who calls, and whether they wait as long as they get signs of life', async () => {
    const known: Omit<OwnCall, 'signal'>[] = [];
    const { ask } = rig({
      lend: async (_wish, { client, isPatient }) => {
        known.push({ client, isPatient });
        return { isLent: true, text: '' };
      },
    });
    const asked = { name: 'request_credential', arguments: { purpose: 'deploy', program: 'railway' } };
    await ask('tools/call', asked);
    await ask('initialize', {
      protocolVersion: '2025-11-25',
      clientInfo: { name: 'claude-code', title: 'Claude Code' },
    });
    await ask('tools/call', { ...asked, _meta: { progressToken: 0 } });
    await ask('tools/call', { ...asked, _meta: { 'io.modelcontextprotocol/clientInfo': { name: 'other' } } });
    expect(known).toEqual([
      { client: '', isPatient: false },
      { client: 'Claude Code', isPatient: true },
      { client: 'other', isPatient: false },
    ]);
  });

  test('gives signs of life while a person is asked, to a host that wants them', async () => {
    vi.useFakeTimers();
    try {
      const answers: (() => void)[] = [];
      const { server, sent } = rig({
        lend: () => new Promise((resolve) => answers.push(() => resolve({ isLent: true, text: '' }))),
      });
      const params = { name: 'request_credential', arguments: { purpose: 'deploy', program: 'railway' } };
      const call = (id: number, meta: object) =>
        server.take(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { ...params, ...meta } }));
      call(1, { _meta: { progressToken: 'p' } });
      call(2, {});
      await vi.advanceTimersByTimeAsync(25_000);
      expect(sent).toMatchObject([1, 2].map((progress) => ({ params: { progressToken: 'p', progress } })));
      for (const answer of answers) answer();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(sent.slice(2).map(({ id }) => id)).toEqual([1, 2]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('explains, with what to do instead', async () => {
    const { call } = rig({
      explain: async () => ({
        decision: 'hold',
        reason: 'Deletes everything.',
        effects: [{ rule: 'terraform/destroy', target: '*', safer: 'terraform plan -destroy' }],
      }),
    });
    const { text } = await call('explain_hold', { action: { kind: 'shell', command: 'terraform destroy' } });
    expect(text.split('\n')).toEqual([
      'Holdpoint holds this until a person has approved it.',
      'Deletes everything.',
      'Harmless instead: terraform plan -destroy',
      'terraform/destroy: *',
    ]);
  });

  test('lets go of a question the host takes back, and of all when it leaves', async () => {
    const gone: string[] = [];
    const { server, ask, sent } = rig({
      confirm: (action, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            gone.push(String(action.command));
            resolve({ goesOut: false, reason: 'Gone.' });
          });
        }),
    });
    const args = (command: string) => ({
      name: 'request_confirmation',
      arguments: { action: { kind: 'shell', command } },
    });
    await ask('tools/call', args('one'), 7);
    await ask('tools/call', args('two'), 8);
    await ask('notifications/cancelled', { requestId: 7 }, null);
    expect(gone).toEqual(['one']);
    await server.end();
    expect(gone).toEqual(['one', 'two']);
    expect(sent).toEqual([]);
  });

  test.each([
    ['no JSON', 'x', -32700],
    ['a key twice', '{"id":1,"id":2,"method":"ping"}', -32700],
    ['no message', '7', -32600],
    ['an unknown method', '{"id":1,"method":"approve"}', -32601],
    ['an unknown tool', '{"id":1,"method":"tools/call","params":{"name":"approve"}}', -32602],
  ])('refuses %s', async (_what, line, code) => {
    const { server, sent } = rig();
    server.take(line);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(sent).toMatchObject([{ error: { code } }]);
  });

  test('says nothing to what wants no answer', () => {
    const { server, sent } = rig();
    server.take('{"jsonrpc":"2.0","method":"notifications/initialized"}');
    server.take('{"jsonrpc":"2.0","id":1,"result":{}}');
    server.take('');
    expect(sent).toEqual([]);
  });
});
