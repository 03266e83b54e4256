import type { Asset, Reversibility } from '../../action/effect.ts';

/** What deleting an object of a kind loses. */
export interface KindReading {
  readonly kind: string;
  readonly asset: Asset;
  readonly reversibility: Reversibility;
  /** End of the sentence "Deletes the Kubernetes …". */
  readonly loss: string;
}

interface KindRow extends KindReading {
  /** All names kubectl takes for it. */
  readonly names: string;
}

const rows: readonly KindRow[] = [
  {
    kind: 'namespace',
    names: 'ns namespace namespaces project projects',
    asset: 'data-store',
    reversibility: 'irreversible',
    loss: ' with everything in it, its volumes included',
  },
  {
    kind: 'persistent volume claim',
    names: 'pvc pvcs persistentvolumeclaim persistentvolumeclaims',
    asset: 'data-store',
    reversibility: 'irreversible',
    loss: '; by the usual reclaim policy its data goes with it',
  },
  {
    kind: 'persistent volume',
    names: 'pv pvs persistentvolume persistentvolumes',
    asset: 'data-store',
    reversibility: 'irreversible',
    loss: ' and the way to its data',
  },
  {
    kind: 'custom resource definition',
    names: 'crd crds customresourcedefinition customresourcedefinitions',
    asset: 'data-store',
    reversibility: 'irreversible',
    loss: ' and every object of that kind in the cluster',
  },
  {
    kind: 'stateful set',
    names: 'sts statefulset statefulsets',
    asset: 'data-store',
    reversibility: 'irreversible',
    loss: ': the stateful service it runs goes down',
  },
  {
    kind: 'secret',
    names:
      'secret secrets sealedsecret sealedsecrets externalsecret externalsecrets certificate certificates cert certs',
    asset: 'key',
    reversibility: 'irreversible',
    loss: '; its value may be kept nowhere else',
  },
  {
    kind: 'volume snapshot',
    names:
      'volumesnapshot volumesnapshots vs volumesnapshotcontent volumesnapshotcontents vsc backup backups schedule schedules',
    asset: 'backup',
    reversibility: 'irreversible',
    loss: ': one way back less',
  },
  {
    kind: 'node',
    names: 'node nodes no',
    asset: 'compute',
    reversibility: 'recoverable',
    loss: ' from the cluster; its pods move or end',
  },
  {
    kind: 'event',
    names: 'event events ev lease leases componentstatus cs',
    asset: 'other',
    reversibility: 'recoverable',
    loss: '',
  },
  {
    kind: 'pod',
    names: 'pod pods po',
    asset: 'compute',
    reversibility: 'recoverable',
    loss: '; its controller makes a new one, if it has one',
  },
  {
    kind: 'workload',
    names:
      'all deploy deployment deployments rs replicaset replicasets ds daemonset daemonsets rc replicationcontroller replicationcontrollers job jobs cj cronjob cronjobs dc deploymentconfig deploymentconfigs bc buildconfig build builds rollout rollouts hpa horizontalpodautoscaler horizontalpodautoscalers ksvc',
    asset: 'compute',
    reversibility: 'recoverable',
    loss: ': what it serves goes offline',
  },
  {
    kind: 'object',
    names:
      'svc service services ing ingress ingresses ep endpoints endpointslice endpointslices netpol networkpolicy networkpolicies route routes gateway gateways httproute httproutes cm configmap configmaps sa serviceaccount serviceaccounts role roles rolebinding rolebindings clusterrole clusterroles clusterrolebinding clusterrolebindings quota resourcequota resourcequotas limits limitrange limitranges pdb poddisruptionbudget poddisruptionbudgets sc storageclass storageclasses pc priorityclass priorityclasses csr certificatesigningrequest certificatesigningrequests podtemplate podtemplates validatingwebhookconfiguration validatingwebhookconfigurations mutatingwebhookconfiguration mutatingwebhookconfigurations apiservice apiservices runtimeclass clusterissuer issuer servicemonitor podmonitor prometheusrule virtualservice destinationrule',
    asset: 'access',
    reversibility: 'recoverable',
    loss: '; what depends on it fails until it is made again',
  },
];

const byName: ReadonlyMap<string, KindReading> = new Map(
  rows.flatMap((row) => row.names.split(' ').map((name): [string, KindReading] => [name, row])),
);

/** What a kind named on the command line (`pvc`, `deployments.apps`) is worth. A kind of somebody's own may hold data. */
export function readKind(name: string): KindReading {
  const bare = name.toLowerCase();
  return (
    byName.get(bare) ??
    byName.get(bare.replace(/\..*$/, '')) ?? {
      kind: bare,
      asset: 'data-store',
      reversibility: 'irreversible',
      loss: '; its controller deletes what it stands for',
    }
  );
}

/** True where a manifest holds a kind whose loss nothing undoes. */
export function holdsGraveKind(manifest: string): boolean {
  for (const match of manifest.matchAll(/^[^\S\n]*"?kind"?:\s*"?([A-Za-z]+)/gm)) {
    const { reversibility } = readKind(match[1] ?? '');
    if (reversibility === 'irreversible' && !/^(?:List|Kustomization)$/.test(match[1] ?? '')) return true;
  }
  return false;
}
