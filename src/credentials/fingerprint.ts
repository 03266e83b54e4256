import { createHmac } from 'node:crypto';

/**
 * Keyed fingerprint of a secret: HMAC-SHA256, 64 hex digits. Equal secrets under one key give equal fingerprints;
 * without the key a fingerprint cannot be tried against guessed secrets.
 */
export function fingerprint(value: string, key: string): string {
  return createHmac('sha256', key).update(value, 'utf8').digest('hex');
}
