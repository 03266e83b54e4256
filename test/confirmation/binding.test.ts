import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Action, Deed } from '../../src/action/action.ts';
import { digestOf } from '../../src/action/canonical.ts';
import { callDigest, meaningOf } from '../../src/confirmation/binding.ts';
import { mcp, shell } from './fixture.ts';

const origin = { host: 'claude', session: 's1', cwd: '/w', workspaceRoot: '/w', at: 0 } as const;
const digest = (action: Action): string => callDigest(action, '/w', {});
const deed = (it: Deed): Action => ({ ...origin, ...it });

describe('the digest of a call', () => {
  test('is SHA-256 over the canonical JSON of host, session, real cwd, kind, meaning and facts', () => {
    const action = shell('terraform destroy');
    expect(callDigest(action, '/real', { 'file-text\n/w/a': 'f1' })).toBe(
      digestOf({
        host: 'claude',
        session: 's1',
        cwd: '/real',
        kind: 'shell',
        meaning: { command: 'terraform destroy' },
        facts: { 'file-text\n/w/a': 'f1' },
      }),
    );
  });

  const same: [name: string, one: Action, other: Action][] = [
    ['a call id', shell('x', { callId: 'a' }), shell('x', { callId: 'b' })],
    ['the time', shell('x', { at: 1 }), shell('x', { at: 2 })],
    ['a description', mcp({ id: 1, description: 'a' }), mcp({ id: 1, description: 'b' })],
    ['an explanation', mcp({ id: 1, explanation: 'a' }), mcp({ id: 1 })],
    ['a timeout', mcp({ id: 1, timeout: 5 }), mcp({ id: 1, timeout_ms: 9 })],
    ['a tool call id', mcp({ id: 1, tool_use_id: 'a' }), mcp({ id: 1 })],
    ['the order of an input', mcp({ a: 1, b: 2 }), mcp({ b: 2, a: 1 })],
    [
      'the case of a method and of header names',
      deed({ kind: 'http', method: 'post', url: 'u', headers: { A: '1', b: '2' } }),
      deed({ kind: 'http', method: 'POST', url: 'u', headers: { B: '2', a: '1' } }),
    ],
  ];
  test.each(same)('stays with another %s', (_name, one, other) => {
    expect(digest(one)).toBe(digest(other));
  });

  const different: [name: string, one: Action, other: Action][] = [
    ['command', shell('x'), shell('x ')],
    ['shell', shell('x'), { ...shell('x'), kind: 'shell', command: 'x', shell: 'pwsh' }],
    ['host', shell('x'), shell('x', { host: 'cursor' })],
    ['session', shell('x'), shell('x', { session: 's2' })],
    ['input', mcp({ id: 1 }), mcp({ id: 2 })],
    ['description further down', mcp({ a: { description: 'a' } }), mcp({ a: { description: 'b' } })],
    ['description that is more than words', mcp({ description: { sql: 'a' } }), mcp({ description: { sql: 'b' } })],
    ['input named __proto__', mcp(JSON.parse('{"__proto__":{"id":1}}')), mcp({})],
    ['half of a surrogate pair', shell('\ud800'), shell('\ud801')],
    ['half of a pair against what replaces it', shell('\ud800'), shell('\ufffd')],
    ['half of a pair against its escape', shell('\ud800'), shell('\\ud800')],
    ['kind', deed({ kind: 'read', path: '/a' }), deed({ kind: 'delete', path: '/a' })],
    ['content', deed({ kind: 'write', path: '/a', content: '1' }), deed({ kind: 'write', path: '/a', content: '2' })],
    [
      'edit',
      deed({ kind: 'write', path: '/a', edits: [{ oldText: 'a', newText: 'b' }] }),
      deed({ kind: 'write', path: '/a', edits: [{ oldText: 'a', newText: 'c' }] }),
    ],
    [
      'header',
      deed({ kind: 'http', method: 'GET', url: 'u', headers: { a: '1' } }),
      deed({ kind: 'http', method: 'GET', url: 'u', headers: { a: '1', A: '2' } }),
    ],
    ['statement', deed({ kind: 'sql', text: 'a' }), deed({ kind: 'sql', text: 'b' })],
    ['connection', deed({ kind: 'sql', text: 'a' }), deed({ kind: 'sql', text: 'a', connection: 'prod' })],
    [
      'argument of a task',
      deed({ kind: 'task', name: 't', program: 'p', args: ['a'], shell: false }),
      deed({ kind: 'task', name: 't', program: 'p', args: ['a', 'b'], shell: false }),
    ],
    ['place of a search', deed({ kind: 'search', pattern: 'a' }), deed({ kind: 'search', pattern: 'a', path: 'b' })],
    ['address', deed({ kind: 'web', url: 'a' }), deed({ kind: 'web', query: 'a' })],
  ];
  test.each(different)('changes with another %s', (_name, one, other) => {
    expect(digest(one)).not.toBe(digest(other));
  });

  test('changes with the directory and with each fact', () => {
    const action = shell('sh deploy.sh');
    const all = [
      callDigest(action, '/w', {}),
      callDigest(action, '/v', {}),
      callDigest(action, '/w', { a: '1' }),
      callDigest(action, '/w', { a: '2' }),
      callDigest(action, '/w', { b: '1' }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test('throws for an input JSON cannot hold', () => {
    expect(() => digest(mcp(JSON.parse('{"a":1e400}')))).toThrow();
  });

  test('is one for one meaning, whatever the input', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
        const shuffled = Object.fromEntries(Object.entries(input).reverse());
        expect(digest(mcp(shuffled))).toBe(digest(mcp(input)));
        expect(() => meaningOf(mcp(input))).not.toThrow();
      }),
    );
  });

  test('differs for any two different commands', () => {
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(digest(shell(one)) === digest(shell(other))).toBe(one === other);
      }),
    );
  });
});
