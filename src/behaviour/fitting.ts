import type { Action } from '../action/action.ts';
import type { CredentialOrigin } from '../action/signal.ts';
import type { Analysis } from '../action/verdict.ts';
import { credentialKinds } from '../credentials/kind-table.ts';
import { isGenericKind, kindOf, kindOfHost, variableName, vendorOf } from '../credentials/kinds.ts';
import type { KnownPlace } from './known-places.ts';
import { displayPath } from './places.ts';

/** What a call would have to log in to. */
export interface Wanted {
  /** Vendors, as kinds of credentials name them, and the programs that speak to them. */
  readonly vendors: ReadonlySet<string>;
  /** It speaks to a database server. */
  readonly database: boolean;
  /** The folders its programs work in, as a person reads them. */
  readonly folders: ReadonlySet<string>;
  readonly production: boolean;
}

const databases = /postgres|psql|^pg_|mysql|maria|mongo|redis|cockroach|sql/;

/** What an action would have to log in to, by its effects, its programs and the hosts it speaks to. */
export function wantedBy(action: Action, analysis: Analysis, hosts: readonly string[]): Wanted {
  const vendors = new Set<string>();
  const folders = new Set<string>();
  for (const host of hosts) add(vendors, kindOfHost(host)?.provider);
  for (const { provider, target } of analysis.effects) {
    add(vendors, vendorOf(provider));
    if (provider === 'http') add(vendors, kindOfHost(target.split('/')[0] ?? '')?.provider);
  }
  for (const { program, cwd } of analysis.invocations) {
    add(vendors, program === null ? undefined : vendorOf(program));
    if (cwd !== null) folders.add(displayPath(cwd, null, action));
  }
  return {
    vendors,
    database: [...vendors].some((vendor) => databases.test(vendor)),
    folders,
    production: analysis.effects.some(({ environment }) => environment === 'production'),
  };
}

function add(set: Set<string>, vendor: string | undefined): void {
  if (vendor !== undefined && vendor !== '') set.add(vendor);
}

/** Files that programs log in with by themselves, whose names do not tell the program's. */
const loginFiles: readonly (readonly [programs: RegExp, file: RegExp])[] = [
  [/^(?:psql|pg_\w+|dropdb|createdb|pgcli|postgres\w*)$/, /\.pgpass$|pg_service\.conf$/],
  [/^(?:mysql|maria)/, /\.my(?:login)?\.cnf$/],
  [/^(?:kubectl|kubernetes|helm|oc|k9s|velero|argocd)$/, /\.kube\/|kubeconfig/],
  [/^(?:ssh|scp|sftp|rsync|ansible[\w-]*)$/, /\.ssh\//],
  [/^(?:npm|yarn|pnpm)$/, /npmrc$/],
  [/^(?:twine|pypi)$/, /pypirc$/],
  [/^(?:github|gh)$/, /\.git-credentials$|gh\/hosts\.yml$/],
  [/^(?:heroku|git)$/, /netrc$/],
  [/^aws$/, /\.aws\/|\.s3cfg$|\.boto$/],
  [/^terraform$/, /\.tfvars(?:\.json)?$|tfrc/],
];

const vendorWords = new Set(credentialKinds.map(({ provider }) => provider).filter((provider) => provider.length > 2));

/**
 * How well a file's credentials fit what a call logs in to: 3 where what was seen in it does, 2 where its path says so,
 * 0 where nothing is known, -1 where it holds somebody else's.
 */
export function fitOf({ file, origins }: Pick<KnownPlace, 'file' | 'origins'>, wanted: Wanted): number {
  const fits = origins.map((origin) => fitOfOrigin(origin, wanted));
  if (fits.includes(3)) return 3;
  const path = file.toLowerCase();
  const vendors = [...wanted.vendors];
  if (loginFiles.some(([programs, form]) => form.test(path) && vendors.some((vendor) => programs.test(vendor))))
    return 2;
  const words = path.split(/[^a-z0-9]+/);
  if (words.some((word) => wanted.vendors.has(word) || wanted.vendors.has(vendorOf(word)))) return 2;
  if (wanted.database && words.some((word) => /^(?:db|database|databases)$/.test(word))) return 2;
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  if (folder !== '' && wanted.folders.has(folder)) return 1;
  const strange = fits.length > 0 ? fits.every((fit) => fit === -1) : words.some((word) => vendorWords.has(word));
  return strange ? -1 : 0;
}

/** 3 where a credential is of a vendor that is wanted, -1 where it is another's, 0 where nobody can tell. */
export function fitOfOrigin(origin: CredentialOrigin, { vendors, database }: Wanted): number {
  const kind = kindOf(origin.kind);
  if (kind.id === 'database-url') return database ? 3 : 0;
  if (kind.id === 'ssh-key') return vendors.has('ssh') || vendors.has('scp') || vendors.has('rsync') ? 3 : 0;
  // `VULTR_API_KEY`: a vendor without a row of its own is told by the name.
  if (isGenericKind(kind.id) || kind.provider === '')
    return origin.variable !== undefined && namesVendor(origin.variable, vendors) ? 3 : 0;
  return vendors.has(kind.provider) ? 3 : -1;
}

/** Words of names that are no vendor's, though a program is called so. */
const commonWords = new Set('http https sql node python ruby php make sh bash env file files test app db'.split(' '));

/** Whether the name of a variable begins with one of these vendors. */
export function namesVendor(variable: string, vendors: ReadonlySet<string>): boolean {
  const words = variableName(variable).toLowerCase().split('_');
  return words
    .slice(0, -1)
    .some((word) => word.length > 2 && !commonWords.has(word) && (vendors.has(word) || vendors.has(vendorOf(word))));
}

/** The places that fit best, the likeliest last: by what they hold, by not being the task's own, by time. */
export function byLikelihood(
  places: readonly KnownPlace[],
  wanted: Wanted,
  isOwn: (file: string) => boolean,
): KnownPlace[] {
  const rank = (place: KnownPlace): readonly number[] => [
    fitOf(place, wanted),
    isOwn(place.file) ? 0 : 1,
    wanted.production && /prod/i.test(place.file) ? 1 : 0,
    place.touched,
  ];
  return places
    .map((place) => ({ place, rank: rank(place) }))
    .sort((a, b) => {
      const differing = a.rank.findIndex((value, index) => value !== b.rank[index]);
      return differing === -1 ? 0 : (a.rank[differing] ?? 0) - (b.rank[differing] ?? 0);
    })
    .map(({ place }) => place);
}
