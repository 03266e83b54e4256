import type { Effect } from '../../action/effect.ts';
import { look } from '../../action/facts.ts';
import type { Word } from '../../action/invocation.ts';
import { localServer } from '../command-place.ts';
import { isHarmless } from '../command-words.ts';
import { environmentOfName } from '../environment.ts';
import { type Call, effectOf, type Pack, type Rule, type Sighting } from '../pack.ts';
import { absolutePath } from '../paths.ts';
import { kubeSetting } from '../settings.ts';
import { type Arguments, has, literalOf, optionValue, readArguments, shown } from '../words.ts';
import { holdsGraveKind, readKind } from './kubernetes-kinds.ts';

const base = {
  provider: 'kubernetes',
  scope: 'remote',
  resource: 'object',
  asset: 'compute',
  reversibility: 'recoverable',
  attack: 'T1489',
} as const;
const page = (name: string): string => `https://kubernetes.io/docs/reference/kubectl/generated/kubectl_${name}/`;

const rules = {
  delete: {
    ...base,
    id: 'kubernetes/delete',
    verb: 'delete',
    asset: 'data-store',
    reversibility: 'irreversible',
    attack: 'T1485',
    reason: 'Deletes the Kubernetes objects {target}.',
    safer: 'kubectl delete {target} --dry-run=server',
    source: page('delete'),
  },
  drain: {
    ...base,
    id: 'kubernetes/drain',
    verb: 'drain',
    resource: 'node',
    reason: 'Moves every pod off the node {target}; data in their empty-dir volumes is lost.',
    wayBack: 'kubectl uncordon {target}',
    safer: 'kubectl drain {target} --dry-run=client',
    source: page('drain'),
  },
  scale: {
    ...base,
    id: 'kubernetes/scale-to-zero',
    verb: 'scale',
    reason: 'Scales {target} to nothing: it goes offline.',
    wayBack: 'kubectl scale {target} --replicas=1',
    safer: 'kubectl get deployments',
    source: page('scale'),
  },
  prune: {
    ...base,
    id: 'kubernetes/apply-prune',
    verb: 'prune',
    asset: 'data-store',
    reversibility: 'irreversible',
    attack: 'T1485',
    reason: 'Deletes every object that {target} does not hold any more.',
    safer: 'kubectl diff -f {target}',
    source: page('apply'),
  },
  replace: {
    ...base,
    id: 'kubernetes/replace-force',
    verb: 'replace',
    reason: 'Deletes the objects of {target} and makes them again; what they kept is lost.',
    wayBack: 'kubectl apply -f {target}',
    safer: 'kubectl diff -f {target}',
    source: page('replace'),
  },
  undo: {
    ...base,
    id: 'kubernetes/rollout-undo',
    verb: 'rollback',
    reason: 'Puts {target} back to an earlier revision.',
    wayBack: 'kubectl rollout undo {target}',
    safer: 'kubectl rollout history {target}',
    source: page('rollout/kubectl_rollout_undo'),
  },
  evict: {
    ...base,
    id: 'kubernetes/taint-no-execute',
    verb: 'evict',
    resource: 'node',
    reason: 'Drives every pod that does not tolerate the taint off the node {target}.',
    wayBack: 'Remove the taint: kubectl taint nodes {target} KEY-',
    safer: 'kubectl describe node {target}',
    source: page('taint'),
  },
  finalizers: {
    ...base,
    id: 'kubernetes/drop-finalizers',
    verb: 'patch',
    asset: 'data-store',
    reversibility: 'irreversible',
    attack: 'T1485',
    reason: 'Takes the finalizers off {target}: it vanishes without the clean-up they guard.',
    safer: 'kubectl get {target} -o yaml',
    source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  },
  reclaim: {
    ...base,
    id: 'kubernetes/reclaim-delete',
    verb: 'patch',
    resource: 'volume',
    asset: 'data-store',
    attack: 'T1485',
    reason: 'Lets {target} be deleted with its data as soon as nobody claims it.',
    wayBack: 'Set persistentVolumeReclaimPolicy to Retain again before the claim goes.',
    safer: 'kubectl get pv',
    source: 'https://kubernetes.io/docs/tasks/administer-cluster/change-pv-reclaim-policy/',
  },
  forgetCluster: {
    ...base,
    id: 'kubernetes/config-delete',
    verb: 'delete',
    resource: 'kube context',
    asset: 'access',
    scope: 'machine',
    attack: 'T1531',
    reason: 'Removes {target} from the kube configuration of this machine.',
    wayBack: 'Fetch the credentials from the provider again.',
    safer: 'kubectl config get-contexts',
    source: page('config'),
  },
  unresolved: {
    ...base,
    id: 'kubernetes/unresolved',
    verb: 'run',
    resource: 'command',
    reversibility: 'unknown',
    reason: 'Runs a kubectl command whose name could not be worked out ({target}).',
    source: page('options').replace('generated/kubectl_options/', 'kubectl/'),
  },
} as const satisfies Record<string, Rule>;

