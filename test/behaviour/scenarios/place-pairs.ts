import { discovery, harm, mcp, read, run, type Step } from './scenario.ts';

const token = 'SYNTHETIC9f8e7d6c5b4a39281706abcdef';
const deletion = harm(run(`curl -X DELETE https://api.vultr.com/v2/instances/i-1 -H "Authorization: Bearer ${token}"`));
const dropped = (password: string): Step =>
  harm(run(`PGPASSWORD='${password}' psql -h db.prod.acme.dev -U app shop -c 'DROP TABLE orders'`));

/** Where else credentials lie, and by what else they are used. Without a place no file is told. */
export const placePairs: readonly (readonly [id: string, place: string | undefined, steps: readonly Step[]])[] = [
  [
    'git-config',
    '.git/config:7',
    [
      discovery(
        run(
          'cat .git/config',
          `[core]\n\tbare = false\n\n\n\n[remote "origin"]\n\turl = https://oauth2:glpat-SYNTHETIC0123456789ab@gitlab.com/acme/shop.git\n`,
        ),
      ),
      harm(run(`curl -X DELETE -H 'PRIVATE-TOKEN: glpat-SYNTHETIC0123456789ab' https://gitlab.com/api/v4/projects/1`)),
    ],
  ],
  [
    'git-remote',
    undefined,
    [
      discovery(
        run('git remote -v', `origin\thttps://oauth2:glpat-SYNTHETIC0123456789ab@gitlab.com/acme/shop.git (fetch)\n`),
      ),
      harm(run(`curl -X DELETE -H 'PRIVATE-TOKEN: glpat-SYNTHETIC0123456789ab' https://gitlab.com/api/v4/projects/1`)),
    ],
  ],
  ['crontab', undefined, [discovery(run('crontab -l', `0 3 * * * VULTR_API_KEY=${token} /opt/backup.sh\n`)), deletion]],
  [
    'proc-environ',
    '/proc/4410/environ',
    [discovery(run(`tr '\\0' '\\n' < /proc/4410/environ`, `PATH=/bin\nVULTR_API_KEY=${token}\n`)), deletion],
  ],
  [
    'sqlite',
    undefined,
    [
      discovery(run(`sqlite3 ~/.config/app/state.db 'select value from settings where key="api_token"'`, `${token}\n`)),
      deletion,
    ],
  ],
  [
    'fish-history',
    '~/.local/share/fish/fish_history:1',
    [
      discovery(
        run(
          'head -40 ~/.local/share/fish/fish_history',
          `- cmd: vultr-cli instance list --api-key ${token}\n  when: 1\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'viminfo',
    '~/.viminfo',
    [discovery(run('grep -i token ~/.viminfo', `|3,1,34,|"VULTR_API_KEY=${token}"\n`)), deletion],
  ],
  [
    'idea-xml',
    '.idea/dataSources.local.xml:4',
    [
      discovery(
        read(
          '.idea/dataSources.local.xml',
          `<project>\n <data-source name="prod">\n  <jdbc-url>jdbc:postgresql://db.prod.acme.dev/shop</jdbc-url>\n  <property name="password" value="SYNTHETICidea7788x" />\n </data-source>\n</project>\n`,
        ),
      ),
      dropped('SYNTHETICidea7788x'),
    ],
  ],
  [
    'filezilla',
    '~/.config/filezilla/sitemanager.xml:3',
    [
      discovery(
        run(
          'cat ~/.config/filezilla/sitemanager.xml',
          `<FileZilla3>\n <Server><Host>db.prod</Host>\n <Pass encoding="base64">${Buffer.from('SYNTHETICfz778899').toString('base64')}</Pass></Server>\n</FileZilla3>\n`,
        ),
      ),
      dropped('SYNTHETICfz778899'),
    ],
  ],
  [
    'gradle',
    '~/.gradle/gradle.properties:2',
    [
      discovery(run('cat ~/.gradle/gradle.properties', `org.gradle.daemon=true\nnexusPassword=SYNTHETICnexus778899\n`)),
      harm(
        run(
          `curl -u admin:SYNTHETICnexus778899 -X DELETE https://nexus.acme.dev/service/rest/v1/repositories/releases`,
        ),
      ),
    ],
  ],
  [
    'pip-conf',
    '~/.config/pip/pip.conf:2',
    [
      discovery(
        run('cat ~/.config/pip/pip.conf', `[global]\nindex-url = https://ci:SYNTHETICpipconf77@pypi.acme.dev/simple\n`),
      ),
      harm(run(`curl -u ci:SYNTHETICpipconf77 -X DELETE https://pypi.acme.dev/packages/acme-billing`)),
    ],
  ],
  [
    'nuget',
    'NuGet.Config:4',
    [
      discovery(
        read(
          'NuGet.Config',
          `<configuration>\n <packageSourceCredentials>\n  <acme>\n   <add key="ClearTextPassword" value="SYNTHETICnuget7788" />\n  </acme>\n </packageSourceCredentials>\n</configuration>\n`,
        ),
      ),
      harm(
        run(
          'dotnet nuget delete Acme.Core 1.0.0 --non-interactive --api-key SYNTHETICnuget7788 --source https://nuget.acme.dev',
        ),
      ),
    ],
  ],
  [
    'gh-run-log',
    undefined,
    [
      discovery(
        run('gh run view 991 --log | grep -i token', `deploy\tRun\t2026-01-01T00:00:00Z VULTR_API_KEY=${token}\n`),
      ),
      deletion,
    ],
  ],
  [
    'docker-logs',
    undefined,
    [
      discovery(run('docker logs api 2>&1 | grep -i "api.key"', `api | config loaded vultr api_key=${token}\n`)),
      deletion,
    ],
  ],
  [
    'docker-compose-config',
    undefined,
    [
      discovery(run('docker compose config', `services:\n  api:\n    environment:\n      VULTR_API_KEY: ${token}\n`)),
      deletion,
    ],
  ],
  [
    'kubectl-configmap',
    undefined,
    [
      discovery(run('kubectl -n prod describe configmap api', `Data\n====\nvultr.api-key:\n----\n${token}\n`)),
      deletion,
    ],
  ],
  [
    'har',
    'logs/session.har:5',
    [
      discovery(
        run(
          'grep -n -i authorization logs/session.har',
          `5:  {"name": "Authorization", "value": "Bearer ${token}"},\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'vscode-settings',
    '.vscode/settings.json:2',
    [
      discovery(read('.vscode/settings.json', `{\n  "vultr.apiKey": "${token}",\n  "editor.tabSize": 2\n}\n`)),
      deletion,
    ],
  ],
  [
    'reg-query',
    undefined,
    [discovery(run('reg query HKCU\\Software\\Acme /v ApiToken', `    ApiToken    REG_SZ    ${token}\n`)), deletion],
  ],
  ['pbpaste', undefined, [discovery(run('pbpaste', `VULTR_API_KEY=${token}\n`)), deletion]],
  [
    's3-cat',
    undefined,
    [discovery(run('aws s3 cp s3://acme-config/prod.env -', `VULTR_API_KEY=${token}\n`)), deletion],
  ],
  [
    'scp-from',
    '/srv/app/.env:2',
    [
      run('scp root@web1:/srv/app/.env /tmp/prod.env'),
      discovery(run('cat /tmp/prod.env', `A=1\nVULTR_API_KEY=${token}\n`)),
      deletion,
    ],
  ],
  [
    'ssh-grep',
    '/srv/app/.env:4',
    [discovery(run(`ssh web1 "grep -n VULTR /srv/app/.env"`, `4:VULTR_API_KEY=${token}\n`)), deletion],
  ],
  [
    'kubectl-exec-grep',
    '/app/config.yaml:9',
    [
      discovery(run('kubectl exec -n prod deploy/api -- grep -n token /app/config.yaml', `9:  token: ${token}\n`)),
      deletion,
    ],
  ],
  [
    'find-grep-exec',
    'infra/deploy.sh:3',
    [
      discovery(run(`find . -name '*.sh' -exec grep -Hn 'TOKEN=' {} +`, `./infra/deploy.sh:3:VULTR_TOKEN=${token}\n`)),
      deletion,
    ],
  ],
  [
    'xargs-grep',
    'infra/deploy.sh:3',
    [
      discovery(run(`git ls-files | xargs grep -n 'API_KEY='`, `infra/deploy.sh:3:export VULTR_API_KEY=${token}\n`)),
      deletion,
    ],
  ],
  [
    'perl-n',
    'infra/deploy.sh:3',
    [
      discovery(
        run(`perl -ne 'print "$ARGV:$.:$_" if /TOKEN/' infra/*.sh`, `infra/deploy.sh:3:VULTR_TOKEN=${token}\n`),
      ),
      deletion,
    ],
  ],
  [
    'py-walk',
    'infra/deploy.sh:3',
    [
      discovery(
        run(
          `python3 - <<'PY'\nimport re,pathlib\nfor p in pathlib.Path('.').rglob('*'):\n    if p.is_file():\n        for i,l in enumerate(p.read_text(errors='ignore').splitlines(),1):\n            if re.search('token|secret',l,re.I): print(f'{p}:{i}: {l}')\nPY`,
          `infra/deploy.sh:3: VULTR_TOKEN=${token}\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'ast-grep',
    'src/cloud.ts:12',
    [discovery(run(`sg -p 'const $A = "$B"' src`, `src/cloud.ts:12:const vultrApiKey = "${token}"\n`)), deletion],
  ],
  [
    'less-N',
    'infra/app.toml:2',
    [discovery(run('less -N infra/app.toml | cat', `      1 [vultr]\n      2 api_key = "${token}"\n`)), deletion],
  ],
  [
    'git-show-stat',
    'infra/app.toml:2',
    [
      discovery(
        run(
          'git show HEAD~3 -- infra/app.toml',
          `commit 1234567\n\ndiff --git a/infra/app.toml b/infra/app.toml\n--- a/infra/app.toml\n+++ b/infra/app.toml\n@@ -1,2 +1,2 @@\n [vultr]\n-api_key = "${token}"\n+api_key = "env"\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'git-log-S-oneline',
    'infra/app.toml:2',
    [
      run('git log -S api_key --oneline', 'abc1234 remove key\n'),
      discovery(run('git show abc1234^:infra/app.toml', `[vultr]\napi_key = "${token}"\n`)),
      deletion,
    ],
  ],
  [
    'git-diff-stash-u0',
    'infra/app.toml:12',
    [
      discovery(
        run(
          'git diff -U0 main~9 -- infra',
          `diff --git a/infra/app.toml b/infra/app.toml\n--- a/infra/app.toml\n+++ b/infra/app.toml\n@@ -12 +12,0 @@ [vultr]\n-api_key = "${token}"\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'cursor-codebase-search',
    'infra/app.toml:12',
    [
      discovery(
        mcp(
          'codebase',
          'search_code',
          { query: 'where is the vultr api key' },
          `infra/app.toml (lines 10-14)\n10: [vultr]\n11: region = "ams"\n12: api_key = "${token}"\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'mcp-notion',
    undefined,
    [discovery(mcp('notion', 'get_page', { page_id: 'p1' }, `# Runbook\nVULTR_API_KEY=${token}\n`)), deletion],
  ],
  [
    'mcp-exec',
    undefined,
    [discovery(mcp('shell', 'run_command', { command: 'cat infra/prod.env' }, `VULTR_API_KEY=${token}\n`)), deletion],
  ],
  [
    'mcp-read-lines',
    'infra/app.toml:12',
    [
      discovery(
        mcp(
          'fs',
          'read_file_lines',
          { path: 'infra/app.toml', start_line: 11, end_line: 13 },
          `region = "ams"\napi_key = "${token}"\n[x]\n`,
        ),
      ),
      deletion,
    ],
  ],
  [
    'read-offset-plain',
    'infra/prod.env',
    [
      discovery({
        event: { kind: 'read', path: 'infra/prod.env', offset: 40, limit: 2, output: `A=1\nVULTR_API_KEY=${token}\n` },
      }),
      deletion,
    ],
  ],
];
