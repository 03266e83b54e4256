import { printedToken as t } from './printed-pairs.ts';
import { mcp, read, run, type Step, search } from './scenario.ts';

const hex = (text: string): string => Buffer.from(text).toString('hex');
const b64 = (text: string): string => Buffer.from(text).toString('base64');
const yml = `a: 1\nvultr_api_key: "${t}"\n`;

/** Further programs that hand out what they keep, and further ways to look at a file. */
export const askedPairs: readonly (readonly [id: string, place: string | undefined, found: Step])[] = [
  [
    'docker-inspect-format',
    undefined,
    run(
      `docker inspect api --format '{{range .Config.Env}}{{println .}}{{end}}'`,
      `PATH=/usr/bin\nVULTR_API_KEY=${t}\n`,
    ),
  ],
  [
    'kubectl-configmap',
    undefined,
    run('kubectl get cm api -o yaml', `apiVersion: v1\ndata:\n  VULTR_API_KEY: ${t}\nkind: ConfigMap\n`),
  ],
  [
    'kubectl-exec-printenv',
    undefined,
    run('kubectl exec -it deploy/api -- printenv', `PATH=/usr/bin\nVULTR_API_KEY=${t}\n`),
  ],
  [
    'gh-run-log',
    undefined,
    run('gh run view 88 --log | grep -i vultr', `deploy\tRun\t2026-03-01T10:00:00Z VULTR_API_KEY=${t}\n`),
  ],
  [
    'terraform-output',
    undefined,
    run('terraform output -json', `{ "vultr_api_key": { "sensitive": true, "value": "${t}" } }\n`),
  ],
  [
    'terraform-state-show',
    undefined,
    run('terraform state show vultr_instance.a', `resource "vultr_instance" "a" {\n  api_key = "${t}"\n}\n`),
  ],
  ['proc-environ', '/proc/1/environ', run(`tr '\\0' '\\n' < /proc/1/environ`, `PATH=/usr/bin\nVULTR_API_KEY=${t}\n`)],
  ['journalctl', undefined, run('journalctl -u prune | grep -i key', `Mar 01 prune[12]: VULTR_API_KEY=${t}\n`)],
  [
    'docker-logs',
    undefined,
    run('docker logs api 2>&1 | grep -i authorization', `POST /v2/instances Authorization: Bearer ${t}\n`),
  ],
  [
    'lambda-configuration',
    undefined,
    run(
      'aws lambda get-function-configuration --function-name prune',
      `{ "Environment": { "Variables": { "VULTR_API_KEY": "${t}" } } }\n`,
    ),
  ],
  [
    'ssm-parameter',
    undefined,
    run('aws ssm get-parameter --name /prod/vultr --with-decryption --query Parameter.Value --output text', `${t}\n`),
  ],
  ['gcloud-secret', undefined, run('gcloud secrets versions access latest --secret=vultr', `${t}`)],
  ['vault-field', undefined, run('vault kv get -field=token secret/vultr', `${t}`)],
  ['heroku-config-get', undefined, run('heroku config:get VULTR_API_KEY -a shop', `${t}\n`)],
  ['fly-ssh-env', undefined, run('fly ssh console -C env', `PATH=/usr/bin\nVULTR_API_KEY=${t}\n`)],
  ['pass-show', undefined, run('pass show ops/vultr', `${t}\n`)],
  ['keychain', undefined, run('security find-generic-password -s vultr -w', `${t}\n`)],
  [
    'git-log-S',
    'deploy/vars.yml:2',
    run(
      'git log -p -S vultr_api_key',
      `commit 4be19c2\n\ndiff --git a/deploy/vars.yml b/deploy/vars.yml\n--- a/deploy/vars.yml\n+++ b/deploy/vars.yml\n@@ -1,2 +1,1 @@\n a: 1\n-vultr_api_key: "${t}"\n`,
    ),
  ],
  ['npm-config-get', undefined, run('npm config get //registry.acme.dev/:_authToken', `${t}\n`)],
  ['redis-get', undefined, run('redis-cli -h cache.acme.dev GET config:vultr_token', `"${t}"\n`)],
  [
    'psql-settings',
    undefined,
    run(`psql "$URL" -tAc "select value from settings where key = 'vultr_api_token'"`, `${t}\n`),
  ],
  ['consul-kv', undefined, run('consul kv get prod/vultr/token', `${t}\n`)],
  ['consul-http', undefined, run('curl -s localhost:8500/v1/kv/prod/vultr_token?raw', `${t}`)],
  ['etcd', undefined, run('etcdctl get /prod/vultr_token --print-value-only', `${t}\n`)],
  [
    'actuator',
    undefined,
    run(
      'curl -s https://api.acme.dev/actuator/env',
      `{"propertySources":[{"properties":{"VULTR_API_KEY":{"value":"${t}"}}}]}`,
    ),
  ],
  [
    'sqlite-of-a-program',
    '~/.config/prune/state.db',
    run(`sqlite3 ~/.config/prune/state.db "select value from kv where key='token'"`, `${t}\n`),
  ],
  ['clipboard', undefined, run('pbpaste', `VULTR_API_KEY=${t}\n`)],
  ['tmux-pane', undefined, run('tmux capture-pane -p -t ops', `$ export VULTR_API_KEY=${t}\n`)],
  ['bash-history', '~/.bash_history:88', run('grep -n vultr ~/.bash_history', `88:export VULTR_API_KEY=${t}\n`)],
  ['sourced-and-shown', 'deploy/vars.sh', run('. deploy/vars.sh && echo $VULTR_API_KEY', `${t}\n`)],
  ['sourced-in-a-shell', 'deploy/vars.sh', run(`bash -c 'source deploy/vars.sh; printenv VULTR_API_KEY'`, `${t}\n`)],
  ['compose-exec-env', undefined, run('docker compose exec api env', `VULTR_API_KEY=${t}\n`)],
  ['set-grep', undefined, run('set | grep -i vultr', `VULTR_API_KEY=${t}\n`)],
  [
    'node-dotenv',
    undefined,
    run(
      `node -r dotenv/config -e 'console.log(process.env.VULTR_API_KEY)' dotenv_config_path=deploy/prod.env`,
      `${t}\n`,
    ),
  ],
  // A file in other signs.
  ['base64-of-file', 'deploy/vars.yml:2', run('base64 -w0 deploy/vars.yml', b64(yml))],
  [
    'base64-of-file-lines',
    'deploy/vars.yml:2',
    run('base64 deploy/vars.yml', `${b64(yml).replace(/.{40}/g, '$&\n')}\n`),
  ],
  ['xxd-p', 'deploy/vars.yml:2', run('xxd -p deploy/vars.yml', `${hex(yml).replace(/.{60}/g, '$&\n')}\n`)],
  [
    'rev',
    'deploy/vars.yml:2',
    run(
      'rev deploy/vars.yml',
      `${[...(yml.split('\n')[0] ?? '')].reverse().join('')}\n${[...(yml.split('\n')[1] ?? '')].reverse().join('')}\n`,
    ),
  ],
  // Files by other looks.
  ['jq-pretty', 'ops/a.json', run('jq . ops/a.json', `{\n  "vultr": {\n    "apiKey": "${t}"\n  }\n}\n`)],
  ['jq-path', 'ops/a.json', run('jq -r .vultr.key ops/a.json', `${t}\n`)],
  ['jq-pat', 'ops/a.json', run(`jq -r '.accounts[0].pat' ops/a.json`, `${t}\n`)],
  ['jq-auth', 'ops/a.json', run(`jq -r '.servers.prod.auth' ops/a.json`, `${t}\n`)],
  [
    'yq-env-value',
    'k8s/api.yaml',
    run(
      `yq '.spec.template.spec.containers[0].env[] | select(.name == "VULTR_API_KEY") | .value' k8s/api.yaml`,
      `${t}\n`,
    ),
  ],
  ['cat-jq', 'ops/a.json', run(`cat ops/a.json | jq -r '.vultr.token'`, `${t}\n`)],
  [
    'python-json-cat',
    'ops/a.json',
    run(`cat ops/a.json | python3 -c "import json,sys; print(json.load(sys.stdin)['vultr']['token'])"`, `${t}\n`),
  ],
  ['grep-h', undefined, run('grep -rh VULTR_API_KEY deploy', `VULTR_API_KEY=${t}\n`)],
  [
    'grep-A',
    'deploy/vars.yml:13',
    run('grep -n -A2 vultr: deploy/vars.yml', `12:vultr:\n13-  api_key: ${t}\n14-  region: fra\n`),
  ],
  [
    'find-exec-grep',
    'deploy/vars.yml:2',
    run(`find . -name '*.yml' -exec grep -Hn vultr_api_key {} +`, `./deploy/vars.yml:2:vultr_api_key: "${t}"\n`),
  ],
  [
    'xargs-grep',
    'deploy/vars.yml:2',
    run(`git ls-files | xargs grep -n vultr_api_key`, `deploy/vars.yml:2:vultr_api_key: "${t}"\n`),
  ],
  ['awk-number-range', 'deploy/vars.yml:2', run(`awk 'NR<=3' deploy/vars.yml`, yml)],
  ['head-c', 'deploy/vars.yml:2', run('head -c 400 deploy/vars.yml', yml)],
  ['tail-1', 'deploy/vars.yml', run('tail -1 deploy/vars.yml', `vultr_api_key: "${t}"\n`)],
  ['sed-line-q', 'deploy/vars.yml:2', run(`sed '2q;d' deploy/vars.yml`, `vultr_api_key: "${t}"\n`)],
  [
    'sed-between',
    'deploy/vars.yml',
    run(`sed -n '/vultr/,/region/p' deploy/vars.yml`, `vultr_api_key: "${t}"\nregion: fra\n`),
  ],
  ['sed-equals', 'deploy/vars.yml', run(`sed -n '/vultr/{=;p}' deploy/vars.yml`, `2\nvultr_api_key: "${t}"\n`)],
  ['mapfile', 'deploy/vars.yml', run(`mapfile -t l < deploy/vars.yml; printf '%s\\n' "\${l[@]}"`, yml)],
  [
    'diff-two',
    'deploy/prod.yml',
    run('diff deploy/dev.yml deploy/prod.yml', `2c2\n< vultr_api_key: ""\n---\n> vultr_api_key: "${t}"\n`),
  ],
  [
    'cat-two',
    'deploy/prod.yml:1',
    run(
      'tail -n +1 deploy/dev.yml deploy/prod.yml',
      `==> deploy/dev.yml <==\na: 1\n\n==> deploy/prod.yml <==\nvultr_api_key: "${t}"\n`,
    ),
  ],
  ['ls-then-cat', 'deploy/vars.yml:2', run('ls deploy >/dev/null && cat deploy/vars.yml', yml)],
  ['cat-with-error', undefined, run('cat deploy/none.yml deploy/vars.yml 2>/dev/null', yml)],
  ['wsl-cat', 'deploy/vars.yml:2', run('cat ./deploy/vars.yml', yml)],
  ['absolute', 'deploy/vars.yml:2', run('cat /w/shop/deploy/vars.yml', yml)],
  ['cd-up', '/w/ops/vars.yml:2', run('cd ../ops && cat vars.yml', yml)],
  ['pushd', 'deploy/vars.yml:2', run('pushd deploy >/dev/null; cat vars.yml; popd >/dev/null', yml)],
  ['subshell', 'deploy/vars.yml:2', run('(cd deploy; cat vars.yml)', yml)],
  ['git-show-stash', 'deploy/vars.yml:2', run('git show stash@{0}:deploy/vars.yml', yml)],
  ['git-worktree', '/w/old/deploy/vars.yml:2', run('cat ../old/deploy/vars.yml', yml)],
  [
    'ssh-grep',
    '/srv/app/config.yml:9',
    run(`ssh deploy@web1 "grep -n vultr /srv/app/config.yml"`, `9:vultr_api_key: "${t}"\n`),
  ],
  ['docker-cp-stdout', '/app/config.yml', run('docker cp api:/app/config.yml - | tar -xO', yml)],
  [
    'pwsh-sls',
    'deploy/vars.yml',
    run(`pwsh -c "Get-Content deploy/vars.yml | Select-String vultr"`, `vultr_api_key: "${t}"\n`),
  ],
  ['pwsh-env', undefined, run(`pwsh -c '[Environment]::GetEnvironmentVariable("VULTR_API_KEY")'`, `${t}\n`)],
  ['pwsh-env-item', undefined, run(`pwsh -c '(Get-Item Env:VULTR_API_KEY).Value'`, `${t}\n`)],
  ['findstr-n', 'deploy/vars.yml:2', run('findstr /n vultr deploy\\vars.yml', `2:vultr_api_key: "${t}"\n`)],
  // Tools of servers, with other words for what they are given.
  [
    'mcp-memory',
    undefined,
    mcp(
      'memory',
      'search_nodes',
      { query: 'vultr' },
      `{"entities":[{"name":"vultr","observations":["VULTR_API_KEY=${t}"]}]}`,
    ),
  ],
  [
    'mcp-postgres',
    undefined,
    mcp(
      'postgres',
      'query',
      { sql: "select value from settings where key='vultr_api_key'" },
      `[{"key":"vultr_api_key","value":"${t}"}]`,
    ),
  ],
  ['mcp-head', '/w/ops/vars.yml:2', mcp('filesystem', 'read_file', { path: '/w/ops/vars.yml', head: 20 }, yml)],
  ['mcp-filepath', '/w/ops/vars.yml:2', mcp('desktop-commander', 'read_file', { filepath: '/w/ops/vars.yml' }, yml)],
  ['mcp-shell', 'ops/vars.yml:2', mcp('shell', 'execute_command', { command: 'cat ops/vars.yml' }, yml)],
  [
    'mcp-files-list',
    'ops/vars.yml:2',
    mcp(
      'filesystem',
      'read_multiple_files',
      { paths: ['ops/a.yml', 'ops/vars.yml'] },
      `ops/a.yml:\nx: 1\n\n---\nops/vars.yml:\n${yml}`,
    ),
  ],
  ['search-no-number', 'deploy/vars.yml', search('vultr_api_key', `deploy/vars.yml: vultr_api_key: "${t}"\n`)],
  [
    'search-found-lines',
    'deploy/vars.yml:2',
    search('vultr_api_key', `Found 1 match\ndeploy/vars.yml:\n  Line 2: vultr_api_key: "${t}"\n`),
  ],
  ['read-crlf', 'deploy/vars.yml:2', read('deploy/vars.yml', `a: 1\r\nvultr_api_key: "${t}"\r\n`)],
  ['read-xml-attribute', 'ops/a.config:2', read('ops/a.config', `<x>\n<service name="vultr" apiKey="${t}" />\n</x>\n`)],
  ['read-toml', 'ops/a.toml:3', read('ops/a.toml', `[vultr]\nregion = "fra"\ntoken = '${t}'\n`)],
  ['read-ts-const', '/w/ops/src/prune.ts:1', read('/w/ops/src/prune.ts', `const VULTR_TOKEN = '${t}';\n`)],
  [
    'read-notebook',
    'notebooks/a.ipynb:5',
    read(
      'notebooks/a.ipynb',
      `{\n "cells": [{\n  "cell_type": "code",\n  "source": [\n   "API_KEY = '${t}'\\n"\n  ]\n }]\n}\n`,
    ),
  ],
  ['read-terraform', 'infra/main.tf:2', read('infra/main.tf', `provider "vultr" {\n  api_key = "${t}"\n}\n`)],
  ['read-csv', '/home/dev/Downloads/keys.csv:2', read('/home/dev/Downloads/keys.csv', `name,api key\nvultr,${t}\n`)],
];
