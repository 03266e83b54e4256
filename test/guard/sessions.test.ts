import { expect, test } from 'vitest';
import { limits } from '../../src/guard/limits.ts';
import { createSessions, isHeightened } from '../../src/guard/sessions.ts';

const of = (session: string) => ({ host: 'claude', session }) as const;

test('the session unused longest goes first', () => {
  const sessions = createSessions(() => 0);
  const first = sessions.of(of('0'));
  for (let n = 1; n < limits.sessions; n += 1) sessions.of(of(String(n)));
  expect(sessions.of(of('0'))).toBe(first);
  sessions.of(of('one more'));
  expect(sessions.of(of('0'))).toBe(first);
  expect([...sessions.all()]).toHaveLength(limits.sessions);
});

test('a heightened session is not pushed out by quiet ones', () => {
  const sessions = createSessions(() => 0);
  const watched = sessions.of(of('watched'));
  watched.state = { ...watched.state, heightenedUntil: 1_000 };
  for (let n = 0; n < limits.sessions * 2; n += 1) sessions.of(of(String(n)));
  expect(sessions.of(of('watched'))).toBe(watched);
  expect(sessions.distrusting).toBe(false);
});

test('where all are heightened and one must go, whoever is new begins distrusted', () => {
  const sessions = createSessions(() => 0);
  for (let n = 0; n <= limits.sessions; n += 1) {
    const session = sessions.of(of(String(n)));
    session.state = { ...session.state, heightenedUntil: 1_000 };
  }
  expect(sessions.distrusting).toBe(true);
  expect(isHeightened(sessions.of(of('new')), 2_000)).toBe(true);
  sessions.trustAgain();
  expect(isHeightened(sessions.of(of('newer')), 2_000)).toBe(false);
});

test('one host’s session is not another’s', () => {
  const sessions = createSessions(() => 0);
  expect(sessions.of(of('a'))).not.toBe(sessions.of({ host: 'cursor', session: 'a' }));
});
