import { describe, expect, it } from 'vitest';
import { createReplay } from '../../src/cli/replay.ts';

type Event = Readonly<Record<string, unknown>>;

const V = 'SYNTHETIC8nB7cXv0KjHgFdSaPoIuYtReWq';
const dashed = 'SYNTHETIC-4f6b-9a71-0c5e-8b3a7f1d2e94';
const discoveries = new Set(['credential-search', 'secret-read', 'secret-printed']);

async function signalsOf(event: Event): Promise<string[]> {
  const replay = createReplay();
  const { signals } = await replay.judge(
    JSON.stringify({ session: 's', host: 'cursor', t: 1, cwd: '/w/shop', ...event }),
  );
  return signals.filter(({ name }) => discoveries.has(name)).map(({ name }) => name);
}

const answer = (output: string, server = 'notion', tool = 'fetch', input: object = { id: '1f3e' }): Event => ({
  kind: 'mcp',
  server,
  tool,
  input,
  output,
});
const message = (text: string): Event =>
  answer(
    JSON.stringify({
      ok: true,
      messages: [
        { user: 'U01', text: 'anyone has the key?' },
        { user: 'U02', text },
      ],
    }),
    'slack',
    'slack_get_channel_history',
    { channel_id: 'C0' },
  );
const shell = (command: string, output: string): Event => ({ kind: 'shell', command, output });

/** What people wrote down for each other, in pages, chats, tickets and mail. */
const written: readonly Event[] = [
  ...[
    `3. Robot token (do not share): \`${V}\``,
    `Robot token (write): ${V}`,
    `**API key:** \`${V}\``,
    `**API key**: ${V}`,
    `- Admin API key → \`${V}\``,
    `| Service | API key |\n|---|---|\n| Algolia | ${V} |`,
    `| Token | \`${V}\` |`,
    `| Password | ${dashed} |`,
    `The deploy token is \`${V}\`.`,
    `the token is ${V} (valid until March)`,
    `Use this token: ${V}`,
    `key: ${V}`,
    `mgmt key: ${V}`,
    `pw: ${dashed}`,
    `pwd = ${dashed}`,
    `pass: ${dashed}`,
    `Login: admin@acme.dev / ${dashed}`,
    `user: admin@acme.dev pass: ${dashed}`,
    `Kennwort: ${dashed}`,
    `Secret (production) = ${V}`,
    `Access token (expires never):\n\n\`\`\`\n${V}\n\`\`\``,
    `PAT: ${V}`,
    `curl -H "X-Api-Key: ${V}" https://api.acme.dev`,
    `credentials: svc-deploy / ${dashed}`,
    `API-Schlüssel: ${V}`,
  ].flatMap((text) => [answer(text), answer(JSON.stringify({ content: [{ type: 'text', text }] })), message(text)]),
  message(`ops@acme.dev / ${dashed} works for the api, please rotate after`),
  message(`try deploy:${dashed}`),
  message(`sure, token ${V}`),
  message(`here you go \`${V}\`, that is the admin token`),
  message(`pw is ${dashed} :see_no_evil:`),
  answer(`<p>API token: <code>${V}</code></p>`, 'confluence', 'getPage'),
  answer(JSON.stringify({ fields: { description: `h3. Access\\nAPI token: {{${V}}}` } }), 'jira', 'getIssue', {
    key: 'OPS-1',
  }),
  answer(
    JSON.stringify({ issue: { description: `Credentials:\n* user \`svc\`\n* password \`${dashed}\`` } }),
    'linear',
    'get_issue',
    { id: 'A-1' },
  ),
  answer(JSON.stringify({ snippet: `Your new API key is ${V}. Keep it safe.` }), 'gmail', 'read_email', { id: '1' }),
  answer(
    JSON.stringify({ body: { content: `Passwort f&uuml;r prod: <b>${dashed}</b>` } }),
    'teams',
    'list_messages',
    {},
  ),
  answer(`SERVICE\tTOKEN\nrailway\t${V}\n`, 'gdrive', 'read_sheet', { id: '1' }),
  answer(`service,password\nrailway,${dashed}\n`, 'gdrive', 'read_sheet', { id: '1' }),
];

