import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from '../../src/guard/api.ts';
import { readCheckInput } from '../../src/guard/check-input.ts';

const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'rm',
    '-rf',
    '$(',
    '`',
    '"',
    "'",
    '<<E',
    '|',
    '&&',
    'curl',
    '-d',
    '@x',
    '{{',
    '\u0000',
    '\ud800',
    '..',
    '/',
  ),
);
const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
const action = fc.oneof(
  fc.record({ kind: fc.constant('shell'), command: text, shell: fc.constantFrom('bash', 'zsh', 'pwsh', 'cmd') }),
  fc.record({ kind: fc.constant('mcp'), server: text, tool: text, input: fc.jsonValue() }),
  fc.record({ kind: fc.constant('http'), method: text, url: text, headers: fc.dictionary(text, text), body: text }),
  fc.record({ kind: fc.constant('sql'), dialect: fc.constantFrom('postgres', 'mysql', 'x'), text }),
  fc.record({ kind: fc.constantFrom('read', 'delete'), path: text }),
  fc.record({ kind: fc.constant('write'), path: text, content: text }),
  fc.record({ kind: fc.constant('search'), pattern: text, path: text }),
  fc.record({ kind: fc.constant('web'), url: text, query: text }),
  fc.record({ kind: fc.constant('task'), name: text, program: text, args: fc.array(text), shell: fc.boolean() }),
);

test('whatever the action, there is an answer with a sentence, and a held one has its artifact', async () => {
  await fc.assert(
    fc.asyncProperty(action, async (value) => {
      const answer = await evaluate(value, { artifact: true, cwd: '/w' });
      expect(['allow', 'hold', 'deny']).toContain(answer.decision);
      expect(answer.reason.length).toBeGreaterThan(3);
      expect(answer.reason).not.toContain('Holdpoint failed');
      if (answer.decision === 'hold') expect(answer.artifact?.kind).toBe('confirmation_required');
    }),
    { numRuns: 400 },
  );
});

test('whatever the value, reading it as an action never throws', () => {
  const place = { cwd: '/w', workspaceRootOf: (directory: string) => directory, at: 0 };
  fc.assert(
    fc.property(fc.oneof(fc.anything(), action), (value) => {
      expect(typeof readCheckInput(value, place).ok).toBe('boolean');
    }),
  );
});
