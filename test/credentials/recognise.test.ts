import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recogniseCredentials } from '../../src/credentials/recognise.ts';
import { cpuClock } from '../cpu.ts';

const uuid = '7f3c0a52-1b6e-4c0d-9a57-1f2e3d4c5b6a';

describe('recognises a credential, its kind and its exact value', () => {
  const cases: [text: string, kind: string, value: string][] = [
    ['<password>SYNTHETICxml0123</password>', 'generic-password', 'SYNTHETICxml0123'],
    ['<Pass encoding="base64">U1lOVEhFVElDMDEyMw==</Pass>', 'generic-token', 'U1lOVEhFVElDMDEyMw=='],
    ['<add key="ApiToken" value="SYNTHETIC0123456789" />', 'generic-token', 'SYNTHETIC0123456789'],
    ['- name: HCLOUD_TOKEN\n  value: SYNTHETIC0123456789\n', 'hetzner-token', 'SYNTHETIC0123456789'],
    ['{"key":"hetzner_token","value":"SYNTHETIC0123456789"}', 'hetzner-token', 'SYNTHETIC0123456789'],
    ['FROM node\nENV HCLOUD_TOKEN SYNTHETIC0123456789\n', 'hetzner-token', 'SYNTHETIC0123456789'],
    ['    ApiToken    REG_SZ    SYNTHETIC0123456789', 'generic-token', 'SYNTHETIC0123456789'],
    ['api-key:\n----\nSYNTHETIC0123456789\n', 'generic-token', 'SYNTHETIC0123456789'],
    ['{"name": "Authorization", "value": "Bearer SYNTHETIC0123456789"}', 'generic-token', 'SYNTHETIC0123456789'],
    ["const algoliaAdminKey = 'SYNTHETIC78d4aa2ad6a0ff5d'", 'generic-token', 'SYNTHETIC78d4aa2ad6a0ff5d'],
    ['/etc/app/app.ini:23: admin_password = SYNTHETICieUDnQWdH', 'generic-password', 'SYNTHETICieUDnQWdH'],
    [`RAILWAY_TOKEN=${uuid}`, 'railway-token', uuid],
    [`export RAILWAY_API_TOKEN="${uuid}"`, 'railway-token', uuid],
    [`./infra/domains/.env:3:RAILWAY_TOKEN=${uuid}`, 'railway-token', uuid],
    [`infra/domains/.env:RAILWAY_TOKEN=${uuid}`, 'railway-token', uuid],
    ['token rlwy_SYNTHETIC0123456789', 'railway-token', 'rlwy_SYNTHETIC0123456789'],
    [`curl -H 'Authorization: Bearer ${uuid}' https://x`, 'generic-token', uuid],
    [`{"token": "${uuid}"}`, 'generic-token', uuid],
    ['AWS_ACCESS_KEY_ID=AKIASYNTHETIC0000001', 'aws-access-key', 'AKIASYNTHETIC0000001'],
    ['aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/SYNTHETIC0', 'aws-access-key', 'wJalrXUtnFEMI/K7MDENG/SYNTHETIC0'],
    ['GH_TOKEN: ghp_SYNTHETIC0000000000000000000', 'github-token', 'ghp_SYNTHETIC0000000000000000000'],
    ['glpat-SYNTHETIC-000000000000', 'gitlab-token', 'glpat-SYNTHETIC-000000000000'],
    ['//registry.npmjs.org/:_authToken=SYNTHETIC-0123456789', 'npm-token', 'SYNTHETIC-0123456789'],
    ['SLACK_BOT_TOKEN=xoxb-1234567890-SYNTHETIC', 'slack-token', 'xoxb-1234567890-SYNTHETIC'],
    ['stripe: sk_live_SYNTHETIC0123456789', 'stripe-key', 'sk_live_SYNTHETIC0123456789'],
    ['DATABASE_URL=postgres://app:hunter2SYNTHETIC@db.prod.example.net:5432/app', 'database-url', 'hunter2SYNTHETIC'],
    ['PGPASSWORD=Tr0ub4dorSYNTHETIC', 'database-url', 'Tr0ub4dorSYNTHETIC'],
    ['https://deploy:SYNTHETIC99@git.acme.dev/x.git', 'url-password', 'SYNTHETIC99'],
    ['"password": "Tr0ub4dorSYNTHETIC"', 'generic-password', 'Tr0ub4dorSYNTHETIC'],
    ['curl --token abcDEF0123456789SYNTHETIC https://x', 'generic-token', 'abcDEF0123456789SYNTHETIC'],
    ['SUPABASE_SERVICE_ROLE_KEY=SYNTHETIC0123456789abcdef', 'supabase-service-role', 'SYNTHETIC0123456789abcdef'],
    ['CLOUDFLARE_API_TOKEN=SYNTHETIC0123456789abcdef0123', 'cloudflare-token', 'SYNTHETIC0123456789abcdef0123'],
    ['FLY_API_TOKEN=SYNTHETIC0123456789abcdef0123', 'fly-token', 'SYNTHETIC0123456789abcdef0123'],
    ['HCLOUD_TOKEN=SYNTHETIC0123456789abcdef0123', 'hetzner-token', 'SYNTHETIC0123456789abcdef0123'],
    ['firebase deploy --token 1//0gSYNTHETIC-0123456789abcd', 'firebase-token', '1//0gSYNTHETIC-0123456789abcd'],
    ["atlas_private = '5ec2e700-aaaa-4bbb-8ccc-SYNTHETIC042'", 'generic-token', '5ec2e700-aaaa-4bbb-8ccc-SYNTHETIC042'],
    ['type = b2\nkey = K005SYNTHETICabcdefghijklm0p', 'generic-token', 'K005SYNTHETICabcdefghijklm0p'],
    ['curl -u deploy:SYNTHETIC99x https://x', 'generic-password', 'SYNTHETIC99x'],
    ['sshpass -p SYNTHETIC99x ssh h', 'generic-password', 'SYNTHETIC99x'],
    ['mysql -u root -pSYNTHETIC99x db', 'generic-password', 'SYNTHETIC99x'],
    ['docker login -u me -p SYNTHETIC99x', 'generic-password', 'SYNTHETIC99x'],
    ['ANTHROPIC_API_KEY=sk-ant-SYNTHETIC-0123456789', 'anthropic-key', 'sk-ant-SYNTHETIC-0123456789'],
  ];
  it.each(cases)('%s', (text, kind, value) => {
    const found = recogniseCredentials(text);
    expect(found.map((one) => [one.kind, one.value])).toEqual([[kind, value]]);
    expect(text.slice(found[0]?.start, found[0]?.end)).toBe(value);
  });

  it('a private key, whole or cut short', () => {
    const begin = '-----BEGIN OPENSSH PRIVATE KEY-----\n';
    const body = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAESYNTHETIC\nAAAA\n';
    for (const text of [`${begin}${body}-----END OPENSSH PRIVATE KEY-----`, `${begin}${body}`]) {
      expect(recogniseCredentials(text).map((one) => one.kind)).toEqual(['ssh-key']);
    }
  });

  it('the line and the variable', () => {
    const text = `# domains\nCF_ZONE=abc\nRAILWAY_TOKEN=${uuid}\n`;
    expect(recogniseCredentials(text, { foundIn: 'infra/domains/.env' })).toMatchObject([
      { line: 3, variable: 'RAILWAY_TOKEN' },
    ]);
  });

  it('a password with signs, whole, in an environment file', () => {
    const [found] = recogniseCredentials('DB_PASSWORD=p@ss&w0rd|SYNTHETIC;x\n', { foundIn: '.env' });
    expect(found?.value).toBe('p@ss&w0rd|SYNTHETIC;x');
  });

  it('the vendor by the file where the name does not tell it', () => {
    const text = `{"user":{"token":"${uuid}"}}`;
    expect(recogniseCredentials(text, { foundIn: '/home/dev/.railway/config.json' })[0]?.kind).toBe('railway-token');
  });
});

