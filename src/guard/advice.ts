import type { ConfirmationRequired } from '../action/confirmation.ts';

/**
 * What an agent should do instead of a call that did not go out, one or two sentences. It names the goal's proper
 * way and nothing about what was noticed: whoever reads it must not learn what would have passed.
 */
export function insteadOf({
  credential,
  sequence,
  safer,
}: Pick<ConfirmationRequired, 'credential' | 'sequence' | 'safer'>): string {
  if (credential || sequence?.credential) {
    return 'The credential in it was not given to you for this. Say which access the task needs and why, and wait for the person to provide it.';
  }
  if (safer !== undefined) return `To look without changing anything: ${safer}`;
  if (sequence) return 'Say what the task needs and why, and wait for the person to decide.';
  return '';
}
