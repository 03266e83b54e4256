import type { HttpRequest } from '../action/invocation.ts';
import type { Target } from './http-target.ts';

/**
 * Whether the server only answers what the request would do. Only where the interface is known to honour that, and
 * where the address and the body are known to their ends.
 */
export function isRehearsal(request: HttpRequest, method: string, body: string | null, target: Target): boolean {
  const { url } = target;
  if (!url || request.partialUrl || request.url === null || (url.search === '' && !body)) return false;
  const query = (name: string, ...wanted: string[]): boolean => {
    const given = url.searchParams.getAll(name);
    return given.length > 0 && given.every((value) => wanted.includes(value));
  };
  // https://kubernetes.io/docs/reference/using-api/api-concepts/#dry-run
  if (/^\/(?:k8s\/clusters\/[^/]+\/)?(?:api\/v1|apis\/[\w.-]+\/v\d\w*)\//.test(url.pathname))
    return query('dryRun', 'All');
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html
  if (/^ec2[.-].*amazonaws\.com(?:\.cn)?$|^ec2\.amazonaws\.com$/.test(target.host)) {
    const form = new URLSearchParams(body ?? '').getAll('DryRun');
    const given = [...url.searchParams.getAll('DryRun'), ...form];
    return given.length > 0 && given.every((value) => value === 'true');
  }
  if (!target.host.endsWith('.googleapis.com')) return false;
  // A parameter that an interface of Google's does not know is an error there: https://google.aip.dev/163
  if (query('validateOnly', 'true') || query('validate_only', 'true')) return true;
  // https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query
  return target.host === 'bigquery.googleapis.com' && method === 'POST' && isDryQuery(body);
}

function isDryQuery(body: string | null): boolean {
  try {
    const value: unknown = JSON.parse(body ?? '');
    const of = (one: unknown, key: string): unknown =>
      typeof one === 'object' && one !== null && Object.hasOwn(one, key) ? Reflect.get(one, key) : undefined;
    return of(value, 'dryRun') === true || of(of(value, 'configuration'), 'dryRun') === true;
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
