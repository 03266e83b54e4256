import type { Overwrite } from './http-overwrites.ts';

/** Loads that replace, restores in place, and the same by what single products call it. */
export const replacements: readonly Overwrite[] = [
  // A load that replaces what the table held: https://cloud.google.com/bigquery/docs/reference/rest/v2/Job
  {
    methods: /^(?:PUT|POST|PATCH)$/,
    path: /^/,
    body: /"write_?disposition"\s*:\s*"WRITE_TRUNCATE/i,
    resource: 'table',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|POST)$/,
    path: /import|load|ingest|restore|datasources?|datasets?|tables?|collections?|index(?:es)?|workbooks|flows|sync|volumes/i,
    query:
      /[?&](?:(?:import_?|write_?|load_?)?mode=(?:replace|overwrite|truncate)|nameConflict=(?:CreateOr)?Overwrite|overwrite(?:_?existing)?=true)(?:&|$)/i,
    resource: 'data',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|POST)$/,
    path: /^(?!.*\/(?:validate|preview|check|dry[-_]?run)$).*\/(?:bulk[-_]?|_)?(?:imports?|loads?|ingest(?:ion)?s?|restores?|syncs?|uploads?|copy|dns|zones?)(?:$|[/:_-])/i,
    body: /"?(?:(?:import|write|load|save|sync|insert)?_?(?:mode|strategy|method)|if_?exists|on_?conflict|overwrite(?:_?existing)?|replace(?:_?existing)?)"?\s*[:=]\s*"?(?:overwrite|replace|replace_all|truncate|true)\b/i,
    resource: 'data',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // The only list a PUT carries is empty: whoever or whatever stood in it is out. What is sent to all contacts is added.
  {
    methods: /^PUT$/,
    path: /^(?!.*\/(?:tags|labels|topics|keywords|likes|favou?rites|assignees|reviewers|v\d+\/(?:[a-z]+\/)?(?:contacts|subscribers|leads))$)/i,
    body: /^\s*\{\s*"(?!tags|labels|names|topics|keywords|assignees|reviewers|ids")\w+"\s*:\s*\[\s*\]\s*\}\s*$/i,
    resource: 'entries',
    asset: 'access',
    reversibility: 'irreversible',
  },
  // `/acl/replacePolicy`: the whole of what said who may do what.
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/replace[-_]?(?:all[-_]?)?(?:polic(?:y|ies)|rules|acls?|permissions|roles|members|bindings)$/i,
    resource: 'policy',
    asset: 'access',
    reversibility: 'irreversible',
  },
  // https://hasura.io/docs/2.0/api-reference/metadata-api/manage-metadata/
  {
    methods: /^POST$/,
    path: /\/metadata$/,
    body: /"type"\s*:\s*"(?:replace|clear)_metadata"/,
    resource: 'metadata',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://www.pulumi.com/docs/reference/cloud-rest-api/stacks/
  {
    methods: /^POST$/,
    path: /\/stacks\/[^/]+\/[^/]+\/[^/]+\/import$/,
    resource: 'state',
    asset: 'state',
    reversibility: 'irreversible',
  },
  // https://devcenter.heroku.com/articles/heroku-postgres-backups
  {
    methods: /^POST$/,
    path: /\/(?:databases|clusters|instances)\/[^/]+\/restores$/,
    resource: 'database',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /\/_snapshot\/[^/]+\/[^/]+\/_restore$/,
    body: /^(?![\s\S]*"rename_replacement")/,
    resource: 'indices',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // A point in time, or a file handed over, in the place of what runs.
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/(?:apps?|applications?|sites?|environments?|servers?|config|system|manage)\/(?:[^/]+\/)?restore$/i,
    body: /(?:^|[{&,\s])"?(?:time|timestamp|point_?in_?time|restore_?(?:to|time)|source)"?\s*[:=]/i,
    resource: 'data',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /\/(?:defaults|factory)\/reset$|\/factory[-_]?reset$/i,
    resource: 'configuration',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://cloud.google.com/pubsub/docs/replay-overview: what lies before it counts as read and is dropped.
  {
    methods: /^POST$/,
    path: /\/subscriptions\/[^/]+:seek$/,
    body: /"time"\s*:/,
    resource: 'messages',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /:setIamPolicy$/,
    body: /"bindings"\s*:\s*\[\s*\]/,
    resource: 'rights',
    asset: 'access',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /:modifyColumnFamilies$/,
    body: /"drop"\s*:\s*true/,
    resource: 'column family',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://learn.microsoft.com/azure/azure-resource-manager/templates/deployment-modes: what no template names goes.
  {
    methods: /^PUT$/,
    path: /\/Microsoft\.Resources\/deployments\/[^/]+$/i,
    body: /"mode"\s*:\s*"Complete"/i,
    resource: 'resources',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // A topic that keeps nothing for a minute or longer: a purge by another name.
  {
    methods: /^(?:PUT|PATCH|POST)$/,
    path: /\/topics\/[^/]+/,
    body: /"retention[._]ms"\s*:\s*"?\d{1,4}"?\s*[,}]|"name"\s*:\s*"retention\.ms"\s*,\s*"value"\s*:\s*"?\d{1,4}"?\s*\}/i,
    resource: 'messages',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/snapshots\/(?:recover|upload)$|\/sys\/storage\/raft\/snapshot(?:-force)?$/,
    resource: 'data',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-cluster-reroute
  {
    methods: /^POST$/,
    path: /\/_cluster\/reroute$/,
    body: /"accept_data_loss"\s*:\s*true/,
    resource: 'shards',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/(?:re)?(?:deploy|sync|apply)$/,
    query: /[?&]prune=true\b/,
    resource: 'objects',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/
  {
    methods: /^POST$/,
    path: /\/pods\/[^/]+\/eviction$/,
    body: /^(?![\s\S]*"dryRun")/,
    resource: 'pod',
    asset: 'compute',
    reversibility: 'recoverable',
  },
  // https://huggingface.co/docs/hub/api
  {
    methods: /^POST$/,
    path: /^\/api\/(?:models|datasets|spaces)\/.*\/super-squash\//,
    resource: 'commits',
    asset: 'history',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /^\/api\/(?:models|datasets|spaces)\/.*\/commit\//,
    body: /"key"\s*:\s*"deleted(?:File|Folder)"/,
    resource: 'files',
    asset: 'data-store',
    reversibility: 'recoverable',
  },
  // https://pulsar.apache.org/admin-rest-api/
  {
    methods: /^POST$/,
    path: /\/subscription\/[^/]+\/skip_all$/,
    resource: 'messages',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|POST|PATCH)$/,
    path: /\/scale$/,
    body: /"(?:replicas|nodes|count|size|instances|(?:node|instance|desired)_?(?:count|size|capacity))"\s*:\s*0\b/i,
    resource: 'instances',
    asset: 'compute',
    reversibility: 'recoverable',
  },
  // https://docs.netapp.com/us-en/ontap-restapi/
  {
    methods: /^PATCH$/,
    path: /\/storage\/volumes\//,
    body: /"restore_to"\s*:/,
    resource: 'volume',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://docs.openstack.org/api-ref/block-storage/v3/#revert-volume-to-snapshot
  {
    methods: /^POST$/,
    path: /\/volumes\/[^/]+\/action$/,
    body: /"revert"\s*:/,
    resource: 'volume',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://redfish.dmtf.org/schemas/
  {
    methods: /^POST$/,
    path: /\/Actions\/(?:Manager\.ResetToDefaults|Volume\.Initialize|Storage\.ResetToDefaults)$/,
    resource: 'disks',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://learn.microsoft.com/power-apps/developer/data-platform/merge-entity
  {
    methods: /^POST$/,
    path: /\/Merge$/,
    body: /"Subordinate"\s*:/,
    resource: 'record',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://docs.customer.io/api/app/: deletes the person and whatever comes of them later.
  {
    methods: /^POST$/,
    host: /(?:^|\.)customer\.io$/,
    path: /\/customers\/[^/]+\/suppress$/,
    resource: 'customer',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://druid.apache.org/docs/latest/api-reference/
  {
    methods: /^POST$/,
    path: /\/druid\/indexer\/v1\/task$/,
    body: /"type"\s*:\s*"kill"/,
    resource: 'segments',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /\/datasources\/[^/]+\/markUnused$/,
    resource: 'segments',
    asset: 'data-store',
    reversibility: 'recoverable',
  },
  // https://docs.camunda.org/manual/latest/reference/rest/history/history-cleanup/
  {
    methods: /^POST$/,
    path: /\/history\/cleanup$/,
    resource: 'history',
    asset: 'log',
    reversibility: 'irreversible',
  },
  // https://docs.directadmin.com/developer/api/legacy-api.html
  {
    methods: /^POST$/,
    path: /\/CMD_(?:API_)?[A-Z_]+$/,
    body: /(?:^|&)delete=(?:yes|anything|1|true)(?:&|$)|(?:^|&)action=delete(?:&|$)/i,
    resource: 'account',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
  {
    methods: /^(?:PUT|PATCH)$/,
    path: /^\/(?:k8s\/clusters\/[^/]+\/)?apis?\//,
    body: /"finalizers"\s*:\s*(?:null|\[\s*\])/,
    resource: 'objects',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|PATCH)$/,
    path: /\/apis\/apps\/v1\/.*\/(?:deployments|statefulsets|replicasets)\//,
    body: /"replicas"\s*:\s*0\b/,
    resource: 'pods',
    asset: 'compute',
    reversibility: 'recoverable',
  },
  // https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/: what is no longer in the repository is deleted.
  {
    methods: /^POST$/,
    path: /\/applications\/[^/]+\/(?:sync|rollback)$/,
    body: /^(?![\s\S]*"dryRun"\s*:\s*true)[\s\S]*"prune"\s*:\s*true/,
    resource: 'objects',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
];
