import type { Effect, Environment } from '../action/effect.ts';
import { type Inquiry, look } from '../action/facts.ts';
import type { HttpRequest } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { type GraphqlField, graphqlBody, graphqlOperations } from '../parse/graphql.ts';
import { environmentOfHost, isLoopback, worseEnvironment } from './environment.ts';
import { effectOf, type Rule } from './pack.ts';
import { railwayMutation } from './packs/railway.ts';
import { type NameReading, readName } from './verbs.ts';
import { wordsOf } from './words.ts';

const base = { scope: 'remote', reversibility: 'irreversible', attack: 'T1485' } as const;

/** What requests lose that no provider's table knows. */
export const httpRules = {
  delete: {
    ...base,
    provider: 'http',
    id: 'http/delete',
    verb: 'delete',
    resource: 'resource',
    asset: 'other',
    reason: 'Sends DELETE to {target}: what the address names is gone.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-delete',
  },
  action: {
    ...base,
    provider: 'http',
    id: 'http/destructive-action',
    verb: 'delete',
    resource: 'resource',
    asset: 'other',
    reason: 'Calls {target}, which by its name deletes.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-post',
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
    provider: 'http',
    id: 'http/unresolved',
    verb: 'send',
    resource: 'resource',
    asset: 'other',
    reversibility: 'unknown',
    reason: 'Sends a request whose method could not be worked out to {target}.',
    source: 'https://www.rfc-editor.org/rfc/rfc9110#name-methods',
  },
} as const satisfies Record<string, Rule>;

interface Target {
  readonly url: URL | null;
  readonly host: string;
  readonly loopback: boolean;
  readonly environment: Environment;
}

/** The effects of one request. */
export function httpEffects(request: HttpRequest, inquiry: Inquiry): Effect[] {
  const target = targetOf(request.url);
  const method = methodOf(request);
  const body = bodyOf(request, inquiry);
  const graphql = graphqlEffects(request, method, body, target);
  if (graphql) return graphql;
  const named = namedAction(request, body);
  if (named) {
    const reading = readName(named);
    return reading ? [restEffect(httpRules.action, reading, named, request.span, target)] : [];
  }
  if (method === 'DELETE') {
    const reading = readName(`delete ${lastNoun(target.url)}`) ?? null;
    // What a URL names may be anything: only the mild words are let go.
    return [restEffect(httpRules.delete, reading, addressOf(request, target), request.span, target)];
  }
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return [];
  if (method === '?' && !target.loopback) {
    return [
      effectOf(httpRules.unknownDelete, {
        target: addressOf(request, target),
        span: request.span,
        environment: target.environment,
      }),
    ];
  }
  const action = destructivePath(target.url);
  if (action) return [restEffect(httpRules.action, action, addressOf(request, target), request.span, target)];
  return [];
}

