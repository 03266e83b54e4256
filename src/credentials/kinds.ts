/** How a credential of a kind looks wherever it stands. */
export interface CredentialShape {
  /** A literal that every match contains: texts without it are not searched. */
  readonly hint: string;
  /** Global, bounded, without nested repetition. Group 1, where there is one, is the secret itself. */
  readonly pattern: RegExp;
}

/** One kind of credential and what it is able to destroy. */
export interface CredentialKind {
  readonly id: string;
  /** As a person would call it, without an article: `Railway token`. */
  readonly title: string;
  /** The provider as `Effect.provider` names it; empty where the kind belongs to none. */
  readonly provider: string;
  /** What a holder is able to destroy, one plain sentence. */
  readonly canDestroy: string;
  /** The vendor's page. */
  readonly page: string;
  readonly shapes: readonly CredentialShape[];
  /** Tested against the variable's name in upper case with `_` between words. */
  readonly names?: RegExp;
  /** Hosts a credential of this kind is sent to: the host itself or a domain above it. */
  readonly hosts?: readonly string[];
  /** A word in the path of the file it lies in that tells the vendor. */
  readonly pathWords?: RegExp;
}

const tail = '(?![A-Za-z0-9_])';

/** A shape that begins with a fixed prefix; `body` is the rest. The hint is the prefix. */
function prefixed(prefix: string, body: string): CredentialShape {
  const literal = prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { hint: prefix, pattern: new RegExp(`(?<![A-Za-z0-9_])${literal}${body}`, 'g') };
}

/**
 * The kinds, most telling first: where two fit a name, the first wins.
 * Prefixes are those the vendors document for their secret-scanning partners
 * (https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns).
 */
