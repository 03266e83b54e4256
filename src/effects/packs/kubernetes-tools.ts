import { commandPack, joinedPacks } from '../command-table.ts';
import type { Call } from '../pack.ts';
import { kubeSetting, type Setting } from '../settings.ts';
import { type Arguments, literalOf, optionValue } from '../words.ts';

const kubeValued =
  '-n --namespace --kube-context --context --kubeconfig --cluster --selector -l -o --output --timeout --revision -f --values --set --version --region -r --profile -c --name --state --environment -e -p';

/** The cluster that Helm's own options or the kube configuration name. */
function kubeOf(call: Call, { options }: Arguments): Setting {
  const context = literalOf(optionValue(options, '--kube-context', '--context')) ?? undefined;
  return kubeSetting(call, { context, file: literalOf(optionValue(options, '--kubeconfig')) ?? undefined });
}

const helm = commandPack({
  id: 'helm',
  title: 'Helm',
  programs: ['helm', 'helm3'],
  docs: 'https://helm.sh/docs/helm/',
  valued: kubeValued,
  environment: '--kube-context --context -n --namespace',
  settings: kubeOf,
  many: true,
  safer: 'helm list',
  rows: [
    {
      words: 'uninstall|delete|del|un',
      unless: ['--keep-history'],
      verb: 'uninstall',
      resource: 'release',
      asset: 'data-store',
      reason: 'Uninstalls the Helm release {target} with its objects and its history.',
      safer: 'helm uninstall {target} --dry-run',
      page: 'helm_uninstall/',
    },
    {
      words: 'uninstall|delete|del|un',
      name: 'release-uninstall-keep-history',
      needs: ['--keep-history'],
      verb: 'uninstall',
      resource: 'release',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'helm rollback {target}',
      reason: 'Uninstalls the objects of the Helm release {target}; its history is kept.',
      page: 'helm_uninstall/',
    },
    {
      words: 'rollback',
      verb: 'rollback',
      resource: 'release',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'helm rollback {target}',
      reason: 'Puts the Helm release back to an earlier revision: {target}.',
      safer: 'helm history {target}',
      page: 'helm_rollback/',
    },
    {
      words: 'upgrade',
      needs: ['--force', '--force-replace'],
      verb: 'replace',
      resource: 'release',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'helm rollback {target}',
      reason: 'Upgrades {target} by deleting its objects and making them again.',
      page: 'helm_upgrade/',
    },
  ],
});

const helmfile = commandPack({
  id: 'helmfile',
  title: 'Helmfile',
  programs: ['helmfile'],
  docs: 'https://helmfile.readthedocs.io/en/latest/',
  valued: kubeValued,
  environment: '-e --environment --kube-context -n --namespace',
  settings: kubeOf,
  safer: 'helmfile diff',
  rows: [
    {
      words: 'destroy|delete',
      verb: 'destroy',
      resource: 'release',
      asset: 'data-store',
      otherwise: 'every release of the helmfile',
      reason: 'Uninstalls {target} with its history.',
      page: '#destroy',
    },
  ],
});

/** Clusters on this machine hold what somebody develops with: made again by one command. */
const localClusters = commandPack({
  id: 'local-clusters',
  title: 'local cluster',
  programs: ['minikube', 'kind', 'k3d', 'ctlptl'],
  docs: 'https://minikube.sigs.k8s.io/docs/commands/delete/',
  valued: '-p --profile --name -n --kubeconfig',
  named: '-p --profile --name -n',
  rows: [
    {
      words: 'delete',
      unless: ['--all', '--purge'],
      resource: 'cluster',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'Start it again and apply its manifests.',
      environment: 'development',
      reason: 'Deletes the development cluster {target} on this machine.',
    },
    {
      words: 'delete',
      name: 'cluster-delete-all',
      needs: ['--all', '--purge'],
      resource: 'cluster',
      asset: 'data-store',
      scope: 'machine',
      otherwise: '*',
      reason: 'Deletes every local cluster and what minikube keeps on this machine.',
    },
    {
      words: 'cluster delete|rm / delete cluster|clusters',
      resource: 'cluster',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'Make it again and apply its manifests.',
      environment: 'development',
      reason: 'Deletes the development cluster {target} on this machine.',
    },
  ],
});

const clusterMakers = commandPack({
  id: 'clusters',
  title: 'cluster',
  programs: ['eksctl', 'rosa', 'talosctl', 'kubeadm', 'clusterctl', 'rke', 'k0sctl', 'rancher', 'civo-cli'],
  docs: 'https://docs.aws.amazon.com/eks/latest/eksctl/',
  valued: `${kubeValued} --nodes --config-file`,
  environment: '--name --cluster -n --profile',
  named: '--name --cluster -c',
  verbs: 'delete destroy remove rm terminate wipe',
  takesAway: 'reset drain disable revoke',
  rows: [
    {
      words: 'delete cluster|ig|instancegroup|secret|keypair|nodegroup',
      unless: ['--dry-run'],
      resource: 'cluster',
      asset: 'data-store',
      reason: 'Deletes the cluster {target} or a part of it, its volumes with it.',
    },
    {
      words: 'reset',
      verb: 'reset',
      resource: 'node',
      asset: 'data-store',
      reason: 'Wipes the Kubernetes node {target}; on a control plane its etcd data too.',
    },
    {
      words: 'drain nodegroup / scale nodegroup',
      argument: /^nodegroup$/,
      needs: ['--nodes-max=0', '--undo=false'],
      verb: 'drain',
      resource: 'node group',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'eksctl drain nodegroup --undo',
      reason: 'Moves every pod off the node group {target}.',
    },
  ],
});

