import { overwrites } from './http-overwrites.ts';
import { replacements } from './http-replacements.ts';
import { nounsOf, type Target } from './http-target.ts';
import type { NameReading } from './verbs.ts';

/** What a PUT, PATCH or POST overwrites as a whole; null where it is an ordinary change. */
export function overwriteBy(method: string, target: Target, body: string): NameReading | null {
  const path = target.url?.pathname ?? '';
  const query = target.url?.search ?? '';
  for (const entry of [...overwrites, ...replacements]) {
    if (!entry.methods.test(method) || !entry.path.test(path)) continue;
    if (entry.host && !entry.host.test(target.host)) continue;
    if (entry.query && !entry.query.test(query)) continue;
    if (entry.body && !entry.body.test(body.slice(0, 200_000))) continue;
    const { resource, asset, reversibility, verb = 'overwrite' } = entry;
    return { verb, resource, asset, reversibility };
  }
  return null;
}

/** Kinds of Kubernetes objects that their controllers make again by themselves. */
const madeAgain = /^(?:pods|replicasets|events|endpoints|endpointslices|leases|jobs)$/;

/** Its own kinds behind `/api/v1/`, which is how many interfaces begin, and its groups and versions. */
const ofCluster =
  /^\/(?:k8s\/clusters\/[^/]+\/)?(?:api\/v1\/(?:namespaces|nodes|persistentvolume(?:claim)?s|pods|configmaps|replicationcontrollers|serviceaccounts|resourcequotas|limitranges)(?:\/|$)|apis\/[\w.-]+\/v\d\w*\/)/;

/** What a DELETE on the Kubernetes API takes away; null where the address is not of that API. */
export function kubernetesDeletion(target: Target): NameReading | null {
  const path = target.url?.pathname ?? '';
  if (!ofCluster.test(path)) return null;
  const below = target.parts.slice(target.parts.findIndex((part) => /^v\d/.test(part)) + 1);
  const inside = below[0] === 'namespaces' && below.length > 2 ? below.slice(2) : below;
  const [plural = 'objects', name] = inside;
  const isOne = name !== undefined;
  return {
    verb: 'delete',
    resource: plural,
    asset: /secret|certificate/.test(plural) ? 'key' : 'data-store',
    reversibility: isOne && madeAgain.test(plural) ? 'recoverable' : 'irreversible',
  };
}

/** What a call of the Docker Engine API takes away from this machine; null where it loses nothing of value. */
export function dockerDeletion(method: string, target: Target): NameReading | null {
  const nouns = nounsOf(target.parts);
  const deleting = method === 'DELETE' || (method === 'POST' && nouns.at(-1) === 'prune');
  if (!deleting) return null;
  const kind = nouns.find((noun) =>
    /^(?:volumes|containers|images|networks|build|plugins|secrets|configs|services|nodes|swarm)$/.test(noun),
  );
  if (kind === undefined || /^(?:images|networks|build)$/.test(kind)) return null;
  return { verb: 'delete', resource: kind, asset: 'data-store', reversibility: 'irreversible' };
}
