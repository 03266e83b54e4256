import type { Effect } from '../../action/effect.ts';
import { type CommandRow, commandPack, joinedPacks } from '../command-table.ts';
import type { Call, Sighting } from '../pack.ts';
import { googleSetting, noSetting } from '../settings.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { type Arguments, has, literalOf, optionValue } from '../words.ts';
import { bigtable } from './google-bigtable.ts';

const docs = 'https://cloud.google.com/sdk/gcloud/reference/';

const gcloudRows: readonly CommandRow[] = [
  {
    words: 'projects delete',
    resource: 'project',
    asset: 'data-store',
    reason: 'Shuts down the Google Cloud project {target} with everything in it.',
    safer: 'gcloud projects list',
    page: 'projects/delete',
  },
  {
    words: 'storage rm',
    resource: 'object',
    asset: 'data-store',
    reason: 'Deletes {target} from Cloud Storage.',
    safer: 'gcloud storage ls',
    page: 'storage/rm',
  },
  {
    words: 'storage rsync',
    needs: ['--delete-unmatched-destination-objects'],
    at: 1,
    name: 'object-rsync-delete',
    resource: 'object',
    asset: 'data-store',
    reason: 'Deletes from {target} everything that the source does not have.',
    page: 'storage/rsync',
  },
  {
    words: 'storage mv',
    verb: 'move',
    resource: 'object',
    asset: 'data-store',
    reversibility: 'recoverable',
    wayBack: 'Move it back from where it went.',
    only: /^(?:gs:|\$)/,
    reason: 'Moves {target} away: it is deleted where it was.',
    page: 'storage/mv',
  },
  {
    words: 'logging logs|buckets|sinks|views|metrics delete',
    resource: 'log',
    asset: 'log',
    reason: 'Deletes the log {target} and its entries.',
    page: 'logging/logs/delete',
  },
  {
    words: 'sql import sql|bak|csv / sql backups restore / sql instances restore-backup',
    verb: 'overwrite',
    resource: 'database',
    asset: 'data-store',
    reason: 'Overwrites a database instance with the backup {target}: what was written since is lost.',
    page: 'sql/backups/restore',
  },
  {
    words: 'sql instances patch',
    verb: 'disable',
    resource: 'backup',
    asset: 'backup',
    argument: /^--no-(?:backup|deletion-protection|enable-point-in-time-recovery|retain-backups-on-delete)/,
    reversibility: 'recoverable',
    wayBack: 'gcloud sql instances patch {target} --backup-start-time=03:00 --deletion-protection',
    reason: 'Takes backups or the protection against deletion off the database {target}.',
    page: 'sql/instances/patch',
  },
  {
    words: 'sql instances failover|promote-replica|reset-ssl-config',
    verb: 'reset',
    resource: 'database',
    asset: 'data-store',
    reversibility: 'recoverable',
    reason: 'Changes which instance serves {target}.',
    page: 'sql/instances/failover',
  },
  {
    words: 'run services|jobs delete / functions delete / app services|versions delete',
    resource: 'service',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'Deploy it again.',
    reason: 'Deletes the service {target}: it goes offline.',
    page: 'run/services/delete',
  },
  {
    words: 'container clusters resize',
    argument: /^(?:--(?:num-nodes|size)=)?0$/,
    verb: 'scale',
    resource: 'cluster',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'gcloud container clusters resize {target} --num-nodes 3',
    reason: 'Takes all nodes from the cluster {target}.',
    page: 'container/clusters/resize',
  },
  {
    words: 'compute instance-groups managed resize',
    argument: /^(?:--size=)?0$/,
    verb: 'scale',
    resource: 'instance group',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'gcloud compute instance-groups managed resize {target} --size 3',
    reason: 'Takes every machine from the instance group {target}.',
    page: 'compute/instance-groups/managed/resize',
  },
  {
    words: 'dataflow jobs cancel|drain / dataproc jobs kill',
    verb: 'cancel',
    resource: 'job',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'Start the job again.',
    reason: 'Cancels the job {target}: what it had not written is lost.',
    page: 'dataflow/jobs/cancel',
  },
  {
    words: 'pubsub subscriptions seek',
    verb: 'purge',
    resource: 'subscription',
    asset: 'data-store',
    reason: 'Moves the subscription {target} in time: messages before it count as delivered.',
    page: 'pubsub/subscriptions/seek',
  },
  {
    words: 'firestore bulk-delete / firestore documents delete',
    resource: 'document',
    asset: 'data-store',
    named: ['--collection-ids', '--database'],
    otherwise: 'whole collections',
    reason: 'Deletes Firestore documents of {target}.',
    page: 'firestore/bulk-delete',
  },
];

const gcloud = commandPack({
  id: 'gcloud',
  title: 'Google Cloud',
  programs: ['gcloud'],
  docs,
  valued:
    '--project --zone --region --location --format --filter --account --configuration --verbosity --impersonate-service-account --cluster --keyring --key --instance --database --dataset --service --version --sql --ddl --ddl-file --quantity --billing-project --flags-file --trace-token --log-http --limit --sort-by --collection-ids --num-nodes --size --topic --table --namespace --network --type',
  environment: '--project --configuration --cluster',
  variables: 'CLOUDSDK_CORE_PROJECT CLOUDSDK_ACTIVE_CONFIG_NAME',
  settings: (call, { options }) => (has(options, '--project', '--configuration') ? noSetting : googleSetting(call)),
  serviceFirst: true,
  skips: 'alpha beta preview',
  verbs: 'delete purge destroy remove rm wipe drop cleanup',
  takesAway: 'failover disable stop suspend revoke reset detach abandon remove-iam-policy-binding rollback',
  rows: gcloudRows,
  passes: [
    'info',
    'auth revoke',
    'compute reset-windows-password',
    'config unset',
    'config configurations delete',
    'components remove',
    'topic',
    '* * remove-tags|remove-labels',
    'builds triggers run',
  ],
  safer: 'gcloud config list',
  also: (call, read, place) => ddlEffects(call, read, place),
  others: [unreadStatement],
});

