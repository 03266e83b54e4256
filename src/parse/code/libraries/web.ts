import type { Holes } from '../../shell/value.ts';
import type { CodeDeed } from '../deeds.ts';
import type { LibraryCall } from '../library.ts';
import { asText, entryOf, textOf, type Value } from '../values.ts';
import { isFake } from './clients.ts';

const methods = /^(?:get|post|put|patch|delete|head|options|del)$/i;

/** Modules and objects whose `get`, `post`, `delete` … send requests. */
const clients =
  /^(?:requests(?:\.(?:Session|session)\(\))?|httpx(?:\.(?:Async)?Client\(\))?|aiohttp\.ClientSession\(\)|axios(?:\.create\(\))?|got(?:\.extend\(\))?|ky(?:\.create\(\))?|superagent|needle|request|phin|wretch\(\)|\$http|HTTParty|Faraday(?:\.new\(\))?|RestClient|HTTP|Excon|Typhoeus|GuzzleHttp\\Client\(\)|Http|LWP::UserAgent\(\)|HTTP::Tiny\(\)|niquests|treq|curl_cffi\.requests)$/;

/** Calls that send what their arguments say: `fetch(url, {method})`. */
const senders =
  /^(?:fetch|globalThis\.fetch|window\.fetch|node-fetch|cross-fetch|undici\.(?:fetch|request)|axios|axios\.create\(\)|axios\.request|got|ky|ofetch|\$fetch|needle|request|http\.request|https\.request|http\.get|https\.get|urllib\.request\.urlopen|urllib2\.urlopen|urllib3\.request)$/;

/** The request of a call of an HTTP client; null where it is none. */
export function requestDeed(call: LibraryCall, holes: Holes): CodeDeed | null {
  const { path, args } = call;
  if (isFake(path)) return null;
  const at = { start: call.at.start, end: call.at.end };
  const dot = path.lastIndexOf('.');
  const last = path.slice(dot + 1);
  const root = dot < 0 ? '' : path.slice(0, dot);
  const [first, second, third] = args.all;
  // `axios.request({ url, method })`, of a client made before as well.
  const asked = last === 'request' && clients.test(root) ? entryOf(first, 'url') : undefined;
  if (asked) {
    const method = entryOf(first, 'method') ?? textOf('GET');
    return sent(call, at, { method, url: asked, options: first, bodyFirst: false });
  }
  if (clients.test(root) && (methods.test(last) || last === 'request')) {
    const named = last === 'request' && (args.all.length > 1 || first?.kind === 'text') && !entryOf(first, 'url');
    const isUrlFirst = first?.kind === 'text' && /^https?:/.test(first.text);
    const method =
      named && !isUrlFirst
        ? (first ?? textOf('?'))
        : textOf(last === 'request' ? 'GET' : last === 'del' ? 'DELETE' : last);
    const url = named && !isUrlFirst ? second : (args.named.get('url') ?? first);
    const rest = named && !isUrlFirst ? third : second;
    return sent(call, at, {
      method,
      url,
      options: rest,
      bodyFirst: /^(?:axios|superagent)/.test(root) && !/delete|get/i.test(last),
    });
  }
  if (senders.test(path)) {
    const options = second?.kind === 'table' ? second : first?.kind === 'table' ? first : second;
    const url = first?.kind === 'table' ? (entryOf(first, 'url') ?? hostUrl(first, holes)) : first;
    // `urlopen(Request(url, method='DELETE'))`
    if (url?.kind === 'thing' && /\bRequest\(\)$/.test(url.path) && url.made) {
      const made = url.made;
      const method = made.named.get('method') ?? entryOf(made.all[1], 'method');
      return {
        ...at,
        kind: 'request',
        method: method ?? textOf(made.named.has('data') ? 'POST' : 'GET'),
        url: made.named.get('url') ?? made.all[0],
        ...optional('headers', made.named.get('headers') ?? entryOf(made.all[1], 'headers')),
        ...optional('body', made.named.get('data') ?? made.all[1]),
      };
    }
    const given = entryOf(options, 'method') ?? args.named.get('method') ?? entryOf(options, 'type');
    const data = args.named.get('data') ?? (/url(?:lib|open)/.test(path) ? second : undefined);
    const method = given ?? textOf(data ? 'POST' : 'GET');
    return sent(call, at, { method, url, options, bodyFirst: false });
  }
  return special(call, holes);
}

