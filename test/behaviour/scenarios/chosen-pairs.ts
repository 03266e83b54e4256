import { discovery, harm, read, run, type Step } from './scenario.ts';

const railway = 'rlwy_SYNTHETIC0pairs0123456789abcd';
const hetzner = 'SYNTHETIChcloud0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCD';
const fly = 'fo1_SYNTHETIC_pairsqwertyuiop0123456789';
const server = 'https://api.hetzner.cloud/v1/servers/42';

/** Logins of programs, and which of several files it was. */
export const chosenPairs: readonly (readonly [id: string, place: string, steps: readonly Step[]])[] = [
  [
    'kubeconfig-flag',
    'ops/kubeconfig-prod',
    [
      discovery(read('ops/kubeconfig-prod')),
      harm(run('kubectl --kubeconfig ops/kubeconfig-prod delete namespace prod')),
    ],
  ],
  [
    'kubeconfig-variable',
    'ops/kubeconfig-prod',
    [
      discovery(read('ops/kubeconfig-prod')),
      run('export KUBECONFIG=$PWD/ops/kubeconfig-prod'),
      harm(run('kubectl delete namespace prod')),
    ],
  ],
  [
    'kube-default',
    '~/.kube/config',
    [
      discovery(run('cat ~/.kube/config', 'apiVersion: v1\nusers: []\n')),
      discovery(read('infra/.env')),
      harm(run('kubectl delete pvc --all -n prod')),
    ],
  ],
  [
    'ssh-key',
    '~/.ssh/prod_ed25519',
    [
      discovery(run('ls ~/.ssh && head -1 ~/.ssh/prod_ed25519')),
      harm(run("ssh -i ~/.ssh/prod_ed25519 root@db1 'rm -rf /var/lib/postgresql'")),
    ],
  ],
  [
    'netrc',
    '~/.netrc',
    [
      discovery(run('cat ~/.netrc', 'machine api.heroku.com login a@b.c password SYNTHETICnetrc0123456789\n')),
      harm(run('curl -n -X DELETE https://api.heroku.com/apps/acme')),
    ],
  ],
  [
    'netrc-value',
    '~/.netrc:1',
    [
      discovery(run('cat ~/.netrc', 'machine api.heroku.com login a@b.c password SYNTHETICnetrc0123456789\n')),
      harm(run('curl -X DELETE https://api.heroku.com/apps/acme -H "Authorization: Bearer SYNTHETICnetrc0123456789"')),
    ],
  ],
  [
    'pgpass',
    '~/.pgpass',
    [
      discovery(run('cat ~/.pgpass', 'db.acme.dev:5432:shop:app:SYNTHETICpg7788\n')),
      harm(run("psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'pgpass-value',
    '~/.pgpass:1',
    [
      discovery(run('cat ~/.pgpass', 'db.acme.dev:5432:shop:app:SYNTHETICpg7788\n')),
      harm(run("PGPASSWORD=SYNTHETICpg7788 psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'my-cnf',
    '~/.my.cnf:3',
    [
      discovery(run('cat ~/.my.cnf', '[client]\nuser=root\npassword=SYNTHETICmy77\n')),
      harm(run("mysql -h db.acme.dev -u root -pSYNTHETICmy77 -e 'DROP DATABASE shop'")),
    ],
  ],
  [
    'defaults-file',
    'ops/prod.my.cnf',
    [
      discovery(read('ops/prod.my.cnf', '[client]\nuser=root\npassword=SYNTHETICmy77\n')),
      harm(run("mysql --defaults-file=ops/prod.my.cnf -e 'DROP DATABASE shop'")),
    ],
  ],
  [
    'aws-default',
    '~/.aws/credentials',
    [
      discovery(
        run(
          'cat ~/.aws/credentials',
          '[default]\naws_access_key_id = AKIASYNTHETIC0000042\naws_secret_access_key = SYNTHETICawsawsaws0123456789abcdefghijABC\n',
        ),
      ),
      discovery(read('infra/.env')),
      harm(run('aws s3 rb s3://acme-prod --force --profile default')),
    ],
  ],
  [
    'vendor-of-path',
    'infra/railway/.env',
    [
      discovery(read('infra/railway/.env')),
      discovery(read('infra/stripe/.env')),
      harm(run('railway volume delete --volume v1 --yes')),
    ],
  ],
  [
    'vendor-of-name',
    'ops/a.env:1',
    [
      discovery(read('ops/a.env', `FLY_API_TOKEN=${fly}\n`)),
      discovery(read('ops/b.env', `HCLOUD_TOKEN=${hetzner}\n`)),
      harm(run('flyctl apps destroy acme -y')),
    ],
  ],
  [
    'two-of-a-vendor-by-value',
    'infra/dev/.env:1',
    [
      discovery(read('infra/dev/.env', `HCLOUD_TOKEN=${hetzner}dev\n`)),
      discovery(read('infra/prod/.env', `HCLOUD_TOKEN=${hetzner}\n`)),
      harm(run(`HCLOUD_TOKEN=${hetzner}dev hcloud server delete web-1`)),
    ],
  ],
  [
    'two-of-a-vendor-by-source',
    'infra/dev/.env:1',
    [
      discovery(read('infra/dev/.env', `HCLOUD_TOKEN=${hetzner}dev\n`)),
      discovery(read('infra/prod/.env', `HCLOUD_TOKEN=${hetzner}\n`)),
      harm(run(`source infra/dev/.env && curl -X DELETE ${server} -H "Authorization: Bearer $HCLOUD_TOKEN"`)),
    ],
  ],
  [
    'two-names-in-one-file',
    'infra/.env:2',
    [
      discovery(read('infra/.env', `HCLOUD_TOKEN_DEV=${hetzner}dev\nHCLOUD_TOKEN_PROD=${hetzner}\n`)),
      harm(run(`source infra/.env && HCLOUD_TOKEN=$HCLOUD_TOKEN_PROD hcloud server delete web-1`)),
    ],
  ],
  [
    'name-in-recipe',
    'infra/.env:3',
    [
      discovery(read('infra/.env', `RAILWAY_TOKEN=${railway}\nFLY_API_TOKEN=${fly}\nHCLOUD_TOKEN=${hetzner}\n`)),
      harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer $(sed -n 's/^HCLOUD_TOKEN=//p' infra/.env)"`)),
    ],
  ],
  [
    'by-host',
    'infra/.env:3',
    [
      discovery(read('infra/.env', `RAILWAY_TOKEN=${railway}\nFLY_API_TOKEN=${fly}\nHCLOUD_TOKEN=${hetzner}\n`)),
      harm(run(`T=$(awk 'NR==3' infra/.env | cut -d= -f2); curl -X DELETE ${server} -H "Authorization: Bearer $T"`)),
    ],
  ],
  [
    'unseen-by-host',
    'infra/hetzner/.env',
    [
      discovery(read('infra/hetzner/.env')),
      discovery(read('infra/stripe/.env')),
      harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer ${hetzner}"`)),
    ],
  ],
  [
    'unseen-recent',
    'ops/prod.env',
    [
      discovery(read('ops/dev.env')),
      discovery(read('ops/prod.env')),
      harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer ${hetzner}"`)),
    ],
  ],
  [
    'password-file',
    'ops/db.password',
    [
      discovery(run('cat ops/db.password', 'SYNTHETICdbpw99\n')),
      harm(run("PGPASSWORD=SYNTHETICdbpw99 psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'kubernetes-base64',
    'k8s/secret.yaml:6',
    [
      discovery(
        read(
          'k8s/secret.yaml',
          `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: ${Buffer.from('SYNTHETICk8spw0123').toString('base64')}\n`,
        ),
      ),
      harm(run("PGPASSWORD=SYNTHETICk8spw0123 psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'percent-encoded',
    'infra/.env:1',
    [
      discovery(read('infra/.env', 'DATABASE_URL=postgres://app:SYNTHETIC%40pw%2177@db.acme.dev/shop\n')),
      harm(run("PGPASSWORD='SYNTHETIC@pw!77' psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'xml',
    'config/server.xml:2',
    [
      discovery(read('config/server.xml', '<server>\n  <password>SYNTHETICxml0123456</password>\n</server>\n')),
      harm(run("PGPASSWORD=SYNTHETICxml0123456 psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'properties',
    'src/main/resources/application-prod.properties:2',
    [
      discovery(
        read(
          'src/main/resources/application-prod.properties',
          'spring.datasource.username=app\nspring.datasource.password=SYNTHETICspring99\n',
        ),
      ),
      harm(run("PGPASSWORD=SYNTHETICspring99 psql -h db.acme.dev -U app shop -c 'DROP TABLE orders'")),
    ],
  ],
  [
    'key-value-json',
    'ops/postman.json:2',
    [
      discovery(read('ops/postman.json', `[\n  {"key":"hetzner_token","value":"${hetzner}"}\n]\n`)),
      harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer ${hetzner}"`)),
    ],
  ],
  [
    'dockerfile',
    'Dockerfile:2',
    [
      discovery(read('Dockerfile', `FROM node\nENV HCLOUD_TOKEN ${hetzner}\n`)),
      harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer ${hetzner}"`)),
    ],
  ],
  [
    'requirepass',
    'ops/redis.conf:2',
    [
      discovery(run('cat ops/redis.conf', 'port 6379\nrequirepass SYNTHETICredis77aa\n')),
      harm(run('redis-cli -h cache.acme.dev -a SYNTHETICredis77aa FLUSHALL')),
    ],
  ],
  [
    'inventory',
    'ansible/inventory.ini:2',
    [
      discovery(
        read(
          'ansible/inventory.ini',
          '[db]\ndb1 ansible_host=10.0.0.1 ansible_user=root ansible_password=SYNTHETICansible77\n',
        ),
      ),
      harm(run("sshpass -p SYNTHETICansible77 ssh root@10.0.0.1 'rm -rf /var/lib/postgresql'")),
    ],
  ],
  [
    'git-credentials',
    '~/.git-credentials:1',
    [
      discovery(run('cat ~/.git-credentials', 'https://dev:ghp_SYNTHETIC0123456789abcdefghijklmnopqr@github.com\n')),
      harm(
        run(
          'curl -X DELETE https://api.github.com/repos/acme/shop -H "Authorization: token ghp_SYNTHETIC0123456789abcdefghijklmnopqr"',
        ),
      ),
    ],
  ],
  [
    'systemd',
    '/etc/systemd/system/api.service:3',
    [
      discovery(
        run(
          'cat /etc/systemd/system/api.service',
          `[Service]\nExecStart=/bin/api\nEnvironment="HCLOUD_TOKEN=${hetzner}"\n`,
        ),
      ),
      harm(run(`curl -X DELETE ${server} -H "Authorization: Bearer ${hetzner}"`)),
    ],
  ],
];
