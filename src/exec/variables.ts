/**
 * Variables that say where a program acts, or with whose credential: they become part of the judged call. By program;
 * its own name in capitals (`RAILWAY_*`) always counts. `*` stands at the end of a name for any rest.
 */
const tellingVariables: Readonly<Record<string, readonly string[]>> = {
  psql: ['PG*', 'DATABASE_URL'],
  dropdb: ['PG*'],
  dropuser: ['PG*'],
  pg_restore: ['PG*'],
  mysql: ['MYSQL_*'],
  mysqladmin: ['MYSQL_*'],
  mariadb: ['MYSQL_*', 'MARIADB_*'],
  'redis-cli': ['REDISCLI_*', 'REDIS_*'],
  etcdctl: ['ETCDCTL_*'],
  cdk: ['AWS_*'],
  sam: ['AWS_*'],
  serverless: ['AWS_*', 'SERVERLESS_*'],
  gcloud: ['CLOUDSDK_*', 'GOOGLE_*'],
  gsutil: ['CLOUDSDK_*', 'GOOGLE_*'],
  bq: ['CLOUDSDK_*', 'GOOGLE_*'],
  az: ['AZURE_*', 'ARM_*'],
  kubectl: ['KUBECONFIG', 'KUBE_*'],
  oc: ['KUBECONFIG'],
  helm: ['KUBECONFIG', 'HELM_*'],
  terraform: ['TF_*', 'AWS_PROFILE', 'ARM_*', 'GOOGLE_*'],
  tofu: ['TF_*', 'AWS_PROFILE', 'ARM_*', 'GOOGLE_*'],
  terragrunt: ['TF_*', 'TG_*', 'AWS_PROFILE'],
  pulumi: ['PULUMI_*', 'AWS_PROFILE'],
  flyctl: ['FLY_*'],
  neonctl: ['NEON_*'],
  pscale: ['PLANETSCALE_*'],
  atlas: ['MONGODB_ATLAS_*'],
  wrangler: ['CLOUDFLARE_*', 'CF_*'],
  doctl: ['DIGITALOCEAN_*'],
  'linode-cli': ['LINODE_*'],
  gh: ['GH_*', 'GITHUB_*'],
  glab: ['GITLAB_*', 'GL_*'],
  'docker-compose': ['DOCKER_*', 'COMPOSE_*'],
  git: ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_SSH_COMMAND', 'GIT_CONFIG*', 'GIT_INDEX_FILE'],
  rclone: ['RCLONE_*'],
  borg: ['BORG_*'],
};

/** Longest value that is taken along, in UTF-16 code units. */
const longestValue = 2_048;
/** Most variables that are taken along. */
const mostVariables = 24;

/**
 * The variables of a caller's environment that belong to a call of `program`, by name in order. What does not fit the
 * bounds is left out: it can only make a call look less specific, never harmless.
 */
export function telling(
  program: string,
  environment: Readonly<Record<string, string>>,
): readonly (readonly [name: string, value: string])[] {
  const own = `${program.toUpperCase().replaceAll('-', '_')}_*`;
  const patterns = [own, ...(tellingVariables[program] ?? [])];
  return Object.entries(environment)
    .filter(([name, value]) => /^[A-Za-z_]\w*$/.test(name) && value.length <= longestValue && fits(name, patterns))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, mostVariables);
}

function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
}
