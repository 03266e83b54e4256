import type { Case } from '../judging.ts';

const gql = (body: string, url = 'https://backboard.railway.com/graphql/v2'): string =>
  `curl -X POST ${url} -H "Authorization: Bearer SYNTHETIC-EXAMPLE" -H "Content-Type: application/json" -d '${body}'`;

export const railwayCases: readonly Case[] = [
  {
    rule: 'railway/volume-delete',
    stops: [
      'railway volume delete --volume data -y',
      'railway volume rm',
      'npx @railway/cli volume delete -v data',
      gql('{"query":"mutation { volumeDelete(volumeId: \\"vol_1\\") }"}'),
      gql(
        '{"query":"mutation { volumeDelete(volumeId: \\"3d2c42fb\\") }"}',
        'https://backboard.railway.app/graphql/v2',
      ),
      gql('{"query":"mutation D($id: String!) { gone: volumeDelete(volumeId: $id) }","variables":{"id":"vol_9"}}'),
      gql('{"query":"mutation { volumeDelete(volumeId: \\"vol_1\\") }"}', 'http://127.0.0.1:43117/graphql/v2'),
    ],
    passes: [
      'railway volume list',
      'railway volume add --mount-path /data',
      'railway volume delete --help',
      gql('{"query":"query { volume(id: \\"vol_1\\") { id } }"}'),
      gql('{"query":"query volumeDelete { me { id } }"}'),
      gql('{"query":"mutation { volumeUpdate(volumeId: \\"vol_1\\", input: {name: \\"volumeDelete\\"}) { id } }"}'),
    ],
  },
  {
    rule: 'railway/volume-detach',
    stops: ['railway volume detach --volume data'],
    passes: ['railway volume attach --volume data'],
  },
  {
    rule: 'railway/environment-delete',
    stops: [
      'railway environment delete production -y',
      'railway env delete staging',
      gql('{"query":"mutation { environmentDelete(id: \\"e1\\") }"}'),
    ],
    passes: ['railway environment', 'railway environment new staging', 'railway environment link production'],
  },
  {
    rule: 'railway/service-delete',
    stops: ['railway service delete -s api', gql('{"query":"mutation { serviceDelete(id: \\"s1\\") }"}')],
    passes: ['railway service', 'railway status'],
  },
  {
    rule: 'railway/project-delete',
    stops: ['railway delete -p shop -y', gql('{"query":"mutation { projectDelete(id: \\"p1\\") }"}')],
    passes: ['railway list', 'railway link -p shop'],
  },
  {
    rule: 'railway/down',
    stops: ['railway down', 'railway down -y', 'railway down -e production'],
    passes: ['railway up', 'railway logs', 'railway down -e development -y'],
  },
  { rule: 'railway/bucket-delete', stops: ['railway bucket delete assets'], passes: ['railway bucket list'] },
  { rule: 'railway/function-delete', stops: ['railway functions delete -f hook'], passes: ['railway functions list'] },
  {
    rule: 'railway/variable-delete',
    stops: ['railway variable delete STRIPE_KEY'],
    passes: ['railway variables', 'railway variables --set A=1'],
  },
  { rule: 'railway/domain-delete', stops: ['railway domain delete shop.example.com'], passes: ['railway domain'] },
  { rule: 'railway/unresolved', stops: ['railway volume $VERB'], passes: ['railway logs $SERVICE'] },
  {
    rule: 'railway/volume-instance-backup-delete',
    stops: [
      gql(
        '{"query":"mutation { volumeInstanceBackupDelete(volumeInstanceBackupId: \\"b1\\", volumeInstanceId: \\"i1\\") }"}',
      ),
    ],
    passes: [gql('{"query":"mutation { volumeInstanceBackupCreate(volumeInstanceId: \\"i1\\") { id } }"}')],
  },
];