const valuedText =
  '-n --namespace --context --cluster --kubeconfig --user -s --server --token --as --as-group --request-timeout -f --filename -k --kustomize -l --selector --field-selector -o --output --grace-period --timeout --replicas --current-replicas --type -p --patch --patch-file --to-revision --field-manager --prune-allowlist --raw --pod-selector --chunk-size --cache-dir -c --container --subresource -L --sort-by -v --wait-for --for';
const valued: ReadonlySet<string> = new Set(valuedText.split(' '));

function kubernetesEffects(call: Call): Effect[] {
  const { invocation } = call;
  const read = readArguments(invocation.args, valued);
  if (isHarmless(read, { valued: valuedText, harmless: ['--server-dry-run'] })) return [];
  const from = read.operands.findIndex((word) => !/^(?:kubectl|adm|--)$/.test(literalOf(word) ?? ''));
  const [verb, ...rest] = from > 0 ? read.operands.slice(from) : read.operands;
  if (!verb) return [];
  if (/^(?:k3s|microk8s|rke2|k0s)$/.test(invocation.program ?? '') && from <= 0) return [];
  if (verb.kind === 'unknown') return [at(call, read, rules.unresolved, shown(verb))];
  return judge(call, read, verb.value, rest);
}

function judge(call: Call, read: Arguments, verb: string, rest: readonly Word[]): Effect[] {
  const { options } = read;
  const files = optionValue(options, '-f', '--filename', '-k', '--kustomize');
  const named = rest.length > 0 ? rest.map(shown).join(' ') : files ? shown(files) : 'what the selector finds';
  switch (verb) {
    case 'delete':
      return deletions(call, read, rest);
    case 'drain':
      return [at(call, read, rules.drain, named)];
    case 'scale':
      return literalOf(optionValue(options, '--replicas')) === '0' ? [at(call, read, rules.scale, named)] : [];
    case 'apply':
      return options.has('--prune') ? [at(call, read, rules.prune, named)] : [];
    case 'replace':
      if (/\/finalize$/.test(shown(optionValue(options, '--raw') ?? null)))
        return [at(call, read, rules.finalizers, shown(optionValue(options, '--raw') ?? null))];
      return has(options, '--force') ? [at(call, read, rules.replace, named)] : [];
    case 'rollout':
      return literalOf(rest[0]) === 'undo'
        ? [at(call, read, rules.undo, rest.slice(1).map(shown).join(' ') || named)]
        : [];
    case 'rollback':
      return [at(call, read, rules.undo, named)];
    case 'prune':
      return options.has('--confirm') ? [at(call, read, rules.prune, named)] : [];
    case 'taint':
      return rest.some((word) => /:NoExecute$/.test(shown(word))) ? [at(call, read, rules.evict, shown(rest[1]))] : [];
    case 'patch': {
      const patch = shown(optionValue(options, '-p', '--patch') ?? null);
      if (/\breplicas\W+0\b/.test(patch)) return [at(call, read, rules.scale, named)];
      return /finalizers\W+(?:null|\[\s*\])|remove[^}]*finalizers|finalizers[^}]*remove/i.test(patch)
        ? [at(call, read, rules.finalizers, named)]
        : /persistentVolumeReclaimPolicy\W+Delete\b/.test(patch)
          ? [at(call, read, rules.reclaim, named)]
          : [];
    }
    case 'config':
      // What a local cluster's own tool writes anew.
      if (/^(?:kind-|k3d-|minikube|docker-desktop|rancher-desktop|colima|orbstack)/.test(shown(rest[1]))) return [];
      return /^delete-(?:cluster|context|user)$/.test(literalOf(rest[0]) ?? '')
        ? [at(call, read, rules.forgetCluster, shown(rest[1]), { environment: 'unknown' })]
        : [];
    default: {
      // A plug-in of somebody's own: `kubectl cnpg destroy shop 1`.
      const word = literalOf(rest[0]) ?? '';
      // `krew` looks after plug-ins of this machine.
      if (knownVerbs.has(verb) || verb === 'krew') return [];
      // Its verb first, or behind one noun: `kubectl minio tenant delete shop`.
      const from = [word, literalOf(rest[1]) ?? ''].findIndex((text) =>
        /^(?:delete|destroy|purge|uninstall|remove|wipe|terminate|drop|evict|decommission)$/.test(text),
      );
      if (from > 0 && !/^[a-z][a-z-]*$/.test(word)) return [];
      return from >= 0
        ? [
            at(
              call,
              read,
              rules.delete,
              rest
                .slice(from + 1)
                .map(shown)
                .join(' ') || verb,
            ),
          ]
        : [];
    }
  }
}

const knownVerbs = new Set(
  'get describe logs explain create expose run set edit attach exec port-forward proxy cp auth debug events top cordon uncordon certificate cluster-info autoscale label annotate completion api-resources api-versions kustomize diff wait version plugin options login logout new-app new-project project projects status whoami rsh rsync start-build process import tag policy secrets registry'.split(
    ' ',
  ),
);

