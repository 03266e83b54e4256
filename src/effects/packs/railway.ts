import type { Reversibility } from '../../action/effect.ts';
import { assetNamed } from '../asset.ts';
import type { Rule } from '../pack.ts';
import { type SubcommandRule, subcommandPack } from '../subcommands.ts';
import { wordsOf } from '../words.ts';
import table from './railway.generated.json' with { type: 'json' };

const base = {
  provider: 'railway',
  scope: 'remote',
  reversibility: 'irreversible',
  attack: 'T1485',
  verb: 'delete',
} as const;
const page = (name: string): string => `https://docs.railway.com/cli/${name}`;

const commands: readonly SubcommandRule[] = [
  {
    ...base,
    id: 'railway/volume-delete',
    words: 'volume|volumes|vol delete|remove|rm',
    resource: 'volume',
    asset: 'data-store',
    named: ['-v', '--volume'],
    otherwise: 'the linked volume',
    reason: 'Deletes the Railway volume {target}, its data and the backups kept with it.',
    safer: 'railway volume list',
    source: page('volume'),
  },
  {
    ...base,
    id: 'railway/volume-detach',
    words: 'volume|volumes|vol detach',
    verb: 'detach',
    resource: 'volume',
    asset: 'data-store',
    reversibility: 'recoverable',
    named: ['-v', '--volume'],
    otherwise: 'the linked volume',
    reason: 'Takes the Railway volume {target} away from its service, which then runs without its data.',
    wayBack: 'railway volume attach --volume {target}',
    safer: 'railway volume list',
    source: page('volume'),
  },
  {
    ...base,
    id: 'railway/environment-delete',
    words: 'environment|env delete|remove|rm',
    resource: 'environment',
    asset: 'data-store',
    otherwise: 'the linked environment',
    reason: 'Deletes the Railway environment {target} with its services, volumes and variables.',
    safer: 'railway status',
    source: page('environment'),
  },
  {
    ...base,
    id: 'railway/service-delete',
    words: 'service delete|remove|rm',
    resource: 'service',
    asset: 'data-store',
    named: ['-s', '--service'],
    otherwise: 'the linked service',
    reason: 'Deletes the Railway service {target} with its deployments and settings.',
    safer: 'railway status',
    source: page('service'),
  },
  {
    ...base,
    id: 'railway/project-delete',
    words: 'delete',
    resource: 'project',
    asset: 'data-store',
    named: ['-p', '--project'],
    otherwise: 'the linked project',
    reason: 'Deletes the Railway project {target} with all its services, databases and volumes.',
    safer: 'railway list',
    source: page('delete'),
  },
  {
    ...base,
    id: 'railway/project-delete',
    words: 'project delete|remove|rm',
    resource: 'project',
    asset: 'data-store',
    named: ['-p', '--project'],
    otherwise: 'the linked project',
    reason: 'Deletes the Railway project {target} with all its services, databases and volumes.',
    safer: 'railway list',
    source: page('project'),
  },
  {
    ...base,
    id: 'railway/down',
    words: 'down',
    verb: 'remove',
    resource: 'deployment',
    asset: 'compute',
    reversibility: 'recoverable',
    named: ['-s', '--service'],
    otherwise: 'the linked service',
    reason: 'Removes the newest deployment of {target}: it goes offline.',
    wayBack: 'railway up',
    safer: 'railway status',
    attack: 'T1489',
    source: page('down'),
  },
  {
    ...base,
    id: 'railway/bucket-delete',
    words: 'bucket|buckets delete|remove|rm',
    resource: 'bucket',
    asset: 'data-store',
    named: ['-b', '--bucket'],
    otherwise: 'the linked bucket',
    reason: 'Deletes the Railway bucket {target} with every object in it.',
    safer: 'railway bucket list',
    source: page('bucket'),
  },
  {
    ...base,
    id: 'railway/function-delete',
    words: 'function|functions|func|fn|funcs|fns delete|remove|rm',
    resource: 'function',
    asset: 'compute',
    named: ['-f', '--function'],
    otherwise: 'the linked function',
    reason: 'Deletes the Railway function {target}.',
    safer: 'railway functions list',
    source: page('functions'),
  },
  {
    ...base,
    id: 'railway/variable-delete',
    words: 'variable|variables|vars|var delete|remove|rm',
    resource: 'variable',
    asset: 'key',
    otherwise: 'a variable',
    reason: 'Deletes the Railway variable {target}; its value is shown nowhere else.',
    safer: 'railway variables --json',
    source: page('variable'),
  },
  {
    ...base,
    id: 'railway/domain-delete',
    words: 'domain|domains delete|remove|rm',
    resource: 'domain',
    asset: 'access',
    reversibility: 'recoverable',
    otherwise: 'a domain',
    reason: 'Takes the domain {target} off its Railway service.',
    wayBack: 'railway domain {target}',
    safer: 'railway status',
    source: page('domain'),
  },
];

const unresolved: Rule = {
  provider: 'railway',
  scope: 'remote',
  attack: 'T1485',
  id: 'railway/unresolved',
  verb: 'run',
  resource: 'command',
  asset: 'other',
  reversibility: 'unknown',
  reason: 'Runs a Railway command whose name could not be worked out ({target}).',
  source: 'https://docs.railway.com/cli',
};

/** Railway's command line. */
export const railwayPack = subcommandPack({
  id: 'railway',
  programs: ['railway'],
  valued: [
    '-e --environment -s --service -v --volume -p --project -b --bucket -f --function --2fa-code -w --workspace -m --mount-path',
  ].flatMap((names) => names.split(' ')),
  environment: ['-e', '--environment'],
  rules: commands,
  unresolved,
});

interface Mutation {
  readonly rule: Rule;
  /** Arguments that name the target, in order of preference. */
  readonly named: readonly string[];
}

const mutations: ReadonlyMap<string, Mutation> = new Map(
  table.mutations.map((entry): [string, Mutation] => [
    entry.name,
    {
      named: entry.named,
      rule: {
        id: `railway/${wordsOf(entry.name).join('-')}`,
        provider: 'railway',
        verb: entry.verb,
        resource: entry.resource,
        asset: assetNamed(entry.asset),
        reversibility: asReversibility(entry.reversibility),
        scope: 'remote',
        reason: entry.reason,
        ...(entry.wayBack ? { wayBack: entry.wayBack } : {}),
        ...(entry.safer ? { safer: entry.safer } : {}),
        attack: entry.attack,
        source: entry.source,
      },
    },
  ]),
);

/** Mutations by their sorted words, so that `delete_volume`, `volume-delete` and `volumeDelete` are one. */
const byWords: ReadonlyMap<string, Mutation> = new Map(
  [...mutations].map(([name, mutation]) => [wordsOf(name).sort().join(' '), mutation]),
);

/** What one of Railway's GraphQL mutations destroys, or undefined where it destroys nothing. */
export function railwayMutation(name: string): Mutation | undefined {
  return mutations.get(name);
}

/** The same by the words of a tool's name, in any order and spelling. */
export function railwayTool(words: readonly string[]): Mutation | undefined {
  return byWords.get([...words].sort().join(' '));
}

function asReversibility(text: string): Reversibility {
  const kinds: readonly Reversibility[] = ['reversible', 'recoverable', 'irreversible'];
  return kinds.find((kind) => kind === text) ?? 'unknown';
}
