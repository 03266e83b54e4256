import type { Effect } from '../../action/effect.ts';
import { callPack } from '../call-table.ts';
import { type Call, effectOf, type Pack, type Rule, serverDataLoss } from '../pack.ts';

const data = {
  verb: 'delete',
  resource: 'data',
  asset: 'data-store',
  reversibility: 'irreversible',
  scope: 'remote',
} as const;
const access = { ...data, asset: 'access', resource: 'identity' } as const;
const overwritten = { ...data, verb: 'overwrite', resource: 'database' } as const;
const stopped = {
  verb: 'stop',
  resource: 'work',
  asset: 'compute',
  reversibility: 'recoverable',
  scope: 'remote',
  wayBack: 'Start it again.',
} as const;

const calls = callPack('fleet', [
  {
    ...data,
    programs: 'aws-nuke',
    name: 'account-nuke',
    when: / --no-dry-run(?: |$)/,
    otherwise: 'the whole AWS account',
    target: / (?:-c|--config)[= ](\S+)/,
    reason: 'Deletes every resource of the AWS account that {target} names.',
    source: 'https://aws-nuke.ekristen.dev/usage/',
  },
  {
    ...data,
    programs: 'cloud-nuke',
    name: 'cloud-nuke',
    when: /^ (?:aws|gcp|azure|defaults-aws|defaults-security-group)(?: |$)/,
    unless: / --dry-run(?: |$)/,
    otherwise: 'the whole account',
    reason: 'Deletes every resource of the cloud account ({target}).',
    source: 'https://github.com/gruntwork-io/cloud-nuke',
  },
  {
    ...data,
    programs: 'awless linstor pinecone zkcli.sh zkcli kcadm.sh kcadm architect arc knife',
    name: 'noun-delete',
    when: /^(?: (?!list|get|show|create|update|add|ls\b|describe|status|help)\S+)*? (?:delete|deleteall|rmr|destroy|delete-index|bulk␣delete)(?: |$)/,
    reason: 'Deletes {target} on the server.',
    source: 'https://zookeeper.apache.org/doc/current/zookeeperCLI.html',
  },
  {
    ...stopped,
    programs: 'temporal tctl cadence',
    name: 'workflow-terminate',
    when: /^(?: --?\S+(?: \S+)?)*? (?:workflow|wf|batch) (?:terminate|term|cancel|delete|reset|reset-batch)(?: |$)/,
    reason: 'Ends running workflows ({target}): what they were doing stays half done.',
    source: 'https://docs.temporal.io/cli/workflow#terminate',
  },
  {
    ...data,
    programs: 'temporal tctl cadence',
    name: 'namespace-delete',
    when: / namespace (?:delete|del)(?: |$)/,
    reason: 'Deletes the namespace {target} with every workflow in it.',
    source: 'https://docs.temporal.io/cli/operator#delete',
  },
  {
    ...access,
    programs: 'tctl',
    name: 'teleport-remove',
    when: /^(?: --?\S+(?: \S+)?)*? (?:rm|users rm|nodes rm|auth rotate)(?: |$)/,
    reversibility: 'recoverable',
    wayBack: 'Make it again.',
    reason: 'Removes {target} from Teleport: nobody gets in by it any more.',
    source: 'https://goteleport.com/docs/reference/cli/tctl/',
  },
  {
    ...access,
    programs: 'step',
    name: 'certificate-revoke',
    verb: 'revoke',
    when: / ca (?:revoke|provisioner remove|admin remove)(?: |$)/,
    resource: 'certificate',
    reason: 'Revokes {target}; a revoked certificate never becomes valid again.',
    source: 'https://smallstep.com/docs/step-cli/reference/ca/revoke/',
  },
  {
    ...access,
    programs: 'conjur',
    name: 'policy-replace',
    verb: 'overwrite',
    when: / policy (?:load .*--replace|replace)(?: |$)/,
    resource: 'policy',
    reason: 'Puts {target} in the place of the whole policy: secrets that it no longer names are lost.',
    source: 'https://docs.cyberark.com/conjur-open-source/latest/en/content/developer/cli/cli-policy.htm',
  },
  {
    ...access,
    programs: 'rndc knotc',
    name: 'zone-delete',
    when: / (?:delzone|zone-purge|conf-unset)(?: |$)/,
    resource: 'zone',
    reason: 'Deletes the DNS zone {target} from the server.',
    source: 'https://bind9.readthedocs.io/en/latest/manpages.html#rndc-name-server-control-utility',
  },
  {
    ...data,
    programs: 'govc',
    name: 'vsphere-destroy',
    when: /^ (?:vm\.destroy|datastore\.rm|snapshot\.remove|object\.destroy|pool\.destroy|cluster\.rm|disk\.rm|vm\.unregister)(?: |$)/,
    resource: 'virtual machine',
    reason: 'Destroys {target} in vSphere.',
    safer: 'govc ls',
    source: 'https://github.com/vmware/govmomi/blob/main/govc/USAGE.md',
  },
  {
    ...stopped,
    programs: 'esxcli vim-cmd',
    name: 'vm-kill',
    when: / vm process kill(?: |$)| vmsvc\/(?:destroy|power\.off|snapshot\.removeall)(?: |$)/,
    resource: 'virtual machine',
    reason: 'Ends a virtual machine without shutting it down ({target}).',
    source: 'https://developer.broadcom.com/',
  },
  {
    ...data,
    programs: 'cypher-shell',
    name: 'graph-delete',
    when: /(?:detach␣+delete|␣delete␣|drop␣+(?:database|constraint|index))/i,
    otherwise: 'the graph',
    target: / (?:-a|--address)[= ](\S+)/,
    resource: 'node',
    reason: 'Deletes nodes or indexes of {target}.',
    source: 'https://neo4j.com/docs/cypher-manual/current/clauses/delete/',
  },
  {
    ...overwritten,
    programs: 'neo4j-admin',
    name: 'graph-overwrite',
    when: / --overwrite-destination(?:=true)?(?: |$)| --force(?:=true)?(?: |$)/,
    scope: 'machine',
    reason: 'Puts a dump in the place of the database {target}.',
    source: 'https://neo4j.com/docs/operations-manual/current/backup-restore/restore-dump/',
  },
  {
    ...data,
    programs: 'arangosh milvus_cli surreal',
    name: 'document-drop',
    when: /(?:_drop(?:Database)?\(|\.truncate\(|drop␣collection|delete␣(?:collection|index|partition)|remove␣(?:table|database|namespace))/i,
    otherwise: 'the database',
    target: / (?:--server\.endpoint|--endpoint|-uri)[= ](\S+)/,
    reason: 'Drops a database or collection at {target}.',
    source: 'https://docs.arangodb.com/stable/develop/javascript-api/@arangodb/db-object/',
  },
  {
    ...data,
    programs: 'autorestic resticprofile',
    name: 'backup-forget',
    asset: 'backup',
    attack: 'T1490',
    when: / (?:\S+\.)?(?:forget|prune)(?: |$)/,
    unless: / (?:-n|--dry-run)(?: |$)/,
    resource: 'backup',
    reason: 'Forgets snapshots ({target}): those states cannot be restored any more.',
    source: 'https://autorestic.vercel.app/cli/forget',
  },
  {
    ...overwritten,
    programs: 'mysqlbackup',
    name: 'restore-over',
    when: / copy-back\S*(?: |$)/,
    scope: 'machine',
    reason: 'Puts a backup in the place of the data directory ({target}).',
    source: 'https://dev.mysql.com/doc/mysql-enterprise-backup/8.0/en/',
  },
  {
    ...data,
    programs: 'xfs_repair',
    name: 'log-zero',
    when: / -\w*L\w*(?: |$)/,
    scope: 'machine',
    resource: 'file system',
    reason: 'Throws away the journal of {target}: writes that are only there are lost.',
    safer: 'xfs_repair -n {target}',
    source: 'https://man7.org/linux/man-pages/man8/xfs_repair.8.html',
  },
  {
    ...data,
    programs: 'magento bin/magento',
    name: 'magento-uninstall',
    when: / setup:(?:uninstall|rollback)(?: |$)/,
    otherwise: 'the shop',
    resource: 'database',
    reason: 'Uninstalls the shop ({target}): its database and media are deleted.',
    source: 'https://experienceleague.adobe.com/en/docs/commerce-operations/installation-guide/tutorials/uninstall',
  },
  {
    ...data,
    programs: 'cap mina dep',
    name: 'remote-task-drop',
    when: / (?:\S+:)?(?:db:drop|db:reset|db:purge|db:schema:load|db:truncate_all|setup:destroy)(?: |$)/,
    resource: 'database',
    reason: 'Runs the task {target} on the servers: a database is dropped.',
    source: 'https://capistranorb.com/documentation/tasks/',
  },
  {
    ...stopped,
    programs: 'cap mina dep',
    name: 'remote-rollback',
    when: / (?:deploy:rollback|rollback|\S+:stop)(?: |$)/,
    resource: 'release',
    wayBack: 'Deploy again.',
    reason: 'Puts an older release in front of everybody ({target}).',
    source: 'https://capistranorb.com/documentation/getting-started/rollbacks/',
  },
]);

const typedDeletion: Rule = {
  ...serverDataLoss,
  provider: 'fleet',
  id: 'fleet/typed-deletion',
  verb: 'delete',
  resource: 'record',
  reason: 'Types a deletion into {target}.',
  source: 'https://bind9.readthedocs.io/en/latest/manpages.html#nsupdate-dynamic-dns-update-utility',
};

/** Programs that read their commands line by line, and how a line says that something goes. */
const typed: ReadonlyMap<string, RegExp> = new Map([
  ['nsupdate', /^\s*(?:update\s+)?del(?:ete)?\s/im],
  ['bconsole', /^\s*(?:delete|purge|prune|truncate)\s/im],
  ['zkcli.sh', /^\s*(?:delete|deleteall|rmr)\s/im],
  ['surreal', /\b(?:remove\s+(?:table|database|namespace)|delete\s+\w+\s*;)/i],
]);

function typedEffects({ invocation }: Call): readonly Effect[] {
  const { program, stdin, span } = invocation;
  if (program === null || stdin.kind !== 'text' || !typed.get(program.toLowerCase())?.test(stdin.value)) return [];
  return [effectOf(typedDeletion, { target: program, span })];
}

/**
 * Tools of operators that stand alone: whole accounts, clusters' own shells, identity servers, name servers, graph and
 * document databases.
 */
export const fleetPack: Pack = {
  id: 'fleet',
  programs: [...new Set([...calls.programs, ...typed.keys()])],
  rules: [...calls.rules, typedDeletion],
  effects: (call) => [...calls.effects(call), ...typedEffects(call)],
};
