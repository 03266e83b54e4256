import type { AuditRecord } from '../action/audit.ts';
import { readAuditLog } from '../audit/read.ts';
import { verifyAuditLog } from '../audit/verify.ts';
import { damageDigest, isGenuine } from './clearing.ts';
import { limits } from './limits.ts';

/** What the log says about sessions before this window started. */
export interface History {
  /** Records of the recent past, oldest first; bounded. All-clears among them are genuine. */
  readonly records: readonly AuditRecord[];
  /** False where the chain is broken or cut and no person has looked at that: every session then starts heightened. */
  readonly intact: boolean;
  /** One sentence, where not intact. */
  readonly problem?: string;
  /** All that is wrong, one sentence each; named in the record of an all-clear. */
  readonly damage?: readonly string[];
}

/** What {@link readHistory} reads, and what it believes. */
export interface HistoryOrder {
  readonly directory: string;
  /** Where the log goes on while `directory` cannot be written. */
  readonly fallbackDirectory?: string;
  readonly checkpointDirectory: string;
  readonly publicKeys: readonly string[];
  /** Milliseconds since the epoch. Records from then on are the window's own and are left out. */
  readonly now: number;
}

/** Verifies a workspace's log and reads its recent past. Takes a second for a busy day. Never throws. */
export function readHistory(order: HistoryOrder): History {
  const { directory, fallbackDirectory = directory } = order;
  const own = historyOf(order, directory);
  if (fallbackDirectory === directory) return own;
  const other = historyOf(order, fallbackDirectory);
  const problem = own.problem ?? other.problem;
  return {
    records: [...own.records, ...other.records].sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
    intact: own.intact && other.intact,
    ...(problem === undefined ? {} : { problem }),
    damage: [...(own.damage ?? []), ...(other.damage ?? [])],
  };
}

function historyOf({ checkpointDirectory, publicKeys, now }: HistoryOrder, directory: string): History {
  const since = new Date(now - limits.historyMilliseconds).toISOString();
  // Of months of log only the recent days are verified here.
  const verified = verifyAuditLog(directory, { checkpointDirectory, publicKeys, since: since.slice(0, 10) });
  const before = new Date(now).toISOString();
  const page = readAuditLog(directory, { limit: limits.historyRecords, since, before });
  const records = [...page.records]
    .reverse()
    .filter((record) => record.type !== 'cleared' || isGenuine(record, directory, publicKeys));
  // A torn last line is what a crash leaves behind: only what was being written is lost, and the rest is verified.
  const damage = [
    ...verified.damaged
      .filter(({ what }) => what !== 'torn')
      .map(({ file, detail }) => (file === '' ? detail : `${file}: ${detail}`)),
    // Every window signs its first record: a log without any such word is not one of ours, or its word was taken away.
    ...verified.unsigned.map((window) => `The log of ${window} holds records, but nothing that was signed about it.`),
  ];
  const seen = new Set(records.flatMap((record) => (record.type === 'cleared' ? record.damage : [])));
  const unseen = damage.filter((sentence) => !seen.has(damageDigest(sentence)));
  const [problem] = unseen;
  return problem === undefined ? { records, intact: true, damage } : { records, intact: false, problem, damage };
}