/** Clients with shapes of their own: connections with a path, requests made apart from being sent. */
function special(call: LibraryCall, holes: Holes): CodeDeed | null {
  const { path, args } = call;
  const at = { start: call.at.start, end: call.at.end };
  const [first, second, third] = args.all;
  if (/^http\.client\.HTTPS?Connection\(\)\.request$/.test(path)) {
    const made = call.owner?.kind === 'thing' ? call.owner.made : undefined;
    const host = asText(made?.all[0], holes) ?? '';
    const url = textOf(`https://${host}${asText(second, holes) ?? ''}`);
    return {
      ...at,
      kind: 'request',
      method: first ?? textOf('?'),
      url,
      ...optional('body', third ?? args.named.get('body')),
    };
  }
  if (/^urllib3\.PoolManager\(\)\.request$/.test(path))
    return sent(call, at, { method: first ?? textOf('?'), url: second, options: undefined, bodyFirst: false });
  const verb =
    /^Net::HTTP::(Delete|Post|Put|Patch|Get)\.new$/.exec(path)?.[1] ??
    /^Net::HTTP\.(delete|post|put|get)\w*$/.exec(path)?.[1];
  if (verb)
    return {
      ...at,
      kind: 'request',
      method: textOf(verb),
      url: first,
      ...optional('body', /post|put/i.test(verb) ? second : undefined),
    };
  if (/Net::HTTP\.(?:new|start)\(\)\.(?:delete|post|put|patch|get)$/.test(path)) {
    const made = call.owner?.kind === 'thing' ? call.owner.made : undefined;
    const url = textOf(`https://${asText(made?.all[0], holes) ?? ''}${asText(first, holes) ?? ''}`);
    return {
      ...at,
      kind: 'request',
      method: textOf(path.slice(path.lastIndexOf('.') + 1)),
      url,
      ...optional('body', second),
    };
  }
  if (/^HTTP::Request\.new$/.test(path)) return { ...at, kind: 'request', method: first ?? textOf('?'), url: second };
  if (/^(?:HTTP::Tiny|LWP::UserAgent)\.new\(\)\.(?:delete|post|put|get|request)$/.test(path)) {
    const last = path.slice(path.lastIndexOf('.') + 1);
    const named = last === 'request';
    return {
      ...at,
      kind: 'request',
      method: named ? (first ?? textOf('?')) : textOf(last),
      url: named ? second : first,
    };
  }
  if (path === 'curl_setopt') return optionSet(call);
  // A client by any name, called with a whole address.
  const last = /\.(delete|del)$/.exec(path)?.[1];
  if (last && first?.kind === 'text' && /^https?:\/\//i.test(first.text) && second?.kind !== 'function')
    return { ...at, kind: 'request', method: textOf('DELETE'), url: first };
  return null;
}

/** `curl_setopt($c, CURLOPT_CUSTOMREQUEST, 'DELETE')`: the handle was made with the address. */
function optionSet({ args, at }: LibraryCall): CodeDeed | null {
  const [handle, option, value] = args.all;
  const name = option?.kind === 'thing' ? option.path : '';
  const url = handle?.kind === 'thing' ? handle.made?.all[0] : undefined;
  const made = { start: at.start, end: at.end, kind: 'request', url } as const;
  if (name === 'CURLOPT_CUSTOMREQUEST') return { ...made, method: value ?? textOf('?') };
  if (name === 'CURLOPT_POSTFIELDS') return { ...made, method: textOf('POST'), ...optional('body', value) };
  return null;
}

function sent(
  call: LibraryCall,
  at: { start: number; end: number },
  given: { method: Value; url: Value | undefined; options: Value | undefined; bodyFirst: boolean },
): CodeDeed {
  const { args } = call;
  const { options } = given;
  const json = args.named.get('json') ?? entryOf(options, 'json');
  const plain =
    args.named.get('data') ??
    args.named.get('content') ??
    args.named.get('body') ??
    entryOf(options, 'body') ??
    entryOf(options, 'data') ??
    entryOf(options, 'payload');
  const body = json ?? plain ?? (given.bodyFirst ? options : undefined);
  const headers =
    args.named.get('headers') ??
    entryOf(options, 'headers') ??
    (given.bodyFirst ? entryOf(args.all[2], 'headers') : undefined);
  const made = entryOf(options, 'baseURL') ?? entryOf(options, 'prefixUrl') ?? baseOf(call.owner);
  return {
    ...at,
    kind: 'request',
    method: given.method,
    url: given.url,
    ...optional('headers', headers),
    ...optional('body', body),
    ...optional('base', made),
    json: json !== undefined || given.bodyFirst,
  };
}

/** The address a client was made for: `axios.create({baseURL})`, `httpx.Client(base_url=…)`. */
function baseOf(owner: Value | undefined): Value | undefined {
  if (owner?.kind !== 'thing' || !owner.made) return undefined;
  const [first] = owner.made.all;
  return (
    owner.made.named.get('base_url') ??
    entryOf(first, 'baseURL') ??
    entryOf(first, 'prefixUrl') ??
    entryOf(first, 'baseUrl') ??
    (first?.kind === 'text' ? first : undefined)
  );
}

/** `https.request({hostname, path, method})`. */
function hostUrl(options: Value, holes: Holes): Value | undefined {
  const host = asText(entryOf(options, 'hostname') ?? entryOf(options, 'host'), holes);
  if (host === null) return undefined;
  return textOf(`https://${host}${asText(entryOf(options, 'path'), holes) ?? ''}`);
}

function optional<K extends string>(key: K, value: Value | undefined): { readonly [P in K]?: Value } {
  const found: { [P in K]?: Value } = {};
  if (value) found[key] = value;
  return found;
}
