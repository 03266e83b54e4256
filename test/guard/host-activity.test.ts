import { expect, it } from 'vitest';
import type { AuditRecord } from '../../src/action/audit.ts';
import { activityIn, seenWords } from '../../src/guard/host-activity.ts';
import { allowed } from '../audit/judgement.ts';

const now = Date.parse('2026-05-01T12:00:00.000Z');
const link = { v: 1, seq: 1, prev: '', hash: '' } as const;
const opened: AuditRecord = {
  ...link,
  at: '2026-05-01T11:00:00.000Z',
  type: 'opened',
  window: 'w',
  version: '1',
  key: 'k',
};
const judged = (at: string, session = 's'): AuditRecord => ({
  ...link,
  at,
  ...allowed('ls', { host: 'cursor', session }),
});

it.each<[string, AuditRecord[]]>([
  ['no call seen yet', []],
  ['no call seen in 3 sessions of the editor', [opened, opened, opened]],
  ['no call seen in 1 session of the editor', [judged('2026-05-01T11:59:50.000Z', 'holdpoint-doctor'), opened]],
  ['last call seen less than a minute ago', [judged('2026-05-01T11:59:50.000Z'), opened]],
  ['last call seen 10 min ago; none in 1 session since', [opened, judged('2026-05-01T11:50:00.000Z')]],
  ['last call seen 3 h ago', [judged('2026-05-01T09:00:00.000Z')]],
  ['last call seen 2 days ago', [judged('2026-04-29T09:00:00.000Z')]],
])('%s', (words, records) => {
  expect(seenWords(activityIn(records), 'cursor', now)).toBe(words);
});
