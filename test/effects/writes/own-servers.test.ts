import { describe, expect, it } from 'vitest';
import { createReplay } from '../../../src/cli/replay.ts';

const github = '.github/workflows/ci.yml';
/** A workflow of one job; `job` are its lines. */
const workflow = (job: string, name = 'test') =>
  `name: ci\non: [push]\njobs:\n  ${name}:\n    runs-on: ubuntu-latest\n${job.replace(/^/gm, '    ')}\n`;
const services = (image: string, name = 'db') =>
  `services:\n  ${name}:\n    image: ${image}\n    ports: ["5432:5432"]\n`;
const steps = (...lines: string[]) => `steps:\n${lines.map((line) => `  - run: ${line}\n`).join('')}`;
const secret = '${{ secrets.DATABASE_URL }}';

/** What a job takes away of servers that it runs for itself. */
const own: readonly (readonly [id: string, path: string, content: string])[] = [
  ['prisma', github, workflow(services('postgres:16') + steps('npx prisma migrate reset --force', 'npm test'))],
  ['prisma, services below', github, workflow(steps('npx prisma migrate reset --force') + services('postgres:16'))],
  ['rails', github, workflow(services('postgres:16') + steps('bin/rails db:drop db:create db:schema:load'))],
  ['laravel', github, workflow(services('mysql:8', 'mysql') + steps('php artisan migrate:fresh --force'))],
  ['django', github, workflow(services('postgres:16') + steps('python manage.py flush --no-input'))],
  ['ecto', github, workflow(services('postgres:16') + steps('mix ecto.reset'))],
  [
    'psql by the service’s name',
    github,
    workflow(
      `container: node:22\n${services('postgres:16', 'postgres')}${steps(`psql -h postgres -U postgres -c 'DROP DATABASE app'`)}`,
    ),
  ],
  [
    'redis by the service’s name',
    github,
    workflow(`container: node:22\n${services('redis:7', 'redis')}${steps('redis-cli -h redis FLUSHALL')}`),
  ],
  [
    'an address of the service',
    github,
    workflow(
      `env:\n  DATABASE_URL: postgres://postgres:postgres@db:5432/app\n${services('postgres:16')}${steps('npx prisma migrate reset --force')}`,
    ),
  ],
  [
    'psql with that address',
    github,
    workflow(
      `env:\n  DATABASE_URL: postgres://postgres:postgres@db:5432/app\n${services('postgres:16')}${steps(`psql "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE'`)}`,
    ),
  ],
  [
    'an image of a registry',
    github,
    workflow(services('ghcr.io/acme/postgres-plus:16') + steps('npx prisma migrate reset --force')),
  ],
  ['compose', github, workflow(steps('docker compose up -d db', 'npx prisma migrate reset --force'))],
  [
    'a container of its own',
    github,
    workflow(steps('docker run -d -p 5432:5432 postgres:16', 'npx prisma migrate reset --force')),
  ],
  [
    'the runner’s own server',
    github,
    workflow(steps('sudo systemctl start postgresql', 'npx prisma migrate reset --force')),
  ],
  [
    'GitLab, of the job',
    '.gitlab-ci.yml',
    `test:\n  services:\n    - postgres:16\n  script:\n    - npx prisma migrate reset --force\n`,
  ],
  [
    'GitLab, of all',
    '.gitlab-ci.yml',
    `services:\n  - postgres:16\ntest:\n  script:\n    - psql -h postgres -c 'DROP DATABASE app'\n`,
  ],
  [
    'GitLab, an alias',
    '.gitlab-ci.yml',
    `test:\n  services:\n    - name: postgres:16\n      alias: pg\n  script:\n    - psql -h pg -c 'DROP DATABASE app'\n`,
  ],
  [
    'CircleCI',
    '.circleci/config.yml',
    `jobs:\n  test:\n    docker:\n      - image: cimg/node:22\n      - image: cimg/postgres:16\n    steps:\n      - run: npx prisma migrate reset --force\n`,
  ],
  [
    'Bitbucket',
    'bitbucket-pipelines.yml',
    `pipelines:\n  default:\n    - step:\n        services:\n          - postgres\n        script:\n          - npx prisma migrate reset --force\n`,
  ],
  [
    'Woodpecker',
    '.woodpecker.yml',
    `services:\n  db:\n    image: postgres:16\nsteps:\n  test:\n    image: node\n    commands:\n      - npx prisma migrate reset --force\n`,
  ],
  ['Travis', '.travis.yml', `services:\n  - postgresql\nscript:\n  - npx prisma migrate reset --force\n`],
  [
    'Azure',
    'azure-pipelines.yml',
    `jobs:\n  - job: test\n    services:\n      postgres: postgres:16\n    steps:\n      - script: npx prisma migrate reset --force\n`,
  ],
  ['a cluster of the job', github, workflow(steps('kind create cluster', 'kubectl delete namespace shop'))],
  [
    'a cluster made by an action',
    github,
    workflow('steps:\n  - uses: helm/kind-action@v1\n  - run: kubectl delete namespace shop\n'),
  ],
  ['minikube', github, workflow(steps('minikube start', 'kubectl delete pvc --all'))],
  [
    'an index by the service’s name',
    github,
    workflow(
      `container: node:22\n${services('elasticsearch:8', 'elasticsearch')}${steps('curl -XDELETE http://elasticsearch:9200/orders')}`,
    ),
  ],
  ['a queue', github, workflow(services('rabbitmq:3', 'rabbitmq') + steps('rabbitmqadmin delete queue name=orders'))],
];

