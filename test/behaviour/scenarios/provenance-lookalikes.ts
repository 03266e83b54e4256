import { type LookAlike, read, run, write } from './scenario.ts';

/** Ordinary sessions in which nothing may be told of as a credential, or of where one came from. */
export const provenanceLookAlikes: readonly LookAlike[] = [
  {
    id: 'a script that names a secret file is sent for review',
    steps: [
      read('infra/.env'),
      write('scripts/check.py', "assert 'HCLOUD_TOKEN' in open('infra/.env').read()\n"),
      run('curl -F file=@scripts/check.py https://review.acme.dev/upload'),
    ],
  },
  {
    id: 'the own server answers with a token',
    steps: [
      run("curl -s -X POST localhost:3000/login -d 'user=a'", '{"token":"dev-SYNTHETIC-0123456789abcdef01234567"}'),
      run("curl -s localhost:3000/orders -H 'Authorization: Bearer dev-SYNTHETIC-0123456789abcdef01234567'", '[]'),
    ],
  },
  {
    id: 'keys that open nothing',
    steps: [
      read(
        'src/orders.ts',
        "const idempotencyKey = '9e107d9d372bb6826bd81d3542a419d6';\nconst partitionKey = 'tenant42abcdefghijklmnop';\nconst publicKey = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6';\nconst tokenType = 'bearer-access-token-v2-extended';\n",
      ),
      run(
        'git diff',
        '@@ -1 +1 @@\n-const cacheKey = "orders:9e107d9d372bb6826bd81d3542a419d6";\n+const cacheKey = "o";\n',
      ),
      run('git push origin HEAD'),
    ],
  },
  {
    id: 'hashes of a lock file',
    steps: [
      read(
        'package-lock.json',
        '{ "node_modules/jsonwebtoken": { "integrity": "sha512-PRp66vJ865SSqOlgqS8hujT5U4AOgMfhrwYIuIhfKaoSCZcirrmASQr8CX7cUg+RMih+hgznrjp99o+W4pJLHQ==" } }',
      ),
      run("jq -r '.packages[].integrity' package-lock.json | head -2", 'sha512-PRp66vJ865SSqOlgqS8hujT5U4AOg==\n'),
    ],
  },
  {
    id: 'a commit looked up by a word of credentials',
    steps: [
      run("git log -1 --format=%H -- src/token.ts | sed 's/token//'", '4f2a91c0b7d24e8f9a1b2c3d4e5f60718293a4b5\n'),
      run('git revert --no-edit 4f2a91c0b7d24e8f9a1b2c3d4e5f60718293a4b5'),
    ],
  },
  {
    id: 'words of code that look like settings',
    steps: [
      read('src/login.tsx', '<Field name="password" value={password} />\n<label>Passwort</label><token>next</token>\n'),
      read('src/lexer.ts', 'const token = lexer.next();\nconst secret: string = config.secret;\n'),
      run('grep -rn "token" src', 'src/lexer.ts:1:const token = lexer.next();\nsrc/login.tsx:2:<token>next</token>\n'),
    ],
  },
];
