import type { AuditRecord } from '../action/audit.ts';
import { readAuditLog } from '../audit/read.ts';
import { verifyAuditLog } from '../audit/verify.ts';
import { type Habits, habitsFrom, noHabits } from '../behaviour/habits.ts';
import type { HistoryOrder } from './history.ts';
import { limits } from './limits.ts';

/**
 * What a workspace's log teaches of its own sessions: the last two weeks, as far as they are intact. Takes seconds for
 * busy ones, so it is read aside. Never throws: a log that cannot be believed teaches nothing.
 */
export function readHabits(order: Omit<HistoryOrder, 'fallbackDirectory'>): Habits {
  const { directory, checkpointDirectory, publicKeys, now } = order;
  try {
    const since = new Date(now - limits.habitMilliseconds).toISOString();
    const verified = verifyAuditLog(directory, { checkpointDirectory, publicKeys, since: since.slice(0, 10) });
    if (verified.damaged.some(({ what }) => what !== 'torn') || verified.unsigned.length > 0) return noHabits;
    const before = new Date(now).toISOString();
    const teaches = (record: AuditRecord) => record.type === 'judged' || (record.type === 'outcome' && record.denied);
    const { records } = readAuditLog(directory, {
      limit: limits.habitRecords,
      since,
      before,
      matches: (record) => teaches(record) === true,
    });
    return habitsFrom(records.toReversed());
  } catch {
    return noHabits;
  }
}
