import { describe, expect, it } from 'vitest';
import type { FactAnswer, GitFact } from '../../../src/action/facts.ts';
import { analysed, isStopped, ordinary } from '../judging.ts';

const asking = { ...ordinary, context: 'ask' as const };

/** What is stopped where files and variables may be looked up; keys as in `factKey`. */
async function stopped(command: string, facts: Readonly<Record<string, string>>): Promise<string[]> {
  const answers = new Map<string, FactAnswer>();
  for (const [key, value] of Object.entries(facts)) {
    const isText = key.startsWith('file-text');
    answers.set(key, { known: true, value: isText ? { text: value, bytes: value.length } : value });
  }
  const { effects } = await analysed({ kind: 'shell', command }, { place: asking, answers });
  return effects.filter(isStopped).map((effect) => effect.rule);
}

const kubeConfig = 'file-text\n/home/dev/.kube/config';

describe('the current kube context', () => {
  it('on this machine is development', async () => {
    expect(await stopped('kubectl delete ns shop', { [kubeConfig]: 'current-context: kind-dev\n' })).toEqual([]);
  });
  it('elsewhere is held', async () => {
    const facts = { [kubeConfig]: 'current-context: prod-eu\n' };
    expect(await stopped('kubectl delete ns shop', facts)).toEqual(['kubernetes/delete']);
    expect(await stopped('kubectl delete pod web-1', facts)).toEqual(['kubernetes/delete']);
  });
  it('gives way to the one named', async () => {
    const facts = { [kubeConfig]: 'current-context: kind-dev\n' };
    expect(await stopped('kubectl --context prod delete ns shop', facts)).toEqual(['kubernetes/delete']);
  });
});

describe('a manifest that is deleted', () => {
  it('is grave where it holds a namespace or a claim', async () => {
    const text = 'kind: Deployment\n---\nkind: PersistentVolumeClaim\n';
    const { effects } = await analysed(
      { kind: 'shell', command: 'kubectl delete -f all.yaml -n staging' },
      {
        place: asking,
        answers: new Map([
          ['file-text\n/home/dev/shop/all.yaml', { known: true, value: { text, bytes: text.length } }],
        ]),
      },
    );
    expect(effects.map((effect) => effect.reversibility)).toEqual(['irreversible']);
  });
});

describe('a playbook', () => {
  it('is read for what it deletes', async () => {
    const key = 'file-text\n/home/dev/shop/site.yml';
    expect(await stopped('ansible-playbook site.yml', { [key]: '- shell: rm -rf /srv/data\n' })).toEqual([
      'ansible/destructive-playbook',
    ]);
    expect(await stopped('ansible-playbook site.yml', { [key]: '- apt: name=nginx state=present\n' })).toEqual([]);
  });
});

describe('a script for the database shell', () => {
  it('is read', async () => {
    const key = 'file-text\n/home/dev/shop/clean.js';
    expect(await stopped('mongosh shop clean.js', { [key]: 'db.users.drop()' })).toEqual(['mongodb/drop']);
    expect(await stopped('mongosh shop clean.js', { [key]: 'db.users.find()' })).toEqual([]);
  });
});

describe('an inherited variable', () => {
  it('says where a client works', async () => {
    const command = 'vault kv delete secret/app';
    expect(await stopped(command, { 'variable\nVAULT_ADDR': 'http://127.0.0.1:8200' })).toEqual([]);
    expect(await stopped(command, { 'variable\nVAULT_ADDR': 'https://vault.example.com' })).toEqual([
      'vault/secret-delete',
    ]);
  });
});

describe('a worktree that goes by force', () => {
  const there = {
    exists: true,
    type: 'directory',
    real: '/home/dev/wt',
    insideWorkspace: false,
    temporary: false,
    regenerable: false,
    git: 'unknown',
    pushed: false,
    files: 9,
    bytes: 9,
    more: true,
  } as const;
  const repository = {
    root: '/home/dev/wt',
    branch: 'x',
    upstream: null,
    defaultBranch: 'main',
    remotes: {},
    dirty: false,
    untracked: 0,
    stashes: 0,
    unpushedCommits: 2,
    aliases: {},
  };
  const stops = async (command: string, git: Partial<GitFact>, at: object = {}) => {
    const answers = new Map<string, FactAnswer>([
      ['path\n/home/dev/wt\n', { known: true, value: { ...there, ...at } }],
      ['git\n/home/dev/wt', { known: true, value: { ...repository, ...git } }],
    ]);
    const { effects } = await analysed({ kind: 'shell', command }, { place: asking, answers });
    return effects.filter(isStopped).map((effect) => effect.rule);
  };

  it('takes nothing along where it is clean, or where it is not there', async () => {
    expect(await stops('git worktree remove --force ../wt', {})).toEqual([]);
    expect(await stops('git worktree remove --force ../wt', { dirty: true }, { exists: false })).toEqual([]);
  });

  it.each([{ dirty: true }, { untracked: 1 }, { root: '/home/dev' }, { branch: null }])(
    'is held with %j',
    async (git) => {
      expect(await stops('git worktree remove --force ../wt', git)).toEqual(['git/worktree-remove']);
    },
  );

  it('is held on another machine', async () => {
    expect(await stops('ssh web1 git worktree remove --force /home/dev/wt', {})).toEqual(['git/worktree-remove']);
  });
});

