/** A program that hands out secrets, and the arguments with which it does. */
interface SecretStore {
  readonly program: string;
  /** Tested against the arguments joined by single spaces. */
  readonly args: RegExp;
  readonly score: number;
  /** Completes "Asks … for secrets". */
  readonly title: string;
}

/** Key rings, password managers, cloud secret stores and command-line tools that print what they keep. */
const secretStores: readonly SecretStore[] = [
  {
    program: 'security',
    args: /^(?:find-(?:generic|internet)-password|dump-keychain|export)\b/,
    score: 0.8,
    title: 'the macOS keychain',
  },
  { program: 'secret-tool', args: /^(?:lookup|search)\b/, score: 0.8, title: 'the desktop key ring' },
  { program: 'kwallet-query', args: /./, score: 0.8, title: 'the desktop key ring' },
  { program: 'cmdkey', args: /\/list/i, score: 0.6, title: 'the Windows credential manager' },
  { program: 'vaultcmd', args: /\/list/i, score: 0.6, title: 'the Windows credential manager' },
  { program: 'pass', args: /^(?:show\b|ls\b|grep\b|find\b|$)/, score: 0.7, title: 'the password store' },
  { program: 'gopass', args: /^(?:show|ls|cat|find)\b/, score: 0.7, title: 'the password store' },
  { program: 'op', args: /^(?:read|item (?:get|list)|document get|inject)\b/, score: 0.7, title: '1Password' },
  { program: 'bw', args: /^(?:get|list|export)\b/, score: 0.7, title: 'Bitwarden' },
  { program: 'lpass', args: /^(?:show|ls|export)\b/, score: 0.7, title: 'LastPass' },
  {
    program: 'vault',
    args: /^(?:kv get|kv list|read|list|token lookup|print token)\b/,
    score: 0.6,
    title: 'HashiCorp Vault',
  },
  { program: 'doppler', args: /^(?:secrets(?! (?:set|delete|upload))|configs tokens)\b/, score: 0.6, title: 'Doppler' },
  { program: 'infisical', args: /^(?:secrets(?! (?:set|delete))|export)\b/, score: 0.6, title: 'Infisical' },
  {
    program: 'aws',
    args: /\bsecretsmanager (?:get-secret-value|list-secrets|batch-get-secret-value)\b|\bssm get-parameters?(?:-by-path)?\b.*--with-decryption|\bconfigure (?:export-credentials|get aws_secret_access_key)\b|\bsts (?:get-session-token|assume-role)\b|\biam (?:create|list)-access-keys?\b/,
    score: 0.7,
    title: 'AWS',
  },
  {
    program: 'gcloud',
    args: /\bsecrets (?:versions access|list)\b|\bauth (?:application-default )?print-(?:access|identity)-token\b|\biam service-accounts keys (?:create|list)\b/,
    score: 0.7,
    title: 'Google Cloud',
  },
  {
    program: 'az',
    args: /\bkeyvault secret (?:show|list|download)\b|\baccount get-access-token\b|\bstorage account keys list\b|\bcosmosdb keys list\b|\bcognitiveservices account keys list\b|\bwebapp config appsettings list\b/,
    score: 0.7,
    title: 'Azure',
  },
  {
    program: 'kubectl',
    args: /\b(?:get|describe) (?:-\S+ (?:\S+ )?)*secrets?\b(?!.*-o[ =]?name)|\bconfig view\b.*--raw\b|\bcreate token\b/,
    score: 0.6,
    title: 'the Kubernetes cluster',
  },
  {
    program: 'oc',
    args: /\b(?:get|describe|extract) secrets?\b|\bwhoami (?:-t|--show-token)\b/,
    score: 0.6,
    title: 'the OpenShift cluster',
  },
  {
    program: 'docker',
    args: /\binspect\b.*\bEnv\b|\bexec (?:-\S+ )*\S+ (?:env|printenv)\b(?! \w+=)/,
    score: 0.6,
    title: 'a container',
  },
  {
    program: 'podman',
    args: /\binspect\b.*\bEnv\b|\bexec (?:-\S+ )*\S+ (?:env|printenv)\b(?! \w+=)/,
    score: 0.6,
    title: 'a container',
  },
  { program: 'gh', args: /^auth (?:token|status\b.*--show-token)/, score: 0.6, title: 'the GitHub CLI' },
  { program: 'glab', args: /^auth (?:status\b.*(?:-t|--show-token)|token)\b/, score: 0.6, title: 'the GitLab CLI' },
  {
    program: 'git',
    args: /^(?:-\S+ )*credential(?:-\S+)? (?:fill|get)\b/,
    score: 0.7,
    title: 'git’s credential helper',
  },
  {
    program: 'git',
    args: /^(?:-\S+ )*config\b.*\bextraheader\b/,
    score: 0.6,
    title: 'git’s configuration',
  },
  { program: 'ansible-vault', args: /^(?:view|decrypt)\b/, score: 0.6, title: 'Ansible Vault' },
  { program: 'sops', args: /(?:^| )(?:-d|--decrypt|decrypt|exec-env)\b/, score: 0.6, title: 'SOPS' },
  {
    program: 'railway',
    args: /^(?:variables?(?! (?:--set|set|delete))|vars)\b(?!.*--set)|^run (?:-\S+ )*(?:env|printenv)\b/,
    score: 0.5,
    title: 'Railway',
  },
  {
    program: 'heroku',
    args: /^(?:config(?::get)?(?= |$)|auth:token|authorizations:(?:create|info)|pg:credentials:url)/,
    score: 0.5,
    title: 'Heroku',
  },
  { program: 'vercel', args: /^env pull\b/, score: 0.4, title: 'Vercel' },
  { program: 'netlify', args: /^env:(?:list|get|clone)\b/, score: 0.5, title: 'Netlify' },
  {
    program: 'fly',
    args: /^(?:auth token|tokens (?:create|list))\b|^ssh console\b.*\b(?:env|printenv)\b/,
    score: 0.6,
    title: 'Fly.io',
  },
  {
    program: 'flyctl',
    args: /^(?:auth token|tokens (?:create|list))\b|^ssh console\b.*\b(?:env|printenv)\b/,
    score: 0.6,
    title: 'Fly.io',
  },
  { program: 'doctl', args: /^(?:auth token|databases connection)\b/, score: 0.5, title: 'DigitalOcean' },
  { program: 'supabase', args: /^projects api-keys\b/, score: 0.5, title: 'Supabase' },
  { program: 'neonctl', args: /^connection-string\b/, score: 0.5, title: 'Neon' },
  { program: 'pscale', args: /^(?:password create|service-token create)\b/, score: 0.5, title: 'PlanetScale' },
  { program: 'pulumi', args: /--show-secrets\b/, score: 0.5, title: 'Pulumi' },
  {
    program: 'terraform',
    args: /^(?:-\S+ )*(?:state pull|output\b.*-(?:json|raw))\b/,
    score: 0.3,
    title: 'the Terraform state',
  },
  {
    program: 'firebase',
    args: /^(?:login:ci|functions:secrets:access|functions:config:get)\b/,
    score: 0.5,
    title: 'Firebase',
  },
  { program: 'npm', args: /^(?:config get .*_authToken|token (?:create|list))\b/, score: 0.5, title: 'npm' },
  { program: 'gpg', args: /--export-secret-keys?\b/, score: 0.8, title: 'the GnuPG key ring' },
  { program: 'ssh-add', args: /^-L\b/, score: 0.2, title: 'the SSH agent' },
];

