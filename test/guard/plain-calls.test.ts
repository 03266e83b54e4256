import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passesPlainly } from '../../src/cli/hook-plain.ts';
import { createContext } from '../../src/context/context.ts';
import { createSoloGate } from '../../src/guard/solo.ts';
import { alone, answerCall } from '../../src/hosts/answer.ts';
import { readCorpus } from '../corpus/corpus.ts';
import { temporaryDirectory } from './rig.ts';

const now = () => Date.UTC(2026, 0, 1);

/** A folder, and both ways of answering a hook there: plainly, and through the pipeline. */
function place() {
  const root = realpathSync(temporaryDirectory());
  const workspace = path.join(root, 'shop');
  mkdirSync(path.join(workspace, '.git'), { recursive: true });
  const entries = (state: string): unknown[] => {
    const spool = path.join(state, 'spool');
    const lines = readdirSync(spool).map((name) => JSON.parse(readFileSync(path.join(spool, name), 'utf8')));
    rmSync(spool, { recursive: true });
    return lines.map(({ entry: { micros: _micros, ...entry } }) => entry);
  };
  const [short, long] = ['short', 'long'].map((name) => path.join(root, name)) as [string, string];
  mkdirSync(long, { mode: 0o700 });
  const context = createContext({
    platform: 'linux',
    home: root,
    environment: {},
    temporary: ['/tmp/elsewhere'],
    guardPaths: [short, long],
  });
  const gate = createSoloGate({ now, monotonic: () => performance.now(), context, stateDirectory: long });
  const question = (tool: string, input: object, change: object = {}) => ({
    host: 'claude',
    cwd: workspace,
    environment: {},
    waitMilliseconds: 1_000,
    stdin: Buffer.from(
      JSON.stringify({
        session_id: 's-1',
        transcript_path: '/home/dev/t.jsonl',
        cwd: workspace,
        permission_mode: 'bypassPermissions',
        hook_event_name: 'PreToolUse',
        tool_name: tool,
        tool_input: input,
        tool_use_id: 'toolu_01',
        ...change,
      }),
    ),
  });
  type Question = ReturnType<typeof question>;
  return {
    workspace,
    short,
    question,
    passes: (asked: Question) => passesPlainly(asked, short, now),
    /** That the pipeline answers a call that passed plainly in the same way, and records the same of it. */
    async expectSame(asked: Question) {
      const reply = await answerCall(asked, gate, alone, { home: root, platform: 'linux', now });
      expect(reply, String(asked.stdin)).toEqual({
        decision: 'allow',
        output: { stdout: '', stderr: '', exitCode: 0 },
      });
      expect(entries(short), String(asked.stdin)).toEqual(entries(long));
    },
  };
}

describe('a call that is answered without the pipeline', () => {
  test('is answered and recorded as the pipeline does, for all of the corpus', async () => {
    const { passes, expectSame, question } = place();
    let passed = 0;
    for (const { rows } of readCorpus()) {
      for (const { kind, command, path: file } of rows) {
        const asked = kind === 'shell' ? question('Bash', { command }) : question('Read', { file_path: file });
        if ((kind !== 'shell' && kind !== 'read') || !passes(asked)) continue;
        passed += 1;
        await expectSame(asked);
      }
    }
    expect(passed).toBeGreaterThan(15);
  });

  test('is answered and recorded as the pipeline does, for calls drawn from words', async () => {
    const { passes, expectSame, question, workspace } = place();
    const names = ['ls', 'pwd', 'cat', 'head', 'tail', 'wc', 'git', 'echo', 'cd', 'du', 'which', 'file', 'stat', 'rm'];
    const words = ['status', 'log', 'diff', 'show', 'src', 'src/main.ts', 'README.md', '-la', '-n', '-20', '--stat'];
    const more = [
      '--oneline',
      '.env',
      'rm',
      '-rf',
      'HEAD~1',
      'HEAD',
      '..',
      `${workspace}/a.ts`,
      '/etc/passwd',
      '-o',
      'reset',
    ];
    const call = fc
      .tuple(fc.constantFrom(...names), fc.array(fc.constantFrom(...words, ...more), { maxLength: 4 }))
      .map(([name, rest]) => [name, ...rest].join(' '));
    const commands = fc
      .array(call, { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom(' && ', ' | ').map((between) => parts.join(between)));
    for (const command of fc.sample(commands, { numRuns: 600, seed: 5 })) {
      const asked = question('Bash', { command, description: 'Look around' });
      if (passes(asked)) await expectSame(asked);
    }
  });

  test.each([
    ['git status --short', true],
    ['cd src && git log --oneline -20 | head -5', true],
    ['ls -la src', true],
    ['cat src/main.ts', true],
    ['cat .env', false],
    ['cat src/../../x', false],
    ['cat /etc/hosts', false],
    ['git diff --output=src/main.ts', false],
    ['git -c alias.status=!rm status', false],
    ['git stash drop', false],
    ['ls > src/main.ts', false],
    ['ls; rm -rf src', false],
    ['ls $(rm -rf src)', false],
    ['ls &', false],
    ['echo $HOME', false],
    ['PAGER=rm git log', false],
    ['npm test', false],
    ['echo AKIAEXAMPLE0123456789', false],
  ])('is plain or not: %s', (command, plain) => {
    const { passes, question } = place();
    expect(passes(question('Bash', { command }))).toBe(plain);
  });

  test.each([
    ['a key that stands twice', (text: string) => text.replace('"tool_name"', '"tool_name":"Read","tool_name"')],
    ['a key nobody knows', (text: string) => text.replace('{', '{"extra":1,')],
    ['an escape', (text: string) => text.replace('Bash', '\\u0042ash')],
    ['another event', (text: string) => text.replace('PreToolUse', 'PostToolUse')],
    ['another tool', (text: string) => text.replace('"Bash"', '"PowerShell"')],
    ['a call in the background', (text: string) => text.replace('"command"', '"run_in_background":true,"command"')],
  ])('is none with %s', (_, change) => {
    const { passes, question } = place();
    const asked = question('Bash', { command: 'git status' });
    expect(passes(asked)).toBe(true);
    expect(passes({ ...asked, stdin: Buffer.from(change(asked.stdin.toString())) })).toBe(false);
  });

  test('is none for another host, beside a record somebody made, or under a policy', () => {
    const { passes, question, short, workspace } = place();
    const asked = question('Bash', { command: 'git status' });
    expect(passes({ ...asked, host: 'cursor' })).toBe(false);
    mkdirSync(path.join(workspace, '.holdpoint'));
    writeFileSync(path.join(workspace, '.holdpoint', 'policy.jsonc'), '{}');
    expect(passes(asked)).toBe(false);
    rmSync(path.join(workspace, '.holdpoint'), { recursive: true });
    expect(passes(asked)).toBe(true);
    writeFileSync(path.join(short, 'record.json'), '{}');
    expect(passes(asked)).toBe(false);
  });
});