export const credentialKinds: readonly CredentialKind[] = [
  {
    id: 'railway-token',
    title: 'Railway token',
    provider: 'railway',
    canDestroy: 'It can delete any volume, database, service and environment of the Railway account or project.',
    page: 'https://docs.railway.com/reference/public-api',
    shapes: [prefixed('rlwy_', '[A-Za-z0-9_-]{8,200}')],
    names: /^(?:.*_)?RAILWAY(?:_.*)?(?:TOKEN|KEY|SECRET|AUTH)/,
    hosts: ['railway.app', 'railway.com'],
    pathWords: /railway/i,
  },
  {
    id: 'aws-access-key',
    title: 'AWS access key',
    provider: 'aws',
    canDestroy: 'It can delete whatever its IAM user may: buckets, databases, instances and their snapshots.',
    page: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    shapes: [prefixed('AKIA', `[A-Z0-9]{16}${tail}`), prefixed('ASIA', `[A-Z0-9]{16}${tail}`)],
    names: /^(?:.*_)?AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SECRET_KEY|SESSION_TOKEN)|^(?:AWS|S3)_.*(?:SECRET|KEY)$/,
    hosts: ['amazonaws.com'],
    pathWords: /(?:^|\/)\.?aws(?:\/|$)/i,
  },
  {
    id: 'github-token',
    title: 'GitHub token',
    provider: 'github',
    canDestroy: 'It can rewrite branches and, with the right scope, delete repositories and releases.',
    page: 'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
    shapes: [
      prefixed('ghp_', '[A-Za-z0-9_]{20,255}'),
      prefixed('gho_', '[A-Za-z0-9_]{20,255}'),
      prefixed('ghu_', '[A-Za-z0-9_]{20,255}'),
      prefixed('ghs_', '[A-Za-z0-9_]{20,255}'),
      prefixed('ghr_', '[A-Za-z0-9_]{20,255}'),
      prefixed('github_pat_', '[A-Za-z0-9_]{20,255}'),
    ],
    names: /^(?:.*_)?(?:GITHUB|GH)_(?:.*_)?(?:TOKEN|PAT|SECRET|KEY)$/,
    hosts: ['github.com', 'githubusercontent.com'],
    pathWords: /(?:^|\/)gh\/hosts\.yml|github/i,
  },
  {
    id: 'gitlab-token',
    title: 'GitLab token',
    provider: 'gitlab',
    canDestroy: 'It can delete projects, branches, registries and pipelines its owner may change.',
    page: 'https://docs.gitlab.com/security/tokens/',
    shapes: [prefixed('glpat-', '[A-Za-z0-9_.-]{16,300}'), prefixed('gldt-', '[A-Za-z0-9_-]{16,100}')],
    names: /^(?:.*_)?(?:GITLAB|GL|CI_JOB)_(?:.*_)?(?:TOKEN|PAT)$/,
    hosts: ['gitlab.com'],
    pathWords: /gitlab/i,
  },
  {
    id: 'npm-token',
    title: 'npm token',
    provider: 'npm',
    canDestroy: 'It can publish and unpublish versions of every package its owner maintains.',
    page: 'https://docs.npmjs.com/about-access-tokens',
    shapes: [
      prefixed('npm_', '[A-Za-z0-9]{30,60}'),
      { hint: ':_authToken', pattern: /:_authToken=["']?([A-Za-z0-9_.+/=-]{12,300})/g },
    ],
    names: /^(?:.*_)?(?:NPM|NODE_AUTH|YARN_NPM_AUTH)_(?:.*_)?TOKEN$|^NODE_AUTH_TOKEN$/,
    hosts: ['registry.npmjs.org'],
    pathWords: /\.npmrc$/,
  },
  {
    id: 'slack-token',
    title: 'Slack token',
    provider: 'slack',
    canDestroy: 'It can delete messages, files and channels its scopes allow.',
    page: 'https://api.slack.com/concepts/token-types',
    shapes: ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xapp-'].map((prefix) =>
      prefixed(prefix, '[A-Za-z0-9-]{10,250}'),
    ),
    names: /^(?:.*_)?SLACK_(?:.*_)?(?:TOKEN|SECRET)$/,
    hosts: ['slack.com'],
  },
  {
    id: 'stripe-key',
    title: 'Stripe secret key',
    provider: 'stripe',
    canDestroy: 'It can delete customers and products, cancel subscriptions and refund payments.',
    page: 'https://docs.stripe.com/keys',
    shapes: ['sk_live_', 'rk_live_', 'sk_test_', 'rk_test_', 'whsec_'].map((prefix) =>
      prefixed(prefix, '[A-Za-z0-9_]{10,250}'),
    ),
    names: /^(?:.*_)?STRIPE_(?:.*_)?(?:KEY|SECRET|TOKEN)$/,
    hosts: ['stripe.com'],
  },
  {
    id: 'gcp-service-account',
    title: 'Google Cloud service account key',
    provider: 'gcp',
    canDestroy: 'It can delete whatever its service account may: projects, buckets, databases and clusters.',
    page: 'https://cloud.google.com/iam/docs/service-account-creds',
    shapes: [
      {
        hint: '"private_key_id"',
        pattern: /"private_key_id"\s{0,4}:\s{0,4}"([A-Za-z0-9_-]{16,64})"/g,
      },
      prefixed('ya29.', '[A-Za-z0-9_-]{20,500}'),
    ],
    names: /^(?:.*_)?(?:GCP|GCLOUD|GOOGLE_APPLICATION|GOOGLE_CLOUD|CLOUDSDK)_(?:.*_)?(?:KEY|TOKEN|CREDENTIALS|SECRET)$/,
    hosts: ['googleapis.com'],
    pathWords: /gcloud|service-?account/i,
  },
  {
    id: 'google-api-key',
    title: 'Google API key',
    provider: 'gcp',
    canDestroy: 'It can use up quota and change what the enabled APIs let a key change.',
    page: 'https://cloud.google.com/docs/authentication/api-keys',
    shapes: [prefixed('AIza', `[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])`)],
    names: /^(?:.*_)?(?:GOOGLE|GEMINI|FIREBASE)_(?:.*_)?(?:API_KEY|KEY)$/,
  },
  {
    id: 'azure-secret',
    title: 'Azure credential',
    provider: 'azure',
    canDestroy: 'It can delete the resource groups, databases and storage its principal may change.',
    page: 'https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals',
    shapes: [
      { hint: 'AccountKey=', pattern: /AccountKey=([A-Za-z0-9+/]{20,120}={0,2})/g },
      { hint: 'SharedAccessKey=', pattern: /SharedAccessKey=([A-Za-z0-9+/]{20,120}={0,2})/g },
      { hint: '8Q~', pattern: /(?<![A-Za-z0-9_~.-])([A-Za-z0-9_~.-]{3}8Q~[A-Za-z0-9_~.-]{20,40})(?![A-Za-z0-9_~.-])/g },
    ],
    names: /^(?:.*_)?(?:AZURE|ARM|AZ)_(?:.*_)?(?:SECRET|KEY|TOKEN|PASSWORD)$/,
    hosts: ['management.azure.com', 'azure.com', 'windows.net'],
    pathWords: /(?:^|\/)\.azure\//,
  },
  {
    id: 'digitalocean-token',
    title: 'DigitalOcean token',
    provider: 'digitalocean',
    canDestroy: 'It can destroy droplets, volumes, databases and their backups in the account.',
    page: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
    shapes: ['dop_v1_', 'doo_v1_', 'dor_v1_'].map((prefix) => prefixed(prefix, '[A-Za-z0-9_]{16,100}')),
    names: /^(?:.*_)?(?:DIGITALOCEAN|DIGITAL_OCEAN|DO)_(?:.*_)?(?:TOKEN|PAT|KEY)$/,
    hosts: ['digitalocean.com'],
    pathWords: /doctl/,
  },
  {
    id: 'cloudflare-token',
    title: 'Cloudflare token',
    provider: 'cloudflare',
    canDestroy: 'It can delete zones, DNS records, buckets, databases and workers its permissions cover.',
    page: 'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
    shapes: [prefixed('v1.0-', '[a-f0-9]{24}-[a-f0-9]{146}')],
    names: /^(?:.*_)?(?:CLOUDFLARE|CF)_(?:.*_)?(?:TOKEN|KEY|SECRET)$/,
    hosts: ['cloudflare.com'],
    pathWords: /cloudflare|\.wrangler/i,
  },
  {
    id: 'vercel-token',
    title: 'Vercel token',
    provider: 'vercel',
    canDestroy: 'It can delete projects, deployments, domains and stores of the account or team.',
    page: 'https://vercel.com/docs/rest-api#authentication',
    shapes: [prefixed('vcp_', '[A-Za-z0-9]{16,100}')],
    names: /^(?:.*_)?(?:VERCEL|NOW)_(?:.*_)?(?:TOKEN|SECRET|KEY)$/,
    hosts: ['api.vercel.com', 'vercel.com'],
    pathWords: /vercel/i,
  },
  {
    id: 'netlify-token',
    title: 'Netlify token',
    provider: 'netlify',
    canDestroy: 'It can delete sites, deploys, DNS zones and form submissions of the account.',
    page: 'https://docs.netlify.com/api/get-started/#authentication',
    shapes: [prefixed('nfp_', '[A-Za-z0-9]{16,100}')],
    names: /^(?:.*_)?NETLIFY_(?:.*_)?(?:TOKEN|KEY|SECRET)$/,
    hosts: ['netlify.com'],
    pathWords: /netlify/i,
  },
  {
    id: 'heroku-key',
    title: 'Heroku API key',
    provider: 'heroku',
    canDestroy: 'It can destroy apps, add-ons and the databases behind them.',
    page: 'https://devcenter.heroku.com/articles/authentication',
    shapes: [prefixed('HRKU-', '[A-Za-z0-9_-]{20,120}')],
    names: /^(?:.*_)?HEROKU_(?:.*_)?(?:KEY|TOKEN|SECRET)$/,
    hosts: ['api.heroku.com'],
    pathWords: /heroku/i,
  },
  {
    id: 'supabase-service-role',
    title: 'Supabase secret key',
    provider: 'supabase',
    canDestroy: 'It bypasses row-level security: it can delete every row, file and user of the project.',
    page: 'https://supabase.com/docs/guides/api/api-keys',
    shapes: [prefixed('sb_secret_', '[A-Za-z0-9_-]{16,100}'), prefixed('sbp_', '[a-zA-Z0-9_]{20,100}')],
    names: /^(?:.*_)?SUPABASE_(?:.*_)?(?:SERVICE_ROLE(?:_.*)?|SERVICE_KEY|SECRET(?:_.*)?|ACCESS_TOKEN|DB_PASSWORD)$/,
    hosts: ['supabase.co', 'supabase.com'],
    pathWords: /supabase/i,
  },
  {
    id: 'neon-key',
    title: 'Neon API key',
    provider: 'neon',
    canDestroy: 'It can delete projects, branches and the databases in them.',
    page: 'https://neon.com/docs/manage/api-keys',
    shapes: [prefixed('napi_', '[A-Za-z0-9]{16,120}')],
    names: /^(?:.*_)?NEON_(?:.*_)?(?:KEY|TOKEN|SECRET)$/,
    hosts: ['console.neon.tech'],
  },
  {
    id: 'planetscale-token',
    title: 'PlanetScale token',
    provider: 'planetscale',
    canDestroy: 'It can delete databases, branches and backups it is granted.',
    page: 'https://planetscale.com/docs/api/reference/service-tokens',
    shapes: ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'].map((prefix) => prefixed(prefix, '[A-Za-z0-9_.=-]{16,100}')),
    names: /^(?:.*_)?(?:PLANETSCALE|PSCALE)_(?:.*_)?(?:TOKEN|KEY|PASSWORD|SECRET)$/,
    hosts: ['api.planetscale.com'],
  },
  {
    id: 'fly-token',
    title: 'Fly.io token',
    provider: 'fly',
    canDestroy: 'It can destroy apps, machines, volumes and their snapshots in the organisation.',
    page: 'https://fly.io/docs/security/tokens/',
    shapes: [prefixed('FlyV1 ', '[A-Za-z0-9_+/=,-]{20,2000}'), prefixed('fo1_', '[A-Za-z0-9_-]{20,100}')],
    names: /^(?:.*_)?(?:FLY|FLY_IO|FLYIO)_(?:.*_)?(?:TOKEN|KEY)$/,
    hosts: ['api.fly.io', 'api.machines.dev'],
    pathWords: /(?:^|\/)\.fly\//,
  },
  {
    id: 'render-key',
    title: 'Render API key',
    provider: 'render',
    canDestroy: 'It can delete services, disks and databases of the workspace.',
    page: 'https://render.com/docs/api',
    shapes: [prefixed('rnd_', '[A-Za-z0-9]{20,60}')],
    names: /^(?:.*_)?RENDER_(?:.*_)?(?:KEY|TOKEN)$/,
    hosts: ['api.render.com'],
  },
  {
    id: 'hetzner-token',
    title: 'Hetzner Cloud token',
    provider: 'hetzner',
    canDestroy: 'It can delete servers, volumes and snapshots of the project.',
    page: 'https://docs.hetzner.cloud/#authentication',
    shapes: [],
    names: /^(?:.*_)?(?:HCLOUD|HETZNER)_(?:.*_)?(?:TOKEN|KEY)$/,
    hosts: ['api.hetzner.cloud'],
  },
  {
    id: 'linode-token',
    title: 'Linode token',
    provider: 'linode',
    canDestroy: 'It can delete instances, volumes, buckets and databases of the account.',
    page: 'https://techdocs.akamai.com/linode-api/reference/get-started',
    shapes: [],
    names: /^(?:.*_)?LINODE_(?:.*_)?(?:TOKEN|KEY)$/,
    hosts: ['api.linode.com'],
  },
  {
    id: 'terraform-token',
    title: 'HCP Terraform token',
    provider: 'terraform',
    canDestroy: 'It can delete workspaces with their state and start runs that destroy what they manage.',
    page: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
    shapes: [{ hint: '.atlasv1.', pattern: /(?<![A-Za-z0-9])([A-Za-z0-9]{10,20}\.atlasv1\.[A-Za-z0-9_-]{20,100})/g }],
    names: /^(?:.*_)?(?:TFE|TF|TFC|TERRAFORM|HCP)_(?:.*_)?(?:TOKEN(?:_.*)?|CLIENT_SECRET)$/,
    hosts: ['app.terraform.io'],
    pathWords: /credentials\.tfrc/,
  },
  {
    id: 'vault-token',
    title: 'HashiCorp Vault token',
    provider: 'vault',
    canDestroy: 'It can delete and overwrite the secrets its policies cover.',
    page: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
    shapes: ['hvs.', 'hvb.', 'hvr.'].map((prefix) => prefixed(prefix, '[A-Za-z0-9_-]{16,300}')),
    names: /^(?:.*_)?VAULT_(?:.*_)?(?:TOKEN|SECRET_ID)$/,
    pathWords: /\.vault-token$/,
  },
  {
    id: 'mongodb-atlas-key',
    title: 'MongoDB Atlas key',
    provider: 'mongodb',
    canDestroy: 'It can terminate clusters and delete their backups in the projects it is granted.',
    page: 'https://www.mongodb.com/docs/atlas/configure-api-access/',
    shapes: [],
    names: /^(?:.*_)?(?:ATLAS|MONGODB_ATLAS|MCLI)_(?:.*_)?(?:KEY|SECRET|TOKEN)$/,
    hosts: ['cloud.mongodb.com'],
  },
  {
    id: 'firebase-token',
    title: 'Firebase token',
    provider: 'firebase',
    canDestroy: 'It can delete Firestore data, storage and hosting releases of the projects its owner may change.',
    page: 'https://firebase.google.com/docs/cli#cli-ci-systems',
    shapes: [],
    names: /^(?:.*_)?FIREBASE_(?:.*_)?(?:TOKEN|SECRET)$/,
    hosts: ['firebaseio.com'],
  },
  {
    id: 'docker-token',
    title: 'Docker registry token',
    provider: 'docker',
    canDestroy: 'It can push over and delete images and tags its owner may change.',
    page: 'https://docs.docker.com/security/access-tokens/',
    shapes: [prefixed('dckr_pat_', '[A-Za-z0-9_-]{16,60}')],
    names: /^(?:.*_)?(?:DOCKER|DOCKERHUB|REGISTRY)_(?:.*_)?(?:TOKEN|PASSWORD|PAT|SECRET)$/,
    hosts: ['hub.docker.com'],
    pathWords: /\.docker\/config\.json$/,
  },
  {
    id: 'pypi-token',
    title: 'PyPI token',
    provider: 'pypi',
    canDestroy: 'It can upload releases of every project its scope covers.',
    page: 'https://pypi.org/help/#apitoken',
    shapes: [prefixed('pypi-', '[A-Za-z0-9_-]{50,300}')],
    names: /^(?:.*_)?(?:PYPI|TWINE)_(?:.*_)?(?:TOKEN|PASSWORD)$/,
    hosts: ['pypi.org'],
    pathWords: /\.pypirc$/,
  },
  {
    id: 'openai-key',
    title: 'OpenAI API key',
    provider: 'openai',
    canDestroy: 'It can spend the account and delete its files, assistants and fine-tuned models.',
    page: 'https://platform.openai.com/docs/api-reference/authentication',
    shapes: [prefixed('sk-proj-', '[A-Za-z0-9_-]{20,250}'), prefixed('sk-svcacct-', '[A-Za-z0-9_-]{20,250}')],
    names: /^(?:.*_)?OPENAI_(?:.*_)?(?:KEY|TOKEN|SECRET)$/,
    hosts: ['api.openai.com'],
  },
  {
    id: 'anthropic-key',
    title: 'Anthropic API key',
    provider: 'anthropic',
    canDestroy: 'It can spend the account and delete its files and batches.',
    page: 'https://docs.anthropic.com/en/api/overview',
    shapes: [prefixed('sk-ant-', '[A-Za-z0-9_-]{16,250}')],
    names: /^(?:.*_)?(?:ANTHROPIC|CLAUDE)_(?:.*_)?(?:KEY|TOKEN)$/,
    hosts: ['api.anthropic.com'],
  },
  {
    id: 'sendgrid-key',
    title: 'SendGrid API key',
    provider: 'sendgrid',
    canDestroy: 'It can send mail in your name and delete contacts, lists and templates.',
    page: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
    shapes: [prefixed('SG.', '[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}')],
    names: /^(?:.*_)?SENDGRID_(?:.*_)?KEY$/,
    hosts: ['api.sendgrid.com'],
  },
  {
    id: 'twilio-token',
    title: 'Twilio token',
    provider: 'twilio',
    canDestroy: 'It can release phone numbers and delete recordings and messages of the account.',
    page: 'https://www.twilio.com/docs/iam/api-keys',
    shapes: [],
    names: /^(?:.*_)?TWILIO_(?:.*_)?(?:TOKEN|SECRET|KEY)$/,
    hosts: ['twilio.com'],
  },
  {
    id: 'shopify-token',
    title: 'Shopify access token',
    provider: 'shopify',
    canDestroy: 'It can delete products, orders and customers its scopes allow.',
    page: 'https://shopify.dev/docs/apps/build/authentication-authorization',
    shapes: ['shpat_', 'shpca_', 'shppa_', 'shpss_'].map((prefix) => prefixed(prefix, '[A-Za-z0-9]{16,64}')),
    names: /^(?:.*_)?SHOPIFY_(?:.*_)?(?:TOKEN|SECRET|KEY|PASSWORD)$/,
    hosts: ['myshopify.com'],
  },
  {
    id: 'datadog-key',
    title: 'Datadog key',
    provider: 'datadog',
    canDestroy: 'It can delete monitors, dashboards and users its owner may change.',
    page: 'https://docs.datadoghq.com/account_management/api-app-keys/',
    shapes: [],
    names: /^(?:.*_)?(?:DATADOG|DD)_(?:.*_)?(?:KEY|TOKEN)$/,
    hosts: ['datadoghq.com', 'datadoghq.eu'],
  },
  {
    id: 'sentry-token',
    title: 'Sentry token',
    provider: 'sentry',
    canDestroy: 'It can delete projects, issues and releases of the organisation.',
    page: 'https://docs.sentry.io/account/auth-tokens/',
    shapes: [prefixed('sntrys_', '[A-Za-z0-9_+/=.-]{20,300}'), prefixed('sntryu_', '[a-f0-9]{32,100}')],
    names: /^(?:.*_)?SENTRY_(?:.*_)?(?:TOKEN|KEY|SECRET)$/,
    hosts: ['sentry.io'],
  },
  {
    id: 'linear-key',
    title: 'Linear API key',
    provider: 'linear',
    canDestroy: 'It can delete issues, projects and documents of the workspace.',
    page: 'https://linear.app/developers/graphql',
    shapes: [prefixed('lin_api_', '[A-Za-z0-9]{16,100}')],
    names: /^(?:.*_)?LINEAR_(?:.*_)?(?:KEY|TOKEN)$/,
    hosts: ['api.linear.app'],
  },
  {
    id: 'notion-token',
    title: 'Notion token',
    provider: 'notion',
    canDestroy: 'It can move to the trash every page and database shared with the integration.',
    page: 'https://developers.notion.com/docs/authorization',
    shapes: [prefixed('ntn_', '[A-Za-z0-9]{20,100}')],
    names: /^(?:.*_)?NOTION_(?:.*_)?(?:KEY|TOKEN|SECRET)$/,
    hosts: ['api.notion.com'],
  },
  {
    id: 'pulumi-token',
    title: 'Pulumi token',
    provider: 'pulumi',
    canDestroy: 'It can delete stacks and their state, and start updates that destroy what they manage.',
    page: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
    shapes: [prefixed('pul-', '[a-f0-9]{32,64}')],
    names: /^(?:.*_)?PULUMI_(?:.*_)?TOKEN$/,
    hosts: ['api.pulumi.com'],
  },
  {
    id: 'doppler-token',
    title: 'Doppler token',
    provider: 'doppler',
    canDestroy: 'It can read and delete the secrets of the projects it covers.',
    page: 'https://docs.doppler.com/docs/service-tokens',
    shapes: [prefixed('dp.', '(?:pt|st|ct|sa|scim|audit)\\.[A-Za-z0-9_.-]{20,120}')],
    names: /^(?:.*_)?DOPPLER_(?:.*_)?TOKEN$/,
    hosts: ['api.doppler.com'],
  },
  {
    id: 'kubernetes-token',
    title: 'Kubernetes credential',
    provider: 'kubernetes',
    canDestroy: 'It can delete the workloads, volumes and namespaces its role covers.',
    page: 'https://kubernetes.io/docs/reference/access-authn-authz/authentication/',
    shapes: [{ hint: 'client-key-data', pattern: /client-key-data:\s{0,4}([A-Za-z0-9+/]{40,8000}={0,2})/g }],
    names: /^(?:.*_)?(?:KUBE|K8S|KUBERNETES)(?:_.*)?_(?:TOKEN|CONFIG_DATA|PASSWORD)$/,
    pathWords: /(?:^|\/)\.kube\/|kubeconfig/i,
  },
  {
    id: 'ssh-key',
    title: 'private key',
    provider: '',
    canDestroy: 'It can log in wherever its public half is accepted and do there what that account may.',
    page: 'https://man.openbsd.org/ssh-keygen',
    shapes: [
      {
        hint: '-----BEGIN ',
        // The body may be cut short (`head -3 id_rsa`), so the end line is optional; it never runs past the next dashes.
        pattern:
          /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----(?=[\s\\nr]{1,8}[A-Za-z0-9+/=:, -]{16})(?:[^-]|-(?!----)){24,16000}(?:-----END [A-Z ]{0,24}PRIVATE KEY-----)?/g,
      },
    ],
    names: /^(?:.*_)?(?:SSH|DEPLOY)_(?:.*_)?(?:PRIVATE_)?KEY$/,
    pathWords: /(?:^|\/)\.ssh\//,
  },
  {
    id: 'pgp-key',
    title: 'PGP private key',
    provider: '',
    canDestroy: 'It can sign releases and commits in its owner’s name and decrypt what was meant for them.',
    page: 'https://www.gnupg.org/gph/en/manual.html',
    shapes: [
      {
        hint: '-----BEGIN PGP PRIVATE',
        pattern:
          /-----BEGIN PGP PRIVATE KEY BLOCK-----(?:[^-]|-(?!----)){24,32000}(?:-----END PGP PRIVATE KEY BLOCK-----)?/g,
      },
    ],
  },
  {
    id: 'database-url',
    title: 'database password',
    provider: '',
    canDestroy: 'It can delete every row and table that its database user owns.',
    page: 'https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING',
    shapes: [],
    names:
      /^(?:.*_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS)_?(?:.*_)?(?:URL|URI|DSN|PASSWORD|PASS|PW)$|^PGPASSWORD$|^MYSQL_PWD$/,
  },
  {
    id: 'jwt',
    title: 'signed token (JWT)',
    provider: '',
    canDestroy: 'It acts in its owner’s name until it expires.',
    page: 'https://www.rfc-editor.org/rfc/rfc7519',
    shapes: [prefixed('eyJ', '[A-Za-z0-9_-]{10,2000}\\.[A-Za-z0-9_-]{10,4000}\\.[A-Za-z0-9_-]{10,1000}')],
  },
  {
    id: 'url-password',
    title: 'URL with password',
    provider: '',
    canDestroy: 'It can do whatever that account may at the address it belongs to.',
    page: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
    shapes: [],
  },
  {
    id: 'generic-password',
    title: 'password',
    provider: '',
    canDestroy: 'It can do whatever the account behind it may.',
    page: 'https://cwe.mitre.org/data/definitions/522.html',
    shapes: [],
  },
  {
    id: 'generic-token',
    title: 'token or key',
    provider: '',
    canDestroy: 'It can do whatever the account it was made for may.',
    page: 'https://cwe.mitre.org/data/definitions/522.html',
    shapes: [],
  },
];

