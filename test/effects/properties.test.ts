import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { factsFrom } from '../../src/action/facts.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { cpuClock } from '../cpu.ts';
import { actionOf, analysed, isStopped, ordinary } from './judging.ts';

const destructive = [
  'rm -rf ~/data',
  'git push --force',
  'terraform destroy',
  'railway volume delete -v x',
  'psql -c "DROP TABLE users"',
  'git reset --hard',
];
const harmless = ['ls', 'echo hi', 'npm test', 'true', 'cd src', 'export A=1', 'git status', 'cat README.md | head -3'];
const joints = [' && ', '; ', '\n', ' || '];

describe('what surrounds a command', () => {
  it('never makes a destructive one pass', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...destructive),
        fc.array(fc.constantFrom(...harmless), { maxLength: 4 }),
        fc.array(fc.constantFrom(...harmless), { maxLength: 4 }),
        fc.constantFrom(...joints),
        async (bad, before, after, joint) => {
          const { effects } = await analysed({ kind: 'shell', command: [...before, bad, ...after].join(joint) });
          expect(effects.some(isStopped)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never makes a mention stop', async () => {
    const mentions = [
      (text: string) => `echo '${text}'`,
      (text: string) => `git commit -m '${text}'`,
      (text: string) => `grep -rn '${text}' .`,
      (text: string) => `cat > notes.md <<'EOF'\n${text}\nEOF`,
      (text: string) => `# ${text}\nls`,
    ];
    for (const mention of mentions) {
      for (const text of destructive) {
        const { effects } = await analysed({ kind: 'shell', command: mention(text) });
        expect(effects.filter(isStopped), mention(text)).toEqual([]);
      }
    }
  });

  it('judges quoting variants of one argv alike', async () => {
    const variants = (word: string): string[] => [
      word,
      `'${word}'`,
      `"${word}"`,
      `${word.slice(0, 1)}""${word.slice(1)}`,
      `\\${word}`,
    ];
    for (const rm of variants('rm')) {
      for (const flag of variants('rf').map((text) => `-${text}`)) {
        const { effects } = await analysed({ kind: 'shell', command: `${rm} ${flag} /srv/data` });
        expect(effects.some(isStopped), `${rm} ${flag}`).toBe(true);
      }
    }
  });
});

describe('any input', () => {
  const facts = factsFrom(ordinary, new Map());
  it('is analysed without throwing, with spans inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        for (const shell of ['bash', 'pwsh', 'cmd'] as const) {
          const { effects } = analyse(actionOf({ kind: 'shell', command: text, shell }), facts);
          for (const effect of effects) expect(effect.span[0]).toBeLessThanOrEqual(effect.span[1]);
        }
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.jsonValue(),
        (one, other, input) => {
          const actions: Action[] = [
            actionOf({ kind: 'mcp', server: one, tool: other, input }),
            actionOf({ kind: 'http', method: one, url: other, headers: { [one]: other }, body: other }),
            actionOf({ kind: 'sql', text: one, connection: other }),
            actionOf({ kind: 'write', path: one, content: other }),
            actionOf({ kind: 'write', path: '.claude/settings.json', edits: [{ oldText: one, newText: other }] }),
            actionOf({ kind: 'delete', path: one }),
            actionOf({ kind: 'task', name: one, program: other, args: [one, other], shell: false }),
          ];
          for (const action of actions)
            expect(analyse(action, facts).problems.join()).not.toContain('could not be analysed');
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each([
    `rm -rf ${'$X/y '.repeat(50_000)}`,
    `rm ${'~/a '.repeat(100_000)}`,
    `Get-Item $env:X; ${"Remove-Item 'x'; ".repeat(60_000)}`,
    `find ~ ${'-name x '.repeat(100_000)}-delete`,
    `${'echo a; '.repeat(20_000)}rm -rf ~/data`,
    `$x = 1; ${'Write-Host a; '.repeat(3000)}Remove-Item -Recurse C:/Users/me/data`,
    `rm -rf ${'a/'.repeat(20_000)}`,
  ])('over a bound is never an allow (%#)', (command) => {
    for (const shell of ['bash', 'pwsh'] as const) {
      const { effects } = analyse(actionOf({ kind: 'shell', command, shell }), facts);
      expect(effects.some(isStopped), `${shell} ${command.slice(0, 40)}`).toBe(true);
    }
  });

  it.each([
    ['a long line of words', `echo ${'word '.repeat(100_000)}; rm -rf ~/data`],
    ['a megabyte of one word', `echo ${'a'.repeat(1_000_000)}`],
    ['many commands', 'ls; '.repeat(5000)],
    ['deep nesting', `${'$('.repeat(2000)}`],
    ['PowerShell of a megabyte', `Get-Item $env:X; ${'Write-Host "x"; '.repeat(60_000)}`],
    ['quotes that never end', `Get-Item $env:X ${'"'.repeat(9999)}`],
    ['a long path', `rm -rf ${'a/../'.repeat(50_000)}x`],
  ])('%s is judged in time', (_, command) => {
    const milliseconds = cpuClock();
    analyse(actionOf({ kind: 'shell', command }), facts);
    expect(milliseconds()).toBeLessThan(2000);
  });
});