function targetOf(text: string | null): Target {
  if (text === null) return { url: null, host: '', loopback: false, environment: 'unknown' };
  let url: URL | null = null;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    // A URL with an unresolved part still shows its host in front.
    const host = /^(?:[a-z]+:\/\/)?([^/?#:]+)/i.exec(text)?.[1] ?? '';
    return { url: null, host, loopback: isLoopback(host), environment: environmentOfHost(host) };
  }
  const host = url.hostname;
  return { url, host, loopback: isLoopback(host), environment: environmentOfHost(host) };
}

function methodOf(request: HttpRequest): string {
  const override =
    request.headers['x-http-method-override'] ??
    request.headers['x-method-override'] ??
    request.headers['x-http-method'];
  return (override ?? request.method).toUpperCase();
}

/** The body's text; null where it could not be had; empty where there is none. */
function bodyOf({ body }: HttpRequest, inquiry: Inquiry): string | null {
  switch (body.kind) {
    case 'none':
      return '';
    case 'text':
      return body.value;
    case 'file': {
      const text = look(inquiry, { kind: 'file-text', path: body.path });
      return text.known ? text.value.text : null;
    }
    case 'unknown':
      return null;
  }
}

/** The effects of a GraphQL request; null where it is none. */
function graphqlEffects(request: HttpRequest, method: string, body: string | null, target: Target): Effect[] | null {
  const path = target.url?.pathname ?? request.url ?? '';
  const endpoint = /graphql|\/gql\b/i.test(path) || /(?:^|\.)railway\.(?:app|com)$/.test(target.host);
  const inUrl = target.url?.searchParams.get('query') ?? null;
  if (inUrl && /\bmutation\b/.test(inUrl)) return documentEffects(graphqlOperations(inUrl), request, target);
  if (method === 'GET' && !body) return endpoint ? [] : null;
  if (body === null) {
    if (!endpoint) return null;
    return target.loopback
      ? []
      : [
          effectOf(httpRules.unreadGraphql, {
            target: target.host,
            span: request.span,
            environment: target.environment,
          }),
        ];
  }
  if (body === '') return endpoint && method !== 'DELETE' ? [] : null;
  if (!endpoint && !/\bmutation\b/.test(body)) return null;
  const reading = graphqlBody(body, request.headers['content-type'] ?? null);
  if (!reading) {
    if (!endpoint) return null;
    if (!/\bmutation\b|\{|\$/.test(body)) return null;
    return target.loopback && !railwayNamed(body) ? [] : [unreadable(body, request, target)];
  }
  return documentEffects(reading, request, target);
}

function unreadable(body: string, request: HttpRequest, target: Target): Effect {
  const name = railwayNamed(body);
  const mutation = name === null ? undefined : railwayMutation(name);
  if (mutation && name !== null)
    return effectOf(mutation.rule, { target: '?', span: request.bodySpan ?? request.span });
  return effectOf(httpRules.unreadGraphql, {
    target: target.host,
    span: request.span,
    environment: target.environment,
  });
}

/** The name of a destructive Railway mutation in a text that is no readable document. */
function railwayNamed(body: string): string | null {
  for (const word of body.matchAll(/\b[a-z][A-Za-z]{5,}\b/g)) if (railwayMutation(word[0])) return word[0];
  return null;
}

function documentEffects(
  reading: ReturnType<typeof graphqlOperations>,
  request: HttpRequest,
  target: Target,
): Effect[] {
  if (reading.kind === 'unreadable') {
    if (target.loopback) {
      const body = request.body.kind === 'text' ? request.body.value : '';
      return railwayNamed(body) ? [unreadable(body, request, target)] : [];
    }
    return [unreadable(request.body.kind === 'text' ? request.body.value : '', request, target)];
  }
  const effects: Effect[] = [];
  for (const operation of reading.operations) {
    if (operation.type !== 'mutation') continue;
    for (const field of operation.fields) {
      const effect = mutationEffect(field, request, target);
      if (effect) effects.push(effect);
    }
  }
  return effects;
}

/**
 * One root field of a mutation. On Railway's own host and on a loopback host (where a proxy or a stand-in may listen)
 * Railway's table decides; elsewhere the words of the name do.
 */
function mutationEffect(field: GraphqlField, request: HttpRequest, target: Target): Effect | null {
  const span = spanOf(field.name, request);
  const railwayHost = /(?:^|\.)railway\.(?:app|com)$/.test(target.host);
  const known = railwayHost || target.loopback || target.host === '' ? railwayMutation(field.name) : undefined;
  if (known) {
    const named = known.named.map((name) => argumentNamed(field, name)).find((value) => value !== undefined);
    const environment = target.loopback ? 'unknown' : target.environment;
    return effectOf(known.rule, { target: named ?? firstArgument(field) ?? '?', span, environment });
  }
  if (railwayHost) return null;
  const reading = readName(field.name);
  if (!reading || reading.reversibility === 'reversible') return null;
  return effectOf(httpRules.mutation, {
    target: `${field.name}(${firstArgument(field) ?? ''})`,
    span,
    ...described(reading, target),
  });
}

function argumentNamed(field: GraphqlField, name: string): string | undefined {
  const direct = field.arguments[name];
  if (direct !== undefined) return direct;
  // `input: { volumeId: "x" }`, printed as GraphQL or JSON.
  const nested = new RegExp(`\\b${name}"?\\s*:\\s*"([^"]*)"`).exec(Object.values(field.arguments).join(' '));
  return nested?.[1];
}

function firstArgument(field: GraphqlField): string | undefined {
  return Object.values(field.arguments)[0];
}

function spanOf(name: string, request: HttpRequest): Span {
  if (!request.bodySpan || request.body.kind !== 'text') return request.span;
  const at = request.body.value.indexOf(name);
  const extra = request.bodySpan[1] - request.bodySpan[0] - request.body.value.length;
  if (at < 0 || extra < 0 || extra > 2) return request.bodySpan;
  const start = request.bodySpan[0] + (extra === 2 ? 1 : 0) + at;
  return [start, start + name.length];
}

/** The action a protocol names in a header or body: AWS JSON, AWS Query, JSON-RPC. */
function namedAction(request: HttpRequest, body: string | null): string | null {
  const target = request.headers['x-amz-target'];
  if (target) return target.slice(target.lastIndexOf('.') + 1);
  if (body === null || body === '') return /[?&]Action=([A-Za-z]+)/.exec(request.url ?? '')?.[1] ?? null;
  if (body.includes('"jsonrpc"')) return /"method"\s*:\s*"([^"]+)"/.exec(body)?.[1] ?? null;
  return /^(?:.*&)?Action=([A-Za-z]+)/.exec(body)?.[1] ?? null;
}