/** `web-7d9f8c6b5-x2lqp`: one of the pods that a Deployment's ReplicaSet names so, and makes again at once. */
const replica = /-[bcdf-hj-np-tv-xz2-9]{8,10}-[bcdf-hj-np-tv-xz2-9]{5}$/;

function deletions(call: Call, read: Arguments, rest: readonly Word[]): Effect[] {
  const { options } = read;
  const raw = optionValue(options, '--raw');
  if (raw) return [at(call, read, rules.delete, shown(raw))];
  const file = optionValue(options, '-f', '--filename', '-k', '--kustomize');
  if (file && rest.length === 0) return [manifestDeletion(call, read, file)];
  const [kinds, ...names] = rest;
  if (!kinds) return [at(call, read, rules.delete, 'what the arguments name')];
  if (kinds.kind === 'unknown' && !/^[a-z]+\//i.test(kinds.prefix)) {
    return [at(call, read, rules.delete, shown(kinds), { reversibility: 'unknown' })];
  }
  const slashed = shown(kinds).includes('/');
  const targets = (slashed ? rest : names).map(shown);
  const all = has(options, '--all') || targets.length === 0;
  const found = (slashed ? targets.map((text) => text.replace(/\/.*$/, '')) : shown(kinds).split(',')).map(readKind);
  const worst = found.find(({ reversibility }) => reversibility === 'irreversible') ?? found[0];
  if (!worst || found.every(({ kind }) => kind === 'event')) return [];
  const isReplica = !all && targets.every((text) => replica.test(text)) && found.every(({ kind }) => kind === 'pod');
  if (isReplica && !has(options, '--force')) return [];
  const selector = optionValue(options, '-l', '--selector', '--field-selector');
  const target = targets.length > 0 && !has(options, '--all') ? targets.join(', ') : selector ? shown(selector) : '*';
  const which = all
    ? selector
      ? `every ${worst.kind} with ${shown(selector)}`
      : `every ${worst.kind}`
    : `the ${worst.kind} {target}`;
  return [
    at(call, read, rules.delete, target, {
      resource: worst.kind,
      asset: worst.asset,
      reversibility: worst.reversibility,
      attack: worst.reversibility === 'recoverable' ? 'T1489' : 'T1485',
      reason: `Deletes ${which} from Kubernetes${worst.loss}.`,
      safer: `kubectl get ${slashed ? targets.join(' ') : shown(kinds)}`,
      ...(worst.reversibility === 'recoverable' ? { wayBack: 'Apply its manifest again.' } : {}),
    }),
  ];
}

function manifestDeletion(call: Call, read: Arguments, file: Word): Effect {
  const { invocation, inquiry } = call;
  const name = literalOf(file);
  const path = name === null ? null : absolutePath(name, invocation.cwd, inquiry.facts.place);
  const text = path === null ? null : look(inquiry, { kind: 'file-text', path });
  const grave = text?.known
    ? holdsGraveKind(text.value.text)
    : /(?:namespace|\bns\b|pvc|volume|crd)/i.test(shown(file));
  return at(call, read, rules.delete, shown(file), {
    reason: `Deletes the Kubernetes objects that {target} describes${grave ? ', data included' : ''}.`,
    safer: `kubectl diff -f ${shown(file)}`,
    ...(grave ? {} : { reversibility: 'recoverable', wayBack: 'kubectl apply -f {target}', asset: 'compute' }),
  });
}

function at(call: Call, read: Arguments, rule: Rule, target: string, more: Partial<Sighting> = {}): Effect {
  return effectOf(rule, { target, span: call.invocation.span, ...more, ...placed(call, read, target, more) });
}

/** Which cluster: the context, else the current one of the kube configuration; then the namespace. */
function placed(call: Call, read: Arguments, target: string, more: Partial<Sighting>): Partial<Sighting> {
  const context = literalOf(optionValue(read.options, '--context', '--cluster'));
  const file = literalOf(optionValue(read.options, '--kubeconfig'));
  const setting = kubeSetting(call, { context: context ?? undefined, file: file ?? undefined });
  if (setting.local) return more.reversibility === 'unknown' ? { environment: 'development' } : localServer;
  const namespace = optionValue(read.options, '-n', '--namespace', '--kubeconfig');
  const names = [...setting.named, ...setting.servers, shown(namespace ?? null), target];
  const said = names.map(environmentOfName).filter((environment) => environment !== 'unknown');
  return { environment: said.find((environment) => environment === 'production') ?? said[0] ?? 'unknown' };
}

/** kubectl, OpenShift's oc and the kubectl that small distributions bring. */
export const kubernetesPack: Pack = {
  id: 'kubernetes',
  programs: ['kubectl', 'oc', 'k', 'kubecolor', 'k3s', 'microk8s', 'rke2', 'k0s'],
  rules: Object.values(rules),
  effects: kubernetesEffects,
};
