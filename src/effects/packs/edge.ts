import { commandPack, joinedPacks } from '../command-table.ts';

const fastly = commandPack({
  id: 'fastly',
  title: 'Fastly',
  programs: ['fastly'],
  docs: 'https://www.fastly.com/documentation/reference/cli/',
  valued: '--service-id -s --service-name --version --name -n --id --store-id --profile -o --token -t --key',
  environment: '--profile --service-name',
  named: '--service-id -s --service-name --store-id --name -n --id',
  verbs: 'delete remove destroy',
  takesAway: 'deactivate disable',
  safer: 'fastly service list',
  rows: [
    {
      words: 'purge / service purge',
      needs: ['--all'],
      verb: 'purge',
      resource: 'cache',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'It fills again from the origin.',
      reason: 'Empties the whole cache of {target}: every request goes to the origin at once.',
      page: 'purge/',
    },
  ],
  passes: ['profile', 'compute hash-files|build|serve'],
});

const dns = commandPack({
  id: 'dns-tools',
  title: 'DNS',
  programs: ['cli53', 'dnscontrol', 'akamai', 'lego', 'pdnsutil', 'doggo'],
  docs: 'https://docs.dnscontrol.org/',
  valued: '--config-file --config --creds --domains --providers --profile --section --edgerc --identifier -d -m',
  environment: '--profile --section',
  many: true,
  verbs: 'delete destroy remove purge',
  takesAway: 'deactivate disable',
  safer: 'dnscontrol preview',
  rows: [
    {
      words: 'rrdelete / record delete / delete-rrset / zone-unset',
      resource: 'record',
      asset: 'access',
      reversibility: 'recoverable',
      wayBack: 'Make the record again.',
      reason: 'Deletes DNS records of {target}.',
    },
    {
      words: 'rrpurge / delete / delete-zone / zone-purge',
      resource: 'zone',
      asset: 'access',
      reason: 'Deletes every DNS record of {target}.',
    },
    {
      words: 'push',
      needs: ['--force', '--force-all', '--delete'],
      verb: 'overwrite',
      resource: 'zone',
      asset: 'access',
      reversibility: 'recoverable',
      wayBack: 'Push the older records again.',
      otherwise: 'every zone',
      reason: 'Puts the written records in the place of those of {target}, whatever is lost by it.',
    },
  ],
});

/** One program without commands: its options say what it does. */
const octodns = commandPack({
  id: 'octodns',
  title: 'octoDNS',
  programs: ['octodns-sync'],
  docs: 'https://github.com/octodns/octodns',
  valued: '--config-file --target --source --plan-output-file',
  environment: '--target --config-file',
  safer: 'octodns-sync --config-file config.yaml',
  rows: [
    {
      words: '',
      name: 'zone-sync-force',
      needs: ['--force'],
      argument: /^--doit$/,
      verb: 'overwrite',
      resource: 'zone',
      asset: 'access',
      reversibility: 'recoverable',
      wayBack: 'Sync the older records again.',
      otherwise: 'every zone',
      reason:
        'Puts the written records in the place of those of {target}, past the limit that guards against mass deletion.',
    },
  ],
});

const memcached = commandPack({
  id: 'memcached',
  title: 'memcached',
  programs: ['memcflush', 'memcrm', 'memrm', 'memflush'],
  docs: 'https://docs.libmemcached.org/bin/memcflush.html',
  valued: '--servers --hash --expire --username --password',
  endpoint: '--servers',
  rows: [
    {
      words: '',
      verb: 'flush',
      resource: 'cache',
      asset: 'data-store',
      named: ['--servers'],
      otherwise: 'the servers of MEMCACHED_SERVERS',
      reason: 'Deletes what {target} holds.',
    },
  ],
});

const search = commandPack({
  id: 'search-engines',
  title: 'search engine',
  programs: ['solr', 'curator_cli', 'es_cli', 'elasticdump-delete'],
  docs: 'https://www.elastic.co/guide/en/elasticsearch/client/curator/current/singleton-cli.html',
  valued: '-c -s -p -url -z --host --hosts --port --config --http_auth --filter_list --url --solr-url --zk-host',
  endpoint: '--host --hosts -url --url --solr-url -s',
  named: '-c --filter_list',
  verbs: 'delete',
  rows: [
    {
      words: 'delete_indices|delete-indices / delete|delete_collection',
      resource: 'index',
      asset: 'data-store',
      reason: 'Deletes the index {target} with its documents.',
    },
    {
      words: 'delete_snapshots|delete-snapshots',
      resource: 'snapshot',
      asset: 'backup',
      reason: 'Deletes snapshots ({target}): restoring to those moments becomes impossible.',
    },
  ],
});

const smaller = commandPack({
  id: 'smaller-platforms',
  title: 'platform',
  programs: ['coolify', 'caprover', 'gigalixir', 'aptible', 'sevalla', 'waypoint', 'berglas', 'dog', 'cw', 'dokploy'],
  docs: 'https://caprover.com/docs/cli-commands.html',
  valued:
    '-a --app --app_name -p --path -m --method -d --data -u --caproverUrl -n --caproverName -c --context --environment --remote',
  environment: '--environment --context -n --caproverName',
  colons: true,
  verbs: 'delete destroy deprovision remove rm purge',
  takesAway: 'stop disable unset',
  rows: [
    {
      words: 'api',
      name: 'api-delete',
      argument: /\/(?:delete|removeUnused\w*|forceDelete)\b/i,
      resource: 'app',
      asset: 'data-store',
      named: ['-d', '--data', '-p', '--path'],
      reason: 'Asks the platform’s API to delete: {target}.',
    },
    {
      words: 'monitor delete / monitors delete',
      resource: 'monitor',
      asset: 'other',
      reversibility: 'recoverable',
      reason: 'Deletes the monitor {target}: nobody is told any more.',
    },
    {
      words: 'delete',
      resource: 'thing',
      asset: 'data-store',
      reason: 'Deletes {target}.',
    },
  ],
  passes: ['logout|login', 'context delete|remove', 'config unset'],
});

/** DNS and CDN tools, caches and search engines, and platforms that most people meet by one command. */
export const edgePack = joinedPacks('edge', [fastly, dns, octodns, memcached, search, smaller]);
