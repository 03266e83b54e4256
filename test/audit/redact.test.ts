import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import type { AuditEntry } from '../../src/action/audit.ts';
import type { Effect } from '../../src/action/effect.ts';
import { redactAction, redactEffects, redactEntry } from '../../src/audit/redact.ts';
import { judged, newRig, only } from './fixture.ts';

const token = 'ghp_SYNTHETICSYNTHETICSYNTHETIC0123456789';
const origin = { host: 'claude', session: 's1', cwd: '/w', workspaceRoot: '/w', at: 0 } as const;
const [base] = judged('x').effects;

function effectAt(start: number, end: number, over: Partial<Effect> = {}): Effect {
  if (!base) throw new Error('no effect');
  return { ...base, span: [start, end], ...over };
}

describe('a redacted action', () => {
  test('carries its marks over the secrets it lost', () => {
    const command = `curl -H "Authorization: Bearer ${token}" -d volumeDelete`;
    const from = command.indexOf('volumeDelete');
    const effects = [effectAt(from, command.length)];
    const action: Action = { ...origin, kind: 'shell', command };
    const redacted = redactAction(action, { effects });
    expect(redacted.text).not.toContain(token);
    expect(redacted.marks.map(([start, end]) => redacted.text.slice(start, end))).toEqual(['volumeDelete']);
    expect(redactEffects(action, effects)[0]?.span).toEqual(redacted.marks[0]);
  });

  test('unites marks that touch, and takes none from what is reversible or lies outside', () => {
    const action: Action = { ...origin, kind: 'shell', command: 'rm -rf a b' };
    const effects = [
      effectAt(0, 8),
      effectAt(6, 10),
      effectAt(900, 950),
      effectAt(-5, 1, { reversibility: 'reversible' }),
    ];
    expect(redactAction(action, { effects }).marks).toEqual([[0, 10]]);
  });

  test.each<[string, Action, string]>([
    [
      'an MCP call',
      { ...origin, kind: 'mcp', server: 'railway', tool: 'volume-delete', input: { volumeId: 'vol_1' } },
      'railway volume-delete {"volumeId":"vol_1"}',
    ],
    ['a statement', { ...origin, kind: 'sql', text: 'DROP TABLE users' }, 'DROP TABLE users'],
    ['a path', { ...origin, kind: 'delete', path: '/w/a' }, '/w/a'],
    ['a task', { ...origin, kind: 'task', name: 't', program: 'make', args: ['clean'], shell: true }, 'make clean'],
    ['a search', { ...origin, kind: 'search', pattern: 'TOKEN', path: 'src' }, 'TOKEN in src'],
    ['a fetch', { ...origin, kind: 'web', url: 'https://example.com' }, 'https://example.com'],
  ])('writes %s out', (_name, action, text) => {
    expect(redactAction(action, { effects: [] }).text).toBe(text);
  });

  test('hides the value of a header that carries a credential, whatever it looks like', () => {
    const action: Extract<Action, { kind: 'http' }> = {
      ...origin,
      kind: 'http',
      method: 'post',
      url: 'https://backboard.railway.com/graphql/v2',
      headers: { Authorization: 'Bearer short-EXAMPLE', 'Project-Access-Token': 'EXAMPLE-2', Accept: 'a/b' },
      body: '{"query":"mutation{volumeDelete(volumeId:\\"vol_1\\")}"}',
    };
    // Effects read the request line, a line end and the body.
    const from = `POST ${action.url}\n`.length + (action.body ?? '').indexOf('volumeDelete');
    const { text, marks } = redactAction(action, { effects: [effectAt(from, from + 12), effectAt(0, 4)] });
    expect(text).not.toContain('EXAMPLE');
    expect(text).toContain('POST https://backboard.railway.com/graphql/v2\nAuthorization: Bearer ‹');
    expect(text).toContain('Accept: a/b');
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['POST', 'volumeDelete']);
  });

  test('of a very long command keeps its beginning and the dangerous part', () => {
    const command = `echo ${'padding '.repeat(20_000)}; rm -rf /data; echo ${'more '.repeat(20_000)}`;
    const start = command.indexOf('rm -rf');
    const action: Action = { ...origin, kind: 'shell', command };
    const { text, marks } = redactAction(action, { effects: [effectAt(start, start + 12)] });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['rm -rf /data']);
    expect(text).toContain('characters left out');
  });

  test('of a tool call marks the target', () => {
    const action: Action = {
      ...origin,
      kind: 'mcp',
      server: 'railway',
      tool: 'volumeDelete',
      input: { volumeId: 'vol_1' },
    };
    const { text, marks } = redactAction(action, { effects: [effectAt(0, 99, { target: 'vol_1' })] });
    expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['vol_1']);
  });

  test('survives an input that cannot be written out', () => {
    let input: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) input = [input];
    const action: Action = { ...origin, kind: 'mcp', server: '', tool: 't', input };
    expect(redactAction(action, { effects: [] }).text).toBe('t (an input nested too deep to show)');
  });
});

describe('an entry at the door of the log', () => {
  const entry = judged(`echo ${token}`);
  const [effect] = entry.effects;
  const entries: AuditEntry[] = [
    {
      ...entry,
      reason: `uses ${token}`,
      effects: effect ? [{ ...effect, target: token, safer: `echo ${token}`, reason: token }] : [],
      signals: [{ name: 'secret-printed', score: 1, evidence: `printed ${token}` }],
      sequences: [{ name: 'n', title: token, steps: [1] }],
      revealed: [
        { kind: 'github-token', fingerprint: 'f'.repeat(64), foundIn: `output of echo ${token}`, foundAt: 1, event: 1 },
      ],
    },
    {
      type: 'answered',
      host: 'claude',
      session: 's1',
      hold: 'h',
      digest: 'd',
      answer: 'denied',
      message: token,
      waitedMs: 1,
    },
    { type: 'rejected', input: token, problem: token },
    { type: 'tampering', subject: token, detail: token },
    { type: 'connection', host: 'claude', state: token, detail: token },
    { type: 'policy', detail: token },
  ];
  test.each(entries.map((one) => [one.type, one] as const))('%s: no secret reaches the file', (_type, one) => {
    const rig = newRig();
    const log = rig.open();
    log.append(one);
    log.close();
    expect(readFileSync(only(rig.files()), 'utf8')).not.toContain(token);
    expect(rig.lines()).toHaveLength(1);
  });

  test('is the same when redacted twice', () => {
    for (const one of entries) expect(redactEntry(redactEntry(one))).toEqual(redactEntry(one));
  });

  test('that canonical JSON cannot hold is written all the same', () => {
    const rig = newRig();
    const log = rig.open();
    log.append({ ...judged('echo \ud800'), micros: Number.NaN });
    expect(rig.lines()).toHaveLength(1);
  });
});
