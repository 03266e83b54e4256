import { credentialKinds } from './kind-table.ts';

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

/** Vendors whose command-line tool has another name than they have here. */
const vendors: Readonly<Record<string, string>> = {
  gcloud: 'gcp',
  gsutil: 'gcp',
  bq: 'gcp',
  az: 'azure',
  doctl: 'digitalocean',
  pscale: 'planetscale',
  hcloud: 'hetzner',
  'linode-cli': 'linode',
  wrangler: 'cloudflare',
  'github-cli': 'github',
  gh: 'github',
  glab: 'gitlab',
  atlas: 'mongodb',
  flyctl: 'fly',
  scw: 'scaleway',
  neonctl: 'neon',
};

/** The vendor behind a provider as effects and programs name it: `gcloud` is `gcp`. */
export function vendorOf(provider: string): string {
  return vendors[provider] ?? provider;
}

/** The kind of credential a provider's own tools log in with, or undefined. */
export function kindOfProvider(provider: string): CredentialKind | undefined {
  if (/^(?:postgres|mysql|maria|mongo|redis|cockroach)/.test(provider)) return byId.get('database-url');
  const vendor = vendorOf(provider);
  return vendor === '' ? undefined : credentialKinds.find((kind) => kind.provider === vendor);
}

/** The vendor's kind of a credential sent to this host, or undefined. */
export function kindOfHost(host: string): CredentialKind | undefined {
  const plain = host.toLowerCase();
  return credentialKinds.find((kind) => kind.hosts?.some((known) => plain === known || plain.endsWith(`.${known}`)));
}