/** The store that a program's arguments (joined by single spaces) ask for secrets, or undefined. */
export function storeOf(program: string, line: string): SecretStore | undefined {
  const name = program.toLowerCase();
  return secretStores.find((known) => known.program === name && known.args.test(line));
}

/** Addresses at which a cloud hands a machine its own credentials. */
export const metadataAddress =
  /(?:^|\/\/|@)(?:169\.254\.169\.254|169\.254\.170\.2|\[?fd00:ec2::254\]?|100\.100\.100\.200|metadata\.google\.internal|metadata\.azure\.com)(?:[:/?]|$)/i;

/** Commands that ask a cloud who one is and what one may. The person's own login at a code host is not among them. */
export const privilegeProbes: readonly { readonly program: string; readonly args: RegExp }[] = [
  {
    program: 'aws',
    args: /\bsts get-caller-identity\b|\biam (?:list-attached-|get-(?:user|account)|simulate-|list-users|list-roles|list-policies)/,
  },
  { program: 'gcloud', args: /\bauth list\b|\bprojects get-iam-policy\b/ },
  { program: 'az', args: /\baccount (?:show|list)\b|\brole assignment list\b|\bad signed-in-user show\b/ },
  { program: 'kubectl', args: /\bauth (?:can-i|whoami)\b/ },
  { program: 'railway', args: /^whoami\b/ },
  { program: 'vercel', args: /^whoami\b/ },
  { program: 'heroku', args: /^auth:whoami\b/ },
  { program: 'fly', args: /^auth whoami\b/ },
  { program: 'flyctl', args: /^auth whoami\b/ },
  { program: 'doctl', args: /^account get\b/ },
  { program: 'sudo', args: /^(?:-n )?(?:-l|--list)\b/ },
];
