import type { Case } from '../judging.ts';

export const servicesCases: readonly Case[] = [
  {
    rule: 'services',
    stops: [
      'cf delete shop -f',
      'cf delete-service db -f',
      'dokku apps:destroy shop --force',
      'dokku postgres:destroy db -f',
      'kamal remove -y',
      'platform environment:delete staging',
      'terminus env:wipe shop.live --yes',
      'surge teardown shop.surge.sh',
      'eas build:delete abc',
      'sf data delete bulk -s Account',
      'modal volume delete data',
      'runpodctl remove pod abc',
      'coder delete dev --yes',
      'pio pkg unpublish shop',
      'ceph osd pool delete data data --yes-i-really-really-mean-it',
      'rbd rm pool/image',
      'dvc gc -w -c -f',
    ],
    passes: [
      'cf push shop',
      'cf logs shop',
      'dokku apps:list',
      'kamal deploy',
      'platform environment:list',
      'eas build --platform ios',
      'sf project deploy start',
      'modal run a.py',
      'coder ssh dev',
      'pio run',
      'ceph status',
      'dvc pull',
      'dvc gc -w',
      'expo start',
    ],
  },
];

export const versionControlCases: readonly Case[] = [
  {
    rule: 'version-control',
    stops: [
      'hg update --clean',
      'hg revert --all',
      'hg strip tip',
      'svn revert -R .',
      'svn delete https://svn.example.com/trunk -m x',
      'p4 obliterate -y //depot/...',
      'p4 revert //...',
    ],
    passes: [
      'hg update',
      'hg status',
      'svn status',
      'svn revert a.c',
      'svn rm a.c',
      'p4 sync',
      'p4 obliterate //depot/...',
      'hg purge --print',
    ],
  },
];