const byId = new Map(credentialKinds.map((kind) => [kind.id, kind]));
const unnamed = credentialKinds.find((kind) => kind.id === 'generic-token') ?? credentialKinds[0];

/** The kind of an id; the plain token for an id this version does not know. */
export function kindOf(id: string): CredentialKind {
  const kind = byId.get(id) ?? unnamed;
  if (!kind) throw new Error('The table of credential kinds is empty.');
  return kind;
}

/** Whether a kind says nothing of the vendor: its provider may still be learnt from where it is found or sent. */
export function isGenericKind(id: string): boolean {
  return kindOf(id).provider === '' && id !== 'ssh-key' && id !== 'pgp-key' && id !== 'database-url';
}

/** `railwayToken`, `railway-token`, `railway.token` → `RAILWAY_TOKEN`. */
export function variableName(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[.\-/]/g, '_')
    .toUpperCase();
}

/** The vendor's kind a variable name tells, or undefined. */
export function kindOfName(name: string): CredentialKind | undefined {
  const plain = variableName(name);
  return credentialKinds.find((kind) => kind.names?.test(plain));
}

/** The vendor's kind the path of a file tells, or undefined. */
export function kindOfPath(path: string): CredentialKind | undefined {
  const slashed = path.replaceAll('\\', '/');
  return credentialKinds.find((kind) => kind.pathWords?.test(slashed));
}

/** The kind of credential a provider's own tools log in with, or undefined. */
export function kindOfProvider(provider: string): CredentialKind | undefined {
  if (/^(?:postgres|mysql|maria|mongo|redis|cockroach)/.test(provider)) return byId.get('database-url');
  return provider === '' ? undefined : credentialKinds.find((kind) => kind.provider === provider);
}

/** The vendor's kind of a credential sent to this host, or undefined. */
export function kindOfHost(host: string): CredentialKind | undefined {
  const plain = host.toLowerCase();
  return credentialKinds.find((kind) => kind.hosts?.some((known) => plain === known || plain.endsWith(`.${known}`)));
}