/** Without `--yes` it only shows what it would delete. */
const kops = commandPack({
  id: 'kops',
  title: 'kOps',
  programs: ['kops'],
  docs: 'https://kops.sigs.k8s.io/cli/kops_delete/',
  valued: `${kubeValued} --state`,
  environment: '--name --state',
  named: '--name',
  rows: [
    {
      words: 'delete cluster|ig|instancegroup|instance|secret|sshpublickey',
      needs: ['--yes', '-y'],
      resource: 'cluster',
      asset: 'data-store',
      reason: 'Deletes the cluster {target} or a part of it, its volumes with it.',
    },
    {
      words: 'delete',
      needs: ['-f', '--filename'],
      resource: 'cluster',
      asset: 'data-store',
      reason: 'Deletes what {target} describes.',
    },
    {
      words: 'rolling-update cluster / update cluster',
      needs: ['--cloudonly', '--prune'],
      verb: 'replace',
      resource: 'cluster',
      asset: 'compute',
      reversibility: 'recoverable',
      wayBack: 'Start the nodes again.',
      reason: 'Replaces nodes of {target} without moving what runs on them.',
    },
  ],
  passes: ['delete'],
});

/** Scripts that small distributions leave to take themselves away. */
const uninstallers = commandPack({
  id: 'uninstallers',
  title: 'Kubernetes',
  programs: ['k3s-uninstall.sh', 'k3s-agent-uninstall.sh', 'k3s-killall.sh', 'rke2-uninstall.sh'],
  docs: 'https://docs.k3s.io/installation/uninstall',
  valued: '',
  scope: 'machine',
  rows: [
    {
      words: '',
      verb: 'uninstall',
      resource: 'cluster',
      asset: 'data-store',
      otherwise: 'the cluster of this machine',
      reason: 'Uninstalls {target} with its containers, volumes and data.',
    },
  ],
});

const delivery = commandPack({
  id: 'delivery',
  title: 'continuous delivery',
  programs: [
    'argocd',
    'flux',
    'argo',
    'skaffold',
    'tilt',
    'devspace',
    'okteto',
    'istioctl',
    'linkerd',
    'cilium',
    'rio',
    'werf',
    'kubeseal',
    'cmctl',
    'pgo',
    'kustomize',
  ],
  docs: 'https://argo-cd.readthedocs.io/en/stable/user-guide/commands/argocd/',
  valued: `${kubeValued} --server --auth-token --dest-name --revision`,
  environment: '--context --kube-context --kubecontext -n --namespace --server',
  verbs: 'delete uninstall destroy remove rm purge terminate dismiss',
  takesAway: 'suspend revoke',
  rows: [
    {
      words: 'app delete / appset delete',
      resource: 'application',
      asset: 'data-store',
      reason: 'Deletes the application {target} and, by cascade, every object it made.',
      safer: 'argocd app get {target}',
    },
    {
      words: 'app sync|rollback',
      needs: ['--prune', '--force', '--replace'],
      verb: 'prune',
      resource: 'application',
      asset: 'data-store',
      reversibility: 'recoverable',
      wayBack: 'argocd app rollback {target}',
      reason: 'Syncs the application {target}, deleting or replacing what its source does not hold.',
      safer: 'argocd app diff {target}',
    },
    {
      words: 'uninstall / delete kustomization|helmrelease|source|image|alert',
      verb: 'uninstall',
      resource: 'controller',
      asset: 'compute',
      reason: 'Uninstalls {target} from the cluster with what it manages.',
    },
    {
      words: 'delete / purge',
      name: 'development-delete',
      verb: 'delete',
      resource: 'environment',
      asset: 'compute',
      named: ['--kube-context', '--kubecontext', '-n', '--namespace'],
      otherwise: 'the current context',
      reversibility: 'recoverable',
      wayBack: 'Deploy it again.',
      reason: 'Deletes what was deployed to {target}.',
    },
    {
      words: 'down',
      verb: 'remove',
      resource: 'environment',
      asset: 'compute',
      reversibility: 'reversible',
      reason: 'Takes the development environment down.',
    },
  ],
  passes: [
    'context|login|logout|version|completion',
    'schedule pause',
    'restore delete',
    'archive delete',
    'account delete-token',
  ],
});

/** What surrounds Kubernetes: Helm, local clusters, cluster makers, delivery and backup. */
export const kubernetesToolsPack = joinedPacks('kubernetes-tools', [
  helm,
  helmfile,
  localClusters,
  clusterMakers,
  kops,
  uninstallers,
  delivery,
]);
