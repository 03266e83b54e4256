import type { Effect, Environment } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { environmentOfName, worseEnvironment } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting } from '../pack.ts';
import { absolutePath } from '../paths.ts';
import { has, literalOf, readArguments, shown } from '../words.ts';

const base = {
  provider: 'terraform',
  scope: 'remote',
  resource: 'state',
  asset: 'data-store',
  reversibility: 'irreversible',
  attack: 'T1485',
} as const;
const page = (name: string): string => `https://developer.hashicorp.com/terraform/cli/commands/${name}`;

const rules = {
  destroy: {
    ...base,
    id: 'terraform/destroy',
    verb: 'destroy',
    reason: 'Destroys {target} that this Terraform state describes.',
    safer: 'terraform plan -destroy',
    source: page('destroy'),
  },
  apply: {
    ...base,
    id: 'terraform/apply',
    verb: 'apply',
    reversibility: 'unknown',
    reason: 'Changes real infrastructure ({target}); without a saved plan nobody has seen what it deletes.',
    safer: 'terraform plan -out=tfplan',
    source: page('apply'),
  },
  applyPlan: {
    ...base,
    id: 'terraform/apply-plan',
    verb: 'destroy',
    resource: 'resource',
    reason: 'Applies a plan that deletes {target}.',
    safer: 'terraform show tfplan',
    source: page('apply'),
  },
  stateRemove: {
    ...base,
    id: 'terraform/state-rm',
    verb: 'remove',
    asset: 'state',
    reason: 'Makes Terraform forget {target}: it runs on, managed by nobody.',
    safer: 'terraform state list',
    attack: 'T1490',
    source: page('state/rm'),
  },
  statePush: {
    ...base,
    id: 'terraform/state-push',
    verb: 'overwrite',
    asset: 'state',
    reason: 'Overwrites the shared Terraform state with {target}.',
    safer: 'terraform state pull',
    attack: 'T1565.001',
    source: page('state/push'),
  },
  workspaceDelete: {
    ...base,
    id: 'terraform/workspace-delete',
    verb: 'delete',
    resource: 'workspace',
    asset: 'state',
    reason: 'Deletes the Terraform workspace {target} and its state.',
    safer: 'terraform workspace list',
    attack: 'T1490',
    source: page('workspace/delete'),
  },
  forceUnlock: {
    ...base,
    id: 'terraform/force-unlock',
    verb: 'unlock',
    asset: 'state',
    reversibility: 'recoverable',
    reason: 'Takes away the lock {target}; two runs at once can ruin the state.',
    wayBack: 'terraform state pull',
    safer: 'terraform plan',
    source: page('force-unlock'),
  },
  taint: {
    ...base,
    id: 'terraform/taint',
    verb: 'taint',
    resource: 'resource',
    reversibility: 'recoverable',
    reason: 'Marks {target} to be destroyed and made anew by the next apply.',
    wayBack: 'terraform untaint {target}',
    source: page('taint'),
  },
  unresolved: {
    ...base,
    id: 'terraform/unresolved',
    verb: 'run',
    reversibility: 'unknown',
    reason: 'Runs a Terraform command whose name could not be worked out ({target}).',
    source: page(''),
  },
} as const satisfies Record<string, Rule>;

const valued: ReadonlySet<string> = new Set(
  [
    '-chdir --chdir -target --target -var --var -var-file --var-file -state --state -out --out -parallelism --parallelism',
    '--terragrunt-working-dir --working-dir --queue-include-dir --queue-exclude-dir --terragrunt-include-dir --config',
  ].flatMap((names) => names.split(' ')),
);

function terraformEffects(call: Call): Effect[] {
  const { invocation } = call;
  const { options, operands } = readArguments(goStyle(invocation.args), valued);
  if (has(options, '-help', '--help', '-h', '-version', '--version')) return [];
  let words = [...operands];
  if (invocation.program === 'terragrunt')
    words = words.filter((word) => !/^(?:run-all|run|all|stack)$/.test(literalOf(word) ?? ''));
  const name = words[0];
  if (!name) return [];
  if (name.kind === 'unknown') return [sighted(call, rules.unresolved, shown(name))];
  const targets = targetsOf(invocation.args);
  const resources = targets ?? 'every resource';
  const rest = words.slice(1);
  switch (name.value) {
    case 'destroy':
    case 'destroy-all':
      return [
        sighted(call, rules.destroy, targets ?? '*', {
          reason: `Destroys ${resources} that this Terraform state describes.`,
        }),
      ];
    case 'apply':
    case 'apply-all':
      return applyEffects(call, rest, options, targets);
    case 'state':
      return stateEffects(call, rest, options);
    case 'workspace':
      if (literalOf(rest[0]) !== 'delete') return [];
      return [sighted(call, rules.workspaceDelete, shown(rest[1]), { environment: environmentOfName(shown(rest[1])) })];
    case 'force-unlock':
      return [sighted(call, rules.forceUnlock, shown(rest[0]))];
    case 'taint':
      return [sighted(call, rules.taint, shown(rest[0]))];
    default:
      return [];
  }
}

