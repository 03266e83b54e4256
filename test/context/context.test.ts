import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, Deed } from '../../src/action/action.ts';
import { type FactAnswer, type FactRequest, factKey, factsFrom } from '../../src/action/facts.ts';
import type { Analysis } from '../../src/action/verdict.ts';
import { type Context, createContext } from '../../src/context/context.ts';
import { createOrdinaryContext } from '../../src/context/ordinary.ts';
import { planFrom } from '../../src/context/terraform.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { isStopped } from '../effects/judging.ts';

let base = '';
let root = '';
let context: Context;
const at = (relative: string): string => path.join(root, relative);
const git = (...args: string[]): void => {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd: root,
    stdio: 'ignore',
  });
};

beforeAll(() => {
  // Not below the temporary directories of the place: what lies there counts as nobody's.
  base = realpathSync(mkdtempSync(path.join(tmpdir(), 'holdpoint-context-')));
  root = path.join(base, 'shop');
  mkdirSync(at('src'), { recursive: true });
  mkdirSync(at('clean'), { recursive: true });
  writeFileSync(at('clean/a.ts'), 'a');
  writeFileSync(at('src/dirty.ts'), 'a');
  writeFileSync(at('.gitignore'), 'ignored/\nnode_modules/\nbuild/\n');
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'first');
  git('config', 'alias.nuke', 'reset --hard');
  writeFileSync(at('src/dirty.ts'), 'b');
  writeFileSync(at('src/new.ts'), 'n');
  for (const folder of ['ignored', 'node_modules/x', 'build']) mkdirSync(at(folder), { recursive: true });
  writeFileSync(at('ignored/data.bin'), 'x');
  writeFileSync(at('node_modules/x/i.js'), 'x');
  writeFileSync(at('build/out.js'), 'x');
  mkdirSync(path.join(base, 'outside'));
  writeFileSync(path.join(base, 'outside/precious.txt'), 'x');
  symlinkSync(path.join(base, 'outside'), at('link'));
  context = contextIn();
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function contextIn(): Context {
  return createContext({
    platform: 'linux',
    home: path.join(base, 'home'),
    environment: { ...process.env, KNOWN: 'value' },
    temporary: [],
    guardPaths: [],
  });
}

function actionOf(deed: Deed): Action {
  return { host: 'cli', session: 's', cwd: root, workspaceRoot: root, at: 0, ...deed };
}

async function answer(request: FactRequest): Promise<FactAnswer | undefined> {
  const answers = await context.resolve([request], { milliseconds: 3000 }, actionOf({ kind: 'shell', command: '' }));
  return answers.get(factKey(request));
}

async function judged(command: string, using: Context = context): Promise<Analysis> {
  const action = actionOf({ kind: 'shell', command });
  const answers = new Map<string, FactAnswer>();
  for (let round = 0; ; round += 1) {
    const analysis = analyse(action, factsFrom(using.place(action, []), answers));
    if (analysis.needs.length === 0 || round > 8) return analysis;
    for (const [key, value] of await using.resolve(analysis.needs, { milliseconds: 3000 }, action))
      answers.set(key, value);
  }
}

describe('what a path really is', () => {
  it.each([
    ['clean', { git: 'clean', type: 'directory', files: 1, insideWorkspace: true, pushed: false }],
    ['src', { git: 'untracked', type: 'directory', files: 2 }],
    ['src/dirty.ts', { git: 'dirty', type: 'file' }],
    ['src/new.ts', { git: 'untracked' }],
    ['ignored', { git: 'ignored', regenerable: false }],
    ['build', { git: 'ignored', regenerable: true }],
    ['node_modules', { regenerable: true }],
    ['missing', { exists: false, type: 'absent' }],
    ['link', { type: 'link', insideWorkspace: false, git: 'outside' }],
  ])('%s', async (relative, expected) => {
    // The sandbox lies below /tmp, so `temporary` is not looked at here.
    expect(await answer({ kind: 'path', path: at(relative) })).toMatchObject({ known: true, value: expected });
  });

  it('takes a folder that a pattern meets for all that lies in it', async () => {
    mkdirSync(at('clean/notes/deep'), { recursive: true });
    writeFileSync(at('clean/notes/deep/a.md'), 'a');
    for (const [folder, pattern] of [
      ['.', '**/notes'],
      ['.', '*/notes'],
      ['clean', 'no*'],
      ['.', 'cle*'],
    ] as const) {
      const found = await answer({ kind: 'path', path: at(folder), pattern });
      expect(found).toMatchObject({ value: { exists: true, git: 'untracked' } });
    }
    expect(await answer({ kind: 'path', path: at('.'), pattern: '*/deep' })).toMatchObject({
      value: { exists: false },
    });
    rmSync(at('clean/notes'), { recursive: true });
  });

  it('looks for a name at any depth past what tools make again, and says where it did not get to the end', async () => {
    const found = { kind: 'path', path: root, pattern: '**/*.js' } as const;
    expect(await answer(found)).toMatchObject({ value: { exists: true, files: 1 } });
    mkdirSync(at('many'));
    for (let file = 0; file < 8_000; file += 1) writeFileSync(at(`many/${file}`), '');
    expect(await answer({ ...found, pattern: '**/*.nothing' })).toMatchObject({ value: { exists: true, more: true } });
    rmSync(at('many'), { recursive: true });
  });

  it('counts what lies hidden where a pattern goes to any depth, as find does', async () => {
    mkdirSync(at('ignored/.hidden'));
    writeFileSync(at('ignored/.hidden/a.json'), '{}');
    const found = { kind: 'path', path: at('ignored') } as const;
    expect(await answer({ ...found, pattern: '**/*.json' })).toMatchObject({ value: { exists: true, files: 1 } });
    expect(await answer({ ...found, pattern: '*.json' })).toMatchObject({ value: { exists: false } });
    rmSync(at('ignored/.hidden'), { recursive: true });
  });

  it('counts what a pattern meets', async () => {
    expect(await answer({ kind: 'path', path: at('src'), pattern: '*.ts' })).toMatchObject({
      known: true,
      value: { files: 2, git: 'untracked' },
    });
    expect(await answer({ kind: 'path', path: at('src'), pattern: '*.zip' })).toMatchObject({
      known: true,
      value: { exists: false },
    });
  });
});

describe('other answers', () => {
  it('reads a repository', async () => {
    expect(await answer({ kind: 'git', directory: root })).toMatchObject({
      known: true,
      value: {
        branch: 'main',
        dirty: true,
        untracked: 2,
        stashes: 0,
        unpushedCommits: 1,
        aliases: { nuke: 'reset --hard' },
      },
    });
    expect(await answer({ kind: 'git', directory: path.join(base, 'outside') })).toEqual({ known: true, value: null });
  });

  it('reads files within bounds and says why not', async () => {
    expect(await answer({ kind: 'file-text', path: at('clean/a.ts') })).toEqual({
      known: true,
      value: { text: 'a', bytes: 1 },
    });
    expect(await answer({ kind: 'file-text', path: at('clean') })).toMatchObject({ known: false });
    expect(await answer({ kind: 'file-text', path: at('none') })).toMatchObject({ known: false });
    writeFileSync(at('ignored/big'), Buffer.alloc(1024 * 1024 + 1));
    expect(await answer({ kind: 'file-text', path: at('ignored/big') })).toMatchObject({ known: false });
  });

  it('knows variables and grammars', async () => {
    expect(await answer({ kind: 'variable', name: 'KNOWN' })).toEqual({ known: true, value: 'value' });
    expect(await answer({ kind: 'variable', name: 'NOT_THERE' })).toEqual({ known: true, value: null });
    expect(await answer({ kind: 'grammar', name: 'python' })).toMatchObject({ known: true });
  });

  it('gives up in time and never throws', async () => {
    const slow = createContext({
      platform: 'linux',
      home: '/h',
      environment: {},
      temporary: [],
      guardPaths: [],
      run: () => new Promise(() => {}),
    });
    const started = performance.now();
    const answers = await slow.resolve(
      [
        { kind: 'git', directory: root },
        { kind: 'path', path: at('src') },
      ],
      { milliseconds: 30 },
      actionOf({ kind: 'shell', command: '' }),
    );
    expect([...answers.values()].every((had) => !had.known)).toBe(true);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await answer({ kind: 'path', path: '/a\0b' })).toMatchObject({ known: true, value: { exists: false } });
    expect(await answer({ kind: 'terraform-plan', directory: root, path: at('clean/a.ts') })).toMatchObject({
      known: false,
    });
  });

  it('answers nothing but grammars where an ordinary checkout is assumed', async () => {
    const ordinary = createOrdinaryContext({
      platform: 'linux',
      home: '/h',
      environment: {},
      temporary: [],
      guardPaths: [],
    });
    const requests: FactRequest[] = [
      { kind: 'git', directory: root },
      { kind: 'grammar', name: 'python' },
    ];
    const answers = await ordinary.resolve(requests, { milliseconds: 100 }, actionOf({ kind: 'shell', command: '' }));
    expect([...answers.values()].map((had) => had.known)).toEqual([false, true]);
  });

  it('reads the deletions of a plan', () => {
    const change = (address: string, actions: string[]): unknown => ({ address, change: { actions } });
    const plan = {
      resource_changes: [
        change('a', ['delete']),
        change('b', ['delete', 'create']),
        change('c', ['update']),
        change('d', ['no-op']),
      ],
    };
    expect(planFrom(JSON.stringify(plan))).toEqual({ deletes: ['a'], replaces: ['b'], changes: 3 });
    expect(() => planFrom('[]')).toThrow();
  });

  it('asks terraform for a saved plan and reads one kept as JSON', async () => {
    writeFileSync(at('ignored/tfplan'), Buffer.from('PK\u0003\u0004'));
    const shown = JSON.stringify({
      resource_changes: [{ address: 'aws_db_instance.main', change: { actions: ['delete'] } }],
    });
    const asked = createContext({
      platform: 'linux',
      home: '/h',
      environment: {},
      temporary: [],
      guardPaths: [],
      run: async (program) => (program === 'terraform' ? shown : null),
    });
    const { effects } = await judged('terraform apply ignored/tfplan', asked);
    expect(effects).toMatchObject([
      { rule: 'terraform/apply-plan', target: 'aws_db_instance.main', reversibility: 'irreversible' },
    ]);
    writeFileSync(
      at('ignored/harmless.json'),
      JSON.stringify({ resource_changes: [{ address: 'x', change: { actions: ['create'] } }] }),
    );
    expect((await judged('terraform apply ignored/harmless.json')).effects.filter(isStopped)).toEqual([]);
  });
});

describe('judgements that rest on facts', () => {
  it.each([
    ['rm -rf clean', false],
    ['rm -rf src', true],
    ['rm src/new.ts', true],
    ['rm src/*.ts', true],
    ['rm src/*.zip', false],
    ['rm -rf ignored', true],
    ['rm -rf build', false],
    ['rm -rf node_modules', false],
    ['rm -rf missing', false],
    ['rm -rf .git', true],
    ['rm -rf .', true],
    ['rm -rf *', true],
    ['find clean -type f -delete', false],
    ['find . -type f -delete', true],
    ['git reset --hard', true],
    ['git nuke', true],
    ['git checkout -- clean/a.ts', false],
    ['git checkout -- src/dirty.ts', true],
    ['git clean -fd', true],
    ['git stash drop', false],
    ['git push --force-with-lease', true],
  ])('%s', async (command, stopped) => {
    expect((await judged(command)).effects.some(isStopped)).toBe(stopped);
  });
});
