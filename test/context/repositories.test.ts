import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { type FactAnswer, factKey, factsFrom } from '../../src/action/facts.ts';
import { type Context, createContext } from '../../src/context/context.ts';
import { analyse } from '../../src/effects/analyse.ts';
import { isStopped } from '../effects/judging.ts';

let base = '';
let context: Context;
const at = (...parts: string[]): string => path.join(base, ...parts);

function git(directory: string, ...args: string[]): void {
  const settings = ['user.name=t', 'user.email=t@example.com', 'commit.gpgsign=false', 'protocol.file.allow=always'];
  execFileSync('git', [...settings.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: at(directory),
    stdio: 'ignore',
  });
}

function repository(directory: string, ...files: string[]): void {
  mkdirSync(at(directory), { recursive: true });
  git(directory, 'init', '-q', '-b', 'main');
  for (const file of files) {
    mkdirSync(path.dirname(at(directory, file)), { recursive: true });
    writeFileSync(at(directory, file), file);
  }
  git(directory, 'add', '.');
  git(directory, 'commit', '-q', '-m', 'first');
}

beforeAll(() => {
  // Not below a temporary directory: what lies there counts as nobody's.
  base = realpathSync(mkdtempSync(path.join(homedir(), '.holdpoint-test-')));
  repository('library', 'l.ts');
  repository('shop', 'src/a.ts', 'docs/b.md', 'lib/c.ts');
  git('.', 'clone', '-q', '--bare', 'shop', 'origin.git');
  git('shop', 'remote', 'add', 'origin', at('origin.git'));
  git('shop', 'fetch', '-q', 'origin');
  // A submodule, a repository of its own, and one that an unpushed commit is in.
  git('shop', 'submodule', 'add', '-q', at('library'), 'modules/library');
  git('shop', 'commit', '-q', '-m', 'library');
  repository('shop/nested', 'n.ts');
  git('.', 'clone', '-q', at('library'), 'shop/copy');
  // Linked working trees: one as committed, one with work in it.
  git('shop', 'worktree', 'add', '-q', at('tree'), '-b', 'tree');
  git('shop', 'worktree', 'add', '-q', at('busy'), '-b', 'busy');
  writeFileSync(at('busy/src/new.ts'), 'new');
  // Links: to a tracked file, to a folder outside, from a folder outside into the repository.
  symlinkSync('src/a.ts', at('shop/link.ts'));
  mkdirSync(at('outside'));
  writeFileSync(at('outside/precious.txt'), 'x');
  symlinkSync(at('outside'), at('shop/away'));
  git('shop', 'add', 'link.ts', 'away');
  git('shop', 'commit', '-q', '-m', 'links');
  symlinkSync(at('shop'), at('door'));
  // What git was told not to look at: changed, changed, and left out as in a sparse checkout.
  repository('marked', 'assumed/a.ts', 'skipped/b.ts', 'sparse/c.ts', 'sparse/d.ts', 'plain/e.ts');
  git('marked', 'update-index', '--assume-unchanged', 'assumed/a.ts');
  git('marked', 'update-index', '--skip-worktree', 'skipped/b.ts', 'sparse/c.ts');
  writeFileSync(at('marked/assumed/a.ts'), 'work');
  writeFileSync(at('marked/skipped/b.ts'), 'work');
  rmSync(at('marked/sparse/c.ts'));
  context = createContext({
    platform: 'linux',
    home: at('home'),
    environment: { ...process.env },
    temporary: [],
    guardPaths: [],
  });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

async function judged(command: string, cwd: string): Promise<{ stopped: boolean; reasons: string }> {
  const root = at(cwd);
  const action: Action = { host: 'cli', session: 's', cwd: root, workspaceRoot: root, at: 0, kind: 'shell', command };
  const answers = new Map<string, FactAnswer>();
  for (let round = 0; ; round += 1) {
    const { effects, needs } = analyse(action, factsFrom(context.place(action, []), answers));
    if (needs.length === 0 || round > 8) {
      return { stopped: effects.some(isStopped), reasons: effects.map(({ reason }) => reason).join(' ') };
    }
    for (const [key, value] of await context.resolve(needs, { milliseconds: 5000 }, action)) answers.set(key, value);
  }
}

describe('in a real repository', () => {
  it.each<[string, string, boolean]>([
    ['shop', 'rm -rf src', false],
    ['shop', 'rm -rf src docs', false],
    ['shop', 'rm -rf lib/../src', false],
    ['shop', 'rm -rf nested', true],
    ['shop', 'rm -rf nested/.git', true],
    ['shop', 'rm -rf modules/library', false],
    ['shop', 'rm link.ts', false],
    ['shop', 'rm away', false],
    ['shop', 'rm -rf away', false],
    ['shop', 'rm -rf copy', false],
    ['shop', 'rm -rf away/', true],
    ['shop', 'rm -rf away/*', true],
    ['shop', 'rm away/*.txt', true],
    ['shop', 'rm away/precious.txt', true],
    ['tree', 'rm -rf src', false],
    ['tree', 'git reset --hard', false],
    ['busy', 'rm -rf src', true],
    ['busy', 'rm -rf docs', false],
    ['busy', 'git clean -fd', true],
    ['marked', 'rm assumed/a.ts', true],
    ['marked', 'rm -rf skipped', true],
    ['marked', 'rm -rf sparse', false],
    ['marked', 'rm -rf plain', false],
    ['marked', 'git reset --hard', true],
    ['marked/plain', 'git reset --hard', true],
    ['tree/src', 'git reset --hard', false],
    ['door', 'rm -rf src', false],
    ['door', 'rm -rf nested', true],
  ])('%s: %s', async (directory, command, stopped) => {
    const found = await judged(command, directory);
    expect(`${found.stopped} ${found.reasons}`).toMatch(new RegExp(`^${stopped}`));
  });

  it('knows the place of a linked working tree and of a submodule', async () => {
    const asked = [at('tree'), at('shop/modules/library')].map((directory) => ({ kind: 'git' as const, directory }));
    const action: Action = {
      host: 'cli',
      session: 's',
      cwd: base,
      workspaceRoot: base,
      at: 0,
      kind: 'shell',
      command: '',
    };
    const answers = await context.resolve(asked, { milliseconds: 5000 }, action);
    expect(asked.map((request) => answers.get(factKey(request)))).toMatchObject([
      { known: true, value: { root: at('tree'), branch: 'tree', dirty: false } },
      { known: true, value: { root: at('shop/modules/library'), dirty: false } },
    ]);
  });
});
