import type { Environment } from '../action/effect.ts';
import type { HttpRequest } from '../action/invocation.ts';
import { environmentOfHost, isLoopback } from './environment.ts';

/** A path of more parts than this shows its beginning and its end. */
const maximumParts = 200;
/** Characters of a path, and of a query, above which an address is not read as a whole: servers refuse such (RFC 9110, 4.1). */
const maximumLength = 8_192;
/** What is kept of either then, in front and at the end. */
const kept = 512;

/** Where a request goes. */
export interface Target {
  readonly url: URL | null;
  /** Lower case, without port; empty where it is not known. */
  readonly host: string;
  readonly loopback: boolean;
  readonly environment: Environment;
  /** The path's parts, percent-decoded. */
  readonly parts: readonly string[];
  /** The address is too long; `url` holds its beginning and its end. */
  readonly cut?: true;
}

/**
 * Reads a request's address. One with an unresolved part still shows its path as far as it is written, and its host
 * where that is certain (`url` then holds no more than the host).
 */
export function targetOf({ url, partialUrl }: Pick<HttpRequest, 'url' | 'partialUrl'>): Target {
  if (!partialUrl) return url === null ? nowhere : targetAt(url);
  // `$API/v1/things/$ID/delete`, `https://host/things/$ID`: what is not known is some name.
  const written = partialUrl.text.replaceAll(/\$\{[^}]*\}|\$\([^)]*\)|`[^`]*`|\$\w+/g, '0');
  const path = written.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*/i, '');
  const read = targetAt(`${url?.replace(/[/?#]+$/, '') ?? 'https://unknown.invalid'}${path}`);
  return url === null ? { ...read, host: '', environment: 'unknown', loopback: false } : read;
}

const nowhere: Target = { url: null, host: '', loopback: false, environment: 'unknown', parts: [] };

function targetAt(text: string): Target {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
    const host = url.hostname;
    const isLong = Math.max(url.pathname.length, url.search.length) > maximumLength;
    if (isLong) {
      url.pathname = ends(url.pathname);
      url.search = ends(url.search);
    }
    const all = url.pathname.split('/').filter((part) => part !== '');
    const parts =
      all.length > maximumParts ? [...all.slice(0, maximumParts / 2), ...all.slice(-maximumParts / 2)] : all;
    return {
      url,
      host,
      loopback: isLoopback(host),
      environment: environmentOfHost(host),
      parts: parts.map(decoded),
      ...(isLong ? { cut: true } : {}),
    };
  } catch {
    const host = /^(?:[a-z]+:\/\/)?([^/?#:]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
    return { url: null, host, loopback: isLoopback(host), environment: environmentOfHost(host), parts: [] };
  }
}

function ends(text: string): string {
  return text.length > maximumLength ? `${text.slice(0, kept)}${text.slice(-kept)}` : text;
}

/** How a request's address is shown: host and path, without what may be secret in the query. */
export function addressOf(request: HttpRequest, target: Target): string {
  if (request.partialUrl) return request.partialUrl.text;
  if (!target.url) return request.url ?? '?';
  return `${target.url.host}${target.url.pathname}`;
}

/** True for a part that names a kind of thing (`volumes`, `dns_records`) and not one of them. */
export function isNoun(part: string): boolean {
  return (
    /^[a-z][a-z_-]{2,}$/i.test(part) && !/^(?:api|rest|json|admin|public|graphql|client|latest|beta|alpha)$/i.test(part)
  );
}

/** The kinds of things a path names, in order. */
export function nounsOf(parts: readonly string[]): string[] {
  return parts.map((part) => part.replace(/\.(?:json|xml|php|action|do)$/i, '')).filter(isNoun);
}

/**
 * The kind of thing a path names last: `volumes` in `/volumes/vol_1`, `databases` in `/databases/main`, where what
 * follows a plural at once is the name of one of them. Undefined where it names none.
 */
export function lastNounOf(parts: readonly string[]): string | undefined {
  const bare = parts.map((part) => part.replace(/\.(?:json|xml|php|action|do)$/i, ''));
  const at = bare.findLastIndex(isNoun);
  const before = bare[at - 1];
  const names = isCollection(before) && !isPlural(bare[at] ?? '');
  return names ? before : bare[at];
}

/** True for a part that names a list of things. */
export function isCollection(part: string | undefined): part is string {
  return part !== undefined && isNoun(part) && isPlural(part);
}

function isPlural(noun: string): boolean {
  return /(?:[^s]s|data|people)$/i.test(noun) && !/(?:us|is|dns|access)$/i.test(noun);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
