import type { Effect } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { type CommandRow, commandPack } from '../command-table.ts';
import { type Call, effectOf, type Rule, type Sighting } from '../pack.ts';
import { absolutePath } from '../paths.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { type Arguments, literalOf, optionValue, shown } from '../words.ts';

const docs = 'https://docs.aws.amazon.com/cli/latest/reference/';

const storage: readonly CommandRow[] = [
  {
    words: 's3 rm',
    resource: 'object',
    asset: 'data-store',
    reason: 'Deletes {target} from S3; without versioning it is gone.',
    safer: 'aws s3 rm {target} --dryrun',
    page: 's3/rm.html',
  },
  {
    words: 's3 rb',
    resource: 'bucket',
    asset: 'data-store',
    reason: 'Deletes the S3 bucket {target}; with --force every object in it first.',
    safer: 'aws s3 ls',
    page: 's3/rb.html',
  },
  {
    words: 's3 sync',
    needs: ['--delete'],
    at: 1,
    name: 'object-sync-delete',
    resource: 'object',
    asset: 'data-store',
    only: /^(?:s3:|\$|\?)/,
    reason: 'Deletes from {target} everything that the source does not have.',
    page: 's3/sync.html',
  },
  {
    words: 's3 mv',
    verb: 'move',
    resource: 'object',
    asset: 'data-store',
    reversibility: 'recoverable',
    wayBack: 'Move it back from where it went.',
    only: /^(?:s3:|\$|\?)/,
    reason: 'Moves {target} away: it is deleted where it was.',
    page: 's3/mv.html',
  },
  {
    words: 's3api put-bucket-lifecycle-configuration|put-bucket-lifecycle',
    verb: 'expire',
    resource: 'bucket',
    asset: 'data-store',
    argument: /expiration|file:|^\$/i,
    reason: 'Replaces the lifecycle of the S3 bucket {target}: objects its rules expire are deleted by themselves.',
    page: 's3api/put-bucket-lifecycle-configuration.html',
  },
  {
    words: 's3api put-bucket-versioning',
    verb: 'suspend',
    resource: 'bucket versioning',
    asset: 'backup',
    reversibility: 'recoverable',
    wayBack: 'aws s3api put-bucket-versioning --bucket {target} --versioning-configuration Status=Enabled',
    argument: /suspended/i,
    reason: 'Stops keeping old versions in the S3 bucket {target}: what is deleted from now on is gone.',
    page: 's3api/put-bucket-versioning.html',
  },
];

const data: readonly CommandRow[] = [
  {
    words: 'rds|docdb|neptune modify-db-instance|modify-db-cluster',
    name: 'database-backups-off',
    verb: 'disable',
    resource: 'backup',
    asset: 'backup',
    argument: /^(?:--backup-retention-period=)?0$/,
    reason: 'Turns off the automated backups of {target} and deletes those there are.',
    page: 'rds/modify-db-instance.html',
  },
  {
    words:
      '* modify-db-instance|modify-db-cluster|update-table|update-user-pool|modify-cluster|modify-instance-attribute / * update-termination-protection|modify-load-balancer-attributes',
    name: 'protection-off',
    verb: 'unprotect',
    resource: 'deletion protection',
    asset: 'access',
    reversibility: 'recoverable',
    wayBack: 'Turn it on again.',
    argument:
      /^--no-(?:deletion-protection|disable-api-termination|enable-termination-protection)|deletion_protection[.]enabled,value=false/i,
    reason: 'Takes the protection against deletion off {target}.',
    attack: 'T1562.001',
    page: 'rds/modify-db-instance.html',
  },
  {
    words:
      'rds|docdb|neptune|ec2|elasticache|redshift stop-db-instance|stop-db-cluster|stop-instances|pause-cluster / ecs stop-task / * stop-notebook-instance|stop-instance|stop-relational-database|pause-service / elasticbeanstalk rebuild-environment',
    verb: 'stop',
    resource: 'instance',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'Start it again.',
    reason: 'Stops {target}: what it serves goes offline.',
    page: 'ec2/stop-instances.html',
  },
  {
    words: 'dynamodb update-continuous-backups',
    verb: 'disable',
    resource: 'backup',
    asset: 'backup',
    argument: /RecoveryEnabled\W+false/i,
    reason: 'Turns off point-in-time recovery of {target}: the history it could be restored from is lost.',
    page: 'dynamodb/update-continuous-backups.html',
  },
  {
    words: 'dynamodb batch-write-item',
    resource: 'item',
    asset: 'data-store',
    argument: /DeleteRequest|^file:|^\$/,
    reason: 'Deletes items of DynamoDB tables ({target}).',
    page: 'dynamodb/batch-write-item.html',
  },
  {
    words: 'kms schedule-key-deletion',
    resource: 'key',
    asset: 'key',
    reason:
      'Schedules the KMS key {target} for deletion: after the waiting period nothing encrypted with it can be read.',
    safer: 'aws kms describe-key --key-id {target}',
    page: 'kms/schedule-key-deletion.html',
  },
  {
    words: 'secretsmanager delete-secret',
    needs: ['--force-delete-without-recovery'],
    resource: 'secret',
    asset: 'key',
    reason: 'Deletes the secret {target} at once, without the time in which it could be restored.',
    page: 'secretsmanager/delete-secret.html',
  },
  {
    words: 'secretsmanager delete-secret',
    unless: ['--force-delete-without-recovery'],
    resource: 'secret',
    asset: 'key',
    reversibility: 'recoverable',
    wayBack: 'aws secretsmanager restore-secret --secret-id {target}',
    reason: 'Schedules the secret {target} for deletion.',
    page: 'secretsmanager/delete-secret.html',
  },
  {
    words: 'ec2 deregister-image',
    resource: 'machine image',
    asset: 'backup',
    reason: 'Deregisters the machine image {target}: no instance can be made of it any more.',
    page: 'ec2/deregister-image.html',
  },
  {
    words: 'ec2 create-replace-root-volume-task',
    verb: 'overwrite',
    resource: 'root volume',
    asset: 'data-store',
    reason: 'Replaces the root volume of {target}: what lies on the old one goes with it.',
    page: 'ec2/create-replace-root-volume-task.html',
  },
  {
    words: 'rds stop-db-instance-automated-backups-replication',
    verb: 'stop',
    resource: 'backup replication',
    asset: 'backup',
    reason: 'Stops copying the backups of {target} to the other region.',
    page: 'rds/stop-db-instance-automated-backups-replication.html',
  },
  {
    words: 'ec2 release-address',
    verb: 'release',
    resource: 'address',
    asset: 'access',
    reason: 'Releases the address {target}; somebody else may get it.',
    page: 'ec2/release-address.html',
  },
  {
    words: 'ec2 cancel-spot-fleet-requests',
    needs: ['--terminate-instances'],
    verb: 'terminate',
    resource: 'instance',
    asset: 'data-store',
    reason: 'Cancels the spot fleet {target} and terminates its instances.',
    page: 'ec2/cancel-spot-fleet-requests.html',
  },
];

