import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { noIgnoreRules } from '../../src/vault/ignore-files.ts';
import { scanForSecrets } from '../../src/vault/scan.ts';
import { temporaryDirectory } from '../guard/rig.ts';

const key = '00'.repeat(32);

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function scanned(folder: string, patterns: readonly string[] = []) {
  const order = { folder, fingerprintKey: key, patterns };
  return scanForSecrets(order, { onProgress: () => {}, monotonic: () => performance.now() });
}

async function lines(folder: string, patterns: readonly string[] = []): Promise<string[]> {
  const { secrets } = await scanned(folder, patterns);
  return secrets.map(({ shown, line, kind }) => `${shown}:${line ?? '-'} ${kind}`).sort();
}

const token = 'rlwy_SYNTHETIC0a1b2c3d4e5f6g7h8';
const github = `ghp_SYNTHETIC${'a1B2'.repeat(7)}`.slice(0, 40);

describe('a scan', () => {
  test('names file, line, kind, variable, who can read it and whether git has it', async () => {
    const folder = folderOf({
      'infra/domains/.env': `# domains\nRAILWAY_TOKEN=${token}\n`,
      'deploy.sh': `#!/bin/sh\nexport GITHUB_TOKEN=${github}\n`,
    });
    chmodSync(path.join(folder, 'infra/domains/.env'), 0o600);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    execFileSync('git', ['add', 'deploy.sh'], { cwd: folder });
    const { secrets } = await scanned(folder);
    expect(secrets.find(({ shown }) => shown === 'infra/domains/.env')).toMatchObject({
      line: 2,
      kind: 'railway-token',
      variable: 'RAILWAY_TOKEN',
      committed: false,
      readers: 'owner',
    });
    expect(secrets.find(({ shown }) => shown === 'deploy.sh')).toMatchObject({ kind: 'github-token', committed: true });
    expect(JSON.stringify(secrets)).not.toContain('SYNTHETIC');
  });

  test('reads what ignore files leave out only where the name says that it holds a secret', async () => {
    const folder = folderOf({
      '.gitignore': '.env\nlogs/\n*.out\n!keep.out\n',
      '.env': `RAILWAY_TOKEN=${token}\n`,
      'logs/app.txt': `RAILWAY_TOKEN=${token}\n`,
      'logs/.env.production': `RAILWAY_TOKEN=${token}\n`,
      'x.out': `RAILWAY_TOKEN=${token}\n`,
      'keep.out': `RAILWAY_TOKEN=${token}\n`,
      'node_modules/a/.env': `RAILWAY_TOKEN=${token}\n`,
    });
    expect(await lines(folder)).toEqual([
      '.env:1 railway-token',
      'keep.out:1 railway-token',
      'logs/.env.production:1 railway-token',
    ]);
  });

  test('takes further patterns, and passes over forms, fixtures, links and binary files', async () => {
    const folder = folderOf({
      '.ignore': 'private/\n',
      'private/notes.cfg': `API_TOKEN=${token}\n`,
      '.env.example': `RAILWAY_TOKEN=${token}\n`,
      'test/fixtures/a.env': `RAILWAY_TOKEN=${token}\n`,
      'image.png': Buffer.from(`\0PNG RAILWAY_TOKEN=${token}`),
      'store.p12': Buffer.from([48, 130, 0, 1, 2]),
    });
    symlinkSync('/etc/passwd', path.join(folder, 'link.env'));
    expect(await lines(folder)).toEqual(['store.p12:- generic-token']);
    expect(await lines(folder, ['private/**'])).toEqual([
      'private/notes.cfg:1 railway-token',
      'store.p12:- generic-token',
    ]);
  });

  test('finds what only secretlint knows', async () => {
    const folder = folderOf({
      'a.yml': `grafana: glsa_${'SYNTHETIC0'.repeat(3)}ab_0123abcd\n`,
      'b.npmrc': `//registry.npmjs.org/:_authToken=npm_SYNTHETIC${'aB3'.repeat(9)}\n`,
    });
    expect((await lines(folder)).map((line) => line.split(':')[0])).toEqual(['a.yml', 'b.npmrc']);
  });

  test('says nothing of ordinary code', async () => {
    const folder = folderOf({
      'src/lexer.ts': 'const token = lexer.next();\nexport const maxTokens = 4096;\n',
      'src/auth.ts': "const password = process.env.PASSWORD ?? '';\nconst header = `Bearer ${token}`;\n",
      'README.md': 'Set RAILWAY_TOKEN=xxxxxxxx first.\n',
      'package.json': '{"name":"x","scripts":{"key":"node generate-key.js"}}\n',
    });
    expect(await lines(folder)).toEqual([]);
  });
});

describe('ignore rules', () => {
  test.each([
    ['build/', 'build', true, true],
    ['build/', 'build', false, false],
    ['/build', 'build', true, true],
    ['/build', 'a/build', true, false],
    ['*.log', 'a/b.log', false, true],
    ['a/*.log', 'a/b.log', false, true],
    ['a/*.log', 'b/a/b.log', false, false],
    ['a/**/c', 'a/x/y/c', false, true],
    ['**/c', 'a/c', false, true],
    ['# x', '# x', false, false],
    ['\\#x', '#x', false, true],
    ['*.log\n!b.log', 'b.log', false, false],
    ['a b ', 'a b', false, true],
    ['', 'a', false, false],
  ])('%j on %j', (text, name, folder, ignored) => {
    expect(noIgnoreRules.with(text, '').ignores(name, folder)).toBe(ignored);
  });

  test('count below the folder of their file alone', () => {
    const rules = noIgnoreRules.with('/x', 'sub');
    expect(rules.ignores('sub/x', false)).toBe(true);
    expect(rules.ignores('x', false)).toBe(false);
  });
});
