import { expect, test } from 'vitest';
import { namedSession, terminalSession } from '../../src/exec/surroundings.ts';

test.each([
  ['4242', 'terminal-named-4242'],
  ['w0t1p0:ABC-1', 'terminal-named-w0t1p0:ABC-1'],
  ['two\nlines', 'terminal'],
  ['', 'terminal'],
])('a variable that anybody can set names no process that a person may drive: %j', (id, session) => {
  expect(namedSession({ TERM_SESSION_ID: id })).toBe(session);
});

test('the shell that a shim saw above it is the terminal', () => {
  expect(terminalSession({ TERM_SESSION_ID: '1' }, '4242')).toBe('terminal-4242');
});