const services: readonly CommandRow[] = [
  {
    words: 'cloudtrail stop-logging',
    verb: 'stop',
    resource: 'trail',
    asset: 'log',
    reversibility: 'recoverable',
    wayBack: 'aws cloudtrail start-logging --name {target}',
    reason: 'Stops recording what happens in the account (trail {target}).',
    attack: 'T1562.008',
    page: 'cloudtrail/stop-logging.html',
  },
  {
    words: '* stop-configuration-recorder|stop-monitoring-members|stop-event-data-store-ingestion',
    verb: 'stop',
    resource: 'recorder',
    asset: 'log',
    reversibility: 'recoverable',
    wayBack: 'aws configservice start-configuration-recorder --configuration-recorder-name {target}',
    reason: 'Stops the configuration recorder {target}.',
    attack: 'T1562.008',
    page: 'configservice/stop-configuration-recorder.html',
  },
  {
    words: 'logs put-retention-policy',
    verb: 'expire',
    resource: 'log group',
    asset: 'log',
    reason: 'Sets how long {target} keeps its log events; older ones are deleted.',
    page: 'logs/put-retention-policy.html',
  },
  {
    words:
      'ecs update-service / autoscaling update-auto-scaling-group|set-desired-capacity / application-autoscaling register-scalable-target / eks update-nodegroup-config / lambda put-function-concurrency',
    name: 'service-scale-to-zero',
    verb: 'scale',
    resource: 'service',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'Scale it up again.',
    argument:
      /^(?:--(?:desired-count|desired-capacity|max-size|reserved-concurrent-executions)=)?0$|(?:desired|max)Size=0/,
    reason: 'Scales {target} to nothing: it goes offline.',
    attack: 'T1489',
    page: 'ecs/update-service.html',
  },
  {
    words: 'organizations close-account|leave-organization|remove-account-from-organization',
    verb: 'close',
    resource: 'account',
    asset: 'data-store',
    reason: 'Closes or removes the AWS account {target}.',
    page: 'organizations/close-account.html',
  },
  {
    words: 'account disable-region',
    verb: 'disable',
    resource: 'region',
    asset: 'compute',
    reversibility: 'recoverable',
    reason: 'Disables the region {target}: what runs there cannot be reached.',
    wayBack: 'aws account enable-region --region-name {target}',
    page: 'account/disable-region.html',
  },
  {
    words: 'route53domains delete-domain',
    resource: 'domain',
    asset: 'access',
    reason: 'Gives up the domain {target}; somebody else may register it.',
    page: 'route53domains/delete-domain.html',
  },
  {
    words: 'sns unsubscribe',
    verb: 'unsubscribe',
    resource: 'subscription',
    asset: 'access',
    reversibility: 'recoverable',
    wayBack: 'aws sns subscribe',
    reason: 'Ends the subscription {target}.',
    page: 'sns/unsubscribe.html',
  },
  {
    words: 'ssm send-command',
    verb: 'run',
    resource: 'command',
    asset: 'other',
    argument:
      /\b(?:rm\s+-\w*r|mkfs|dd\s+if=|shred|wipefs|drop\s+(?:table|database)|shutdown|systemctl\s+(?:stop|disable)|userdel)\b/i,
    reason: 'Runs a destructive command on {target} through Systems Manager.',
    page: 'ssm/send-command.html',
  },
  {
    words: 'rds|redshift|elasticache|docdb|dynamodb reboot',
    verb: 'reboot',
    resource: 'instance',
    asset: 'compute',
    reversibility: 'reversible',
    reason: 'Restarts {target}.',
    page: 'rds/reboot-db-instance.html',
  },
];

