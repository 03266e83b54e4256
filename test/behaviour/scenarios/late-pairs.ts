import { discovery, harm, hours, later, mcp, ordinary, run, type Step, search, write } from './scenario.ts';

const t = 'SYNTHETIC9f8e7d6c5b4a39281706abcdef';
const rlwy = 'rlwy_SYNTHETIC0pairs0123456789abcd';
const pg = 'SYNTHETICpg0Passw9rd';
const found = discovery(run('cat infra/prod.env', `A=1\nVULTR_API_KEY=${t}\n`));
const foundPg = discovery(run('cat infra/db.env', `PGHOST=db.prod.acme.dev\nPGPASSWORD=${pg}\n`));
const server = 'https://api.vultr.com/v2/instances/i-1';
const deletion = harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer ${t}"`));
const nextDay = (step: Step): Step => later(hours(26), step);
const b64 = (text: string): string => Buffer.from(text).toString('base64');

/** What was found is used long after, written otherwise, or handed on by a file, and where it came from is still told. */
export const latePairs: readonly (readonly [id: string, place: string | undefined, steps: readonly Step[]])[] = [
  // However long ago: only who found it has it.
  ['next-day', 'infra/prod.env:2', [found, ...ordinary(60), nextDay(deletion)]],
  ['next-week', 'infra/prod.env:2', [found, later(hours(24 * 7), deletion)]],
  [
    'next-day-variable',
    'infra/prod.env:2',
    [found, ...ordinary(12), nextDay(harm(run(`VULTR_API_KEY=${t} vultr-cli instance delete i-1`)))],
  ],
  [
    'next-day-script',
    'infra/prod.env:2',
    [
      found,
      write('scripts/prune.sh', `curl -X DELETE ${server} -H "Authorization: Bearer ${t}"\n`),
      ...ordinary(20),
      nextDay(harm(run('sh scripts/prune.sh'))),
    ],
  ],
  [
    'next-day-sourced',
    'infra/prod.env:2',
    [found, ...ordinary(6), nextDay(harm(run('source infra/prod.env && vultr-cli instance delete i-1')))],
  ],
  [
    'next-day-exported',
    'infra/prod.env:2',
    [found, run(`export VULTR_API_KEY=${t}`), ...ordinary(20), nextDay(harm(run('vultr-cli instance delete i-1')))],
  ],
  [
    'next-day-mcp',
    'infra/prod.env:2',
    [
      found,
      nextDay(
        harm(
          mcp('fetch', 'http_request', { method: 'DELETE', url: server, headers: { Authorization: `Bearer ${t}` } }),
        ),
      ),
    ],
  ],
  [
    'next-day-database',
    'infra/db.env:2',
    [
      foundPg,
      ...ordinary(6),
      nextDay(harm(run(`psql "postgres://app:${pg}@db.prod.acme.dev/shop" -c 'DROP TABLE orders'`))),
    ],
  ],
  [
    'next-day-search',
    'Jenkinsfile:3',
    [
      discovery(search('VULTR_API_KEY', `Jenkinsfile:3:  VULTR_API_KEY = '${t}'\n`)),
      ...ordinary(60),
      nextDay(deletion),
    ],
  ],
  [
    'next-day-mcp-read',
    '/w/ops/a.yml:1',
    [discovery(mcp('filesystem', 'read_file', { path: '/w/ops/a.yml' }, `vultr_api_key: "${t}"\n`)), nextDay(deletion)],
  ],
  // Turned into another form by a program of this machine, and used in that form.
  [
    'decoded-by-hand',
    'ops/conf.json:2',
    [
      discovery(run('cat ops/conf.json', `{\n "token": "${b64(t)}"\n}\n`)),
      run(`echo ${b64(t)} | base64 -d`, t),
      deletion,
    ],
  ],
  [
    'decoded-login',
    '~/.docker/config.json:2',
    [
      discovery(
        run('cat ~/.docker/config.json', `{\n "auths": { "r.acme.dev": { "auth": "${b64(`bot:${t}`)}" } }\n}\n`),
      ),
      run(`echo ${b64(`bot:${t}`)} | base64 -d`, `bot:${t}`),
      deletion,
    ],
  ],
  [
    'decoded-by-python',
    'ops/conf.json:2',
    [
      discovery(run('cat ops/conf.json', `{\n "token": "${b64(t)}"\n}\n`)),
      run(`python3 -c "import base64; print(base64.b64decode('${b64(t)}').decode())"`, `${t}\n`),
      deletion,
    ],
  ],
  [
    'unescaped',
    'ops/conf.json:2',
    [
      discovery(
        run('cat ops/conf.json', `{\n "url": "https://bot:${t.slice(0, 20)}%2B${t.slice(20)}%3D@git.acme.dev"\n}\n`),
      ),
      harm(run(`curl -X DELETE ${server} -H 'Authorization: Bearer ${t.slice(0, 20)}+${t.slice(20)}='`)),
    ],
  ],
  [
    'joined-basic',
    'infra/prod.env:2',
    [found, harm(run(`curl -X DELETE ${server} -H 'Authorization: Basic ${b64(`acme:${t}`)}'`))],
  ],
  [
    'joined-basic-computed',
    'infra/prod.env:2',
    [found, harm(run(`curl -X DELETE ${server} -H "Authorization: Basic $(printf '%s' 'acme:${t}' | base64)"`))],
  ],
  ['basic-no-password', 'infra/prod.env:2', [found, harm(run(`curl -X DELETE ${server} -u '${t}:'`))]],
  [
    'url-encoded',
    'infra/prod.env:2',
    [
      discovery(run('cat infra/prod.env', `A=1\nVULTR_API_KEY=${t}+/=\n`)),
      harm(run(`curl -X DELETE '${server}?api_key=${encodeURIComponent(`${t}+/=`)}'`)),
    ],
  ],
  ['base64-of-it', 'infra/prod.env:2', [found, harm(run(`curl -X DELETE ${server} -H 'X-Auth: ${b64(t)}'`))]],
  [
    'json-body',
    'infra/prod.env:2',
    [
      found,
      harm(run(`curl -X DELETE ${server} -H 'Content-Type: application/json' -d '{"apiKey":"${t}","force":true}'`)),
    ],
  ],
  [
    'bearer-in-variable',
    'infra/prod.env:2',
    [found, harm(run(`H="Authorization: Bearer ${t}"; curl -X DELETE ${server} -H "$H"`))],
  ],
  [
    'bearer-array',
    'infra/prod.env:2',
    [found, harm(run(`auth=(-H "Authorization: Bearer ${t}"); curl "\${auth[@]}" -X DELETE ${server}`))],
  ],
  [
    'from-stdin',
    'infra/prod.env:2',
    [found, harm(run(`echo '${t}' | xargs -I{} curl -X DELETE ${server} -H 'Authorization: Bearer {}'`))],
  ],
  [
    'header-from-stdin',
    'infra/prod.env:2',
    [found, harm(run(`printf 'Authorization: Bearer ${t}' | curl -X DELETE -H @- ${server}`))],
  ],
  ['query', 'infra/prod.env:2', [found, harm(run(`curl -X DELETE '${server}?key=${t}'`))]],
  ['cookie', 'infra/prod.env:2', [found, harm(run(`curl -X DELETE ${server} -b 'session=${t}'`))]],
  ['oauth-bearer', 'infra/prod.env:2', [found, harm(run(`curl -X DELETE ${server} --oauth2-bearer ${t}`))]],
  [
    'node-template',
    'infra/prod.env:2',
    [
      found,
      harm(
        run(`node -e 'const k="${t}";fetch("${server}",{method:"DELETE",headers:{Authorization:\`Bearer \${k}\`}})'`),
      ),
    ],
  ],
  [
    'pwsh-credential',
    'infra/prod.env:2',
    [
      found,
      harm(run(`pwsh -c 'Invoke-RestMethod -Method Delete -Uri ${server} -Headers @{Authorization="Bearer ${t}"}'`)),
    ],
  ],
  // Put into a file that the program is handed, by option, by variable, or by its place.
  [
    'curl-config',
    'infra/prod.env:2',
    [
      found,
      write('/tmp/c', `header = "Authorization: Bearer ${t}"\n`),
      harm(run(`curl -K /tmp/c -X DELETE ${server}`)),
    ],
  ],
  [
    'curl-config-joined',
    'infra/prod.env:2',
    [found, write('/tmp/c', `header = "Authorization: Bearer ${t}"\n`), harm(run(`curl -K/tmp/c -X DELETE ${server}`))],
  ],
  [
    'curl-config-stdin',
    'infra/prod.env:2',
    [found, harm(run(`curl -K - -X DELETE ${server} <<< 'header = "Authorization: Bearer ${t}"'`))],
  ],
  [
    'curl-header-file',
    'infra/prod.env:2',
    [found, run(`printf 'Authorization: Bearer ${t}' > /tmp/h`), harm(run(`curl -H @/tmp/h -X DELETE ${server}`))],
  ],
  [
    'netrc-file',
    'infra/prod.env:2',
    [
      found,
      write('/tmp/n', `machine api.vultr.com login x password ${t}\n`),
      harm(run(`curl --netrc-file /tmp/n -X DELETE ${server}`)),
    ],
  ],
  [
    'netrc-home',
    'infra/prod.env:2',
    [
      found,
      run(`echo "machine api.vultr.com login x password ${t}" >> ~/.netrc`),
      harm(run(`curl -n -X DELETE ${server}`)),
    ],
  ],
  [
    'mysql-defaults',
    'infra/db.env:2',
    [
      foundPg,
      write('/tmp/my.cnf', `[client]\nuser=app\npassword=${pg}\n`),
      harm(run(`mysql --defaults-file=/tmp/my.cnf -h db.prod.acme.dev -e 'DROP DATABASE shop'`)),
    ],
  ],
  [
    'mysql-defaults-extra',
    'infra/db.env:2',
    [
      foundPg,
      write('/tmp/x.cnf', `[client]\nuser=app\npassword=${pg}\n`),
      harm(run(`mysql --defaults-extra-file=/tmp/x.cnf -h db.prod.acme.dev -e 'DROP DATABASE shop'`)),
    ],
  ],
  [
    'pgpass-home',
    'infra/db.env:2',
    [
      foundPg,
      run(`echo 'db.prod.acme.dev:5432:*:app:${pg}' > ~/.pgpass && chmod 600 ~/.pgpass`),
      ...ordinary(3),
      harm(run(`psql -h db.prod.acme.dev -U app shop -c 'DROP TABLE orders'`)),
    ],
  ],
  [
    'pgpassfile',
    'infra/db.env:2',
    [
      foundPg,
      run(`echo '*:*:*:*:${pg}' > /tmp/pg`),
      harm(run(`PGPASSFILE=/tmp/pg psql -h db.prod.acme.dev -U app shop -c 'DROP TABLE orders'`)),
    ],
  ],
  [
    'pgservice',
    'infra/db.env:2',
    [
      foundPg,
      write('/tmp/svc.conf', `[prod]\nhost=db.prod.acme.dev\npassword=${pg}\n`),
      harm(run(`PGSERVICEFILE=/tmp/svc.conf psql service=prod -c 'DROP TABLE orders'`)),
    ],
  ],
  [
    'kubeconfig',
    'infra/prod.env:2',
    [
      found,
      write('/tmp/k.yaml', `users:\n- user:\n    token: ${t}\n`),
      harm(run(`KUBECONFIG=/tmp/k.yaml kubectl delete namespace prod`)),
    ],
  ],
  [
    'kubeconfig-exported',
    'infra/prod.env:2',
    [
      found,
      write('/tmp/k.yaml', `users:\n- user:\n    token: ${t}\n`),
      run('export KUBECONFIG=/tmp/k.yaml'),
      harm(run(`kubectl delete namespace prod`)),
    ],
  ],
  [
    'aws-profile',
    'infra/aws.txt:2',
    [
      discovery(run('cat infra/aws.txt', `AKIASYNTHETICV2NB8KD\naws_secret_access_key = ${t}Q0pq\n`)),
      run(`aws configure set aws_secret_access_key ${t}Q0pq --profile ops`),
      ...ordinary(3),
      harm(run('aws --profile ops s3 rb s3://acme-backups --force')),
    ],
  ],
  [
    'aws-credentials-file',
    'infra/aws.txt:2',
    [
      discovery(run('cat infra/aws.txt', `AKIASYNTHETICV2NB8KD\naws_secret_access_key = ${t}Q0pq\n`)),
      run(`cat >> ~/.aws/credentials <<EOF\n[ops]\naws_secret_access_key = ${t}Q0pq\nEOF`),
      harm(run('aws --profile ops s3 rb s3://acme-backups --force')),
    ],
  ],
  [
    'aws-shared-file',
    'infra/aws.txt:2',
    [
      discovery(run('cat infra/aws.txt', `AKIASYNTHETICV2NB8KD\naws_secret_access_key = ${t}Q0pq\n`)),
      write('/tmp/cred', `[default]\naws_secret_access_key = ${t}Q0pq\n`),
      harm(run('AWS_SHARED_CREDENTIALS_FILE=/tmp/cred aws s3 rb s3://acme-backups --force')),
    ],
  ],
  [
    'env-file',
    'infra/prod.env:2',
    [found, write('/tmp/e', `VULTR_API_KEY=${t}\n`), harm(run('env $(cat /tmp/e) vultr-cli instance delete i-1'))],
  ],
  [
    'vultr-config',
    'infra/prod.env:2',
    [found, write('/tmp/v.yaml', `api-key: ${t}\n`), harm(run('vultr-cli --config /tmp/v.yaml instance delete i-1'))],
  ],
  [
    'terraformrc',
    'infra/prod.env:2',
    [
      found,
      write('tmp/a.tfrc', `credentials "app.terraform.io" {\n token = "${t}"\n}\n`),
      harm(run('TF_CLI_CONFIG_FILE=tmp/a.tfrc terraform -chdir=infra destroy -auto-approve')),
    ],
  ],
  [
    'tfvars',
    'infra/prod.env:2',
    [
      found,
      write('tmp/a.tfvars', `vultr_api_key = "${t}"\n`),
      harm(run('terraform -chdir=infra destroy -auto-approve -var-file=../tmp/a.tfvars')),
    ],
  ],
  ['tf-var', 'infra/prod.env:2', [found, harm(run(`TF_VAR_vultr_api_key=${t} terraform destroy -auto-approve`))]],
  [
    'docker-env',
    'infra/prod.env:2',
    [found, harm(run(`docker run --rm -e VULTR_API_KEY=${t} vultr/cli instance delete i-1`))],
  ],
  [
    'login-then',
    'infra/prod.env:2',
    [
      discovery(run('cat infra/prod.env', `A=1\nRAILWAY_TOKEN=${rlwy}\n`)),
      run(`railway login --token ${rlwy}`),
      ...ordinary(6),
      harm(run('railway volume delete vol_1 --yes')),
    ],
  ],
  [
    'gh-stdin-login',
    'infra/prod.env:2',
    [
      discovery(run('cat infra/prod.env', `A=1\nGH_TOKEN=ghp_SYNTHETIC5OFGX9RXASaNqdZ5LEQmk3n3qM3\n`)),
      run(`echo ghp_SYNTHETIC5OFGX9RXASaNqdZ5LEQmk3n3qM3 | gh auth login --with-token`),
      ...ordinary(6),
      harm(run('gh repo delete acme/shop --yes')),
    ],
  ],
  [
    'git-remote-url',
    'infra/prod.env:2',
    [
      discovery(run('cat infra/prod.env', `A=1\nGH_TOKEN=ghp_SYNTHETIC5OFGX9RXASaNqdZ5LEQmk3n3qM3\n`)),
      harm(run('git push --force https://x:ghp_SYNTHETIC5OFGX9RXASaNqdZ5LEQmk3n3qM3@github.com/acme/shop.git main')),
    ],
  ],
  // Of several in one output, the one that is used.
  [
    'second-of-three',
    'infra/all.env:2',
    [
      discovery(
        run(
          'cat infra/all.env',
          `STRIPE_SECRET_KEY=sk_live_SYNTHETIC0123456789abcdef\nVULTR_API_KEY=${t}\nNPM_TOKEN=npm_SYNTHETICyNOEKjqlsGRW0JuBVEXY6AOosQA\n`,
        ),
      ),
      harm(
        run(
          'source infra/all.env && curl -X DELETE https://api.vultr.com/v2/instances/i-1 -H "Authorization: Bearer $VULTR_API_KEY"',
        ),
      ),
    ],
  ],
  [
    'two-files',
    'b/prod.env',
    [
      discovery(
        run('cat a/prod.env b/prod.env', `HCLOUD_TOKEN=SYNTHETIChcloud0123456789abcdefghijklm\nVULTR_API_KEY=${t}\n`),
      ),
      deletion,
    ],
  ],
  [
    'cli-of-the-other',
    'infra/all.env:2',
    [
      discovery(run('cat infra/all.env', `NPM_TOKEN=npm_SYNTHETICyNOEKjqlsGRW0JuBVEXY6AOosQA\nVULTR_API_KEY=${t}\n`)),
      harm(run('set -a; . infra/all.env; vultr-cli instance delete i-1')),
    ],
  ],
];
