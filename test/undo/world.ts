import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Action } from '../../src/action/action.ts';
import type { Loss } from '../../src/action/effect.ts';
import { newSession } from '../../src/behaviour/session.ts';
import { createContext } from '../../src/context/context.ts';
import { judge } from '../../src/guard/judging.ts';
import { type SavedVerdict, type SaveResult, savedFirst } from '../../src/guard/saving.ts';
import { createSaving, type UndoDeps } from '../../src/undo/undo.ts';

/** A folder with a state directory beside it. */
export interface World {
  readonly workspace: string;
  readonly deps: UndoDeps;
  /** Runs a command text as an agent's shell does. */
  run(command: string): void;
  /** Judges it with real facts and saves what the guard saves before it goes out. */
  saved(command: string): Promise<SavedVerdict>;
  /** Saves these losses, whatever the guard would say. */
  save(losses: readonly Loss[]): Promise<SaveResult>;
  /** Everything a person could miss: files, modes, links, empty folders; HEAD, branches, index, stashes. */
  print(): string;
}

const environment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

/** Opens a world below an empty folder, with a copy of `template` in it where one is given. */
export function openWorld(root: string, more: { bounds?: UndoDeps['bounds']; template?: string } = {}): World {
  const { bounds, template } = more;
  const workspace = path.join(root, 'w');
  if (template === undefined) mkdirSync(workspace);
  else execFileSync('cp', ['-a', template, workspace]);
  const deps: UndoDeps = {
    stateDirectory: path.join(root, 'state', 'holdpoint'),
    environment,
    now: Date.now,
    monotonic: () => performance.now(),
    ...(bounds ? { bounds } : {}),
  };
  const context = createContext({
    platform: 'linux',
    home: '/home/nobody',
    environment,
    temporary: [],
    guardPaths: [deps.stateDirectory],
  });
  const saving = createSaving(deps);
  const actionOf = (command: string): Action => ({
    host: 'claude',
    session: 's1',
    cwd: workspace,
    workspaceRoot: workspace,
    at: Date.now(),
    kind: 'shell',
    command,
  });
  return {
    workspace,
    deps,
    run(command) {
      execFileSync('bash', ['-c', command], { cwd: workspace, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    },
    async saved(command) {
      const action = actionOf(command);
      const judged = await judge({
        action,
        context,
        created: () => [],
        state: newSession,
        commit: () => {},
        distrusted: false,
        mode: 'guarding',
        exceptions: [],
        canSnapshot: true,
        fingerprintKey: '00'.repeat(32),
        monotonic: () => performance.now(),
      });
      return savedFirst(action, judged, judged.verdict, { saving, milliseconds: 60_000 });
    },
    save: (losses) =>
      saving.save({ action: actionOf('true'), losses, reason: 'r', shown: 'true', milliseconds: 60_000 }),
    print: () => [...treeLines(workspace, ''), ...gitLines(workspace)].join('\n'),
  };
}

function treeLines(base: string, relative: string): string[] {
  return readdirSync(path.join(base, relative))
    .sort()
    .filter((name) => name !== '.git' && name !== '.holdpoint' && name !== 'node_modules')
    .flatMap((name) => {
      const at = relative === '' ? name : `${relative}/${name}`;
      const absolute = path.join(base, at);
      const seen = lstatSync(absolute);
      const mode = (seen.mode & 0o7777).toString(8);
      if (seen.isSymbolicLink()) return [`link ${at} -> ${readlinkSync(absolute)}`];
      if (seen.isDirectory()) return [`folder ${at} ${mode}`, ...treeLines(base, at)];
      return [`file ${at} ${mode} ${readFileSync(absolute).toString('base64')}`];
    });
}

function gitLines(workspace: string): string[] {
  const ask = (...args: string[]) => {
    try {
      return execFileSync('git', args, { cwd: workspace, env: environment, encoding: 'utf8', stdio: 'pipe' });
    } catch {
      return '';
    }
  };
  if (ask('rev-parse', '--show-toplevel').trim() !== workspace) return [];
  return [
    ask('symbolic-ref', '-q', 'HEAD'),
    ask('rev-parse', 'HEAD'),
    ask('for-each-ref', 'refs/heads', 'refs/tags'),
    ask('stash', 'list', '--format=%H %gs'),
    ask('ls-files', '-s'),
    ask('status', '--porcelain=v2', '--untracked-files=all', '--ignored', '--', ':!node_modules'),
  ];
}

/** A repository with commits, branches, a tag, stashes, staged, unstaged, untracked and ignored work of many kinds. */
export function fillRepository(world: World): void {
  const at = (name: string) => path.join(world.workspace, name);
  world.run('git init -q -b main && mkdir -p src/deep docs "odd names"');
  writeFileSync(at('.gitignore'), 'node_modules/\n*.local\nsecret/\n');
  for (const name of ['src/a.ts', 'src/b.ts', 'src/deep/c.ts', 'docs/guide.md', 'run.sh'])
    writeFileSync(at(name), `${name}\n1\n`);
  writeFileSync(at('odd names/ä "quoted"\n line.txt'), 'odd\n');
  writeFileSync(at('binary.bin'), Buffer.from([0, 255, 10, 13, 0, 1]));
  world.run('chmod 755 run.sh && ln -s src/a.ts link && git add -A && git commit -qm one');
  world.run(
    'git checkout -q -b feature && echo feature > src/feature.ts && echo 2 >> src/a.ts && git add -A && git commit -qm two',
  );
  world.run('git checkout -q main && git tag v1 && echo 2 >> docs/guide.md && git commit -qam three');
  world.run('echo stashed >> src/b.ts && git stash -q && echo more > new.txt && git stash -q -u');
  world.run('echo staged >> src/a.ts && git add src/a.ts && echo unstaged >> src/a.ts && echo plain >> src/b.ts');
  world.run(
    'rm docs/guide.md && mkdir -p drafts/empty secret node_modules/x && echo draft > drafts/one.md && chmod 600 drafts/one.md',
  );
  world.run(
    'echo key > secret/key && chmod 600 secret/key && echo local > settings.local && echo x > node_modules/x/i.js',
  );
  world.run('ln -s ../src drafts/up && touch -d "2020-02-02 02:02:02" drafts/one.md');
}
