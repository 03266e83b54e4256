// What is decided by hand about the providers whose operations are published: their hosts and reference pages, which
// of their deletions nobody grieves, and which of their other operations destroy although no word says so.
// Each pattern is matched against `METHOD /path` or, where operations are called by name, against the name.

/** A provider whose operations go into the table. */
export interface Provider {
  readonly id: string;
  /** Names of the provider in the published operations. */
  readonly from: RegExp;
  readonly hosts: readonly string[];
  readonly source: string;
  /** What stands before the published paths on the host. */
  readonly prefix?: string;
}

export const providers: readonly Provider[] = [
  { id: 'github', from: /^github(?:-graphql)?$/, hosts: ['api.github.com'], source: 'https://docs.github.com/rest' },
  {
    id: 'digitalocean',
    from: /^digitalocean$/,
    hosts: ['api.digitalocean.com'],
    source: 'https://docs.digitalocean.com/reference/api/',
  },
  {
    id: 'cloudflare',
    from: /^cloudflare$/,
    hosts: ['api.cloudflare.com'],
    source: 'https://developers.cloudflare.com/api/',
  },
  { id: 'vercel', from: /^vercel$/, hosts: ['api.vercel.com'], source: 'https://vercel.com/docs/rest-api' },
  { id: 'neon', from: /^neon$/, hosts: ['console.neon.tech'], source: 'https://api-docs.neon.tech/reference' },
  {
    id: 'heroku',
    from: /^heroku$/,
    hosts: ['api.heroku.com'],
    source: 'https://devcenter.heroku.com/articles/platform-api-reference',
  },
  {
    id: 'netlify',
    from: /^netlify$/,
    hosts: ['api.netlify.com'],
    source: 'https://open-api.netlify.com/',
    prefix: '/api/v1',
  },
  { id: 'stripe', from: /^stripe$/, hosts: ['api.stripe.com'], source: 'https://docs.stripe.com/api' },
  {
    id: 'slack',
    from: /^slack$/,
    hosts: ['slack.com', '.slack.com'],
    source: 'https://docs.slack.dev/reference/methods',
    prefix: '/api',
  },
  {
    id: 'docker-hub',
    from: /^docker-hub$/,
    hosts: ['hub.docker.com'],
    source: 'https://docs.docker.com/reference/api/hub/',
  },
  {
    id: 'jira',
    from: /^jira$/,
    hosts: ['.atlassian.net'],
    source: 'https://developer.atlassian.com/cloud/jira/platform/rest/v3/',
  },
  {
    id: 'bitbucket',
    from: /^bitbucket$/,
    hosts: ['api.bitbucket.org'],
    source: 'https://developer.atlassian.com/cloud/bitbucket/rest/',
    prefix: '/2.0',
  },
  { id: 'twilio', from: /^twilio$/, hosts: ['api.twilio.com'], source: 'https://www.twilio.com/docs/usage/api' },
  {
    id: 'circleci',
    from: /^circleci$/,
    hosts: ['circleci.com'],
    source: 'https://circleci.com/docs/api/v2/',
    prefix: '/api/v2',
  },
  { id: 'snyk', from: /^snyk$/, hosts: ['api.snyk.io'], source: 'https://docs.snyk.io/snyk-api', prefix: '/rest' },
  {
    id: 'azure',
    from: /^azure\//,
    hosts: ['management.azure.com', '.vault.azure.net', '.documents.azure.com'],
    source: 'https://learn.microsoft.com/rest/api/azure/',
  },
  {
    id: 'aws',
    from: /^aws\//,
    hosts: ['.amazonaws.com', '.amazonaws.com.cn', '.api.aws'],
    source: 'https://docs.aws.amazon.com/',
  },
  { id: 'google', from: /^gcp\//, hosts: ['.googleapis.com'], source: 'https://cloud.google.com/apis/docs/overview' },
  {
    id: 'fly',
    from: /^fly-graphql$/,
    hosts: ['api.fly.io', 'api.machines.dev'],
    source: 'https://fly.io/docs/machines/api/',
  },
];

/** Deletions that take away a mark, a cache, a subscription of one's own or an answer to an invitation. */
export const harmless: Readonly<Record<string, readonly RegExp[]>> = {
  github: [
    /^DELETE \/user\/(?:starred|following|subscriptions)\//,
    /^DELETE \/(?:notifications\/threads\/\{\}|repos\/\{\}\/\{\})\/subscription$/,
    /^DELETE \/repos\/.*\/(?:assignees|requested_reviewers|lock|labels(?:\/\{\})?|pin)$/,
    /^DELETE .*\/reactions\/\{\}$/,
    /^DELETE .*\/interaction-limits$/,
    /^DELETE .*\/(?:blocks|public_members)\/\{\}$/,
    /^DELETE .*\/(?:invitations|repository_invitations)\/\{\}$/,
    /^(?:remove(?:Star|Reaction|Upvote|LabelsFromLabelable|AssigneesFromAssignable)|unfollow\w+|deleteLabel|clearLabelsFromLabelable|updateEnterpriseMembersCanDelete\w+)$/,
  ],
  slack: [
    /\/(?:reactions|stars|pins|bookmarks|dnd|reminders)\.(?:remove|delete|endDnd|endSnooze)$/,
    /\/users\.deletePhoto$/,
  ],
  heroku: [/^DELETE \/apps\/\{\}\/build-cache$/],
  vercel: [/\/edge-cache\//],
  cloudflare: [
    /\/(?:purge|invalidate)_cache$/,
    /\/purge_build_cache$/,
    /\/cache\/cache_reserve_clear$/,
    /\/tiered_cache_smart_topology_enable$/,
  ],
  jira: [
    /\/(?:votes|watchers|favourite|avatar\/\{\}|columns)$/,
    /^DELETE .*\/(?:dashboard\/.*\/properties|user\/columns)/,
  ],
  bitbucket: [/^DELETE .*\/(?:approve|request-changes|vote|watch|caches(?:\/\{\})?)$/],
  twilio: [/\/UserDefinedMessageSubscriptions\//],
  netlify: [/^POST \/api\/v1\/purge$/],
  google: [/youtube\/v3\/(?:subscriptions|commentThreads\/vote)$/, /\/calendars\/\{\}\/acl\/watch$/],
  aws: [/^Cancel\w*Deletion$/, /^Restore\w+From\w+$/, /^Restore\w+ToPointInTime$/],
};

/** Operations that destroy or overwrite although their method and name do not say it, or say less. */
export const grave: Readonly<Record<string, Readonly<Record<string, readonly RegExp[]>>>> = {
  github: {
    'access irreversible': [/^POST \/repos\/\{\}\/\{\}\/transfer$/, /^PATCH \/applications\/\{\}\/token$/],
    'data-store recoverable': [/^archiveRepository$/],
  },
  neon: {
    'data-store irreversible': [/^POST .*\/(?:branches|snapshots)\/\{\}\/restore$/, /^POST .*\/finalize_restore$/],
    'access irreversible': [/^POST .*\/(?:transfer|transfer_ownership)$/],
    'key irreversible': [/\/reset_password$/],
  },
  digitalocean: {
    'data-store irreversible': [/\/backups\/\{\}\/restore$/, /\/destroy_with_associated_resources\//],
    'access irreversible': [/\/images\/\{\}\/account_transfer$/],
    'key irreversible': [/\/users\/\{\}\/reset_auth$/, /\/api_keys\/\{\}\/regenerate$/],
  },
  cloudflare: {
    'data-store irreversible': [/\/time_travel\/restore$/],
    'key irreversible': [/\/(?:rotate_secret|service_tokens\/\{\}\/rotate|access\/keys\/rotate)$/],
    'access recoverable': [/\/(?:email\/routing|secondary_dns\/outgoing)\/disable$/],
  },
  vercel: {
    'access irreversible': [/^PUT \/domains\/\{\}\/records$/],
    'data-store irreversible': [/\/backups\/\{\}\/restore$/],
    'key irreversible': [/\/keys\/\{\}\/revoke$/, /\/credentials\/rotate$/],
  },
  heroku: {
    'access irreversible': [/^POST \/(?:account\/app-transfers|spaces\/\{\}\/transfer|pipeline-transfers)$/],
    'key irreversible': [/\/(?:regenerate-tokens|rotate-credentials)$/],
  },
  fly: {
    'data-store irreversible': [/^(?:restoreVolumeSnapshot|removeMachine|detachPostgresCluster)$/],
    'access irreversible': [/^(?:release\w*IpAddress|moveApp)$/],
    'key irreversible': [/^(?:unsetSecrets|resetAddOnPassword)$/],
  },
  stripe: { 'data-store irreversible': [/^DELETE \/v1\/(?:subscriptions|subscription_items|customers)/] },
  google: { 'data-store irreversible': [/^DELETE .*\/users\/\{\}\/labels\/\{\}$/, /^DELETE .*\/subscriptions\/\{\}$/] },
  azure: { 'access recoverable': [/\/endGetAccess$/, /\/revokeUserDelegationKeys$/] },
  aws: {
    'data-store irreversible': [/^(?:RebuildEnvironment|CreateReplaceRootVolumeTask|ResetDBInstance\w*)$/],
    'backup irreversible': [/^(?:DisassociateRecoveryPoint\w*|StopDBInstanceAutomatedBackupsReplication)$/],
    'log irreversible': [/^PutRetentionPolicy$/],
    'log recoverable': [
      /^(?:StopLogging|StopConfigurationRecorder|DisableKinesisStreamingDestination|DisableMetricsCollection|DisableAlarmActions)$/,
    ],
    'key recoverable': [/^(?:ScheduleKeyDeletion|DisableKey|RetireGrant|RevokeGrant|DisableKeyRotation)$/],
    'access irreversible': [/^(?:ReleaseAddress|RemoveAccountFromOrganization|LeaveOrganization|CloseAccount)$/],
    'access recoverable': [/^(?:DeactivateMFADevice|Detach(?:Role|User|Group)Policy|DisableDomainTransferLock)$/],
  },
};
