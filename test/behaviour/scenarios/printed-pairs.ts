import { mcp, read, run, type Step, search } from './scenario.ts';

/** No vendor's shape: only where it stands and what was asked for tell that it is a credential. */
export const printedToken = 'SYNTHETIC9f8e7d6c5b4a39281706abcdef';
const t = printedToken;
const encoded = Buffer.from(`acmebot:${t}`).toString('base64');

/** A credential that a program prints out of a file: what was asked, and what came of it, tell file and line. */
export const printedPairs: readonly (readonly [id: string, place: string | undefined, found: Step])[] = [
  // Files that clients of interfaces keep real values in, wherever they lie.
  [
    'postman-jq',
    'docs/api/Orders.postman_collection.json',
    run(`jq -r '.auth.bearer[0].value' docs/api/Orders.postman_collection.json`, `${t}\n`),
  ],
  [
    'postman-read',
    'docs/api/Orders.postman_collection.json:6',
    read(
      'docs/api/Orders.postman_collection.json',
      `{\n  "auth": {\n    "type": "bearer",\n    "bearer": [{\n      "key": "token",\n      "value": "${t}"\n    }]\n  }\n}\n`,
    ),
  ],
  [
    'insomnia-export',
    'docs/insomnia.json:3',
    run(
      'cat docs/insomnia.json',
      `{\n "resources": [{\n  "authentication": { "type": "bearer", "token": "${t}" }\n }]\n}\n`,
    ),
  ],
  [
    'http-file',
    'docs/requests.http:2',
    read('docs/requests.http', `GET https://api.acme.dev/v1/servers\nAuthorization: Bearer ${t}\n`),
  ],
  [
    'har-jq',
    'support/case.har',
    run(
      `jq -r '.log.entries[].request.headers[] | select(.name=="authorization").value' support/case.har`,
      `Bearer ${t}\n`,
    ),
  ],
  [
    'har-node',
    'docs/support/case.har',
    run(
      `node -e "const h=JSON.parse(require('fs').readFileSync('docs/support/case.har'));console.log(h.log.entries[0].request.headers.find(x=>/authorization/i.test(x.name)).value)"`,
      `ApiKey ${t}\n`,
    ),
  ],
  [
    'har-grep',
    'support/case.har:88',
    run(
      `grep -n -i authorization support/case.har`,
      `88:            { "name": "Authorization", "value": "Bearer ${t}" },\n`,
    ),
  ],
  // One field of a file of settings.
  [
    'awk-properties',
    'api/src/main/resources/application-prod.properties',
    run(`awk -F= '/vultr.apiKey/ {print $2}' api/src/main/resources/application-prod.properties`, `${t}\n`),
  ],
  [
    'sed-properties',
    'api/src/main/resources/application.properties',
    run(`sed -n 's/^vultr.secret=//p' api/src/main/resources/application.properties`, `${t}\n`),
  ],
  ['cut-ini', 'ops/tool.ini', run(`grep api_key ops/tool.ini | cut -d= -f2 | tr -d ' '`, `${t}\n`)],
  ['yq-values', 'charts/api/values.yaml', run(`yq '.vultr.apiToken' charts/api/values.yaml`, `${t}\n`)],
  ['jq-settings', 'src/appsettings.json', run(`jq -r '.Vultr.ApiKey' src/appsettings.json`, `${t}\n`)],
  [
    'python-yaml',
    'deploy/values.yml',
    run(`python3 -c "import yaml;print(yaml.safe_load(open('deploy/values.yml'))['vultr']['token'])"`, `${t}\n`),
  ],
  [
    'node-require',
    'config/production.json',
    run(`node -p "require('./config/production.json').vultr.apiKey"`, `${t}\n`),
  ],
  [
    'ruby-yaml',
    'config/app.yml',
    run(`ruby -ryaml -e 'puts YAML.load_file("config/app.yml")["vultr"]["api_key"]'`, `${t}\n`),
  ],
  ['perl-field', 'etc/app.conf', run(`perl -ne 'print $1 if /api_token\\s+(\\S+)/' etc/app.conf`, `${t}\n`)],
  ['xmllint', 'config/app.xml', run(`xmllint --xpath 'string(//apiToken)' config/app.xml`, `${t}\n`)],
  ['toml-cli', 'ops/fleet.toml', run(`tomlq -r .vultr.token ops/fleet.toml`, `${t}\n`)],
  ['grep-oP', 'ops/fleet.toml', run(`grep -oP 'token = "\\K[^"]+' ops/fleet.toml`, `${t}\n`)],
  ['git-config-file', 'ops/tool.cfg', run('git config -f ops/tool.cfg vultr.token', `${t}\n`)],
  // Settings of editors and build programs.
  [
    'idea-run-configuration',
    '.idea/runConfigurations/Deploy.xml:3',
    read(
      '.idea/runConfigurations/Deploy.xml',
      `<component>\n  <envs>\n    <env name="VULTR_API_KEY" value="${t}" />\n  </envs>\n</component>\n`,
    ),
  ],
  [
    'idea-workspace-grep',
    '.idea/workspace.xml:40',
    run(`grep -n VULTR .idea/workspace.xml`, `40:      <env name="VULTR_API_KEY" value="${t}" />\n`),
  ],
  [
    'vscode-launch',
    '.vscode/launch.json:4',
    read('.vscode/launch.json', `{\n "configurations": [{\n  "env": {\n   "VULTR_API_KEY": "${t}"\n }}]\n}\n`),
  ],
  [
    'eclipse-launch',
    'deploy.launch:2',
    read(
      'deploy.launch',
      `<launchConfiguration>\n<mapEntry key="VULTR_API_KEY" value="${t}"/>\n</launchConfiguration>\n`,
    ),
  ],
  [
    'maven-settings',
    '~/.m2/settings.xml:3',
    run(
      'cat ~/.m2/settings.xml',
      `<settings><servers><server>\n<id>acme</id>\n<password>${t}</password>\n</server></servers></settings>\n`,
    ),
  ],
  [
    'gradle-properties',
    '~/.gradle/gradle.properties:1',
    run('cat ~/.gradle/gradle.properties', `vultrApiKey=${t}\norg.gradle.jvmargs=-Xmx2g\n`),
  ],
  [
    'nuget-config',
    'NuGet.Config:3',
    run(
      'cat NuGet.Config',
      `<configuration>\n<acme>\n<add key="ClearTextPassword" value="${t}" />\n</acme>\n</configuration>\n`,
    ),
  ],
  // What would be run is printed, and with it what stands in the file.
  [
    'make-n',
    undefined,
    run('make -n deploy', `curl -H 'Authorization: Bearer ${t}' https://api.vultr.com/v2/instances\n`),
  ],
  ['make-just-print', undefined, run('make --just-print deploy', `VULTR_API_KEY=${t} ./deploy.sh\n`)],
  ['just-n', undefined, run('just -n deploy', `vultr-cli --token ${t} instance list\n`)],
  ['task-dry', undefined, run('task --dry deploy', `task: [deploy] curl -u acme:${t} https://api.acme.dev\n`)],
  ['bash-x', undefined, run('bash -x deploy.sh', `+ curl -H 'X-Api-Key: ${t}' https://api.vultr.com/v2/instances\n`)],
  [
    'compose-config',
    undefined,
    run('docker compose config', `services:\n  api:\n    environment:\n      VULTR_API_KEY: ${t}\n`),
  ],
  [
    'docker-history',
    undefined,
    run('docker history --no-trunc acme/api', `<missing> 2 weeks ago ENV VULTR_API_KEY=${t} 0B\n`),
  ],
  ['kustomize-build', undefined, run('kustomize build k8s/prod', `kind: Secret\nstringData:\n  apiKey: ${t}\n`)],
  ['helm-get-values', undefined, run('helm get values api -n prod', `vultr:\n  apiKey: ${t}\n`)],
  ['npm-run-print', undefined, run('npm pkg get scripts.deploy', `"VULTR_API_KEY=${t} node deploy.js"\n`)],
  ['crontab', undefined, run('crontab -l', `0 3 * * * VULTR_API_KEY=${t} /opt/prune.sh\n`)],
  ['systemctl-cat', undefined, run('systemctl cat prune', `[Service]\nEnvironment=VULTR_API_KEY=${t}\n`)],
  [
    'shell-history',
    undefined,
    run('history | tail -3', ` 501  curl -H "Authorization: Bearer ${t}" https://api.vultr.com/v2/instances\n`),
  ],
  // Programs that show a file.
  [
    'pwsh-raw',
    'src/appsettings.Production.json:2',
    run(
      `pwsh -NoProfile -Command 'Get-Content -Raw src/appsettings.Production.json'`,
      `{\n  "VultrApiKey": "${t}"\n}\n`,
    ),
  ],
  [
    'pwsh-c-double',
    'src/appsettings.Production.json:2',
    run(`pwsh -c "Get-Content src/appsettings.Production.json"`, `{\n  "VultrApiKey": "${t}"\n}\n`),
  ],
  [
    'pwsh-json-field',
    'src/appsettings.Production.json',
    run(`pwsh -c '(Get-Content src/appsettings.Production.json | ConvertFrom-Json).Vultr.ApiKey'`, `${t}\n`),
  ],
  [
    'pwsh-readalltext',
    'ops/app.config:2',
    run(
      `pwsh -c '[IO.File]::ReadAllText("ops/app.config")'`,
      `<settings>\n<add key="VULTR_API_KEY" value="${t}" />\n</settings>\n`,
    ),
  ],
  [
    'python-open',
    'deploy/vars.yml:2',
    run(`python3 -c "print(open('deploy/vars.yml').read())"`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'python-pathlib',
    'deploy/vars.yml:2',
    run(
      `python3 -c "from pathlib import Path; print(Path('deploy/vars.yml').read_text())"`,
      `a: 1\nvultr_api_key: "${t}"\n`,
    ),
  ],
  [
    'python-heredoc',
    'deploy/vars.yml:2',
    run(`python3 - <<'PY'\nprint(open('deploy/vars.yml').read())\nPY`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'node-read',
    'deploy/vars.yml:2',
    run(`node -e "console.log(require('fs').readFileSync('deploy/vars.yml','utf8'))"`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  ['perl-pe', 'deploy/vars.yml:2', run(`perl -pe '' deploy/vars.yml`, `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'php-file',
    'deploy/vars.yml:2',
    run(`php -r "echo file_get_contents('deploy/vars.yml');"`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  ['git-show-rev', 'deploy/vars.yml:2', run('git show 4be19c2:deploy/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'git-show-rev-dot',
    'deploy/vars.yml:2',
    run('git -C . show HEAD~3:./deploy/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'kubectl-exec-cat',
    '/app/config/vars.yml:2',
    run('kubectl -n prod exec deploy/api -- cat /app/config/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'compose-exec-cat',
    '/app/config/vars.yml:2',
    run('docker compose exec -T api cat /app/config/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'docker-run-cat',
    '/app/config/vars.yml:2',
    run('docker run --rm acme/api cat /app/config/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  ['unzip-p', 'config/vars.yml:2', run('unzip -p backup.zip config/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['tar-xO', 'config/vars.yml:2', run('tar -xOf backup.tgz config/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['zcat', 'logs/vars.yml.gz:2', run('zcat logs/vars.yml.gz', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['gunzip-c', 'logs/vars.yml.gz:2', run('gunzip -c logs/vars.yml.gz', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['strings', 'bin/agent', run('strings bin/agent | grep -i vultr', `VULTR_API_KEY=${t}\n`)],
  ['less', 'deploy/vars.yml:2', run('less deploy/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['bat', 'deploy/vars.yml:2', run('bat -pp deploy/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'batcat-numbers',
    'deploy/vars.yml:2',
    run('batcat --style=numbers deploy/vars.yml', `   1 a: 1\n   2 vultr_api_key: "${t}"\n`),
  ],
  ['tac', 'deploy/vars.yml', run('tac deploy/vars.yml', `vultr_api_key: "${t}"\na: 1\n`)],
  ['dd', 'deploy/vars.yml:2', run('dd if=deploy/vars.yml status=none', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['busybox-cat', 'deploy/vars.yml:2', run('busybox cat deploy/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  ['base64-d-file', 'deploy/token.b64', run('base64 -d deploy/token.b64', `${t}\n`)],
  ['openssl-base64', 'deploy/token.b64', run('openssl base64 -d -in deploy/token.b64', `${t}\n`)],
  ['redirected', 'deploy/vars.yml:2', run('cat < deploy/vars.yml', `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'while-read',
    'deploy/vars.yml',
    run(`while read -r l; do echo "$l"; done < deploy/vars.yml`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  ['cmd-type', 'deploy/vars.yml:2', run('cmd /c type deploy\\vars.yml', `a: 1\r\nvultr_api_key: "${t}"\r\n`)],
  // Tools of servers.
  [
    'mcp-read_text_file',
    '/w/ops/vars.yml:2',
    mcp('filesystem', 'read_text_file', { path: '/w/ops/vars.yml' }, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'mcp-read-multiple',
    '/w/ops/vars.yml:2',
    mcp(
      'filesystem',
      'read_multiple_files',
      { paths: ['/w/ops/vars.yml'] },
      `/w/ops/vars.yml:\na: 1\nvultr_api_key: "${t}"\n`,
    ),
  ],
  [
    'mcp-json-content',
    '/w/ops/vars.yml:2',
    mcp(
      'filesystem',
      'read_file',
      { path: '/w/ops/vars.yml' },
      JSON.stringify({ content: [{ type: 'text', text: `a: 1\nvultr_api_key: "${t}"\n` }] }),
    ),
  ],
  [
    'mcp-get-file-contents',
    'deploy/vars.yml:2',
    mcp(
      'github',
      'get_file_contents',
      { owner: 'acme', repo: 'infra', path: 'deploy/vars.yml' },
      `a: 1\nvultr_api_key: "${t}"\n`,
    ),
  ],
  // Searches that name files without a dot.
  [
    'search-jenkinsfile',
    'Jenkinsfile:23',
    search('VULTR_API_KEY', `Jenkinsfile:23:    VULTR_API_KEY = '${t}'\nREADME.md:8:Set VULTR_API_KEY.\n`),
  ],
  ['rg-makefile', 'Makefile:12', run('rg -n VULTR_API_KEY', `Makefile:12:export VULTR_API_KEY = ${t}\n`)],
  ['rg-dockerfile-sub', 'ops/Dockerfile:4', run('rg -n VULTR_API_KEY', `ops/Dockerfile:4:ENV VULTR_API_KEY=${t}\n`)],
  ['git-grep-procfile', 'Procfile:1', run('git grep -n VULTR', `Procfile:1:web: VULTR_API_KEY=${t} node server.js\n`)],
  [
    'grep-r-no-number',
    'Vagrantfile',
    run('grep -r VULTR_API_KEY .', `./Vagrantfile:  ENV['VULTR_API_KEY'] = '${t}'\n`),
  ],
  // Written otherwise.
  [
    'docker-auth',
    '~/.docker/config.json:4',
    run('cat ~/.docker/config.json', `{\n "auths": {\n  "registry.acme.dev": {\n   "auth": "${encoded}"\n  }\n }\n}\n`),
  ],
  ['npmrc-auth', '/w/ops/.npmrc:1', run('cat /w/ops/.npmrc', `//npm.acme.dev/:_auth=${encoded}\nalways-auth=true\n`)],
  [
    'kube-secret',
    'k8s/secret.yaml:5',
    run(
      'cat k8s/secret.yaml',
      `apiVersion: v1\nkind: Secret\ntype: Opaque\ndata:\n  api-key: ${Buffer.from(t).toString('base64')}\n`,
    ),
  ],
  [
    'basic-header',
    'ops/call.sh:2',
    run('cat ops/call.sh', `#!/bin/sh\ncurl -H "Authorization: Basic ${encoded}" https://api.acme.dev\n`),
  ],
  ['user-password', 'ops/call.sh:2', run('cat ops/call.sh', `#!/bin/sh\ncurl -u acmebot:${t} https://api.acme.dev\n`)],
  ['json-escaped', 'ops/task.json:2', run('cat ops/task.json', `{\n "env": "{\\"VULTR_API_KEY\\":\\"${t}\\"}"\n}\n`)],
  ['url-user', 'ops/repos.txt:2', run('cat ops/repos.txt', `# mirrors\nhttps://deploy:${t}@git.acme.dev/shop.git\n`)],
  [
    'python-dict',
    'ops/settings.py:2',
    run('cat ops/settings.py', `DEBUG = False\nVULTR = {'region': 'fra', 'api_key': '${t}'}\n`),
  ],
  [
    'sql-dump',
    'db/seed-prod.sql:2',
    run("sed -n '1,3p' db/seed-prod.sql", `BEGIN;\nINSERT INTO settings (k, v) VALUES ('vultr_api_key', '${t}');\n`),
  ],
];
