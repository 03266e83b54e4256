import type { Effect } from '../action/effect.ts';
import type { HttpRequest } from '../action/invocation.ts';
import type { Span } from '../action/kinds.ts';
import { type GraphqlField, graphqlBody, graphqlOperations } from '../parse/graphql.ts';
import { described, httpRules } from './http-rules.ts';
import type { Target } from './http-target.ts';
import { effectOf } from './pack.ts';
import { railwayMutation } from './packs/railway.ts';
import { namedOperation } from './providers/providers.ts';
import { readName, readRestoration } from './verbs.ts';
import { wordsOf } from './words.ts';

const railwayHosts = /(?:^|\.)railway\.(?:app|com)$/;

/** The effects of a GraphQL request; null where it is none. `body` null: could not be had; empty: there is none. */
export function graphqlEffects(
  request: HttpRequest,
  method: string,
  body: string | null,
  target: Target,
): Effect[] | null {
  const path = target.url?.pathname ?? request.url ?? '';
  const endpoint = /graphql|\/gql\b/i.test(path) || railwayHosts.test(target.host);
  const inUrl = target.url?.searchParams.get('query') ?? null;
  if (inUrl && /\bmutation\b/.test(inUrl)) return documentEffects(graphqlOperations(inUrl), request, target);
  if (method === 'GET' && !body) return endpoint ? [] : null;
  if (body === null) {
    const visible = visibleEffects(request, target);
    if (visible.length > 0) return visible;
    if (!endpoint) return null;
    return target.loopback ? [] : [unreadAt(request, target)];
  }
  if (body === '') return endpoint && method !== 'DELETE' ? [] : null;
  if (!endpoint && !/\bmutation\b/.test(body)) return null;
  const persisted = persistedName(body);
  if (persisted !== undefined) return persistedEffects(persisted, request, target);
  const reading = graphqlBody(body, request.headers['content-type'] ?? null);
  if (!reading) {
    if (!endpoint) return null;
    if (!/\bmutation\b|\{|\$/.test(body)) return null;
    return target.loopback && !railwayNamed(body) ? [] : [unreadable(body, request, target)];
  }
  return documentEffects(reading, request, target);
}

/** The mutations that show in a body which could not be had as a whole: `$ID` is some argument's value. */
function visibleEffects(request: HttpRequest, target: Target): Effect[] {
  const text = request.body.kind === 'unknown' ? (request.body.text ?? '') : '';
  if (!/\bmutation\b/.test(text)) return [];
  const reading = graphqlBody(text, request.headers['content-type'] ?? null);
  return reading?.kind === 'operations' ? documentEffects(reading, request, target) : [];
}

/** The name a persisted query is called by, null where it has none; undefined where the body holds a document. */
function persistedName(body: string): string | null | undefined {
  if (!/persistedQuery|"(?:documentId|queryId|doc_id|id|extensions)"/.test(body) || /"query"\s*:\s*"/.test(body))
    return undefined;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    const name = 'operationName' in parsed ? parsed.operationName : undefined;
    return typeof name === 'string' && name !== '' ? name : null;
  } catch {
    return undefined;
  }
}

/** A server refuses a persisted query under another name than its own, so the name tells as much as a field's. */
function persistedEffects(name: string | null, request: HttpRequest, target: Target): Effect[] {
  if (name === null) return target.loopback ? [] : [unreadAt(request, target)];
  const effect = namedEffect(name, '', request.bodySpan ?? request.span, target);
  return effect ? [effect] : [];
}

function unreadAt(request: HttpRequest, target: Target): Effect {
  return effectOf(httpRules.unreadGraphql, {
    target: target.host,
    span: request.span,
    environment: target.environment,
  });
}

function unreadable(body: string, request: HttpRequest, target: Target): Effect {
  const name = railwayNamed(body);
  const mutation = name === null ? undefined : railwayMutation(name);
  if (mutation && name !== null)
    return effectOf(mutation.rule, { target: '?', span: request.bodySpan ?? request.span });
  return unreadAt(request, target);
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
    const body = request.body.kind === 'text' ? request.body.value : '';
    if (target.loopback) return railwayNamed(body) ? [unreadable(body, request, target)] : [];
    return [unreadable(body, request, target)];
  }
  const effects: Effect[] = [];
  for (const operation of reading.operations) {
    if (operation.type !== 'mutation') continue;
    for (const field of operation.fields) {
      const effect = mutationEffect(field, request, target);
      if (effect) effects.push(effect);
      for (const inner of handedOn(field)) effects.push(...documentEffects(inner, request, target));
    }
  }
  return effects;
}

