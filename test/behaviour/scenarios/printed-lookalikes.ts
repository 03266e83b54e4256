import { type LookAlike, mcp, read, run, search, write } from './scenario.ts';

const digest = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** Ordinary sessions in which a program prints a word that looks like a secret, or is asked for a word like `token`. */
export const printedLookAlikes: readonly LookAlike[] = [
  {
    id: 'a field that only its name makes a secret',
    steps: [
      run(`jq -r '.compilerOptions.target' tsconfig.json`, 'ES2022\n'),
      run(`jq -r '.version' packages/token-service/package.json`, '1.4.0-beta.20260102\n'),
      run(`jq -r '.tokens.maxOutput' config/model.json`, '128000\n'),
      run(`yq '.auth.tokenUrl' openapi.yaml`, 'https://auth.acme.dev/oauth/token\n'),
      run(`yq '.kind' k8s/secret.yaml`, 'Secret\n'),
      run(`awk '/token/ {print $2}' src/lexer.ts`, 'TokenKind\nnextToken2\n'),
      run(`sed -n '/parseToken/,/^}/p' src/parser.ts`, 'function parseToken(a: Lexer) {\n  return a.next();\n}\n'),
      run(`grep -o 'token_[a-z]*' src/lexer.c | sort -u`, 'token_ident\ntoken_string\n'),
      run(`python3 -c "import json;print(json.load(open('tokenizer.json'))['version'])"`, '1.0\n'),
      run(`node -p "require('./package.json').dependencies.jsonwebtoken"`, '^9.0.2\n'),
    ],
  },
  {
    id: 'digests and names made of them',
    steps: [
      run(
        'helm template api charts/api',
        `kind: Deployment\nmetadata:\n  annotations:\n    checksum/secret: ${digest}\n    checksum/config: ${digest}\nspec:\n  volumes:\n    - secret:\n        secretName: api-tls-7g8h9k2mdc\n`,
      ),
      run('kustomize build k8s/dev', 'kind: Secret\nmetadata:\n  name: api-secret-5h2k9f8c7d\n'),
      run('docker history --no-trunc acme/api', `sha256:${digest} 2 weeks ago CMD ["node"] 0B\n`),
      run('docker inspect api', `[{ "Id": "${digest}", "Image": "sha256:${digest}" }]\n`),
      run(
        'git show HEAD:package-lock.json',
        '{ "integrity": "sha512-PRp66vJ865SSqOlgqS8hujT5U4AOgMfhrwYIuIhfKaoSCZcirrmASQr8CX7cUg==" }\n',
      ),
      run('sha256sum dist/app.tgz | cut -d" " -f1', `${digest}\n`),
      run("git log -1 --format=%H -- src/secret.ts | sed 's/secret//'", '4f2a91c0b7d24e8f9a1b2c3d4e5f60718293a4b5\n'),
    ],
  },
  {
    id: 'collections and recordings without a value',
    steps: [
      read(
        'docs/api/Orders.postman_collection.json',
        '{\n "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "{{token}}" }] }\n}\n',
      ),
      run(`jq -r '.auth.bearer[0].value' docs/api/Orders.postman_collection.json`, '{{token}}\n'),
      read('docs/requests.http', 'GET {{host}}/orders\nAuthorization: Bearer {{token}}\n'),
      read(
        'test/cassettes/orders.har',
        `{ "name": "authorization", "value": "Bearer 5f4dcc3b5aa765d61d8327deb882cf99" }\n`,
      ),
      read('test/fixtures/login.http', 'POST /login\nAuthorization: Basic YWNtZTpzeW50aGV0aWMtMTIzNDU2\n'),
    ],
  },
  {
    id: 'what would be run, without a value',
    steps: [
      run('make -n deploy', `curl -H "Authorization: Bearer $VULTR_API_KEY" https://api.vultr.com/v2/instances\n`),
      run('just --dry-run deploy', 'VULTR_API_KEY=${VULTR_API_KEY} ./deploy.sh\n'),
      run('bash -x scripts/build.sh', '+ npm run build\n+ TOKEN=\n+ echo done\n'),
      run('docker compose config', 'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n'),
      run('npm pkg get scripts', '{ "test": "vitest", "token": "node scripts/token.js" }\n'),
      run('git config --list', 'user.name=Dev\ncore.editor=vim\ncredential.helper=osxkeychain\n'),
      run('git remote -v', 'origin\tgit@github.com:acme/shop.git (fetch)\n'),
    ],
  },
  {
    id: 'documentation of a login',
    steps: [
      read('docs/api.md', 'curl -H "Authorization: Bearer 5f4dcc3b5aa765d61d8327deb882cf99" https://api.acme.dev\n'),
      read(
        'openapi.yaml',
        'parameters:\n  - name: Authorization\n    in: header\n    example: Bearer 5f4dcc3b5aa765d61d8327deb882cf99\n',
      ),
      search(
        'Bearer',
        'docs/api.md:3:Send `Authorization: Bearer <token>` with each call.\nsrc/http.ts:9:  headers.Authorization = `Bearer ${token}`;\n',
      ),
      read('README.md', 'curl -u user:password https://api.acme.dev\n'),
    ],
  },
  {
    id: 'a local server logged in to',
    steps: [
      read(
        'package.json',
        `{ "scripts": { "seed": "curl -u admin:dev-1234567890abcdef http://localhost:3000/seed" } }\n`,
      ),
      run('cat scripts/dev.sh', '#!/bin/sh\ncurl -u admin:dev-1234567890abcdef http://localhost:8080/api/reload\n'),
      run('npm test', 'POST /login 200\nAuthorization: Bearer test-5f4dcc3b5aa765d61d8327deb882cf99\n'),
    ],
  },
  {
    id: 'answers of servers that say what a file says',
    steps: [
      mcp(
        'filesystem',
        'read_file',
        { path: '/w/shop/src/a.ts' },
        JSON.stringify({ content: [{ type: 'text', text: 'export const token = lexer.next();\n' }] }),
      ),
      mcp(
        'github',
        'list_issues',
        { repo: 'shop' },
        JSON.stringify([{ title: 'Password reset token expires', content: 'no' }]),
      ),
    ],
  },
  {
    id: 'text turned into another form',
    steps: [
      run('echo aGVsbG8gd29ybGQgMTIz | base64 -d', 'hello world 123'),
      run('base64 -d test/fixtures/logo.b64 | file -', '/dev/stdin: PNG image data\n'),
      run('openssl base64 -d -in test/fixtures/jwt.b64', '{"sub":"1234567890"}\n'),
      run('unzip -p dist/app.vsix extension/package.json', '{ "name": "app", "version": "1.2.3" }\n'),
      run('tar -xOf dist/app.tgz package/package.json', '{ "name": "app" }\n'),
      run('zcat logs/app.log.gz', 'GET /orders 200 request_id=5f4dcc3b5aa765d61d8327deb882cf99\n'),
    ],
  },
  {
    id: 'what a database of tests hands to those who log in',
    steps: [
      run(
        'psql -h localhost -U shop -tAc "select reset_token from users limit 1"',
        '5f4dcc3b5aa765d61d8327deb882cf99\n',
      ),
      run('redis-cli GET session:token:42', '"5f4dcc3b5aa765d61d8327deb882cf99"\n'),
      run('sqlite3 dev.db "select csrf_token from sessions"', '5f4dcc3b5aa765d61d8327deb882cf99\n'),
      run('curl -s -X POST localhost:3000/api/tokens', '5f4dcc3b5aa765d61d8327deb882cf99\n'),
      mcp(
        'postgres',
        'query',
        { sql: 'select id, reset_at from users' },
        '[{"id":"5f4dcc3b5aa765d61d8327deb882cf99"}]',
      ),
    ],
  },
  {
    id: 'files in other signs, and several of them',
    steps: [
      run('base64 -w0 assets/logo.svg', 'PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='),
      run('xxd assets/a.bin | head -2', '00000000: 8950 4e47 0d0a 1a0a 0000 000d 4948 4452  .PNG........IHDR\n'),
      run('rev words.txt', 'olleh\ndlrow\n'),
      run('cat src/a.ts src/b.ts', 'export const token = lexer.next();\nexport const b = 1;\n'),
      run('diff src/a.ts src/b.ts', '1c1\n< const tokenKind = "ident";\n---\n> const tokenKind = "string";\n'),
      run('. scripts/env.sh && echo $NODE_ENV', 'development\n'),
      run('source .venv/bin/activate && python -V', 'Python 3.12.1\n'),
      mcp('shell', 'execute_command', { command: 'git log --oneline -3' }, '4f2a91c Fix\n0b7d24e Add token bucket\n'),
      mcp(
        'notion',
        'search',
        { query: 'token bucket algorithm' },
        '{"results":[{"id":"5f4dcc3b5aa765d61d8327deb882cf99","title":"Token bucket"}]}',
      ),
      run('jq -r .cache.key build/stats.json', '5f4dcc3b5aa765d61d8327deb882cf99\n'),
      run(`jq -r '.[0].key' i18n/index.json`, 'checkout.title.2024\n'),
    ],
  },
  {
    id: 'what only has the form of a setting',
    steps: [
      read(
        'src/auth.ts',
        `const tokenUrl = process.env.TOKEN_URL ?? 'https://auth.acme.dev/oauth/token';\nconst tokenType: string = 'bearer';\nfetch('/me', { credentials: 'same-origin' });\n`,
      ),
      read(
        'db/seed.sql',
        `INSERT INTO users (name, password_hash, reset_token) VALUES ('a', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', NULL);\n`,
      ),
      read(
        'infra/variables.tf',
        'variable "vultr_api_key" {\n  type      = string\n  sensitive = true\n}\nvariable "token_ttl" {\n  default = "24h"\n}\n',
      ),
      read(
        'config/app.php',
        `'token_lifetime' => env('TOKEN_LIFETIME', '3600'),\n'password' => env('DB_PASSWORD', ''),\n`,
      ),
      read('src/lexer.rs', `pub fn token(&self) -> &str { self.tokens[0] }\nconst KEYWORD_TOKEN: &str = "fn";\n`),
    ],
  },
  {
    id: 'what was found is not what is used',
    steps: [
      run('cat src/config.ts', `export const buildKey = '${digest}';\n`),
      write('src/cache.ts', `const key = '${digest}';\n`),
      run('git push origin HEAD'),
    ],
  },
];
