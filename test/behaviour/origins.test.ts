import { expect, test } from 'vitest';
import type { CredentialOrigin } from '../../src/action/signal.ts';
import { newSession } from '../../src/behaviour/state.ts';
import { withCredentials } from '../../src/behaviour/state-after.ts';

const origin = (foundIn: string): CredentialOrigin => ({
  kind: 'generic-token',
  fingerprint: 'EXAMPLE',
  foundIn,
  foundAt: 0,
  event: 0,
});

const foundIn = (...places: readonly string[]) =>
  places.reduce((state, place) => withCredentials(state, [origin(place)]), newSession()).credentials.get('EXAMPLE')
    ?.foundIn;

test.each(['output of npm test', 'an answer from ticket', 'the shell history'])(
  'a file takes the place of %s, which tells no origin',
  (described) => {
    expect(foundIn(described, '.env')).toBe('.env');
    expect(foundIn('.env', described)).toBe('.env');
  },
);

test('the first file a credential was seen in stays its origin', () => {
  expect(foundIn('infra/.env', 'copy/.env')).toBe('infra/.env');
});