/** Arguments that hold what somebody wrote. */
const written = /^(?:body|text|title|message|content|description|comment|note|summary)$/i;

/**
 * The mutations that a mutation is handed to run, as Shopify's `bulkOperationRunMutation(mutation: "mutation …")` is:
 * each up to the brace that closes it.
 */
function handedOn({ arguments: given }: GraphqlField): ReturnType<typeof graphqlOperations>[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const at = value.search(/\bmutation\b[^{]{0,500}\{/);
    if (at < 0) return [];
    const [, key = name] = /(\w{1,40})"?\s{0,8}:\s{0,8}"?\s{0,8}$/.exec(value.slice(Math.max(0, at - 80), at)) ?? [];
    if (written.test(key)) return [];
    const document = value.slice(at);
    const text = document.replaceAll('\\"', '"');
    let depth = 0;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === '{') depth += 1;
      if (text[at] === '}' && --depth === 0) return [graphqlOperations(text.slice(0, at + 1))];
    }
    return [];
  });
}

/**
 * One root field of a mutation. On Railway's own host and on a loopback host (where a proxy or a stand-in may listen)
 * Railway's table decides; elsewhere the provider's own table, then the words of the name.
 */
function mutationEffect(field: GraphqlField, request: HttpRequest, target: Target): Effect | null {
  const span = spanOf(field.name.split('.').at(-1) ?? field.name, request);
  const railwayHost = railwayHosts.test(target.host);
  const known = railwayHost || target.loopback || target.host === '' ? railwayMutation(field.name) : undefined;
  if (known) {
    const named = known.named.map((name) => argumentNamed(field, name)).find((value) => value !== undefined);
    const environment = target.loopback ? 'unknown' : target.environment;
    return effectOf(known.rule, { target: named ?? firstArgument(field) ?? '?', span, environment });
  }
  if (railwayHost) return null;
  const changes = wordsOf(field.name);
  const verb = changes.findIndex((word) => /^(?:update|set|edit|modify|patch|save)$/.test(word));
  const put = verb < 0 ? undefined : putAway.exec(saidOf(field))?.[1];
  if (put) return namedEffect(`delete_${changes.toSpliced(verb, 1).join('_')}`, put, span, target);
  return namedEffect(field.name, firstArgument(field) ?? '', span, target);
}

/** What an update puts out of the way by a field: `archived: true`, `deleted_at: "now()"`. */
const putAway =
  /\b"?(is_?deleted|deleted|archived|is_?archived|trashed|in_?trash|(?:deleted|archived|trashed)_?at)"?\s*:\s*(?:true\b|"?(?:\d{4}-|now))/i;

function saidOf({ arguments: given }: GraphqlField): string {
  return Object.entries(given)
    .map(([name, value]) => `${name}: ${value}`)
    .join(' ');
}

function namedEffect(name: string, argument: string, span: Span, target: Target): Effect | null {
  const known = namedOperation(target.host, name);
  if (known === 'harmless') return null;
  const reading = known?.reading ?? readName(name, wordsOf(name).slice(0, -1)) ?? readRestoration(name);
  if (!reading || reading.reversibility === 'reversible') return null;
  return effectOf(
    known ? { ...httpRules.mutation, provider: known.provider, source: known.source } : httpRules.mutation,
    {
      target: `${name}(${argument})`,
      span,
      ...described(reading, target),
    },
  );
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
