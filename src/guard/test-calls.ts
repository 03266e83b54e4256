import type { Action } from '../action/action.ts';

// Read by the command line too: this names the calls, testing.ts judges them.

/** The session of every test call. */
export const testSession = 'holdpoint-doctor';
const mark = /^[0-9a-f]{12}$/;

/** What a test sends: one command that does nothing, one that would destroy something that does not exist. */
export interface TestCommands {
  readonly harmless: string;
  readonly destructive: string;
}

/** The two commands of a test; `nonce` (twelve hexadecimal digits) tells this test from every other. */
export function testCommands(nonce: string): TestCommands {
  return {
    harmless: `echo holdpoint-test-${nonce}`,
    destructive: `curl -s https://backboard.railway.com/graphql/v2 -d '{"query":"mutation { volumeDelete(volumeId: \\"vol_canary_${nonce}\\") }"}'`,
  };
}

/**
 * Whether this is a call of a test, by its session and its whole text. Nobody is asked about it, and what anybody else
 * would be asked about is denied: whoever imitates one gains nothing.
 */
export function isTestCall(action: Action): boolean {
  if (action.session !== testSession || action.kind !== 'shell') return false;
  const nonce = /(?:holdpoint-test-|vol_canary_)([0-9a-f]{12})/.exec(action.command)?.[1] ?? '';
  if (!mark.test(nonce)) return false;
  return Object.values(testCommands(nonce)).includes(action.command);
}