describe('files in which a value stands beside its name', () => {
  it.each<[foundIn: string, text: string, value: string]>([
    ['~/.netrc', 'machine api.heroku.com login a@b.c password SYNTHETIC0123456789\n', 'SYNTHETIC0123456789'],
    ['~/.pgpass', 'db.acme.dev:5432:shop:app:SYNTHETICpw1\n', 'SYNTHETICpw1'],
    ['ops/redis.conf', 'port 6379\nrequirepass SYNTHETICredis77aa\n', 'SYNTHETICredis77aa'],
  ])('%s', (foundIn, text, value) => {
    expect(recogniseCredentials(text, { foundIn }).map((found) => found.value)).toEqual([value]);
    expect(recogniseCredentials(text)).toEqual([]);
  });
});

describe('takes no stand-in and no code for a credential', () => {
  it.each([
    'const key = buildKeyFromWorkspaceAndSession(root)',
    'key = someVeryLongFunctionNameThatReturnsAKey',
    'is_private = repository.visibility',
    '{"repo_private": true}',
    'API_KEY=your-api-key-here',
    'API_KEY=changeme',
    ['API_KEY=$', '{API_KEY}'].join(''),
    'TOKEN=$(cat token.txt)',
    'TOKEN=<token>',
    'GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    'SECRET_KEY=xxxxxxxxxxxxxxxx',
    'DATABASE_URL=postgres://postgres:postgres@localhost:5432/db',
    'const token = lexer.next();',
    'docker run -u 1000:1000 img',
    "wslpath -u 'C:/Users/dev/projects'",
    'git push -u https://github.com/acme/app.git main',
    'const TOKEN_REFRESH_INTERVAL: Duration = Duration::from_secs(60);',
    '"BACKUP_SECRET_ACCESS_KEY": restricted["secret_key"],',
    'docker run -p 8080:8080 img',
    'mkdir -p build/output',
    'let token = previousToken',
    'token: string;',
    'max_tokens: 4096',
    'next_token_id = 151643',
    'token = tokens[i]',
    'if (token === "function_declaration_2") {',
    'passwordHash = bcrypt(x)',
    'tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased-2018")',
    'key = "user_2_settings_cache"',
    'primary_key=True',
    'data-testid="password-input-2"',
    'apiKey: process.env.API_KEY_2',
    'TOKEN_URL=https://auth.acme.dev/oauth2/token',
    'const [token, setToken] = useState<string | null>(null)',
    'NEXT_PUBLIC_API_KEY=abc123def456ghi789',
    '<token>next</token>',
    '<input name="password" value="x" />',
    '{"key":"token_type","value":"bearer-access-2-extended"}',
    '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: shop-2-secret\n',
    'const partitionKey = "tenant42abcdefghijklmnop"',
    'The requirepass directive sets a password2 for clients.',
  ])('%s', (text) => {
    expect(recogniseCredentials(text)).toEqual([]);
  });
});

