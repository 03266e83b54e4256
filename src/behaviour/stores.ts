import type { HttpRequest } from '../action/invocation.ts';
import type { Signal } from '../action/signal.ts';
import { moreStores } from './more-stores.ts';
import { signal } from './signals.ts';

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
  { program: 'rbw', args: /^(?:get|list|search)\b/, score: 0.7, title: 'Bitwarden' },
  { program: 'keepassxc-cli', args: /^(?:show|export|clip|search|locate|ls)\b/, score: 0.7, title: 'KeePassXC' },
  { program: 'get-secret', args: /./, score: 0.7, title: 'the PowerShell secret store' },
  { program: 'get-storedcredential', args: /(?:)/, score: 0.7, title: 'the Windows credential manager' },
  { program: 'get-azkeyvaultsecret', args: /./, score: 0.7, title: 'Azure' },
  { program: 'get-secsecretvalue', args: /./, score: 0.7, title: 'AWS' },
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
    args: /\bsecretsmanager (?:get-secret-value|list-secrets|batch-get-secret-value)\b|\bssm get-parameters?(?:-by-path)?\b.*--with-decryption|\bconfigure (?:export-credentials|get aws_secret_access_key)\b|\bsts (?:get-session-token|assume-role)\b|\b(?:get-function-configuration|describe-task-definition)\b.*(?:environment|secrets)|\brds generate-db-auth-token\b|\biam (?:create|list)-access-keys?\b/i,
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
    args: /\bkeyvault secret (?:show|list|download)\b|\baccount get-access-token\b|\b(?:keys list|list-keys|credential show|show-connection-string|connection-string list|config appsettings list)\b/,
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
  {
    program: 'glab',
    args: /^auth (?:status\b.*(?:-t|--show-token)|token)\b|^variable (?:get|export)\b/,
    score: 0.6,
    title: 'the GitLab CLI',
  },
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
  { program: 'vercel', args: /^env pull\b.*prod/, score: 0.4, title: 'Vercel' },
  // Without a word of production it is how development begins.
  { program: 'vercel', args: /^env pull\b/, score: 0.2, title: 'Vercel' },
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
    args: /^(?:-\S+ )*(?:state pull\b|output\b(?:.*-json\b|.*-raw\b.*(?:pass|secret|token|key|cred|url_with|connection)))/i,
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
  {
    program: 'reg',
    args: /^query\b.*(?:token|passw|secret|api_?key|cred)/i,
    score: 0.5,
    title: 'the Windows registry',
  },
  {
    program: 'sqlite3',
    args: /(?:^| )(?:~|\/home\/[^/]+|\/Users\/[^/]+|\/root)\/\..*(?:token|passw|secret|api_?key|cred|cookie)/i,
    score: 0.5,
    title: 'a program’s own database',
  },
  { program: 'ssh-add', args: /^-L\b/, score: 0.2, title: 'the SSH agent' },
];

/** Verbs that print what they name, in the command lines of the many services no row above knows. */
const printsSecret =
  /^(?:-\S+ )*(?:secrets?|variables?|vars|credentials?|tokens?|api-?keys?)[ :](?:get|show|reveal|view|print|export|value)\b/;
/** A word that such a command line has: one look at each argument of a program that is no store itself. */
export const namesSecrets = /^(?:secrets?|variables?|vars|credentials?|tokens?|api-?keys?)(?::|$)/;
/** Programs in which such words are something else. */
const notStores = /^(?:git|echo|printf|grep|rg|npm|pnpm|yarn|node|python3?|make|go|cargo|docker|cat|ls|cd|gh)$/;

const storesOf = new Map<string, SecretStore[]>();
for (const store of [
  ...secretStores,
  ...moreStores.flatMap(([programs, args, score, title]) =>
    programs.split(' ').map((program): SecretStore => ({ program, args, score, title })),
  ),
])
  storesOf.set(store.program, [...(storesOf.get(store.program) ?? []), store]);

/** Whether a program (lower case) asks any store. */
export const mayAskStore = (program: string): boolean => storesOf.has(program);

/** The store that a program's arguments (joined by single spaces) ask for secrets, or undefined. */
export function storeOf(program: string, line: string): SecretStore | undefined {
  const name = program.toLowerCase();
  const known = storesOf.get(name)?.find((one) => one.args.test(line));
  if (known || notStores.test(name) || !printsSecret.test(line)) return known;
  return { program: name, args: printsSecret, score: 0.5, title: name };
}

/** Addresses at which a cloud hands a machine its own credentials. */
export const metadataAddress =
  /(?:^|\/\/|@)(?:169\.254\.169\.254|169\.254\.170\.2|\[?fd00:ec2::254\]?|100\.100\.100\.200|metadata\.google\.internal|metadata\.azure\.com)(?:[:/?$]|$)/i;

/**
 * Addresses under which stores hand out values: Vault, Google's, Azure's, Doppler's, Kubernetes'. Vault's own state
 * (`/v1/sys/health`) is none.
 */
const secretAddress =
  /\/v1\/(?!sys\/|auth\/)[\w-]+\/data\/|\/\/secretmanager\.googleapis\.com\/.*\/versions\/[^/]+:access|\.vault\.azure\.net\/secrets\/[^/?]+|\/\/api\.doppler\.com\/v3\/configs\/config\/secrets?(?:\/download)?\?|\/api\/v1\/(?:namespaces\/[^/]+\/)?secrets(?:\/[^/?]+)?(?:\?|$)|\/api\/v4\/(?:projects|groups)\/[^/]+\/variables(?:[/?]|$)|\/\/api\.heroku\.com\/apps\/[^/]+\/config-vars|\/\/api\.render\.com\/v1\/services\/[^/]+\/env-vars|\/\/api\.vercel\.com\/v\d+\/projects\/[^/]+\/env\b|\/\/api\.supabase\.com\/v1\/projects\/[^/]+\/api-keys|\/v2\/state-versions\/[^/]+\/download/;

/** Requests that ask a store for what it keeps. */
export function requestedSecrets(requests: readonly HttpRequest[]): Signal[] {
  const found = requests.find(
    ({ method, url, partialUrl, headers }) =>
      (/^get$/i.test(method) && secretAddress.test(url ?? partialUrl?.prefix ?? '')) ||
      /^secretsmanager\.(?:Get|BatchGet)SecretValue$/.test(headers['x-amz-target'] ?? ''),
  );
  if (!found) return [];
  const address = (found.url ?? found.partialUrl?.prefix ?? '').slice(0, 80);
  return [signal('credential-search', 0.6, `Asks a store for secrets: ${address}`, { span: found.span })];
}
