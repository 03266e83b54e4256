import type { Effect } from '../action/effect.ts';
import { type Inquiry, look } from '../action/facts.ts';
import type { HttpRequest } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { readBody } from './http-body.ts';
import { graphqlEffects } from './http-graphql.ts';
import { destructiveGet, namedActions } from './http-named.ts';
import { dockerDeletion, kubernetesDeletion, overwriteBy } from './http-overwrite.ts';
import { actionAt, deletionAt } from './http-path.ts';
import { isOwnBin, isRehearsal } from './http-rehearsal.ts';
import { described, httpRules } from './http-rules.ts';
import { addressOf, type Target, targetOf } from './http-target.ts';
import { effectOf, type Rule } from './pack.ts';
import { namedOperation, restOperation } from './providers/providers.ts';
import { publishedByRequest } from './published.ts';
import { sqlEffects } from './sql.ts';
import { sqlIn } from './sql-text.ts';
import type { NameReading } from './verbs.ts';

/**
 * The effects of one request: by GraphQL document, by the action a protocol names, by the provider's table, and for
 * what no table knows by method, path and body.
 */
export function httpEffects(request: HttpRequest, inquiry: Inquiry): Effect[] {
  const target = targetOf(request);
  const inner = forwarded(request, target);
  if (inner) return httpEffects(inner, inquiry);
  const body = bodyOf(request, inquiry);
  const method = methodOf(request, body, target);
  if (isEngineSocket(request)) return engineEffects(method, request, target);
  const published = publishedByRequest(request);
  if (published.length > 0) return [...published];
  if (isRehearsal(request, method, body, target) || keepsNothing.test(target.host)) return [];
  const graphql = graphqlEffects(request, method, body, target);
  if (graphql) return graphql;
  // What is known of a body that could not be had as a whole is enough to name a danger.
  const seen = body ?? (request.body.kind === 'unknown' ? (request.body.text ?? null) : null);
  const spoken = namedActions(request, seen, target);
  const effects = (spoken ?? []).flatMap(({ name, reading }) => {
    const known = namedOperation(target.host, name);
    if (known === 'harmless') return [];
    const rule = known ? { ...httpRules.action, provider: known.provider, source: known.source } : httpRules.action;
    const said = known?.reading ?? reading;
    return said ? [effectFor(rule, said, name, request.span, target)] : [];
  });
  if (spoken?.every(({ final }) => final)) return effects;
  return [...effects, ...restEffects(request, { method, body: seen, target }, inquiry)];
}

/** Kibana's and OpenSearch Dashboards' console: the request that its parameters name is sent on. */
function forwarded(request: HttpRequest, { url }: Target): HttpRequest | null {
  if (!url?.pathname.endsWith('/console/proxy') || request.partialUrl) return null;
  const path = url.searchParams.get('path');
  const method = url.searchParams.get('method');
  if (!path || !method) return null;
  return { ...request, method, url: `${url.origin}/${path.replace(/^\/+/, '')}` };
}

/** Services that only answer with what they were sent, or whose things are made up and stay as they are. */
const keepsNothing =
  /^(?:(?:www\.|eu\.|nghttp2\.)?(?:httpbin\.(?:org|dev)|httpbingo\.org)|postman-echo\.com|jsonplaceholder\.typicode\.com|reqres\.in|dummyjson\.com|fakestoreapi\.com)$/;

/** Methods that change nothing; WebDAV's among them, which say by their name what they do (RFC 4918). */
const readsOnly =
  /^(?:GET|HEAD|OPTIONS|TRACE|CONNECT|PROPFIND|PROPPATCH|REPORT|SEARCH|LIST|LOCK|UNLOCK|MKCOL|COPY|MOVE|PURGE)$/;

interface Read {
  readonly method: string;
  readonly body: string | null;
  readonly target: Target;
}

