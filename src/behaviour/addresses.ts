import type { HttpRequest } from '../action/invocation.ts';
import { isLocalHost } from './use-texts.ts';

/** The path of an address; empty where it has none. */
export function pathOf(url: string | null): string {
  return /^[a-z+]+:\/\/[^/?#]*(\/[^?#]*)/i.exec(url ?? '')?.[1] ?? '';
}

/** What stands behind the `?` of an address. */
export function queryOf(url: string | null): string {
  const at = url?.indexOf('?') ?? -1;
  return at === -1 || url === null ? '' : url.slice(at + 1);
}

/** The host of an address, as a sentence names it. */
export function hostOf(url: string | null): string {
  return /^[a-z+]+:\/\/(?:[^/@]*@)?([^/?#:]+)/i.exec(url ?? '')?.[1] ?? 'another machine';
}

/** Whether a request goes to a server of this machine. */
export function isLocal(request: HttpRequest): boolean {
  return request.url !== null && isLocalHost(hostOf(request.url));
}
