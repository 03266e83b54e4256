import type { Effect } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { commandPack } from '../command-table.ts';
import { type Call, effectOf, type Rule, type Sighting } from '../pack.ts';
import { absolutePath } from '../paths.ts';
import { statementEffects, unreadStatement } from '../statements.ts';
import { type Arguments, literalOf, optionValue, shown } from '../words.ts';
import { awsRows } from './aws-rows.ts';

const docs = 'https://docs.aws.amazon.com/cli/latest/reference/';

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
  rows: awsRows,
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
