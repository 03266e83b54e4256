import type { NameReading } from './verbs.ts';

/** One kind of write that replaces a whole: all that an entry names must fit. */
export interface Overwrite {
  readonly methods: RegExp;
  readonly path: RegExp;
  readonly host?: RegExp;
  readonly query?: RegExp;
  readonly body?: RegExp;
  readonly resource: string;
  readonly asset: NameReading['asset'];
  readonly reversibility: NameReading['reversibility'];
  readonly verb?: 'publish';
}

/** Writes that put a whole anew in the place of the old one, or take away what would bring it back. */
export const overwrites: readonly Overwrite[] = [
  // A PUT on the list itself replaces every record: https://developer.godaddy.com/doc/endpoint/domains
  {
    methods: /^PUT$/,
    path: /\/(?:domains?|zones?|dns)\/.*(?:^|\/)(?:dns[-_]?)?(?:records|rrsets|zone[-_]?file|host_?records)$/i,
    resource: 'records',
    asset: 'access',
    reversibility: 'irreversible',
  },
  // https://docs.gitlab.com/user/infrastructure/iac/terraform_state/
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/terraform\/state\/|\/state-versions$|\.tfstate$/i,
    resource: 'state',
    asset: 'state',
    reversibility: 'irreversible',
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
  {
    methods: /^PUT$/,
    path: /^/,
    query: /^\?(?:.*&)?lifecycle(?:[=&]|$)/,
    body: /<Expiration>|NoncurrentVersionExpiration/,
    resource: 'objects',
    asset: 'data-store',
    reversibility: 'recoverable',
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
  {
    methods: /^PUT$/,
    path: /^/,
    query: /^\?(?:.*&)?versioning(?:[=&]|$)/,
    body: /Suspended/,
    resource: 'versioning',
    asset: 'backup',
    reversibility: 'recoverable',
  },
  // https://firebase.google.com/docs/reference/rest/database: a PUT at the root, or null in a place, deletes.
  {
    methods: /^PUT$/,
    host: /\.(?:firebaseio\.com|firebasedatabase\.app)$/,
    path: /^\/[^/]*\.json$/,
    resource: 'database',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^(?:PUT|PATCH)$/,
    host: /\.(?:firebaseio\.com|firebasedatabase\.app)$/,
    path: /\.json$/,
    body: /^\s*null\s*$|:\s*null\b/,
    resource: 'database',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // Whoever the name servers are set to answers for the whole domain.
  {
    methods: /^(?:PUT|POST|PATCH)$/,
    path: /(?:\/|:set_?)nameservers$|\/updateNs\//i,
    resource: 'nameservers',
    asset: 'access',
    reversibility: 'recoverable',
  },
  {
    methods: /^(?:PUT|PATCH|POST)$/,
    path: /^/,
    body: /"(?:backup_?retention(?:_?(?:period|days|in_?days))?|retention_?(?:period|days))"\s*:\s*0\b/i,
    resource: 'backups',
    asset: 'backup',
    reversibility: 'irreversible',
  },
  // An empty list in the place of what stood there: members, rules, rights.
  {
    methods: /^PUT$/,
    path: /^/,
    body: /^\s*\[\s*\]\s*$|"Statement"\s*:\s*\[\s*\]/,
    resource: 'entries',
    asset: 'access',
    reversibility: 'irreversible',
  },
  // A repository that everybody may read from then on.
  {
    methods: /^(?:PUT|PATCH)$/,
    path: /^\/(?:api\/v\d\/)?(?:repos|projects|repositories|models|datasets|spaces|2\.0\/repositories|v2\/(?:namespaces|repositories)|-\/package)\/[^?]*[^/]$|\/api\/repos\/.*\/settings$/,
    query: /^(?!\?.*visibility=private)/,
    body: /"?(?:is_)?private"?\s*[:=]\s*"?false\b|"?visibility"?\s*[:=]\s*"?public\b|"access"\s*:\s*"public"/i,
    resource: 'repository',
    asset: 'access',
    reversibility: 'irreversible',
    verb: 'publish',
  },
  {
    methods: /^POST$/,
    path: /\/change_?visibility$/,
    body: /"?visibility"?\s*[:=]\s*"?public\b/i,
    resource: 'repository',
    asset: 'access',
    reversibility: 'irreversible',
    verb: 'publish',
  },
  // Objects that a rule lets expire.
  {
    methods: /^(?:PUT|POST|PATCH)$/,
    path: /\/lifecycle(?:[-_]?(?:rules?|configuration|polic(?:y|ies)))?$/i,
    body: /expir|delete/i,
    resource: 'objects',
    asset: 'data-store',
    reversibility: 'recoverable',
  },
  // What keeps a thing from being deleted is switched off.
  {
    methods: /^(?:PUT|PATCH|POST)$/,
    path: /^/,
    body: /"(?:termination_?protection\w*|deletion_?protection\w*|delete_?protection|prevent_?destroy)"\s*:\s*(?:false|\{\s*"\w+"\s*:\s*false)/i,
    resource: 'protection',
    asset: 'access',
    reversibility: 'recoverable',
  },
  // An image named with it: the machine's disk is written anew (Contabo by a PUT on the machine itself).
  {
    methods: /^(?:PUT|POST)$/,
    path: /(?:instance|server|vm|vps|machine|droplet|linode|device|metal|node|host|gpu|pod|desktop)[^/]*\/.*[/:_-]re(?:set|build|install|image|init|provision)$/i,
    body: /"?(?:image|template|os|distro|distribution|operating_?system)(?:_?(?:id|ref|name|slug|template))?"?\s*[:=]/i,
    resource: 'disk',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^PUT$/,
    path: /\/(?:instances?|servers?|vms?|virtual-?machines|vps|droplets?|linodes?|machines?|devices?)\/[^/:]+$/i,
    body: /"(?:image_?(?:id|ref)|template_?id|os_?(?:id|template)|operating_?system)"\s*:/i,
    resource: 'disk',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // `POST /dedicated/servers/7/install { "os": … }`
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/(?:(?:bare-?)?metals?|(?:dedicated-?)?servers?|machines?|devices?)\/[^/]+\/install(?:\/start)?$/i,
    body: /"?(?:image|template|os|distro|distribution|operating_?system)(?:_?(?:id|ref|name|slug|template))?"?\s*[:=]/i,
    resource: 'disk',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // A copy put in the place of what stands there, and not into a new thing.
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/[^/]*\d[^/]*\/(?:actions\/)?(?:restore|rollback|revert)$/i,
    body: /^(?![\s\S]*"(?:new|target|display)?_?name")[\s\S]*"(?:backup|snapshot|restore_?point|recovery_?point|dump)(?:_?(?:id|name|uuid))?"\s*:/i,
    resource: 'data',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  {
    methods: /^POST$/,
    path: /\/actions?$/,
    body: /"(?:type|action)"\s*:\s*"(?:restore|rollback|revert)"/,
    resource: 'disk',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://docs.oracle.com/en/cloud/paas/psmcli/: a service is deleted by a PUT.
  {
    methods: /^PUT$/,
    host: /\.oraclecloud\.com$/,
    path: /\/instancemgmt\/[^/]+\/services\/[^/]+\/instances\/[^/]+$/,
    resource: 'instance',
    asset: 'data-store',
    reversibility: 'irreversible',
  },
  // https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run
  {
    methods: /^POST$/,
    path: /\/runs\/[^/]+\/actions\/(?:apply|force-execute)$/,
    resource: 'state',
    asset: 'state',
    reversibility: 'unknown',
  },
  // https://developer.hashicorp.com/vault/api-docs/secret/transit#trim-key
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/v1\/[^?]*\/keys\/[^/]+\/trim$/,
    resource: 'key versions',
    asset: 'key',
    reversibility: 'irreversible',
  },
  // https://developer.hashicorp.com/vault/api-docs/system/seal
  {
    methods: /^(?:PUT|POST)$/,
    path: /\/v1\/sys\/(?:seal|step-down|rekey\/init|rotate|generate-root\/attempt)$/,
    resource: 'vault',
    asset: 'key',
    reversibility: 'recoverable',
  },
];