function restEffects(request: HttpRequest, { method, body, target }: Read, inquiry: Inquiry): Effect[] {
  const address = addressOf(request, target);
  const { span } = request;
  if (method === '?')
    return target.loopback
      ? []
      : [effectOf(httpRules.unknownDelete, { target: address, span, environment: target.environment })];
  if (method === 'DELETE') return [deletion(request, target)];
  if (readsOnly.test(method)) {
    const known = method === 'GET' ? destructiveGet(request.url ?? '', target) : null;
    if (known?.reading)
      return [effectFor({ ...httpRules.action, source: known.source }, known.reading, address, span, target)];
    return method === 'GET' ? statementEffects(queryStatements(target), request, target, inquiry) : [];
  }
  if (target.cut)
    return [effectOf(httpRules.unreadAddress, { target: address, span, environment: target.environment })];
  if (isOwnBin(method, body ?? '', target)) return [];
  const known = restOperation(target, method);
  if (known === 'harmless') return [];
  if (known)
    return [
      effectFor(
        { ...httpRules.action, provider: known.provider, source: known.source },
        known.reading,
        address,
        span,
        target,
      ),
    ];
  const action = actionAt(target, method);
  if (action)
    return [
      effectFor(action.verb === 'overwrite' ? httpRules.overwrite : httpRules.action, action, address, span, target),
    ];
  const overwritten = overwriteBy(method, target, body ?? '');
  if (overwritten)
    return [
      effectFor(
        overwritten.verb === 'publish' ? httpRules.publish : httpRules.overwrite,
        overwritten,
        address,
        span,
        target,
      ),
    ];
  const path = target.url?.pathname ?? '';
  // ClickHouse: the statement stands in the address, and the body holds the rows.
  const isRows = /^\s*insert\s+into\b/i.test(target.url?.searchParams.get('query') ?? '');
  const { actions, statements } = body && !isRows ? readBody(body, path, target) : { actions: [], statements: [] };
  return [
    ...actions.map(({ reading }) => effectFor(httpRules.body, reading, address, request.bodySpan ?? span, target)),
    ...statementEffects([...queryStatements(target), ...statements], request, target, inquiry),
  ];
}

function deletion(request: HttpRequest, target: Target): Effect {
  const address = addressOf(request, target);
  const objects = kubernetesDeletion(target);
  // A proxy on this machine (`kubectl proxy`) leads to a cluster anywhere.
  if (objects)
    return effectFor(httpRules.kubernetes, objects, address, request.span, {
      ...target,
      loopback: false,
      environment: target.loopback ? 'unknown' : target.environment,
    });
  const known = restOperation(target, 'DELETE');
  if (known === 'harmless')
    return effectFor(
      httpRules.delete,
      { ...deletionAt(target), reversibility: 'reversible' },
      address,
      request.span,
      target,
    );
  if (known)
    return effectFor(
      { ...httpRules.delete, provider: known.provider, source: known.source },
      known.reading,
      address,
      request.span,
      target,
    );
  return effectFor(httpRules.delete, deletionAt(target), address, request.span, target);
}

function isEngineSocket({ socket }: HttpRequest): boolean {
  return socket !== undefined && /docker|podman|containerd|\.sock$/.test(socket);
}

function engineEffects(method: string, request: HttpRequest, target: Target): Effect[] {
  const reading = dockerDeletion(method, target);
  if (!reading) return [];
  const { verb, resource, asset } = reading;
  return [
    effectOf(httpRules.docker, { target: target.url?.pathname ?? '?', span: request.span, verb, resource, asset }),
  ];
}

/** The method that counts: some servers take another one from a header, the query or the body. */
function methodOf(request: HttpRequest, body: string | null, target: Target): string {
  const { headers } = request;
  const named = ['x-http-method-override', 'x-method-override', 'x-http-method'].map((name) => headers[name]);
  // A header whose value could not be worked out may name any method.
  if (request.method !== 'GET' && named.includes(null)) return '?';
  const override =
    named.find((value) => value !== undefined) ??
    target.url?.searchParams.get('_method') ??
    (body
      ? (/(?:^|&)_method=(\w+)|"_method"\s*:\s*"(\w+)"/.exec(body.slice(0, 20_000))?.slice(1).find(Boolean) ?? null)
      : null);
  const method = request.method.toUpperCase();
  return override && method !== 'GET' ? override.toUpperCase() : method;
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

/** SQL in an address, as databases with an HTTP door take it: `/query?q=…`, `/exec?query=…`, `/?query=…`. */
function queryStatements({ url }: Target): string[] {
  if (!url || url.search === '' || !/(?:^|\/)(?:query|queries|statements?|exec|execute|sql|)$/i.test(url.pathname))
    return [];
  return ['q', 'query', 'sql', 'statement', 'stmt'].flatMap((name) => url.searchParams.getAll(name)).filter(sqlIn);
}

function statementEffects(
  statements: readonly string[],
  request: HttpRequest,
  target: Target,
  inquiry: Inquiry,
): Effect[] {
  return statements.flatMap((text) =>
    sqlEffects(
      text,
      {
        provider: 'sql',
        environment: target.environment,
        database: target.host === '' ? null : target.host,
        scope: 'remote',
        offset: null,
        span: request.bodySpan ?? request.span,
      },
      inquiry,
    ),
  );
}

function effectFor(rule: Rule, reading: NameReading, name: string, span: Span, target: Target): Effect {
  return effectOf(rule, { target: name, span, ...described(reading, target) });
}
