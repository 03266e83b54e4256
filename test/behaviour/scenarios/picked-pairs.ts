import { printedToken as t } from './printed-pairs.ts';
import { mcp, read, run, type Step } from './scenario.ts';
/** Programs that pick one value, and further ways to have a file printed. */
export const pickedPairs: readonly (readonly [id: string, place: string | undefined, found: Step])[] = [
  [
    'har-auth-two-lines',
    'docs/case.har:3',
    read('docs/case.har', `{\n "name": "Authorization",\n "value": "Bearer ${t}"\n}\n`),
  ],
  ['curl-trace', 'logs/trace.txt:1', run('cat logs/trace.txt', `> Authorization: Bearer ${t}\n`)],
  [
    'postman-env-jq',
    'docs/prod.postman_environment.json',
    run(`jq -r '.values[] | select(.key=="apiToken") | .value' docs/prod.postman_environment.json`, `${t}\n`),
  ],
  [
    'python-har-loop',
    'support/a.har',
    run(
      `python3 - <<'PY'\nimport json\nfor e in json.load(open('support/a.har'))['log']['entries']:\n  for h in e['request']['headers']:\n    if h['name'] == 'Authorization': print(h['value'])\nPY`,
      `Bearer ${t}\nBearer ${t}\n`,
    ),
  ],
  ['grep-o-har', 'support/a.har', run(`grep -o 'Bearer [A-Za-z0-9]*' support/a.har | head -1`, `Bearer ${t}\n`)],
  ['ruby-file', 'config/a.yml:2', run(`ruby -e 'puts File.read("config/a.yml")'`, `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'deno',
    'config/a.yml:2',
    run(`deno eval 'console.log(Deno.readTextFileSync("config/a.yml"))'`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'php-json',
    'config/a.json',
    run(`php -r 'echo json_decode(file_get_contents("config/a.json"))->vultr->token;'`, `${t}\n`),
  ],
  [
    'python-configparser',
    'ops/a.ini',
    run(
      `python3 -c "import configparser as c; p=c.ConfigParser(); p.read('ops/a.ini'); print(p['vultr']['api_key'])"`,
      `${t}\n`,
    ),
  ],
  [
    'python-dotenv',
    'ops/a.env',
    run(`python3 -c "from dotenv import dotenv_values; print(dotenv_values('ops/a.env')['VULTR_API_KEY'])"`, `${t}\n`),
  ],
  [
    'python-tomllib-path',
    'ops/a.toml',
    run(
      `python3 -c "import tomllib,pathlib; print(tomllib.loads(pathlib.Path('ops/a.toml').read_text())['vultr']['token'])"`,
      `${t}\n`,
    ),
  ],
  [
    'python-argv',
    'ops/a.json',
    run(`python3 -c "import json,sys; print(json.load(open(sys.argv[1]))['vultr']['token'])" ops/a.json`, `${t}\n`),
  ],
  ['python-mtool', 'ops/a.json:2', run(`python3 -m json.tool ops/a.json`, `{\n    "vultrToken": "${t}"\n}\n`)],
  [
    'node-argv',
    'ops/a.json',
    run(`node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).token' ops/a.json`, `${t}\n`),
  ],
  ['jq-arg', 'ops/a.json', run(`jq -r --arg k prod '.[$k].token' ops/a.json`, `${t}\n`)],
  [
    'jq-raw-input',
    'ops/a.properties',
    run(`jq -Rr 'select(startswith("vultr.token"))|split("=")[1]' ops/a.properties`, `${t}\n`),
  ],
  ['xq', 'ops/a.xml', run(`xq -r '.settings.apiToken' ops/a.xml`, `${t}\n`)],
  ['xmlstarlet', 'ops/a.xml', run(`xmlstarlet sel -t -v '//apiToken' ops/a.xml`, `${t}\n`)],
  ['hcl2json', 'infra/main.tf', run(`hcl2json infra/main.tf | jq -r '.provider.vultr[0].api_key'`, `${t}\n`)],
  ['awk-toml', 'ops/a.toml', run(`awk -F'"' '/token/{print $2}' ops/a.toml`, `${t}\n`)],
  ['awk-pass', 'ops/a.conf', run(`awk '$1=="password"{print $2}' ops/a.conf`, `${t}\n`)],
  ['sed-E', 'ops/a.conf', run(`sed -nE 's/.*api_key: *"?([^"]+)"?.*/\\1/p' ops/a.conf`, `${t}\n`)],
  ['tr-cut', 'ops/a.conf', run(`tr -d '"' < ops/a.conf | grep token | cut -d: -f2`, ` ${t}\n`)],
  ['rg-r', 'ops/a.conf', run(`rg -oNr '$1' 'api_key: (\\S+)' ops/a.conf`, `${t}\n`)],
  ['rg-n-one', 'ops/a.conf:7', run(`rg -n api_key ops/a.conf`, `7:api_key: ${t}\n`)],
  [
    'rg-color',
    'ops/a.conf:7',
    run(
      `rg -n --color always api_key ops`,
      `\u001b[35mops/a.conf\u001b[0m:\u001b[32m7\u001b[0m:\u001b[1mapi_key\u001b[0m: ${t}\n`,
    ),
  ],
  ['ack', 'ops/a.conf:7', run(`ack api_key ops`, `ops/a.conf\n7:api_key: ${t}\n`)],
  ['ugrep', 'ops/a.conf:7', run(`ugrep -rn api_key ops`, `ops/a.conf:7:api_key: ${t}\n`)],
  ['zgrep', 'logs/a.gz:7', run(`zgrep -n api_key logs/a.gz`, `7:api_key: ${t}\n`)],
  [
    'gh-api-contents',
    undefined,
    run(`gh api repos/acme/infra/contents/deploy/a.yml -q .content | base64 -d`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  [
    'gh-browse-raw',
    undefined,
    run(`curl -s https://raw.githubusercontent.com/acme/infra/main/deploy/a.yml`, `a: 1\nvultr_api_key: "${t}"\n`),
  ],
  ['glab-var', undefined, run(`glab variable list -F json`, `[{"key":"VULTR_API_KEY","value":"${t}"}]\n`)],
  [
    'gitlab-api',
    undefined,
    run(
      `curl -s -H "PRIVATE-TOKEN: $GL" https://gitlab.acme.io/api/v4/projects/1/variables`,
      `[{"key":"VULTR_API_KEY","value":"${t}"}]\n`,
    ),
  ],
  [
    'kubectl-secret-jsonpath',
    undefined,
    run(`kubectl get secret vultr -o jsonpath='{.data.token}' | base64 -d`, `${t}`),
  ],
  [
    'kubectl-secret-gotpl',
    undefined,
    run(`kubectl get secret vultr -o go-template='{{.data.token|base64decode}}'`, `${t}`),
  ],
  ['docker-secret', '/run/secrets/vultr', run(`docker exec api cat /run/secrets/vultr`, `${t}\n`)],
  ['svn', 'deploy/a.yml', run(`svn cat -r 41 deploy/a.yml`, `a: 1\nvultr_api_key: "${t}"\n`)],
  ['hg', 'deploy/a.yml', run(`hg cat -r 41 deploy/a.yml`, `a: 1\nvultr_api_key: "${t}"\n`)],
  ['git-archive', 'deploy/a.yml:2', run(`git archive HEAD~4 deploy/a.yml | tar -xO`, `a: 1\nvultr_api_key: "${t}"\n`)],
  ['git-blob', undefined, run(`git cat-file -p 4be19c2`, `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'git-diff-commits',
    'deploy/a.yml:2',
    run(
      `git diff HEAD~4 HEAD -- deploy/a.yml`,
      `diff --git a/deploy/a.yml b/deploy/a.yml\n--- a/deploy/a.yml\n+++ b/deploy/a.yml\n@@ -1,2 +1,2 @@\n a: 1\n-vultr_api_key: "${t}"\n+vultr_api_key: "\${X}"\n`,
    ),
  ],
  ['7z', 'deploy/a.yml', run(`7z x -so backup.7z deploy/a.yml`, `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'jar',
    'BOOT-INF/classes/application-prod.yml:3',
    run(`unzip -p app.jar BOOT-INF/classes/application-prod.yml`, `a: 1\nvultr:\n  token: ${t}\n`),
  ],
  [
    'asar',
    undefined,
    run(`npx asar extract-file app.asar config.json && cat config.json`, `{ "vultrToken": "${t}" }\n`),
  ],
  ['vim-ex', 'deploy/a.yml', run(`vim -es -c '%p' -c 'q!' deploy/a.yml`, `a: 1\nvultr_api_key: "${t}"\n`)],
  ['less-F', 'deploy/a.yml:2', run(`less -F deploy/a.yml`, `a: 1\nvultr_api_key: "${t}"\n`)],
  [
    'hexdump-C',
    'deploy/a.yml:1',
    run(
      `hexdump -C deploy/a.yml`,
      `00000000  76 75 6c 74 72 5f 61 70  69 5f 6b 65 79 3a 20 22  |vultr_api_key: "|\n${(
        Buffer.from(t)
          .toString('hex')
          .match(/.{1,32}/g) ?? []
      )
        .map((h, i) => `000000${(i + 1) * 10}  ${(h.match(/../g) ?? []).join(' ')}  |x|`)
        .join('\n')}\n`,
    ),
  ],
  ['cat-e', 'deploy/a.yml:2', run(`cat -A deploy/a.yml`, `a: 1$\nvultr_api_key: "${t}"$\n`)],
  [
    'mcp-read-numbered',
    '/w/ops/a.yml:7',
    mcp('ide', 'open_file', { path: '/w/ops/a.yml', startLine: 5 }, `5: a\n6: b\n7: vultr_api_key: "${t}"\n`),
  ],
  [
    'mcp-grep',
    'deploy/a.yml:7',
    mcp('ripgrep', 'search', { pattern: 'vultr', path: '/w/shop' }, `deploy/a.yml:7:vultr_api_key: "${t}"\n`),
  ],
];