const changeRecords: Rule = {
  id: 'aws/route53-change-records',
  provider: 'aws',
  verb: 'overwrite',
  resource: 'DNS record',
  asset: 'access',
  scope: 'remote',
  reversibility: 'recoverable',
  wayBack: 'aws route53 change-resource-record-sets with the record as it was',
  reason: 'Deletes or overwrites DNS records ({target}).',
  safer: 'aws route53 list-resource-record-sets --hosted-zone-id Z1',
  attack: 'T1584.002',
  source: `${docs}route53/change-resource-record-sets.html`,
};

/** SQL in an option, by `service operation`. */
const sqlOptions: Readonly<Record<string, string>> = {
  'rds-data execute-statement': '--sql',
  'rds-data batch-execute-statement': '--sql',
  'redshift-data execute-statement': '--sql',
  'redshift-data batch-execute-statement': '--sqls',
  'athena start-query-execution': '--query-string',
  'dynamodb execute-statement': '--statement',
  'dsql execute-statement': '--sql',
};

function alsoAws(call: Call, read: Arguments, place: Partial<Sighting>): readonly Effect[] {
  const words = read.operands
    .slice(0, 2)
    .map((word) => literalOf(word) ?? '')
    .join(' ');
  const option = sqlOptions[words];
  const environment = place.environment ?? 'unknown';
  if (option) {
    return statementEffects(call, {
      provider: 'aws',
      environment,
      database: null,
      texts: [optionValue(read.options, option)],
    });
  }
  if (words === 'route53 change-resource-record-sets')
    return recordChanges(call, optionValue(read.options, '--change-batch', '--cli-input-json'), place);
  return [];
}

function recordChanges(call: Call, batch: Word | undefined, place: Partial<Sighting>): Effect[] {
  const text = textOf(call, batch);
  if (text !== null && !/\b(?:DELETE|UPSERT)\b/.test(text)) return [];
  const name = text === null ? null : /"?Name"?\s*[:=]\s*"?([^",}\s]+)/.exec(text)?.[1];
  const target = name ?? (batch ? shown(batch) : 'a change batch');
  return [effectOf(changeRecords, { target, span: call.invocation.span, ...place })];
}

/** An argument's text, or that of the file it names; null where it could not be had. */
function textOf({ invocation, inquiry }: Call, word: Word | undefined): string | null {
  const value = literalOf(word);
  if (value === null || !/^(?:fileb?):\/\//.test(value)) return value;
  const path = absolutePath(value.replace(/^fileb?:\/\//, ''), invocation.cwd, inquiry.facts.place);
  const text = path === null ? null : look(inquiry, { kind: 'file-text', path });
  return text?.known ? text.value.text : null;
}

/** The AWS command line: every service by the verb its operation begins with, and the operations no verb gives away. */
export const awsPack = commandPack({
  id: 'aws',
  title: 'AWS',
  programs: ['aws', 'awslocal'],
  local: ['awslocal'],
  docs,
  valued:
    '--profile --region --output --endpoint-url --query --cli-read-timeout --cli-connect-timeout --color --ca-bundle --sql --sqls --query-string --statement --change-batch --cli-input-json --hosted-zone-id --exclude --include --versioning-configuration --resource-arn --secret-arn --database --work-group --cluster --backup-retention-period --desired-count',
  environment: '--profile --environment-name --cluster',
  variables: 'AWS_PROFILE AWS_ENDPOINT_URL',
  endpoint: '--endpoint-url',
  serviceFirst: true,
  harmless: ['--generate-cli-skeleton'],
  verbs: 'delete terminate purge destroy wipe erase drop expire',
  takesAway:
    'remove deregister disable detach disassociate revoke reset unregister retire evict suspend release withdraw deprovision unassign deactivate rollback',
  rows: [...storage, ...data, ...services],
  passes: [
    'ec2 delete-tags',
    '* untag-resource|remove-tags|remove-tags-from-resource|delete-tags|remove-tags-from-stream',
    's3api delete-object-tagging|delete-bucket-tagging',
    'configure|sso|login|logout|help|history',
    'cloudfront create-invalidation',
    'cloudformation delete-change-set',
    'kms disable-key-rotation',
    'lambda invoke',
    'ecr reset',
  ],
  safer: 'aws sts get-caller-identity',
  also: alsoAws,
  others: [changeRecords, unreadStatement],
});
