import type { Effect } from '../../action/effect.ts';
import type { Word } from '../../action/invocation.ts';
import { isHarmless } from '../command-words.ts';
import { environmentOfName } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting } from '../pack.ts';
import { isTestName } from '../paths.ts';
import { dockerSetting } from '../settings.ts';
import { type Arguments, has, literalOf, optionValue, readArguments, shown } from '../words.ts';
import { containerRules as rules } from './containers-rules.ts';

const valuedText =
  '-H --host --context --config -l --log-level -f --file -p --project-name --profile --project-directory --env-file --filter --format --parallel --progress --ansi -t --timeout --rmi --connection --url --root --runroot --storage-driver --time';
/** `-c` is `--context` of docker, `-f` its `--force` behind a command's name. */
const forcing: ReadonlySet<string> = new Set(valuedText.split(' ').filter((name) => name !== '-f'));
const composing: ReadonlySet<string> = new Set(valuedText.split(' '));

function containerEffects(call: Call): Effect[] {
  const { invocation } = call;
  const program = invocation.program ?? '';
  if (program === 'docker-machine') return machineEffects(call);
  const compose = /-compose$/.test(program) || invocation.args.some((word) => literalOf(word) === 'compose');
  const read = readArguments(invocation.args, compose ? composing : forcing);
  if (isHarmless(read, { valued: valuedText })) return [];
  const words = program.endsWith('-compose') ? read.operands : read.operands.slice(compose ? 1 : 0);
  const [first, second, ...more] = words;
  if (!first) return [];
  if (first.kind === 'unknown') return [at(call, read, rules.unresolved, shown(first))];
  if (compose) return composeEffects(call, read, first.value, words.slice(1));
  const names = second ? [second, ...more] : [];
  return plainEffects(call, read, `${first.value} ${literalOf(second) ?? ''}`.trim(), first.value, { names, more });
}

function plainEffects(
  call: Call,
  read: Arguments,
  words: string,
  first: string,
  { names, more }: { readonly names: readonly Word[]; readonly more: readonly Word[] },
): Effect[] {
  const joined = more.map(shown).join(', ');
  switch (words) {
    case 'volume rm':
    case 'volume remove':
      if (more.length === 0) return has(read.options, '-a', '--all') ? [at(call, read, rules.volumeRemove, '*')] : [];
      return [at(call, read, rules.volumeRemove, joined, ifTest(joined))];
    case 'volume prune':
      return [at(call, read, rules.volumePrune, prunedBy(read))];
    case 'system prune':
      return read.options.has('--volumes') ? [at(call, read, rules.systemPrune, prunedBy(read))] : [];
    case 'system reset':
      return [at(call, read, rules.systemReset, '*')];
    case 'machine rm':
    case 'machine reset':
      return [at(call, read, rules.machine, joined || 'the default machine')];
    case 'secret rm':
    case 'secret remove':
    case 'config rm':
    case 'config remove':
      return [at(call, read, rules.secret, joined)];
    case 'service rm':
    case 'stack rm':
    case 'stack down':
    case 'node rm':
    case 'service remove':
      return [at(call, read, rules.service, joined)];
    case 'service scale':
      return more.some((word) => /=0$/.test(shown(word))) ? [at(call, read, rules.service, joined)] : [];
    case 'swarm leave':
      return has(read.options, '--force', '-f') ? [at(call, read, rules.swarmLeave, 'this node')] : [];
    case 'container rm':
    case 'container stop':
    case 'container kill':
    case 'pod rm':
      return removals(call, read, words.endsWith('rm'), more);
    default:
      return /^(?:rm|stop|kill)$/.test(first) ? removals(call, read, first === 'rm', names) : [];
  }
}