/** A browser's own stores, by a tool that drives it. */
const browsers: readonly Event[] = [
  ...[
    "() => localStorage.getItem('auth._token.local')",
    "() => JSON.stringify({ t: localStorage.getItem('auth._token.local'), o: localStorage.getItem('oauth_token') })",
    '() => JSON.stringify(localStorage)',
    '() => Object.entries(localStorage)',
    '() => ({ ...sessionStorage })',
    '() => document.cookie',
    '() => window.localStorage["access_token"]',
    '() => localStorage.accessToken',
    "() => sessionStorage.getItem('jwt')",
    "() => document.querySelector('input[type=password]').value",
    "() => document.querySelector('#api-key').value",
    '() => window.__INITIAL_STATE__.apiToken',
    'async () => (await cookieStore.getAll())',
    '() => indexedDB.open("firebaseLocalStorageDb")',
  ].flatMap((code) => [
    answer('null', 'playwright', 'browser_evaluate', { function: code }),
    answer('null', 'puppeteer', 'puppeteer_evaluate', { script: code }),
    answer('null', 'chrome-devtools', 'evaluate_script', { function: code }),
  ]),
  answer('[]', 'playwright', 'browser_cookies', {}),
  answer('[]', 'playwright', 'browser_cookie_list', {}),
  answer('{}', 'playwright', 'browser_storage_state', {}),
  answer('{}', 'playwright', 'browser_localstorage_get', { key: 'token' }),
];

/** Arguments by name in source, notebooks, and what is searched for outside. */
const source: readonly Event[] = [
  ...[
    `../analytics/notebooks/churn.ipynb:41:    "con = snowflake.connector.connect(account='acme-eu', user='SVC_ETL', password='SYNTHETIC!8nB7cXv0Kj', role='SYSADMIN')\\n",`,
    `../analytics/churn.py:41:    con = connect(account='acme-eu', user='SVC_ETL', password='SYNTHETIC!8nB7cXv0Kj')`,
    `../analytics/churn.py:41:    con = connect(host="db.acme.dev", passwd="SYNTHETIC!8nB7cXv0Kj")`,
    `../etl/load.R:12:con <- dbConnect(drv, user = "etl", password = "SYNTHETIC!8nB7cXv0Kj")`,
    `../etl/Load.java:12:    ds.setPassword("SYNTHETIC!8nB7cXv0Kj");`,
    `../etl/load.rb:3:conn = PG.connect(host: 'db.acme.dev', password: 'SYNTHETIC!8nB7cXv0Kj')`,
    `../etl/load.php:3:$pdo = new PDO($dsn, ['password' => 'SYNTHETIC!8nB7cXv0Kj']);`,
    `../etl/load.ts:3:const pool = new Pool({ host: 'db.acme.dev', password: 'SYNTHETIC!8nB7cXv0Kj' });`,
    `../etl/Load.cs:3:var c = new NetworkCredential { UserName = "etl", Password = "SYNTHETIC!8nB7cXv0Kj" };`,
    `../etl/load.go:3:	cfg := Config{User: "etl", Password: "SYNTHETIC!8nB7cXv0Kj"}`,
    `../etl/load.kt:3:    password = "SYNTHETIC!8nB7cXv0Kj",`,
  ].flatMap((line) => [
    shell("grep -rn -i 'password' ../etl ../analytics", `${line}\n`),
    shell('rg -n -i passw ..', `${line}\n`),
  ]),
];

describe('a secret that somebody wrote down is told of', () => {
  it.each([...written, ...browsers, ...source].map((event) => [JSON.stringify(event).slice(0, 220), event] as const))(
    '%s',
    async (_, event) => {
      expect(await signalsOf(event)).not.toEqual([]);
    },
  );
});

