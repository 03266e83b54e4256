import {
  type Capabilities,
  type Capability,
  capabilityNames,
  defaultCapabilities,
} from '../behaviour/capability-needs.ts';

/** Other words people use for the same. */
const synonyms: Readonly<Record<string, Capability>> = {
  test: 'tests',
  lint: 'build',
  pip: 'npm',
  pnpm: 'npm',
  yarn: 'npm',
  cargo: 'npm',
  packages: 'npm',
  git: 'git-local',
  github: 'forge',
  gitlab: 'forge',
  containers: 'docker',
  tools: 'mcp',
  db: 'db:local',
  'db:dev': 'db:development',
  'db:prod': 'db:production',
  'deploy:dev': 'deploy:development',
  'deploy:prod': 'deploy:production',
};

/** What is in force for an agent, and what about the declaration a person should know. */
export interface ReadCapabilities {
  readonly capabilities: Capabilities;
  /** One plain sentence each. */
  readonly problems: readonly string[];
}

/**
 * The capabilities that count: those of the policy file once a person accepted it as it is, else the default ones.
 * They decide nothing by themselves: no call goes out because it is declared. They say what restraint is measured by.
 */
export function capabilitiesInForce(declared: readonly string[] | null, accepted: boolean): ReadCapabilities {
  if (declared === null) return { capabilities: defaultCapabilities, problems: [] };
  if (!accepted) {
    return {
      capabilities: defaultCapabilities,
      problems: [
        'The capabilities in .holdpoint/policy.jsonc count once you accept that file. Until then the default ones do.',
      ],
    };
  }
  const problems: string[] = [];
  const granted = new Set<Capability>();
  for (const name of declared) {
    const capability = capabilityNames.find((one) => one === name) ?? synonyms[name];
    if (capability) granted.add(capability);
    else
      problems.push(`There is no capability "${name}", so it grants nothing. Known are ${capabilityNames.join(', ')}.`);
  }
  return { capabilities: { granted, declared: true }, problems };
}

/** What an accepted file would add to what agents are ordinarily here to do, for the person who is asked. */
export function beyondDefault(declared: readonly string[]): readonly Capability[] {
  const { granted } = capabilitiesInForce(declared, true).capabilities;
  return [...granted].filter((capability) => !defaultCapabilities.granted.has(capability));
}