function ddlEffects(call: Call, read: Arguments, place: Partial<Sighting>): readonly Effect[] {
  const words = read.operands.map((word) => literalOf(word) ?? '').join(' ');
  if (!/^(?:(?:alpha|beta) )?spanner databases (?:execute-sql|ddl update)\b/.test(words)) return [];
  return statementEffects(call, {
    provider: 'gcloud',
    environment: place.environment ?? 'unknown',
    database: literalOf(optionValue(read.options, '--instance')),
    texts: [optionValue(read.options, '--sql', '--ddl')],
    files: [optionValue(read.options, '--ddl-file')],
  });
}

const gsutil = commandPack({
  id: 'gsutil',
  title: 'Cloud Storage',
  programs: ['gsutil'],
  docs: 'https://cloud.google.com/storage/docs/gsutil/commands/',
  valued: '-o -h -u -p -l -c -x -i',
  rows: [
    {
      words: 'rm',
      resource: 'object',
      asset: 'data-store',
      reason: 'Deletes {target} from Cloud Storage.',
      safer: 'gsutil ls',
      page: 'rm',
    },
    {
      words: 'rb',
      resource: 'bucket',
      asset: 'data-store',
      reason: 'Deletes the bucket {target}.',
      safer: 'gsutil ls',
      page: 'rb',
    },
    {
      words: 'cp',
      at: 1,
      name: 'state-overwrite',
      verb: 'overwrite',
      resource: 'state',
      asset: 'state',
      only: /^gs:.*\.tfstate$/,
      reason: 'Puts another state in the place of {target}: Terraform forgets what it made since.',
      page: 'cp',
    },
    {
      words: 'rsync',
      needs: ['-d'],
      unless: ['-n'],
      at: 1,
      name: 'object-rsync-delete',
      resource: 'object',
      asset: 'data-store',
      reason: 'Deletes from {target} everything that the source does not have.',
      safer: 'gsutil rsync -n -d a {target}',
      page: 'rsync',
    },
    {
      words: 'mv',
      verb: 'move',
      resource: 'object',
      asset: 'data-store',
      reversibility: 'recoverable',
      wayBack: 'Move it back from where it went.',
      only: /^(?:gs:|\$)/,
      reason: 'Moves {target} away: it is deleted where it was.',
      page: 'mv',
    },
    {
      words: 'versioning set off / lifecycle set / retention clear',
      verb: 'disable',
      name: 'bucket-protection-off',
      resource: 'bucket',
      asset: 'backup',
      at: 1,
      reversibility: 'recoverable',
      wayBack: 'gsutil versioning set on {target}',
      reason: 'Changes what {target} keeps: deleted objects may be gone for good from now on.',
      safer: 'gsutil versioning get {target}',
      page: 'versioning',
    },
  ],
});

const bq = commandPack({
  id: 'bq',
  title: 'BigQuery',
  programs: ['bq'],
  docs: 'https://cloud.google.com/bigquery/docs/reference/bq-cli-reference',
  valued:
    '--project_id --dataset_id --location --format --job_id --max_rows -n --destination_table --source_format --display_name --expiration --default_table_expiration --query',
  environment: '--project_id',
  harmless: ['--dry_run', '--nodry_run=false'],
  safer: 'bq ls',
  rows: [
    {
      words: 'rm',
      resource: 'table',
      asset: 'data-store',
      unless: ['--transfer_config', '--capacity_commitment', '--reservation'],
      reason: 'Deletes {target} from BigQuery with all its data.',
    },
    {
      words: 'truncate',
      verb: 'truncate',
      resource: 'table',
      asset: 'data-store',
      reason: 'Deletes every row of {target}.',
    },
    {
      words: 'load / query / cp / insert',
      needs: ['--replace', '-f', '--force'],
      verb: 'overwrite',
      resource: 'table',
      asset: 'data-store',
      named: ['--destination_table'],
      reversibility: 'recoverable',
      wayBack: 'BigQuery keeps seven days of history: read the table FOR SYSTEM_TIME AS OF before the change.',
      reason: 'Overwrites the table {target}.',
    },
    {
      words: 'update',
      needs: ['--expiration', '--default_table_expiration'],
      verb: 'expire',
      resource: 'table',
      asset: 'data-store',
      reason: 'Makes {target} expire: BigQuery then deletes it.',
    },
    {
      words: 'cancel',
      verb: 'cancel',
      resource: 'job',
      asset: 'compute',
      reversibility: 'reversible',
      reason: 'Cancels the job {target}.',
    },
  ],
  others: [unreadStatement],
  also(call, read, place) {
    if (literalOf(read.operands[0]) !== 'query') return [];
    return statementEffects(call, {
      provider: 'bigquery',
      dialect: 'bigquery',
      environment: place.environment ?? 'unknown',
      database: null,
      texts: [read.operands[1]],
      stdin: true,
    });
  },
});

/** Google Cloud's command lines: gcloud, gsutil, bq, cbt. */
export const googlePack = joinedPacks('google', [gcloud, gsutil, bq, bigtable]);
