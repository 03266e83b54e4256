/** One file of a public kind, and what stands in it. All values are synthetic. */
export interface SecretCase {
  readonly file: string;
  readonly text: string;
  /** Credentials in it that a scan must name. */
  readonly secrets: number;
}

const letters = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';

/** Letters and digits that look random and say that they are not: the same for the same seed. */
export function synthetic(length: number, seed: number): string {
  let state = (seed + 1) * 2_654_435_761;
  let text = 'SYNTHETIC';
  while (text.length < length) {
    state = (Math.imul(state ^ (state >>> 13), 1_274_126_177) + seed) >>> 0;
    text += letters[state % letters.length] ?? '';
  }
  return text.slice(0, length);
}

const upper = (length: number, seed: number) => synthetic(length, seed).toUpperCase();
const hex = (length: number, seed: number) =>
  [...synthetic(length * 2, seed)]
    .map((one) => (one.charCodeAt(0) % 16).toString(16))
    .join('')
    .slice(0, length);

const pem = (seed: number) =>
  [
    '-----BEGIN RSA PRIVATE KEY-----',
    ...[1, 2, 3].map((row) => `MII${synthetic(61, seed + row)}`),
    '-----END RSA PRIVATE KEY-----',
    '',
  ].join('\n');

/** What credentials look like where people leave them, one file each. `n` makes another of the same kind. */
export function secretCases(n: number): SecretCase[] {
  return [
    { file: `infra${n}/.env`, text: `DEBUG=1\nRAILWAY_TOKEN=rlwy_${synthetic(28, n)}\n`, secrets: 1 },
    {
      file: `svc${n}/.env.production`,
      text: `DATABASE_URL=postgres://app:${synthetic(20, n)}@db.prod.acme.io:5432/shop\nPORT=80\n`,
      secrets: 1,
    },
    {
      file: `aws${n}/config.ini`,
      text: `[prod]\naws_access_key_id = AKIA${upper(16, n)}\naws_secret_access_key = ${synthetic(40, n)}\n`,
      secrets: 2,
    },
    {
      file: `ci${n}/deploy.sh`,
      text: `#!/bin/sh\nexport GITHUB_TOKEN=ghp_${synthetic(36, n)}\ngit push\n`,
      secrets: 1,
    },
    { file: `app${n}/settings.py`, text: `STRIPE = "sk_live_${synthetic(24, n)}"\nTIMEOUT = 3\n`, secrets: 1 },
    {
      file: `app${n}/slack.js`,
      text: `module.exports = { hook: 'https://hooks.slack.com/services/T${upper(9, n)}/B${upper(9, n)}/${synthetic(24, n)}' };\n`,
      secrets: 1,
    },
    {
      file: `bot${n}/index.js`,
      text: `const client = new WebClient('xoxb-${hex(12, n).replace(/[a-f]/g, '7')}-${synthetic(24, n)}');\n`,
      secrets: 1,
    },
    { file: `pkg${n}/.npmrc`, text: `//registry.npmjs.org/:_authToken=npm_${synthetic(36, n)}\n`, secrets: 1 },
    { file: `keys${n}/deploy.pem`, text: pem(n), secrets: 1 },
    {
      file: `gcp${n}/service-account.json`,
      text: JSON.stringify(
        {
          type: 'service_account',
          private_key_id: hex(40, n),
          private_key: pem(n),
          client_email: 'x@acme.iam.gserviceaccount.com',
        },
        null,
        1,
      ),
      secrets: 1,
    },
    {
      file: `k8s${n}/secret.yaml`,
      text: `apiVersion: v1\nkind: Secret\nstringData:\n  api-token: "${synthetic(32, n)}"\n`,
      secrets: 1,
    },
    {
      file: `compose${n}/docker-compose.yml`,
      text: `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: ${synthetic(18, n)}9\n`,
      secrets: 1,
    },
    {
      file: `tf${n}/terraform.tfvars`,
      text: `region = "eu"\ncloudflare_api_token = "${synthetic(40, n)}"\n`,
      secrets: 1,
    },
    { file: `php${n}/wp-config.php`, text: `<?php\ndefine('DB_PASSWORD', '${synthetic(20, n)}7');\n`, secrets: 1 },
    { file: `home${n}/.netrc`, text: `machine api.acme.io login me password ${synthetic(24, n)}\n`, secrets: 1 },
    { file: `home${n}/.pgpass`, text: `db.acme.io:5432:shop:app:${synthetic(20, n)}\n`, secrets: 1 },
    {
      file: `ai${n}/config.toml`,
      text: `[openai]\napi_key = "sk-proj-${synthetic(74, n)}T3BlbkFJ${synthetic(74, n + 9)}"\n`,
      secrets: 1,
    },
    { file: `ai${n}/client.ts`, text: `export const anthropic = 'sk-ant-api03-${synthetic(93, n)}AA';\n`, secrets: 1 },
    {
      file: `ml${n}/train.py`,
      text: `login(token="hf_${synthetic(60, n).replace(/[0-9]/g, '').padEnd(34, 'q').slice(0, 34)}")\n`,
      secrets: 1,
    },
    { file: `vault${n}/run.sh`, text: `VAULT_TOKEN=hvs.${synthetic(95, n)} vault read x\n`, secrets: 1 },
    { file: `mail${n}/send.rb`, text: `key = 'SG.${synthetic(22, n)}.${synthetic(43, n)}'\n`, secrets: 1 },
    {
      file: `gl${n}/sync.sh`,
      text: `curl -H "PRIVATE-TOKEN: glpat-${synthetic(20, n)}" https://gitlab.com/api/v4/projects\n`,
      secrets: 1,
    },
    {
      file: `java${n}/application.properties`,
      text: `spring.datasource.password=${synthetic(20, n)}4\nserver.port=80\n`,
      secrets: 1,
    },
    {
      file: `json${n}/appsettings.json`,
      text: JSON.stringify({ Jwt: { ClientSecret: synthetic(40, n) }, Port: 3 }, null, 1),
      secrets: 1,
    },
    {
      file: `mongo${n}/db.js`,
      text: `mongoose.connect('mongodb+srv://app:${synthetic(18, n)}@cluster0.ab1cd.mongodb.net/shop');\n`,
      secrets: 1,
    },
    { file: `docker${n}/Dockerfile`, text: `FROM node\nENV NPM_TOKEN=npm_${synthetic(36, n)}\n`, secrets: 1 },
  ];
}

