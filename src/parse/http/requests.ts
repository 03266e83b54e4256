import type { Inquiry } from '../../action/facts.ts';
import type { HttpRequest, Invocation } from '../../action/invocation.ts';

/** The requests a program call would send; null where the program is no HTTP client. */
export function requestsOf(_invocation: Invocation, _inquiry: Inquiry): HttpRequest[] | null {
  throw new Error('not built yet');
}
