import { describe, expect, it } from 'vitest';
import { holdpoint } from './cli.ts';

const json = (text: string) => JSON.parse(text);
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('holdpoint check', () => {
  it('writes out what would move the cursor or turn the text around', async () => {
    const run = await holdpoint([
      'check',
      '--no-context',
      '--explain',
      '--',
      'railway volume delete -v "\u001b[2J\u202Evol\u009b31m"',
    ]);
    for (const hidden of ['\u001b', '\u202e', '\u009b']) expect(run.stdout).not.toContain(hidden);
    const audit = await holdpoint(['audit', 'verify', '/no\u001b]0;title\u0007such']);
    expect(audit.stderr).toMatch(/^holdpoint: There is no audit log in \/no‹U\+001B›]0;title‹U\+0007›such\.\n$/);
  });

  it.each([
    [0, ['--no-context', '--', 'ls -la']],
    [0, ['--no-context', '--', 'git', 'status', '--short']],
    [20, ['--no-context', '--', 'terraform destroy -auto-approve']],
    [20, ['--no-context', '--', 'terraform', 'destroy', '-auto-approve']],
    [20, ['--no-context', '--shell', 'zsh', '--', 'psql -c "DROP TABLE users"']],
    [2, []],
    [2, ['--']],
    [2, ['--shell', 'fish', '--', 'ls']],
    [2, ['--nonsense', '--', 'ls']],
  ])('ends with %i for %j', async (code, args) => {
    const run = await holdpoint(['check', ...args]);
    expect(run.code).toBe(code);
    expect(code === 2 ? run.stderr : run.stdout).toMatch(/^\S.*\n$/);
    if (code === 2) expect(run.stdout).toBe('');
  });

  it('denies what touches Holdpoint', async () => {
    const run = await holdpoint(['check', '--no-context', '--', 'rm -rf ~/.local/state/holdpoint']);
    expect(run.code).toBe(30);
  });

  it('prints the whole verdict as JSON', async () => {
    const { stdout } = await holdpoint(['check', '--json', '--no-context', '--', 'terraform destroy -auto-approve']);
    const verdict = json(stdout);
    expect(verdict).toMatchObject({ decision: 'hold', reversibility: 'irreversible' });
    // Without a target it is everything of a state.
    expect(verdict.signals).toMatchObject([{ name: 'bulk-change', attack: 'T1485' }]);
    expect(verdict.effects[0]).toMatchObject({ provider: 'terraform', rule: 'terraform/destroy', span: [0, 31] });
    expect(verdict.micros).toBeGreaterThan(0);
  });

  it('explains with the rule and the safer way', async () => {
    const { stdout } = await holdpoint(['check', '--explain', '--no-context', '--', 'terraform destroy']);
    expect(stdout).toMatch(/rule +terraform\/destroy/);
    expect(stdout).toMatch(/safer +terraform plan -destroy/);
  });
});

describe('holdpoint check --batch', () => {
  const batch = (input: string | Buffer, ...args: string[]) =>
    holdpoint(['check', '--batch', '--no-context', ...args], { input });

  it('answers the examples of DESIGN 5.1 in order', async () => {
    const input = [
      '{"id":"1","kind":"shell","command":"terraform destroy -auto-approve","cwd":"/w"}',
      '{"id":"2","kind":"mcp","server":"railway","tool":"volume-delete","input":{"volumeId":"vol_1"}}',
      '{"id":"3","kind":"http","method":"POST","url":"https://backboard.railway.com/graphql/v2","headers":{},"body":"{\\"query\\":\\"mutation{volumeDelete(volumeId:\\\\\\"vol_1\\\\\\")}\\"}"}',
      '{"id":"4","kind":"sql","dialect":"postgres","text":"DELETE FROM users"}',
      '{"id":"5","kind":"read","path":"infra/domains/.env"}',
      '{"id":"6","kind":"write","path":"a.sh","content":"rm -rf /"}',
    ].join('\n');
    const run = await batch(input);
    expect(run.code).toBe(0);
    const answers = lines(run.stdout);
    expect(answers.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(answers.slice(0, 5).map(({ decision }) => decision)).toEqual(['hold', 'hold', 'hold', 'hold', 'allow']);
  });

  it('answers a bad line in its place', async () => {
    const run = await batch(
      '\uFEFFnot json\r\n\n{"id":7,"kind":"what"}\n{"id":"x","kind":"shell"}\n[]\n{"id":"y","kind":"shell","command":"ls"}',
    );
    expect(run.code).toBe(0);
    const answers = lines(run.stdout);
    expect(answers).toHaveLength(5);
    expect(answers.slice(0, 4)).toEqual([
      { id: null, decision: 'hold', error: expect.any(String) },
      { id: 7, decision: 'hold', error: expect.any(String) },
      { id: 'x', decision: 'hold', error: expect.any(String) },
      { id: null, decision: 'hold', error: expect.any(String) },
    ]);
    expect(answers[4]).toMatchObject({ id: 'y', decision: 'allow' });
  });

  it('keeps the order over many lines and odd lengths', async () => {
    const count = 25_000;
    const input = Array.from({ length: count }, (_, index) =>
      JSON.stringify({ id: `é${index}`, kind: 'shell', command: `echo ${'x'.repeat(index % 97)}` }),
    ).join('\n');
    const answers = lines((await batch(input)).stdout);
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, index) => `é${index}`));
  });

  it('takes a line of 10 MB', async () => {
    const input = JSON.stringify({ id: 'big', kind: 'write', path: 'a.txt', content: 'x'.repeat(10 * 1024 * 1024) });
    expect(lines((await batch(input)).stdout)[0]).toMatchObject({ id: 'big' });
  });

  it('judges each line for itself', async () => {
    const deadly = '{"id":"a","kind":"shell","command":"terraform destroy"}';
    const read = '{"id":"b","kind":"read","path":"infra/.env","content":"RAILWAY_TOKEN=SYNTHETIC"}';
    const { micros: _one, ...alone } = lines((await batch(deadly)).stdout)[0];
    const { micros: _two, ...after } = lines((await batch(`${read}\n${deadly}`)).stdout)[1];
    expect(after).toEqual(alone);
  });

  it('carries the artifact of a hold, and of nothing else', async () => {
    const input =
      '{"id":"1","kind":"mcp","server":"railway","tool":"volumeDelete","input":{"volumeId":"vol_prod_xxx"}}\n{"id":"2","kind":"shell","command":"ls"}';
    const [held, allowed] = lines((await batch(input, '--artifact')).stdout);
    expect(held).toMatchObject({ decision: 'hold', artifact: { kind: 'confirmation_required', version: 1 } });
    expect(held.artifact.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(allowed.artifact).toBeUndefined();
  });
});

describe('holdpoint', () => {
  it('prints its version and its help', async () => {
    expect((await holdpoint(['--version'])).stdout).toMatch(/^holdpoint \d+\.\d+\.\d+\n$/);
    expect((await holdpoint([])).stdout).toMatch(/holdpoint check/);
  });

  it('names a command it does not have', async () => {
    expect(await holdpoint(['chekc'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('"chekc"'),
    });
  });
});
