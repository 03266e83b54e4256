import { expect, it } from 'vitest';
import type { Action } from '../../src/action/action.ts';
import { isTestCall, testCommands } from '../../src/guard/test-calls.ts';

const { harmless, destructive } = testCommands('0123456789ab');
const call = (command: string, session = 'holdpoint-doctor'): Action => ({
  kind: 'shell',
  command,
  host: 'claude',
  session,
  cwd: '/w',
  workspaceRoot: '/w',
  at: 0,
});

it.each([
  [true, call(harmless)],
  [true, call(destructive)],
  [false, call(harmless, 'another')],
  [false, call(`${harmless}; rm -rf ~`)],
  [false, call(`rm -rf ~; ${harmless}`)],
  [false, call(harmless.replace('ab', 'zz'))],
  [false, call(destructive.replace('volumeDelete', 'projectDelete'))],
  [false, call(destructive.replace('vol_canary_0123456789ab', 'vol_1'))],
  [false, call('')],
])('%s for %j', (expected, action) => {
  expect(isTestCall(action)).toBe(expected);
});
