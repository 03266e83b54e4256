import { mcp, read, run, type Step, search } from './scenario.ts';

const railway = 'rlwy_SYNTHETIC0pairs0123456789abcd';

/** A credential seen by one way of showing a text, then used by its value: what the output says of file and line. */
export const seenPairs: readonly (readonly [id: string, place: string, found: Step])[] = [
  ['cat-n', 'infra/.env:3', run('cat -n infra/.env', `     1\tA=1\n     2\tB=2\n     3\tRAILWAY_TOKEN=${railway}\n`)],
  ['nl-ba', 'infra/.env:3', run('nl -ba infra/.env', `     1\tA=1\n     2\t\n     3\tRAILWAY_TOKEN=${railway}\n`)],
  ['cd-then-cat', 'infra/.env:2', run('cd infra && cat .env', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['cat-or-true', 'infra/.env:2', run('cat infra/.env 2>/dev/null || true', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['echo-then-cat', 'infra/.env:2', run('echo "--- env"; cat infra/.env', `--- env\nA=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['cat-then-ls', 'infra/.env:2', run('cat infra/.env; ls infra', `A=1\nRAILWAY_TOKEN=${railway}\nmain.tf\n`)],
  ['head', 'infra/.env:2', run('head -20 infra/.env', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['cat-head', 'infra/.env:2', run('cat infra/.env | head -n 20', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['sed-range', 'infra/.env:5', run("sed -n '3,5p' infra/.env", `A=1\nB=2\nRAILWAY_TOKEN=${railway}\n`)],
  ['sed-one', 'infra/.env:7', run('sed -n 7p infra/.env', `RAILWAY_TOKEN=${railway}\n`)],
  ['tail-from', 'infra/.env:4', run('tail -n +3 infra/.env', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['head-tail', 'infra/.env:9', run('head -n 10 infra/.env | tail -n 3', `A=1\nRAILWAY_TOKEN=${railway}\nB=2\n`)],
  ['awk-nr', 'infra/.env:11', run("awk 'NR>=10 && NR<=12' infra/.env", `A=1\nRAILWAY_TOKEN=${railway}\nB=2\n`)],
  [
    'awk-filename',
    'infra/.env:6',
    run(`awk '/TOKEN/{print FILENAME":"FNR": "$0}' infra/.env`, `infra/.env:6: RAILWAY_TOKEN=${railway}\n`),
  ],
  ['awk-number', 'infra/.env:6', run(`awk '/TOKEN/{print NR": "$0}' infra/.env`, `6: RAILWAY_TOKEN=${railway}\n`)],
  [
    'bat-grid',
    'infra/.env:2',
    run(
      'bat infra/.env',
      `───────┬──────\n       │ File: infra/.env\n───────┼──────\n   1   │ A=1\n   2   │ RAILWAY_TOKEN=${railway}\n───────┴──────\n`,
    ),
  ],
  ['ssh-cat', '/srv/app/.env:2', run("ssh deploy@host 'cat /srv/app/.env'", `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['docker-exec-cat', '/app/.env:2', run('docker exec api cat /app/.env', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['sudo-cat', '/etc/acme/prod.env:2', run('sudo cat /etc/acme/prod.env', `A=1\nRAILWAY_TOKEN=${railway}\n`)],
  ['grep-n-one-file', 'infra/main.tf:14', run('grep -n token infra/main.tf', `14:  token = "${railway}"\n`)],
  ['grep-rn', 'infra/main.tf:14', run('grep -rn token infra', `infra/main.tf:14:  token = "${railway}"\n`)],
  [
    'grep-context',
    'infra/main.tf:15',
    run(
      'grep -rn -A2 "provider" infra --include=*.tf',
      `infra/main.tf:14:provider "railway" {\ninfra/main.tf-15-  token = "${railway}"\ninfra/main.tf-16-}\n`,
    ),
  ],
  [
    'grep-context-no-number',
    'deploy/prod.env',
    run('grep -r -B1 REGION deploy', `deploy/prod.env-RAILWAY_TOKEN=${railway}\ndeploy/prod.env:REGION=eu\n`),
  ],
  [
    'rg-heading',
    'deploy/vars.sh:3',
    run('rg -n --heading TOKEN', `deploy/vars.sh\n3:export RAILWAY_TOKEN=${railway}\n\nsrc/a.ts\n9:const TOKEN = 1\n`),
  ],
  ['rg-vimgrep', 'deploy/vars.sh:3', run('rg --vimgrep TOKEN', `deploy/vars.sh:3:8:export RAILWAY_TOKEN=${railway}\n`)],
  [
    'rg-json',
    'deploy/vars.sh:3',
    run(
      'rg --json TOKEN',
      `{"type":"begin","data":{"path":{"text":"deploy/vars.sh"}}}\n{"type":"match","data":{"path":{"text":"deploy/vars.sh"},"lines":{"text":"export RAILWAY_TOKEN=${railway}\\n"},"line_number":3,"absolute_offset":20,"submatches":[]}}\n`,
    ),
  ],
  [
    'rg-context',
    'deploy/vars.sh:4',
    run(
      'rg -n -C1 --no-heading region',
      `deploy/vars.sh:3:# region\ndeploy/vars.sh-4-export RAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  ['ag-group', 'deploy/vars.sh:3', run('ag TOKEN', `deploy/vars.sh\n3:export RAILWAY_TOKEN=${railway}\n`)],
  ['git-grep', 'deploy/vars.sh:3', run('git grep -n TOKEN', `deploy/vars.sh:3:export RAILWAY_TOKEN=${railway}\n`)],
  [
    'git-grep-rev',
    'deploy/vars.sh:3',
    run('git grep -n TOKEN HEAD~5', `HEAD~5:deploy/vars.sh:3:export RAILWAY_TOKEN=${railway}\n`),
  ],
  [
    'git-grep-branch',
    'deploy/vars.sh:3',
    run('git grep -n TOKEN origin/ops', `origin/ops:deploy/vars.sh:3:export RAILWAY_TOKEN=${railway}\n`),
  ],
  [
    'git-show-file',
    'deploy/vars.sh:2',
    run('git show HEAD~2:deploy/vars.sh', `#!/bin/sh\nexport RAILWAY_TOKEN=${railway}\n`),
  ],
  [
    'git-show-deleted',
    'config/prod.yml:8',
    run(
      'git show 4f2a91c',
      `commit 4f2a91c\nAuthor: A\n\n    remove\n\ndiff --git a/config/prod.yml b/config/prod.yml\nindex 1..2 100644\n--- a/config/prod.yml\n+++ b/config/prod.yml\n@@ -6,5 +6,4 @@ deploy:\n   region: eu\n   size: 2\n-  railway_token: ${railway}\n   name: a\n`,
    ),
  ],
  [
    'git-log-p-file-deleted',
    'infra/.env:2',
    run(
      'git log -p --all -- infra/.env',
      `commit 1\n\ndiff --git a/infra/.env b/infra/.env\ndeleted file mode 100644\nindex 1..0\n--- a/infra/.env\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-A=1\n-RAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'git-log-added',
    'infra/.env:12',
    run(
      'git log -p -S RAILWAY_TOKEN',
      `commit 1\n\ndiff --git a/infra/.env b/infra/.env\n--- a/infra/.env\n+++ b/infra/.env\n@@ -10,2 +10,3 @@\n A=1\n B=2\n+RAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'git-stash',
    'infra/.env:1',
    run(
      'git stash show -p stash@{0}',
      `diff --git a/infra/.env b/infra/.env\nnew file mode 100644\n--- /dev/null\n+++ b/infra/.env\n@@ -0,0 +1,2 @@\n+RAILWAY_TOKEN=${railway}\n+B=1\n`,
    ),
  ],
  [
    'git-blame',
    'infra/deploy.sh:12',
    run(
      'git blame -L 10,14 infra/deploy.sh',
      `^4f2a91c (Dev One 2025-03-01 10:00:00 +0100 11) set -e\n4f2a91cd (Dev Two 2025-04-01 10:00:00 +0100 12) export RAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'find-exec-print',
    'infra/domains/.env:2',
    run(
      "find . -name '.env*' -print -exec cat {} \\;",
      `./.env\nA=1\n./infra/domains/.env\nB=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'tail-plus-headings',
    'infra/b/.env:2',
    run(
      'tail -n +1 infra/a/.env infra/b/.env',
      `==> infra/a/.env <==\nA=1\n\n==> infra/b/.env <==\nB=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'tail-headings',
    'infra/b/.env',
    run(
      'tail -n 2 infra/a/.env infra/b/.env',
      `==> infra/a/.env <==\nA=1\n\n==> infra/b/.env <==\nB=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'more-headings',
    'infra/b/.env:2',
    run(
      'more infra/a/.env infra/b/.env | cat',
      `::::::::::::::\ninfra/a/.env\n::::::::::::::\nA=1\n::::::::::::::\ninfra/b/.env\n::::::::::::::\nB=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'loop-echo',
    'infra/b/.env:2',
    run(
      'for f in infra/*/.env; do echo "## $f"; cat "$f"; done',
      `## infra/a/.env\nA=1\n## infra/b/.env\nB=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'read-arrow',
    'infra/deploy.ts:42',
    read('infra/deploy.ts', `    41→const region = 'eu';\n    42→const railwayToken = '${railway}';\n`),
  ],
  [
    'read-pipe',
    'infra/deploy.ts:42',
    read('infra/deploy.ts', `  41|const region = 'eu';\n  42|const railwayToken = '${railway}';\n`),
  ],
  [
    'read-padded',
    'infra/deploy.ts:42',
    read('infra/deploy.ts', `<file>\n00041| const region = 'eu';\n00042| const railwayToken = '${railway}';\n</file>`),
  ],
  [
    'read-letter',
    'infra/deploy.ts:42',
    read('infra/deploy.ts', `L41: const region = 'eu';\nL42: const railwayToken = '${railway}';\n`),
  ],
  [
    'mcp-read',
    'infra/deploy.ts:2',
    mcp(
      'filesystem',
      'read_text_file',
      { path: '/w/shop/infra/deploy.ts' },
      `const region = 'eu';\nconst railwayToken = '${railway}';\n`,
    ),
  ],
  [
    'mcp-read-many',
    'infra/b/.env:2',
    mcp(
      'filesystem',
      'read_multiple_files',
      { paths: ['infra/a/.env', 'infra/b/.env'] },
      `infra/a/.env:\nA=1\n---\ninfra/b/.env:\nB=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'mcp-search',
    'infra/deploy.ts:42',
    mcp(
      'ripgrep',
      'search',
      { pattern: 'token', path: '/w/shop' },
      `/w/shop/infra/deploy.ts:42:const railwayToken = '${railway}';`,
    ),
  ],
  [
    'mcp-resource',
    'infra/prod.env:1',
    mcp('files', 'read_resource', { uri: 'file:///w/shop/infra/prod.env' }, `RAILWAY_TOKEN=${railway}\n`),
  ],
  [
    'mcp-github',
    'ops/prod.env:1',
    mcp(
      'github',
      'get_file_contents',
      { owner: 'acme', repo: 'shop', path: 'ops/prod.env' },
      `RAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'search-tool',
    'infra/deploy.ts:42',
    search('token', `Found 1 match\n/w/shop/infra/deploy.ts:\n  Line 42: const railwayToken = '${railway}';\n`),
  ],
  ['powershell', 'infra/prod.env:2', run('Get-Content .\\infra\\prod.env', `A=1\r\nRAILWAY_TOKEN=${railway}\r\n`)],
  [
    'select-string',
    'infra/deploy.ps1:9',
    run(
      'Get-ChildItem -Recurse -Filter *.ps1 | Select-String TOKEN',
      `infra\\deploy.ps1:9:$env:RAILWAY_TOKEN = "${railway}"\n`,
    ),
  ],
  ['jq-value', 'ops/keys.json', run('jq -r .railway.token ops/keys.json', `${railway}\n`)],
  ['yq-value', 'charts/prod/values.yaml', run("yq '.railway.token' charts/prod/values.yaml", `${railway}\n`)],
  [
    'python-print',
    'infra/settings_prod.py:2',
    run('python3 -c "print(open(\'infra/settings_prod.py\').read())"', `DEBUG = False\nRAILWAY_TOKEN = "${railway}"\n`),
  ],
  [
    'node-print',
    'infra/prod.env:2',
    run(
      `node -e "console.log(require('fs').readFileSync('infra/prod.env','utf8'))"`,
      `A=1\nRAILWAY_TOKEN=${railway}\n`,
    ),
  ],
  [
    'history',
    '~/.zsh_history',
    run('grep railway ~/.zsh_history', `: 1700000000:0;RAILWAY_TOKEN=${railway} railway status\n`),
  ],
  [
    'ci-config',
    '.circleci/config.yml:7',
    read(
      '.circleci/config.yml',
      `version: 2.1\njobs:\n  deploy:\n    docker:\n      - image: node\n    environment:\n      RAILWAY_TOKEN: ${railway}\n`,
    ),
  ],
  [
    'subdirectory',
    'apps/api/.env.production:1',
    run('cd apps/api && grep -n TOKEN .env.production', `1:RAILWAY_TOKEN=${railway}\n`),
  ],
  [
    'diff',
    'infra/.env.prod',
    run('diff infra/.env.dev infra/.env.prod', `2c2\n< RAILWAY_TOKEN=\n---\n> RAILWAY_TOKEN=${railway}\n`),
  ],
];
