import type { HttpRequest } from '../action/invocation.ts';
import { isCollection, isNoun, type Target } from './http-target.ts';
import { providerOf } from './providers/providers.ts';

/**
 * Whether the server only answers what the request would do. Only where the interface is known to honour that, or is
 * not known and such interfaces have it, and where the address and the body are known to their ends.
 */
export function isRehearsal(request: HttpRequest, method: string, body: string | null, target: Target): boolean {
  const { url } = target;
  if (!url || request.partialUrl || request.url === null || (url.search === '' && !body)) return false;
  const query = (name: string, ...wanted: string[]): boolean => {
    const given = url.searchParams.getAll(name);
    return given.length > 0 && given.every((value) => wanted.includes(value));
  };
  // https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run; a body's options stand for the address'.
  if (
    /^\/(?:k8s\/clusters\/[^/]+\/)?(?:api\/v1|apis\/[\w.-]+\/v\d\w*)\//.test(url.pathname) &&
    !providerOf(target.host)
  )
    return query('dryRun', 'All') && (method !== 'DELETE' || request.body.kind === 'none') && isOfCluster(url.pathname);
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html
  if (/^ec2[.-].*amazonaws\.com(?:\.cn)?$|^ec2\.amazonaws\.com$/.test(target.host)) {
    const form = new URLSearchParams(body ?? '').getAll('DryRun');
    const given = [...url.searchParams.getAll('DryRun'), ...form];
    return given.length > 0 && given.every((value) => value === 'true');
  }
  // What a file holds may say the opposite of the address.
  if (!target.host.endsWith('.googleapis.com'))
    return (request.body.kind === 'none' || body !== null) && isDryBulk(method, body ?? '', target);
  // https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query
  if (target.host === 'bigquery.googleapis.com') return method === 'POST' && isDryQuery(body, url.pathname);
  // A parameter that an interface of Google's does not know is an error there: https://google.aip.dev/163
  if (ignoring.test(target.host)) return false;
  return query('validateOnly', 'true') || query('validate_only', 'true');
}

/** Google's older interfaces, which leave out of account what they do not know. */
const ignoring = /^(?:www|(?:[\w.-]+\.)?storage|compute|dns|sqladmin|admin|drive|gmail|calendar|sheets|docs)\./;

/** `/api/v1/…` of whoever it is has Kubernetes' own kinds only where a cluster answers. */
function isOfCluster(path: string): boolean {
  return /\/apis\/|\/api\/v1\/(?:namespaces|nodes|persistentvolumes)(?:\/|$)/.test(path);
}

const otherTongue =
  /\bmutation\b|"jsonrpc"|"(?:sql|statements?|query)"\s*:\s*"\s*(?:drop|delete|truncate|alter|update)\b/i;
const dryName = /^dry[-_]?run$|^dry$/i;

/**
 * `?dryRun=true`, `{"dry_run": true}` of a deletion by condition, which Weaviate, FusionAuth, Tinybird, Sanity, Harbor
 * and others offer. A server that does not know the parameter deletes all the same: so not on hosts whose interface is
 * known without it, and never for a DELETE of one thing by its name.
 */
function isDryBulk(method: string, body: string, { url, host, parts }: Target): boolean {
  if (!url || !(/dry/i.test(url.search) || /dry/i.test(body.slice(0, 20_000)))) return false;
  const given = [...url.searchParams, ...fieldsOf(body)].filter(([name]) => dryName.test(name));
  if (given.length === 0 || !given.every(([, value]) => /^(?:true|1)$/i.test(value))) return false;
  // A door for everything says nothing of what stands behind it.
  if (/graphql|\/gql\b/i.test(url.pathname) || otherTongue.test(body)) return false;
  // https://docs.docker.com/reference/api/hub/ has it for its one deletion of many.
  const documented = host === 'hub.docker.com' && url.pathname.endsWith('/delete-images');
  if ((providerOf(host) && !documented) || /(?:^|\.)railway\.(?:app|com)$/.test(host)) return false;
  // The one name behind a host is an index, a bucket or a database.
  return method !== 'DELETE' || (parts.length > 1 && isNoun(parts.at(-1) ?? '') && !isCollection(parts.at(-2)));
}

/** A body's own fields, by form or JSON; of JSON also those of a `parameters` object, as Harbor has it. */
function fieldsOf(body: string): (readonly [string, string])[] {
  if (!/dry/i.test(body) || body.length > 200_000) return [];
  if (/^[\w.[\]%-]{1,80}=/.test(body)) return [...new URLSearchParams(body)];
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const inner = 'parameters' in value && typeof value.parameters === 'object' ? value.parameters : null;
    return [...Object.entries(value), ...Object.entries(inner ?? {})].map(([name, said]) => [name, String(said)]);
  } catch {
    return [];
  }
}

/** Each of the two doors has its own place for it, and leaves the other's out of account. */
function isDryQuery(body: string | null, path: string): boolean {
  try {
    const value: unknown = JSON.parse(body ?? '');
    const of = (one: unknown, key: string): unknown =>
      typeof one === 'object' && one !== null && Object.hasOwn(one, key) ? Reflect.get(one, key) : undefined;
    return /\/queries$/.test(path)
      ? of(value, 'dryRun') === true
      : /\/jobs$/.test(path) && of(of(value, 'configuration'), 'dryRun') === true;
  } catch {
    return false;
  }
}

/** Bins of these products, out of which whoever put a thing there takes it back whole. */
export function isOwnBin(method: string, body: string, target: Target): boolean {
  const path = target.url?.pathname ?? '';
  // https://developers.google.com/workspace/drive/api/guides/delete, /gmail/api/guides/labels
  if (/^(?:gmail|www)\.googleapis\.com$/.test(target.host) && method === 'POST')
    return /^\/gmail\/v1\/users\/[^/]+\/(?:messages|threads)\/[^/]+\/trash$/.test(path);
  if (method !== 'PATCH') return false;
  const only = /^\s*\{\s*"(trashed|archived|in_trash)"\s*:\s*true\s*\}\s*$/.exec(body)?.[1];
  if (only === undefined) return false;
  // https://developers.notion.com/docs/working-with-page-content
  return only === 'trashed'
    ? target.host === 'www.googleapis.com' && /^\/drive\/v3\/files\/[^/]+$/.test(path)
    : target.host === 'api.notion.com' && /^\/v1\/(?:pages|blocks)\/[^/]+$/.test(path);
}