/** The same words, and no secret. */
const plain: readonly Event[] = [
  ...[
    'Robot token (do not share): ask Jonas',
    'The API key is in 1Password, item "Algolia".',
    'token: `<your-token>`',
    'Set `ALGOLIA_API_KEY` in `.env` (see .env.example).',
    'key: primary',
    'key: 1f3e0a52-77aa-4b1c-9d2e-5f60718293a4',
    '| Key | Value |\n|---|---|\n| region | eu-central-1 |\n| cluster | shop-prod-7711-a1b2 |',
    'The token is refreshed every 15 minutes.',
    'Merged in 4f6b9a710c5e8b3a7f1d2e946a3851b74c028d9f',
    'max tokens: 128000',
    'password reset link: https://app.acme.dev/reset/a1b2c3d4e5f6a7b8c9d0e1f2',
    'user / admin roles, see OPS-1234',
    'ops@acme.dev / +49 170 1234567 is on call',
    'ops@acme.dev / Berlin-Mitte-2026',
    'release 2.4.1 / build 20261120-4f6b',
    'design tokens: color-brand-500, spacing-4x',
    'pass: 42 of 42',
    'sort key: created_at#id',
    'idempotency key: 9e107d9d372bb6826bd81d3542a419d6',
    'commit / 8d1f0c2b7a6e5d4c3b2a190817263544f5e6d7c8',
    'foreign key: orders_customer_id_fkey1',
    'cache key (v2): orders:tenant42:page1:sort2',
    'issue key: OPS-12345678',
    'The key is to keep requests idempotent.',
    'page token: CAoQAA1234567890abcdef',
    'Deploy key fingerprint: SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8',
    'token expiry: 2026-11-20T15:26:41Z',
    'mara@acme.dev:/srv/shop-v2/releases/20261120',
    'Token: see https://vault.acme.dev/ui/secret/a1b2c3d4e5f6',
    'secret: projects/acme/secrets/db-pass-v2/versions/3',
    'API key: stored in AWS Secrets Manager as prod/algolia/admin-key-v2',
    'Public key: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExample8nB7cXv0KjHgFdSaPoIuYtReWq',
    'CSRF token: 8nB7cXv0KjHgFdSaPoIuYtReWq',
    'Password last changed: 2026-03-04T10:12:09Z by svc-deploy2',
    'Page 3 of 10, page token abcDEF123456ghiJKL789',
    'Commit token `a1b2c3d4e5f6a7b8` in the changelog key',
    'image: ghcr.io/acme/shop@sha256:4c1e0a52b77a4b1c9d2e5f60718293a4b5c6d7e8f90123456789abcdef012345',
    '"next_page_token": "CAoQAA1234567890abcdefghijkl"',
    '"nextPageToken":"CAoQAA1234567890abcdefghijkl"',
    '"cursor_token": "eyJvIjoxMjM0NTY3ODkwfQ12345"',
  ].flatMap((text) => [answer(text), message(text)]),
  answer(
    '{"results":[{"object":"page","id":"1f3e0a52-77aa-4b1c-9d2e-5f60718293a4","title":"Onboarding"}]}',
    'notion',
    'search',
    { query: 'sanity deploy' },
  ),
  answer(
    JSON.stringify([{ key: 'OPS-12', id: '10042', self: 'https://acme.atlassian.net/rest/api/3/issue/10042' }]),
    'jira',
    'search',
    { jql: 'x' },
  ),
  answer('"dark"', 'playwright', 'browser_evaluate', { function: "() => localStorage.getItem('theme')" }),
  answer('3', 'playwright', 'browser_evaluate', { function: "() => JSON.parse(localStorage.getItem('cart')).length" }),
  answer('ok', 'playwright', 'browser_evaluate', { function: "() => localStorage.setItem('token', 'test')" }),
  answer('ok', 'playwright', 'browser_evaluate', { function: '() => localStorage.clear()' }),
  answer('ok', 'playwright', 'browser_evaluate', { function: "() => localStorage.removeItem('auth_token')" }),
  answer('ok', 'playwright', 'browser_evaluate', { function: "() => document.querySelector('#password').value = 'x'" }),
  answer('ok', 'playwright', 'browser_evaluate', { function: "() => { document.cookie = 'consent=1' }" }),
  answer('true', 'playwright', 'browser_evaluate', { function: "() => !!localStorage.getItem('token')" }),
  answer('Shop', 'playwright', 'browser_evaluate', { function: '() => document.title' }),
  answer(
    '### Page\n- textbox "Password" [ref=e4]\n- button "Sign in" [ref=e5]\n',
    'playwright',
    'browser_snapshot',
    {},
  ),
  shell('grep -rn passwordHash src', `src/user.ts:4:  passwordHash: string;\n`),
  shell('cat src/login.tsx', "const label = { password: 'Password (8+ characters)' };\n"),
  shell('cat src/login.py', "password = getpass.getpass('password: ')\nlogin(password=form['password'])\n"),
  shell(
    'cat src/api.ts',
    "const token = lexer.next('identifier1');\nconnect({ password: process.env.DB_PASSWORD });\n",
  ),
  shell('cat tests/test_login.py', "client.post('/login', data=dict(user='a', password='S3cret-Test-1234'))\n"),
];

describe('the same words without a secret', () => {
  it.each(plain.map((event) => [JSON.stringify(event).slice(0, 220), event] as const))('%s', async (_, event) => {
    expect(await signalsOf(event)).toEqual([]);
  });
});
