import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { act, last, names, play, shell } from './acting.ts';

const token = 'Qm4vT7xK2pLz9WcR5nYb8HdJ3sFgA6uE';
const password = 'Vr7SYNTHETICq2Lm9x';
const hash = '3f9a1c7e5b2d8064af1e9c3b7d5026e8f4a1b9c0';
const connection = `Server=sql01.live.acme.example;Database=Shop;User Id=sa;Password=${password};`;

const read = (path: string): Action => act({ kind: 'read', path });
const lines = (...all: string[]): string => `${all.join('\n')}\n`;

type Row = readonly [name: string, action: Action, output: string, place?: string];

/** Files whose names say nothing of secrets, or little, and what stands in them. */
const telling: readonly Row[] = [
  [
    'ADO connection string',
    shell('Get-Content src/Backoffice/Web.Release.config'),
    lines('<configuration>', `<add name="Shop" connectionString="${connection}" />`),
    'src/Backoffice/Web.Release.config:2',
  ],
  ['the same by cat', shell('cat src/Web.config'), `<add connectionString="${connection}" />`, 'src/Web.config:1'],
  ['in JSON', read('src/Api/appsettings.Production.json'), lines('{', `"Default": "${connection}"`, '}')],
  [
    'JDBC',
    read('deploy/app.properties'),
    `spring.url=jdbc:postgresql://db.live.acme.example/shop?user=a&password=${password}`,
  ],
  ['libpq', read('deploy/app.yml'), `dsn: "host=db.live.acme.example user=shop password=${password} dbname=shop"`],
  ['Go', read('config/prod.toml'), `dsn = "shop:${password}@tcp(db.live.acme.example:3306)/shop"`],
  [
    'in an IDE',
    read('.idea/dataSources.xml'),
    `<jdbc-url>jdbc:mysql://db.live/shop?user=root&amp;password=${password}</jdbc-url>`,
  ],
  ['ODBC', read('ops/odbc.ini'), `Driver={SQL Server};Server=sql01.live;Uid=sa;Pwd=${password};`],
  [
    'one level down',
    shell('cat ~/.civo.json'),
    lines('{', '  "apikeys": {', `    "acme": "${token}"`, '  }', '}'),
    '~/.civo.json:3',
  ],
  ['one level down in YAML', read('~/.config/acme/settings.yml'), lines('tokens:', `  live: ${token}`)],
  ['one level down in TOML', read('ops/deploy.toml'), lines('[tokens]', `live = "${token}"`)],
  ['two levels down', read('~/.config/acme/config.json'), `{ "auths": { "acme": { "value": "${token}" } } }`],
  ['auth', read('~/.acmerc'), `{"auth":"${token}"}`],
  ['pat', read('ops/site.yml'), lines('url: https://acme.example', `pat: ${token}`)],
  ['pat in TOML', shell('cat ~/.config/tool/config.toml'), lines('[default]', `pat = "${token}"`)],
  ['settings for CI', read('/w/admin/.env.ci'), lines('CI=true', `DEPLOY_TOKEN=${token}`), 'admin/.env.ci:2'],
  ['the same by head', shell('head -5 /w/admin/.env.ci'), lines('CI=true', `DEPLOY_TOKEN=${token}`)],
  ['a tool’s session', read('~/.acme/state.json'), `{"session":{"access":"${token}"}}`],
  ['one word', shell('cat ~/.config/acme/session'), `${token}\n`, '~/.config/acme/session:1'],
  ['requests', read('requests/orders.http'), lines('GET https://api.acme.example/v1', `X-Api-Key: ${token}`)],
  ['a variable of requests', read('docs/api.http'), lines(`@token = ${token}`, 'GET https://api.acme.example')],
  ['PowerShell’s variable', read('../ops/Deploy.ps1'), lines('param($x)', `$key = "${token}"`), '/ops/Deploy.ps1:2'],
  ['its password', read('../ops/Deploy.ps1'), `$pwd = '${password}!'`],
  [
    'a match of Select-String',
    shell("Select-String -Path build/*.ps1 -Pattern 'pat'"),
    `build/Publish.ps1:12:$pat = '${token}'\n`,
    'build/Publish.ps1:12',
  ],
  ['a secure string', read('ops/Deploy.ps1'), `$s = ConvertTo-SecureString '${password}' -AsPlainText -Force`],
  ['a credential object', read('ops/Deploy.ps1'), `New-Object System.Net.NetworkCredential('deploy', '${password}')`],
  ['a share', read('ops/mount.cmd'), `net use Z: \\\\nas.acme.example\\backup ${password} /user:acme\\svc`],
  ['sqlcmd', read('ops/run.cmd'), `sqlcmd -S sql01.live.acme.example -U sa -P ${password} -Q "select 1"`],
  ['mysqldump', read('ops/dump.sh'), `mysqldump -h db.live.acme.example -u root -p${password} shop`],
  ['redis-cli', read('ops/flush.sh'), `redis-cli -h cache.live.acme.example -a ${password} info`],
  ['an argument of a server', read('Library/claude_desktop_config.json'), `{"args":["--api-key","${token}"]}`],
  ['a property list', read('fastlane/acme.plist'), lines('<key>ApiKey</key>', `<string>${token}</string>`)],
  ['what jq prints', shell('jq .apikeys ~/.civo.json'), lines('{', `  "acme": "${token}"`, '}'), '~/.civo.json'],
  [
    'a file server',
    act({ kind: 'mcp', server: 'filesystem', tool: 'read_file', input: { path: '/w/ops/site.yml' } }),
    lines('acme:', `  auth: ${token}`),
    'ops/site.yml:2',
  ],
  [
    'a password in YAML',
    read('/w/other/config/database.yml'),
    lines('production:', '  password: Vr7SYNTHq2Lm9x'),
    'other/config/database.yml:2',
  ],
  ['a parameter', read('infra/main.bicepparam'), `param adminPassword = '${password}!'`],
  ['a list of logins', shell('cat ~/.authinfo'), `machine api.acme.example login ci password ${password}`],
  ['a password of a tool', shell('cat ~/.hgrc'), lines('[auth]', 'acme.password = Vr7SYNTHq2Lm9x')],
  ['a default of a job', read('jenkins/deploy.xml'), `<name>API_TOKEN</name><defaultValue>${token}</defaultValue>`],
  [
    'a field of an item',
    act({ kind: 'mcp', server: 'notes', tool: 'get_item', input: { path: '/w/ops/item.json' } }),
    `{"fields":[{"label":"token","value":"${token}"}]}`,
  ],
  [
    'a row asked for by its name',
    act({
      kind: 'mcp',
      server: 'postgres',
      tool: 'query',
      input: { sql: "select value from settings where key='hetzner_token'" },
    }),
    `[{"value":"${token}"}]`,
  ],
];