function described(
  reading: NameReading | null,
  target: Target,
): {
  readonly environment: Environment;
  readonly verb?: string;
  readonly resource?: string;
  readonly asset?: Effect['asset'];
  readonly reversibility?: Effect['reversibility'];
  readonly wayBack?: string;
} {
  const environment = target.loopback ? worseEnvironment('development', target.environment) : target.environment;
  const mild = reading?.reversibility === 'reversible';
  return {
    environment,
    ...(reading ? { verb: reading.verb, resource: reading.resource, asset: reading.asset } : {}),
    ...(mild ? { reversibility: 'reversible' as const } : {}),
    ...(target.loopback && !mild
      ? {
          reversibility: 'recoverable' as const,
          wayBack: 'It is a development server on this machine: seed its data again.',
        }
      : {}),
  };
}

function restEffect(rule: Rule, reading: NameReading | null, name: string, span: Span, target: Target): Effect {
  return effectOf(rule, { target: name, span, ...described(reading, target) });
}

function addressOf(request: HttpRequest, target: Target): string {
  if (!target.url) return request.url ?? '?';
  return `${target.url.host}${target.url.pathname}`;
}

/** The last word of a path that names a kind of thing and not one of them. */
function lastNoun(url: URL | null): string {
  if (!url) return 'resource';
  const nouns = url.pathname.split('/').filter((part) => /^[a-z][a-z_-]{2,}$/i.test(part));
  return nouns.at(-1) ?? 'resource';
}

const pathVerb =
  /^(?:delete|destroy|purge|truncate|drop|wipe|terminate|erase|remove|flush|flushall|flushdb|nuke|factory|deprovision|(?:delete|terminate|destroy|purge)(?!d$)[a-z]{2,})$/;

function destructivePath(url: URL | null): NameReading | null {
  if (!url) return null;
  const parts = url.pathname.split('/').filter((part) => part !== '');
  // `/v1/things/42/delete`, `/things:batchDelete`, `/index/_delete_by_query`
  const last = parts.at(-1) ?? '';
  const verb = last.includes(':') ? last.slice(last.lastIndexOf(':') + 1) : last;
  const noun = parts.filter((part) => /^[a-z][a-z_-]{2,}$/i.test(part) && part !== last).at(-1) ?? 'resource';
  const words = wordsOf(verb);
  const named = words.some(
    (word, index) =>
      pathVerb.test(word) && (index === 0 || index === words.length - 1 || /^(?:batch|bulk)$/.test(words[0] ?? '')),
  );
  if (named || url.searchParams.get('delete') === '') {
    return (
      readName(`delete ${noun}`) ?? { verb: 'delete', resource: noun, asset: 'other', reversibility: 'irreversible' }
    );
  }
  return last.includes(':') ? readName(`${verb} ${noun}`) : null;
}
