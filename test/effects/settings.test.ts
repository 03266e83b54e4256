import { describe, expect, it } from 'vitest';
import type { FactAnswer } from '../../src/action/facts.ts';
import { analysed, isStopped, ordinary } from './judging.ts';

const asking = { ...ordinary, context: 'ask' as const };
type Files = Readonly<Record<string, string>>;

/** What a command is, where these files of the home or working folder and these variables (`$NAME`) are there. */
async function judged(command: string, facts: Files): Promise<{ environment: string; stopped: boolean; text: string }> {
  const answers = new Map<string, FactAnswer>();
  for (const [name, value] of Object.entries(facts)) {
    if (name.startsWith('$')) answers.set(`variable\n${name.slice(1)}`, { known: true, value });
    else {
      const path = name.startsWith('~') ? `/home/dev${name.slice(1)}` : `/home/dev/shop/${name}`;
      answers.set(`file-text\n${path}`, { known: true, value: { text: value, bytes: value.length } });
    }
  }
  const { effects } = await analysed({ kind: 'shell', command }, { place: asking, answers });
  return {
    environment: effects[0]?.environment ?? 'none',
    stopped: effects.some(isStopped),
    text: JSON.stringify(effects),
  };
}

const kube = (current: string): string => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: U1lOVEhFVElD
    server: https://127.0.0.1:6443
  name: here
- cluster:
    server: https://k8s.staging.example.com
  name: away
contexts:
- context:
    cluster: here
    user: a
  name: laptop
- context:
    cluster: away
    namespace: shop-prod
    user: a
  name: eu
- context:
    cluster: here
    user: a
  name: production-tunnel
current-context: ${current}
`;

describe('the kube configuration', () => {
  it.each<[string, Files, string, boolean]>([
    ['kubectl delete ns shop', { '~/.kube/config': kube('laptop') }, 'development', false],
    ['kubectl delete ns shop', { '~/.kube/config': kube('eu') }, 'production', true],
    ['kubectl delete ns shop', { '~/.kube/config': kube('production-tunnel') }, 'production', true],
    ['kubectl delete ns shop', { $KUBECONFIG: '/k/a:/home/dev/k', '~/k': kube('laptop') }, 'development', false],
    [
      'KUBECONFIG=~/k kubectl delete ns shop',
      { '~/k': kube('laptop'), '~/.kube/config': kube('eu') },
      'development',
      false,
    ],
    ['kubectl --kubeconfig k delete ns shop', { k: kube('laptop') }, 'development', false],
    ['kubectl --context eu delete ns shop', { '~/.kube/config': kube('laptop') }, 'production', true],
    ['kubectl --context laptop delete ns shop', { '~/.kube/config': kube('eu') }, 'development', false],
    ['ssh db1 kubectl delete ns shop', { '~/.kube/config': kube('laptop') }, 'unknown', true],
    ['helm uninstall shop -n shop', { '~/.kube/config': kube('laptop') }, 'development', false],
    ['helm uninstall shop -n shop', { '~/.kube/config': kube('eu') }, 'production', true],
    ['helm uninstall shop --kube-context eu', { '~/.kube/config': kube('laptop') }, 'production', true],
    ['kubectl delete ns shop', {}, 'unknown', true],
  ])('%s', async (command, facts, environment, stopped) => {
    expect(await judged(command, facts)).toMatchObject({ environment, stopped });
  });
});

describe('cloud profiles', () => {
  const google = {
    '~/.config/gcloud/active_config': 'work\n',
    '~/.config/gcloud/configurations/config_work': '[core]\naccount = a@example.com\nproject = shop-prod\n',
  };
  const azure = {
    '~/.azure/azureProfile.json':
      '{"subscriptions":[{"id":"1","name":"Shop Dev","isDefault":false},{"id":"2","name":"Shop Production","user":{"name":"a@example.com"},"isDefault":true}]}',
  };
  it.each<[string, Files, string]>([
    ['aws s3 rb s3://x --force', { $AWS_PROFILE: 'shop-prod' }, 'production'],
    ['AWS_PROFILE=dev aws s3 rb s3://x --force', { $AWS_PROFILE: 'shop-prod' }, 'development'],
    ['gcloud sql instances delete main -q', google, 'production'],
    ['gcloud sql instances delete main -q --project shop-dev', google, 'development'],
    ['az group delete -n main -y', azure, 'production'],
    ['az group delete -n main -y --subscription dev', azure, 'development'],
  ])('%s', async (command, facts, environment) => {
    expect(await judged(command, facts)).toMatchObject({ environment, stopped: true });
  });
});

describe('the .env files of the working folder', () => {
  const url = (host: string): string => `DEBUG=1\nexport DATABASE_URL="postgres://u:SYNTHETIC@${host}/shop" # main\n`;
  it.each<[string, Files, string]>([
    ['npx knex migrate:rollback', { '.env': url('localhost:5432') }, 'development'],
    ['npx knex migrate:rollback', { '.env': url('db.production.example.com') }, 'production'],
    ['npx knex migrate:rollback', { '.env': url('localhost'), '.env.local': url('db.prod.example.com') }, 'production'],
    [
      'npx knex migrate:rollback',
      { '.env': url('localhost'), $DATABASE_URL: 'postgres://db.prod.example.com/x' },
      'production',
    ],
    ['dbmate rollback', { '.env': url('db.staging.example.com') }, 'staging'],
    ['npx prisma migrate reset --force', { '.env': url('db.prod.example.com') }, 'production'],
  ])('%s', async (command, facts, environment) => {
    const found = await judged(command, facts);
    expect(found.environment).toBe(environment);
    expect(found.text).not.toContain('SYNTHETIC');
  });

  it('say where, and make no loss smaller', async () => {
    expect(await judged('npx knex migrate:rollback', { '.env': url('localhost') })).toMatchObject({ stopped: true });
  });
});

describe('the engine of docker', () => {
  it.each<[string, Files, boolean]>([
    ['docker rm -f web', { $DOCKER_HOST: 'ssh://prod1' }, true],
    ['docker rm -f web', { '~/.docker/config.json': '{"auths":{},"currentContext":"prod-eu"}' }, true],
    ['docker rm -f web', { '~/.docker/config.json': '{"currentContext":"desktop-linux"}' }, false],
    ['docker --context default rm -f web', { '~/.docker/config.json': '{"currentContext":"prod-eu"}' }, false],
    ['docker rm -f web', {}, false],
  ])('%s', async (command, facts, stopped) => {
    expect(await judged(command, facts)).toMatchObject({ stopped });
  });
});
