import type { Effect, Environment } from '../action/effect.ts';
import { worseEnvironment } from './environment.ts';
import type { Target } from './http-target.ts';
import { attackOn } from './nouns.ts';
import type { Rule } from './pack.ts';
import type { NameReading } from './verbs.ts';

const base = { scope: 'remote', reversibility: 'irreversible', attack: 'T1485', provider: 'http' } as const;

/** What requests lose that no provider's table knows better. */
export const httpRules = {
  delete: {
    ...base,
    id: 'http/delete',
    verb: 'delete',
    resource: 'resource',
    asset: 'other',
    reason: 'Sends DELETE to {target}: what the address names is gone.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-delete',
  },
  action: {
    ...base,
    id: 'http/destructive-action',
    verb: 'delete',
    resource: 'resource',
    asset: 'other',
    reason: 'Calls {target}, which by its name deletes.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-post',
  },
  body: {
    ...base,
    id: 'http/destructive-body',
    verb: 'delete',
    resource: 'resource',
    asset: 'other',
    reason: 'Sends a body to {target} that asks for a deletion.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-post',
  },
  overwrite: {
    ...base,
    id: 'http/overwrite',
    verb: 'overwrite',
    resource: 'resource',
    asset: 'other',
    reason: 'Replaces what stands at {target} as a whole: what it held before is gone.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-put',
  },
  publish: {
    ...base,
    id: 'http/publish',
    verb: 'publish',
    resource: 'repository',
    asset: 'access',
    attack: 'T1567',
    reason: 'Makes what stands at {target} public: what was seen once cannot be unseen.',
    source: 'https://docs.github.com/en/rest/repos/repos#update-a-repository',
  },
  kubernetes: {
    ...base,
    provider: 'kubernetes',
    id: 'http/kubernetes-delete',
    verb: 'delete',
    resource: 'objects',
    asset: 'data-store',
    reason: 'Deletes {target} from a Kubernetes cluster.',
    source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/',
  },
  docker: {
    ...base,
    scope: 'machine',
    provider: 'docker',
    id: 'http/docker-delete',
    verb: 'delete',
    resource: 'volumes',
    asset: 'data-store',
    reason: 'Deletes {target} from the Docker engine of this machine.',
    source: 'https://docs.docker.com/reference/api/engine/',
  },
  mutation: {
    ...base,
    provider: 'graphql',
    id: 'http/graphql-mutation',
    verb: 'delete',
    resource: 'resource',
    asset: 'other',
    reason: 'Runs the GraphQL mutation {target}, which by its name deletes.',
    source: 'https://spec.graphql.org/October2021/#sec-Mutation',
  },
  unreadGraphql: {
    ...base,
    provider: 'graphql',
    id: 'http/unread-graphql',
    verb: 'run',
    resource: 'document',
    asset: 'other',
    reversibility: 'unknown',
    reason: 'Sends a GraphQL document to {target} that could not be read; it may be a mutation that deletes.',
    source: 'https://spec.graphql.org/October2021/#sec-Mutation',
  },
  unknownDelete: {
    ...base,
    id: 'http/unresolved',
    verb: 'send',
    resource: 'resource',
    asset: 'other',
    reversibility: 'unknown',
    reason: 'Sends a request whose method could not be worked out to {target}.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-methods',
  },
  unreadAddress: {
    ...base,
    id: 'http/unread-address',
    verb: 'send',
    resource: 'resource',
    asset: 'other',
    reversibility: 'unknown',
    reason: 'Sends a request to an address that is too long to be read: {target}.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-uri-references',
  },
} as const satisfies Record<string, Rule>;

/** The part of a sighting that the words of an operation and the place it goes to decide. */
export interface Described {
  readonly environment: Environment;
  readonly verb?: string;
  readonly resource?: string;
  readonly asset?: Effect['asset'];
  readonly reversibility?: Effect['reversibility'];
  readonly wayBack?: string;
  readonly attack?: string;
  readonly reason?: string;
}

/** A loopback host is development: what is lost there can be seeded again. */
export function described(reading: NameReading, target: Target): Described {
  const environment = target.loopback ? worseEnvironment('development', target.environment) : target.environment;
  const { verb, resource, asset, reversibility } = reading;
  const isCalledOff = /^(?:cancel|void)$/.test(verb);
  const what = {
    environment,
    verb,
    resource,
    asset,
    attack: attackOn(asset),
    ...(isCalledOff ? { reason: 'Sends {target}: what is called off by it is not taken up again.' } : {}),
  };
  if (reversibility === 'reversible') return { ...what, reversibility };
  if (target.loopback)
    return {
      ...what,
      reversibility: 'recoverable',
      wayBack: 'It is a development server on this machine: seed its data again.',
    };
  if (reversibility === 'recoverable') return { ...what, reversibility, wayBack: 'Set it back by the same interface.' };
  return what;
}
