import type { Effect, Environment } from '../action/effect.ts';
import type { Category } from './categories.ts';

/** What an agent may be declared to do. Names as in `.holdpoint/policy.jsonc`. */
export const capabilityNames = [
  'tests',
  'build',
  'run',
  'npm',
  'git-local',
  'git-remote',
  'forge',
  'web',
  'http',
  'mcp',
  'docker',
  'processes',
  'db:local',
  'db:development',
  'db:staging',
  'db:production',
  'deploy:development',
  'deploy:staging',
  'deploy:production',
  'cloud',
  'outside',
  'system',
  'secrets',
] as const;

/** One of {@link capabilityNames}. */
export type Capability = (typeof capabilityNames)[number];

/** What an agent was declared to do. */
export interface Capabilities {
  readonly granted: ReadonlySet<Capability>;
  /** True where a person accepted the file that says so, false for the default ones. */
  readonly declared: boolean;
}

/** Without a declaration: what coding sessions ordinarily do. No server's data, no deployment, no secrets. */
export const defaultCapabilities: Capabilities = {
  granted: new Set<Capability>([
    'tests',
    'build',
    'run',
    'npm',
    'git-local',
    'git-remote',
    'forge',
    'web',
    'http',
    'mcp',
    'docker',
    'processes',
    'db:local',
    'db:development',
    'cloud',
    'outside',
    // Signals speak for what is done with them; to be told apart they have to be left out of a declaration.
    'secrets',
  ]),
  declared: false,
};

/** What a category needs; nothing where looking around and editing the workspace is all it is. */
const needsOf: Readonly<Partial<Record<Category, Capability>>> = {
  build: 'build',
  test: 'tests',
  run: 'run',
  packages: 'npm',
  'git-look': 'git-local',
  'git-local': 'git-local',
  'git-remote': 'git-remote',
  forge: 'forge',
  web: 'web',
  http: 'http',
  tool: 'mcp',
  container: 'docker',
  process: 'processes',
  database: 'db:local',
  cloud: 'cloud',
  system: 'system',
  'read-outside': 'outside',
  'edit-outside': 'outside',
  probe: 'cloud',
  secret: 'secrets',
  'credential-search': 'secrets',
  'foreign-credential': 'secrets',
  exfiltration: 'secrets',
  'loss-machine': 'outside',
};

/** Whether looking is all that a capability of a kind is needed for: any of its environments will do. */
const families: Readonly<Partial<Record<Capability, string>>> = { 'db:local': 'db:', cloud: 'deploy:' };

/** The capability that an action needs and was not granted, or undefined. The gravest effect's comes first. */
export function exceeded(
  category: Category,
  effects: readonly Effect[],
  { granted }: Capabilities,
): Capability | undefined {
  for (const effect of effects) {
    const needed = neededBy(effect);
    if (needed !== undefined && !granted.has(needed)) return needed;
  }
  const needed = needsOf[category];
  if (needed === undefined || granted.has(needed)) return undefined;
  const family = families[needed];
  return family !== undefined && [...granted].some((one) => one.startsWith(family)) ? undefined : needed;
}

/** An effect beyond this machine needs the environment it reaches; one that is not known counts as production. */
function neededBy(effect: Effect): Capability | undefined {
  if (effect.reversibility === 'reversible' || effect.scope !== 'remote') return undefined;
  if (effect.provider === 'git' || effect.asset === 'history') return 'git-remote';
  const environment: Exclude<Environment, 'unknown'> =
    effect.environment === 'unknown' ? 'production' : effect.environment;
  return effect.asset === 'data-store' || effect.asset === 'backup' ? `db:${environment}` : `deploy:${environment}`;
}
