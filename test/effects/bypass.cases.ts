const python = (code: string): string => `python3 - <<'PY'\n${code}\nPY`;
const node = (code: string): string => `node - <<'JS'\n${code}\nJS`;

const moto = 'import boto3\nfrom moto import mock_aws\n';
const bucket = "boto3.client('s3').delete_bucket(Bucket='prod')";
const repository = "requests.delete('https://api.github.com/repos/a/b')";
const nock = "const nock = require('nock');\n";
const wipe = "fetch('https://api.github.com/repos/a/b', { method: 'DELETE' })";

/** What looks like a stand-in, a rehearsal or a thing of the text's own, and reaches the real thing all the same. */
export const bypassCases: readonly {
  readonly language: string;
  readonly stops: readonly string[];
  readonly passes: readonly string[];
}[] = [
  {
    language: 'stand-ins that stand for nothing',
    stops: [
      python(`${moto}with mock_aws():\n    def f():\n        ${bucket}\nf()`),
      python(`${moto}with mock_aws():\n    f = lambda: ${bucket}\nf()`),
      python(`${moto}@mock_aws\ndef t():\n    ${bucket}\nt.__wrapped__()`),
      python(`${moto}with mock_aws() as m:\n    m.stop()\n    ${bucket}`),
      python(`${moto}with mock_aws(config={'core': {'pass' + 'through': {'services': ['s3']}}}):\n    ${bucket}`),
      python(
        `${moto}with mock_aws():\n    boto3.client('s3', endpoint_url='https://s3.acme.io').delete_bucket(Bucket='x')`,
      ),
      python(`${moto}s3 = boto3.client('s3')\nwith mock_aws():\n    s3.delete_bucket(Bucket='prod')`),
      python(`${moto}globals()['mock_aws'] = nullcontext\nwith mock_aws():\n    ${bucket}`),
      python(`${moto}from mine import mock_aws\nwith mock_aws():\n    ${bucket}`),
      python(`${moto}from mine import *\nwith mock_aws():\n    ${bucket}`),
      python(`${moto}for mock_aws in [nullcontext]:\n  with mock_aws():\n    ${bucket}`),
      python(`${moto}x = '''\n  with mock_aws():\n\n    '''; ${bucket}`),
      python(`import requests, responses\nwith responses.RequestsMock() as r:\n    r.stop()\n    ${repository}`),
      python(
        "import httpx, responses\nwith responses.RequestsMock() as r:\n    httpx.delete('https://api.github.com/repos/a/b')",
      ),
      python(`import requests, requests_mock\nwith requests_mock.Mocker(session=other) as m:\n    ${repository}`),
      python(`import requests, respx\nwith respx.mock:\n    ${repository}`),
      python(`import requests\nfrom aioresponses import aioresponses\nwith aioresponses():\n    ${repository}`),
      python(`import requests, httpretty\nwith httpretty.enabled():\n    ${repository}`),
      python(
        "import shutil\nfrom pyfakefs.fake_filesystem_unittest import Patcher\nwith Patcher() as p:\n    p.pause()\n    shutil.rmtree('/srv/data')",
      ),
      python(
        "import shutil\nfrom pyfakefs.fake_filesystem_unittest import Patcher\nwith Patcher(additional_skip_names=['shutil']) as p:\n    shutil.rmtree('/srv/data')",
      ),
      node(
        `${nock}nock('https://api.github.com').get('/x').reply(200);\nfetch('https://api.github.com/x').then(() => ${wipe})`,
      ),
      node(`${nock}nock('https://api.github.com').get('/x').reply(200);nock['restore']();\n${wipe}`),
      node(
        `${nock}const { restore } = nock;\nnock('https://api.github.com').get('/x').reply(200);\nrestore();\n${wipe}`,
      ),
      node(`${nock}//nock('https://api.github.com')\n${wipe}`),
      node(`${nock}if (0) {\n  nock('https://api.github.com')\n}\n${wipe}`),
      node(`// const nock = require('nock')\nconst nock = () => {};\nnock('https://api.github.com');\n${wipe}`),
      node(
        `${nock}nock('https://api.github.com').get('/x').reply(200);\nrequire('undici').request('https://api.github.com/repos/a/b', { method: 'DELETE' })`,
      ),
    ],
    passes: [
      python(
        `${moto}\n@mock_aws\ndef test_it():\n    s3 = boto3.client('s3')\n    s3.delete_bucket(Bucket='x')\n\ntest_it()`,
      ),
      python(`import requests, httpretty\nwith httpretty.enabled(allow_net_connect=False):\n    ${repository}`),
      node(
        `${nock}nock.disableNetConnect();\nnock('https://api.github.com').delete('/repos/a/b').reply(204);\n${wipe};\n${wipe}`,
      ),
    ],
  },
  {
    language: 'rehearsals that rehearse nothing',
    stops: [
      `curl -X DELETE 'https://kube.acme.io/api/v1/namespaces/prod?dryRun=All' -d '{"dryRun":[]}'`,
      "curl -X DELETE 'https://api.heroku.com/apis/x.y/v1/projects/prod?dryRun=All'",
      "curl -X DELETE 'https://panel.acme.io/api/v1/projects/prod?dryRun=All'",
      "curl -X DELETE 'https://storage.googleapis.com/storage/v1/b/prod?validateOnly=true'",
      "curl -X DELETE 'https://www.googleapis.com/drive/v3/files/1?validateOnly=true'",
      `curl -X POST 'https://bigquery.googleapis.com/bigquery/v2/projects/p/queries' -d '{"query":"DROP TABLE x","configuration":{"dryRun":true}}'`,
      `curl -X POST 'https://bigquery.googleapis.com/bigquery/v2/projects/p/jobs' -d '{"dryRun":true,"configuration":{"query":{"query":"DROP TABLE x"}}}'`,
      "curl -X DELETE 'https://bigquery.googleapis.com/bigquery/v2/projects/p/datasets/d?validateOnly=true&deleteContents=true'",
      "curl -X DELETE 'https://couch.acme.io:5984/customers?dry_run=true'",
      "curl -X DELETE 'https://api.acme.io/v1/items?dryRun=true' -d @f.json",
      'supabase db reset $X',
      'supabase db reset --no-seed',
      'reset() { supabase db reset "$@"; }; reset --linked',
    ],
    passes: [
      "curl -X DELETE 'https://kube.acme.io/apis/apps/v1/namespaces/web/deployments/x?dryRun=All'",
      `curl -X POST 'https://bigquery.googleapis.com/bigquery/v2/projects/p/jobs' -d '{"configuration":{"dryRun":true,"query":{"query":"DROP TABLE x"}}}'`,
      "curl -X DELETE 'https://api.acme.io/v1/items?dryRun=true'",
    ],
  },
  {
    language: "containers that are not the text's own",
    stops: [
      "docker run -d --name r postgres && docker exec -e PGHOST=prod r psql -c 'drop database x'",
      "docker run -d --name r -ePGHOST=prod postgres && docker exec r psql -c 'drop database x'",
      "docker run -d --name r postgres && docker exec r psql 'host=prod dbname=x' -c 'drop database y'",
      "docker run -d --name r postgres && docker exec r psql -c '\\c x y prod' -c 'drop database y'",
      "docker run -d --name r mongo && docker exec r mongosh prod.acme.io/db --eval 'db.dropDatabase()'",
      'docker run -d --name r mongo && docker exec r mongosh --eval \'db=connect("prod/db");db.dropDatabase()\'',
      "docker run -d --name r cassandra && docker exec r cqlsh prod -e 'drop keyspace x'",
      "docker run -d --name r clickhouse/clickhouse-server && docker exec r clickhouse-client --hos prod -q 'drop database x'",
      "docker run -d --name r mysql && docker exec r mysql --defaults-file=/x -e 'drop database x'",
      "docker run -d --name r -vdata:/var/lib/mysql mysql && docker exec r mysql -e 'drop database x'",
      "docker run -dv data:/var/lib/mysql --name r mysql && docker exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && docker -H tcp://prod exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && docker --context prod exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && export DOCKER_HOST=ssh://prod && docker exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && docker context use prod && docker exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && podman exec r mysql -e 'drop database x'",
      "docker run --help --name r mysql && docker exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && docker rename r q && docker rename prod r && docker exec r mysql -e 'drop database x'",
      "docker run -d --name r mysql && docker network connect prodnet r && docker exec r mysql -e 'drop database x'",
      "docker run -d -p 55432:5432 postgres && psql -h localhost -p 55432 'host=prod dbname=x' -c 'drop database y'",
      "DOCKER_HOST=ssh://ci docker run -d -p 55432:5432 postgres && psql -h localhost -p 55432 -c 'drop database y'",
      'aws s3 mb s3://$(head -c 9 f) && aws s3 rb s3://$(head -c 9 f) --force',
    ],
    passes: [
      "docker run -d --name r -e POSTGRES_PASSWORD=x -p 55432:5432 --shm-size=1g postgres:16 && docker exec r psql -U postgres -c 'drop database x'",
      "docker run -itd --rm --name=r mysql:8 && docker logs r && docker exec r mysql -e 'drop database x'",
    ],
  },
  {
    language: 'what the same text did not make',
    stops: [
      'mkdir --version ../data && rm -rf ../data',
      'mkdir --parent ../data && rm -rf ../data',
      '! mkdir ../data && rm -rf ../data',
      'alias mkdir=true; mkdir ../data && rm -rf ../data',
      'setsid -f mkdir ../data && rm -rf ../data',
      'find . -name x -exec mkdir ../data \\; && rm -rf ../data',
      'PATH=./bin mkdir ../data && rm -rf ../data',
      'mkdir ../x && s3fs bucket ../x && rm -rf ../x/*',
      'mkdir ../x && gcsfuse bucket ../x && rm -rf ../x/*',
      'mkdir ../x && rsync -a --remove-source-files ../data/ ../x/ && rm -rf ../x',
      'mkdir ../x && tar cf ../x/a.tar --remove-files ../data && rm -rf ../x',
      'mkdir ../x && rclone move r:b ../x && rm -rf ../x',
      'git worktree add --help ../data && rm -rf ../data',
      'git clone https://h/u --separate-git-dir ../data ../d && rm -rf ../data',
      'cp missing ../data.db; rm -f ../data.db',
      'cp --no-clob a ../data.db && rm ../data.db',
      'echo x > ../data; rm -rf ../data',
      'set -C; echo x > ../data.db; rm ../data.db',
      'go build -o ../data ./... && rm -rf ../data',
      'curl -C - -o ../data.db https://x.io/y && rm ../data.db',
      'sed -n -i.db p ../none; rm ../none.db',
      'git clone https://h/u d && cd d && git --git-dir=/srv/data/.git --work-tree=/srv/data reset --hard',
      'cd /tmp && GIT_DIR=/srv/data/.git GIT_WORK_TREE=/srv/data git reset --hard',
    ],
    passes: [
      'mkdir ../data && rm -rf ../data',
      'sudo mkdir -m 700 /srv/x && tar xf b.tar -C /srv/x && rm -rf /srv/x',
      'git clone https://h/u ../d && git -C ../d clean -fdx',
      'echo x > ../y.txt; rm ../y.txt',
      'go build -o ../y . && ../y && rm ../y',
    ],
  },
  {
    language: 'what is written to a process of the same text',
    stops: [
      'coproc psql -h prod; echo "DROP TABLE x" >&"${COPROC[1]}"',
      'coproc psql -h prod; echo "DROP TABLE x;" >&${COPROC[1]}',
      'coproc DB { psql -h prod; }; printf "DROP TABLE %s;" x 1>&"${DB[1]}"',
      'coproc bash; echo "rm -rf ~/x" >&"${COPROC[1]}"',
      'coproc R { redis-cli -h prod; }\necho FLUSHALL >&"${R[1]}"',
    ],
    passes: [
      'coproc psql -h prod; echo "SELECT 1" >&"${COPROC[1]}"',
      'coproc DB { psql -h prod; }; echo "select 1;" >&"${DB[1]}"; read -r x <&"${DB[0]}"',
      'coproc cat; echo "rm -rf ~/x" >&"${COPROC[1]}"',
      'coproc BC { bc -l; }; echo 22/7 >&"${BC[1]}"; read -r x <&"${BC[0]}"',
      'coproc X { echo y >&"${X[1]}"; }; echo z >&"${X[1]}"',
    ],
  },
  {
    language: 'names that a substitution lists',
    stops: [
      'for f in $(find . -name \'*.sqlite3\'); do rm "$f"; done',
      "rm -rf $(find . -not -name '*.md')",
      "rm $(find ~ -name '*.log')",
      'rm -rf $(ls)',
      'files=$(find ~ -type f); rm $files',
      'files="$(find ~ -type f)"; for f in $files; do rm "$f"; done',
      'mapfile -t files < <(find ~ -type f); rm "${files[@]}"',
      "readarray -d '' files < <(find . \\( -name '*.ts' -o -name '*.sqlite3' \\) -print0); rm -- \"${files[@]}\"",
      'cd ~/data && rm -rf $(ls -t | tail -n +6)',
      'rm -rf "$(find . -name x)"',
    ],
    passes: [
      'for f in $(find . -name \'*.pyc\'); do rm -rf "$f"; done',
      'rm -rf $(find . -type d -name __pycache__)',
      "rm -rf $(find . -name '*.pyc' -not -path './.venv/*')",
      "git add $(find src -name '*.ts')",
      "files=$(find . -name '*.pyc'); rm -rf $files",
      "mapfile -t files < <(find . -name '*.pyc' ! -path './x/*'); rm -rf \"${files[@]}\"",
      'f=$(find . -name a.py | head -1); python "$f"',
    ],
  },
  {
    language: 'disk commands from a file of the same text',
    stops: [
      "printf 'select disk 0\\nclean\\n' > s.txt && diskpart /s s.txt",
      "printf 'select disk 0\\nclean\\n' > s.txt && diskpart < s.txt",
      'diskpart /s s.txt',
      'echo list disk > s.txt; ./gen >> s.txt; diskpart /s s.txt',
    ],
    passes: [
      "printf 'list disk\\nlist volume\\n' > s.txt && diskpart /s s.txt",
      'echo list disk > s.txt; diskpart < s.txt',
    ],
  },
  {
    language: 'words that only look like what excuses',
    stops: [
      "find . -name '*.o' -o -type f -delete",
      "find . \\( -name '*.pyc' -or -type f \\) -delete",
      "env -S '-i rm -rf' /home/dev/x",
      "env -S 'rm\\_-rf' /home/dev/x",
      "nu -c '^rm -rf /home/dev/x'",
      'impala-shell -i db.acme.io -q "SELECT 1; $(cat more.sql)"',
      'impala-shell -i db.acme.io <<EOF\nSELECT 1; $(cat more.sql)\nEOF',
      'acmectl --refresh-config destroy database prod',
      'acmectl --all-region destroy database prod',
    ],
    passes: [
      "find . \\( -name '*.pyc' -o -name '*.pyo' \\) -type f -delete",
      "find . -path ./node_modules -prune -o -name '*.pyc' -delete",
      "find . -type f \\( -name '*.pyc' -o -type d -name __pycache__ \\) -delete",
      "env -S 'node --quiet' x.js",
      "nu -c '^ls src'",
      'impala-shell -i db.acme.io -q "SELECT 1 FROM t WHERE x=$(cat id)"',
      'acmectl --refresh-config prod list databases',
    ],
  },
];
