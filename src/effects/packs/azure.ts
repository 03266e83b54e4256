import type { Effect } from '../../action/effect.ts';
import type { HttpRequest } from '../../action/invocation.ts';
import { type CommandRow, commandPack, joinedPacks } from '../command-table.ts';
import { httpEffects } from '../http.ts';
import type { Call } from '../pack.ts';
import { azureSetting, noSetting } from '../settings.ts';
import { type Arguments, has, literalOf, optionValue } from '../words.ts';

const docs = 'https://learn.microsoft.com/en-us/cli/azure/';

const rows: readonly CommandRow[] = [
  {
    words: 'group delete',
    resource: 'resource group',
    asset: 'data-store',
    named: ['-n', '--name', '-g', '--resource-group'],
    reason: 'Deletes the resource group {target} with every resource in it.',
    safer: 'az resource list --resource-group {target}',
    page: 'group#az-group-delete',
  },
  {
    words: 'resource delete',
    resource: 'resource',
    asset: 'data-store',
    named: ['--ids', '-n', '--name'],
    reason: 'Deletes the Azure resource {target}.',
    page: 'resource#az-resource-delete',
  },
  {
    words: 'keyvault delete / keyvault secret|key|certificate delete',
    resource: 'secret',
    asset: 'key',
    reversibility: 'recoverable',
    wayBack: 'az keyvault recover --name {target}',
    reason: 'Deletes {target} of a key vault; it can be recovered until it is purged.',
    page: 'keyvault#az-keyvault-delete',
  },
  {
    words: 'keyvault purge / keyvault secret|key|certificate|storage purge',
    verb: 'purge',
    resource: 'secret',
    asset: 'key',
    reason: 'Purges {target} for good: nothing recovers it.',
    page: 'keyvault#az-keyvault-purge',
  },
  {
    words: 'storage blob sync',
    name: 'blob-sync-delete',
    resource: 'blob',
    asset: 'data-store',
    named: ['-c', '--container'],
    argument: /^--delete-destination(?:=true)?$|^true$/,
    reason: 'Deletes from the container {target} everything that the source does not have.',
    page: 'storage/blob#az-storage-blob-sync',
  },
  {
    words: 'backup protection disable',
    verb: 'disable',
    resource: 'backup',
    asset: 'backup',
    reason: 'Stops backing up {target}; with its data deleted, older recovery points are lost too.',
    page: 'backup/protection#az-backup-protection-disable',
  },
  {
    words: 'deployment group|sub|mg|tenant create',
    name: 'deployment-complete',
    verb: 'deploy',
    resource: 'resource group',
    asset: 'data-store',
    named: ['-g', '--resource-group'],
    argument: /^(?:--mode=)?complete$/i,
    reason: 'Deploys in complete mode: deletes every resource of {target} that the template does not name.',
    page: 'deployment/group#az-deployment-group-create',
  },
  {
    words: 'ad user|app|sp|group delete',
    resource: 'identity',
    asset: 'access',
    named: ['--id', '-g', '--group'],
    reversibility: 'recoverable',
    wayBack: 'Restore it from the deleted items within 30 days.',
    reason: 'Deletes the identity {target}: who signs in with it is locked out.',
    page: 'ad/user#az-ad-user-delete',
  },
  {
    words: 'acr run / acr task create|update',
    argument: /\bacr purge\b(?!.*--dry-run)/,
    verb: 'purge',
    resource: 'image',
    asset: 'data-store',
    named: ['-r', '--registry'],
    reason: 'Deletes images of the registry {target} by a filter.',
    page: 'acr#az-acr-run',
  },
  {
    words: 'aks scale / vmss scale / appservice plan update / containerapp update',
    argument: /^(?:--(?:node-count|new-capacity|number-of-workers|max-replicas)=)?0$/,
    verb: 'scale',
    resource: 'service',
    asset: 'compute',
    reversibility: 'recoverable',
    wayBack: 'Scale it up again.',
    reason: 'Scales {target} to nothing: it goes offline.',
    attack: 'T1489',
    page: 'aks#az-aks-scale',
  },
];

/** `az rest` is an HTTP client. */
function restEffects({ invocation, inquiry }: Call, read: Arguments): readonly Effect[] {
  if (literalOf(read.operands[0]) !== 'rest') return [];
  const url = literalOf(optionValue(read.options, '-u', '--uri', '--url'));
  const method = optionValue(read.options, '-m', '--method');
  const body = optionValue(read.options, '-b', '--body');
  const request: HttpRequest = {
    method: method ? (literalOf(method) ?? '?') : 'GET',
    url: url?.startsWith('/') ? `https://management.azure.com${url}` : url,
    headers: {},
    body: body?.kind === 'known' ? { kind: 'text', value: body.value } : { kind: 'none' },
    span: invocation.span,
  };
  return httpEffects(request, inquiry);
}

const az = commandPack({
  id: 'az',
  title: 'Azure',
  programs: ['az'],
  docs,
  valued:
    '-n --name -g --resource-group -o --output --query --subscription -s -l --location --account-name --account-key -c --container --container-name --ids --id --vault-name -u --uri --url -m --method -b --body --registry --repository --image -t --table-name --tag --vm-name --mode -f --template-file -p --parameters --server --server-name --cluster-name --project --org --organization --branch -d --destination --source --connection-string --sas-token --share-name --queue-name --namespace-name --workspace-name --slot --type --key --node-count --new-capacity --nodepool-name',
  environment: '--subscription -g --resource-group --slot',
  settings: (call, { options }) => (has(options, '--subscription') ? noSetting : azureSetting(call)),
  named: '-n --name --ids --id --container-name --table-name --repository --image --database-name',
  serviceFirst: true,
  verbs: 'delete purge destroy remove wipe drop flush clear',
  // What is stopped keeps what it has; a deallocated machine loses its address and its temporary disk.
  takesAway: 'force-reboot disable deallocate revoke reset detach regenerate renew restart-unused unregister',
  rows,
  passes: [
    'account clear',
    'logout|login|version|upgrade|config|find|interactive|bicep|extension|cache|cloud|feedback',
    'tag delete|remove-value',
    'acr login',
    'webapp deployment slot swap',
    'network watcher flow-log show',
    'pipelines build tag delete',
  ],
  safer: 'az account show',
  also: restEffects,
});

const azcopy = commandPack({
  id: 'azcopy',
  title: 'Azure Storage',
  programs: ['azcopy'],
  docs: 'https://learn.microsoft.com/en-us/azure/storage/common/storage-ref-azcopy-',
  valued: '--from-to --include-pattern --exclude-pattern --include-path --log-level --output-type --list-of-files',
  safer: 'azcopy list x',
  rows: [
    {
      words: 'remove|rm',
      resource: 'blob',
      asset: 'data-store',
      reason: 'Deletes {target} from Azure Storage.',
      page: 'remove',
    },
    {
      words: 'sync',
      at: 1,
      name: 'blob-sync-delete',
      resource: 'blob',
      asset: 'data-store',
      argument: /^--delete-destination(?:=true)?$/,
      reason: 'Deletes from {target} everything that the source does not have.',
      page: 'sync',
    },
  ],
});

/** Azure's command lines. */
export const azurePack = joinedPacks('azure', [az, azcopy]);
