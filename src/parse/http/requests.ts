import type { Inquiry } from '../../action/facts.ts';
import type { HttpRequest, Invocation } from '../../action/invocation.ts';
import { curlRequests } from './curl.ts';
import { githubRequests } from './github.ts';
import { httpieRequests } from './httpie.ts';
import { powershellRequests } from './powershell.ts';
import { namedClientRequests, rawRequests } from './raw.ts';
import { wgetRequests } from './wget.ts';

/**
 * The requests a program call would send; null where the program is no HTTP client.
 * What could not be resolved is null or unknown: a URL, a header, a body. A method that is not known is `?`.
 */
export function requestsOf(invocation: Invocation, inquiry: Inquiry): HttpRequest[] | null {
  switch (invocation.program?.toLowerCase()) {
    case 'curl':
    case 'curlie':
    case 'awscurl':
      return curlRequests(invocation, inquiry);
    case 'wget':
    case 'wget2':
      return wgetRequests(invocation);
    case 'http':
    case 'https':
    case 'xh':
    case 'xhs':
      return httpieRequests(invocation);
    case 'gh':
    case 'glab':
      return githubRequests(invocation);
    case 'irm':
    case 'iwr':
    case 'invoke-restmethod':
    case 'invoke-webrequest':
      return powershellRequests(invocation);
    case 'nc':
    case 'ncat':
    case 'netcat':
    case 'socat':
    case 'telnet':
    case 'openssl':
      return rawRequests(invocation);
    default:
      return namedClientRequests(invocation);
  }
}
