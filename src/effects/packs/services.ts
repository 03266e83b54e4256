import { type CommandTable, commandPack, joinedPacks } from '../command-table.ts';

const verbs =
  'delete remove destroy purge rm terminate wipe unpublish teardown obliterate drop del erase deprovision nuke reset';
const valued =
  '-a --app -p --project --project-id -e --env --environment -o --org --organization -t --token -r --region -n --name -c --config --profile -s --stage --site --space --workspace -u --url --api-key --format --output --alias --target-org';

/**
 * Command lines of services whose nouns and verbs are read as they stand (`noun delete name`, `noun:delete`). The
 * vendors' own pages name no more than that.
 */
function service(
  id: string,
  title: string,
  programs: string,
  docs: string,
  more: Partial<CommandTable> = {},
): CommandTable {
  return {
    id,
    title,
    programs: programs.split(' '),
    docs,
    verbs,
    valued,
    environment: '-e --env --environment -s --stage -p --project',
    colons: true,
    takesAway: 'suspend pause stop disable deactivate',
    rows: [],
    ...more,
  };
}

const tables: readonly CommandTable[] = [
  service('cloud-foundry', 'Cloud Foundry', 'cf', 'https://cli.cloudfoundry.org/en-US/v8/'),
  service('dokku', 'Dokku', 'dokku', 'https://dokku.com/docs/'),
  service('kamal', 'Kamal', 'kamal', 'https://kamal-deploy.org/docs/commands/'),
  service('scalingo', 'Scalingo', 'scalingo', 'https://doc.scalingo.com/tools/cli/start'),
  service('clever-cloud', 'Clever Cloud', 'clever', 'https://www.clever.cloud/developers/doc/cli/'),
  service('platform-sh', 'Platform.sh', 'platform upsun', 'https://docs.upsun.com/administration/cli.html'),
  service('pantheon', 'Pantheon', 'terminus', 'https://docs.pantheon.io/terminus/commands', {
    rows: [
      {
        words: 'import database|site|files / backup restore / env clone-content',
        verb: 'overwrite',
        resource: 'environment',
        asset: 'data-store',
        reason: 'Overwrites the database or files of {target}.',
      },
    ],
  }),
  service('acquia', 'Acquia', 'acli', 'https://docs.acquia.com/acquia-cli/'),
  service('koyeb', 'Koyeb', 'koyeb', 'https://www.koyeb.com/docs/build-and-deploy/cli/reference'),
  service('northflank', 'Northflank', 'northflank', 'https://northflank.com/docs/v1/api/use-the-cli'),
  service('zeabur', 'Zeabur', 'zeabur', 'https://zeabur.com/docs/deploy/cli'),
  service('qovery', 'Qovery', 'qovery', 'https://hub.qovery.com/docs/using-qovery/interface/cli/'),
  service('porter', 'Porter', 'porter', 'https://docs.porter.run/cli/installation', {
    verbs: `${verbs} uninstall`,
  }),
  service('laravel-vapor', 'Laravel Vapor', 'vapor ploi', 'https://docs.vapor.build/'),
  service('surge', 'Surge', 'surge', 'https://surge.sh/help/tearing-down-a-project'),
  service('deno-deploy', 'Deno Deploy', 'deployctl', 'https://docs.deno.com/deploy/manual/deployctl/'),
  service('expo', 'Expo', 'eas expo', 'https://docs.expo.dev/eas/cli/', {
    rows: [
      {
        words: 'build|update|branch|channel|project|env|webhook|device|metadata|deploy delete',
        resource: 'build or update',
        asset: 'data-store',
        reason: 'Deletes {target} at Expo.',
        safer: 'eas build:list',
      },
    ],
  }),
  service(
    'salesforce',
    'Salesforce',
    'sf sfdx',
    'https://developer.salesforce.com/docs/atlas.en-us.sfdx_cli_reference.meta/',
  ),
  service('modal', 'Modal', 'modal', 'https://modal.com/docs/reference/cli/volume'),
  service(
    'gpu-clouds',
    'the GPU cloud',
    'runpodctl vastai vast lambda paperspace gradient',
    'https://docs.runpod.io/runpodctl/overview',
  ),
  service(
    'dev-environments',
    'the development environment',
    'coder devpod gitpod daytona',
    'https://coder.com/docs/reference/cli/delete',
  ),
  service('tunnels', 'the tunnel service', 'headscale', 'https://developers.cloudflare.com/cloudflare-one/', {
    verbs: 'delete destroy remove purge',
  }),
  service(
    'platformio',
    'PlatformIO',
    'pio platformio',
    'https://docs.platformio.org/en/latest/core/userguide/index.html',
    { verbs: 'unpublish destroy' },
  ),
  service('ceph', 'Ceph', 'ceph rbd rados radosgw-admin cephadm', 'https://docs.ceph.com/en/latest/man/8/rbd/', {
    scope: 'machine',
    verbs: `${verbs} rmpool out zap`,
    colons: false,
  }),
  service(
    'gluster',
    'Gluster or Stratis',
    'gluster stratis',
    'https://docs.gluster.org/en/latest/CLI-Reference/cli-main/',
    { scope: 'machine', colons: false },
  ),
  service('dvc', 'DVC', 'dvc', 'https://doc.dvc.org/command-reference/gc', {
    verbs: '',
    rows: [
      {
        words: 'gc',
        needs: ['-c', '--cloud', '-f', '--force'],
        resource: 'data version',
        asset: 'data-store',
        otherwise: 'data versions',
        reason: 'Deletes {target} that no kept commit names, from the remote too.',
      },
      {
        words: 'destroy',
        resource: 'project',
        asset: 'data-store',
        scope: 'workspace',
        otherwise: 'this DVC project',
        reason: 'Deletes the data tracking and cache of {target}.',
      },
    ],
  }),
];

/** Services with a command line of nouns and verbs. */
export const servicesPack = joinedPacks('services', tables.map(commandPack));