/** What reaches people's data, whatever the file runs beside it. */
const others: readonly (readonly [id: string, path: string, content: string])[] = [
  ...(
    [
      ['a tunnel opened before', 'ssh -fNL 5432:db.acme.io:5432 bastion'],
      ['a proxy of a cloud', './cloud-sql-proxy acme:eu:prod &'],
      ['a forwarded port', 'kubectl port-forward svc/pg 5432:5432 &'],
      ['a name made to lead elsewhere', 'echo "10.0.0.5 db" | sudo tee -a /etc/hosts'],
      ['settings from a secret', 'echo "${{ secrets.PROD_URL }}" >> .env'],
      ['an address handed on by tee', 'echo "DIRECT_URL=x" | tee -a $GITHUB_ENV'],
    ] as const
  ).map(([id, step]): [string, string, string] => [
    id,
    github,
    workflow(services('postgres:16') + steps(step, 'npx prisma migrate reset --force')),
  ]),
  ...[
    'source ./scripts/env.sh && npx prisma migrate reset --force',
    'PGHOST=db.acme.io npx prisma migrate reset --force',
    `mongosh db.acme.io/app --eval "db.dropDatabase()"`,
    `psql "host=db.acme.io dbname=app" -c "DROP DATABASE app"`,
    'firebase firestore:delete --all-collections -f',
  ].map((step): [string, string, string] => [step, github, workflow(services('postgres:16') + steps(step))]),
  [
    'a host of a step',
    github,
    workflow(
      `${services('postgres:16')}steps:\n  - run: npx prisma migrate reset --force\n    env:\n      PGHOST: db.acme.io\n`,
    ),
  ],
  ['a cache of its own alone', github, workflow(services('redis:7') + steps('npx prisma migrate reset --force'))],
  [
    'a runner that stays',
    github,
    workflow(steps('sudo systemctl start postgresql', 'npx prisma migrate reset --force')).replace(
      'ubuntu-latest',
      'self-hosted',
    ),
  ],
  [
    'an address of the job, from a secret',
    github,
    workflow(`env:\n  DATABASE_URL: ${secret}\n${steps('docker compose up -d', 'npx prisma migrate reset --force')}`),
  ],
  ['no server of its own', github, workflow(steps('npx prisma migrate reset --force'))],
  [
    'a service that keeps no data',
    github,
    workflow(services('selenium/standalone-chrome', 'chrome') + steps('npx prisma migrate reset --force')),
  ],
  [
    'an address from a secret',
    github,
    workflow(`env:\n  DATABASE_URL: ${secret}\n${services('postgres:16')}${steps('npx prisma migrate reset --force')}`),
  ],
  [
    'an address from a secret at the step',
    github,
    workflow(
      `${services('postgres:16')}steps:\n  - run: npx prisma migrate reset --force\n    env:\n      DATABASE_URL: ${secret}\n`,
    ),
  ],
  [
    'an address from a secret in the command',
    github,
    workflow(services('postgres:16') + steps(`DATABASE_URL=${secret} npx prisma migrate reset --force`)),
  ],
  [
    'a secret host',
    github,
    workflow(
      `env:\n  DB_HOST: \${{ vars.DB_HOST }}\n${services('mysql:8')}${steps('php artisan migrate:fresh --force')}`,
    ),
  ],
  [
    'another address',
    github,
    workflow(
      `env:\n  DATABASE_URL: postgres://app@db.acme.dev/shop\n${services('postgres:16')}${steps('npx prisma migrate reset --force')}`,
    ),
  ],
  [
    'another host',
    github,
    workflow(services('postgres:16') + steps(`psql -h db.acme.dev -U app -c 'DROP DATABASE app'`)),
  ],
  [
    'an address nobody sees',
    github,
    workflow(services('postgres:16') + steps(`psql "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE'`)),
  ],
  [
    'another machine',
    github,
    workflow(services('postgres:16') + steps(`ssh deploy@acme.dev 'npx prisma migrate reset --force'`)),
  ],
  ['a vendor’s', github, workflow(services('postgres:16') + steps('railway run npx prisma migrate reset --force'))],
  [
    'an environment',
    github,
    workflow(`environment: production\n${services('postgres:16')}${steps('npx prisma migrate reset --force')}`),
  ],
  ['a deployment', github, workflow(services('postgres:16') + steps('npx prisma migrate reset --force'), 'deploy')],
  [
    'another job',
    github,
    `${workflow(services('postgres:16') + steps('npm test'))}  seed:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npx prisma migrate reset --force\n`,
  ],
  [
    'another job of GitLab',
    '.gitlab-ci.yml',
    `test:\n  services:\n    - postgres:16\n  script:\n    - npm test\nseed:\n  script:\n    - npx prisma migrate reset --force\n`,
  ],
  ['a production by name', github, workflow(services('postgres:16') + steps('RAILS_ENV=production bin/rails db:drop'))],
  [
    'a cloud’s server',
    github,
    workflow(
      services('postgres:16') + steps('aws rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot'),
    ),
  ],
  ['a linked project', github, workflow(services('postgres:16') + steps('supabase db reset --linked'))],
  [
    'an address on another line',
    github,
    workflow(
      `${services('postgres:16')}steps:\n  - run: |\n      psql \\\n        -h db.acme.dev \\\n        -c 'DROP DATABASE app'\n`,
    ),
  ],
  [
    'an address set before',
    github,
    workflow(
      `${services('postgres:16')}steps:\n  - run: |\n      export DATABASE_URL=postgres://app@db.acme.dev/shop\n      npx prisma migrate reset --force\n`,
    ),
  ],
  [
    'an address handed on',
    github,
    workflow(
      services('postgres:16') + steps('echo "DATABASE_URL=$X" >> $GITHUB_ENV', 'npx prisma migrate reset --force'),
    ),
  ],
  [
    'settings of production',
    github,
    workflow(services('postgres:16') + steps('npx dotenv -e .env.production -- prisma migrate reset --force')),
  ],
  [
    'secrets of a store',
    github,
    workflow(services('postgres:16') + steps('doppler run -- npx prisma migrate reset --force')),
  ],
  ['another cluster', github, workflow(steps('kind create cluster', 'kubectl --context prod delete namespace shop'))],
  [
    'a cluster logged in to',
    github,
    workflow(steps('kind create cluster', 'aws eks update-kubeconfig --name shop', 'kubectl delete namespace shop')),
  ],
  ['a database beside a cluster', github, workflow(steps('kind create cluster', 'npx prisma migrate reset --force'))],
  [
    'an index elsewhere',
    github,
    workflow(services('elasticsearch:8', 'elasticsearch') + steps('curl -XDELETE https://search.acme.dev/orders')),
  ],
  ['a stack', github, workflow(services('postgres:16') + steps('terraform destroy -auto-approve'))],
];

async function decisionOn(path: string, content: string) {
  const { judge } = createReplay();
  const event = { session: 's', host: 'cursor', t: 1, cwd: '/w/shop', kind: 'write', path, content };
  return (await judge(JSON.stringify(event))).decision;
}

describe('a pipeline that is written', () => {
  it.each(own)('may clear its own server: %s', async (_id, path, content) => {
    expect(await decisionOn(path, content)).toBe('allow');
  });

  it.each(others)('is held where it reaches another: %s', async (_id, path, content) => {
    expect(await decisionOn(path, content)).toBe('hold');
  });
});