/** Terraform's options are words behind one dash (`-auto-approve`), never clusters of letters. */
function goStyle(args: readonly Word[]): Word[] {
  return args.map((word) =>
    word.kind !== 'unknown' && /^-[a-z][a-z-]+/.test(word.value) ? { ...word, value: `-${word.value}` } : word,
  );
}

function targetsOf(args: readonly Word[]): string | null {
  const found: string[] = [];
  args.forEach((word, index) => {
    const text = shown(word);
    const equals = /^--?(?:target|replace)=(.*)$/.exec(text);
    if (equals?.[1]) found.push(equals[1]);
    if (/^--?target$/.test(text)) found.push(shown(args[index + 1]));
  });
  return found.length > 0 ? found.join(', ') : null;
}

function applyEffects(
  call: Call,
  rest: readonly Word[],
  options: ReadonlyMap<string, unknown>,
  targets: string | null,
): Effect[] {
  if (options.has('--destroy')) {
    return [
      sighted(call, rules.destroy, targets ?? '*', {
        reason: `Destroys ${targets ?? 'every resource'} that this Terraform state describes.`,
      }),
    ];
  }
  if (options.has('--refresh-only')) return [];
  const plan = rest[0];
  const name = literalOf(plan);
  if (!plan)
    return [
      sighted(call, rules.apply, targets ?? '*', {
        reason: rules.apply.reason.replace('{target}', targets ?? 'all of it'),
      }),
    ];
  const directory = directoryOf(call);
  const absolute = name === null ? null : absolutePath(name, directory, call.inquiry.facts.place);
  if (absolute === null || directory === null) return [sighted(call, rules.apply, shown(plan))];
  const fact = look(call.inquiry, { kind: 'terraform-plan', directory, path: absolute });
  if (!fact.known) {
    return [
      sighted(call, rules.apply, shown(plan), { reason: 'Applies the saved plan {target}, which could not be read.' }),
    ];
  }
  const lost = [...fact.value.deletes, ...fact.value.replaces];
  if (lost.length === 0) return [];
  const few = lost.slice(0, 5).join(', ');
  const target = lost.length > 5 ? `${few} and ${lost.length - 5} more` : few;
  return [sighted(call, rules.applyPlan, target)];
}

function stateEffects(call: Call, rest: readonly Word[], options: ReadonlyMap<string, unknown>): Effect[] {
  if (has(new Map([...options].map(([key]) => [key, null])), '--dry-run')) return [];
  const verb = literalOf(rest[0]);
  if (verb === 'rm') return rest.slice(1).map((word) => sighted(call, rules.stateRemove, shown(word)));
  if (verb === 'push') return [sighted(call, rules.statePush, shown(rest[1]))];
  return [];
}

function directoryOf(call: Call): string | null {
  const { invocation, inquiry } = call;
  const given = invocation.args
    .map(shown)
    .find((text) => /^--?(?:chdir|working-dir|terragrunt-working-dir)=/.test(text));
  if (!given) return invocation.cwd;
  return absolutePath(given.slice(given.indexOf('=') + 1), invocation.cwd, inquiry.facts.place);
}

function sighted(call: Call, rule: Rule, target: string, more: Partial<Sighting> = {}): Effect {
  const { invocation } = call;
  return effectOf(rule, {
    target,
    span: invocation.span,
    environment: environmentOf(call),
    ...(rule.safer && invocation.program !== 'terraform' && invocation.program !== null
      ? { safer: rule.safer.replace(/^terraform/, invocation.program) }
      : {}),
    ...more,
  });
}

/** The environment a run works on: variable files, the directory, the workspace it selects. Production wins. */
function environmentOf(call: Call): Environment {
  const { invocation, inquiry } = call;
  let found: Environment = 'unknown';
  for (const word of invocation.args) {
    const text = shown(word);
    if (!/var|chdir|working-dir|backend|\//.test(text)) continue;
    const named = environmentOfName(text);
    if (named !== 'unknown') found = found === 'unknown' ? named : worseEnvironment(found, named);
  }
  const selected = literalOf(invocation.environment.TF_WORKSPACE);
  if (selected) found = environmentOfName(selected);
  if (found !== 'unknown') return found;
  const directory = directoryOf(call);
  if (directory === null) return 'unknown';
  const inside = directory.startsWith(inquiry.facts.place.workspaceRoot)
    ? directory.slice(inquiry.facts.place.workspaceRoot.length)
    : '';
  const byFolder = environmentOfName(inside);
  if (byFolder !== 'unknown' || inquiry.facts.place.context === 'ordinary') return byFolder;
  const state = look(inquiry, { kind: 'terraform-state', directory });
  return state.known && state.value.workspace !== 'default' ? environmentOfName(state.value.workspace) : 'unknown';
}

/** Terraform, OpenTofu and Terragrunt. */
export const terraformPack: Pack = {
  id: 'terraform',
  programs: ['terraform', 'tofu', 'terragrunt'],
  rules: Object.values(rules),
  effects: terraformEffects,
};