describe('bounds', () => {
  const hostile = [
    'token = "a'.repeat(50_000),
    'a_token_'.repeat(60_000),
    'x://a:b'.repeat(60_000),
    '-----BEGIN PRIVATE KEY-----\n'.repeat(15_000),
    `-----BEGIN PRIVATE KEY-----\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA${'A\n'.repeat(200_000)}`,
    'eyJ'.repeat(160_000),
    'authorization: bearer '.repeat(20_000),
    'A'.repeat(500_000),
    '<pass <token '.repeat(40_000),
    '"name":"token",'.repeat(30_000),
    'key: token\n value'.repeat(30_000),
    'ApiToken    REG_SZ '.repeat(25_000),
    'a:b:c:d:e:f'.repeat(40_000),
    `password=${'"'.repeat(300_000)}`,
    '=token=secret=password'.repeat(20_000),
    ' -u a:b'.repeat(60_000),
    'mysql login -p '.repeat(30_000),
    ' login -x'.repeat(50_000),
  ];
  it.each(hostile.map((text, index) => [index, text] as const))(
    'hostile text %i takes no more than half a second',
    (_, text) => {
      const milliseconds = cpuClock();
      const found = recogniseCredentials(text);
      expect(milliseconds()).toBeLessThan(500);
      expect(found.length).toBeLessThanOrEqual(1000);
    },
  );

  it('any text: ranges in order, without overlap, within the text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'TOKEN=',
        'password: "',
        `${uuid}`,
        '\n',
        'sk_live_SYNTHETIC0123',
        'postgres://a:b2c3d4e5@h/',
        '"',
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        let last = 0;
        for (const one of recogniseCredentials(text)) {
          expect(one.start).toBeGreaterThanOrEqual(last);
          expect(one.end).toBeGreaterThan(one.start);
          expect(one.end).toBeLessThanOrEqual(text.length);
          expect(text.slice(one.start, one.end)).toBe(one.value);
          last = one.end;
        }
      }),
    );
  });
});