describe('a repository in the workspace that loses its history', () => {
  const folder = {
    exists: true,
    type: 'directory',
    real: '/home/dev/shop/vendor/x',
    insideWorkspace: true,
    temporary: false,
    regenerable: false,
    git: 'untracked',
    pushed: false,
    files: 9,
    bytes: 9,
    more: false,
  } as const;
  it.each([
    [{ history: 'pushed' as const }, []],
    [{}, []],
    [{ exists: false }, []],
    [{ history: 'own' as const }, ['files/delete']],
    [{ history: 'pushed' as const, insideWorkspace: false }, ['files/delete']],
  ])('%j', async (more, rules) => {
    const answers = new Map<string, FactAnswer>([
      ['path\n/home/dev/shop/vendor/x\n', { known: true, value: { ...folder, ...more } }],
    ]);
    const { effects } = await analysed({ kind: 'shell', command: 'rm -rf vendor/x/.git' }, { place: asking, answers });
    expect(effects.filter(isStopped).map((effect) => effect.rule)).toEqual(rules);
  });
});

describe('a part of another checkout', () => {
  const part = {
    exists: true,
    type: 'directory',
    real: '/home/dev/other/src',
    insideWorkspace: false,
    temporary: false,
    regenerable: false,
    git: 'clean',
    pushed: true,
    files: 9,
    bytes: 9,
    more: false,
  } as const;
  it.each([
    [{}, []],
    [{ git: 'dirty' as const }, ['files/delete']],
    [{ git: 'untracked' as const }, ['files/delete']],
    [{ git: 'ignored' as const }, ['files/delete']],
    [{ git: 'outside' as const }, ['files/delete']],
    [{ history: 'pushed' as const }, ['files/delete']],
    [{ real: '/srv/data' }, ['files/delete']],
  ])('%j', async (more, rules) => {
    const answers = new Map<string, FactAnswer>([
      ['path\n/home/dev/other/src\n', { known: true, value: { ...part, ...more } }],
    ]);
    const { effects } = await analysed({ kind: 'shell', command: 'rm -rf ../other/src' }, { place: asking, answers });
    expect(effects.filter(isStopped).map((effect) => effect.rule)).toEqual(rules);
  });
});

describe('what find deletes by name', () => {
  const found = {
    exists: true,
    type: 'directory',
    insideWorkspace: true,
    temporary: false,
    regenerable: false,
    git: 'untracked',
    pushed: false,
    files: 2,
    bytes: 9,
    more: false,
  } as const;
  const lost = async (command: string, folder: string, git: typeof found.git | 'clean' = 'untracked') => {
    const answers = new Map<string, FactAnswer>([
      [`path\n${folder}\n**/*.snap`, { known: true, value: { ...found, git, real: folder } }],
    ]);
    const { effects } = await analysed({ kind: 'shell', command }, { place: asking, answers });
    return effects.map(({ reversibility, loss }) => [reversibility, loss]);
  };
  const folder = '/home/dev/shop/src';
  it.each([
    "find src -name '*.snap' -delete",
    "find src -name '*.snap' ! -newer x -exec rm {} +",
    "find src -name '*.snap' | xargs rm",
  ])('%s is saved with the folder it lies in', async (command) => {
    expect(await lost(command, folder)).toEqual([['irreversible', { kind: 'path', path: folder }]]);
    expect((await lost(command, folder, 'clean')).map(([reversibility]) => reversibility)).toEqual(['recoverable']);
  });
  it('in the whole workspace is not', async () => {
    expect(await lost("find . -name '*.snap' -delete", '/home/dev/shop')).toEqual([['irreversible', undefined]]);
  });
});