/** What looks like that and is none. */
const silent: readonly Row[] = [
  ['a fixture', read('tests/fixtures/config.json'), `{"auth":"${token}","apikeys":{"a":"${token}"}}`],
  ['a test', read('src/auth.spec.ts'), `const auth = '${token}';`],
  ['a lock file', read('package-lock.json'), `"tokens": {"integrity": "sha512-${token}${token}=="}`],
  ['a form', read('.env.example'), lines('DEPLOY_TOKEN=your-token-here', 'API_PAT=')],
  [
    'settings for tests',
    read('.env.test'),
    lines('DATABASE_URL=postgres://test:test@localhost/test', 'API_TOKEN=dummy'),
  ],
  [
    'dummies for CI',
    read('.env.ci'),
    lines('DATABASE_URL=postgres://postgres:postgres@localhost/test', 'JWT_SECRET=test-secret'),
  ],
  ['keys of the run for CI', read('.env.ci'), lines(`APP_KEY=base64:${token}=`, `SECRET_KEY_BASE=${hash}`)],
  [
    'words of a page',
    read('src/locales/en.json'),
    '{"auth": "Authentication", "tokens": {"expired": "Your token has expired 3 days ago"}}',
  ],
  ['a scheme', read('openapi.yml'), lines('apiKey:', '  type: apiKey', '  name: X-Api-Key1234567890abc')],
  ['a design', read('design/tokens.json'), `{"tokens": {"primary": "#a1b2c3", "shadow": "${hash}"}}`],
  ['a project’s number', read('config/app.json'), '{"keys": {"project": "7f3c0a52-1b6e-4c0d-9a57-1f2e3d4c5b6a"}}'],
  ['public halves', read('config/app.json'), `{"tokens": {"public": "${token}"}, "publicKey":"${token}"}`],
  ['an address', read('config/app.json'), '{"auth": "https://auth.acme.example/v1/abc123def456ghi789"}'],
  ['digests', read('checksums.json'), `{"secrets":{"sha1":"${hash}","file_hash":"${hash}"}}`],
  ['commits', shell('git log -3 --format=%H'), `${hash}\n`],
  ['minified code', shell('head -c 2000 public/app.min.js'), 'const auth=e=>t.get("A1b2C3d4E5f6G7h8I9j0K1l2"),n="x1"'],
  [
    'documentation',
    read('README.md'),
    lines(`export ACME_TOKEN=${token}`, `curl -u admin:${password} https://acme.example`),
  ],
  [
    'this machine',
    read('appsettings.Development.json'),
    '"Default": "Server=localhost;Database=Shop;User Id=sa;Password=Your1password;"',
  ],
  ['a gap', read('appsettings.json'), '"Default": "Server=sql01;Database=Shop;User Id=sa;Password=${DB_PASSWORD};"'],
  ['another gap', read('appsettings.json'), '"Default": "Server=sql01;Database=Shop;User Id=sa;Password={password1};"'],
  ['code', read('src/db.cs'), 'var s = $"Server={host};User Id={user};Password={pw1};";'],
  [
    'a reference',
    read('k8s/app.yml'),
    lines('env:', '- name: TOKEN', '  valueFrom:', '    secretKeyRef: {name: app-v2-20240101abcd, key: token}'),
  ],
  ['a version', shell('cat ~/.config/acme/version'), '2026.11.20-release.1\n'],
  ['a number of the machine', shell('cat ~/.config/acme/machine'), `${hash}\n`],
  [
    'a name in YAML',
    read('k8s/app.yml'),
    lines('auth:', '  passwordSecret: app-secrets-v2', '  tokenName: deploy-token-1'),
  ],
  ['a gap in YAML', read('config/database.yml'), 'password: <%= ENV["DB_PASSWORD1"] %>'],
  ['a person’s prompt', shell('cat ~/.bashrc'), 'read -s -p "password: " answer1'],
  ['a prompt', read('ops/Deploy.ps1'), "$key = 'HKLM:\\Software\\Acme1'; $pass = 'first'"],
];

const told = (action: Action, output: string): string[] => {
  const { observation, after } = last(play([{ action, outcome: { output } }]));
  return names([...observation.signals, ...after]);
};

describe('a file whose content is a secret', () => {
  it.each(telling.map((row) => [row[0], row] as const))('%s', (_name, [, action, output, place]) => {
    expect(told(action, output).filter((name) => /^secret-/.test(name))).not.toEqual([]);
    const [found] = last(play([{ action, outcome: { output } }])).revealed;
    if (place !== undefined)
      expect(`${found?.foundIn}${found?.line === undefined ? '' : `:${found.line}`}`).toBe(place);
  });

  it.each(silent.map((row) => [row[0], row] as const))('is none: %s', (_name, [, action, output]) => {
    expect(told(action, output)).toEqual([]);
  });
});
