import type { Effect } from '../action/effect.ts';
import { commandPack } from './command-table.ts';
import { environmentOfHost, environmentOfName } from './environment.ts';
import { type Call, effectOf, type Rule, serverDataLoss } from './pack.ts';
import { literalOf } from './words.ts';

/** How any command line that manages things says that it destroys one. Words of files and packages are not among them. */
const verbs = 'delete destroy purge wipe terminate deprovision drop obliterate nuke';

/** Things that live on a server and hold data, whoever runs it; what only a local tool has (`env`, `cache`) is absent. */
const held =
  /(?:^| )(?:apps?|applications?|databases?|dbs?|clusters?|projects?|instances?|servers?|services?|volumes?|disks?|buckets?|backups?|snapshots?|domains?|zones?|stores?|deployments?|organi[sz]ations?|orgs?|tenants?|accounts?|keyspaces?|topics?|queues?|collections?|datasets?|namespaces?|filesystems?|vms?|machines?|nodes?|droplets?|scopes?|secrets?)$/;

const grammar = commandPack({
  id: 'strangers',
  title: 'remote',
  programs: [],
  docs: 'https://clig.dev/#subcommands',
  valued:
    '-a --app -p --project -e --env --environment -o --org --organization -t --token -r --region -n --name -c --config --profile -s --service --site --context --workspace -u --url --api-key --id --team --namespace',
  environment: '-e --env --environment -p --project --profile --context --workspace --namespace',
  endpoint: '-u --url',
  named: '-n --name --id -a --app',
  colons: true,
  verbs,
  rows: [],
});

/** A program of this name is one file of somebody's, not an installed command line. */
const ownFile = /[./\\]|^(?:echo|printf|test|true|false|function|alias|type|which|man|grep|rg)$/;

/**
 * What a program that no pack knows says of itself by the grammar all such command lines share: `<noun> destroy
 * <name>`, `<noun>:destroy`. Empty where the noun is nothing that a server holds.
 */
export function strangerEffects(call: Call): readonly Effect[] {
  const { program } = call.invocation;
  if (program === null || ownFile.test(program)) return [];
  if (lineClients.has(program)) return flushed(call);
  const first = verbFirst(call);
  if (first) return [first];
  return grammar.effects(call).filter((effect) => effect.rule === 'strangers/delete' && held.test(effect.resource));
}

/** Nouns that stand behind their verb (`kafkactl delete topic orders`); what generators make is not among them. */
const named =
  /^(?:topics?|queues?|clusters?|databases?|buckets?|volumes?|disks?|projects?|namespaces?|instances?|servers?|backups?|snapshots?|zones?|domains?|accounts?|tenants?|env|environments?|orgs?|vms?)$/;
const behind: Rule = {
  ...serverDataLoss,
  provider: 'strangers',
  id: 'strangers/delete-named',
  verb: 'delete',
  resource: 'resource',
  reason: 'Deletes {target} with what it holds.',
  source: 'https://clig.dev/#subcommands',
};

function verbFirst({ invocation }: Call): Effect | undefined {
  const [verb, noun, name] = invocation.args.map(literalOf);
  if (!verb || !noun || !/^(?:delete|purge|drop|terminate)$/.test(verb) || !named.test(noun)) return undefined;
  if (!invocation.args[2] || invocation.args.some((word) => /^(?:--help|-h|--dry-run)/.test(literalOf(word) ?? '')))
    return undefined;
  const target = name && !name.startsWith('-') ? `${noun} ${name}` : noun;
  return effectOf(behind, {
    target,
    resource: noun,
    span: invocation.span,
    environment: environmentOfName(name ?? ''),
  });
}

const lineClients = new Set(['nc', 'ncat', 'netcat', 'telnet']);
const flush: Rule = {
  ...serverDataLoss,
  provider: 'line protocol',
  id: 'strangers/flush',
  verb: 'flush',
  resource: 'cache',
  reason: 'Deletes everything that the memcached or Redis server {target} holds.',
  source: 'https://docs.memcached.org/protocols/basic/',
};

/** `echo flush_all | nc cache 11211`: the protocols of memcached and Redis are plain lines. */
function flushed({ invocation }: Call): readonly Effect[] {
  const { stdin, args, span } = invocation;
  if (stdin.kind !== 'text' || !/^\s*(?:flush_all|flushall|flushdb)\b/im.test(stdin.value)) return [];
  const host = args.map(literalOf).find((text) => text && !/^-|^\d+$/.test(text)) ?? 'on this machine';
  return [effectOf(flush, { target: host, span, environment: environmentOfHost(host) })];
}