/** What only looks like one. */
export function lookalikeCases(n: number): SecretCase[] {
  const none = (file: string, text: string): SecretCase => ({ file, text, secrets: 0 });
  return [
    none(`form${n}/.env.example`, 'RAILWAY_TOKEN=your-token-here\nSECRET_KEY=changeme\n'),
    none(`ref${n}/deploy.sh`, 'export TOKEN="$RAILWAY_TOKEN"\ncurl -H "Authorization: Bearer $TOKEN" https://x\n'),
    none(`ref${n}/config.ts`, "export const key = process.env.API_KEY ?? '';\nexport const tokenLimit = 4096;\n"),
    none(`ref${n}/ci.yml`, 'env:\n  TOKEN: ${{ secrets.DEPLOY_TOKEN }}\n  NPM_TOKEN: ${{ secrets.NPM }}\n'),
    none(
      `lock${n}/package-lock.json`,
      `{"integrity":"sha512-${synthetic(86, n)}==","resolved":"https://registry.npmjs.org/a"}\n`,
    ),
    none(`hash${n}/versions.go`, `const commit = "${hex(40, n)}"\nconst sum = "h1:${synthetic(43, n)}="\n`),
    none(`id${n}/ids.json`, '{"projectId":"0f8fad5b-d9cb-469f-a165-70867728950e","region":"eu-west-1"}\n'),
    none(`pub${n}/id_ed25519.pub`, `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${synthetic(43, n)} me@host\n`),
    none(`pub${n}/ca-cert.pem`, `-----BEGIN CERTIFICATE-----\nMII${synthetic(61, n)}\n-----END CERTIFICATE-----\n`),
    none(`doc${n}/README.md`, 'Set `AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE` first.\n'),
    none(`test${n}/fixtures/keys.env`, `STRIPE_KEY=sk_live_${synthetic(24, n)}\n`),
    none(`code${n}/lexer.ts`, "const token = this.next();\nif (token.kind === 'secret') return password(token);\n"),
    none(
      `code${n}/i18n.json`,
      '{"password":"Password","token_expired":"Your token has expired","api_key_label":"API key"}\n',
    ),
    none(`code${n}/style.css`, '.token-secret { color: #abcdef0123; }\n'),
    none(`local${n}/compose.yml`, 'environment:\n  POSTGRES_PASSWORD: postgres\n  REDIS_URL: redis://localhost:6379\n'),
    none(`local${n}/db.ts`, "connect('postgres://user:password@localhost:5432/dev')\n"),
    none(`tpl${n}/values.yaml`, 'password: {{ .Values.db.password }}\ntoken: <token>\nsecretName: shop-tls\n'),
    none(`data${n}/image.ts`, `export const logo = 'data:image/png;base64,${synthetic(300, n)}';\n`),
  ];
}