/** Containers are made again from their images; what lies in their unnamed volumes is not. */
function removals(call: Call, read: Arguments, removes: boolean, names: readonly Word[]): Effect[] {
  const target = names.map(shown).join(', ');
  if (removes && has(read.options, '-v', '--volumes'))
    return [at(call, read, rules.containerVolumes, target, ifTest(target))];
  const everything = (word: Word) =>
    word.kind === 'unknown' &&
    /\b(?:ps|container ls)\b(?![^)`]*(?:--filter|-[a-z]*f[ =]|grep|awk|head|tail))/.test(word.text);
  // podman's `rm --all`.
  if (removes && (has(read.options, '-a', '--all') || (has(read.options, '-f', '--force') && names.some(everything)))) {
    return [at(call, read, rules.allContainers, target || 'every one there is')];
  }
  return elsewhere(call, read, target);
}

function composeEffects(call: Call, read: Arguments, verb: string, rest: readonly Word[]): Effect[] {
  const project = optionValue(read.options, '-p', '--project-name', '-f', '--file', '--env-file', '--profile');
  const target = project ? shown(project) : 'this compose project';
  const { args } = call.invocation;
  // Behind the verb `-f` is `--force`.
  const own = readArguments(args.slice(args.findIndex((word) => literalOf(word) === verb) + 1), forcing);
  const volumes = has(own.options, '-v', '--volumes');
  if (verb === 'down' && volumes) return [at(call, read, rules.composeDown, target, ifTest(target))];
  if (verb === 'rm' && volumes) {
    const services = rest.map(shown).join(', ') || target;
    return [at(call, read, rules.containerVolumes, services, ifTest(services))];
  }
  return /^(?:down|stop|kill|rm)$/.test(verb) ? elsewhere(call, read, target) : [];
}

function prunedBy({ options }: Arguments): string {
  const filter = optionValue(options, '--filter');
  return filter ? shown(filter) : '*';
}

/** What is named for tests is filled by them. */
function ifTest(target: string): Partial<Sighting> {
  const tested = target.split(', ').every((name) => isTestName(name));
  return tested
    ? {
        reversibility: 'recoverable',
        scope: 'workspace',
        environment: 'development',
        wayBack: 'It is named as a test’s: the tests fill it again.',
      }
    : {};
}

/** On this machine a container is a development matter; on a host by a production name it is somebody's service. */
function elsewhere(call: Call, read: Arguments, target: string): Effect[] {
  return hostName(call, read).environment === 'production' ? [at(call, read, rules.elsewhere, target)] : [];
}

function hostName(
  call: Call,
  read: Arguments,
): { readonly away: boolean; readonly environment: Effect['environment'] } {
  const given =
    literalOf(optionValue(read.options, '-H', '--host', '--context', '--connection')) ?? dockerSetting(call);
  const wrapper = call.invocation.wrappers.find(({ place }) => place === 'remote');
  const name = given ?? wrapper?.target ?? '';
  const away =
    wrapper !== undefined || (given !== null && !/^(?:default|desktop-linux|colima|orbstack|unix:)/.test(given));
  return { away, environment: environmentOfName(name) };
}

function machineEffects(call: Call): Effect[] {
  const read = readArguments(call.invocation.args, new Set(['-p', '--profile']));
  if (isHarmless(read, { valued: '' }) || !/^(?:rm|delete|remove|reset)$/.test(literalOf(read.operands[0]) ?? ''))
    return [];
  const target = read.operands.slice(1).map(shown).join(', ') || 'the default machine';
  return [at(call, read, rules.machine, target)];
}

function at(call: Call, read: Arguments, rule: Rule, target: string, more: Partial<Sighting> = {}): Effect {
  const { program, span } = call.invocation;
  const { away, environment } = hostName(call, read);
  const safer =
    rule.safer?.startsWith('docker ') && /^(?:podman|nerdctl)$/.test(program ?? '')
      ? rule.safer.replace('docker', program ?? '')
      : rule.safer;
  return effectOf(rule, {
    target: target === '' ? '?' : target,
    span,
    environment: environment === 'unknown' ? environmentOfName(target) : environment,
    ...(safer ? { safer } : {}),
    ...(away ? { scope: 'remote' } : {}),
    ...(away ? {} : more),
  });
}

/** Docker, Podman and what stands beside them. Containers and images are made again; volumes are not. */
export const containersPack: Pack = {
  id: 'containers',
  programs: 'docker podman nerdctl finch docker-compose podman-compose docker-machine'.split(' '),
  rules: Object.values(rules),
  effects: containerEffects,
};
