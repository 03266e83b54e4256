import type { Asset, Reversibility } from '../action/effect.ts';

/** What losing a kind of thing means. */
export interface NounReading {
  readonly asset: Asset;
  readonly reversibility: Reversibility;
  /** MITRE ATT&CK technique of destroying it. */
  readonly attack: string;
}

const attacks: Readonly<Record<Asset, string>> = {
  'data-store': 'T1485',
  backup: 'T1490',
  log: 'T1070',
  key: 'T1485',
  state: 'T1490',
  history: 'T1070',
  files: 'T1485',
  compute: 'T1489',
  access: 'T1531',
  other: 'T1485',
};

/** The ATT&CK technique of destroying an asset: data destruction, recovery inhibited, indicators removed, service stopped. */
export function attackOn(asset: Asset): string {
  return attacks[asset];
}

/** How a thing comes back that is only a definition. */
export const madeAgain = 'Make it again from its definition.';

/**
 * Kinds of things by the words of their names, gravest first. A definition (rule, role, alarm, record) can be written
 * again; what holds data, keys, logs, state or copies cannot. The last entry that no word fits is irreversible too:
 * an unseen kind of thing may hold anything.
 */
const kinds: readonly (readonly [RegExp, Asset, Reversibility])[] = [
  [
    /\b(?:backups?|snapshots?|recovery|restore|pitr|archives?|vaults?-?lock|replicas?|failover)\b/,
    'backup',
    'irreversible',
  ],
  [/\b(?:user pools?|identity pools?|directory|replication groups?|record sets? all)\b/, 'data-store', 'irreversible'],
  [/\bzones?\b/, 'access', 'irreversible'],
  [/\b(?:polic(?:y|ies)|rules?|selections?)\b/, 'access', 'recoverable'],
  [
    /\b(?:alarms?|alerts?|dashboards?|monitors?|uptime|notifications?|webhooks?|hooks?|integrations?)\b/,
    'other',
    'recoverable',
  ],
  [/\b(?:logs?|trails?|audit|sinks?|flow|recorders?|detectors?|diagnostic|insights)\b/, 'log', 'irreversible'],
  [
    /\b(?:keys?|secrets?|certificates?|certs?|ca|kms|keyrings?|keyvault|tokens?|passwords?|credentials?|signing)\b/,
    'key',
    'irreversible',
  ],
  [/\b(?:tfstate|states?|terraform)\b/, 'state', 'irreversible'],
  [
    /\b(?:users?|members?|groups?|roles?|grants?|bindings?|permissions?|principals?|profiles?|access|acls?|iam|firewalls?|networks?|subnets?|vpcs?|vnets?|nsgs?|routes?|routers?|gateways?|peerings?|addresses|ips?|dns|records?|domains?|endpoints?|listeners?|targets?|load|balancers?|lbs?|proxies|proxy|distributions?|cdns?|interfaces?|nics?|nat|locks?|triggers?|tags?|aliases|alias|placement)\b/,
    'access',
    'recoverable',
  ],
  [
    /\b(?:functions?|lambda|deployments?|revisions?|jobs?|workers?|builds?|pipelines?|workflows?|runs?|tasks?|templates?|launch|autoscal\w*|autoscale|plans?|schedulers?|schedules?|stages?|versions?|hosts?|webapps?|functionapps?|logicapps?)\b/,
    'compute',
    'recoverable',
  ],
  [
    /\b(?:servers?|instances?|droplets?|linodes?|vms?|machines?|nodes?|nodepools?|pools?|containers?|pods?|apps?|services?|sites?)\b/,
    'data-store',
    'irreversible',
  ],
  [
    /\b(?:databases?|dbs?|sql|postgres\w*|mysql|redis|valkey|cosmosdb|tables?|volumes?|buckets?|disks?|collections?|clusters?|projects?|environments?|envs?|index(?:es)?|indices|queues?|topics?|streams?|subscriptions?|repos?|repositor(?:y|ies)|registr(?:y|ies)|images?|schemas?|datasets?|storage|objects?|blobs?|items?|documents?|accounts?|workspaces?|organi[sz]ations?|orgs?|tenants?|warehouses?|namespaces?|filesystems?|file|shares?|stacks?|branch(?:es)?|keyspaces?|zones?|kv|hub|hubs)\b/,
    'data-store',
    'irreversible',
  ],
];

/** Things whose loss nobody grieves: marks on things, and what a tool keeps for itself. */
const worthless =
  /^(?:labels?|tags?|annotations?|tag values?|contexts?|aliases|completions?|extensions?|plugins?|caches?|cdn caches?|bookmarks?|sessions?|views?|favorites?)$/;

/** What a noun of a command line (`security group`, `db snapshot`) is worth; null for what nobody grieves. */
export function readNoun(noun: string): NounReading | null {
  const words = noun
    .toLowerCase()
    .replaceAll(/[-_:]+/g, ' ')
    .trim();
  if (worthless.test(words)) return null;
  for (const [shape, asset, reversibility] of kinds) {
    if (shape.test(words)) return { asset, reversibility, attack: attacks[asset] };
  }
  return { asset: 'other', reversibility: 'irreversible', attack: attacks.other };
}
