import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/guard/api.ts';
import { readCheckInput } from '../../src/guard/check-input.ts';

const place = { cwd: '/w', workspaceRootOf: (directory: string) => directory, at: 1 };

describe('the public evaluate', () => {
  test('answers the incident’s call with a confirmation that is required', async () => {
    const input = { volumeId: 'vol_prod_xxx' };
    const answer = await evaluate(
      { id: '1', kind: 'mcp', server: 'railway', tool: 'volumeDelete', input },
      { artifact: true },
    );
    expect(answer).toMatchObject({
      id: '1',
      decision: 'hold',
      reversibility: 'irreversible',
      artifact: {
        kind: 'confirmation_required',
        version: 1,
        host: 'cli',
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(answer.effects[0]).toMatchObject({ provider: 'railway', target: 'vol_prod_xxx', scope: 'remote' });
  });

  test('carries no artifact unless asked, and none where nothing is held', async () => {
    expect(await evaluate({ kind: 'mcp', server: 'railway', tool: 'volumeDelete', input: {} })).not.toHaveProperty(
      'artifact',
    );
    expect(await evaluate({ kind: 'shell', command: 'ls' }, { artifact: true })).not.toHaveProperty('artifact');
  });

  const lines: [line: Record<string, unknown>, decision: string][] = [
    [{ kind: 'shell', command: 'terraform destroy -auto-approve', cwd: '/w' }, 'hold'],
    [{ kind: 'shell', command: 'git status' }, 'allow'],
    [{ kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { volumeId: 'vol_1' } }, 'hold'],
    [
      {
        kind: 'http',
        method: 'POST',
        url: 'https://backboard.railway.com/graphql/v2',
        headers: {},
        body: '{"query":"mutation{volumeDelete(volumeId:\\"vol_1\\")}"}',
      },
      'hold',
    ],
    [{ kind: 'sql', dialect: 'postgres', text: 'DELETE FROM users' }, 'hold'],
    [{ kind: 'read', path: 'infra/domains/.env' }, 'allow'],
    [{ kind: 'search', pattern: 'todo' }, 'allow'],
    [{ kind: 'web', query: 'weather' }, 'allow'],
    [{ kind: 'task', program: 'ls' }, 'allow'],
  ];
  test.each(lines)('%j → %s', async (line, decision) => {
    const answer = await evaluate({ id: 'x', ...line });
    expect(answer).toMatchObject({ id: 'x', decision });
    expect(Object.keys(answer)).toEqual(['id', 'decision', 'reversibility', 'reason', 'effects', 'signals', 'micros']);
    expect(answer.micros).toBeGreaterThanOrEqual(0);
  });

  const unreadable: [name: string, value: unknown][] = [
    ['nothing', undefined],
    ['a text', 'rm -rf /'],
    ['no kind', { command: 'ls' }],
    ['an unknown kind', { kind: 'dream' }],
    ['a command that is no text', { kind: 'shell', command: 7 }],
    ['a number too large for JSON', { kind: 'mcp', tool: 't', input: 1n }],
  ];
  test.each(unreadable)('refuses %s in one sentence', async (_name, value) => {
    await expect(evaluate(value)).rejects.toThrow(/^This action cannot be read/);
  });

  test('refuses an input that contains itself', async () => {
    const self: Record<string, unknown> = {};
    self.self = self;
    await expect(evaluate({ kind: 'mcp', tool: 't', input: self })).rejects.toThrow(/no JSON form/);
  });

  test('denies an input nested too deep', async () => {
    const deep = JSON.parse('['.repeat(200) + ']'.repeat(200));
    expect(await evaluate({ kind: 'mcp', server: 's', tool: 't', input: deep })).toMatchObject({ decision: 'deny' });
  });
});

describe('an input line', () => {
  test('keeps its id where the rest cannot be read', () => {
    expect(readCheckInput({ id: '7', kind: 'shell' }, place)).toMatchObject({ ok: false, id: '7' });
    expect(readCheckInput({ id: 7, kind: 'shell', command: 'ls' }, place)).toMatchObject({ ok: true, id: '7' });
  });

  test('counts its directory from the place', () => {
    expect(readCheckInput({ kind: 'shell', command: 'ls', cwd: 'a' }, place)).toMatchObject({
      action: { cwd: '/w/a' },
    });
    expect(readCheckInput({ kind: 'shell', command: 'ls' }, place)).toMatchObject({
      action: { cwd: '/w', host: 'cli' },
    });
  });
});
